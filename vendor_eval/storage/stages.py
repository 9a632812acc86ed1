"""From one stage of an evaluation to the next, with everything checked in the same transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.case import Case
from vendor_eval.errors import NotReadyError, ReasonNeededError, StageError
from vendor_eval.needs import Item, Obstacle, Prepared, items_needed, obstacles, unscored_groups
from vendor_eval.scoring.spread import disputed_cells
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.comparisons import load_comparable
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.panel_tables import ReadinessItem, Sheet
from vendor_eval.storage.tables import Evaluation
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import NEXT, Action, Stage, require_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What stands in the way of the next stage, and what to think about before it."""

    case: Case
    stage: Stage
    obstacles: tuple[Obstacle, ...] = ()
    """What must be there first."""
    unscored: tuple[str, ...] = ()
    """Groups that nobody is asked to score."""
    unowned: tuple[Item, ...] = ()
    """Things to bring that nobody has taken on."""
    unsubmitted: tuple[str, ...] = ()
    """Evaluators whose sheets are not submitted."""
    disputed: tuple[tuple[str, str], ...] = ()
    """Vendor and criterion of cells far apart without an agreed value."""

    @property
    def needs_reason(self) -> bool:
        """Whether going on now must be explained."""
        return bool(self.unsubmitted or self.disputed)


@contextmanager
def changing(session: Session, evaluation: str, now: datetime, action: Action) -> Iterator[int]:
    """The number of an evaluation to change in the block; commits at its end, or undoes it all.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: it is archived, or its stage does not allow the action.
    """
    try:
        number = begin_change(session, evaluation, now)
        require_open(session, number, action)
        yield number
        session.commit()
    except BaseException:
        session.rollback()
        raise


def require_open(session: Session, number: int, action: Action) -> None:
    """Refuse what the stage of an evaluation does not allow at this moment.

    Raises:
        StageError: it is archived, or its stage does not allow the action.
    """
    row = session.execute(
        sa.select(col(Evaluation.stage), col(Evaluation.archived_at)).where(
            col(Evaluation.id) == number
        )
    ).one()
    if row.archived_at is not None:
        raise StageError
    require_stage(row.stage, action)


def review(session: Session, evaluation: str) -> Review:
    """What the next stage asks for.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number, *_rest, case = load_facts(session.connection(), evaluation)
    stage = session.execute(
        sa.select(col(Evaluation.stage)).where(col(Evaluation.id) == number)
    ).scalar_one()
    match stage:
        case Stage.PREPARING:
            return _before_scoring(session, number, case)
        case Stage.SCORING:
            missing = unsubmitted(session, number, case)
            return Review(case=case, stage=stage, unsubmitted=missing)
        case Stage.AGREEING:
            disputed = disputed_cells(load_comparable(session, evaluation).sheet)
            return Review(case=case, stage=stage, disputed=disputed)
    return Review(case=case, stage=stage)


def _before_scoring(session: Session, number: int, case: Case) -> Review:
    purchase = case.evaluation.purchase
    prepared = Prepared(
        purposes=case.evaluation.purposes,
        purchase=purchase,
        vendors=sum(vendor.status == "active" for vendor in case.vendors),
        evaluators=len(case.evaluators),
    )
    owned = session.execute(
        sa.select(col(ReadinessItem.item)).where(
            col(ReadinessItem.evaluation_id) == number, col(ReadinessItem.owner).is_not(None)
        )
    ).scalars()
    taken = set(owned)
    stops = obstacles(case.criteria, prepared)
    groups = [person.groups for person in case.evaluators]
    return Review(
        case=case,
        stage=Stage.PREPARING,
        obstacles=stops,
        unscored=unscored_groups(case.criteria, purchase, groups) if groups else (),
        unowned=tuple(item for item in items_needed(purchase.flow) if item not in taken),
    )


def unsubmitted(session: Session, number: int, case: Case) -> tuple[str, ...]:
    """Evaluators with something left to score whose sheets are not submitted."""
    submitted = set(
        session.execute(
            sa.select(col(Sheet.evaluator)).where(
                col(Sheet.evaluation_id) == number, col(Sheet.submitted_at).is_not(None)
            )
        ).scalars()
    )
    active = {vendor.id for vendor in case.vendors if vendor.status == "active"}
    recused = {(recusal.evaluator, recusal.vendor) for recusal in case.recusals}
    return tuple(
        person.id
        for person in case.evaluators
        if person.id not in submitted
        and any((person.id, vendor) not in recused for vendor in active)
    )


def move_on(
    session: Session, who: User, now: datetime, evaluation: str, since: Stage, reason: str
) -> Stage:
    """Take an evaluation to its next stage. Commits.

    Args:
        session: commits.
        who: the lead.
        now: the present.
        evaluation: its id.
        since: the stage the person believes it is in.
        reason: why it goes on with something left open; may be empty where nothing is.

    Returns:
        The stage it is in now.

    Raises:
        StageError: it is in another stage, or the next one is not reached this way.
        NotReadyError: something it cannot do without is missing.
        ReasonNeededError: something is left open and no reason is given.
    """
    with changing(session, evaluation, now, Action.MOVE) as number:
        found = review(session, evaluation)
        if found.stage is not since:
            raise StageError
        if found.obstacles:
            raise NotReadyError
        if found.needs_reason and not reason.strip():
            raise ReasonNeededError
        stage = NEXT[found.stage]
        session.execute(
            sa.update(Evaluation)
            .where(col(Evaluation.id) == number)
            .values(stage=stage)
            .execution_options(synchronize_session=False)
        )
        record(session, number, who, now, _deed(found, stage, reason.strip()))
    return stage


def _deed(found: Review, stage: Stage, reason: str) -> Deed:
    """The act, with everything that was left open and the criteria that hold from here."""
    about = {"criteria": found.case.criteria_digest}
    if found.unsubmitted:
        about["not_submitted"] = ", ".join(found.unsubmitted)
    if found.disputed:
        about["not_agreed"] = ", ".join(f"{v}/{c}" for v, c in found.disputed)
    if found.unowned:
        about["without_owner"] = ", ".join(found.unowned)
    return Deed(
        what="stage.move",
        about=about,
        old=found.stage.value,
        new=stage.value,
        reason=reason,
    )
