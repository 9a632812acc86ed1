"""What an evaluation holds beside its ratings, read from one moment of the database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlmodel import col

from vendor_eval import case as c
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.columns import VALUES
from vendor_eval.storage.criteria import read_criteria
from vendor_eval.storage.rows import columns_of, evaluation_of, parts_of, quote_of
from vendor_eval.storage.tables import (
    Consensus,
    CriteriaVersion,
    Evaluation,
    EvaluationVendor,
    Evaluator,
    GateResult,
    Measure,
    Quote,
    Recusal,
)

InCell = TypeVar("InCell", c.Measure, c.GateResult, c.Consensus)
Named = type[EvaluationVendor] | type[Evaluator]


class Facts(NamedTuple):
    """An evaluation without its ratings."""

    number: int
    revision: int
    updated_at: datetime
    case: c.Case


def load_facts(connection: sa.Connection, evaluation: str) -> Facts:
    """What an evaluation holds beside its ratings, in six queries.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    row = connection.execute(
        sa.select(
            *sa.inspect(Evaluation).local_table.columns,
            col(CriteriaVersion.toml),
            col(CriteriaVersion.text_sha256),
            col(CriteriaVersion.digest),
        )
        .join(CriteriaVersion)
        .where(col(Evaluation.key) == evaluation)
    ).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    rows = _in_place(connection, columns_of(c.Vendor, EvaluationVendor), EvaluationVendor, row.id)
    people = _in_place(connection, columns_of(c.Evaluator, Evaluator), Evaluator, row.id)
    case = c.Case(
        evaluation=evaluation_of(row._asdict()),
        criteria=read_criteria(row.text_sha256, row.toml),
        criteria_toml=row.toml,
        criteria_digest=row.digest,
        vendors=parts_of(c.Vendor, rows),
        evaluators=parts_of(c.Evaluator, people),
    )
    return Facts(row.id, row.revision, row.updated_at, _with_cells(connection, row.id, case))


def by_cell(case: c.Case, parts: Sequence[InCell]) -> tuple[InCell, ...]:
    """Parts in the order of vendors and criteria; what is left of equals stays left."""
    vendor_at = {vendor.id: place for place, vendor in enumerate(case.vendors)}
    criterion_at = {each.id: place for place, each in enumerate(case.criteria.criteria)}
    last = len(criterion_at)
    return tuple(
        sorted(
            parts,
            key=lambda part: (vendor_at[part.vendor], criterion_at.get(part.criterion, last)),
        )
    )


def _in_place(
    connection: sa.Connection, columns: Sequence[sa.Column[Any]], table: Named, number: int
) -> sa.CursorResult[Any]:
    return connection.execute(
        sa.select(*columns).where(col(table.evaluation_id) == number).order_by(col(table.position))
    )


def _with_cells(connection: sa.Connection, number: int, case: c.Case) -> c.Case:
    """Measures, quotations, gates, consensus and recusals of a case, in three queries."""
    measures = connection.execute(
        sa.select(*columns_of(c.Measure, Measure)).where(col(Measure.evaluation_id) == number)
    )
    lines = connection.execute(
        sa.select(sa.inspect(Quote).local_table)
        .where(col(Quote.evaluation_id) == number)
        .order_by(col(Quote.position))
    )
    said = _said(connection, number)
    vendor_at = {vendor.id: place for place, vendor in enumerate(case.vendors)}
    person_at = {person.id: place for place, person in enumerate(case.evaluators)}
    gates = [
        c.GateResult(vendor=row.vendor, criterion=row.other, result=row.value, note=row.reason)
        for row in said["gate"]
    ]
    agreed = [
        c.Consensus(
            vendor=row.vendor,
            criterion=row.other,
            value=VALUES[row.value],
            reason=row.reason,
            dissent=row.dissent,
        )
        for row in said["consensus"]
    ]
    recusals = [
        c.Recusal(vendor=row.vendor, evaluator=row.other, reason=row.reason)
        for row in said["recusal"]
    ]
    return replace(
        case,
        measures=by_cell(case, parts_of(c.Measure, measures)),
        quotes=tuple(sorted(map(quote_of, lines), key=lambda quote: vendor_at[quote.vendor])),
        gates=by_cell(case, gates),
        consensus=by_cell(case, agreed),
        recusals=tuple(
            sorted(recusals, key=lambda each: (vendor_at[each.vendor], person_at[each.evaluator]))
        ),
    )


def _said(connection: sa.Connection, number: int) -> dict[str, list[sa.Row[Any]]]:
    """Gate results, consensus and recusals: few, alike, and so one query.

    A fail that no second person has confirmed counts as not checked.
    """
    result = sa.case(
        (
            sa.and_(col(GateResult.result) == "fail", ~col(GateResult.confirmed)),
            sa.literal("not-checked"),
        ),
        else_=sa.type_coerce(col(GateResult.result), sa.String),
    )
    queries: list[sa.Select[*tuple[Any, ...]]] = [
        sa.select(
            sa.literal(kind).label("kind"),
            col(table.vendor).label("vendor"),
            col(other).label("other"),
            sa.type_coerce(value, sa.String).label("value"),
            col(reason).label("reason"),
            sa.type_coerce(dissent, sa.String).label("dissent"),
        ).where(col(table.evaluation_id) == number)
        for kind, table, other, value, reason, dissent in (
            ("gate", GateResult, GateResult.criterion, result, GateResult.note, ""),
            (
                "consensus",
                Consensus,
                Consensus.criterion,
                Consensus.value,
                Consensus.reason,
                Consensus.dissent,
            ),
            ("recusal", Recusal, Recusal.evaluator, None, Recusal.reason, ""),
        )
    ]
    said: dict[str, list[sa.Row[Any]]] = {"gate": [], "consensus": [], "recusal": []}
    for row in connection.execute(sa.union_all(*queries)):
        said[row.kind].append(row)
    return said
