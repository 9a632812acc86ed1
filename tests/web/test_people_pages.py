"""The page of the people of an evaluation."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW, Part, make_person
from tests.web.pages import PASSWORD
from vendor_eval.storage import add_user, db, open_account
from vendor_eval.storage.members import load_panel

SignIn = Callable[[Part], FlaskClient]
HERE = "/evaluations/inbound-desk"
PERSON = {"role": "evaluator", "weight": "1", "days": "7", "groups": "security"}


@pytest.fixture
def lead(sign_in: SignIn) -> FlaskClient:
    """The lead, reading English."""
    browser = sign_in("lead")
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def with_account(app: Flask, *, active: bool = True) -> int:
    """Somebody who has a password."""
    with app.app_context():
        person = add_user(db.session, "aoki@example.com", NOW, name="Aoki Jun")
        details = {"name": "Aoki Jun", "email": "aoki@example.com", "password_hash": PASSWORD}
        open_account(db.session, person, **details)
        person.active = active
        db.session.commit()
        return person.id


def test_somebody_with_an_account_takes_part_at_once(app: Flask, lead: FlaskClient) -> None:
    with_account(app)
    page = lead.post(
        f"{HERE}/people/add",
        data={**PERSON, "way": "account", "email": "AOKI@example.com"},
        follow_redirects=True,
    )
    assert "Aoki Jun takes part from now on." in page.text
    assert "/join?token=" not in page.text
    listed = lead.get(f"{HERE}/people").text
    assert "Aoki Jun" in listed
    assert "has an account" in listed


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"way": "account", "email": ""}, "Enter the e-mail address."),
        ({"way": "account", "email": "aoki"}, "Enter an e-mail address such as"),
        ({"way": "guest", "name": " "}, "Enter the name of the guest."),
        ({"way": "guest", "name": "Y", "role": "approver"}, "A guest is an evaluator or adviser."),
        ({"way": "account", "email": "lead@example.com"}, "This person takes part already."),
        ({"way": "account", "email": "a@example.com", "weight": "-1"}, "Enter a number from 0 to"),
        ({"way": "guest", "name": "Y", "groups": ""}, "Choose at least one group of criteria."),
        ({"way": "account", "email": "aoki@example.com"}, "This account is switched off."),
    ],
)
def test_what_cannot_be_done_is_said_at_the_field(
    app: Flask, lead: FlaskClient, fields: dict[str, str], message: str
) -> None:
    with_account(app, active=False)
    sent = {name: value for name, value in {**PERSON, **fields}.items() if value}
    page = lead.post(f"{HERE}/people/add", data=sent)
    assert page.status_code == 200
    assert message in page.text


def test_an_imported_sheet_is_given_to_a_person(app: Flask, lead: FlaskClient) -> None:
    with app.app_context():
        person = make_person("evaluator", "inbound-desk").id
        sheet = load_panel(db.session, "inbound-desk").loose_sheets[0].id
    page = lead.post(
        f"{HERE}/people/sheet",
        data={"sheet": sheet, "person": str(person)},
        follow_redirects=True,
    )
    assert "The score sheet has its person." in page.text

    answer = lead.post(
        f"{HERE}/people/{person}",
        data={"role": "evaluator", "weight": "0.5", "groups": "security"},
    )
    assert answer.status_code == 303
    with app.app_context():
        given = load_panel(db.session, "inbound-desk").member(person).sheet
    assert given is not None
    assert (str(given.weight), given.groups) == ("0.5", ("security",))


def test_removing_asks_for_a_reason(app: Flask, lead: FlaskClient) -> None:
    with app.app_context():
        person = make_person("evaluator", "inbound-desk").id
    address = f"{HERE}/people/{person}/remove"
    assert "Write the reason." in lead.post(address, data={"reason": " "}).text

    page = lead.post(address, data={"reason": "Moved on", "ratings": "keep"}, follow_redirects=True)

    assert "Evaluator no longer takes part." in page.text


def test_the_only_lead_stays(app: Flask, lead: FlaskClient) -> None:
    with app.app_context():
        person = make_person("lead", "inbound-desk").id
    answer = lead.post(f"{HERE}/people/{person}/remove", data={"reason": "Bye"})
    assert answer.status_code == 409
    assert "Lead is the only lead." in answer.text


@pytest.mark.parametrize("part", ["evaluator", "adviser", "approver"])
def test_others_neither_see_nor_change_people(sign_in: SignIn, part: Part) -> None:
    browser = sign_in(part)
    assert browser.get(f"{HERE}/people").status_code == 403
    assert browser.post(f"{HERE}/people/add", data=PERSON).status_code == 403


def test_somebody_who_takes_no_part_has_no_page(lead: FlaskClient) -> None:
    assert lead.get(f"{HERE}/people/999").status_code == 404
