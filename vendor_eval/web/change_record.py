"""What reports say beside the comparison itself: the result bought, and late changes."""

from flask import current_app

from vendor_eval.dossier import Record
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.storage import Notes, db
from vendor_eval.storage.dossiers import load_record


def record_of(evaluation_id: str, purchase: Purchase, notes: Notes) -> Record:
    """What was noted in the program and stands in no file of the case."""
    zone = current_app.config["SETTINGS"].time_zone
    return load_record(db.session, evaluation_id, purchase, notes, zone)
