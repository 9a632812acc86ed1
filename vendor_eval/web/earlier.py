"""The result of the round before, beside the present one; and what may follow an evaluation."""

from dataclasses import dataclass

from flask import url_for

from vendor_eval.reports.decision import DecisionText, build_decision
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.reports.wording import NOTHING, Wording
from vendor_eval.storage import db, standing_in
from vendor_eval.web.access import current_person, current_standing
from vendor_eval.web.language import current_language
from vendor_eval.web.navigation import is_open
from vendor_eval.web.prepared import Prepared, prepare
from vendor_eval.workflow import Action, may


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRow:
    """A vendor in both rounds."""

    name: str
    rank_before: str
    total_before: str
    rank_now: str
    total_now: str
    left_out: str
    """Why it was not taken over; empty for who was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierResult:
    """The round before beside this one."""

    address: str
    title: str
    round: int
    rows: tuple[EarlierRow, ...]


def decision_text(prepared: Prepared) -> DecisionText | None:
    """What was decided; None while nothing is."""
    if prepared.notes is None:
        return None
    words = Wording(current_language())
    return build_decision(prepared.facts, prepared.notes.decision, prepared.contents.ranking, words)


def earlier_result(prepared: Prepared) -> EarlierResult | None:
    """The round before beside this one; None where there is none, or the person may not see it."""
    earlier = prepared.notes and prepared.notes.earlier
    standing = earlier and standing_in(db.session, current_person(), earlier.evaluation)
    if not earlier or not standing or standing.recused or standing.undeclared:
        return None
    if not may(standing.role, standing.stage, Action.SEE_RESULTS):
        return None
    before = prepare(earlier.evaluation, current_language()).contents
    now = {row.vendor_id: row for row in prepared.contents.ranking.rows}
    return EarlierResult(
        address=url_for("comparison.show", evaluation_id=earlier.evaluation),
        title=before.title,
        round=earlier.round,
        rows=tuple(
            _both(row, now.get(row.vendor_id), earlier.left_out.get(row.vendor_id, ""))
            for row in before.ranking.rows
        ),
    )


def _both(before: RankingRow, now: RankingRow | None, left_out: str) -> EarlierRow:
    return EarlierRow(
        name=before.name,
        rank_before=before.rank_text,
        total_before=before.total_text,
        rank_now=now.rank_text if now else NOTHING,
        total_now=now.total_text if now else NOTHING,
        left_out=left_out,
    )


def acts_here() -> dict[str, bool]:
    """What the overview offers the person: a further round, a copy, putting away."""
    archived = current_standing().archived
    return {
        "next_round": is_open("rounds.next_round"),
        "archive": is_open("rounds.archive") and not archived,
        "unarchive": is_open("rounds.unarchive") and archived,
    }
