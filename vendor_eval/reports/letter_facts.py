"""What a vendor may know of how it was judged: all that its letter is drawn from and carries.

Only the vendor's own cells are in it, as scores of the panel and never of a person, and of words
only those meant for vendors, with the names of others taken out. Nothing here depends on
another vendor, unless its price is scored against other offers or its rank is asked for.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from vendor_eval.case import Case, score_sheet
from vendor_eval.criteria.model import Text
from vendor_eval.dossier import CellFacts, Dossier, LetterFacts, Outcome, Printing, Record
from vendor_eval.reports.cuts import bare_case
from vendor_eval.reports.redaction import Redactor
from vendor_eval.scoring import Comparison, compare
from vendor_eval.scoring.comparison import RANKED
from vendor_eval.scoring.sheet import GATE_STATES

HIGHLIGHTS = 3
"""Most strengths, and most improvements."""
WITH_SCORES = {"ja": "no", "en": "yes"}
"""What is usual, unless chosen."""


def letter_only(dossier: Dossier, printing: Printing) -> Dossier:
    """The criteria as issued and the facts of one vendor; no person, no other vendor."""
    if dossier.letter is not None:
        return dossier
    comparison = compare(score_sheet(dossier.case))
    return Dossier(
        case=bare_case(dossier.case),
        record=Record(),
        organisation=replace(dossier.organisation, stamps=(), numbering=""),
        letter=letter_facts(dossier, comparison, printing),
    )


def has_scores(printing: Printing) -> bool:
    """Whether a letter tells scores; by custom English ones do and Japanese ones do not."""
    chosen = printing.choices.get("scores", "usual")
    return (WITH_SCORES[printing.language] if chosen == "usual" else chosen) == "yes"


def letter_facts(dossier: Dossier, comparison: Comparison, printing: Printing) -> LetterFacts:
    """The facts of one vendor.

    Args:
        dossier: the whole evaluation.
        comparison: its result.
        printing: for which vendor (``subject``), and whether with scores and rank.
    """
    case, vendor = dossier.case, dossier.case.vendor(printing.subject)
    place = comparison.sheet.vendors.index(vendor.id)
    outcome = outcome_of(dossier, comparison, place)
    gone, scores = outcome in ("declined", "withdrawn"), has_scores(printing)
    cells = () if gone else tuple(_cells(case, comparison, place))
    strengths, improvements = _highlights(comparison, place, cells)
    if not scores:
        cells = tuple(
            replace(each, score="") for each in cells if each.criterion in strengths + improvements
        )
    ranked = comparison.statuses == RANKED
    told = printing.choices.get("comparison") == "yes" and bool(ranked[place])
    return LetterFacts(
        vendor=vendor.id,
        name=vendor.name,
        outcome=outcome,
        scores=scores,
        cells=cells,
        has_total=scores and not gone and comparison.total(place) is not None,
        strengths=strengths,
        improvements=improvements,
        gates=() if gone else _failed_gates(comparison, place),
        missed=_missed(comparison, place) if outcome == "disqualified" else (),
        panel=_panel(case, vendor.id),
        weighted=len({each.weight for each in case.evaluators}) > 1,
        cost=_cost(comparison, place) if scores and not gone else "",
        rank=int(comparison.ranks[place]) if told else None,
        ranked=int(ranked.sum()) if told else None,
    )


def outcome_of(dossier: Dossier, comparison: Comparison, place: int) -> Outcome:
    """How it ended for a vendor; undecided while nobody is recommended."""
    status = comparison.status(place)
    if status in ("declined", "withdrawn"):
        return status
    decided = dossier.decision.recommended if dossier.decision else ""
    if decided and decided == comparison.sheet.vendors[place]:
        return "selected"
    if status == "disqualified":
        return "disqualified"
    return "not-selected" if decided else "undecided"


def _cells(case: Case, comparison: Comparison, place: int) -> Iterator[CellFacts]:
    vendor, redactor = case.vendors[place].id, Redactor(case, case.vendors[place].id)
    said = _external_words(case, vendor, redactor)
    for at, column in enumerate(comparison.sheet.weights.columns):
        score = comparison.cells.exact(place, at)
        yield CellFacts(
            criterion=column.id,
            state=comparison.cell_state(place, at),
            score="" if score is None else str(score),
            words=said.get(column.id, ()),
        )


def _external_words(case: Case, vendor: str, redactor: Redactor) -> dict[str, tuple[Text, ...]]:
    """By criterion, in an order that does not tell whose words they are."""
    recused = {each.evaluator for each in case.recusals if each.vendor == vendor}
    said: dict[str, list[Text]] = {}
    for rating in case.ratings:
        if rating.vendor != vendor or rating.evaluator in recused:
            continue
        words = redactor.redact_text(
            {language: text.strip() for language, text in rating.external.items() if text.strip()}
        )
        if words and words not in said.setdefault(rating.criterion, []):
            said[rating.criterion].append(words)
    return {
        criterion: tuple(sorted(words, key=lambda text: sorted(text.items())))
        for criterion, words in said.items()
    }


def _highlights(
    comparison: Comparison, place: int, cells: tuple[CellFacts, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Criteria that gain most above what is required, and those that lose most, by weight."""
    scale, weights = comparison.sheet.criteria.scale, comparison.sheet.weights.criterion_percent()
    scored = {each.criterion: Fraction(each.score) for each in cells if each.state == "scored"}
    gained = {
        name: weights[name] * (score - Fraction(scale.meets))
        for name, score in scored.items()
        if score > Fraction(scale.meets)
    }
    strengths = tuple(sorted(gained, key=lambda name: -gained[name])[:HIGHLIGHTS])
    lost = {
        name: weights[name] * (Fraction(scale.max) - score)
        for name, score in scored.items()
        if score < Fraction(scale.max) and name not in strengths
    }
    return strengths, tuple(sorted(lost, key=lambda name: -lost[name])[:HIGHLIGHTS])


def _panel(case: Case, vendor: str) -> tuple[tuple[str, int], ...]:
    redactor = Redactor(case, vendor)
    roles = Counter(redactor.redact(each.role.strip()) for each in case.evaluators)
    return tuple(sorted(roles.items()))


def _failed_gates(comparison: Comparison, place: int) -> tuple[str, ...]:
    failed = GATE_STATES.index("fail")
    states = comparison.sheet.gate_states[place].tolist()
    return tuple(
        gate.id
        for gate, state in zip(comparison.sheet.gates, states, strict=True)
        if state == failed
    )


def _missed(comparison: Comparison, place: int) -> tuple[str, ...]:
    disqualifies = comparison.sheet.criteria.rules.below_minimum == "disqualify"
    return tuple(comparison.below_minimum(place)) if disqualifies else ()


def _cost(comparison: Comparison, place: int) -> str:
    cost = comparison.sheet.costs[place]
    return "" if cost is None else str(Fraction(cost.total))
