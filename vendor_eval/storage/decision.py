"""Whom the panel recommends, lots that are drawn, and the signature that ends an evaluation."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.case import Case, Decision, score_sheet
from vendor_eval.errors import (
    ConflictError,
    NotFoundError,
    NoTieError,
    NotSignableError,
    ReasonNeededError,
)
from vendor_eval.language import N_
from vendor_eval.scoring import Comparison, compare
from vendor_eval.scoring.lot import draw_order
from vendor_eval.scoring.sheet import GATE_STATES, Lot
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.facts import load_facts
from vendor_eval.storage.ratings import load_ratings
from vendor_eval.storage.stages import changing
from vendor_eval.storage.tables import Evaluation
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import Action, Stage

DECISION = N_("The decision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Something that keeps a decision from being signed, or a document from being issued."""

    what: Literal["recommended", "why", "departs", "gate", "total", "lot", "sheet"]
    vendors: tuple[str, ...] = ()
    criterion: str = ""
    evaluator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A lot about to be drawn."""

    tied: tuple[str, ...]
    """The vendors whose tie stands."""
    present: tuple[str, ...]
    """Names of those who watch."""
    seed: str
    """What the order is made from, see ``scoring.lot``."""
    day: str
    """ISO 8601, where the program is used."""


def load_decision(session: Session, evaluation: str) -> Decision:
    """What has been decided so far.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    query = sa.select(col(Evaluation.decision)).where(col(Evaluation.key) == evaluation)
    row = session.execute(query).first()
    if row is None:
        raise NotFoundError(name=evaluation)
    return Decision(**row.decision)


def suggested(comparison: Comparison) -> tuple[str, str]:
    """Who is first and second by rank; empty where nobody is, or several share the place."""
    by_rank: dict[int, list[str]] = {}
    for place, vendor in enumerate(comparison.sheet.vendors):
        if comparison.ranks[place]:
            by_rank.setdefault(int(comparison.ranks[place]), []).append(vendor)
    places = [by_rank[rank] for rank in sorted(by_rank)]
    if not places or len(places[0]) > 1:
        return "", ""
    second = places[1][0] if len(places) > 1 and len(places[1]) == 1 else ""
    return places[0][0], second


def departs_from_ranks(comparison: Comparison, decision: Decision) -> bool:
    """Whether the choice is not the one that the ranks give, and so needs a reason."""
    first, second = suggested(comparison)
    if not decision.recommended:
        return False
    return decision.recommended != first or bool(
        decision.runner_up and decision.runner_up != second
    )


def standing_ties(comparison: Comparison) -> tuple[tuple[str, ...], ...]:
    """Sets of vendors with equal totals that a lot settles and none has settled."""
    if "lot" not in comparison.sheet.criteria.rules.ties:
        return ()
    return tuple(tie.vendors for tie in comparison.ties if tie.broken_by is None)


def open_points(case: Case, comparison: Comparison, decision: Decision) -> tuple[Open, ...]:
    """What must be there before the decision can be signed."""
    return (*_unsaid(comparison, decision), *unfinished(case, comparison))


def _unsaid(comparison: Comparison, decision: Decision) -> Iterator[Open]:
    ranked = {
        vendor
        for place, vendor in enumerate(comparison.sheet.vendors)
        if comparison.status(place) == "ranked"
    }
    if decision.recommended not in ranked:
        yield Open(what="recommended")
    if not any(decision.why.values()):
        yield Open(what="why")
    if departs_from_ranks(comparison, decision) and not decision.departs:
        yield Open(what="departs")


def unfinished(case: Case, comparison: Comparison) -> Iterator[Open]:
    """What keeps a result from being whole: gates nobody checked, totals, ties for a lot."""
    sheet = comparison.sheet
    for place, vendor in enumerate(case.vendors):
        if comparison.status(place) != "incomplete":
            continue
        unchecked = sheet.gate_states[place] == GATE_STATES.index("not-checked")
        for gate, missing in zip(sheet.gates, unchecked.tolist(), strict=True):
            if missing:
                yield Open(what="gate", vendors=(vendor.id,), criterion=gate.id)
        if not unchecked.any():
            yield Open(what="total", vendors=(vendor.id,))
    for tied in standing_ties(comparison):
        yield Open(what="lot", vendors=tied)


def save_decision(
    session: Session, evaluation: str, decision: Decision, user: User, now: datetime
) -> None:
    """Write down whom the panel recommends and why; ``revision`` is what was seen. Commits.

    Raises:
        NotFoundError: there is no such evaluation, or a vendor that has no rank is named.
        StageError: nothing is decided now.
        ReasonNeededError: it departs from the ranks without saying why.
        ConflictError: somebody changed it meanwhile.
    """
    with changing(session, evaluation, now, Action.DECIDE) as number:
        before = load_decision(session, evaluation)
        if before.revision != decision.revision:
            raise ConflictError(what=DECISION)
        comparison = _compared(session, evaluation)[1]
        _require_ranked(comparison, decision)
        if departs_from_ranks(comparison, decision) and not decision.departs:
            raise ReasonNeededError
        kept = replace(decision, revision=before.revision + 1)
        _keep(session, number, decision=_row(kept))
        deed = Deed(
            what="decision.set",
            about={"recommended": kept.recommended, "runner_up": kept.runner_up},
            old=_words(before) if before.revision else None,
            new=_words(kept),
            reason=kept.departs,
        )
        record(session, number, user, now, deed)


def draw_lot(session: Session, evaluation: str, draw: Draw, user: User, now: datetime) -> Lot:
    """Settle a tie by a lot in front of those present, once. Commits.

    Args:
        session: commits.
        evaluation: its id.
        draw: what is drawn, from what, before whom.
        user: who draws.
        now: the present.

    Raises:
        NoTieError: no such tie stands, or the rules know no lot.
        StageError: nothing is decided now.
        ReasonNeededError: nobody is named as present.
    """
    with changing(session, evaluation, now, Action.DECIDE) as number:
        case, comparison = _compared(session, evaluation)
        if set(draw.tied) not in [set(each) for each in standing_ties(comparison)]:
            raise NoTieError
        if not draw.present:
            raise ReasonNeededError
        written = {"drawn": draw.day, "seed": draw.seed, "present": list(draw.present)}
        lot = Lot(order=draw_order(draw.seed, draw.tied), record=written)
        lots = [*case.evaluation.purchase.lots, lot]
        _keep(session, number, lots=[{"order": each.order, "record": each.record} for each in lots])
        about = {
            "vendors": ", ".join(draw.tied),
            "present": ", ".join(draw.present),
            "seed": draw.seed,
        }
        deed = Deed(what="lot.draw", about=about, new=", ".join(lot.order))
        record(session, number, user, now, deed)
    return lot


def sign_decision(
    session: Session, evaluation: str, revision: int, note: str, user: User, now: datetime
) -> str:
    """Approve what was recommended; from here nothing changes. Commits.

    Args:
        session: commits.
        evaluation: its id.
        revision: of the decision the approver has read.
        note: what the approver adds.
        user: the approver.
        now: the present.

    Returns:
        The head of the record, which is printed on paper.

    Raises:
        StageError: nothing is to be signed now.
        ConflictError: the decision was changed since it was read.
        NotSignableError: something it rests on is missing.
    """
    with changing(session, evaluation, now, Action.SIGN) as number:
        decision = load_decision(session, evaluation)
        if decision.revision != revision:
            raise ConflictError(what=DECISION)
        missing = open_points(*_compared(session, evaluation), decision)
        if missing:
            raise NotSignableError(count=len(missing))
        name = user.name or user.email
        signed = replace(
            decision, signed_by=user.id, signed_name=name, signed_at=now, note=note.strip()
        )
        _keep(session, number, decision=_row(signed), stage=Stage.DECIDED)
        deed = Deed(
            what="decision.sign",
            about={"recommended": signed.recommended, "runner_up": signed.runner_up},
            old=Stage.DECIDING.value,
            new=Stage.DECIDED.value,
            reason=signed.note,
        )
        return record(session, number, user, now, deed)


def reopen_decision(
    session: Session, evaluation: str, reason: str, user: User, now: datetime
) -> None:
    """Take a signed decision up again; the signature no longer holds. Commits.

    Raises:
        StageError: nothing is signed.
        ReasonNeededError: there is no reason.
    """
    with changing(session, evaluation, now, Action.REOPEN) as number:
        if not reason.strip():
            raise ReasonNeededError
        decision = load_decision(session, evaluation)
        unsigned = replace(decision, signed_by=None, signed_name="", signed_at=None, note="")
        _keep(session, number, decision=_row(unsigned), stage=Stage.DECIDING)
        deed = Deed(
            what="decision.reopen",
            about={"signed_by": decision.signed_name},
            old=Stage.DECIDED.value,
            new=Stage.DECIDING.value,
            reason=reason.strip(),
        )
        record(session, number, user, now, deed)


def _compared(session: Session, evaluation: str) -> tuple[Case, Comparison]:
    """The evaluation and its result as they are inside the transaction."""
    facts = load_facts(session.connection(), evaluation)
    ratings = load_ratings(session.connection(), facts.number, facts.case)
    case = replace(facts.case, ratings=ratings)
    return case, compare(score_sheet(case))


def _require_ranked(comparison: Comparison, decision: Decision) -> None:
    ranked = {
        vendor
        for place, vendor in enumerate(comparison.sheet.vendors)
        if comparison.status(place) == "ranked"
    }
    chosen = [each for each in (decision.recommended, decision.runner_up) if each]
    for vendor in chosen:
        if vendor not in ranked or chosen.count(vendor) > 1:
            raise NotFoundError(name=vendor)


def _row(decision: Decision) -> Mapping[str, Any]:
    return {name: value for name, value in asdict(decision).items() if value not in ("", None, {})}


def _words(decision: Decision) -> str:
    """The decision in the record, whole."""
    parts = {
        "recommended": decision.recommended,
        "runner_up": decision.runner_up,
        **{f"why_{language}": text for language, text in decision.why.items()},
        **{f"conditions_{language}": text for language, text in decision.conditions.items()},
    }
    return "\n".join(f"{name}: {text}" for name, text in parts.items() if text)


def _keep(session: Session, number: int, **values: object) -> None:
    session.execute(
        sa.update(Evaluation)
        .where(col(Evaluation.id) == number)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
