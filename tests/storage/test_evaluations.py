from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, make_person
from vendor_eval.case import Case
from vendor_eval.errors import NotFoundError
from vendor_eval.storage import add_member, db, list_evaluations, role_in, save_case


def test_people_see_the_evaluations_they_belong_to(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW, as_id="first")
        save_case(db.session, sample_case, NOW + timedelta(days=1), as_id="second")
        lead = make_person("lead", "first")
        administrator = make_person("administrator", "first")

        [mine] = list_evaluations(db.session, lead)
        everything = list_evaluations(db.session, administrator)

    assert (mine.id, mine.role) == ("first", "lead")
    assert (mine.vendors, mine.evaluators) == (7, 4)
    assert mine.title["ja"] == "お客様相談窓口の運営業務委託"
    assert [(each.id, each.role) for each in everything] == [
        ("second", "administrator"),
        ("first", "administrator"),
    ]


def test_the_list_takes_one_query(app: Flask, sample: str, queries: list[str]) -> None:
    with app.app_context():
        lead = make_person("lead", sample)
        _ = lead.roles
        queries.clear()

        list_evaluations(db.session, lead)

    assert len(queries) == 1


def test_what_somebody_is_in_an_evaluation(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        approver = make_person("approver", "inbound-desk")
        stranger = make_person("stranger", "inbound-desk")
        administrator = make_person("administrator", "inbound-desk")

        assert role_in(db.session, approver, "inbound-desk") == "approver"
        assert role_in(db.session, administrator, "inbound-desk") == "administrator"
        assert role_in(db.session, stranger, "inbound-desk") is None
        assert role_in(db.session, administrator, "gone") is None


def test_a_role_is_replaced(app: Flask, sample: str) -> None:
    with app.app_context():
        person = make_person("adviser", sample)
        add_member(db.session, sample, person, "lead")

        assert role_in(db.session, person, sample) == "lead"


def test_nobody_joins_an_evaluation_that_is_not_there(app: Flask, sample: str) -> None:
    with app.app_context(), pytest.raises(NotFoundError, match="by the name gone"):
        add_member(db.session, "gone", make_person("stranger", sample), "lead")


def test_who_imports_can_become_the_lead(app: Flask, sample: str, sample_case: Case) -> None:
    with app.app_context():
        person = make_person("stranger", sample)
        save_case(db.session, sample_case, NOW, as_id="mine", lead_id=person.id)

        assert role_in(db.session, person, "mine") == "lead"
