"""Why a vendor has no rank, and where one misses a minimum: in words, with the numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Case, Vendor
from vendor_eval.criteria.model import Criterion
from vendor_eval.reports.wording import Wording, fixed, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.comparison import Status
from vendor_eval.scoring.rounding import round_to, rounded
from vendor_eval.scoring.sheet import GATE_STATES, GateState
from vendor_eval.scoring.values import UNRATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """A vendor without a rank."""

    vendor_id: str
    name: str
    status: Status
    status_text: str
    reasons: tuple[str, ...]
    """Whole sentences; never empty."""
    total_text: str
    """For reference, in brackets; a dash without one."""


def missed_minimum(
    case: Case, comparison: Comparison, place: int, missed: str, words: Wording
) -> str:
    """One missed minimum in words, such as ``Curriculum 1.50 < 2``.

    Args:
        case: the evaluation.
        comparison: its result.
        place: the vendor.
        missed: a criterion id, ``group:ID`` or ``total``.
        words: the language.
    """
    kind, _colon, name = missed.partition(":")
    if missed == "total":
        title = words.gettext("Total")
        score, limit = comparison.exact_total(place), case.criteria.rules.minimum_total
    elif kind == "group":
        group = case.criteria.group(name)
        title, limit = words.of(group.title), group.minimum or Decimal(0)
        score = comparison.exact_group_scores(place)[name]
    else:
        criterion = case.criteria.criterion(missed)
        title, limit = words.of(criterion.title), criterion.minimum or Decimal(0)
        columns = [column.id for column in comparison.sheet.weights.columns]
        score = comparison.cells.exact(place, columns.index(missed)) or Fraction(0)
    return words.gettext(
        "%(title)s: %(score)s, minimum %(limit)s",
        title=title,
        score=score_below(score, limit, case),
        limit=plain(limit),
    )


def score_below(score: Fraction, limit: Decimal, case: Case) -> str:
    """A score that misses a limit, with enough decimals to see that it does."""
    printed = rounded(score, case.criteria.rules.rounding)
    places = case.criteria.rules.rounding.places
    while printed >= limit and places < 9:  # noqa: PLR2004 - closer than that is equal
        places += 1
        printed = round_to(score, places, "down")
    return fixed(printed)


def build_reasons(
    case: Case, comparison: Comparison, place: int, vendor: Vendor, words: Wording
) -> tuple[str, ...]:
    """Why this vendor has no rank."""
    status = comparison.status(place)
    if status in ("declined", "withdrawn"):
        given = words.of(vendor.reason)
        return (given or words.gettext("No reason was recorded."),)
    if status == "incomplete":
        return tuple(_open_points(comparison, place, words))
    return tuple(_knock_outs(case, comparison, place, words))


def _knock_outs(case: Case, comparison: Comparison, place: int, words: Wording) -> Iterator[str]:
    vendor = comparison.sheet.vendors[place]
    notes = {(gate.vendor, gate.criterion): words.of(gate.note) for gate in case.gates}
    for gate in _gates_in(comparison, place, "fail"):
        recorded = (vendor, gate.id) in notes
        if gate.check == "ceiling" and not recorded:
            yield _over_ceiling(case, comparison, place, gate, words)
            continue
        text = words.gettext(
            "Does not meet the mandatory requirement “%(gate)s”.", gate=words.of(gate.title)
        )
        note = notes.get((vendor, gate.id), "")
        yield words.gettext("%(text)s Note: %(note)s", text=text, note=note) if note else text
    if case.criteria.rules.below_minimum == "disqualify":
        for missed in comparison.below_minimum(place):
            yield words.gettext(
                "Misses a minimum (%(missed)s).",
                missed=missed_minimum(case, comparison, place, missed, words),
            )


def _over_ceiling(
    case: Case, comparison: Comparison, place: int, gate: Criterion, words: Wording
) -> str:
    cost, ceiling = comparison.sheet.costs[place], case.evaluation.purchase.ceiling
    currency = case.evaluation.currency
    return words.gettext(
        "Does not meet “%(gate)s”: %(total)s without tax is above the ceiling of %(ceiling)s.",
        gate=words.of(gate.title),
        total=words.money(cost.total if cost else Fraction(0), currency),
        ceiling=words.money(ceiling or Decimal(0), currency),
    )


def _open_points(comparison: Comparison, place: int, words: Wording) -> Iterator[str]:
    for gate in _gates_in(comparison, place, "not-checked"):
        yield words.gettext(
            "The mandatory requirement “%(gate)s” has not been checked.",
            gate=words.of(gate.title),
        )
    columns = comparison.sheet.weights.columns
    unrated = [
        words.of(column.title)
        for column, state in zip(columns, comparison.cells.states[place].tolist(), strict=True)
        if state == UNRATED
    ]
    if unrated and comparison.sheet.criteria.rules.unrated == "refuse":
        yield words.ngettext(
            "%(count)d criterion is not rated, and the rules allow no total then: %(titles)s.",
            "%(count)d criteria are not rated, and the rules allow no total then: %(titles)s.",
            len(unrated),
            titles=words.listed(unrated),
        )
    elif not comparison.cells.counts[place].any():
        yield words.gettext("Nothing has been scored yet.")


def _gates_in(comparison: Comparison, place: int, state: GateState) -> Iterator[Criterion]:
    wanted = GATE_STATES.index(state)
    states = comparison.sheet.gate_states[place].tolist()
    for gate, found in zip(comparison.sheet.gates, states, strict=True):
        if found == wanted:
            yield gate
