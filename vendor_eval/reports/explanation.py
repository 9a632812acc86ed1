"""Where one score comes from: who said what, and the calculation written out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Case, Measure, Rating, measure_value
from vendor_eval.criteria.model import Criterion
from vendor_eval.language import N_
from vendor_eval.reports.calculation import (
    cost_lacks,
    cost_steps,
    measure_steps,
    points_step,
    rating_step,
)
from vendor_eval.reports.marks import mark_of
from vendor_eval.reports.method import NOT_APPLICABLE, UNRATED
from vendor_eval.reports.quotation import Quotation, build_quotation
from vendor_eval.reports.wording import Wording, fixed, nearly, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.rounding import rounded
from vendor_eval.scoring.values import CellState

GRADES: Mapping[str, str] = {
    "A": N_("A: verified by a third party or on site"),
    "B": N_("B: in writing"),
    "C": N_("C: oral only"),
}
"""Grades of evidence in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingLine:
    """What one person said."""

    evaluator_id: str
    evaluator: str
    value: str
    """A number, or 未評価 or 対象外."""
    weight: str
    grade: str
    """In words; empty without one."""
    page: str
    comment: str
    external: str
    """For the vendor's letter."""
    remark: str
    """Why it does not count, or that the person could not judge; else empty."""
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureLine:
    """A key figure as the vendor stated it."""

    value: str
    unit: str
    origin: str
    """Numerator and denominator, where those were given."""
    period: str
    grade: str
    note: str
    breakpoints: tuple[tuple[str, str], ...]
    """Pairs of value and score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusLine:
    """What the panel agreed on instead."""

    value: str
    reason: str
    dissent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One cell, opened up."""

    vendor_id: str
    vendor: str
    criterion_id: str
    criterion: str
    group: str
    definition: str
    state: CellState
    score: str
    """As printed, or 未評価 or 対象外."""
    mark: str
    counted_as: str
    """The score a rule puts in place of a missing one."""
    steps: tuple[str, ...]
    """The calculation in words, in order, up to the points."""
    ratings: tuple[RatingLine, ...]
    measure: MeasureLine | None
    consensus: ConsensusLine | None
    quotation: Quotation | None


def explain_cell(
    case: Case, comparison: Comparison, vendor_id: str, criterion_id: str, language: str
) -> Explanation:
    """Where a score comes from.

    Args:
        case: the evaluation.
        comparison: its result.
        vendor_id: a vendor of the case.
        criterion_id: a criterion that counts and is not a gate.
        language: ``ja`` or ``en``.

    Raises:
        KeyError: there is no such vendor, or no such criterion counts.
    """
    words = Wording(language)
    vendor = case.vendor(vendor_id)
    place = comparison.sheet.vendors.index(vendor_id)
    columns = {column.id: at for at, column in enumerate(comparison.sheet.weights.columns)}
    column = columns[criterion_id]
    criterion = comparison.sheet.weights.columns[column]
    state: CellState = comparison.cell_state(place, column)
    exact = comparison.cells.exact(place, column)
    printed = None if exact is None else rounded(exact, case.criteria.rules.rounding)
    missing = {"unrated": words.gettext("not rated"), "not-applicable": words.gettext("n/a")}
    marked = mark_of(printed, case.criteria.scale.marks, words) if printed is not None else ""
    number = "" if printed is None else fixed(printed)
    return Explanation(
        vendor_id=vendor_id,
        vendor=words.name(vendor),
        criterion_id=criterion_id,
        criterion=words.of(criterion.title),
        group=words.of(case.criteria.group(criterion.group).title),
        definition=words.of(criterion.definition),
        state=state,
        score=number if state == "scored" else missing[state],
        mark=marked if state == "scored" else "",
        counted_as="" if state == "scored" else number,
        steps=tuple(_steps(case, comparison, (place, column), state, words)),
        ratings=tuple(_ratings(case, vendor_id, criterion, words)),
        measure=_measure(case, vendor_id, criterion, words),
        consensus=_consensus(case, vendor_id, criterion_id, words),
        quotation=build_quotation(case, comparison, vendor_id, words)
        if criterion.kind == "cost"
        else None,
    )


def _steps(
    case: Case, comparison: Comparison, cell: tuple[int, int], state: CellState, words: Wording
) -> Iterator[str]:
    criterion = comparison.sheet.weights.columns[cell[1]]
    if state == "scored":
        if criterion.kind == "rating":
            yield from rating_step(comparison, cell, words)
        elif criterion.kind == "measure":
            yield from measure_steps(comparison, cell, words)
        else:
            yield from cost_steps(comparison, cell, words)
    else:
        if criterion.kind == "cost":
            yield cost_lacks(comparison, cell, words)
        yield _rule(case, criterion, state, words)
    yield from points_step(comparison, cell, words)


def _rule(case: Case, criterion: Criterion, state: CellState, words: Wording) -> str:
    scale = case.criteria.scale
    values = {"lowest": plain(scale.min), "meets": plain(scale.meets)}
    if state == "unrated":
        return words.gettext(UNRATED[case.criteria.rules.unrated], **values)
    return words.gettext(NOT_APPLICABLE[criterion.not_applicable], **values)


def _ratings(
    case: Case, vendor_id: str, criterion: Criterion, words: Wording
) -> Iterator[RatingLine]:
    if criterion.kind != "rating":
        return
    given = {
        each.evaluator: each
        for each in case.ratings
        if each.vendor == vendor_id and each.criterion == criterion.id
    }
    recused = {each.evaluator for each in case.recusals if each.vendor == vendor_id}
    for evaluator in case.evaluators:
        if evaluator.groups and criterion.group not in evaluator.groups:
            continue
        rating = given.get(evaluator.id, Rating(vendor="", criterion="", evaluator=""))
        out = evaluator.id in recused
        yield RatingLine(
            evaluator_id=evaluator.id,
            evaluator=words.of(evaluator.name) or evaluator.id,
            value=_value(rating.value, words),
            weight=plain(evaluator.weight),
            grade=grade_text(rating.grade, words),
            page=rating.page,
            comment=words.of(rating.comment),
            external=words.of(rating.external),
            remark=_remark(rating, out, words),
            counts=isinstance(rating.value, Decimal) and not out,
        )


def _remark(rating: Rating, recused: bool, words: Wording) -> str:
    if recused:
        return words.gettext("Recused: does not count")
    return words.gettext("Says it is impossible to judge") if rating.no_basis else ""


def _value(value: Decimal | str | None, words: Wording) -> str:
    if value is None:
        return words.gettext("not rated")
    return plain(value) if isinstance(value, Decimal) else words.gettext("n/a")


def grade_text(grade: str | None, words: Wording) -> str:
    """A grade of evidence in words; empty without one."""
    return words.gettext(GRADES[grade]) if grade else ""


def _measure(
    case: Case, vendor_id: str, criterion: Criterion, words: Wording
) -> MeasureLine | None:
    for measure in case.measures:
        if measure.vendor == vendor_id and measure.criterion == criterion.id:
            value = measure_value(measure, criterion)
            return MeasureLine(
                value=nearly(value) if isinstance(value, Fraction) else _value(value, words),
                unit=words.of(criterion.unit),
                origin=_origin(measure, criterion),
                period=measure.period,
                grade=grade_text(measure.grade, words),
                note=measure.note,
                breakpoints=tuple((plain(x), plain(y)) for x, y in criterion.breakpoints),
            )
    return None


def _origin(measure: Measure, criterion: Criterion) -> str:
    if measure.value is not None or measure.numerator is None or measure.denominator is None:
        return ""
    per = f" × {plain(criterion.per)}" if criterion.per not in (None, 1) else ""
    return f"{plain(measure.numerator)} ÷ {plain(measure.denominator)}{per}"


def _consensus(
    case: Case, vendor_id: str, criterion_id: str, words: Wording
) -> ConsensusLine | None:
    for each in case.consensus:
        if (each.vendor, each.criterion) == (vendor_id, criterion_id):
            return ConsensusLine(
                value=_value(each.value, words), reason=words.of(each.reason), dissent=each.dissent
            )
    return None
