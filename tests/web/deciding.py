"""What tests of the decision share: an evaluation at that stage, and people in it."""

from dataclasses import replace
from functools import cache
from typing import TypeVar

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password

from tests.factories import NOW, Part, make_person
from tests.web.pages import PASSWORD
from tests.web.reading import in_language
from vendor_eval.case import Case, GateResult, Measure, Quote, Rating
from vendor_eval.storage import db, save_case
from vendor_eval.workflow import Stage

InVendor = TypeVar("InVendor", Rating, Measure, GateResult, Quote)
DESK = "/evaluations/inbound-desk"


def all_alike(case: Case) -> Case:
    """Tsubame has the answers of Minamo: only a lot can settle which comes first."""
    return replace(
        case,
        ratings=_alike(case.ratings),
        measures=_alike(case.measures),
        gates=_alike(case.gates),
        quotes=_alike(case.quotes),
        consensus=(),
    )


def _alike(parts: tuple[InVendor, ...]) -> tuple[InVendor, ...]:
    found: list[InVendor] = []
    for each in parts:
        if each.vendor != "tsubame":
            found.append(each)
        if each.vendor == "minamo":
            found.append(replace(each, vendor="tsubame"))
    return tuple(found)


def put_in(app: Flask, case: Case, stage: Stage) -> None:
    """Store a case, at a stage."""
    with app.app_context():
        save_case(db.session, case, NOW)
        at_stage(stage)


def at_stage(stage: Stage, key: str = "inbound-desk") -> None:
    """Put an evaluation where a test needs it."""
    db.session.execute(
        sa.text("UPDATE evaluation SET stage = :stage WHERE key = :key"),
        {"stage": stage.value, "key": key},
    )
    db.session.commit()


def browser(app: Flask, part: Part) -> FlaskClient:
    """Somebody who has this part and a password, in English."""
    with app.app_context():
        person = make_person(part, "inbound-desk")
        person.password = password_hash()
        db.session.add(person)
        db.session.commit()
    return in_language(app.test_client(user=person), "en")


@cache
def password_hash() -> str:
    """Of the password everybody has here; slow on purpose, so once."""
    return str(hash_password(PASSWORD))
