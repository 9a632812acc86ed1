"""An evaluation as it is started, and forms as a browser would send them."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from tests.factories import Part
from vendor_eval.criteria.file import default_criteria_path
from vendor_eval.storage import (
    db,
)
from vendor_eval.storage.tables import Evaluation
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
ANSWERS: dict[str, Any] = {
    "title": "Running the enquiry desk",
    "buyer": "Misaki-do",
    "purposes": ["customer-satisfaction"],
    "flow": "inbound",
    "scope": "department",
    "industry": "ec-mailorder",
}
DEFAULT = default_criteria_path().read_text(encoding="utf-8")


def words(response: TestResponse) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


def start(visitor: FlaskClient, **changes: object) -> str:
    """Start an evaluation; its id."""
    data = {**ANSWERS, **changes, "step": "create"}
    response = visitor.post("/evaluations/new", data=data, headers=ENGLISH)
    assert response.status_code == 303, words(response)
    return str(response.location).rsplit("/", 1)[1]


def fields_of(page: str) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if not name or (kind and kind[1] in {"radio", "checkbox"} and "checked" not in tag):
            continue
        text = unescape(value[1]) if value else ""
        if kind and kind[1] == "checkbox":
            found.setdefault(name[1], []).append(text)
        else:
            found[name[1]] = text
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = unescape(text).strip("\r\n")
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    for other in ("next", "language"):
        found.pop(other, None)
    return found


def in_stage(app: Flask, key: str, stage: Stage) -> None:
    with app.app_context():
        row = db.session.exec(select(Evaluation).where(Evaluation.key == key)).one()
        row.stage = stage
        db.session.commit()
