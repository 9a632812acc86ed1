"""Evaluations: finding them, who belongs to them, and counting their changes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.base import table_of
from vendor_eval.storage.panel_tables import Declaration
from vendor_eval.storage.tables import (
    CriteriaVersion,
    Evaluation,
    EvaluationVendor,
    Evaluator,
    Membership,
    Recusal,
)
from vendor_eval.workflow import ADMINISTRATOR, MemberRole, Part, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person is to one evaluation at this moment."""

    person: int
    """Id of the account."""
    evaluation: str
    title: Text
    """Of the evaluation, for the head of its pages."""
    role: Part
    stage: Stage
    criteria: str
    """SHA-256 of the text of its criteria, for ``load_criteria``."""
    archived: bool
    evaluator: str | None
    """Id of the score sheet that is theirs; None for who does not score."""
    undeclared: bool
    """There are vendors about which they have not declared conflicts of interest."""
    recused: bool
    """There are vendors they neither see nor score: see ``declarations.visible_vendors``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSummary:
    """One line of the list of evaluations."""

    id: str
    title: Text
    buyer: Text
    vendors: int
    evaluators: int
    role: Part
    """What the person who asks is in it."""
    updated_at: datetime
    archived: bool


def is_administrator(user: User) -> bool:
    """Whether the person may see and do everything."""
    return any(role.name == ADMINISTRATOR for role in user.roles)


def list_evaluations(
    session: Session, user: User, *, archived: bool = False
) -> tuple[EvaluationSummary, ...]:
    """Evaluations the person belongs to, all for an administrator; last changed first.

    Args:
        session: reads.
        user: who asks.
        archived: whether those that are put away come too.
    """
    mine = sa.and_(
        col(Membership.evaluation_id) == Evaluation.id, col(Membership.user_id) == user.id
    )
    query = (
        sa.select(
            col(Evaluation.key),
            col(Evaluation.title),
            col(Evaluation.buyer),
            _count(EvaluationVendor),
            _count(Evaluator),
            col(Membership.role),
            col(Evaluation.updated_at),
            col(Evaluation.archived_at),
        )
        .join(Membership, mine, isouter=is_administrator(user))
        .where(sa.true() if archived else col(Evaluation.archived_at).is_(None))
        .order_by(col(Evaluation.updated_at).desc(), col(Evaluation.key))
    )
    return tuple(
        EvaluationSummary(
            id=key,
            title=title,
            buyer=buyer,
            vendors=vendors,
            evaluators=evaluators,
            role=role or ADMINISTRATOR,
            updated_at=updated_at,
            archived=away is not None,
        )
        for key, title, buyer, vendors, evaluators, role, updated_at, away in session.execute(query)
    )


def _count(table: type[EvaluationVendor | Evaluator]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(table)
        .where(col(table.evaluation_id) == Evaluation.id)
        .scalar_subquery()
    )


@cache
def _standing_query() -> sa.Select[Any]:
    """Built once: every request asks, and building costs more than running it."""
    evaluation, vendor = table_of(Evaluation).c, table_of(EvaluationVendor).c
    version = table_of(CriteriaVersion).c
    membership, person = table_of(Membership).c, table_of(Evaluator).c
    declared, recusal = table_of(Declaration).c, table_of(Recusal).c
    user: sa.BindParameter[int] = sa.bindparam("user")
    about_vendor = sa.exists().where(
        declared.evaluation_id == vendor.evaluation_id,
        declared.user_id == user,
        declared.vendor == vendor.id,
    )
    undeclared = sa.exists().where(vendor.evaluation_id == evaluation.id, ~about_vendor)
    conflict = sa.exists().where(
        declared.evaluation_id == evaluation.id, declared.user_id == user, declared.conflict
    )
    recused = sa.exists().where(
        recusal.evaluation_id == evaluation.id, recusal.evaluator == person.id
    )
    mine = sa.and_(membership.evaluation_id == evaluation.id, membership.user_id == user)
    own = sa.and_(person.evaluation_id == evaluation.id, person.user_id == user)
    return (
        sa.select(
            evaluation.title,
            membership.role,
            evaluation.stage,
            version.text_sha256,
            evaluation.archived_at,
            person.id.label("evaluator"),
            sa.and_(evaluation.declarations, undeclared).label("undeclared"),
            # A conflict counts until somebody has found it to be no obstacle.
            sa.or_(conflict, recused).label("recused"),
        )
        .select_from(table_of(Evaluation))
        .join(table_of(CriteriaVersion), version.id == evaluation.criteria_version_id)
        .outerjoin(table_of(Membership), mine)
        .outerjoin(table_of(Evaluator), own)
        .where(evaluation.key == sa.bindparam("evaluation"))
    )


def standing_in(session: Session, user: User, evaluation: str) -> Standing | None:
    """What the person is to an evaluation, in one query.

    None when the person does not belong to it, or there is none of this id: the
    two must look the same to whoever asks.
    """
    known = {"user": user.id, "evaluation": evaluation}
    row = session.connection().execute(_standing_query(), known).first()
    if row is None or (row.role is None and not is_administrator(user)):
        return None
    return Standing(
        person=user.id,
        evaluation=evaluation,
        title=row.title,
        role=row.role or ADMINISTRATOR,
        stage=row.stage,
        criteria=row.text_sha256,
        archived=row.archived_at is not None,
        evaluator=row.evaluator,
        undeclared=bool(row.undeclared) and row.role is not None,
        recused=bool(row.recused),
    )


def role_in(session: Session, user: User, evaluation: str) -> Part | None:
    """The person's part in an evaluation; None as for ``standing_in``."""
    standing = standing_in(session, user, evaluation)
    return None if standing is None else standing.role


def evaluation_ids(session: Session) -> tuple[str, ...]:
    """Every evaluation, by id."""
    return tuple(session.exec(select(Evaluation.key).order_by(col(Evaluation.key))))


def add_member(session: Session, evaluation: str, user: User, role: MemberRole) -> None:
    """Let a person take part in an evaluation; a role held before is replaced.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    session.merge(Membership(evaluation_id=number, user_id=user.id, role=role))
    session.commit()


def evaluation_number(session: Session, evaluation: str) -> int:
    """The number of the evaluation of this id.

    Raises:
        NotFoundError: there is none.
    """
    number = session.exec(select(Evaluation.id).where(Evaluation.key == evaluation)).first()
    if number is None:
        raise NotFoundError(name=evaluation)
    return number


def stage_of(session: Session, evaluation: str) -> Stage:
    """The stage an evaluation is in.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    return Stage(session.exec(select(Evaluation.stage).where(Evaluation.id == number)).one())


@cache
def _counting() -> sa.UpdateBase:
    """Built once: every change begins with it."""
    table = table_of(Evaluation)
    counted = {"revision": table.c.revision + 1, "updated_at": sa.bindparam("now")}
    return (
        sa.update(table)
        .where(table.c.key == sa.bindparam("evaluation"))
        .values(counted)
        .returning(table.c.id)
    )


def hold(session: Session, evaluation: str) -> int:
    """Let nobody else change an evaluation until the commit, without counting a change.

    For what is noted beside it and is no part of it: its revision stays, and so does
    everything that is worked out from it.

    Returns:
        The number of the evaluation.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = session.execute(
        sa.update(Evaluation)
        .where(col(Evaluation.key) == evaluation)
        .values(revision=col(Evaluation.revision))
        .returning(col(Evaluation.id))
        .execution_options(synchronize_session=False)
    ).scalar()
    if number is None:
        session.rollback()
        raise NotFoundError(name=evaluation)
    return int(number)


def begin_change(session: Session, evaluation: str, now: datetime) -> int:
    """Count a change to an evaluation; call it first in the transaction that makes it.

    Others who change the same evaluation wait from here until the commit.

    Returns:
        The number of the evaluation.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    session.flush()
    known = {"evaluation": evaluation, "now": now}
    number = session.connection().execute(_counting(), known).scalar()
    if number is None:
        session.rollback()
        raise NotFoundError(name=evaluation)
    return int(number)
