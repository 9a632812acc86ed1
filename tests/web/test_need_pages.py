"""Starting an evaluation, its need, and the way from stage to stage, as people meet them."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from tests.factories import NOW, Part, make_person
from vendor_eval.case import Case
from vendor_eval.criteria.file import default_criteria_path
from vendor_eval.storage import (
    User,
    add_user,
    db,
    list_changes,
    list_evaluations,
    load_acts,
    load_case,
    load_need,
    load_readiness,
    standing_in,
)
from vendor_eval.storage.tables import Evaluation, EvaluationVendor, Evaluator, Vendor
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]
ENGLISH = {"Accept-Language": "en"}
ANSWERS: dict[str, Any] = {
    "title": "Running the enquiry desk",
    "buyer": "Misaki-do",
    "purposes": ["customer-satisfaction"],
    "flow": "inbound",
    "scope": "department",
    "industry": "ec-mailorder",
}
DEFAULT = default_criteria_path().read_text(encoding="utf-8")


def words(response: TestResponse) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text)))


@pytest.fixture
def lead(app: Flask) -> User:
    """Somebody with an account and no part in anything."""
    with app.app_context():
        return add_user(db.session, "aoki@example.com", NOW, name="Aoki")


@pytest.fixture
def visitor(app: Flask, lead: User) -> FlaskClient:
    """Theirs."""
    return app.test_client(user=lead)


def start(visitor: FlaskClient, **changes: object) -> str:
    """Start an evaluation; its id."""
    data = {**ANSWERS, **changes, "step": "create"}
    response = visitor.post("/evaluations/new", data=data, headers=ENGLISH)
    assert response.status_code == 303, words(response)
    return str(response.location).rsplit("/", 1)[1]


def fields_of(page: str) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if not name or (kind and kind[1] in {"radio", "checkbox"} and "checked" not in tag):
            continue
        text = unescape(value[1]) if value else ""
        if kind and kind[1] == "checkbox":
            found.setdefault(name[1], []).append(text)
        else:
            found[name[1]] = text
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = unescape(text).strip("\r\n")
    for name, options in re.findall(
        r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    for name in ("next", "language"):
        found.pop(name, None)
    return found


def in_stage(app: Flask, key: str, stage: Stage) -> None:
    with app.app_context():
        row = db.session.exec(select(Evaluation).where(Evaluation.key == key)).one()
        row.stage = stage
        db.session.commit()


# --- start -------------------------------------------------------------------------------


def test_answers_are_explained_before_anything_is_kept(app: Flask, visitor: FlaskClient) -> None:
    page = visitor.get("/evaluations/new", headers=ENGLISH)
    for question in (
        "1. What are the calls for?",
        "2. Do calls come in, go out, or both?",
        "3. How much is handed over?",
        "4. Which industry are you in?",
    ):
        assert question in words(page)
    explained = words(visitor.post("/evaluations/new", data=ANSWERS, headers=ENGLISH))
    for text in (
        "Inbound call centre (outsourcing a department)",
        "E-commerce and mail order",
        "PCI DSS compliance (where card data is taken)",
        "Operator training and people",
        "Card numbers are taken by telephone",
        "A handled call: answered by an operator",
    ):
        assert text in explained
    with app.app_context():
        assert list_evaluations(db.session, make_person("administrator", "")) == ()


def test_whoever_starts_an_evaluation_leads_it(
    app: Flask, visitor: FlaskClient, lead: User
) -> None:
    key = start(visitor)
    assert re.fullmatch(r"running-the-enquiry-desk-[a-z2-9]{5}", key)
    with app.app_context():
        standing = standing_in(db.session, lead, key)
        assert standing is not None
        assert (standing.role, standing.stage) == ("lead", Stage.PREPARING)
        need, criteria = load_need(db.session, key)
        purchase = need.evaluation.purchase
        assert (purchase.profile, purchase.variant) == ("inbound-centre", "ec-mailorder")
        assert (purchase.flow, purchase.scope) == (("inbound",), "department")
        assert need.evaluation.purposes == ("customer-satisfaction",)
        assert need.declarations
        assert set(need.result_definition) == {"ja", "en"}
        assert criteria.id == "contact-centre-outsourcing"
        [act] = load_acts(db.session, key)
        assert (act.act.what, act.act.name) == ("evaluation.start", "Aoki")


def test_a_japanese_title_gives_an_id_as_well(visitor: FlaskClient) -> None:
    assert start(visitor, title="お客様相談窓口").startswith("inbound-centre-")


def test_nothing_starts_without_a_purpose(visitor: FlaskClient) -> None:
    response = visitor.post(
        "/evaluations/new", data={**ANSWERS, "purposes": [], "step": "create"}, headers=ENGLISH
    )
    assert response.status_code == 400
    assert "Choose at least one purpose." in words(response)
    assert 'value="Running the enquiry desk"' in response.text


def test_doubts_are_said_and_answers_can_be_changed(visitor: FlaskClient) -> None:
    doubtful = {**ANSWERS, "purposes": ["direct-sales"]}
    page = visitor.post("/evaluations/new", data=doubtful, headers=ENGLISH)
    assert "Selling by telephone is a purpose, yet calls only come in." in words(page)
    back = visitor.post("/evaluations/new", data={**doubtful, "step": "back"}, headers=ENGLISH)
    assert back.status_code == 200
    assert re.search(r'value="direct-sales" checked', back.text)


def test_mistakes_in_own_criteria_are_shown_with_their_line(visitor: FlaskClient) -> None:
    wrong = DEFAULT.replace("training = 14, inbound = 18", "training = 13, inbound = 18", 1)
    response = visitor.post(
        "/evaluations/new", data={**ANSWERS, "criteria_text": wrong}, headers=ENGLISH
    )
    assert response.status_code == 400
    line = wrong[: wrong.index("training = 13")].count("\n") + 1
    assert f"criteria.toml:{line}" in words(response)
    assert "the weights total 99, not 100: 1 is missing" in words(response)


def test_criteria_of_ones_own_are_kept_as_they_are(app: Flask, visitor: FlaskClient) -> None:
    own = DEFAULT.replace('version = "1.0.0"', 'version = "1.0.1-own"', 1)
    page = visitor.post("/evaluations/new", data={**ANSWERS, "criteria_text": own}, headers=ENGLISH)
    sent = fields_of(page.text)
    assert sent["criteria_text"] == own.strip("\n")
    key = start(visitor, criteria_text=own)
    with app.app_context():
        assert load_case(db.session, key).criteria.version == "1.0.1-own"


def test_a_guest_starts_nothing(app: Flask) -> None:
    with app.app_context():
        guest = add_user(db.session, "guest@example.com", NOW)
        guest.guest = True
        db.session.commit()
    response = app.test_client(user=guest).get("/evaluations/new")
    assert response.status_code == 403


# --- need --------------------------------------------------------------------------------


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


# --- weights and criteria ----------------------------------------------------------------


def test_weights_are_refused_with_the_difference(visitor: FlaskClient) -> None:
    key = start(visitor, industry="")
    path = f"/evaluations/{key}/weights"
    response = visitor.post(path, data={"g-training": "15"}, headers=ENGLISH)
    assert response.status_code == 400
    assert "1 too much for 100." in words(response)
    assert 'value="15"' in response.text
    wrong = visitor.post(path, data={"g-training": "many"}, headers=ENGLISH)
    assert "Write a number from 0, such as 12 or 7.5." in words(wrong)


def test_weights_in_use_can_be_written_out(visitor: FlaskClient) -> None:
    key = start(visitor)
    path = f"/evaluations/{key}/weights"
    page = visitor.post(path, data={"step": "fill"}, headers=ENGLISH)
    written = {k: v for k, v in fields_of(page.text).items() if k.startswith("g-") and v}
    assert len(written) == 10
    assert "The total is as it must be." in words(page)


def test_weights_change_after_they_were_shown(app: Flask, visitor: FlaskClient) -> None:
    key = start(visitor, industry="")
    typed = {"g-training": "15", "g-inbound": "17", "c-train-curriculum": "5"}
    page = visitor.post(f"/evaluations/{key}/weights", data=typed, headers=ENGLISH)
    shown = words(page)
    assert "Weight of “Operator training and people”: from 14 to 15" in shown
    assert "Own weight of “Structured training curriculum” inside its group: from – to 5" in shown
    assert 'name="reason"' not in page.text
    response = visitor.post(f"/evaluations/{key}/criteria/change", data=fields_of(page.text))
    assert response.status_code == 303, words(response)
    with app.app_context():
        purchase = load_case(db.session, key).evaluation.purchase
        assert purchase.weights == {"training": 15, "inbound": 17}
        assert purchase.criterion_weights == {"train-curriculum": 5}
        assert list_changes(db.session, key) == ()
        *_first, last = load_acts(db.session, key)
        assert (last.act.what, last.act.old) == ("weights.change", None)


def test_a_late_change_needs_a_reason_and_is_printed(
    app: Flask, sample: str, sign_in: SignIn
) -> None:
    visitor = sign_in("lead")
    typed = {"g-training": "24", "g-commercial": "8"}
    page = visitor.post(f"/evaluations/{sample}/weights", data=typed, headers=ENGLISH)
    shown = words(page)
    assert "Weight of “Operator training and people”: from 14 to 24" in shown
    assert "Effect on ranks" in shown
    assert re.search(r"Minamo[^:]*: 1 \(76\.33\) → ", shown)
    sent = fields_of(page.text)
    path = f"/evaluations/{sample}/criteria/change"
    refused = visitor.post(path, data=sent, headers=ENGLISH)
    assert refused.status_code == 400
    assert "Write the reason." in words(refused)
    done = visitor.post(path, data={**sent, "reason": "Training was underrated."}, headers=ENGLISH)
    assert done.status_code == 303, words(done)
    with app.app_context():
        [change] = list_changes(db.session, sample)
        assert change.reason == "Training was underrated."
        assert set(change.effect) == {"ja", "en"}
        *_first, last = load_acts(db.session, sample)
        assert (last.act.what, last.act.reason) == ("weights.change", "Training was underrated.")
    for address in ("", "/comparison"):
        text = words(visitor.get(f"/evaluations/{sample}{address}", headers=ENGLISH))
        assert "Changed after scoring was opened" in text
        assert "from 14 to 24" in text
        assert "Reason: Training was underrated." in text


def test_a_change_while_scores_are_sealed_shows_no_ranks(
    app: Flask, sample: str, sign_in: SignIn
) -> None:
    in_stage(app, sample, Stage.SCORING)
    visitor = sign_in("lead")
    typed = {"g-training": "24", "g-commercial": "8"}
    page = visitor.post(f"/evaluations/{sample}/weights", data=typed, headers=ENGLISH)
    assert "The effect on ranks cannot be shown yet: scores are sealed" in words(page)
    assert "Minamo" not in page.text
    sent = {**fields_of(page.text), "reason": "Agreed with the buyer."}
    done = visitor.post(f"/evaluations/{sample}/criteria/change", data=sent)
    assert done.status_code == 303
    with app.app_context():
        [change] = list_changes(db.session, sample)
        assert change.effect == {}
    overview = visitor.get(f"/evaluations/{sample}", headers=ENGLISH)
    assert "Reason: Agreed with the buyer." in words(overview)
    assert "Minamo" not in overview.text


def test_another_file_shows_its_difference_and_may_not_lose_scores(
    sample: str, sign_in: SignIn
) -> None:
    visitor = sign_in("lead")
    path = f"/evaluations/{sample}/criteria/file"
    other = DEFAULT.replace("practically_equal = 1.0", "practically_equal = 2.0", 1)
    page = visitor.post(path, data={"criteria_text": other}, headers=ENGLISH)
    assert "lead that is practically equal changed from 1 to 2" in words(page)
    sent = {**fields_of(page.text), "reason": "Two points are nothing."}
    done = visitor.post(f"/evaluations/{sample}/criteria/change", data=sent, headers=ENGLISH)
    assert done.status_code == 303, words(done)
    renamed = DEFAULT.replace('"train-curriculum"', '"train-plan"')
    refused = visitor.post(path, data={"criteria_text": renamed}, headers=ENGLISH)
    assert refused.status_code == 409
    assert "The file lacks the criterion train-curriculum" in words(refused)
    nothing = visitor.post(path, data={"criteria_text": " "}, headers=ENGLISH)
    assert "Choose a file or paste its text." in words(nothing)


# --- stages ------------------------------------------------------------------------------


def prepared(app: Flask, visitor: FlaskClient) -> str:
    """An evaluation that lacks nothing but owners."""
    key = start(visitor)
    with app.app_context():
        number = db.session.exec(select(Evaluation.id).where(Evaluation.key == key)).one()
        company = Vendor(name={"en": "Minamo"}, created_at=NOW)
        db.session.add(company)
        db.session.flush()
        db.session.add(
            EvaluationVendor(
                evaluation_id=number,
                id="minamo",
                vendor_id=company.id,
                position=0,
                name={"en": "Minamo"},
            )
        )
        db.session.add(Evaluator(evaluation_id=number, id="ito", position=0, name={"en": "Ito"}))
        db.session.commit()
    return key


def test_scoring_does_not_open_before_it_can(visitor: FlaskClient) -> None:
    key = start(visitor)
    page = visitor.get(f"/evaluations/{key}/next", headers=ENGLISH)
    assert "Enter at least one vendor on the page “Vendors”." in words(page)
    assert "Add at least one evaluator on the page “People”." in words(page)
    response = visitor.post(
        f"/evaluations/{key}/next", data={"since": "preparing"}, headers=ENGLISH
    )
    assert response.status_code == 409
    assert "The next stage cannot open yet" in words(response)


def test_opening_says_what_it_does_and_locks(app: Flask, visitor: FlaskClient) -> None:
    key = prepared(app, visitor)
    page = visitor.get(f"/evaluations/{key}/next", headers=ENGLISH)
    assert "Nobody has taken on to bring: Data sheet" in words(page)
    assert "There is no way back to preparation." in words(page)
    response = visitor.post(f"/evaluations/{key}/next", data=fields_of(page.text))
    assert response.status_code == 303
    with app.app_context():
        *_first, last = load_acts(db.session, key)
        assert (last.act.what, last.act.old, last.act.new) == ("stage.move", "preparing", "scoring")
        assert last.act.about["criteria"].startswith("sha256:")
    assert visitor.get(f"/evaluations/{key}/need").status_code == 409
    again = visitor.post(f"/evaluations/{key}/next", data=fields_of(page.text))
    assert again.status_code == 303
    with app.app_context():
        assert len(list(load_acts(db.session, key))) == 2


def test_freezing_without_all_sheets_needs_a_reason(app: Flask, visitor: FlaskClient) -> None:
    key = prepared(app, visitor)
    in_stage(app, key, Stage.SCORING)
    path = f"/evaluations/{key}/next"
    page = visitor.get(path, headers=ENGLISH)
    assert "Have not submitted their sheets: Ito" in words(page)
    sent = fields_of(page.text)
    refused = visitor.post(path, data=sent, headers=ENGLISH)
    assert refused.status_code == 400
    assert "Write the reason." in words(refused)
    assert visitor.post(path, data={**sent, "reason": "Ito is ill."}).status_code == 303
    with app.app_context():
        *_first, last = load_acts(db.session, key)
        assert (last.act.about["not_submitted"], last.act.reason) == ("ito", "Ito is ill.")


def test_closing_the_consensus_names_what_is_disputed(sample: str, sign_in: SignIn) -> None:
    visitor = sign_in("lead")
    path = f"/evaluations/{sample}/next"
    page = visitor.get(path, headers=ENGLISH)
    assert "Agreed values are fixed" in words(page)
    data = {**fields_of(page.text), "reason": "Talked over."}
    assert visitor.post(path, data=data).status_code == 303
    assert "Recommend a vendor with reasons" in words(
        visitor.get(f"/evaluations/{sample}", headers=ENGLISH)
    )


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.SCORING])
@pytest.mark.parametrize("part", ["lead", "evaluator", "adviser", "approver", "administrator"])
def test_the_overview_shows_no_vendor_before_sheets_are_frozen(
    app: Flask, sample: str, sign_in: SignIn, stage: Stage, part: Part
) -> None:
    in_stage(app, sample, stage)
    page = sign_in(part).get(f"/evaluations/{sample}", headers=ENGLISH).text
    for word in ("Minamo", "76.33", "Cells scored", "comparison.pdf", "case.zip"):
        assert word not in page


def test_tabs_are_those_that_may_be_opened(app: Flask, sample: str, sign_in: SignIn) -> None:
    def tabs(part: Part, stage: Stage) -> set[str]:
        in_stage(app, sample, stage)
        page = sign_in(part).get(f"/evaluations/{sample}", headers=ENGLISH).text
        bar = page[page.index('class="tabs"') : page.index("</nav>", page.index('class="tabs"'))]
        return set(re.findall(r">([^<]+)</a>", bar))

    assert "Need" in tabs("lead", Stage.PREPARING)
    assert "Need" not in tabs("evaluator", Stage.PREPARING)
    assert "Comparison" not in tabs("lead", Stage.SCORING)
    assert "Need" not in tabs("lead", Stage.AGREEING)
    assert "Comparison" in tabs("adviser", Stage.AGREEING)
