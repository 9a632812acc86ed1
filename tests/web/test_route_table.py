"""Which route answers whom in which stage: the whole of it, as a table to read.

Every route is asked for by everybody in every stage, whatever it gives: pages, CSV,
JSON, PDF, SVG, TOML and zip. Forms are sent without their token, which is looked at
only after who may send them at all; so nothing changes while this is tried.
What the answers may tell is tested in ``test_visibility``.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col

from tests.factories import NOW
from tests.web.planted import KEY, RECUSED_FROM, VENDORS, Planted, plant, read_planted
from vendor_eval.storage import db
from vendor_eval.storage.panel_tables import Attachment
from vendor_eval.storage.tables import Evaluation
from vendor_eval.web.access import Who, rule_of
from vendor_eval.web.aliases import letters_of
from vendor_eval.workflow import Stage

# P preparing, S scoring, A agreeing, D deciding, F decided (finished), Z in the archive;
# a dot where it is refused. Names are hidden and prices come last. The evaluator has
# submitted nothing yet; the recused asks about the vendor not to be seen; the
# administrator has no part of their own.
STAGES = "PSADFZ"
ROLES: Mapping[str, str] = {
    "lead": "lead",
    "evaluator": "nagisa",
    "recused": "reiko",
    "adviser": "adviser",
    "approver": "approver",
    "admin": "administrator",
}
IN_AN_EVALUATION = """
how  route                       lead       evaluator  recused    adviser    approver   admin
GET  board.cell                  ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
POST board.clear                 ..A...     ......     ......     ......     ......     ..A...
GET  board.meeting               ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
POST board.save                  ..A...     ......     ......     ......     ......     ..A...
GET  board.show                  ..ADFZ     ..ADFZ     ..ADFZ     ..ADFZ     ..ADFZ     ..ADFZ
GET  comparison.cell             ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  comparison.chart            ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  comparison.show             ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  criteria.download           PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
GET  criteria.show               PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
POST criteria_changes.confirm    PSA...     ......     ......     ......     ......     PSA...
GET  criteria_changes.file       PSA...     ......     ......     ......     ......     PSA...
POST criteria_changes.file       PSA...     ......     ......     ......     ......     PSA...
GET  criteria_changes.weights    PSA...     ......     ......     ......     ......     PSA...
POST criteria_changes.weights    PSA...     ......     ......     ......     ......     PSA...
POST decisions.draw              ...D..     ......     ......     ......     ......     ...D..
POST decisions.reopen            ....F.     ......     ......     ......     ....F.     ....F.
POST decisions.save              ...D..     ......     ......     ......     ......     ...D..
GET  decisions.show              ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
POST decisions.sign              ......     ......     ......     ......     ...D..     ......
GET  declarations.decide         PSAD..     ......     ......     ......     ......     PSAD..
POST declarations.decide         PSAD..     ......     ......     ......     ......     PSAD..
GET  declarations.overview       PSADFZ     ......     ......     ......     PSADFZ     PSADFZ
GET  declarations.show           PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
POST declarations.show           PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
GET  documents.comparison_pdf    ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  evaluations.export_case     ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  evaluations.show            PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
POST files.add                   PSA...     ......     ......     ......     ......     PSA...
GET  files.content               PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
GET  files.download              PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
POST files.mark                  PSA...     ......     ......     ......     ......     PSA...
POST files.remove                PSA...     ......     ......     ......     ......     PSA...
GET  files.show                  PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
GET  files.view                  PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
GET  firmness.chart              ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  firmness.show               ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
POST gates.confirm               PSA...     PSA...     PSA...     ......     PSA...     PSA...
POST gates.save                  PSA...     ......     ......     ......     ......     PSA...
GET  gates.show                  PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
POST invitations.end_link        PSAD..     ......     ......     ......     ......     PSAD..
POST invitations.renew_link      PSAD..     ......     ......     ......     ......     PSAD..
POST issuing.cancel          PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
POST issuing.everything      PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
GET  issuing.file            ......     ......     ......     ......     ......     ......
POST issuing.issue           PSADF.     ......     ......     ......     ......     PSADF.
GET  issuing.progress        ......     ......     ......     ......     ......     ......
POST issuing.retry           PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
GET  issuing.state           ......     ......     ......     ......     ......     ......
POST measures.save               PSA...     ......     ......     ......     ......     PSA...
GET  measures.show               PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
GET  needs.edit                  P.....     ......     ......     ......     ......     P.....
POST needs.edit                  P.....     ......     ......     ......     ......     P.....
GET  needs.readiness             P.....     ......     ......     ......     ......     P.....
POST needs.readiness             P.....     ......     ......     ......     ......     P.....
GET  people.add                  PSAD..     ......     ......     ......     ......     PSAD..
POST people.add                  PSAD..     ......     ......     ......     ......     PSAD..
GET  people.index                PSAD..     ......     ......     ......     ......     PSAD..
POST people.link                 PSAD..     ......     ......     ......     ......     PSAD..
GET  people.person               PSAD..     ......     ......     ......     ......     PSAD..
POST people.person               PSAD..     ......     ......     ......     ......     PSAD..
GET  people.remove               PSAD..     ......     ......     ......     ......     PSAD..
POST people.remove               PSAD..     ......     ......     ......     ......     PSAD..
POST progress.remind             .S....     ......     ......     ......     ......     .S....
POST progress.reopen             .S....     ......     ......     ......     ......     .S....
GET  progress.show               .S....     ......     ......     ......     ......     .S....
POST questions.add               PSA...     ......     ......     ......     ......     PSA...
POST questions.answer            PSA...     ......     ......     ......     ......     PSA...
GET  questions.show              PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
POST quotations.price            PSA...     ......     ......     ......     ......     PSA...
POST quotations.save             PSA...     ......     ......     ......     ......     PSA...
GET  quotations.show             PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
POST remarks.add                 ..AD..     ..AD..     ..AD..     ..AD..     ..AD..     ..AD..
GET  remarks.index               ..ADFZ     ..ADFZ     ..ADFZ     ..ADFZ     ..ADFZ     ..ADFZ
POST rounds.archive              PSADFZ     ......     ......     ......     ......     PSADFZ
GET  rounds.copy                 ..ADFZ     ......     ......     ......     ......     ..ADFZ
POST rounds.copy                 ..ADFZ     ......     ......     ......     ......     ..ADFZ
GET  rounds.next_round           ..ADFZ     ......     ......     ......     ......     ..ADFZ
POST rounds.next_round           ..ADFZ     ......     ......     ......     ......     ..ADFZ
POST rounds.unarchive            PSADFZ     ......     ......     ......     ......     PSADFZ
GET  shelf.download          ......     ......     ......     ......     ......     ......
GET  shelf.draft             ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  shelf.show              PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
PUT  sheet_api.cell              .S....     .S....     .S....     ......     ......     ......
GET  sheet_api.token             ......     .S....     .S....     ......     ......     ......
PUT  sheet_api.words             .S....     .S....     .S....     ......     ......     ......
GET  sheet_prices.show           ......     ......     ......     ......     ......     ......
GET  sheets.criterion            ......     .S....     .S....     ......     ......     ......
POST sheets.save_criterion       .S....     .S....     .S....     ......     ......     ......
POST sheets.save_vendor          .S....     .S....     .S....     ......     ......     ......
GET  sheets.show                 .S....     .S....     .S....     ......     ......     ......
GET  sheets.submit               ......     .S....     .S....     ......     ......     ......
POST sheets.submit               .S....     .S....     .S....     ......     ......     ......
GET  sheets.vendor               ......     .S....     ......     ......     ......     ......
GET  stages.move                 PSA...     ......     ......     ......     ......     PSA...
POST stages.move                 PSA...     ......     ......     ......     ......     PSA...
GET  trail.export                PSADFZ     ......     ......     ......     PSADFZ     PSADFZ
GET  trail.show                  PSADFZ     ......     ......     ......     PSADFZ     PSADFZ
GET  vendor_entry.add            PSA...     ......     ......     ......     ......     PSA...
POST vendor_entry.add            PSA...     ......     ......     ......     ......     PSA...
GET  vendor_entry.import_list    PSA...     ......     ......     ......     ......     PSA...
POST vendor_entry.import_list    PSA...     ......     ......     ......     ......     PSA...
GET  vendor_entry.index          PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
POST vendor_entry.remove         PSA...     ......     ......     ......     ......     PSA...
POST vendor_entry.save           PSA...     ......     ......     ......     ......     PSA...
POST vendor_entry.set_status     PSA...     ......     ......     ......     ......     PSA...
GET  vendor_entry.show           PSADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     PSADFZ
GET  vendor_entry.take_over      PSA...     ......     ......     ......     ......     PSA...
POST vendor_entry.take_over      PSA...     ......     ......     ......     ......     PSA...
GET  vendors.index               ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  vendors.show                ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  scenarios.compare           ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
POST scenarios.delete            ..AD..     ..AD..     ......     ..AD..     ..AD..     ..AD..
POST scenarios.rename            ..AD..     ..AD..     ......     ..AD..     ..AD..     ..AD..
POST scenarios.save              ..AD..     ..AD..     ......     ..AD..     ..AD..     ..AD..
POST weighing.close              P.....     ......     ......     ......     ......     P.....
GET  weighing.show               PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ     PSADFZ
POST weighing.start              P.....     ......     ......     ......     ......     P.....
POST weighing.take               P.....     ......     ......     ......     ......     P.....
POST weighing_own.draft          P.....     P.....     P.....     P.....     ......     ......
GET  weighing_own.edit           P.....     P.....     P.....     P.....     ......     ......
POST weighing_own.edit           P.....     P.....     P.....     P.....     ......     ......
POST weighing_own.reopen         P.....     P.....     P.....     P.....     ......     ......
GET  what_if.answer              ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
GET  what_if.show                ..ADFZ     ..ADFZ     ......     ..ADFZ     ..ADFZ     ..ADFZ
"""
# yes: it answers; no: it does not; sign-in: it leads to the sign-in page.
PEOPLE: Mapping[str, str | None] = {
    "anybody": None,
    "account": "stranger",
    "guest": "guren",
    "admin": "administrator",
}
OUTSIDE = """
how  route                       anybody  account  guest    admin
POST account_list.change         no       no       no       yes
GET  account_list.index          sign-in  no       no       yes
GET  accounts.set_up             sign-in  yes      no       yes
POST accounts.set_up             no       yes      no       yes
GET  accounts.show               sign-in  yes      no       yes
GET  accounts.start              no       yes      yes      yes
GET  evaluations.home            sign-in  yes      yes      yes
GET  evaluations.import_case     sign-in  no       no       yes
POST evaluations.import_case     no       no       no       yes
GET  evaluations.index           sign-in  yes      yes      yes
GET  invitations.join            no       no       no       no
GET  invitations.open_account    no       no       no       no
POST invitations.open_account    yes      yes      yes      yes
POST language.switch             yes      yes      yes      yes
GET  organisation.edit           sign-in  no       no       yes
POST organisation.edit           no       no       no       yes
GET  organisation.logo           sign-in  no       no       no
GET  security.change_password    sign-in  no       no       no
POST security.change_password    no       yes      no       yes
GET  security.login              yes      yes      yes      yes
POST security.login              yes      yes      yes      yes
POST security.logout             yes      yes      yes      yes
GET  security.verify             sign-in  yes      no       yes
POST security.verify             no       yes      no       yes
GET  start.new                   sign-in  yes      no       yes
POST start.new                   no       yes      no       yes
GET  static                      yes      yes      yes      yes
POST verifying.check             no       yes      no       yes
GET  verifying.show              sign-in  yes      no       yes
"""

HEADERS = {"If-None-Match": "*", "Accept": "application/json"}
"""A PDF that the browser has already is not drawn again; a refusal is not made into a page."""
Row = tuple[str, str]
"""Method and endpoint."""


def rows_of(text: str) -> dict[Row, list[str]]:
    """A table above by its rows, without its head."""
    lines = [line.split() for line in text.strip().splitlines()[1:]]
    return {(method, endpoint): cells for method, endpoint, *cells in lines}


def routes_of(app: Flask) -> Iterator[tuple[Row, bool, frozenset[str]]]:
    """Every route with each of its methods: whether it is one of an evaluation, its arguments."""
    for route in app.url_map.iter_rules():
        rule = rule_of(app, route.endpoint)
        for method in (route.methods or set()) - {"HEAD", "OPTIONS"}:
            arguments = frozenset(route.arguments)
            yield (method, route.endpoint), rule is None or rule.who is Who.MEMBER, arguments


VALUES: Mapping[str, str] = {
    "evaluation_id": KEY,
    "criterion_id": "talk",
    "evaluator_id": "sumire",
    "question_number": "1",
    "user_id": "999",
    "scenario_number": "1",
    "document_kind": "comparison",
    "job_id": "none",
    "issue_number": "none-01",
    "filename": "css/app.css",
}


def address_of(app: Flask, row: Row, arguments: frozenset[str], person: str) -> str:
    """Where somebody asks for a route: about the vendor they must not see, if there is one."""
    vendor = RECUSED_FROM if person == "reiko" else "hoshikuzu"
    values = {
        **VALUES,
        "vendor_id": vendor,
        "file_number": str([*VENDORS].index(vendor) + 1),
        "person_id": "2",
    }
    with app.test_request_context():
        values["vendor_key"] = letters_of(KEY, list(VENDORS))[vendor]
    adapter = app.url_map.bind("localhost")
    return adapter.build(row[1], {name: values[name] for name in arguments})


@pytest.fixture
def planted(guarded_app: Flask, tmp_path: Path) -> Planted:
    """An evaluation with everything in it, decided, and a PDF beside each vendor."""
    with guarded_app.app_context():
        made = plant(db.session, read_planted(tmp_path), Stage.DECIDED, archived=False)
        db.session.execute(sa.update(Attachment).values(media_type="application/pdf"))
        db.session.commit()
    return made


def browsers_of(app: Flask, planted: Planted, names: Iterator[str]) -> dict[str, FlaskClient]:
    return {name: app.test_client(user=planted.people[name]) for name in names}


def put_into(app: Flask, letter: str) -> None:
    """Move the evaluation to a stage, by hand."""
    stage = dict(zip(STAGES, (*Stage, Stage.DECIDED), strict=True))[letter]
    with app.app_context():
        change = sa.update(Evaluation).where(col(Evaluation.key) == KEY)
        archived = NOW if letter == "Z" else None
        db.session.execute(change.values(stage=stage, archived_at=archived))
        db.session.commit()


def answer(browser: FlaskClient, row: Row, path: str) -> str:
    """``yes`` where the route answers, or would take the form if it had its token."""
    response = browser.open(path, method=row[0], headers=HEADERS, buffered=True)
    if response.status_code in {200, 304}:
        return "yes"
    if response.status_code == 400:
        assert response.json is not None
        return "yes" if response.json["error"] == "CSRFError" else "no"
    if response.status_code in {302, 303}:
        return "sign-in" if str(response.location).startswith("/sign-in") else "yes"
    assert response.status_code in {401, 403, 404, 409}, f"{row} {path}: {response.status}"
    return "no"


def test_every_route_of_an_evaluation_answers_those_it_is_for(
    guarded_app: Flask, planted: Planted
) -> None:
    routes = [(row, names) for row, inside, names in routes_of(guarded_app) if inside]
    browsers = browsers_of(guarded_app, planted, iter(ROLES.values()))
    paths = {
        (row, name): address_of(guarded_app, row, names, name)
        for row, names in routes
        for name in browsers
    }
    found = {row: dict.fromkeys(browsers, "") for row, _ in routes}
    for letter in STAGES:
        put_into(guarded_app, letter)
        for (row, name), path in paths.items():
            open_now = answer(browsers[name], row, path) == "yes"
            found[row][name] += letter if open_now else "."
    assert {row: [*cells.values()] for row, cells in found.items()} == rows_of(IN_AN_EVALUATION)


def test_every_other_route_answers_those_it_is_for(guarded_app: Flask, planted: Planted) -> None:
    found = {}
    for row, inside, names in routes_of(guarded_app):
        if not inside:
            path = address_of(guarded_app, row, names, "stranger")
            found[row] = [
                answer(guarded_app.test_client(user=name and planted.people[name]), row, path)
                for name in PEOPLE.values()
            ]
    assert found == rows_of(OUTSIDE)
