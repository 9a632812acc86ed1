"""What a document is made from, loaded at once: the evaluation and what was recorded of it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlmodel import Session

from vendor_eval.dossier import ChangeFacts, Dossier, Record
from vendor_eval.language import LANGUAGES, N_, translate
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.storage.cases import load_case
from vendor_eval.storage.criteria_changes import list_changes
from vendor_eval.storage.dossier_acts import with_acts
from vendor_eval.storage.dossier_facts import load_facts_of_record
from vendor_eval.storage.notes import Notes, load_notes
from vendor_eval.storage.organisation import load_organisation
from vendor_eval.storage.trail import trail_head

SEALED = N_("Made while scores were sealed: its effect on ranks was known to nobody.")


def load_dossier(session: Session, evaluation: str, time_zone: str, kind: str = "") -> Dossier:
    """Everything a document of an evaluation may print.

    Args:
        session: of the database.
        evaluation: its id.
        time_zone: of the days that are printed.
        kind: which document; an extract of the record needs every act, no other one does.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    case = load_case(session, evaluation)
    notes = load_notes(session, evaluation)
    noted = load_record(session, evaluation, case.evaluation.purchase, notes, time_zone)
    record = replace(
        load_facts_of_record(session, evaluation, ZoneInfo(time_zone)),
        result_definition=noted.result_definition,
        changes=noted.changes,
        found=noted.found,
        trail=trail_head(session, evaluation),
    )
    dossier = Dossier(
        case=case,
        decision=notes.decision,
        record=record,
        organisation=load_organisation(session),
    )
    return with_acts(session, dossier) if kind == "trail" else dossier


def load_record(
    session: Session, evaluation: str, purchase: Purchase, notes: Notes, time_zone: str
) -> Record:
    """What a comparison says beside its case: the result bought, late changes, weights found."""
    return Record(
        result_definition=notes.result_definition,
        changes=_changes(session, evaluation, purchase, time_zone),
        found=notes.found,
    )


def _changes(
    session: Session, evaluation: str, purchase: Purchase, time_zone: str
) -> tuple[ChangeFacts, ...]:
    """Every change of criteria or weights after opening; all else of a purchase is locked then."""
    zone = ZoneInfo(time_zone)
    return tuple(
        ChangeFacts(
            day=change.changed_at.astimezone(zone).date().isoformat(),
            name=change.name,
            reason=change.reason,
            old=change.old,
            new=change.new,
            before=change.before(purchase),
            after=change.after(purchase),
            effect=change.effect or {code: translate(SEALED, code) for code in LANGUAGES},
        )
        for change in list_changes(session, evaluation)
    )
