"""Reading and writing evaluations. The only package that knows the database."""

from vendor_eval.storage.account_tables import User
from vendor_eval.storage.attempts import count_attempt
from vendor_eval.storage.cases import load_case, save_case
from vendor_eval.storage.columns import utc_now
from vendor_eval.storage.comparisons import Comparable, load_comparable
from vendor_eval.storage.database import db, engine_config, init_app, prepare_database
from vendor_eval.storage.evaluations import (
    EvaluationSummary,
    Standing,
    add_member,
    begin_change,
    is_administrator,
    list_evaluations,
    role_in,
    standing_in,
)
from vendor_eval.storage.people import (
    add_sign_in_link,
    add_user,
    datastore,
    find_user,
    list_administrators,
    open_account,
    use_sign_in_link,
)
from vendor_eval.storage.ratings import load_cell, save_ratings
from vendor_eval.storage.trail import Deed, RecordedAct, load_acts, record, trail_head
from vendor_eval.storage.vendors import Participation, VendorRecord, list_vendors, load_vendor

__all__ = [
    "Comparable",
    "Deed",
    "EvaluationSummary",
    "Participation",
    "RecordedAct",
    "Standing",
    "User",
    "VendorRecord",
    "add_member",
    "add_sign_in_link",
    "add_user",
    "begin_change",
    "count_attempt",
    "datastore",
    "db",
    "engine_config",
    "find_user",
    "init_app",
    "is_administrator",
    "list_administrators",
    "list_evaluations",
    "list_vendors",
    "load_acts",
    "load_case",
    "load_cell",
    "load_comparable",
    "load_vendor",
    "open_account",
    "prepare_database",
    "record",
    "role_in",
    "save_case",
    "save_ratings",
    "standing_in",
    "trail_head",
    "use_sign_in_link",
    "utc_now",
]
