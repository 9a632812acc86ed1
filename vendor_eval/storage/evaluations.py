"""Evaluations: finding them, who belongs to them, and counting their changes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col, select

from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError
from vendor_eval.storage.account_tables import ADMINISTRATOR, User
from vendor_eval.storage.tables import (
    Evaluation,
    EvaluationVendor,
    Evaluator,
    Membership,
)
from vendor_eval.workflow import MemberRole

Standing = MemberRole | Literal["administrator"]
"""What a person is to an evaluation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSummary:
    """One line of the list of evaluations."""

    id: str
    title: Text
    buyer: Text
    vendors: int
    evaluators: int
    role: Standing
    """What the person who asks is in it."""
    updated_at: datetime


def is_administrator(user: User) -> bool:
    """Whether the person may see and do everything."""
    return any(role.name == ADMINISTRATOR for role in user.roles)


def list_evaluations(session: Session, user: User) -> tuple[EvaluationSummary, ...]:
    """Evaluations the person belongs to, all for an administrator; last changed first."""
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
        )
        .join(Membership, mine, isouter=is_administrator(user))
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
        )
        for key, title, buyer, vendors, evaluators, role, updated_at in session.execute(query)
    )


def _count(table: type[EvaluationVendor | Evaluator]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .select_from(table)
        .where(col(table.evaluation_id) == Evaluation.id)
        .scalar_subquery()
    )


def role_in(session: Session, user: User, evaluation: str) -> Standing | None:
    """What the person is in an evaluation.

    None when the person does not belong to it, or there is none of this id: the
    two must look the same to whoever asks.
    """
    query = (
        sa.select(col(Evaluation.id), col(Membership.role))
        .join(
            Membership,
            sa.and_(
                col(Membership.evaluation_id) == Evaluation.id, col(Membership.user_id) == user.id
            ),
            isouter=True,
        )
        .where(col(Evaluation.key) == evaluation)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    role: MemberRole | None = row[1]
    return ADMINISTRATOR if role is None and is_administrator(user) else role


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


def begin_change(session: Session, evaluation: str, now: datetime) -> int:
    """Count a change to an evaluation; call it first in the transaction that makes it.

    Others who change the same evaluation wait from here until the commit.

    Returns:
        The number of the evaluation.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = session.execute(
        sa.update(Evaluation)
        .where(col(Evaluation.key) == evaluation)
        .values(revision=col(Evaluation.revision) + 1, updated_at=now)
        .returning(col(Evaluation.id))
        .execution_options(synchronize_session=False)
    ).scalar()
    if number is None:
        session.rollback()
        raise NotFoundError(name=evaluation)
    return int(number)
