"""What people have noted beside all arithmetic, whole: for files that go elsewhere."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.case import Brought, Panel, Words
from vendor_eval.needs import ITEMS
from vendor_eval.storage.base import table_of
from vendor_eval.storage.panel_tables import Assessment, ReadinessItem
from vendor_eval.storage.tables import Evaluation, EvaluationVendor, Evaluator


def load_panel(connection: sa.Connection, number: int) -> Panel:
    """The notes of an evaluation, in three queries."""
    query = sa.select(col(Evaluation.result_definition)).where(col(Evaluation.id) == number)
    return Panel(
        result_definition=connection.execute(query).scalar_one(),
        readiness=_readiness(connection, number),
        words=_words(connection, number),
    )


def _readiness(connection: sa.Connection, number: int) -> tuple[Brought, ...]:
    rows = connection.execute(
        sa.select(
            col(ReadinessItem.item),
            col(ReadinessItem.owner),
            col(ReadinessItem.state),
            col(ReadinessItem.note),
        ).where(col(ReadinessItem.evaluation_id) == number)
    )
    known = {row.item: row for row in rows}
    return tuple(
        Brought(item=item, owner=row.owner, state=row.state, note=row.note)
        for item in ITEMS
        if (row := known.get(item))
    )


def _words(connection: sa.Connection, number: int) -> tuple[Words, ...]:
    """In the order of vendors and evaluators; where neither field says anything there is none."""
    vendor, person = table_of(EvaluationVendor), table_of(Evaluator)
    said = table_of(Assessment)
    rows = connection.execute(
        sa.select(said.c.vendor, said.c.evaluator, said.c.strengths, said.c.weaknesses)
        .join(
            vendor,
            sa.and_(vendor.c.evaluation_id == said.c.evaluation_id, vendor.c.id == said.c.vendor),
        )
        .join(
            person,
            sa.and_(
                person.c.evaluation_id == said.c.evaluation_id, person.c.id == said.c.evaluator
            ),
        )
        .where(said.c.evaluation_id == number)
        .order_by(vendor.c.position, vendor.c.id, person.c.position, person.c.id)
    )
    return tuple(
        Words(vendor=row[0], evaluator=row[1], strengths=row[2], weaknesses=row[3])
        for row in rows
        if row[2] or row[3]
    )


def add_panel(session: Session, number: int, panel: Panel, now: datetime) -> None:
    """Add the notes of a case that comes in; whoever calls commits."""
    if panel.result_definition:
        session.execute(
            sa.update(Evaluation)
            .where(col(Evaluation.id) == number)
            .values(result_definition=panel.result_definition)
            .execution_options(synchronize_session=False)
        )
    for item in panel.readiness:
        session.add(
            ReadinessItem(
                evaluation_id=number,
                item=item.item,
                owner=item.owner,
                state=item.state,
                note=item.note,
            )
        )
    for words in panel.words:
        session.add(
            Assessment(
                evaluation_id=number,
                vendor=words.vendor,
                evaluator=words.evaluator,
                strengths=words.strengths,
                weaknesses=words.weaknesses,
                updated_at=now,
            )
        )
