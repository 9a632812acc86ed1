"""One person's answers in a weighing: saved as they are given, handed in, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval import weighing as pure
from vendor_eval.errors import ConflictError, IncompleteAnswersError, StageError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.panel_tables import WeighingAnswer
from vendor_eval.storage.stages import changing
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.weighing import OwnAnswer, load_own_answer, require_last
from vendor_eval.workflow import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person has typed, and what it was typed over."""

    number: int
    """Of the weighing."""
    answers: Mapping[str, str]
    revision: int
    """Of the answer the page showed."""


def save_answer(
    session: Session, who: User, now: datetime, evaluation: str, typed: Typed
) -> OwnAnswer:
    """Keep a draft, whatever is still open or wrong in it. Commits.

    Raises:
        StageError: nobody answers any more, or it is handed in.
        ConflictError: something else was saved in another tab since.
    """
    with changing(session, evaluation, now, Action.WEIGH) as key:
        return _keep(session, who, key, evaluation, typed)


def hand_in(session: Session, who: User, now: datetime, evaluation: str, typed: Typed) -> None:
    """Say that this is what one thinks; it counts, and stays as it is. Commits.

    Raises:
        StageError: nobody answers any more, or it is handed in.
        ConflictError: something else was saved in another tab since.
        IncompleteAnswersError: it does not come to weights yet.
    """
    with changing(session, evaluation, now, Action.WEIGH) as key:
        state = require_last(session, evaluation, typed.number, is_open=True)
        if not pure.usable(state.method, state.groups, typed.answers):
            raise IncompleteAnswersError
        _keep(session, who, key, evaluation, typed)
        _set_handed_in(session, who, key, typed.number, now)
        deed = Deed(what="weighing.hand-in", about={"method": state.method})
        record(session, key, who, now, deed)


def take_back(session: Session, who: User, now: datetime, evaluation: str, number: int) -> None:
    """Change one's mind, as long as nobody has seen anything. Commits.

    Raises:
        StageError: nobody answers any more, or nothing is handed in.
    """
    with changing(session, evaluation, now, Action.WEIGH) as key:
        state = require_last(session, evaluation, number, is_open=True)
        if load_own_answer(session, evaluation, number, who.id).handed_in_at is None:
            raise StageError
        _set_handed_in(session, who, key, number, None)
        deed = Deed(what="weighing.take-back", about={"method": state.method})
        record(session, key, who, now, deed)


def _keep(session: Session, who: User, key: int, evaluation: str, typed: Typed) -> OwnAnswer:
    state = require_last(session, evaluation, typed.number, is_open=True)
    before = load_own_answer(session, evaluation, typed.number, who.id)
    if before.handed_in_at is not None:
        raise StageError
    wanted = pure.asked(state.method, state.groups)
    answers = {name: typed.answers[name] for name in wanted if typed.answers.get(name)}
    if answers == dict(before.answers):
        return before
    if before.revision != typed.revision:
        raise ConflictError(what=evaluation)
    row = WeighingAnswer(
        evaluation_id=key,
        number=typed.number,
        user_id=who.id,
        answers=answers,
        revision=before.revision + 1,
    )
    session.merge(row)
    session.flush()
    return OwnAnswer(answers=answers, revision=row.revision)


def _set_handed_in(session: Session, who: User, key: int, number: int, at: datetime | None) -> None:
    session.execute(
        sa.update(WeighingAnswer)
        .where(
            col(WeighingAnswer.evaluation_id) == key,
            col(WeighingAnswer.number) == number,
            col(WeighingAnswer.user_id) == who.id,
        )
        .values(handed_in_at=at, revision=col(WeighingAnswer.revision) + 1)
        .execution_options(synchronize_session=False)
    )
