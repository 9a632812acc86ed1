"""What a person does next in an evaluation, by the stage it is in and the part they play."""

from collections.abc import Mapping
from dataclasses import dataclass

from vendor_eval.language import N_
from vendor_eval.storage import Standing
from vendor_eval.workflow import Action, Stage, may

Link = tuple[str, str]
"""Endpoint and name; the first that may be opened is the one to follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """Where the evaluation stands for somebody, and where to go from here."""

    stage: str
    text: str
    links: tuple[Link, ...] = ()


STAGES: Mapping[Stage, str] = {
    Stage.PREPARING: N_("In preparation"),
    Stage.SCORING: N_("Scoring"),
    Stage.AGREEING: N_("Agreeing"),
    Stage.DECIDING: N_("Deciding"),
    Stage.DECIDED: N_("Decided"),
}
DECLARE = (
    N_("First sign your declaration about each vendor. Nothing about vendors is shown before."),
    (("declarations.show", N_("Sign the declaration")),),
)
SCORE = (
    N_(
        "Score on your own, then submit your sheet. Nobody else sees your ratings before all sheets"
        " are frozen."
    ),
    (("sheets.show", N_("Open your score sheet")),),
)
LEADS: Mapping[Stage, tuple[str, tuple[Link, ...]]] = {
    Stage.PREPARING: (
        N_(
            "Say what is bought, add people and vendors, then open scoring. From then on criteria"
            " and weights are locked."
        ),
        (
            ("needs.edit", N_("Need")),
            ("needs.readiness", N_("What must be brought")),
            ("people.index", N_("People")),
            ("weighing.show", N_("Finding weights together")),
            ("vendor_entry.index", N_("Vendors")),
            ("stages.move", N_("Open scoring")),
        ),
    ),
    Stage.SCORING: (
        N_("Evaluators score on their own. When all have submitted, freeze the sheets and meet."),
        (
            ("progress.show", N_("See who has submitted")),
            ("stages.move", N_("Freeze all sheets and meet")),
        ),
    ),
    Stage.AGREEING: (
        N_("Meet, and agree on values where ratings lie far apart. Then close the consensus."),
        (
            ("board.show", N_("Open the board")),
            ("comparison.show", N_("Open the comparison")),
            ("stages.move", N_("Close the consensus")),
        ),
    ),
    Stage.DECIDING: (
        N_("Recommend a vendor with reasons and conditions; then an approver signs."),
        (
            ("decisions.show", N_("Open the decision")),
            ("comparison.show", N_("Open the comparison")),
        ),
    ),
}
OTHERS: Mapping[Stage, tuple[str, tuple[Link, ...]]] = {
    Stage.PREPARING: (N_("The lead is preparing this. You need not do anything yet."), ()),
    Stage.SCORING: (
        N_("Evaluators are scoring. Results are shown once all sheets are frozen."),
        (),
    ),
    Stage.AGREEING: (
        N_("The panel is agreeing on values where ratings lie far apart."),
        (
            ("comparison.show", N_("Open the comparison")),
            ("board.show", N_("Open the board")),
        ),
    ),
    Stage.DECIDING: (
        N_("Agreed values are fixed. The lead recommends a vendor, an approver signs."),
        (
            ("comparison.show", N_("Open the comparison")),
            ("decisions.show", N_("Open the decision")),
        ),
    ),
    Stage.DECIDED: (
        N_("The decision is signed; nothing changes any more."),
        (
            ("decisions.show", N_("Open the decision")),
            ("comparison.show", N_("Open the comparison")),
        ),
    ),
}
SIGN = (
    N_("Read the comparison and the recommendation, then sign or say what is missing."),
    OTHERS[Stage.DECIDING][1][::-1],
)
ARCHIVED = N_("This evaluation is archived: it can be read, and nothing in it changes.")


def next_step(standing: Standing) -> NextStep:
    """What this person does next."""
    text, links = _step(standing)
    return NextStep(stage=STAGES[standing.stage], text=text, links=links)


def _step(standing: Standing) -> tuple[str, tuple[Link, ...]]:
    stage = standing.stage
    acting = Action.DECIDE if stage is Stage.DECIDING else Action.MOVE
    leads = may(standing.role, stage, acting)
    if standing.archived:
        return ARCHIVED, OTHERS[Stage.DECIDED][1]
    if standing.undeclared and not (leads and stage is Stage.PREPARING):
        return DECLARE
    if stage is Stage.SCORING and standing.evaluator is not None:
        text, links = SCORE
        return text, (*links, *(LEADS[stage][1] if leads else ()))
    if may(standing.role, stage, Action.SIGN):
        return SIGN
    return LEADS[stage] if leads else OTHERS[stage]
