"""One evaluation as a frozen value: what storage loads, exchange reads and reports print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from vendor_eval.criteria.model import CriteriaSet, Criterion, Text
from vendor_eval.needs import Item
from vendor_eval.scoring.pricing import QuoteLine
from vendor_eval.scoring.sheet import (
    Answers,
    GateState,
    Purchase,
    ScoreSheet,
    Value,
    VendorState,
    build_sheet,
)

Grade = Literal["A", "B", "C"]
"""Evidence: verified by a third party or on site, in writing, oral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What is bought, for whom, and how offers are compared."""

    id: str
    title: Text
    buyer: Text = field(default_factory=dict)
    purposes: tuple[str, ...] = ()
    currency: str = "JPY"
    tax_rate: Decimal | None = None
    purchase: Purchase = field(default_factory=Purchase)
    further: Mapping[str, object] = field(default_factory=dict)
    """Keys of the file that are kept as they are and not used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A company asked for an offer."""

    id: str
    name: Text
    status: VendorState = "active"
    reason: Text = field(default_factory=dict)
    """Why it declined or withdrew."""
    short: Text = field(default_factory=dict)
    """For sentences and charts."""
    profile: Mapping[str, str] = field(default_factory=dict)
    """Any further column of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluator:
    """A person who scores."""

    id: str
    name: Text = field(default_factory=dict)
    role: str = ""
    weight: Decimal = Decimal(1)
    groups: tuple[str, ...] = ()
    """Groups this person scores; empty is all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One person's answer for one vendor and criterion."""

    vendor: str
    criterion: str
    evaluator: str
    value: Value = None
    no_basis: bool = False
    """Answered, but impossible to judge; counts as unrated."""
    grade: Grade | None = None
    page: str = ""
    comment: Text = field(default_factory=dict)
    """Internal."""
    external: Text = field(default_factory=dict)
    """For the vendor's letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A key figure of a vendor, as stated."""

    vendor: str
    criterion: str
    value: Value = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    period: str = ""
    grade: Grade | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """Whether a vendor meets a mandatory requirement."""

    vendor: str
    criterion: str
    result: GateState
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One line of a vendor's quotation."""

    vendor: str
    line: QuoteLine
    label: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consensus:
    """What the panel agreed on for one cell; the ratings stay as they were."""

    vendor: str
    criterion: str
    value: Value
    reason: Text = field(default_factory=dict)
    dissent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recusal:
    """A person whose ratings of a vendor do not count anywhere."""

    vendor: str
    evaluator: str
    reason: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whom the panel recommends, and who has approved it."""

    recommended: str = ""
    """Id of a vendor; empty while nobody is recommended."""
    runner_up: str = ""
    departs: str = ""
    """Why it is not the order of the ranking."""
    why: Text = field(default_factory=dict)
    conditions: Text = field(default_factory=dict)
    revision: int = 0
    """Counts changes, so that two people never overwrite each other unseen."""
    signed_by: int | None = None
    """The account that approved it; None while it is not signed."""
    signed_name: str = ""
    signed_at: datetime | None = None
    note: str = ""
    """What the approver adds."""


Owner = Literal["buyer", "vendor", "both"]
Readiness = Literal["open", "in-hand", "ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Something that must be brought before work can start, and how far it is."""

    item: Item
    owner: Owner | None = None
    state: Readiness = "open"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one evaluator says of one vendor beside the ratings."""

    vendor: str
    evaluator: str
    strengths: str = ""
    weaknesses: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What people have noted that no arithmetic uses."""

    result_definition: Text = field(default_factory=dict)
    readiness: tuple[Brought, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A whole evaluation. Everything in it has been checked."""

    evaluation: Evaluation
    criteria: CriteriaSet
    criteria_toml: str
    """The criteria file as its author wrote it, comments and all."""
    criteria_digest: str
    vendors: tuple[Vendor, ...] = ()
    evaluators: tuple[Evaluator, ...] = ()
    ratings: tuple[Rating, ...] = ()
    measures: tuple[Measure, ...] = ()
    gates: tuple[GateResult, ...] = ()
    quotes: tuple[Quote, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    panel: Panel = field(default_factory=Panel)

    def vendor(self, vendor_id: str) -> Vendor:
        """The vendor of this id; KeyError when there is none."""
        return {vendor.id: vendor for vendor in self.vendors}[vendor_id]


def measure_value(measure: Measure, criterion: Criterion) -> Fraction | Literal["na"] | None:
    """The value of a measure, exact: as given, else per (100) * numerator / denominator."""
    if measure.value == "na":
        return "na"
    if isinstance(measure.value, Decimal):
        return Fraction(measure.value)
    if measure.numerator is None or not measure.denominator:
        return None
    return (
        Fraction(criterion.per or 100) * Fraction(measure.numerator) / Fraction(measure.denominator)
    )


def answers_of(case: Case) -> Answers:
    """What the arithmetic needs of a case."""
    measures = {}
    for measure in case.measures:
        value = measure_value(measure, case.criteria.criterion(measure.criterion))
        if value is not None:
            measures[measure.vendor, measure.criterion] = value
    quotes: dict[str, list[QuoteLine]] = {}
    for quote in case.quotes:
        quotes.setdefault(quote.vendor, []).append(quote.line)
    return Answers(
        vendors=[(vendor.id, vendor.status) for vendor in case.vendors],
        evaluators=[(evaluator.id, evaluator.weight) for evaluator in case.evaluators],
        ratings=[
            (each.vendor, each.criterion, each.evaluator, each.value) for each in case.ratings
        ],
        measures=measures,
        gates={(gate.vendor, gate.criterion): gate.result for gate in case.gates},
        quotes=quotes,
        consensus={(each.vendor, each.criterion): each.value for each in case.consensus},
        recusals={(recusal.vendor, recusal.evaluator) for recusal in case.recusals},
    )


def score_sheet(case: Case) -> ScoreSheet:
    """The case in the shape the arithmetic wants."""
    return build_sheet(case.criteria, case.evaluation.purchase, answers_of(case))
