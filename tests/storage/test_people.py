from datetime import timedelta

from flask import Flask

from tests.factories import NOW
from vendor_eval.storage import (
    add_sign_in_link,
    add_user,
    count_attempt,
    db,
    find_user,
    list_administrators,
    open_account,
    use_sign_in_link,
)

HOUR = timedelta(hours=1)


def test_a_link_signs_in_once(any_app: Flask) -> None:
    with any_app.app_context():
        person = add_user(db.session, "Aoki@Example.com", NOW)
        token = add_sign_in_link(db.session, person, NOW, HOUR)

        assert use_sign_in_link(db.session, "something else", NOW) is None
        assert use_sign_in_link(db.session, token, NOW) is person
        assert use_sign_in_link(db.session, token, NOW) is None


def test_a_link_ends_with_its_time_and_with_the_next_one(any_app: Flask) -> None:
    with any_app.app_context():
        person = add_user(db.session, "aoki@example.com", NOW)
        first = add_sign_in_link(db.session, person, NOW, HOUR)
        second = add_sign_in_link(db.session, person, NOW, HOUR)

        assert use_sign_in_link(db.session, first, NOW) is None
        assert use_sign_in_link(db.session, second, NOW + HOUR) is None


def test_a_link_of_somebody_switched_off_leads_nowhere(app: Flask) -> None:
    with app.app_context():
        person = add_user(db.session, "aoki@example.com", NOW)
        token = add_sign_in_link(db.session, person, NOW, HOUR)
        person.active = False
        db.session.commit()

        assert use_sign_in_link(db.session, token, NOW) is None


def test_addresses_are_found_in_any_case(any_app: Flask) -> None:
    with any_app.app_context():
        person = add_user(db.session, "Aoki@Example.com", NOW)

        assert find_user(db.session, " AOKI@example.COM ") is person
        assert find_user(db.session, "ishida@example.com") is None


def test_administrators(any_app: Flask) -> None:
    with any_app.app_context():
        first = add_user(db.session, "a@example.com", NOW, administrator=True)
        add_user(db.session, "b@example.com", NOW)
        second = add_user(db.session, "c@example.com", NOW, administrator=True)

        assert list_administrators(db.session) == (first, second)


def test_an_account_is_opened_with_an_address_nobody_else_has(any_app: Flask) -> None:
    with any_app.app_context():
        person = add_user(db.session, "new@localhost", NOW)
        add_user(db.session, "taken@example.com", NOW)
        before = person.fs_uniquifier
        details = {"name": "青木", "password_hash": "hash"}

        assert not open_account(db.session, person, email="Taken@example.com", **details)
        assert open_account(db.session, person, email="Aoki@Example.com", **details)

        found = find_user(db.session, "aoki@example.com")
        assert found == person
        assert (person.name, person.password) == ("青木", "hash")
        assert person.fs_uniquifier != before


def test_attempts_are_counted_by_kind_and_span(any_app: Flask) -> None:
    quarter = timedelta(minutes=15)
    with any_app.app_context():
        counts = [count_attempt(db.session, ("sign-in", "a"), NOW, quarter) for _ in range(3)]

        assert counts == [1, 2, 3]
        assert count_attempt(db.session, ("sign-in", "b"), NOW, quarter) == 1
        assert count_attempt(db.session, ("sign-in", "a"), NOW + quarter, quarter) == 1
