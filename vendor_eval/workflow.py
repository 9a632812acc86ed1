"""Stages of an evaluation, the parts people play, and who may do what when; pure.

An evaluation goes forward: it is prepared, scored by each person alone, agreed on
together, decided and signed. Nobody sees what somebody else has scored before all
sheets are frozen, whatever their part.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from vendor_eval.errors import StageError

MemberRole = Literal["lead", "evaluator", "adviser", "approver"]
"""What a person is in one evaluation."""
ADMINISTRATOR: Literal["administrator"] = "administrator"
"""The one role that holds everywhere."""
Part = MemberRole | Literal["administrator"]
"""What a person is to an evaluation."""
ROLES: tuple[MemberRole, ...] = ("lead", "evaluator", "adviser", "approver")


class Stage(StrEnum):
    """Where an evaluation stands."""

    PREPARING = "preparing"
    """What is bought, the criteria, people and vendors are put together."""
    SCORING = "scoring"
    """Criteria are locked; each evaluator scores alone."""
    AGREEING = "agreeing"
    """All sheets are frozen; the panel meets."""
    DECIDING = "deciding"
    """Agreed values are fixed; the lead recommends, the approver signs."""
    DECIDED = "decided"
    """Signed; nothing changes any more."""


class Action(StrEnum):
    """What somebody may want to do in an evaluation."""

    READ = "read"
    """See what is bought and the criteria."""
    EDIT_NEED = "edit-need"
    """What is bought, readiness, options of the stage to come."""
    WEIGH = "weigh"
    """Say alone how much each group should weigh, before all see what everybody said."""
    CHANGE_CRITERIA = "change-criteria"
    """Criteria and weights: freely before opening, then with a reason printed on every report."""
    EDIT_PEOPLE = "edit-people"
    EDIT_VENDORS = "edit-vendors"
    """Vendors, gates, measures, quotations, files, questions."""
    CONFIRM_FAIL = "confirm-fail"
    """Be the second person who finds a mandatory requirement not met."""
    SCORE = "score"
    SEE_PROGRESS = "see-progress"
    REOPEN_SHEET = "reopen-sheet"
    REMARK = "remark"
    SEE_RESULTS = "see-results"
    SEE_BOARD = "see-board"
    """See what was said of the vendors one is not recused from, cell by cell."""
    TRY = "try"
    """Save a trial beside the results, rename or delete it."""
    AGREE = "agree"
    DECIDE = "decide"
    """Recommend, draw a lot."""
    SIGN = "sign"
    MOVE = "move"
    """Take the evaluation to the next stage; the last step is the signature."""
    REOPEN = "reopen"
    """Back from a signed decision."""
    SEE_TRAIL = "see-trail"
    SEE_REPORT = "see-report"
    """See all that was recorded: declarations, and every act."""
    SEE_LETTERS = "see-letters"
    """See what is told to each vendor."""
    ISSUE = "issue"
    """Give a document its number and freeze it; see ``DOCUMENTS`` for the stages of each kind."""
    NEXT_ROUND = "next-round"
    """Take over into a further round, or copy."""
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Permission:
    """Whose part allows an action, and in which stages."""

    roles: frozenset[MemberRole]
    stages: frozenset[Stage]


def _allowed(roles: str, stages: str) -> Permission:
    every = "preparing scoring agreeing deciding decided"
    return Permission(
        frozenset(role for role in ROLES if role in roles.split() or roles == "all"),
        frozenset(Stage(stage) for stage in (every if stages == "all" else stages).split()),
    )


PERMISSIONS = {
    Action.READ: _allowed("all", "all"),
    Action.EDIT_NEED: _allowed("lead", "preparing"),
    Action.WEIGH: _allowed("lead evaluator adviser", "preparing"),
    Action.CHANGE_CRITERIA: _allowed("lead", "preparing scoring agreeing"),
    Action.EDIT_PEOPLE: _allowed("lead", "preparing scoring agreeing deciding"),
    Action.EDIT_VENDORS: _allowed("lead", "preparing scoring agreeing"),
    Action.CONFIRM_FAIL: _allowed("lead evaluator approver", "preparing scoring agreeing"),
    Action.SCORE: _allowed("lead evaluator", "scoring"),
    Action.SEE_PROGRESS: _allowed("lead", "scoring"),
    Action.REOPEN_SHEET: _allowed("lead", "scoring"),
    Action.REMARK: _allowed("lead evaluator adviser approver", "agreeing deciding"),
    Action.SEE_RESULTS: _allowed("all", "agreeing deciding decided"),
    Action.SEE_BOARD: _allowed("all", "agreeing deciding decided"),
    Action.TRY: _allowed("all", "agreeing deciding"),
    Action.AGREE: _allowed("lead", "agreeing"),
    Action.DECIDE: _allowed("lead", "deciding"),
    Action.SIGN: _allowed("approver", "deciding"),
    Action.MOVE: _allowed("lead", "preparing scoring agreeing"),
    Action.REOPEN: _allowed("lead approver", "decided"),
    Action.SEE_TRAIL: _allowed("lead approver", "all"),
    Action.SEE_REPORT: _allowed("lead approver", "agreeing deciding decided"),
    Action.SEE_LETTERS: _allowed("lead approver", "deciding decided"),
    Action.ISSUE: _allowed("lead", "all"),
    Action.NEXT_ROUND: _allowed("lead", "agreeing deciding decided"),
    Action.ARCHIVE: _allowed("lead", "all"),
}
"""Deny by default: what is not in here nobody may do."""


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """Who may have one kind of document, and when it may be issued."""

    action: Action
    """What the person must be allowed to do."""
    issued: frozenset[Stage]
    """Stages in which it may be issued; empty: never, it is printed for oneself."""
    rests_on: Literal["nothing", "results", "decision"] = "nothing"
    """What must be complete before it is issued."""
    own: bool = False
    """Whether only the evaluator it is about may have it."""
    vendors: bool = True
    """Whether it shows vendors, and so waits for the declaration."""


def _issued(stages: str) -> frozenset[Stage]:
    return frozenset(Stage(stage) for stage in stages.split())


DOCUMENTS: Mapping[str, DocumentRule] = {
    "approval": DocumentRule(Action.SEE_RESULTS, _issued("deciding decided"), "decision"),
    "report": DocumentRule(Action.SEE_REPORT, _issued("deciding decided"), "decision"),
    "comparison": DocumentRule(Action.SEE_RESULTS, _issued("deciding decided"), "results"),
    "letter": DocumentRule(Action.SEE_LETTERS, _issued("decided"), "decision"),
    "criteria": DocumentRule(Action.READ, frozenset(Stage), vendors=False),
    "score-sheet": DocumentRule(Action.SEE_RESULTS, frozenset(), own=True),
    "vendor-profile": DocumentRule(Action.SEE_RESULTS, _issued("deciding decided"), "results"),
    "trail": DocumentRule(Action.SEE_REPORT, _issued("deciding decided")),
}
"""By kind of document; a kind that is not in here nobody may have."""

NEXT = {
    Stage.PREPARING: Stage.SCORING,
    Stage.SCORING: Stage.AGREEING,
    Stage.AGREEING: Stage.DECIDING,
    Stage.DECIDING: Stage.DECIDED,
}


ALONE = frozenset((Action.SCORE, Action.WEIGH))
"""What people do for themselves, as part of the panel."""


def allows(part: Part, action: Action) -> bool:
    """Whether a part ever allows an action; an administrator's is a lead's who judges nothing."""
    if part == ADMINISTRATOR:
        return action not in ALONE and "lead" in PERMISSIONS[action].roles
    return part in PERMISSIONS[action].roles


def may(part: Part, stage: Stage, action: Action) -> bool:
    """Whether a part allows an action in a stage."""
    return allows(part, action) and stage in PERMISSIONS[action].stages


def require_stage(stage: Stage, action: Action) -> None:
    """Refuse what the stage does not allow.

    Raises:
        StageError: the evaluation stands elsewhere.
    """
    if stage not in PERMISSIONS[action].stages:
        raise StageError
