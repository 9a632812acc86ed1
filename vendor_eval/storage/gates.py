"""Results of mandatory requirements as they are entered. A ``fail`` waits for a second person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotAllowedError, NotFoundError
from vendor_eval.scoring.sheet import GateState
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.database import insert
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.tables import GateResult
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.vendor_facts import Change, difference, require_same, require_vendor
from vendor_eval.workflow import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class GateAnswer:
    """Whether a vendor meets a requirement, and how that is known."""

    criterion: str
    result: GateState | None
    """None leaves it to the program, which knows whether a quotation is below the ceiling."""
    note: Text
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedGate:
    """An answer as it lies in the database."""

    answer: GateAnswer
    noted_by: int | None
    """None for what was imported, or once the account is gone."""
    noted_name: str
    confirmed: bool
    """False only for a ``fail`` that nobody else has confirmed: it counts as not checked."""


def load_gates(session: Session, evaluation: str, vendor: str) -> tuple[NotedGate, ...]:
    """What is noted for one vendor, by the id of the requirement.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    return _load(session, evaluation_number(session, evaluation), vendor)


def answers_in(noted: Iterable[NotedGate]) -> tuple[GateAnswer, ...]:
    """The answers alone: what a change is based on."""
    return tuple(each.answer for each in noted)


def _load(session: Session, number: int, vendor: str) -> tuple[NotedGate, ...]:
    rows = session.execute(
        sa.select(
            col(GateResult.criterion),
            col(GateResult.result),
            col(GateResult.note),
            col(GateResult.evidence),
            col(GateResult.confirmed),
            col(GateResult.noted_by),
            sa.func.coalesce(sa.func.nullif(col(User.name), ""), col(User.email), "").label("name"),
        )
        .join(User, col(User.id) == GateResult.noted_by, isouter=True)
        .where(col(GateResult.evaluation_id) == number, col(GateResult.vendor) == vendor)
        .order_by(col(GateResult.criterion))
    )
    return tuple(
        NotedGate(
            answer=GateAnswer(
                criterion=row.criterion,
                result=row.result,
                note=row.note,
                evidence=row.evidence or "",
            ),
            noted_by=row.noted_by,
            noted_name=row.name,
            confirmed=row.confirmed,
        )
        for row in rows
    )


def save_gates(
    session: Session,
    change: Change,
    answers: Iterable[GateAnswer],
) -> int:
    """Save those answers of one vendor that differ from what is there. Commits.

    A new ``fail``, or one whose note or evidence changes, waits for confirmation.

    Args:
        session: commits.
        change: who changes which vendor.
        answers: what the page showed and the person changed; others stay.

    Returns:
        How many changed.

    Raises:
        NotFoundError: it is not in the evaluation.
        StageError: nothing can be entered now.
        ConflictError: somebody else has changed one of them meanwhile.
    """
    with change.entering(session) as number:
        require_vendor(session, number, change.vendor)
        noted = _load(session, number, change.vendor)
        require_same(answers_in(noted), change)
        before = {each.answer.criterion: each.answer for each in noted}
        changed = 0
        for answer in answers:
            old = before.get(answer.criterion)
            lines = difference(_words(old), _words(answer))
            if lines is None:
                continue
            _write(session, change, number, answer)
            about = {"vendor": change.vendor, "criterion": answer.criterion}
            deed = Deed(what="gate.set", about=about, old=lines[0], new=lines[1])
            record(session, number, change.user, change.now, deed)
            changed += 1
        return changed


def _words(answer: GateAnswer | None) -> Mapping[str, str]:
    if answer is None:
        return {}
    result = "" if answer.result is None else str(answer.result)
    notes = {f"note_{language}": text for language, text in answer.note.items()}
    return {"result": result, "evidence": answer.evidence, **notes}


def _write(session: Session, change: Change, number: int, answer: GateAnswer) -> None:
    keys = {"evaluation_id": number, "vendor": change.vendor, "criterion": answer.criterion}
    if answer.result is None:
        session.execute(
            sa.delete(GateResult).where(
                *(sa.inspect(GateResult).columns[name] == value for name, value in keys.items())
            )
        )
        return
    values = {
        "result": answer.result,
        "note": dict(answer.note),
        "evidence": answer.evidence or None,
        "noted_by": change.user.id,
        "confirmed": answer.result != "fail",
    }
    statement = insert(session, GateResult).values(**keys, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))


def confirm_gate(session: Session, change: Change, criterion: str) -> None:
    """Confirm a ``fail`` that somebody else has noted; from now on it disqualifies. Commits.

    Raises:
        NotFoundError: there is no fail that waits for it.
        StageError: nothing can be confirmed now.
        NotAllowedError: the person has noted it.
    """
    with change.entering(session, Action.CONFIRM_FAIL) as number:
        waiting = [
            each
            for each in _load(session, number, change.vendor)
            if each.answer.criterion == criterion
            and each.answer.result == "fail"
            and not each.confirmed
        ]
        if not waiting:
            raise NotFoundError(name=criterion)
        if waiting[0].noted_by == change.user.id:
            raise NotAllowedError
        session.execute(
            sa.update(GateResult)
            .where(
                col(GateResult.evaluation_id) == number,
                col(GateResult.vendor) == change.vendor,
                col(GateResult.criterion) == criterion,
            )
            .values(confirmed=True)
            .execution_options(synchronize_session=False)
        )
        about = {"vendor": change.vendor, "criterion": criterion}
        deed = Deed(what="gate.confirm", about=about, new="fail")
        record(session, number, change.user, change.now, deed)
