from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories import NOW, import_sample, make_person
from tests.storage.test_members import acts, set_stage
from vendor_eval.case import Case
from vendor_eval.errors import NotFoundError
from vendor_eval.storage import add_user, db, load_case, standing_in
from vendor_eval.storage.evaluators import Place
from vendor_eval.storage.invitations import (
    Invitee,
    accept,
    enter_as_guest,
    find_invitation,
    guest_evaluation,
    invite,
    renew,
    revoke,
)
from vendor_eval.storage.members import load_panel, remove_member
from vendor_eval.storage.panel_tables import Invitation
from vendor_eval.workflow import Stage

WEEK = timedelta(days=7)
SPAN = NOW, NOW + WEEK
EVALUATOR = Place(role="evaluator")


def test_a_link_makes_an_account_once(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        set_stage(key, Stage.PREPARING)
        lead = make_person("lead", key)
        invitee = Invitee(name="", email="Aoki@Example.com")
        person, token = invite(db.session, key, lead, invitee, EVALUATOR, SPAN)
        before = person.fs_uniquifier

        stored = db.session.exec(select(Invitation)).one()
        assert token not in stored.token_sha256
        assert find_invitation(db.session, token + "x", NOW) is None
        assert find_invitation(db.session, token, NOW + WEEK) is None
        assert enter_as_guest(db.session, token, NOW) is None

        invited = accept(db.session, token, name="青木", password_hash="hash", now=NOW)
        assert invited is not None
        assert (invited.evaluation, person.name, person.password) == (key, "青木", "hash")
        assert person.fs_uniquifier != before
        assert accept(db.session, token, name="x", password_hash="other", now=NOW) is None
        assert find_invitation(db.session, token, NOW) is None
        assert person.password == "hash"
        assert load_case(db.session, key).evaluators[-1].name["ja"] == "青木"
        assert [what for what, *_ in acts(key)] == [
            "person.add",
            "person.sheet",
            "invitation.send",
            "invitation.accept",
        ]
        with pytest.raises(NotFoundError):
            renew(db.session, key, lead, person.id, SPAN)


def test_one_address_is_one_person_in_two_evaluations(app: Flask, sample_case: Case) -> None:
    with app.app_context():
        key = import_sample(sample_case)
        lead, known = make_person("lead", key), add_user(db.session, "aoki@example.com", NOW)
        invitee = Invitee(name="", email="AOKI@example.com")

        person, _token = invite(db.session, key, lead, invitee, EVALUATOR, SPAN)

        assert person is known


def test_a_guest_comes_back_until_the_link_ends(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead = make_person("lead", key)
        invitee = Invitee(name="Guest", email="", guest=True)
        guest, token = invite(db.session, key, lead, invitee, EVALUATOR, SPAN)

        for _time in range(3):
            invited = enter_as_guest(db.session, token, NOW)
            assert invited is not None
            assert invited.person is guest
        assert [what for what, *_ in acts(key)].count("invitation.accept") == 1
        assert guest_evaluation(db.session, guest, NOW) == key
        assert guest_evaluation(db.session, guest, NOW + WEEK) is None
        assert enter_as_guest(db.session, token, NOW + WEEK) is None

        session_before = guest.fs_uniquifier
        revoke(db.session, key, lead, guest.id, NOW)
        assert guest.fs_uniquifier != session_before
        assert enter_as_guest(db.session, token, NOW) is None
        assert guest_evaluation(db.session, guest, NOW) is None
        assert load_panel(db.session, key).member(guest.id).link_until is None


def test_a_new_link_ends_the_one_before(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead = make_person("lead", key)
        invitee = Invitee(name="Guest", email="", guest=True)
        guest, first = invite(db.session, key, lead, invitee, EVALUATOR, SPAN)
        session_before = guest.fs_uniquifier

        _, second = renew(db.session, key, lead, guest.id, (NOW, NOW + 2 * WEEK))

        assert enter_as_guest(db.session, first, NOW) is None
        assert enter_as_guest(db.session, second, NOW + WEEK) is not None
        assert guest.fs_uniquifier != session_before


def test_who_is_removed_has_no_link_any_more(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead = make_person("lead", key)
        guest, token = invite(
            db.session, key, lead, Invitee(name="G", email="", guest=True), EVALUATOR, SPAN
        )

        remove_member(db.session, key, lead, (guest.id, False), {"en": "Wrong person"}, NOW)

        assert enter_as_guest(db.session, token, NOW) is None
        assert not guest.active
        assert standing_in(db.session, guest, key) is None
