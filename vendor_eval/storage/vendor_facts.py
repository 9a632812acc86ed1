"""What entering facts about vendors has in common: one transaction, its basis, its words.

Gates, measures and quotations are saved as the whole of one vendor at a time. Who
saves names what the page showed, as ``fingerprint``; when somebody else has changed
it meanwhile, nothing is saved.
"""

import hashlib
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.errors import ConflictError, NotFoundError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.evaluations import Standing
from vendor_eval.storage.panel_tables import Declaration, Sheet
from vendor_eval.storage.stages import changing
from vendor_eval.storage.tables import Evaluation, EvaluationVendor, Recusal
from vendor_eval.workflow import ADMINISTRATOR, Action, Stage

BEFORE_AGREEING = (Stage.PREPARING, Stage.SCORING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How much of the vendors of an evaluation is open to one person at this moment."""

    names: bool
    """False while vendors have letters instead of names."""
    prices: bool
    """False until the person has submitted the quality."""
    hide_names: bool
    """Whether those who score have letters instead of names, until all sheets are frozen."""
    recused: frozenset[str]
    """Vendors the person neither sees nor scores: also while a conflict waits for the lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changes what, when, and what the page showed before."""

    user: User
    evaluation: str
    vendor: str
    now: datetime
    basis: str = ""
    """Fingerprint of what the change is based on, where one is asked for."""

    def entering(
        self, session: Session, action: Action = Action.EDIT_VENDORS
    ) -> AbstractContextManager[int]:
        """One change of the evaluation: its number, all of it committed or none.

        Raises:
            NotFoundError: there is no such evaluation.
            StageError: it stands where this cannot be done, or lies in the archive.
        """
        return changing(session, self.evaluation, self.now, action)


def require_vendor(session: Session, number: int, vendor: str) -> None:
    """Refuse a vendor that is not in the evaluation.

    Raises:
        NotFoundError: it is not.
    """
    here = sa.select(col(EvaluationVendor.id)).where(
        col(EvaluationVendor.evaluation_id) == number, col(EvaluationVendor.id) == vendor
    )
    if session.execute(here).first() is None:
        raise NotFoundError(name=vendor)


def fingerprint(facts: object) -> str:
    """A short name of content, the same as long as nothing in it changes."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def require_same(facts: object, change: Change) -> None:
    """Refuse to write over what the person has not seen.

    Raises:
        ConflictError: it is no longer what it was based on.
    """
    if fingerprint(facts) != change.basis:
        raise ConflictError(what=change.vendor)


def difference(
    old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[str | None, str | None] | None:
    """What changed, as lines ``name: text`` before and after; None when nothing did."""
    names = [name for name in {**old, **new} if old.get(name, "") != new.get(name, "")]
    if not names:
        return None
    before, after = (
        "\n".join(f"{name}: {side[name]}" for name in names if side.get(name)) or None
        for side in (old, new)
    )
    return before, after


def opening_for(session: Session, standing: Standing) -> Opening:
    """What of the vendors the person may see now.

    Whoever enters the offers knows them: names and prices are never closed to the lead.
    """
    here = col(Evaluation.key) == standing.evaluation
    row = session.execute(
        sa.select(
            col(Evaluation.id),
            col(Evaluation.hide_names),
            col(Evaluation.price_last),
            col(Sheet.quality_submitted_at),
        )
        .join(
            Sheet,
            sa.and_(
                col(Sheet.evaluation_id) == Evaluation.id,
                col(Sheet.evaluator) == (standing.evaluator or ""),
            ),
            isouter=True,
        )
        .where(here)
    ).one()
    blind = standing.stage in BEFORE_AGREEING and standing.role not in {"lead", ADMINISTRATOR}
    recused = session.execute(
        sa.select(col(Recusal.vendor))
        .where(
            col(Recusal.evaluation_id) == row.id,
            col(Recusal.evaluator) == (standing.evaluator or ""),
        )
        .union(
            sa.select(col(Declaration.vendor)).where(
                col(Declaration.evaluation_id) == row.id,
                col(Declaration.user_id) == standing.person,
                col(Declaration.conflict),
            )
        )
    ).scalars()
    return Opening(
        names=not (blind and row.hide_names),
        hide_names=row.hide_names,
        prices=not (blind and row.price_last and row.quality_submitted_at is None),
        recused=frozenset(recused),
    )
