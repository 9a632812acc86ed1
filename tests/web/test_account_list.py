"""The accounts of the installation."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW
from vendor_eval.errors import LastAdministratorError
from vendor_eval.storage import User, add_user, db, is_administrator
from vendor_eval.storage.people import list_accounts, set_administrator, switch_account


def person(email: str, *, administrator: bool = False) -> User:
    """Somebody who has a password."""
    user = add_user(db.session, email, NOW, name=email[0].upper(), administrator=administrator)
    user.password = "hash"
    db.session.commit()
    return user


def browser_of(app: Flask, user: User) -> FlaskClient:
    """Reads English."""
    browser = app.test_client(user=user)
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def test_switched_off_a_person_is_out_at_once(app: Flask) -> None:
    with app.app_context():
        first, other = person("a@example.com", administrator=True), person("b@example.com")
    administrator, browser = browser_of(app, first), browser_of(app, other)
    assert browser.get("/account").status_code == 200

    page = administrator.post(
        f"/accounts/{other.id}", data={"change": "off"}, follow_redirects=True
    ).text

    assert "The account of B is changed." in page
    assert "switched off" in page
    assert browser.get("/account").status_code == 303
    administrator.post(f"/accounts/{other.id}", data={"change": "on"})
    with app.app_context():
        assert [user.active for user in list_accounts(db.session)] == [True, True]


def test_rights_are_given_and_taken(app: Flask) -> None:
    with app.app_context():
        first, other = person("a@example.com", administrator=True), person("b@example.com")
    administrator, browser = browser_of(app, first), browser_of(app, other)
    assert browser.get("/accounts").status_code == 403
    administrator.post(f"/accounts/{other.id}", data={"change": "administrator"})
    assert browser.get("/accounts").status_code == 200
    browser.post(f"/accounts/{first.id}", data={"change": "plain"})
    assert administrator.get("/accounts").status_code == 403
    assert browser.post("/accounts/99", data={"change": "plain"}).status_code == 404
    assert browser.post(f"/accounts/{first.id}", data={"change": "king"}).status_code == 404


def test_the_last_administrator_stays(any_app: Flask) -> None:
    with any_app.app_context():
        only = person("a@example.com", administrator=True)
        without_password = add_user(db.session, "c@example.com", NOW, administrator=True)
        with pytest.raises(LastAdministratorError, match="A is the only administrator"):
            switch_account(db.session, only, active=False)
        with pytest.raises(LastAdministratorError):
            set_administrator(db.session, only, administrator=False)
        assert only.active
        assert is_administrator(only)

        set_administrator(db.session, without_password, administrator=False)
        assert not is_administrator(without_password)
