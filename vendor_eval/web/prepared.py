"""What the pages of one evaluation show, worked out once for each of its states and languages.

Storage hands out the same sheet as long as nothing of an evaluation changes; what
was made of that very sheet is kept with it and dropped with it.
"""

from dataclasses import dataclass, replace

from vendor_eval.case import Case
from vendor_eval.dossier import Record
from vendor_eval.exchange.case_warnings import warnings_of
from vendor_eval.language import translate
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.scoring import Comparison, ScoreSheet, compare
from vendor_eval.storage import Notes, db, load_comparable, load_notes
from vendor_eval.web.change_record import record_of
from vendor_eval.web.overview import NEXT_STEPS, State, state_of

MOST_KEPT = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """A comparison and what it says in one language."""

    facts: Case
    """Everything but the single ratings."""
    comparison: Comparison
    contents: Contents
    advice: str
    """What to do first where there is nothing to compare yet; else empty."""
    warnings: tuple[str, ...]
    """What a reader should know about the way it was worked out."""
    notes: Notes | None = None
    """What stands beside it; None for a part of a comparison."""
    fragments: dict[str, str]
    """Parts of pages that depend on nothing else, drawn when first asked for."""


_kept: dict[tuple[int, str], tuple[ScoreSheet, Prepared]] = {}
"""By the identity of the sheet, which is held so that no other can take it, and language."""


def prepare(evaluation_id: str, language: str) -> Prepared:
    """Load, compare and put into words.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    facts, sheet = load_comparable(db.session, evaluation_id)
    key = id(sheet), language
    kept = _kept.get(key)
    if kept is not None and kept[0] is sheet:
        return kept[1]
    notes = load_notes(db.session, evaluation_id)
    record = record_of(evaluation_id, facts.evaluation.purchase, notes)
    prepared = replace(prepare_case(facts, sheet, language, record), notes=notes)
    while len(_kept) >= MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = sheet, prepared
    return prepared


def prepare_case(
    case: Case, sheet: ScoreSheet, language: str, record: Record | None = None
) -> Prepared:
    """Compare a sheet and put its case into words."""
    comparison = compare(sheet)
    return Prepared(
        facts=case,
        comparison=comparison,
        contents=build_contents(case, comparison, language, record=record),
        advice=_advice(case, comparison, language),
        warnings=_warnings(case, language),
        fragments={},
    )


def _advice(facts: Case, comparison: Comparison, language: str) -> str:
    state = state_of(facts, comparison)
    if state not in {State.NO_VENDORS, State.NO_SCORES}:
        return ""
    return translate(NEXT_STEPS[state], language)


def _warnings(case: Case, language: str) -> tuple[str, ...]:
    """Those about rules; those about single answers are for who enters them."""
    rules_alone = replace(case, ratings=(), consensus=())
    return tuple(warning.text(language) for warning in warnings_of(rules_alone))
