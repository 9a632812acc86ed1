"""What reports say beside the comparison itself: the result bought, and late changes."""

from zoneinfo import ZoneInfo

from flask import current_app

from vendor_eval.dossier import ChangeFacts, Record
from vendor_eval.language import LANGUAGES, N_
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.storage import Notes, db, list_changes

SEALED = N_("Made while scores were sealed: its effect on ranks was known to nobody.")


def record_of(evaluation_id: str, purchase: Purchase, notes: Notes) -> Record:
    """What was noted in the program and stands in no file of the case."""
    return Record(
        result_definition=notes.result_definition,
        changes=change_facts(evaluation_id, purchase),
        found=notes.found,
    )


def change_facts(evaluation_id: str, purchase: Purchase) -> tuple[ChangeFacts, ...]:
    """Every change of criteria or weights after opening; all else of a purchase is locked then."""
    zone = ZoneInfo(current_app.config["SETTINGS"].time_zone)
    return tuple(
        ChangeFacts(
            day=change.changed_at.astimezone(zone).date().isoformat(),
            name=change.name,
            reason=change.reason,
            old=change.old,
            new=change.new,
            before=change.before(purchase),
            after=change.after(purchase),
            effect=change.effect or {code: Wording(code).gettext(SEALED) for code in LANGUAGES},
        )
        for change in list_changes(db.session, evaluation_id)
    )
