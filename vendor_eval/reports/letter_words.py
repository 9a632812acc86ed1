"""The sentences of a letter to a vendor, by how it ended."""

from collections.abc import Iterator, Mapping

from vendor_eval.case import Case
from vendor_eval.dossier import LetterFacts, Outcome
from vendor_eval.language import N_
from vendor_eval.reports.wording import Wording, plain

THANKS = N_("Thank you for your offer for “%(title)s” and for the work you have put into it.")
OPENING: Mapping[Outcome, tuple[str, ...]] = {
    "selected": (
        THANKS,
        N_(
            "We have judged it against the criteria that were issued, and we are pleased to tell"
            " you that your offer has been selected."
        ),
    ),
    "not-selected": (
        THANKS,
        N_(
            "We have judged it carefully against the criteria that were issued. We regret to tell"
            " you that it has not been selected."
        ),
    ),
    "undecided": (
        THANKS,
        N_("The decision is still open. This draft will state the result once it is made."),
    ),
    "disqualified": (
        THANKS,
        N_(
            "We have examined it against the requirements that were issued. We regret to tell you"
            " that it could not be considered further."
        ),
    ),
    "declined": (
        N_("Thank you for considering our request for “%(title)s”."),
        N_("We note that you have chosen not to make an offer, and have closed your file."),
    ),
    "withdrawn": (
        N_("Thank you for the offer you had made for “%(title)s”."),
        N_("We note that you have withdrawn it, and have closed your file."),
    ),
}
REASONS_FOLLOW = N_("The reasons are these:")
CLOSING: Mapping[Outcome, str] = {
    "selected": N_(
        "We will be in touch with you to settle the terms of the contract. This letter is not yet"
        " an order."
    ),
    "not-selected": N_(
        "We thank you for your interest and hope to receive your offers again in future."
    ),
    "undecided": N_("We ask for your patience until then."),
    "disqualified": N_(
        "We thank you for your interest and hope to receive your offers again in future."
    ),
    "declined": N_("We hope to hear from you at another time."),
    "withdrawn": N_("We hope to hear from you at another time."),
}
WISHES = N_("With our best wishes for your company.")


def opening_words(
    facts: LetterFacts, title: str, words: Wording, *, has_reasons: bool
) -> tuple[str, ...]:
    """Thanks and result."""
    said = [words.gettext(each, title=title) for each in OPENING[facts.outcome]]
    return (*said, words.gettext(REASONS_FOLLOW)) if has_reasons else tuple(said)


def reason_words(case: Case, facts: LetterFacts, words: Wording) -> Iterator[str]:
    """What put a vendor out, without any figure that is not the vendor's or the criteria's."""
    if facts.outcome != "disqualified":
        return
    for gate in facts.gates:
        title = words.of(case.criteria.criterion(gate).title)
        yield words.gettext("The mandatory requirement “%(gate)s” is not met.", gate=title)
    for missed in facts.missed:
        title, limit = _minimum(case, missed, words)
        yield words.gettext(
            "The minimum for “%(title)s” (%(limit)s) is not reached.", title=title, limit=limit
        )


def closing_words(facts: LetterFacts, words: Wording) -> tuple[str, ...]:
    """What happens next, and good wishes."""
    return words.gettext(CLOSING[facts.outcome]), words.gettext(WISHES)


def _minimum(case: Case, missed: str, words: Wording) -> tuple[str, str]:
    kind, _colon, name = missed.partition(":")
    if missed == "total":
        return words.gettext("Total"), plain(case.criteria.rules.minimum_total)
    if kind == "group":
        group = case.criteria.group(name)
        return words.of(group.title), plain(group.minimum or 0)
    criterion = case.criteria.criterion(missed)
    return words.of(criterion.title), plain(criterion.minimum or 0)
