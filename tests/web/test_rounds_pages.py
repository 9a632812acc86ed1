"""A further round, a copy, and what is put away."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_person
from tests.web.deciding import DESK, at_stage, browser, put_in
from tests.web.reading import in_language, words
from vendor_eval.case import Case
from vendor_eval.storage import add_member, db, load_acts, load_case
from vendor_eval.storage.notes import load_notes
from vendor_eval.workflow import Stage

REASONS = {
    "reason-hayate": "Too far behind.",
    "reason-tsukushi": "Too far behind.",
    "reason-komadori": "Lacks a certificate.",
    "reason-aponoki": "Declined.",
    "reason-olive": "No seats free.",
}
FORM: Mapping[str, Any] = {
    "title": "Presentation",
    "vendor": ["minamo", "tsubame"],
    "facts": "y",
    "person": ["evaluator:aoki", "evaluator:ueda"],
    **REASONS,
}


@pytest.fixture
def lead(app: Flask, sample_case: Case) -> FlaskClient:
    """The lead of the sample, which the panel has scored."""
    put_in(app, sample_case, Stage.DECIDING)
    return browser(app, "lead")


def made(lead: FlaskClient, path: str, form: Mapping[str, Any]) -> str:
    """Id of the evaluation that a form makes."""
    answer = lead.post(path, data=form)
    assert answer.status_code == 303, words(answer.text)
    return str(answer.location).rsplit("/", maxsplit=1)[1]


def test_a_vendor_that_is_not_taken_over_needs_a_reason(app: Flask, lead: FlaskClient) -> None:
    page = lead.get(f"{DESK}/next-round").text
    answer = lead.post(f"{DESK}/next-round", data={**FORM, "reason-olive": " "})

    assert re.search(r'value="minamo" id="vendor-minamo" checked', page)
    assert 'value="komadori" id="vendor-komadori">' in page
    assert answer.status_code == 400
    text = words(answer.text)
    assert "Each vendor that is not taken over needs a reason" in text
    assert 'href="#reason-olive"' in answer.text
    with app.app_context():
        assert list(load_acts(db.session, "inbound-desk")) == []


def test_a_round_carries_the_short_list_and_says_why_the_others_are_left_out(
    app: Flask, lead: FlaskClient, sample_case: Case
) -> None:
    key = made(lead, f"{DESK}/next-round", FORM)
    with app.app_context():
        case = load_case(db.session, key)
        earlier = load_notes(db.session, key).earlier
        acts = [
            (each.act.what, each.act.name)
            for name in (key, "inbound-desk")
            for each in load_acts(db.session, name)
        ]
    carried = {"minamo", "tsubame"}

    assert {vendor.id for vendor in case.vendors} == carried
    assert [each.id for each in case.evaluators] == ["aoki", "ueda"]
    assert not case.ratings
    assert not case.consensus
    assert case.evaluation.purchase == sample_case.evaluation.purchase
    for name in ("gates", "measures", "quotes"):
        before = [each for each in getattr(sample_case, name) if each.vendor in carried]
        assert list(getattr(case, name)) == before
    assert earlier is not None
    assert (earlier.evaluation, earlier.round) == ("inbound-desk", 1)
    assert earlier.left_out["komadori"] == "Lacks a certificate."
    assert acts == [("round.start", "Lead")] * 2


def test_the_earlier_result_stands_beside_for_those_who_may_see_it(
    app: Flask, lead: FlaskClient
) -> None:
    key = made(lead, f"{DESK}/next-round", FORM)
    with app.app_context():
        outsider = make_person("stranger", key)
        add_member(db.session, key, outsider, "adviser")
        at_stage(Stage.AGREEING, key)
    pages = {
        who: words(client.get(f"/evaluations/{key}/comparison").text)
        for who, client in (
            ("lead", lead),
            ("outsider", in_language(app.test_client(user=outsider), "en")),
        )
    }

    assert "Minamo Voice Service Co., Ltd. 1 76.33 – – –" in pages["lead"] or re.search(
        r"Minamo\D+1 76\.33", pages["lead"]
    )
    assert "Lacks a certificate." in pages["lead"]
    assert "The round before" not in pages["outsider"]
    assert "Lacks a certificate." not in pages["outsider"]


def test_a_round_may_use_other_criteria(app: Flask, lead: FlaskClient, sample_case: Case) -> None:
    other = sample_case.criteria_toml.replace("spread_flag = 3", "spread_flag = 2")
    wrong = lead.post(f"{DESK}/next-round", data={**FORM, "criteria_text": "format = 1"})
    key = made(lead, f"{DESK}/next-round", {**FORM, "criteria_text": other})

    assert wrong.status_code == 400
    assert "criteria.toml" in wrong.text
    with app.app_context():
        assert load_case(db.session, key).criteria.rules.spread_flag == 2


def test_a_copy_has_the_set_up_and_nothing_that_was_scored(
    app: Flask, lead: FlaskClient, sample_case: Case
) -> None:
    form = {"title": "Once more", "vendor": [each.id for each in sample_case.vendors]}
    key = made(lead, f"{DESK}/copy", form)
    with app.app_context():
        case = load_case(db.session, key)
        assert load_notes(db.session, key).earlier is None
        whats = [each.act.what for each in load_acts(db.session, key)]

    assert case.evaluation.title == {"en": "Once more"}
    assert len(case.vendors) == len(sample_case.vendors)
    for name in ("gates", "quotes", "ratings", "evaluators"):
        assert getattr(case, name) == ()
    assert whats == ["evaluation.copy"]


def test_what_is_archived_can_be_read_and_taken_out_again(app: Flask, lead: FlaskClient) -> None:
    lead.post(f"{DESK}/archive")
    hidden, shown = (lead.get(f"/evaluations{ask}").text for ask in ("", "?archived=yes"))
    refused = lead.post(f"{DESK}/decision", data={"recommended": "minamo", "revision": "0"})

    assert f'"{DESK}"' not in hidden
    assert f'"{DESK}"' in shown
    assert lead.get(f"{DESK}/comparison").status_code == 200
    assert refused.status_code == 409
    assert lead.post(f"{DESK}/archive").status_code == 409
    assert lead.post(f"{DESK}/unarchive").status_code == 303
    assert f'"{DESK}"' in lead.get("/evaluations").text
    with app.app_context():
        whats = [each.act.what for each in load_acts(db.session, "inbound-desk")]
    assert whats == ["evaluation.archive", "evaluation.unarchive"]
