"""People and evaluations for tests. All need an application context."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import vendor_eval
from vendor_eval import workflow
from vendor_eval.case import Case
from vendor_eval.storage import User, add_member, add_user, db, find_user, save_case

SAMPLE = Path(vendor_eval.__file__).parent / "sample" / "inbound-desk"
NOW = datetime(2026, 1, 15, 1, 30, tzinfo=UTC)

Part = workflow.Part | Literal["stranger"]
"""What somebody is to an evaluation; a stranger has an account and no part in it."""


def import_sample(case: Case) -> str:
    """Store a case as its own id."""
    return save_case(db.session, case, NOW)


def make_person(part: Part, evaluation: str) -> User:
    """The person who has this part, made when first asked for."""
    email = f"{part}@example.com"
    known = find_user(db.session, email)
    if known is not None:
        return known
    person = add_user(
        db.session, email, NOW, name=part.capitalize(), administrator=part == "administrator"
    )
    if part != "administrator" and part != "stranger":  # noqa: PLR1714 - what mypy can follow
        add_member(db.session, evaluation, person, part)
    return person
