"""What is left of a dossier for a document that must not carry all of it; pure.

Such a document is drawn from what is left, so that it can be verified and nothing else
travels inside. Cutting what is cut already changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from vendor_eval.case import Case, Evaluation, Evaluator, Panel, Vendor
from vendor_eval.dossier import Dossier, Printing, Record
from vendor_eval.language import LANGUAGES, N_, translate
from vendor_eval.reports.given import given_scores
from vendor_eval.scoring.sheet import Purchase

LETTERED = N_("Vendor %(letter)s")
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which look like digits."""


def whole(dossier: Dossier, printing: Printing) -> Dossier:
    """All of it, for whoever may see all of it."""
    return dossier


def criteria_only(dossier: Dossier, printing: Printing) -> Dossier:
    """Criteria and how they are used: no vendor, no person, no amount of money."""
    return replace(dossier, case=bare_case(dossier.case), decision=None, record=Record())


def acts_only(dossier: Dossier, printing: Printing) -> Dossier:
    """The record of acts: no rating, offer or result but those the acts shown tell of."""
    record = Record(acts=dossier.record.acts)
    return replace(dossier, case=bare_case(dossier.case), decision=None, record=record)


def bare_case(case: Case) -> Case:
    """The evaluation as an RFP may tell of it: what is bought, and the criteria with weights."""
    evaluation, purchase = case.evaluation, case.evaluation.purchase
    return Case(
        evaluation=Evaluation(
            id=evaluation.id,
            title=evaluation.title,
            buyer=evaluation.buyer,
            purposes=evaluation.purposes,
            currency=evaluation.currency,
            purchase=Purchase(
                profile=purchase.profile,
                variant=purchase.variant,
                flow=purchase.flow,
                scope=purchase.scope,
                flags=purchase.flags,
                weights=purchase.weights,
                criterion_weights=purchase.criterion_weights,
                term_months=purchase.term_months,
                outcome=purchase.outcome,
            ),
        ),
        criteria=case.criteria,
        criteria_toml=case.criteria_toml,
        criteria_digest=case.criteria_digest,
    )


def sheet_only(dossier: Dossier, printing: Printing) -> Dossier:
    """One person's score sheet, or an empty one: nobody else's ratings, no offer, no price.

    Choices: ``filled`` is ``no`` for an empty sheet; ``names`` is ``letters`` to hide names.
    """
    case, person = dossier.case, printing.subject
    recused = {each.vendor for each in case.recusals if each.evaluator == person}
    vendors = tuple(
        Vendor(id=vendor.id, name=vendor.name)
        for vendor in case.vendors
        if vendor.status == "active" and vendor.id not in recused
    )
    seen = {vendor.id for vendor in vendors}
    people = tuple(each for each in case.evaluators if each.id == person)
    if printing.choices.get("filled", "yes") == "yes" and people:
        ratings = tuple(
            each for each in case.ratings if each.evaluator == person and each.vendor in seen
        )
        words = tuple(
            each for each in case.panel.words if each.evaluator == person and each.vendor in seen
        )
    else:
        ratings, words = (), ()
    left = replace(
        bare_case(case),
        vendors=vendors,
        evaluators=people,
        ratings=ratings,
        panel=Panel(words=words),
    )
    sheets = tuple(each for each in dossier.record.sheets if each.evaluator == person)
    record = Record(sheets=sheets if ratings or words else ())
    if printing.choices.get("names") == "letters":
        left = lettered(left, letters_in_order(vendors))
    return replace(dossier, case=left, decision=None, record=record)


def letters_in_order(vendors: Sequence[Vendor]) -> dict[str, str]:
    """A letter for each vendor that has none yet; two from the 25th on."""
    letters = [*ALPHABET, *(first + second for first in ALPHABET for second in ALPHABET)]
    if all(vendor.name == letter_name(vendor.id) for vendor in vendors):
        return {vendor.id: vendor.id for vendor in vendors}
    return {vendor.id: letter for vendor, letter in zip(vendors, letters, strict=False)}


def lettered(case: Case, letters: dict[str, str]) -> Case:
    """A case cut to a score sheet, its vendors known by letters alone and in their order."""
    return replace(
        case,
        vendors=tuple(
            Vendor(id=letters[vendor.id], name=letter_name(letters[vendor.id]))
            for vendor in sorted(case.vendors, key=lambda each: letters[each.id])
        ),
        ratings=tuple(replace(each, vendor=letters[each.vendor]) for each in case.ratings),
        panel=Panel(
            words=tuple(replace(each, vendor=letters[each.vendor]) for each in case.panel.words)
        ),
    )


def letter_name(letter: str) -> dict[str, str]:
    """What a vendor is called whose name is hidden."""
    return {code: translate(LETTERED, code) % {"letter": letter} for code in LANGUAGES}


def vendor_only(dossier: Dossier, printing: Printing) -> Dossier:
    """One vendor: its offer and scores. No other vendor, nobody's name, no word of the panel."""
    case, vendor = dossier.case, printing.subject
    given = dossier.record.given or given_scores(case, vendor)
    numbers = {each.id: str(place) for place, each in enumerate(case.evaluators, 1)}
    left = replace(
        case,
        evaluation=replace(
            case.evaluation, purchase=replace(case.evaluation.purchase, lots=()), further={}
        ),
        vendors=tuple(each for each in case.vendors if each.id == vendor),
        evaluators=tuple(
            Evaluator(id=numbers[each.id], weight=each.weight, groups=each.groups)
            for each in case.evaluators
        ),
        ratings=tuple(
            replace(each, evaluator=numbers[each.evaluator], comment={}, external={}, page="")
            for each in case.ratings
            if each.vendor == vendor
        ),
        measures=tuple(each for each in case.measures if each.vendor == vendor),
        gates=tuple(each for each in case.gates if each.vendor == vendor),
        quotes=tuple(each for each in case.quotes if each.vendor == vendor),
        consensus=tuple(
            replace(each, reason={}, dissent="") for each in case.consensus if each.vendor == vendor
        ),
        recusals=tuple(
            replace(each, evaluator=numbers[each.evaluator], reason={})
            for each in case.recusals
            if each.vendor == vendor
        ),
        panel=Panel(),
    )
    return replace(dossier, case=left, decision=None, record=Record(given=given))
