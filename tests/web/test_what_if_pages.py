"""What if, as people use it; and that nothing official ever notices."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.large_case import large_case
from tests.factories import NOW, Part, import_sample, make_person
from tests.web.reading import in_language, with_id, without_answers, words
from vendor_eval.case import Case, Recusal, score_sheet
from vendor_eval.exchange.case_writing import case_files
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import compare
from vendor_eval.scoring.trial import Trial, in_places, official_weights, redistributed
from vendor_eval.storage import add_member, add_user, db, load_case, save_case
from vendor_eval.storage.scenarios import list_trials
from vendor_eval.storage.tables import Evaluation
from vendor_eval.web.prepared import prepare
from vendor_eval.web.what_if_result import outside_bands
from vendor_eval.workflow import Stage

KEY = "inbound-desk"
PAGE = f"/evaluations/{KEY}/what-if"
SAVED = f"{PAGE}/saved"

SignIn = Callable[[Part], FlaskClient]


@pytest.fixture
def lead(sign_in: SignIn) -> FlaskClient:
    """A browser of the lead, in English."""
    return in_language(sign_in("lead"), "en")


def weights_in(page: str) -> dict[str, str]:
    """What stands in the fields of the weights."""
    return dict(re.findall(r'name="w-([a-z]+)" value="([^"]*)"', page))


def leader_in(html: str) -> str:
    """The vendor in the first row of a ranking."""
    found = re.search(r'<th scope="row">([^<]+)', html)
    assert found, html
    return found[1]


def keep(browser: FlaskClient, name: str, query: str, key: str = KEY) -> str:
    """Save a trial; what the page says then."""
    form = {"name": name, "trial": query}
    address = f"/evaluations/{key}/what-if/saved"
    response = browser.post(address, data=form, follow_redirects=True)
    assert response.status_code == 200
    return words(response.text)


def test_the_ranking_answers_to_a_moved_weight(lead: FlaskClient, sample_case: Case) -> None:
    before = lead.get(f"{PAGE}/answer?w-security=10").get_json()
    after = lead.get(f"{PAGE}/answer?w-security=10.78").get_json()
    own = {n: Fraction(w) for n, w in official_weights(score_sheet(sample_case)).items()}
    wanted = in_places(redistributed(own, {"security": Fraction("10.78")}, (), own))

    assert leader_in(before["results"]).startswith("Minamo")
    assert "Nothing is tried yet" in before["summary"]
    assert before["query"] == ""
    assert leader_in(after["results"]).startswith("Tsubame")
    assert {name: Decimal(each["exact"]) for name, each in after["weights"].items()} == wanted
    assert sum(Decimal(each["shown"]) for each in after["weights"].values()) == 100
    assert "Officially first: Minamo" in words(after["summary"])
    text = words(after["results"])
    assert "▲ 1 place up 2 · 76.21" in text
    assert "+0.09" in text
    again = lead.get(f"{PAGE}/answer?{after['query']}").get_json()
    assert again == after


def test_without_scripts_the_form_answers_the_same(lead: FlaskClient) -> None:
    page = lead.get(f"{PAGE}?w-security=10.78").text
    fields = dict(re.findall(r'name="([wp]-[a-z]+)" value="([^"]*)"', page))
    same = lead.get(PAGE, query_string=fields).text
    moved = lead.get(PAGE, query_string=fields | {"w-data": "20", "hold": "security"}).text

    assert leader_in(page).startswith("Tsubame")
    assert weights_in(same) == weights_in(page)
    assert leader_in(same) == leader_in(page)
    assert weights_in(moved)["security"] == "10.78"
    assert weights_in(moved)["data"] == "20"
    assert sum(map(Decimal, weights_in(moved).values())) == 100
    assert "A trial, not the official result." in words(moved)


def test_what_cannot_be_had_and_what_leaves_its_band_is_said(lead: FlaskClient) -> None:
    rest = "&".join(f"hold={name}" for name in weights_in(lead.get(PAGE).text) if name != "data")
    held = lead.get(f"{PAGE}?w-data=30&{rest}")

    assert weights_in(held.text)["data"] == "4"
    assert "30 % is not to be had beside what is held or was typed; it is now 4 %." in words(
        held.text
    )


def test_a_weight_outside_its_band_is_a_notice(sample_case: Case) -> None:
    """As written: with weights that total 200, a band of 20 to 40 is 10 to 20 percent."""
    sheet = score_sheet(sample_case)
    criteria = replace(
        sheet.criteria,
        groups=tuple(
            replace(group, weight_band=(Decimal(20), Decimal(40)))
            if group.id == "security"
            else group
            for group in sheet.criteria.groups
        ),
    )
    doubled = {name: 2 * weight for name, weight in sheet.weights.groups.items()}
    sheet = replace(sheet, criteria=criteria, weights=replace(sheet.weights, groups=doubled))
    said = {}
    for to in ("9.99", "10", "20", "20.01"):
        trial = Trial(weights=official_weights(sheet) | {"security": Decimal(to)})
        said[to] = [*outside_bands(trial, sheet, Wording("en"))]
    text = "Information security and privacy: outside the band that the criteria allow, 20 to 40."
    assert said == {"9.99": [text], "10": [], "20": [], "20.01": [text]}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("w-security=-3", "Write a number from 0 to 100, with at most 9 decimals."),
        ("w-security=lots", "Write a number from 0 to 100, with at most 9 decimals."),
        ("level=peak&peak=1001", "Write a number from 0 to 1,000, with at most 2 decimals."),
        ("v-emails=x", "with at most 6 decimals."),
    ],
)
def test_what_cannot_be_read_changes_nothing(lead: FlaskClient, query: str, said: str) -> None:
    page = lead.get(f"{PAGE}?{query}")
    assert page.status_code == 400
    assert said in words(page.text)
    assert leader_in(page.text).startswith("Minamo")
    assert query.rpartition("=")[2] in page.text
    assert lead.get(f"{PAGE}/answer?{query}").get_json()["wrong"]


def test_volumes_and_key_figures_are_tried_too(lead: FlaskClient, sample_case: Case) -> None:
    text = words(lead.get(f"{PAGE}?level=peak&peak=150&assumption=claimed&v-emails=0").text)
    evaluation = sample_case.evaluation
    volume = replace(
        evaluation.purchase.volume,
        calls_offered=Decimal(9000),
        emails=Decimal(0),
        chats=evaluation.purchase.volume.chats * Decimal("1.5"),
    )
    purchase = replace(evaluation.purchase, volume=volume, assumption="claimed")
    tried = replace(sample_case, evaluation=replace(evaluation, purchase=purchase))
    cost = score_sheet(tried).costs[0]
    assert cost is not None
    assert f"{round(cost.total):,}" in text
    assert "Monthly volume: 9,000 calls of 6 minutes on average, 600 chats." in text
    assert "Calculated with the key figures each vendor claims for itself." in text


def test_who_loses_its_rank_is_told_why(lead: FlaskClient) -> None:
    text = words(lead.get(f"{PAGE}?level=peak").text)
    assert "without tax is above the ceiling of ¥46,000,000." in text
    assert "has no rank 2 · 76.21" in text


def test_a_cost_that_cannot_be_worked_out_is_no_answer(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    """Hours at an occupancy of 0, which counts once vendors' own key figures do."""
    case = with_id(sample_case, "other")
    purchase = replace(case.evaluation.purchase, assumption="common")
    hourly = {quote.vendor for quote in case.quotes if quote.line.kind == "hour"}
    idle = [
        replace(each, value=Decimal(0)) if each.vendor in hourly else each
        for each in case.measures
        if each.criterion == "ops-occupancy"
    ]
    others = [each for each in case.measures if each.criterion != "ops-occupancy"]
    case = replace(
        case,
        evaluation=replace(case.evaluation, purchase=purchase),
        measures=(*others, *idle),
    )
    with app.app_context():
        import_sample(case)
    browser = in_language(sign_in("administrator"), "en")
    keep(browser, "Fine", "level=peak", "other")
    address = "/evaluations/other/what-if"

    assert hourly
    assert "There is no answer:" in words(browser.get(f"{address}?assumption=claimed").text)
    assert "This trial has no result:" in keep(browser, "Own", "assumption=claimed", "other")
    assert browser.get(f"{address}/saved").status_code == 200


def test_before_there_is_anything_to_rank_pages_say_so(
    app: Flask, sign_in: SignIn, sample_case: Case
) -> None:
    case = with_id(replace(without_answers(sample_case), vendors=(), evaluators=()), "other")
    with app.app_context():
        import_sample(case)
    browser = in_language(sign_in("administrator"), "en")
    assert "No vendor has been entered yet." in browser.get("/evaluations/other/what-if").text
    assert browser.get("/evaluations/other/what-if/saved").status_code == 200
    assert browser.get("/evaluations/other/what-if/answer?w-data=9").status_code == 200


def test_trials_are_saved_and_compared_side_by_side(app: Flask, lead: FlaskClient) -> None:
    query = lead.get(f"{PAGE}/answer?w-security=20").get_json()["query"]
    assert "The trial is saved." in keep(lead, "Security counts", query)
    text = keep(lead, "Busy", "level=peak")

    assert "Vendor Official result Trial Security counts Trial Busy Minamo" in text
    assert "Information security and privacy: weight 20 % (official: 10 %)" in text
    assert "Peak volume: 130 % of the base" in text
    assert "Saved by Lead" in text
    assert "has changed since" not in text
    assert "There is a saved trial named “Busy” already." in keep(lead, "Busy", "level=low")
    assert "Nothing differs from the official result yet." in keep(lead, "Nothing", "")
    assert "in at most 80 characters" in keep(lead, "x" * 81, "level=low")
    with app.app_context():
        assert [each.name for each in list_trials(db.session, KEY)] == ["Security counts", "Busy"]


def test_a_trial_is_worked_out_anew_and_that_is_said(app: Flask, lead: FlaskClient) -> None:
    keep(lead, "Security counts", "w-security=20")
    cell = "consensus/minamo/train-curriculum"
    form = {"value": "0", "reason": "Seen on site", "dissent": "", "revision": "0"}
    assert lead.post(f"/evaluations/{KEY}/{cell}", data=form).status_code == 303

    text = words(lead.get(SAVED).text)
    assert "The evaluation has changed since this trial was saved." in text
    assert re.search(r"when saved: \d · \d\d\.\d\d", text)


def test_names_are_changed_and_trials_deleted_by_whom_they_belong_to(
    sign_in: SignIn, lead: FlaskClient
) -> None:
    adviser = in_language(sign_in("adviser"), "en")
    approver = in_language(sign_in("approver"), "en")
    keep(adviser, "Busy", "level=peak")
    rename = {"before": "Busy", "name": "December"}

    assert approver.post(f"{SAVED}/1/rename", data=rename).status_code == 403
    assert approver.post(f"{SAVED}/1/delete", data=rename).status_code == 403
    assert "Rename" not in words(approver.get(SAVED).text)
    renamed = adviser.post(f"{SAVED}/1/rename", data=rename, follow_redirects=True)
    assert "The trial has its new name." in words(renamed.text)
    stale = lead.post(f"{SAVED}/1/delete", data={"before": "Busy"}, follow_redirects=True)
    assert "renamed or deleted meanwhile" in words(stale.text)
    gone = lead.post(f"{SAVED}/1/delete", data={"before": "December"}, follow_redirects=True)
    assert "No trial has been saved yet." in words(gone.text)


def official(app: Flask, browser: FlaskClient) -> dict[str, object]:
    """Everything official: page, contents of the paper, exported case with its JSON, digest."""
    browser.get(PAGE)  # shows what is still to be said of the last form
    page = browser.get(f"/evaluations/{KEY}/comparison").data
    page = re.sub(rb'name="csrf_token" value="[^"]+"', b"", page)
    with app.test_request_context():
        contents = {code: repr(prepare(KEY, code).contents) for code in ("ja", "en")}
        case = load_case(db.session, KEY)
        revision = db.session.execute(sa.text("SELECT revision, updated_at FROM evaluation")).all()
    return {
        "page": page,
        "contents": contents,
        "files": case_files(case, compare(score_sheet(case))),
        "digest": case.criteria_digest,
        "revision": revision,
    }


def test_the_official_result_never_notices(app: Flask, lead: FlaskClient) -> None:
    before = official(app, lead)
    for query in (
        "w-security=90",
        "w-training=0&w-data=100",
        "level=low&low=0",
        "assumption=claimed&v-calls_offered=1",
        "p-security=50&hold=security&w-data=99",
    ):
        answer = lead.get(f"{PAGE}/answer?{query}").get_json()
        lead.get(f"{PAGE}?{query}")
        keep(lead, query, answer["query"])
    lead.get(SAVED)
    lead.post(f"{SAVED}/1/rename", data={"before": "w-security=90", "name": "Other"})
    lead.post(f"{SAVED}/2/delete", data={"before": "w-training=0&w-data=100"})
    assert official(app, lead) == before
    with app.app_context():
        assert len(list_trials(db.session, KEY)) == 4


def test_once_it_is_decided_trials_are_read_and_no_longer_saved(
    app: Flask, lead: FlaskClient
) -> None:
    keep(lead, "Busy", "level=peak")
    with app.app_context():
        db.session.execute(sa.update(Evaluation).values(stage=Stage.DECIDED))
        db.session.commit()

    assert leader_in(lead.get(f"{PAGE}?w-security=20").text).startswith("Tsubame")
    page = words(lead.get(SAVED).text)
    assert "Peak volume: 130 % of the base" in page
    assert "Rename" not in page
    assert "Save the trial" not in lead.get(PAGE).text
    late = {"name": "Late", "before": "Busy", "trial": "level=low"}
    for address in (SAVED, f"{SAVED}/1/rename", f"{SAVED}/1/delete"):
        assert lead.post(address, data=late).status_code == 409


def test_who_is_recused_learns_nothing_from_trials(app: Flask, sample_case: Case) -> None:
    """Neither on the pages, nor from names of trials in the record of acts."""
    recusal = Recusal(vendor="minamo", evaluator="aoki", reason={"en": "Former employer"})
    with app.app_context():
        save_case(db.session, replace(sample_case, recusals=(recusal,)), NOW)
        lead = make_person("lead", KEY)
        recused = add_user(db.session, "aoki@example.com", NOW, name="Aoki")
        add_member(db.session, KEY, recused, "lead")
        db.session.execute(
            sa.text("UPDATE evaluator SET user_id = :id WHERE id = 'aoki'"), {"id": recused.id}
        )
        db.session.commit()
    keep(app.test_client(user=lead), "Minamo wins", "level=peak")
    browser = app.test_client(user=recused)

    assert browser.get(PAGE).status_code == 403
    assert browser.get(f"{PAGE}/answer").status_code == 403
    assert browser.get(SAVED).status_code == 403
    assert browser.post(SAVED, data={"name": "x", "trial": "level=low"}).status_code == 403
    assert "Minamo wins" not in browser.get(f"/evaluations/{KEY}/trail").text
    assert "Minamo wins" not in browser.get(f"/evaluations/{KEY}/trail/acts.csv").text
    assert "Minamo wins" in app.test_client(user=lead).get(f"/evaluations/{KEY}/trail").text


@pytest.mark.parametrize("vendors", [1, 30])
def test_pages_take_as_many_queries_whatever_the_size(
    app: Flask, sign_in: SignIn, queries: list[str], vendors: int
) -> None:
    with app.app_context():
        import_sample(large_case(vendors, criteria=10, evaluators=2))
    browser = sign_in("administrator")
    for place in range(vendors // 10 + 1):
        keep(browser, str(place), f"w-group-1={20 + place}", "large")
    counted = []
    for path in ("what-if", "what-if/answer?w-group-2=30", "what-if/saved"):
        browser.get(f"/evaluations/large/{path}")
        queries.clear()
        assert browser.get(f"/evaluations/large/{path}").status_code == 200
        counted.append(len(queries))
    assert counted == [5, 3, 5]
