"""Weights found together: opened, answered alone, closed, and taken over into the evaluation.

Nobody's answers are handed out before the lead has closed the weighing; after that nobody
answers any more. Drafts are a person's own and leave no act; handing in, closing and taking
over do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval import weighing as pure
from vendor_eval.errors import ConflictError, NobodyAnsweredError, StageError
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.criteria_changes import Proposal, Standard, put_standard
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.needs import told
from vendor_eval.storage.panel_tables import Weighing, WeighingAnswer
from vendor_eval.storage.stages import changing
from vendor_eval.storage.tables import Evaluation, Membership
from vendor_eval.storage.trail import Deed, record
from vendor_eval.weighing import Method
from vendor_eval.workflow import PERMISSIONS, Action

LEAST = 2
"""Groups to weigh; one alone has all the weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingState:
    """How far the panel is with finding weights."""

    number: int
    method: Method
    groups: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime | None
    people: int
    """How many had handed in when it was closed."""
    ratio: str
    taken_at: datetime | None
    adjusted: bool
    taken: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether people may still answer."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswer:
    """What one person has answered so far."""

    answers: Mapping[str, str] = field(default_factory=dict)
    handed_in_at: datetime | None = None
    revision: int = 0
    """0 before the first answer is saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody who may answer, and whether they have."""

    name: str
    handed_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What somebody said, once all may see it."""

    name: str
    answers: Mapping[str, str]


def load_weighing(session: Session, evaluation: str) -> WeighingState | None:
    """The last weighing of an evaluation; None before the first."""
    columns = sa.inspect(Weighing).columns
    query = (
        sa.select(*(columns[name] for name in WeighingState.__dataclass_fields__))
        .join(Evaluation, col(Evaluation.id) == Weighing.evaluation_id)
        .where(col(Evaluation.key) == evaluation)
        .order_by(col(Weighing.number).desc())
    )
    row = session.execute(query.limit(1)).first()
    return None if row is None else WeighingState(**row._mapping)


def load_own_answer(session: Session, evaluation: str, number: int, user: int) -> OwnAnswer:
    """What a person has answered in one weighing."""
    columns = sa.inspect(WeighingAnswer).columns
    query = (
        sa.select(*(columns[name] for name in OwnAnswer.__dataclass_fields__))
        .join(Evaluation, col(Evaluation.id) == WeighingAnswer.evaluation_id)
        .where(
            col(Evaluation.key) == evaluation,
            col(WeighingAnswer.number) == number,
            col(WeighingAnswer.user_id) == user,
        )
    )
    row = session.execute(query).first()
    return OwnAnswer() if row is None else OwnAnswer(**row._mapping)


def list_asked(session: Session, evaluation: str, number: int) -> tuple[Asked, ...]:
    """Everybody who may answer and whether they have handed in; not what they say."""
    query = (
        sa.select(_name(), col(WeighingAnswer.handed_in_at))
        .select_from(Membership)
        .join(Evaluation, col(Evaluation.id) == Membership.evaluation_id)
        .join(User, col(User.id) == Membership.user_id)
        .join(
            WeighingAnswer,
            sa.and_(
                col(WeighingAnswer.evaluation_id) == Membership.evaluation_id,
                col(WeighingAnswer.user_id) == Membership.user_id,
                col(WeighingAnswer.number) == number,
            ),
            isouter=True,
        )
        .where(col(Evaluation.key) == evaluation, _may_answer())
        .order_by(col(User.id))
    )
    return tuple(Asked(name=name, handed_in=at is not None) for name, at in session.execute(query))


def list_answered(session: Session, evaluation: str, number: int) -> tuple[Answered, ...]:
    """What everybody has handed in; nothing before the weighing is closed."""
    query = (
        sa.select(_name(), col(WeighingAnswer.answers))
        .join(
            Weighing,
            sa.and_(
                col(Weighing.evaluation_id) == WeighingAnswer.evaluation_id,
                col(Weighing.number) == WeighingAnswer.number,
            ),
        )
        .join(Evaluation, col(Evaluation.id) == Weighing.evaluation_id)
        .join(User, col(User.id) == WeighingAnswer.user_id)
        .where(
            col(Evaluation.key) == evaluation,
            col(Weighing.number) == number,
            col(Weighing.closed_at).is_not(None),
            col(WeighingAnswer.handed_in_at).is_not(None),
        )
        .order_by(col(User.id))
    )
    return tuple(Answered(name=name, answers=said) for name, said in session.execute(query))


def _name() -> sa.ColumnElement[str]:
    return sa.case((col(User.name) != "", col(User.name)), else_=col(User.email))


def _may_answer() -> sa.ColumnElement[bool]:
    return col(Membership.role).in_(PERMISSIONS[Action.WEIGH].roles)


# --- by the lead -------------------------------------------------------------------------


def open_weighing(
    session: Session, who: User, now: datetime, evaluation: str, method: Method, since: int
) -> int:
    """Ask the panel what the groups in use should weigh. Commits.

    Args:
        session: commits.
        who: the lead.
        now: the present.
        evaluation: its id.
        method: how weights are found.
        since: number of the weighing the person knows of; 0 for none. It ends with this one.

    Returns:
        The number of the new one.

    Raises:
        ConflictError: somebody else has opened one since.
        StageError: scoring is open, or there are no two groups to weigh.
    """
    with changing(session, evaluation, now, Action.EDIT_NEED) as number:
        last = load_weighing(session, evaluation)
        if (last.number if last else 0) != since:
            raise ConflictError(what=evaluation)
        case = load_facts(session.connection(), evaluation).case
        groups = pure.groups_in_use(case.criteria, case.evaluation.purchase)
        if len(groups) < LEAST:
            raise StageError
        row = Weighing(
            evaluation_id=number, number=since + 1, method=method, groups=groups, opened_at=now
        )
        session.add(row)
        session.flush()
        deed = Deed(what="weighing.open", about={"method": method}, new=told(groups))
        record(session, number, who, now, deed)
    return since + 1


def close_weighing(
    session: Session, who: User, now: datetime, evaluation: str, number: int
) -> None:
    """Let nobody answer any more, and everybody see what was said. Commits.

    What each person's answers come to goes into the record.

    Raises:
        StageError: scoring is open, or this weighing is not.
        NobodyAnsweredError: nobody who takes part has handed in.
    """
    with changing(session, evaluation, now, Action.EDIT_NEED) as key:
        state = require_last(session, evaluation, number, is_open=True)
        this = sa.and_(
            col(WeighingAnswer.evaluation_id) == key, col(WeighingAnswer.number) == number
        )
        members = sa.select(col(Membership.user_id)).where(
            col(Membership.evaluation_id) == key, _may_answer()
        )
        _update(
            session,
            WeighingAnswer,
            sa.and_(this, col(WeighingAnswer.user_id).not_in(members)),
            handed_in_at=None,
        )
        row = sa.and_(col(Weighing.evaluation_id) == key, col(Weighing.number) == number)
        _update(session, Weighing, row, closed_at=now)
        people = list_answered(session, evaluation, number)
        if not people:
            raise NobodyAnsweredError
        found = pure.together(state.method, state.groups, [each.answers for each in people])
        ratio = pure.ratio_text(found.combined)
        _update(session, Weighing, row, people=len(people), ratio=ratio)
        said = {
            each.name: told(pure.shares(state.groups, one.weights)) or ""
            for each, one in zip(people, found.people, strict=True)
        }
        about = {"method": state.method} | ({"ratio": ratio} if ratio else {})
        record(session, key, who, now, Deed(what="weighing.close", about=about, new=told(said)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """Weights as the lead has seen and confirmed them."""

    number: int
    """Of the weighing they come from."""
    purchase: Purchase
    """With these weights."""
    base: str
    """Fingerprint of criteria and weights when the person looked."""


def take_over(
    session: Session, who: User, now: datetime, evaluation: str, takeover: Takeover
) -> None:
    """Weigh the groups as was found, or as the lead has adjusted it. Commits.

    Raises:
        StageError: scoring is open, or this weighing is not closed or not the last.
        ConflictError: criteria or weights have changed since.
    """
    with changing(session, evaluation, now, Action.EDIT_NEED) as key:
        state = require_last(session, evaluation, takeover.number, is_open=False)
        case = load_facts(session.connection(), evaluation).case
        people = list_answered(session, evaluation, state.number)
        found = pure.together(state.method, state.groups, [each.answers for each in people])
        proposed = pure.proposal(
            case.criteria, case.evaluation.purchase, state.groups, found.combined.weights
        )
        purchase = takeover.purchase
        new = Standard(toml=case.criteria_toml, purchase=purchase)
        put_standard(session, who, now, evaluation, Proposal(new=new, base=takeover.base))
        _update(
            session,
            Weighing,
            sa.and_(col(Weighing.evaluation_id) == key, col(Weighing.number) == state.number),
            taken_at=now,
            taken={group: format(weight, "f") for group, weight in purchase.weights.items()},
            adjusted=dict(purchase.weights) != proposed,
        )
        about = {"method": state.method, "people": str(state.people)}
        about |= {"ratio": state.ratio} if state.ratio else {}
        deed = Deed(
            what="weighing.take", about=about, old=told(proposed), new=told(purchase.weights)
        )
        record(session, key, who, now, deed)


def _update(
    session: Session,
    table: type[Weighing] | type[WeighingAnswer],
    which: sa.ColumnElement[bool],
    **values: object,
) -> None:
    session.execute(
        sa.update(table).where(which).values(**values).execution_options(synchronize_session=False)
    )


def require_last(session: Session, evaluation: str, number: int, *, is_open: bool) -> WeighingState:
    """The weighing of this number, if it is the last one and open or closed as it must be."""
    state = load_weighing(session, evaluation)
    if state is None or state.number != number or state.is_open is not is_open:
        raise StageError
    return state
