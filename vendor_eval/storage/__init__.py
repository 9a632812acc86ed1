"""Reading and writing evaluations. The only package that knows the database."""

from vendor_eval.storage.account_tables import User
from vendor_eval.storage.attempts import count_attempt
from vendor_eval.storage.cases import load_case, load_whole_case, save_case, save_imported_case
from vendor_eval.storage.columns import utc_now
from vendor_eval.storage.comparisons import Comparable, load_comparable
from vendor_eval.storage.criteria import load_criteria, load_criteria_of
from vendor_eval.storage.criteria_changes import (
    Proposal,
    RecordedChange,
    Standard,
    change_standard,
    criteria_with_answers,
    list_changes,
    standard_of,
)
from vendor_eval.storage.database import db, engine_config, init_app, prepare_database
from vendor_eval.storage.evaluations import (
    EvaluationSummary,
    Standing,
    add_member,
    begin_change,
    evaluation_ids,
    is_administrator,
    list_evaluations,
    role_in,
    standing_in,
)
from vendor_eval.storage.needs import (
    Need,
    load_need,
    load_readiness,
    save_need,
    save_readiness,
    start_evaluation,
)
from vendor_eval.storage.notes import Notes, load_notes
from vendor_eval.storage.people import (
    add_sign_in_link,
    add_user,
    datastore,
    find_user,
    list_administrators,
    open_account,
    use_sign_in_link,
)
from vendor_eval.storage.progress import Progress, list_progress, load_title
from vendor_eval.storage.ratings import Answer, load_cell, save_ratings
from vendor_eval.storage.sheet_entries import (
    Author,
    Entry,
    Outcome,
    WordsOutcome,
    answer_text,
    save_entries,
    save_words,
)
from vendor_eval.storage.sheets import (
    Asked,
    Missing,
    OwnSheet,
    SheetState,
    Words,
    load_asked,
    load_sheet,
)
from vendor_eval.storage.stages import (
    Review,
    changing,
    move_on,
    require_open,
    review,
)
from vendor_eval.storage.submissions import reopen_sheet, submit_sheet
from vendor_eval.storage.trail import Deed, RecordedAct, load_acts, record, trail_head
from vendor_eval.storage.vendors import Participation, VendorRecord, list_vendors, load_vendor

__all__ = [
    "Answer",
    "Asked",
    "Author",
    "Comparable",
    "Deed",
    "Entry",
    "EvaluationSummary",
    "Missing",
    "Need",
    "Notes",
    "Outcome",
    "OwnSheet",
    "Participation",
    "Progress",
    "Proposal",
    "RecordedAct",
    "RecordedChange",
    "Review",
    "SheetState",
    "Standard",
    "Standing",
    "User",
    "VendorRecord",
    "Words",
    "WordsOutcome",
    "add_member",
    "add_sign_in_link",
    "add_user",
    "answer_text",
    "begin_change",
    "change_standard",
    "changing",
    "count_attempt",
    "criteria_with_answers",
    "datastore",
    "db",
    "engine_config",
    "evaluation_ids",
    "find_user",
    "init_app",
    "is_administrator",
    "list_administrators",
    "list_changes",
    "list_evaluations",
    "list_progress",
    "list_vendors",
    "load_acts",
    "load_asked",
    "load_case",
    "load_cell",
    "load_comparable",
    "load_criteria",
    "load_criteria_of",
    "load_need",
    "load_notes",
    "load_readiness",
    "load_sheet",
    "load_title",
    "load_vendor",
    "load_whole_case",
    "move_on",
    "open_account",
    "prepare_database",
    "record",
    "reopen_sheet",
    "require_open",
    "review",
    "role_in",
    "save_case",
    "save_entries",
    "save_imported_case",
    "save_need",
    "save_ratings",
    "save_readiness",
    "save_words",
    "standard_of",
    "standing_in",
    "start_evaluation",
    "submit_sheet",
    "trail_head",
    "use_sign_in_link",
    "utc_now",
]
