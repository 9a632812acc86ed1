"""The score sheet: everything the comparison needs, and nothing else.

Axis letters used throughout this package: E evaluators, V vendors, C columns
(criteria that count and are not gates), R the columns that are rated by people,
G groups in use, K gates that apply.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Literal

import numpy as np
import numpy.typing as npt

from vendor_eval.criteria.model import CriteriaSet, Criterion, Flow, Scope
from vendor_eval.scoring.pricing import COMMON_KPI, Cost, QuoteLine, Volume, cost_of, workload
from vendor_eval.scoring.weighting import Weights, applies, group_weights, weights_in_use

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

NOT_APPLICABLE = "na"
Value = Decimal | Literal["na"] | None
"""A number, ``na``, or None for unrated. The three never blur."""

VendorState = Literal["active", "declined", "withdrawn"]
GateState = Literal["pass", "fail", "not-checked", "not-applicable"]
GATE_STATES: tuple[GateState, ...] = ("pass", "fail", "not-checked", "not-applicable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A recorded draw."""

    order: tuple[str, ...]
    """Vendor ids, first drawn first."""
    record: Mapping[str, object] = field(default_factory=dict)
    """When it was drawn, who was present, the seed: kept, not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What is bought, and on which assumptions offers are compared."""

    profile: str | None = None
    variant: str | None = None
    flow: tuple[Flow, ...] = ()
    """Empty: nothing is excluded by it."""
    scope: Scope | None = None
    flags: tuple[str, ...] = ()
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    criterion_weights: Mapping[str, Decimal] = field(default_factory=dict)
    term_months: int | None = None
    budget: Decimal | None = None
    ceiling: Decimal | None = None
    target: Decimal | None = None
    """Cost per outcome hoped for."""
    outcome: Literal["handled-call", "held-appointment"] = "handled-call"
    volume: Volume = field(default_factory=Volume)
    assumption: Literal["common", "claimed"] = "common"
    common: Mapping[str, Decimal] = field(default_factory=lambda: dict(COMMON_KPI))
    lots: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What people, vendors and quotations say, before any arithmetic."""

    vendors: Sequence[tuple[str, VendorState]]
    evaluators: Sequence[tuple[str, Decimal]] = ()
    """Id and weight."""
    ratings: Iterable[tuple[str, str, str, Value]] = ()
    """Vendor, criterion, evaluator, value."""
    measures: Mapping[tuple[str, str], Fraction | Literal["na"]] = field(default_factory=dict)
    """By vendor and criterion."""
    gates: Mapping[tuple[str, str], GateState] = field(default_factory=dict)
    quotes: Mapping[str, Sequence[QuoteLine]] = field(default_factory=dict)
    consensus: Mapping[tuple[str, str], Value] = field(default_factory=dict)
    recusals: Collection[tuple[str, str]] = ()
    """Pairs of vendor and evaluator."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreSheet:
    """The facts of one evaluation in the shape the arithmetic wants."""

    criteria: CriteriaSet
    purchase: Purchase
    weights: Weights
    vendors: tuple[str, ...]
    vendor_states: tuple[VendorState, ...]
    evaluators: tuple[str, ...]
    evaluator_weights: FloatArray
    """Shape (E,), whole numbers in the proportions given."""
    rated: tuple[int, ...]
    """Which columns are rated by people, R of C."""
    unit: int
    """Ratings are whole multiples of 1/unit of the scale."""
    ratings: FloatArray
    """Shape (E, V, R), whole numbers in steps of 1/unit; NaN where there is none."""
    rated_na: BoolArray
    """Shape (E, V, R), where somebody said it does not apply."""
    consensus: FloatArray
    """Shape (V, R), like ratings."""
    consensus_na: BoolArray
    measures: Mapping[tuple[str, str], Fraction | Literal["na"]]
    costs: tuple[Cost | None, ...]
    """Shape (V,); None without a quotation."""
    gates: tuple[Criterion, ...]
    """Gates that apply, K."""
    gate_states: npt.NDArray[np.int8]
    """Shape (V, K), places in GATE_STATES."""
    first_places: tuple[int, ...] | None = None
    """Shape (V,); known when this sheet is a part of a larger one."""

    def heard(self) -> frozenset[str]:
        """Evaluators who said anything about any vendor."""
        said = (~np.isnan(self.ratings) | self.rated_na).any(axis=(1, 2))
        return frozenset(self.evaluators[place] for place in np.flatnonzero(said))


def build_sheet(criteria: CriteriaSet, purchase: Purchase, answers: Answers) -> ScoreSheet:
    """Put answers in their places. Answers for criteria that do not count are left out.

    Raises:
        ZeroDivisionError: a quotation by the hour meets an occupancy of 0.
    """
    weights = purchase_weights(criteria, purchase)
    vendors = tuple(vendor for vendor, _state in answers.vendors)
    costs = tuple(_cost(criteria, purchase, answers, vendor) for vendor in vendors)
    gates = gates_that_apply(criteria, purchase)
    rated = tuple(i for i, column in enumerate(weights.columns) if column.kind == "rating")
    evaluators = tuple(evaluator for evaluator, _weight in answers.evaluators)
    grid = _lay_out(answers, vendors, evaluators, [weights.columns[i].id for i in rated])
    return ScoreSheet(
        criteria=criteria,
        purchase=purchase,
        weights=weights,
        vendors=vendors,
        vendor_states=tuple(state for _vendor, state in answers.vendors),
        evaluators=evaluators,
        evaluator_weights=whole_numbers([weight for _evaluator, weight in answers.evaluators]),
        rated=rated,
        unit=grid.unit,
        ratings=grid.ratings,
        rated_na=grid.rated_na,
        consensus=grid.consensus,
        consensus_na=grid.consensus_na,
        measures=answers.measures,
        costs=costs,
        gates=gates,
        gate_states=_gate_states(vendors, gates, answers.gates, costs, purchase.ceiling),
    )


def purchase_weights(criteria: CriteriaSet, purchase: Purchase) -> Weights:
    """The weights an evaluation uses."""
    replaced: dict[str, Decimal] = {}
    if purchase.profile is not None:
        replaced |= criteria.profile(purchase.profile).criterion_weights
    return weights_in_use(
        criteria,
        group_weights(criteria, purchase.profile, purchase.variant, purchase.weights),
        replaced | dict(purchase.criterion_weights),
        purchase.flow,
        purchase.scope,
    )


def gates_that_apply(criteria: CriteriaSet, purchase: Purchase) -> tuple[Criterion, ...]:
    """Knock-out criteria switched on by a flag, by the industry, or always on."""
    on = set(criteria.variant(purchase.variant).gates_on) if purchase.variant else set()
    return tuple(
        gate
        for gate in criteria.criteria
        if gate.kind == "gate"
        and applies(gate, purchase.flow, purchase.scope)
        and (gate.when is None or gate.when in purchase.flags or gate.id in on)
    )


def whole_numbers(numbers: Sequence[Decimal]) -> FloatArray:
    """The smallest whole numbers in the same proportions, so that sums stay exact."""
    exact = [Fraction(number) for number in numbers]
    common = lcm(*(number.denominator for number in exact))
    return np.array([float(number * common) for number in exact], dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Grid:
    """Ratings and consensus values laid out in arrays; see ScoreSheet."""

    unit: int
    ratings: FloatArray
    rated_na: BoolArray
    consensus: FloatArray
    consensus_na: BoolArray


def _lay_out(
    answers: Answers, vendors: Sequence[str], evaluators: Sequence[str], columns: Sequence[str]
) -> _Grid:
    rows = list(answers.ratings)
    values = {row[3] for row in rows} | set(answers.consensus.values())
    numbers = [value for value in values if isinstance(value, Decimal)]
    unit = lcm(*(value.as_integer_ratio()[1] for value in numbers))
    steps: dict[Value, float] = {value: float(value * unit) for value in numbers}
    shape = (len(vendors), len(columns))
    grid = _Grid(
        unit=unit,
        ratings=np.full((len(evaluators), *shape), np.nan),
        rated_na=np.zeros((len(evaluators), *shape), dtype=np.bool_),
        consensus=np.full(shape, np.nan),
        consensus_na=np.zeros(shape, dtype=np.bool_),
    )
    vendor_at = {vendor: i for i, vendor in enumerate(vendors)}
    evaluator_at = {evaluator: i for i, evaluator in enumerate(evaluators)}
    column_at = {column: i for i, column in enumerate(columns)}
    counting = [row for row in rows if row[1] in column_at]
    places = (
        np.array([evaluator_at[evaluator] for _, _, evaluator, _ in counting], dtype=np.intp),
        np.array([vendor_at[vendor] for vendor, _, _, _ in counting], dtype=np.intp),
        np.array([column_at[criterion] for _, criterion, _, _ in counting], dtype=np.intp),
    )
    grid.ratings[places] = [steps.get(value, np.nan) for _, _, _, value in counting]
    grid.rated_na[places] = [isinstance(value, str) for _, _, _, value in counting]
    for vendor, evaluator in answers.recusals:
        if evaluator in evaluator_at and vendor in vendor_at:
            place = evaluator_at[evaluator], vendor_at[vendor]
            grid.ratings[place], grid.rated_na[place] = np.nan, False
    for (vendor, criterion), value in answers.consensus.items():
        column = column_at.get(criterion)
        if value is None or column is None:
            continue
        if value == NOT_APPLICABLE:
            grid.consensus_na[vendor_at[vendor], column] = True
        else:
            grid.consensus[vendor_at[vendor], column] = steps[value]
    return grid


def vendor_kpi(
    criteria: CriteriaSet,
    purchase: Purchase,
    measures: Mapping[tuple[str, str], Fraction | Literal["na"]],
    vendor: str,
) -> dict[str, Fraction]:
    """Key figures that feed a vendor's cost, by the names of COMMON_KPI."""
    kpi = {name: Fraction(value) for name, value in {**COMMON_KPI, **purchase.common}.items()}
    if purchase.assumption == "common":
        return kpi
    for driver, criterion in criteria.cost_drivers.items():
        claimed = measures.get((vendor, criterion))
        if not isinstance(claimed, Fraction):
            continue
        if driver == "abandonment_percent":
            kpi["answered_percent"] = 100 - claimed
        else:
            kpi[driver] = claimed
    return kpi


def _cost(criteria: CriteriaSet, purchase: Purchase, answers: Answers, vendor: str) -> Cost | None:
    lines = answers.quotes.get(vendor)
    if not lines or purchase.term_months is None:
        return None
    kpi = vendor_kpi(criteria, purchase, answers.measures, vendor)
    load = workload(purchase.volume, kpi)
    return cost_of(lines, load, purchase.term_months, purchase.outcome)


def _gate_states(
    vendors: Sequence[str],
    gates: Sequence[Criterion],
    recorded: Mapping[tuple[str, str], GateState],
    costs: Sequence[Cost | None],
    ceiling: Decimal | None,
) -> npt.NDArray[np.int8]:
    states = np.full((len(vendors), len(gates)), GATE_STATES.index("not-checked"), dtype=np.int8)
    for column, gate in enumerate(gates):
        for row, vendor in enumerate(vendors):
            state = recorded.get((vendor, gate.id))
            cost = costs[row]
            if (
                state is None
                and gate.check == "ceiling"
                and cost is not None
                and ceiling is not None
            ):
                state = "pass" if cost.total <= Fraction(ceiling) else "fail"
            if state is not None:
                states[row, column] = GATE_STATES.index(state)
    return states
