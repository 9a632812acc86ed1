"""What was answered: ratings.csv, consensus.csv, measures.csv, gates.csv and quotes.csv."""

from collections.abc import Iterator
from decimal import Decimal

from vendor_eval.case import Consensus, GateResult, Measure, Quote, Rating
from vendor_eval.criteria.mistakes import plain
from vendor_eval.criteria.model import Criterion, Scale
from vendor_eval.exchange.cells import (
    NO_CRITERION,
    NO_EVALUATOR,
    NO_VENDOR,
    Cells,
    Seen,
    check_twice,
)
from vendor_eval.exchange.csv_rows import Columns
from vendor_eval.exchange.known import Known
from vendor_eval.exchange.numbers import has_places, significant_digits
from vendor_eval.language import N_
from vendor_eval.scoring.pricing import KINDS, QuoteLine
from vendor_eval.scoring.sheet import GATE_STATES, Value

MOST_RATING_DIGITS = 15
"""Sums of ratings stay exact in binary floats."""
MOST_RATING_PLACES = 6

RATINGS = Columns(
    required=("vendor", "criterion", "evaluator", "value"),
    optional=(
        "grade",
        "page",
        "no_basis",
        "comment_ja",
        "comment_en",
        "external_ja",
        "external_en",
    ),
)
CONSENSUS = Columns(
    required=("vendor", "criterion", "value"), optional=("reason_ja", "reason_en", "dissent")
)
MEASURES = Columns(
    required=("vendor", "criterion"),
    either=(("value",), ("numerator", "denominator")),
    optional=("period", "grade", "note"),
)
GATES = Columns(required=("vendor", "criterion", "result"), optional=("note_ja", "note_en"))
QUOTES = Columns(
    required=("vendor", "kind", "price"),
    optional=("quantity", "minimum", "included", "overage", "per_hour", "label_ja", "label_en"),
)

BELONGS = {
    "rating": N_("%(id)s is rated by people; it belongs in ratings.csv"),
    "measure": N_("%(id)s is a measure; it belongs in measures.csv"),
    "gate": N_("%(id)s is a mandatory requirement; it belongs in gates.csv"),
    "cost": N_("%(id)s is computed from the quotation; its figures belong in quotes.csv"),
}
MOVE = N_("move the row there, or correct the criterion")


def read_ratings(rows: Iterator[Cells], known: Known) -> Iterator[Rating]:
    """One person's answer for one vendor and criterion a row."""
    seen: Seen = {}
    for cells in rows:
        vendor = cells.known("vendor", known.vendors, NO_VENDOR)
        criterion = _criterion(cells, known, "rating")
        evaluator = cells.known("evaluator", known.evaluators, NO_EVALUATOR)
        value = _rating_value(cells, known, allow_between=False)
        no_basis = cells.choice("no_basis", ("yes", "no")) == "yes"
        name = cells.text("criterion") if criterion is None else criterion.id
        check_twice(cells, seen, (vendor, name, evaluator))
        if criterion is not None:
            _check_group(cells, known, criterion, evaluator)
        if no_basis and value is not None:
            cells.findings.warn("no-basis-with-value", f"{cells.name}:{cells.row.line}")
        yield Rating(
            vendor=vendor,
            criterion=name,
            evaluator=evaluator,
            value=None if no_basis else value,
            no_basis=no_basis,
            grade=cells.grade(),
            page=cells.text("page"),
            comment=cells.texts("comment"),
            external=cells.texts("external"),
        )


def read_consensus(rows: Iterator[Cells], known: Known) -> Iterator[Consensus]:
    """What the panel agreed on, one cell a row; a value between steps is accepted."""
    seen: Seen = {}
    for cells in rows:
        vendor = cells.known("vendor", known.vendors, NO_VENDOR)
        criterion = _criterion(cells, known, "rating")
        value = _rating_value(cells, known, allow_between=True)
        name = cells.text("criterion") if criterion is None else criterion.id
        check_twice(cells, seen, (vendor, name))
        yield Consensus(
            vendor=vendor,
            criterion=name,
            value=value,
            reason=cells.texts("reason"),
            dissent=cells.text("dissent"),
        )


def _criterion(cells: Cells, known: Known, kind: str) -> Criterion | None:
    """The criterion of a row; None when it is unknown or not of the kind this file is about."""
    name = cells.known("criterion", known.criteria, NO_CRITERION)
    criterion = (known.criteria or {}).get(name)
    if criterion is not None and criterion.kind != kind:
        cells.tell("criterion", BELONGS[criterion.kind], MOVE, id=name)
        return None
    return criterion


def _check_group(cells: Cells, known: Known, criterion: Criterion, evaluator: str) -> None:
    person = (known.evaluators or {}).get(evaluator)
    if person is None or not person.groups or criterion.group in person.groups:
        return
    what = N_("%(evaluator)s does not score the group %(group)s of %(criterion)s")
    cure = N_("delete the row, or add the group to this person's groups in evaluators.csv")
    values = {"evaluator": evaluator, "group": criterion.group, "criterion": criterion.id}
    cells.tell("evaluator", what, cure, **values)


def _rating_value(cells: Cells, known: Known, *, allow_between: bool) -> Value:
    value = cells.value("value")
    if isinstance(value, Decimal) and known.scale is not None:
        _check_rating(cells, known.scale, value, allow_between=allow_between)
    return value


def _check_rating(cells: Cells, scale: Scale, value: Decimal, *, allow_between: bool) -> None:
    saying = _rating_mistake(scale, value, allow_between=allow_between)
    if saying is None:
        return
    values = {
        "value": plain(value),
        "min": plain(scale.min),
        "max": plain(scale.max),
        "step": plain(scale.step),
        "levels": ", ".join(plain(level.value) for level in scale.levels),
        "places": MOST_RATING_PLACES,
    }
    cells.tell("value", *saying, **values)


def _rating_mistake(scale: Scale, value: Decimal, *, allow_between: bool) -> tuple[str, str] | None:
    """What is wrong with a rating and what to do; None when nothing is."""
    if not scale.min <= value <= scale.max:
        what = N_("%(value)s is outside the scale of %(min)s to %(max)s")
        return what, N_("write a rating from %(min)s to %(max)s")
    if not (
        has_places(value, MOST_RATING_PLACES) and significant_digits(value) <= MOST_RATING_DIGITS
    ):
        what = N_("%(value)s has too many digits")
        return what, N_("round it to at most %(places)d decimal places")
    if allow_between:
        return None
    if scale.only_levels:
        what = N_("%(value)s is not one of the levels of the scale")
        known = any(value == level.value for level in scale.levels)
        return None if known else (what, N_("write one of: %(levels)s"))
    what = N_("%(value)s lies between the steps of the scale")
    cure = N_("write %(min)s or a number any times %(step)s above it, up to %(max)s")
    return (what, cure) if (value - scale.min) % scale.step else None


def read_measures(rows: Iterator[Cells], known: Known) -> Iterator[tuple[int, Measure]]:
    """One key figure a row, with its line."""
    seen: Seen = {}
    for cells in rows:
        vendor = cells.known("vendor", known.vendors, NO_VENDOR)
        criterion = _criterion(cells, known, "measure")
        name = cells.text("criterion") if criterion is None else criterion.id
        check_twice(cells, seen, (vendor, name))
        _check_quotient(cells)
        yield (
            cells.row.line,
            Measure(
                vendor=vendor,
                criterion=name,
                value=cells.value("value"),
                numerator=cells.number("numerator"),
                denominator=cells.number("denominator", above=0),
                period=cells.text("period"),
                grade=cells.grade(),
                note=cells.text("note"),
            ),
        )


def _check_quotient(cells: Cells) -> None:
    for given, other in (("numerator", "denominator"), ("denominator", "numerator")):
        if cells.text(given) and not cells.text(other):
            what = N_("there is a %(given)s but no %(other)s")
            cure = N_("fill in %(other)s too, or write the figure itself under value")
            cells.tell(other, what, cure, given=given, other=other)


def read_gates(rows: Iterator[Cells], known: Known) -> Iterator[GateResult]:
    """Results of mandatory requirements; a row without a result says nothing."""
    seen: Seen = {}
    for cells in rows:
        vendor = cells.known("vendor", known.vendors, NO_VENDOR)
        criterion = _criterion(cells, known, "gate")
        word = cells.choice("result", GATE_STATES)
        result = next((state for state in GATE_STATES if state == word), None)
        if result is None:
            continue
        name = cells.text("criterion") if criterion is None else criterion.id
        check_twice(cells, seen, (vendor, name))
        yield GateResult(vendor=vendor, criterion=name, result=result, note=cells.texts("note"))


NEEDED = {"seat-month": "quantity", "fte-month": "quantity", "dial-hour": "per_hour"}
"""What a kind of line cannot do without."""


def read_quotes(rows: Iterator[Cells], known: Known) -> Iterator[Quote]:
    """One line of a quotation a row."""
    for cells in rows:
        vendor = cells.known("vendor", known.vendors, NO_VENDOR)
        kind = cells.choice("kind", KINDS) if cells.needed("kind") else ""
        needed = NEEDED.get(kind)
        price = cells.number("price", at_least=0) if cells.needed("price") else None
        if needed and not cells.text(needed):
            what = N_("a line of the kind %(kind)s needs %(column)s")
            cells.tell(needed, what, N_("fill in %(column)s"), kind=kind, column=needed)
        line = QuoteLine(
            kind=kind,
            price=Decimal(0) if price is None else price,
            quantity=cells.number("quantity", at_least=0),
            minimum=cells.number("minimum", at_least=0),
            included=cells.number("included", at_least=0),
            overage=cells.number("overage", at_least=0),
            per_hour=cells.number("per_hour", above=0),
        )
        yield Quote(vendor=vendor, line=line, label=cells.texts("label"))
