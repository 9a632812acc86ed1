"""What the page of one evaluation says: what is bought, how far it is, what to do next."""

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from vendor_eval.case import Case
from vendor_eval.dossier import Record
from vendor_eval.language import N_
from vendor_eval.reports.contents import Contents, need_facts
from vendor_eval.reports.criteria_changes import change_sentences
from vendor_eval.reports.method import Fact
from vendor_eval.reports.ranking import OUTCOMES, Ranking
from vendor_eval.reports.wording import Wording, percent_text, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.comparison import Status

FLAGS = {
    "card_payments": N_("card numbers are taken by telephone"),
    "japan": N_("contract in Japan"),
    "outbound_sales": N_("sales calls are made"),
    "personal_data": N_("personal data is handled"),
    "price_ceiling": N_("a price ceiling is set"),
}
VOLUMES = {
    "calls_offered": N_("calls offered %(number)s"),
    "emails": N_("e-mails %(number)s"),
    "chats": N_("chats %(number)s"),
    "dials": N_("dials %(number)s"),
}


IN_STATUS: dict[Status, str] = {
    "ranked": N_("ranked %(count)d"),
    "incomplete": N_("incomplete %(count)d"),
    "disqualified": N_("disqualified %(count)d"),
    "declined": N_("declined %(count)d"),
    "withdrawn": N_("withdrawn %(count)d"),
}


class State(StrEnum):
    """How far an evaluation is, told from what has been entered."""

    NO_VENDORS = "no vendors"
    NO_SCORES = "no scores"
    SCORING = "scoring"
    OPEN_GATES = "open gates"
    COMPLETE = "complete"


STATES = {
    State.NO_VENDORS: N_("No vendor has been entered"),
    State.NO_SCORES: N_("Nothing has been scored"),
    State.OPEN_GATES: N_("Mandatory requirements are still to be checked"),
    State.COMPLETE: N_("Everything is scored"),
}
NEXT_STEPS = {
    State.NO_VENDORS: N_("Enter vendors in vendors.csv of the case folder and import it again."),
    State.NO_SCORES: N_(
        "Give the evaluators the criteria, and enter their ratings in ratings.csv."
    ),
    State.SCORING: N_("See in the comparison which cells are not rated, and have them judged."),
    State.OPEN_GATES: N_(
        "See in the comparison which requirements are not checked: a vendor has no rank until"
        " they are."
    ),
    State.COMPLETE: N_("Read the comparison, then print it for approval."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """How the vendors stand, for who may see it."""

    conclusion: str
    """Who is first, by how much, and what stands in the way."""
    ranking: Ranking
    state_text: str
    next_step: str
    counts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One evaluation in one language."""

    title: str
    facts: tuple[Fact, ...]
    changes: tuple[str, ...]
    """Of criteria and weights, after they were locked."""
    results: Results | None
    """None before all sheets are frozen, and for who may not see them."""


def build_overview(case: Case, record: Record, language: str) -> Overview:
    """What everybody in an evaluation may see of it at any time: the need, and no vendor.

    Args:
        case: the evaluation.
        record: what else is known of it; effects on ranks are left out of its changes.
        language: ``ja`` or ``en``.
    """
    words = Wording(language)
    unseen = tuple(replace(change, effect={}) for change in record.changes)
    return Overview(
        title=words.of(case.evaluation.title) or case.evaluation.id,
        facts=(*need_facts(case, words, record.result_definition), *_facts(case, words)),
        changes=change_sentences(unseen, words),
        results=None,
    )


def with_results(case: Case, comparison: Comparison, contents: Contents) -> Overview:
    """The same with how the vendors stand, for who may see it."""
    words = Wording(contents.language)
    state = state_of(case, comparison)
    return Overview(
        title=contents.title,
        facts=(*contents.facts, *_facts(case, words)),
        changes=contents.changes,
        results=Results(
            conclusion=words.sentences(contents.conclusion),
            ranking=contents.ranking,
            state_text=_state_text(case, comparison, state, words),
            next_step=words.gettext(NEXT_STEPS[state]),
            counts=tuple(_counts(case, comparison, words)),
        ),
    )


def state_of(case: Case, comparison: Comparison) -> State:
    """How far scoring is, over the vendors that are still in it."""
    if not case.vendors:
        return State.NO_VENDORS
    scored, applicable = cells_scored(case, comparison)
    if not scored:
        return State.NO_SCORES
    if scored < applicable:
        return State.SCORING
    names = {comparison.status(place) for place in range(len(case.vendors))}
    return State.OPEN_GATES if "incomplete" in names else State.COMPLETE


def cells_scored(case: Case, comparison: Comparison) -> tuple[int, int]:
    """Cells with a score and cells that apply, over the active vendors."""
    covered = [
        comparison.coverage(place)
        for place, vendor in enumerate(case.vendors)
        if vendor.status == "active"
    ]
    return sum(each.scored for each in covered), sum(each.applicable for each in covered)


def _state_text(case: Case, comparison: Comparison, state: State, words: Wording) -> str:
    if state is not State.SCORING:
        return words.gettext(STATES[state])
    scored, applicable = cells_scored(case, comparison)
    return words.ngettext(
        "%(count)s cell is not rated", "%(count)s cells are not rated", applicable - scored
    )


def _facts(case: Case, words: Wording) -> list[Fact]:
    evaluation, purchase, _ = case.evaluation, case.evaluation.purchase, words.gettext
    amounts = {
        N_("Budget"): purchase.budget,
        N_("Price ceiling"): purchase.ceiling,
        N_("Target cost per outcome"): purchase.target,
    }
    further = [
        (_("Circumstances"), words.listed(_(FLAGS.get(each, each)) for each in purchase.flags)),
        (_("Volume per month"), _volumes(case, words)),
        (_("Outcome that is paid for"), _(OUTCOMES[purchase.outcome])),
        *(
            (_(label), words.money(amount, evaluation.currency))
            for label, amount in amounts.items()
            if amount is not None
        ),
    ]
    return [Fact(label=label, text=text) for label, text in further if text]


def _volumes(case: Case, words: Wording) -> str:
    volume = case.evaluation.purchase.volume
    parts = [
        words.gettext(template, number=plain(getattr(volume, name)))
        for name, template in VOLUMES.items()
        if getattr(volume, name)
    ]
    if volume.average_handling_minutes:
        minutes = plain(volume.average_handling_minutes)
        parts.append(words.gettext("%(number)s minutes per call", number=minutes))
    return words.listed(parts)


def _counts(case: Case, comparison: Comparison, words: Wording) -> list[Fact]:
    _ = words.gettext
    scored, applicable = cells_scored(case, comparison)
    share = f"{scored:,} / {applicable:,}"
    if applicable:
        share = f"{share} ({percent_text(Fraction(scored, applicable))}%)"
    texts = [
        (_("Vendors"), _vendors(comparison, words)),
        (_("Evaluators"), f"{len(case.evaluators)}"),
        (_("Criteria that count"), f"{len(comparison.sheet.weights.columns)}"),
        (_("Cells scored"), share),
    ]
    return [Fact(label=label, text=text) for label, text in texts]


def _vendors(comparison: Comparison, words: Wording) -> str:
    count = len(comparison.sheet.vendors)
    states = Counter(comparison.status(place) for place in range(count))
    parts = [
        words.gettext(template, count=states[status])
        for status, template in IN_STATUS.items()
        if states[status]
    ]
    return f"{count} ({words.listed(parts)})" if parts else f"{count}"
