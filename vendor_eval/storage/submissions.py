"""Submitting a score sheet, which freezes it, and reopening it with a reason."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from vendor_eval.errors import (
    FrozenSheetError,
    IncompleteSheetError,
    NotAllowedError,
    NotFoundError,
    StageError,
)
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.database import insert
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.panel_tables import Sheet
from vendor_eval.storage.sheets import OwnSheet, load_asked, with_answers
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, require_stage


def submit_sheet(
    session: Session, evaluation: str, evaluator: str, user: User, now: datetime
) -> bool:
    """Freeze a sheet, or where prices come last first the part without them. Commits.

    Returns:
        Whether all of it is submitted now.

    Raises:
        StageError: nobody scores now.
        NotAllowedError: the sheet is not this person's.
        FrozenSheetError: it is submitted already.
        IncompleteSheetError: a cell lacks an answer, or the reason its rating needs.
    """
    number = begin_change(session, evaluation, now)
    try:
        asked = load_asked(session, evaluation, evaluator, user)
        _require_submittable(with_answers(session, asked))
        done = not asked.first_part
        values: dict[str, object] = {"submitted_at": now} if done else {}
        if asked.price_last and asked.state.quality_submitted_at is None:
            values["quality_submitted_at"] = now
        _keep_state(session, number, evaluator, values)
        what = "sheet.submit" if done else "sheet.submit-quality"
        record(session, number, user, now, Deed(what=what, about={"evaluator": evaluator}))
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return done


def _require_submittable(sheet: OwnSheet) -> None:
    if sheet.asked.archived:
        raise StageError
    require_stage(sheet.asked.stage, Action.SCORE)
    if sheet.asked.state.submitted_at is not None:
        raise FrozenSheetError
    missing = sheet.missing()
    if missing:
        raise IncompleteSheetError(count=len(missing))


def reopen_sheet(
    session: Session, evaluation: str, evaluator: str, user: User, reason: str, now: datetime
) -> None:
    """Let somebody change a submitted sheet, each change with its reason. Commits.

    Raises:
        NotFoundError: there is no such evaluation or sheet.
        StageError: nobody scores now, or nothing of the sheet is submitted.
    """
    number = begin_change(session, evaluation, now)
    try:
        _require_submitted(session, evaluation, evaluator)
        _keep_state(session, number, evaluator, {"submitted_at": None, "reopened_at": now})
        deed = Deed(what="sheet.reopen", about={"evaluator": evaluator}, reason=reason)
        record(session, number, user, now, deed)
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _require_submitted(session: Session, evaluation: str, evaluator: str) -> None:
    try:
        asked = load_asked(session, evaluation, evaluator, None)
    except NotAllowedError as error:
        raise NotFoundError(name=evaluator) from error
    submitted = asked.state.submitted_at or asked.state.quality_submitted_at
    if asked.archived or asked.reopened or submitted is None:
        raise StageError
    require_stage(asked.stage, Action.REOPEN_SHEET)


def _keep_state(
    session: Session, number: int, evaluator: str, values: Mapping[str, object]
) -> None:
    keys = {"evaluation_id": number, "evaluator": evaluator}
    statement = insert(session, Sheet).values({**keys, **values})
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=dict(values)))
