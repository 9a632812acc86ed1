"""The record of an evaluation for an extract on paper; what is sealed stays sealed."""

from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session

from vendor_eval.dossier import Dossier, KeptAct
from vendor_eval.storage.evaluations import stage_of
from vendor_eval.storage.trail import RecordedAct, load_acts
from vendor_eval.workflow import Stage


def with_acts(
    session: Session, dossier: Dossier, vendors: Collection[str] | None = None
) -> Dossier:
    """The dossier with every act of its evaluation.

    While people score alone, their values are sealed for everybody, whoever prints.

    Args:
        session: of the database.
        dossier: of an evaluation in the database.
        vendors: those the reader sees; None is all of them.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    evaluation = dossier.case.evaluation.id
    early = stage_of(session, evaluation) in {Stage.PREPARING, Stage.SCORING}
    acts = tuple(_kept(each, early, vendors) for each in load_acts(session, evaluation))
    return replace(dossier, record=replace(dossier.record, acts=acts))


def _kept(each: RecordedAct, early: bool, vendors: Collection[str] | None) -> KeptAct:
    about = each.act.about
    unseen = vendors is not None and (
        ("vendor" in about and about["vendor"] not in vendors) or "scenario" in about
    )
    if unseen or (early and each.sealed_for is not None):
        bare = replace(each.act, about={}, old=None, new=None, reason="")
        return KeptAct(act=bare, hash=each.hash, sealed=True)
    return KeptAct(act=replace(each.act, about=dict(about)), hash=each.hash)
