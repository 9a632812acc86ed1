"""Criteria and weights of an evaluation, and every change of them once scoring is open."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from vendor_eval.case import Case
from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.criteria.model import CriteriaSet, Text
from vendor_eval.errors import ConflictError, ReasonNeededError
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.columns import to_json
from vendor_eval.storage.criteria import read_criteria, save_criteria
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.needs import told
from vendor_eval.storage.panel_tables import CriteriaChange
from vendor_eval.storage.stages import changing
from vendor_eval.storage.tables import (
    Consensus,
    CriteriaVersion,
    Evaluation,
    GateResult,
    Measure,
    Rating,
)
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, Stage

OF_CRITERION = "criterion:"
"""Before the id of a criterion, where weights of groups and criteria are kept together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What vendors are judged by: a criteria file, and what the evaluation weighs otherwise."""

    toml: str
    purchase: Purchase

    @property
    def fingerprint(self) -> str:
        """The same for the same: what a form was filled in from."""
        purchase = self.purchase
        parts = (self.toml, purchase.profile, purchase.variant, own_weights(purchase))
        return hashlib.sha256((to_json(parts) or "").encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChange:
    """A change of criteria or weights after opening, as it was confirmed."""

    number: int
    changed_at: datetime
    name: str
    """Of who changed them."""
    old: CriteriaSet
    new: CriteriaSet
    old_weights: Mapping[str, Decimal]
    """Own weights of groups, and of criteria under ``criterion:ID``."""
    new_weights: Mapping[str, Decimal]
    reason: str
    effect: Text = field(default_factory=dict)

    def before(self, purchase: Purchase) -> Purchase:
        """A purchase with the own weights of then."""
        return _with_own(purchase, self.old_weights)

    def after(self, purchase: Purchase) -> Purchase:
        """A purchase with the own weights that were set."""
        return _with_own(purchase, self.new_weights)


def _with_own(purchase: Purchase, weights: Mapping[str, Decimal]) -> Purchase:
    inside = {name for name in weights if name.startswith(OF_CRITERION)}
    return replace(
        purchase,
        weights={name: weights[name] for name in weights if name not in inside},
        criterion_weights={name.removeprefix(OF_CRITERION): weights[name] for name in inside},
    )


def own_weights(purchase: Purchase) -> dict[str, Decimal]:
    """What the evaluation weighs otherwise than its criteria, groups and criteria together."""
    criteria = {
        f"{OF_CRITERION}{criterion}": weight
        for criterion, weight in purchase.criterion_weights.items()
    }
    return {**purchase.weights, **criteria}


def standard_of(case: Case) -> Standard:
    """What the vendors of a case are judged by."""
    return Standard(toml=case.criteria_toml, purchase=case.evaluation.purchase)


def criteria_with_answers(session: Session, evaluation: str) -> frozenset[str]:
    """Criteria for which anything at all has been entered."""
    number = evaluation_number(session, evaluation)
    queries = [
        sa.select(col(table.criterion)).where(col(table.evaluation_id) == number)
        for table in (Measure, GateResult, Rating, Consensus)
    ]
    return frozenset(session.execute(sa.union(*queries)).scalars())


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Other criteria or weights, as a person has seen and confirmed them."""

    new: Standard
    base: str
    """Fingerprint of what was in force when the person looked."""
    reason: str = ""
    effect: Text = field(default_factory=dict)
    """What it does to the ranks, as it was shown."""


def change_standard(
    session: Session, who: User, now: datetime, evaluation: str, proposal: Proposal
) -> None:
    """Judge by other criteria or weights from here on. Commits.

    Before scoring is open it takes no reason; after that the change is kept with it, for every
    report.

    Raises:
        StageError: the stage does not allow it.
        ConflictError: criteria or weights have changed since.
        ReasonNeededError: scoring is open and there is no reason.
        InvalidFilesError: the file is not a sound criteria file.
    """
    with changing(session, evaluation, now, Action.CHANGE_CRITERIA):
        put_standard(session, who, now, evaluation, proposal)


def put_standard(
    session: Session, who: User, now: datetime, evaluation: str, proposal: Proposal
) -> None:
    """Judge by other criteria or weights, in a change that has begun; the caller commits.

    Raises:
        ConflictError: criteria or weights have changed since.
        ReasonNeededError: scoring is open and there is no reason.
        InvalidFilesError: the file is not a sound criteria file.
    """
    number = evaluation_number(session, evaluation)
    case = load_facts(session.connection(), evaluation).case
    old, new = standard_of(case), proposal.new
    if old.fingerprint != proposal.base:
        raise ConflictError(what=evaluation)
    row = session.execute(
        sa.select(col(Evaluation.stage), col(Evaluation.criteria_version_id)).where(
            col(Evaluation.id) == number
        )
    ).one()
    opened = row.stage is not Stage.PREPARING
    if opened and not proposal.reason.strip():
        raise ReasonNeededError
    criteria = parse_criteria(new.toml, "criteria.toml")
    changed = replace(
        case, criteria=criteria, criteria_toml=new.toml, criteria_digest=digest(criteria)
    )
    version = save_criteria(session, changed, now)
    _write(session, number, version, new.purchase)
    if opened:
        change = CriteriaChange(
            evaluation_id=number,
            number=_next_number(session, number),
            changed_at=now,
            changed_by=who.id,
            old_version_id=row.criteria_version_id,
            new_version_id=version,
            old_weights=_texts(old.purchase),
            new_weights=_texts(new.purchase),
            reason=proposal.reason.strip(),
            effect=proposal.effect,
        )
        session.add(change)
        session.flush()
    for deed in _deeds((case, old), (changed, new), proposal.reason.strip()):
        record(session, number, who, now, deed)


def _write(session: Session, number: int, version: int, purchase: Purchase) -> None:
    session.execute(
        sa.update(Evaluation)
        .where(col(Evaluation.id) == number)
        .values(
            criteria_version_id=version,
            profile=purchase.profile,
            variant=purchase.variant,
            weights=purchase.weights,
            criterion_weights=purchase.criterion_weights,
        )
        .execution_options(synchronize_session=False)
    )


def _next_number(session: Session, number: int) -> int:
    last = session.execute(
        sa.select(sa.func.max(col(CriteriaChange.number))).where(
            col(CriteriaChange.evaluation_id) == number
        )
    ).scalar()
    return (last or 0) + 1


def _texts(purchase: Purchase) -> dict[str, str]:
    return {name: format(weight, "f") for name, weight in own_weights(purchase).items()}


def _numbers(texts: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(weight) for name, weight in texts.items()}


def _deeds(old: tuple[Case, Standard], new: tuple[Case, Standard], reason: str) -> list[Deed]:
    """One act for the file and one for the weights, where each has changed."""
    deeds = []
    if old[1].toml != new[1].toml:
        versions = [
            f"{c.criteria.id} {c.criteria.version} {c.criteria_digest}" for c, _ in (old, new)
        ]
        about = {"criteria": new[0].criteria_digest}
        deeds.append(
            Deed(
                what="criteria.change",
                about=about,
                old=versions[0],
                new=versions[1],
                reason=reason,
            )
        )
    before, after = (told(own_weights(standard.purchase)) for _, standard in (old, new))
    if before != after:
        deeds.append(Deed(what="weights.change", about={}, old=before, new=after, reason=reason))
    return deeds


def list_changes(session: Session, evaluation: str) -> tuple[RecordedChange, ...]:
    """Every change after opening, first one first; none where there is no such evaluation."""
    before, after = aliased(CriteriaVersion), aliased(CriteriaVersion)
    query = (
        sa.select(
            CriteriaChange,
            col(before.text_sha256),
            col(before.toml),
            col(after.text_sha256),
            col(after.toml),
            col(User.name),
            col(User.email),
        )
        .join(Evaluation, col(Evaluation.id) == CriteriaChange.evaluation_id)
        .join(before, col(before.id) == CriteriaChange.old_version_id)
        .join(after, col(after.id) == CriteriaChange.new_version_id)
        .join(User, col(User.id) == CriteriaChange.changed_by, isouter=True)
        .where(col(Evaluation.key) == evaluation)
        .order_by(col(CriteriaChange.number))
    )
    return tuple(
        RecordedChange(
            number=change.number,
            changed_at=change.changed_at,
            name=name or email or "",
            old=read_criteria(*old),
            new=read_criteria(*new),
            old_weights=_numbers(change.old_weights),
            new_weights=_numbers(change.new_weights),
            reason=change.reason,
            effect=change.effect,
        )
        for change, *texts, name, email in session.execute(query)
        for old, new in [(texts[:2], texts[2:])]
    )
