"""The parts of a case as rows of tables, and back.

A column has the name of the part's field it holds, so most of it needs no words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any, TypeVar

import sqlalchemy as sa

from vendor_eval import case as c
from vendor_eval.scoring.pricing import QuoteLine, Volume
from vendor_eval.scoring.sheet import Lot, Purchase
from vendor_eval.storage.base import Table

Row = dict[str, Any]
Part = TypeVar(
    "Part",
    c.Vendor,
    c.Evaluator,
    c.Rating,
    c.Measure,
    c.GateResult,
    c.Consensus,
    c.Recusal,
    QuoteLine,
)

IN_OWN_COLUMNS = tuple(
    field.name for field in fields(Purchase) if field.name not in {"volume", "lots"}
)
"""Parts of a purchase that are a column of the same name."""


def row_of(part: Part) -> Row:
    """The columns of a part."""
    return {field.name: getattr(part, field.name) for field in fields(part)}


def columns_of(part: type[Part], table: type[Table]) -> list[sa.Column[Any]]:
    """The columns that make a part, in the order of its fields."""
    columns = sa.inspect(table).columns
    return [columns[field.name] for field in fields(part)]


def parts_of(part: type[Part], rows: Iterable[sa.Row[Any]]) -> tuple[Part, ...]:
    """The parts that rows of ``columns_of`` stand for."""
    return tuple(part(**row._mapping) for row in rows)


def evaluation_row(evaluation: c.Evaluation) -> Row:
    """Columns of an evaluation, without its criteria, revision and dates."""
    purchase = evaluation.purchase
    row: Row = {name: getattr(purchase, name) for name in IN_OWN_COLUMNS}
    return row | {
        "key": evaluation.id,
        "title": evaluation.title,
        "buyer": evaluation.buyer,
        "purposes": evaluation.purposes,
        "currency": evaluation.currency,
        "tax_rate": evaluation.tax_rate,
        "volume": asdict(purchase.volume),
        "lots": [{"order": lot.order, "record": lot.record} for lot in purchase.lots],
        "further": evaluation.further,
    }


def evaluation_of(row: Mapping[str, Any]) -> c.Evaluation:
    """The evaluation of a row."""
    purchase = Purchase(
        **{name: row[name] for name in IN_OWN_COLUMNS},
        volume=Volume(**row["volume"]),
        lots=tuple(Lot(order=tuple(lot["order"]), record=lot["record"]) for lot in row["lots"]),
    )
    return c.Evaluation(
        id=row["key"],
        title=row["title"],
        buyer=row["buyer"],
        purposes=row["purposes"],
        currency=row["currency"],
        tax_rate=row["tax_rate"],
        purchase=purchase,
        further=row["further"],
    )


def quote_row(quote: c.Quote, position: int) -> Row:
    """A line of a quotation."""
    return row_of(quote.line) | {
        "vendor": quote.vendor,
        "position": position,
        "label": quote.label,
    }


def quote_of(row: sa.Row[Any]) -> c.Quote:
    """The line of a quotation."""
    line = {field.name: row._mapping[field.name] for field in fields(QuoteLine)}
    return c.Quote(vendor=row.vendor, line=QuoteLine(**line), label=row.label)
