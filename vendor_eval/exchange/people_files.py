"""Who takes part: vendors.csv, evaluators.csv and recusals.csv."""

from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from vendor_eval.case import Evaluator, Recusal, Vendor
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.exchange.cells import (
    NO_EVALUATOR,
    NO_GROUP,
    NO_VENDOR,
    Cells,
    Seen,
    check_twice,
    tell_unknown,
)
from vendor_eval.exchange.csv_rows import Columns
from vendor_eval.exchange.known import Known
from vendor_eval.exchange.numbers import half_width
from vendor_eval.language import N_
from vendor_eval.scoring.sheet import VendorState

STATES: tuple[VendorState, ...] = get_args(VendorState)

VENDORS = Columns(
    required=("id",),
    either=(("name_ja",), ("name_en",)),
    optional=("status", "reason_ja", "reason_en", "short_ja", "short_en"),
    further=True,
)
EVALUATORS = Columns(required=("id",), optional=("name_ja", "name_en", "role", "weight", "groups"))
RECUSALS = Columns(required=("vendor", "evaluator"), optional=("reason_ja", "reason_en"))


def read_vendors(rows: Iterator[Cells]) -> Iterator[Vendor]:
    """One vendor a row; columns of no known name are its profile."""
    seen: set[str] = set()
    for cells in rows:
        name = cells.texts("name")
        if not name:
            what = N_("the vendor has no name")
            cells.tell("name_ja, name_en", what, N_("write its name in one of the two columns"))
        vendor_id = cells.new_id("id", seen)
        seen.add(vendor_id)
        state = cells.choice("status", STATES)
        yield Vendor(
            id=vendor_id,
            name=name,
            status=next((known for known in STATES if known == state), "active"),
            reason=cells.texts("reason"),
            short=cells.texts("short"),
            profile={
                title: text for title, text in cells.row.cells.items() if title not in VENDORS.known
            },
        )


def read_evaluators(rows: Iterator[Cells], criteria: CriteriaSet | None) -> Iterator[Evaluator]:
    """One evaluator a row."""
    seen: set[str] = set()
    for cells in rows:
        evaluator_id = cells.new_id("id", seen)
        seen.add(evaluator_id)
        weight = cells.number("weight", above=0)
        yield Evaluator(
            id=evaluator_id,
            name=cells.texts("name"),
            role=cells.text("role"),
            weight=Decimal(1) if weight is None else weight,
            groups=_groups(cells, criteria),
        )


def _groups(cells: Cells, criteria: CriteriaSet | None) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(half_width(cells.text("groups")).split()))
    if criteria is None:
        return names
    known = [group.id for group in criteria.groups]
    for name in names:
        if name not in known:
            tell_unknown(cells, "groups", name, known, NO_GROUP)
    return tuple(name for name in names if name in known)


def read_recusals(rows: Iterator[Cells], known: Known) -> Iterator[Recusal]:
    """Whose ratings of whom do not count."""
    seen: Seen = {}
    for cells in rows:
        vendor = cells.known("vendor", known.vendors, NO_VENDOR)
        evaluator = cells.known("evaluator", known.evaluators, NO_EVALUATOR)
        check_twice(cells, seen, (vendor, evaluator))
        yield Recusal(vendor=vendor, evaluator=evaluator, reason=cells.texts("reason"))
