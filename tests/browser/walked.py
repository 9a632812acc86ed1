"""What the walk over every page walks: one evaluation with long names, and people at browsers."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_login import FlaskLoginClient
from flask_security.recoverable import generate_reset_password_token

from tests.databases import settings_for
from tests.factories import NOW
from tests.web.planted import KEY, SHEETS, plant, read_planted
from tests.web.planted_weights import add_weighing
from tests.web.test_route_table import (
    IN_AN_EVALUATION,
    PEOPLE,
    ROLES,
    STAGES,
    Row,
    address_of,
    put_into,
    routes_of,
    rows_of,
)
from vendor_eval.app import create_app
from vendor_eval.case import Case, Consensus
from vendor_eval.storage import User, add_user, db, utc_now
from vendor_eval.storage.evaluators import Place
from vendor_eval.storage.invitations import Invitee, invite
from vendor_eval.storage.panel_tables import Attachment
from vendor_eval.workflow import Stage

LANGUAGES = ("ja", "en")
NO_PAGE = {"static", "organisation.logo", "accounts.start", "evaluations.home", "invitations.join"}
"""Files of the program, and links that only lead on."""
CELLS = ("talk", "answered", "total")
"""A rating, a key figure and a cost: their pages differ."""
LONG = {
    "ja": "株式会社全日本カスタマーエクスペリエンスホールディングス東日本第二営業本部",
    "en": "Nihon Customer Experience and Telemarketing-Outsourcing Holdings (East) K.K.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page as somebody finds it in a stage; its letter is empty where there is none."""

    endpoint: str
    path: str
    person: str
    letter: str
    shape: frozenset[str]
    """The kinds of things on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """The program with the evaluation in it."""

    app: Flask
    cookies: Mapping[tuple[str, str], str]
    """By person and language."""
    reset_token: str
    """Of a link that sets a lost password anew."""


def prepare(url: str, folder: Path) -> Walked:
    """An application in which every page can be opened by somebody."""
    app = create_app(replace(settings_for(url, folder), smtp_host="localhost"), {"TESTING": True})
    app.test_client_class = FlaskLoginClient
    with app.app_context():
        case = with_long_names(read_planted(folder))
        planted = plant(db.session, case, Stage.PREPARING, archived=False)
        db.session.execute(sa.update(Attachment).values(media_type="application/pdf"))
        db.session.commit()
        numbers = {name: planted.people[name].id for name in ("lead", *SHEETS)}
        add_weighing(db.session, KEY, {name: number for name, number in numbers.items() if number})
        invitee = Invitee(name=LONG["en"], email="invited@example.com")
        span = utc_now(), utc_now() + timedelta(days=1)
        lead, place = planted.people["lead"], Place(role="adviser")
        _, token = invite(db.session, KEY, lead, invitee, place, span)
        unnamed = add_user(db.session, "unnamed@example.com", NOW, name="")
        accounts = {**planted.people, "unnamed": unnamed}
        reset_token = generate_reset_password_token(planted.people["stranger"])  # type: ignore[no-untyped-call]
    cookies = {
        (name, language): cookie_of(app, accounts.get(name), language, token)
        for name in ("", *accounts)
        for language in LANGUAGES
    }
    return Walked(app=app, cookies=cookies, reset_token=reset_token)


def with_long_names(case: Case) -> Case:
    """Every vendor with the longest of names, and a cell the panel has agreed on."""
    vendors = tuple(
        replace(each, name={key: f"{LONG[key]} {name}" for key, name in each.name.items()})
        for each in case.vendors
    )
    reason = {key: f"{LONG[key]}. " * 3 for key in LANGUAGES}
    agreed = Consensus(
        vendor="hoshikuzu",
        criterion="talk",
        value=Decimal("48.31"),
        reason=reason,
        dissent=LONG["ja"],
    )
    title = {key: f"{LONG[key]} {name}" for key, name in case.evaluation.title.items()}
    evaluation = replace(case.evaluation, title=title)
    return replace(case, vendors=vendors, consensus=(agreed,), evaluation=evaluation)


def cookie_of(app: Flask, person: User | None, language: str, token: str) -> str:
    """The session of somebody who has just typed the password, or of nobody."""
    browser = app.test_client(user=person)
    with browser.session_transaction() as session:
        session["language"] = language
        if person:
            session["fs_paa"] = time.time()
        else:
            session["invitation"] = token
    cookie = browser.get_cookie("vendor_eval")
    assert cookie is not None
    return cookie.value


def pages_of(walked: Walked, *, everywhere: bool) -> Iterator[Opened]:
    """Every page once, or in each of its shapes: stage after stage, for whoever may see it.

    Routes come from the program and who sees them from the table of routes, so a new
    page is walked by itself.
    """
    yield from _outside(walked)
    inside = rows_of(IN_AN_EVALUATION)
    seen: dict[str, frozenset[str]] = {}
    for letter in STAGES:
        put_into(walked.app, letter)
        for row, within, names in routes_of(walked.app):
            if row[0] != "GET" or not within:
                continue
            for person in _people(inside.get(row, []), letter):
                for path in _paths(walked.app, row, names, person):
                    known = seen.get(path, frozenset())
                    if known and not everywhere:
                        continue
                    page = look(walked, row[1], path, person, letter)
                    if page is not None and not page.shape <= known:
                        seen[path] = known | page.shape
                        yield page


def _people(cells: list[str], letter: str) -> list[str]:
    """Who sees a page in a stage; the guest is past quality, where no column is."""
    found = [person for person, cell in zip(ROLES.values(), cells, strict=False) if letter in cell]
    return found or (["guren"] if letter == "S" else [])


def _paths(app: Flask, row: Row, names: frozenset[str], person: str) -> list[str]:
    path = address_of(app, row, names, person)
    if row[1] == "comparison.cell":
        return [path.replace("/talk", f"/{each}") for each in CELLS]
    return [path]


def _outside(walked: Walked) -> Iterator[Opened]:
    for row, within, names in routes_of(walked.app):
        if row[0] != "GET" or within or row[1] in NO_PAGE:
            continue
        path = _path_outside(walked, row, names)
        for person in (*PEOPLE.values(), "unnamed"):
            page = look(walked, row[1], path, person or "", "")
            if page is not None:
                yield page
                break
        else:
            raise AssertionError(f"nobody can open {row[1]} at {path}")
    missing = look(walked, "404", "/nowhere", "", "")
    assert missing is not None
    yield missing


def _path_outside(walked: Walked, row: Row, names: frozenset[str]) -> str:
    if "token" in names:
        adapter = walked.app.url_map.bind("localhost")
        return adapter.build(row[1], {"token": walked.reset_token})
    return address_of(walked.app, row, names, "stranger")


def look(walked: Walked, endpoint: str, path: str, person: str, letter: str) -> Opened | None:
    """What somebody finds at an address, unless it is no page."""
    browser = walked.app.test_client()
    browser.set_cookie("vendor_eval", walked.cookies[person, "en"])
    response = browser.get(path, headers={"If-None-Match": "*"})
    if response.mimetype != "text/html" or response.status_code not in {200, 404}:
        return None
    if (response.status_code == 404) != (endpoint == "404"):
        return None
    found = re.findall(r"<(\w+)[^>]*?(?:class=\"([^\"]*)\"|type=\"([^\"]*)\"|>)", response.text)
    shape = frozenset("/".join(kind) for kind in found)
    return Opened(endpoint=endpoint, path=path, person=person, letter=letter, shape=shape)
