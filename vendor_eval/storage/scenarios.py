"""Trials that were saved: beside an evaluation, never a part of it.

Saving one neither counts as a change of the evaluation nor touches anything it is
worked out from; only the record of acts grows.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.errors import (
    ConflictError,
    NameNeededError,
    NameTakenError,
    NotAllowedError,
    TooManyTrialsError,
)
from vendor_eval.scoring.trial import Trial
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.evaluations import evaluation_number, hold, role_in
from vendor_eval.storage.panel_tables import Scenario
from vendor_eval.storage.stages import require_open
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import ADMINISTRATOR, Action, Part

MOST = 20
"""Saved trials of one evaluation: as many as can be read side by side."""
LONGEST_NAME = 80
NOTHING = Trial()

Places = Mapping[str, tuple[int, str]]
"""Rank, 0 for none, and printed total of each vendor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedTrial:
    """A trial, who saved it, and what came out then."""

    number: int
    name: str
    trial: Trial
    official: Places
    found: Places
    saved_at: datetime
    author: int | None
    author_name: str
    """Empty once the account is gone."""


def list_trials(session: Session, evaluation: str) -> tuple[SavedTrial, ...]:
    """Every saved trial of an evaluation, first saved first, in one query.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    query = (
        sa.select(
            *sa.inspect(Scenario).local_table.columns,
            sa.func.coalesce(col(User.name), "").label("author_name"),
        )
        .join(User, col(User.id) == Scenario.saved_by, isouter=True)
        .where(col(Scenario.evaluation_id) == number)
        .order_by(col(Scenario.number))
    )
    return tuple(
        SavedTrial(
            number=row.number,
            name=row.name,
            trial=Trial(**row.tried),
            official=_places(row.official),
            found=_places(row.found),
            saved_at=row.saved_at,
            author=row.saved_by,
            author_name=row.author_name,
        )
        for row in session.execute(query)
    )


def _places(stored: Mapping[str, Any]) -> Places:
    return {vendor: (rank, total) for vendor, (rank, total) in stored.items()}


def save_trial(
    session: Session,
    evaluation: str,
    saved: SavedTrial,
    user: User,
) -> int:
    """Keep a trial under its name. Commits.

    Args:
        session: commits.
        evaluation: its id.
        saved: what to keep; its number is given here.
        user: who saves it.

    Returns:
        Its number.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: nothing is tried now.
        NameNeededError: it has no name, or one that is too long.
        NameTakenError: another one has this name.
        TooManyTrialsError: there are as many as fit side by side.
    """
    with _noting(session, evaluation) as number:
        name = _free_name(session, number, saved.name)
        count, last = session.execute(
            sa.select(sa.func.count(), sa.func.max(col(Scenario.number))).where(
                col(Scenario.evaluation_id) == number
            )
        ).one()
        if count >= MOST:
            raise TooManyTrialsError(count=count)
        session.execute(
            sa.insert(Scenario).values(
                evaluation_id=number,
                number=(last or 0) + 1,
                name=name,
                tried=_kept(saved.trial),
                official=saved.official,
                found=saved.found,
                saved_at=saved.saved_at,
                saved_by=user.id,
            )
        )
        deed = Deed(what="scenario.save", about={"scenario": name}, new=trial_text(saved.trial))
        record(session, number, user, saved.saved_at, deed)
    return (last or 0) + 1


def rename_trial(
    session: Session, evaluation: str, known: tuple[int, str], name: str, user: User, now: datetime
) -> None:
    """Give a saved trial another name. Commits.

    Args:
        session: commits.
        evaluation: its id.
        known: number and name by which the person knows the trial.
        name: the new one.
        user: its author, or a lead.
        now: the present.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: nothing is tried now.
        ConflictError: it has another name by now, or is gone.
        NotAllowedError: it is somebody else's.
        NameNeededError: there is no name, or it is too long.
        NameTakenError: another one has this name.
    """
    with _noting(session, evaluation) as number:
        here = _own(session, number, evaluation, known, user)
        if name.strip() == known[1]:
            return
        new = _free_name(session, number, name)
        session.execute(sa.update(Scenario).where(here).values(name=new))
        deed = Deed(what="scenario.rename", about={"scenario": new}, old=known[1], new=new)
        record(session, number, user, now, deed)


def delete_trial(
    session: Session, evaluation: str, known: tuple[int, str], user: User, now: datetime
) -> None:
    """Take a saved trial away; what it tried stays in the record of acts. Commits.

    Args:
        session: commits.
        evaluation: its id.
        known: number and name by which the person knows the trial.
        user: its author, or a lead.
        now: the present.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: nothing is tried now.
        ConflictError: it has another name by now, or is gone.
        NotAllowedError: it is somebody else's.
    """
    with _noting(session, evaluation) as number:
        here = _own(session, number, evaluation, known, user)
        stored = session.execute(sa.select(col(Scenario.tried)).where(here)).scalar_one()
        session.execute(sa.delete(Scenario).where(here))
        old = trial_text(Trial(**stored))
        deed = Deed(what="scenario.delete", about={"scenario": known[1]}, old=old)
        record(session, number, user, now, deed)


def trial_text(trial: Trial) -> str:
    """What is tried, as the record of acts keeps it: in ids and numbers, for any language."""
    parts = [f"{name} {number}" for name, number in trial.weights.items()]
    parts += [f"{name} {number}" for name, number in trial.volume.items()]
    parts += [trial.assumption] if trial.assumption else []
    if trial.factor != 100:  # noqa: PLR2004 - percent
        parts.append(f"{trial.level} {trial.factor}")
    return ", ".join(parts)


def may_change(user: User, part: Part, author: int | None) -> bool:
    """Whether a person renames and deletes a saved trial: its author does, and every lead."""
    return author == user.id or part in {"lead", ADMINISTRATOR}


@contextmanager
def _noting(session: Session, evaluation: str) -> Iterator[int]:
    """The number of an evaluation to note something beside; commits, or undoes it all."""
    try:
        number = hold(session, evaluation)
        require_open(session, number, Action.TRY)
        yield number
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _free_name(session: Session, number: int, name: str) -> str:
    """The name as it is kept; refuses none, and one that is taken."""
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise NameNeededError(most=LONGEST_NAME)
    taken = sa.select(col(Scenario.number)).where(
        col(Scenario.evaluation_id) == number, col(Scenario.name) == name
    )
    if session.execute(taken).first() is not None:
        raise NameTakenError(name=name)
    return name


def _own(
    session: Session, number: int, evaluation: str, known: tuple[int, str], user: User
) -> sa.ColumnElement[bool]:
    """Where the trial lies that the person knows and may change."""
    here = sa.and_(col(Scenario.evaluation_id) == number, col(Scenario.number) == known[0])
    row = session.execute(sa.select(col(Scenario.name), col(Scenario.saved_by)).where(here)).first()
    if row is None or row.name != known[1]:
        raise ConflictError(what=known[1])
    part = role_in(session, user, evaluation)
    if part is None or not may_change(user, part, row.saved_by):
        raise NotAllowedError
    return here


def _kept(trial: Trial) -> dict[str, Any]:
    """What differs from a trial of nothing."""
    return {name: value for name, value in asdict(trial).items() if value != getattr(NOTHING, name)}
