"""Links that let people in, and what a guest may open."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW, Part, make_person
from tests.web.pages import PASSWORD
from vendor_eval.case import Case
from vendor_eval.storage import db, find_user, save_case, utc_now
from vendor_eval.storage.evaluators import Place
from vendor_eval.storage.invitations import Invitee, invite, revoke

SignIn = Callable[[Part], FlaskClient]
HERE = "/evaluations/inbound-desk"
ENDED = "This invitation does not lead anywhere any more."
PERSON = {"role": "evaluator", "weight": "1", "days": "7", "groups": "security"}


@pytest.fixture
def english(app: Flask) -> Callable[[], FlaskClient]:
    """Makes browsers of strangers who read English."""

    def browser() -> FlaskClient:
        client = app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return browser


def lead_of(sign_in: SignIn) -> FlaskClient:
    """The lead, reading English."""
    lead = sign_in("lead")
    lead.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return lead


def invited_by(lead: FlaskClient, **fields: str) -> str:
    """The link that the lead is shown after inviting somebody."""
    added = lead.post(f"{HERE}/people/add", data={**PERSON, **fields})
    assert added.status_code == 303, added.text
    page = lead.get(added.location).text
    found = re.search(r'value="http://localhost(/join\?token=[^"]+)"', page)
    assert found, page
    assert "/join?token=" not in lead.get(added.location).text  # shown once
    return found[1]


def test_a_guest_opens_one_evaluation_and_nothing_else(
    app: Flask, sign_in: SignIn, english: Callable[[], FlaskClient], sample_case: Case
) -> None:
    with app.app_context():
        save_case(db.session, sample_case, NOW, as_id="other-desk")
    link = invited_by(lead_of(sign_in), way="guest", name="Yamada Taro")
    guest = english()
    assert guest.head(link).status_code == 200
    came = guest.get(link)
    assert (came.status_code, came.location) == (303, HERE)
    opened = {
        path: (answer.status_code, answer.location)
        for path in (
            HERE,
            "/",
            "/evaluations",
            "/evaluations/other-desk",
            f"{HERE}/people",
            "/account",
            "/account/password",
            "/account/start",
            "/accounts",
            "/import",
        )
        if (answer := guest.get(path))
    }
    assert opened == {
        HERE: (200, None),
        "/": (303, HERE),
        "/evaluations": (303, HERE),
        "/evaluations/other-desk": (404, None),
        f"{HERE}/people": (403, None),
        "/account": (403, None),
        "/account/password": (403, None),
        "/account/start": (403, None),
        "/accounts": (403, None),
        "/import": (403, None),
    }
    page = guest.get(HERE).text
    assert "Yamada Taro, guest" in page
    assert 'href="/account"' not in page
    assert english().get(link).status_code == 303  # on another machine, until it ends


def test_a_guest_of_one_evaluation_cannot_tell_another_from_none(
    app: Flask, sign_in: SignIn, english: Callable[[], FlaskClient], sample_case: Case
) -> None:
    with app.app_context():
        save_case(db.session, sample_case, NOW, as_id="other-desk")
    guest = english()
    guest.get(invited_by(lead_of(sign_in), way="guest", name="Yamada Taro"))
    theirs = guest.get("/evaluations/other-desk")
    nobodys = guest.get("/evaluations/nobodys-desk")
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.text.replace("other-desk", "nobodys-desk") == nobodys.text


def test_ended_by_the_lead_a_guest_is_out_at_once(
    app: Flask, sign_in: SignIn, english: Callable[[], FlaskClient]
) -> None:
    lead, guest = lead_of(sign_in), english()
    link = invited_by(lead, way="guest", name="Yamada Taro")
    guest.get(link)
    person = person_named(app, "Yamada Taro")

    lead.post(f"{HERE}/people/{person}/link/end")

    out = guest.get(HERE)
    assert (out.status_code, out.location) == (303, f"/sign-in?next={HERE}")
    again = guest.get(link)
    assert again.status_code == 403
    assert ENDED in again.text
    assert "inbound" not in again.text

    lead.post(f"{HERE}/people/{person}/link", data={"days": "1"})
    renewed = re.search(r"/join\?token=[^\"]+", lead.get(f"{HERE}/people/{person}").text)
    assert renewed
    assert guest.get(renewed[0]).location == HERE
    assert guest.get(HERE).status_code == 200


def person_named(app: Flask, name: str) -> int:
    """Id of somebody."""
    with app.app_context():
        from vendor_eval.storage.members import load_panel  # noqa: PLC0415 - see below

        members = load_panel(db.session, "inbound-desk").members
        return next(member.id for member in members if member.name == name)


def test_expired_a_guests_visit_ends(app: Flask, sample: str) -> None:
    now = utc_now()
    with app.app_context():
        lead = make_person("lead", sample)
        invitee = Invitee(name="G", email="", guest=True)
        span = now - timedelta(days=2), now - timedelta(days=1)
        guest, token = invite(db.session, sample, lead, invitee, Place(role="adviser"), span)
    browser = app.test_client(user=guest)
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    answer = browser.get(HERE)
    assert answer.status_code == 403
    assert ENDED in answer.text
    assert browser.get(HERE).location == f"/sign-in?next={HERE}"
    assert app.test_client().get(f"/join?token={token}").status_code == 403


def test_an_invited_person_sets_a_password_and_lands_in_the_evaluation(
    app: Flask, sign_in: SignIn, english: Callable[[], FlaskClient]
) -> None:
    link = invited_by(lead_of(sign_in), way="account", email="Aoki@example.com", name="Aoki")
    browser = english()
    to_form = browser.get(link)
    assert (to_form.status_code, to_form.location) == (303, "/join/account")
    assert "aoki@example.com" in browser.get("/join/account").text
    details = {"name": "Aoki Jun", "password": PASSWORD, "password_again": "something else"}
    refused = browser.post("/join/account", data=details)
    assert "The two passwords differ." in refused.text

    joined = browser.post("/join/account", data={**details, "password_again": PASSWORD})

    assert (joined.status_code, joined.location) == (303, HERE)
    assert browser.get(HERE).status_code == 200
    used = english().get(link)
    assert used.status_code == 403
    assert ENDED in used.text
    elsewhere = english()
    signed_in = elsewhere.post("/sign-in", data={"email": "aoki@example.com", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert elsewhere.get(HERE).status_code == 200


def test_nobody_becomes_somebody_else_by_a_click(sign_in: SignIn) -> None:
    lead = lead_of(sign_in)
    link = invited_by(lead, way="guest", name="Yamada Taro")
    answer = lead.get(link)
    assert answer.status_code == 409
    assert "You are signed in as Lead" in answer.text
    assert lead.get("/account").status_code == 200


def test_links_that_never_were_are_counted(english: Callable[[], FlaskClient]) -> None:
    browser = english()
    answers = [browser.get(f"/join?token={number}").status_code for number in range(61)]
    assert answers == [403] * 60 + [429]


def test_a_revoked_invitation_makes_no_account(
    app: Flask, sign_in: SignIn, english: Callable[[], FlaskClient]
) -> None:
    link = invited_by(lead_of(sign_in), way="account", email="aoki@example.com", name="Aoki")
    browser = english()
    browser.get(link)
    with app.app_context():
        person = find_user(db.session, "aoki@example.com")
        assert person is not None
        revoke(db.session, "inbound-desk", make_person("lead", ""), person.id, utc_now())
    details = {"name": "Aoki", "password": PASSWORD, "password_again": PASSWORD}
    answer = browser.post("/join/account", data=details)
    assert answer.status_code == 403
    assert ENDED in answer.text
