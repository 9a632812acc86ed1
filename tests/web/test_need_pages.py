"""The need of an evaluation and what must be brought for it."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part
from tests.web.need_forms import ENGLISH, fields_of, in_stage, start, words
from vendor_eval.case import Case
from vendor_eval.storage import (
    db,
    load_acts,
    load_case,
    load_need,
    load_readiness,
)
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]


def test_the_need_is_kept_field_by_field_with_its_acts(app: Flask, visitor: FlaskClient) -> None:
    key = start(visitor)
    page = visitor.get(f"/evaluations/{key}/need", headers=ENGLISH)
    sent = fields_of(page.text)
    assert (sent["title_en"], sent["flow"]) == ("Running the enquiry desk", "inbound")
    sent |= {
        "title_ja": "相談窓口の運営",
        "budget": "42,000,000",
        "term_months": "１２",
        "calls_offered": "6000",
        "tax_percent": "10",
        "result_en": "A call that is settled.",
        "price_last": "y",
    }
    response = visitor.post(f"/evaluations/{key}/need", data=sent, headers=ENGLISH)
    assert response.status_code == 303, words(response)
    with app.app_context():
        need, _criteria = load_need(db.session, key)
        purchase = need.evaluation.purchase
        assert purchase.budget == 42_000_000
        assert purchase.term_months == 12
        assert purchase.volume.calls_offered == 6000
        assert str(need.evaluation.tax_rate) == "0.1"
        assert need.evaluation.title == {"ja": "相談窓口の運営", "en": "Running the enquiry desk"}
        assert need.price_last
        acts = {act.act.about.get("field"): act.act for act in load_acts(db.session, key)}
        assert (acts["budget"].old, acts["budget"].new) == (None, "42000000")
        assert set(acts) == {
            None,
            "title",
            "budget",
            "term_months",
            "volume",
            "tax_rate",
            "result_definition",
            "price_last",
        }
    overview = words(visitor.get(f"/evaluations/{key}", headers=ENGLISH))
    assert "Result bought A call that is settled." in overview


def test_saving_what_is_there_changes_nothing(app: Flask, visitor: FlaskClient) -> None:
    key = start(visitor)
    sent = fields_of(visitor.get(f"/evaluations/{key}/need", headers=ENGLISH).text)
    assert visitor.post(f"/evaluations/{key}/need", data=sent).status_code == 303
    with app.app_context():
        assert [each.act.what for each in load_acts(db.session, key)] == ["evaluation.start"]


def test_two_people_who_save_lose_nothing(visitor: FlaskClient) -> None:
    key = start(visitor)
    path = f"/evaluations/{key}/need"
    first = fields_of(visitor.get(path, headers=ENGLISH).text)
    second = dict(first)
    assert visitor.post(path, data={**first, "budget": "100"}).status_code == 303
    response = visitor.post(path, data={**second, "budget": "200"}, headers=ENGLISH)
    assert response.status_code == 409
    assert "Somebody else has changed the need meanwhile" in words(response)
    assert 'value="200"' in response.text
    assert "Budget for the term, without tax 100" in words(response)
    again = visitor.post(path, data=fields_of(response.text), headers=ENGLISH)
    assert again.status_code == 303
    assert fields_of(visitor.get(path).text)["budget"] == "200"


def test_mistyped_numbers_are_named_and_kept(visitor: FlaskClient) -> None:
    key = start(visitor)
    path = f"/evaluations/{key}/need"
    sent = fields_of(visitor.get(path, headers=ENGLISH).text)
    response = visitor.post(
        path, data={**sent, "budget": "a lot", "term_months": "1.5"}, headers=ENGLISH
    )
    assert response.status_code == 400
    page = words(response)
    assert "Write a number in digits, such as 1200 or 6.5." in page
    assert "Write at most 0 digits after the point." in page
    assert 'value="a lot"' in response.text


def test_another_flow_or_scope_deletes_nothing(
    app: Flask, sample: str, sample_case: Case, sign_in: SignIn
) -> None:
    in_stage(app, sample, Stage.PREPARING)
    visitor = sign_in("lead")
    path = f"/evaluations/{sample}/need"
    sent = fields_of(visitor.get(path, headers=ENGLISH).text)
    changed = {**sent, "flow": "outbound", "scope": "activity", "profile": "outbound-telemarketing"}
    assert visitor.post(path, data=changed).status_code == 303
    with app.app_context():
        case = load_case(db.session, sample)
        assert case.evaluation.purchase.flow == ("outbound",)
        for part in (
            "vendors",
            "evaluators",
            "ratings",
            "measures",
            "gates",
            "quotes",
            "consensus",
        ):
            assert getattr(case, part) == getattr(sample_case, part), part
    back = fields_of(visitor.get(path, headers=ENGLISH).text)
    back |= {"flow": "inbound", "scope": "department", "profile": "inbound-centre"}
    assert visitor.post(path, data=back).status_code == 303
    with app.app_context():
        after = load_case(db.session, sample)
        assert after.evaluation.purchase == sample_case.evaluation.purchase
        assert after.ratings == sample_case.ratings


def test_who_brings_what_is_kept(app: Flask, visitor: FlaskClient) -> None:
    key = start(visitor)
    path = f"/evaluations/{key}/readiness"
    page = visitor.get(path, headers=ENGLISH)
    for text in ("Data sheet", "Talk script", "a branch for each yes and no", "Target KPI"):
        assert text in words(page)
    assert "Not needed where calls only come in." in words(page)
    sent = fields_of(page.text) | {"faq-owner": "both", "faq-state": "in-hand", "faq-note": "v2"}
    assert visitor.post(path, data=sent).status_code == 303
    with app.app_context():
        faq = {each.item: each for each in load_readiness(db.session, key)}["faq"]
        assert (faq.owner, faq.state, faq.note) == ("both", "in-hand", "v2")
        *_start, last = load_acts(db.session, key)
        assert (last.act.what, last.act.new) == ("readiness.set", "both; in-hand; v2")
    overview = words(visitor.get(f"/evaluations/{key}", headers=ENGLISH))
    assert "FAQ Buyer and vendor · In hand" in overview
