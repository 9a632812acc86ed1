"""Weights found together: alone first, then side by side, then taken over."""

from collections.abc import Callable
from itertools import combinations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part
from tests.web.need_forms import ENGLISH, fields_of, in_stage, words
from vendor_eval.needs import outside_band, weight_total
from vendor_eval.storage import db, load_acts, load_case
from vendor_eval.weighing import groups_in_use
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]
TOP = "/evaluations/inbound-desk"
PAGE = f"{TOP}/weighing"


@pytest.fixture
def groups(app: Flask, sample: str) -> tuple[str, ...]:
    """What is weighed in the sample, which is being prepared."""
    in_stage(app, sample, Stage.PREPARING)
    with app.app_context():
        case = load_case(db.session, sample)
        return groups_in_use(case.criteria, case.evaluation.purchase)


def ask(lead: FlaskClient, method: str) -> None:
    """The lead asks everybody."""
    done = lead.post(f"{PAGE}/open", data={"method": method, "since": "0"})
    assert done.status_code == 303


def give(browser: FlaskClient, answers: dict[str, str], *, step: str = "hand-in") -> int:
    """Fill in the form of one person and send it."""
    page = browser.get(f"{PAGE}/own", headers=ENGLISH)
    typed = {**fields_of(page.text), **{f"a-{key}": text for key, text in answers.items()}}
    return browser.post(f"{PAGE}/own", data={**typed, "step": step}, headers=ENGLISH).status_code


def close(lead: FlaskClient) -> None:
    """The lead ends the answering."""
    assert lead.post(f"{PAGE}/close", data={"number": "1"}).status_code == 303


def ladder(groups: tuple[str, ...], ratio: str) -> dict[str, str]:
    """Every group beside every later one."""
    return {f"{first}:{second}": ratio for first, second in combinations(groups, 2)}


def test_pairs_are_compared_alone_then_seen_by_all(
    sign_in: SignIn, groups: tuple[str, ...]
) -> None:
    lead, evaluator, adviser = sign_in("lead"), sign_in("evaluator"), sign_in("adviser")
    assert "has not asked for weights yet" in words(evaluator.get(PAGE, headers=ENGLISH))
    ask(lead, "pairs")
    assert "You are asked how much" in words(evaluator.get(TOP, headers=ENGLISH))

    page = evaluator.get(f"{PAGE}/own", headers=ENGLISH)
    pairs = len(groups) * (len(groups) - 1) // 2
    assert page.text.count("<select") == pairs
    assert f"0 of {pairs} answered." in words(page)
    assert give(evaluator, dict(list(ladder(groups, "3").items())[:-1])) == 400
    assert f"{pairs - 1} of {pairs} answered." in words(
        evaluator.get(f"{PAGE}/own", headers=ENGLISH)
    )
    assert give(evaluator, ladder(groups, "3")) == 303
    own = words(evaluator.get(f"{PAGE}/own", headers=ENGLISH))
    assert "You have handed in." in own
    assert "Look again at" in own, "3 : 3 : 3 does not fit itself"
    assert give(adviser, ladder(groups, "1")) == 303
    assert "You are asked how much" not in words(adviser.get(TOP, headers=ENGLISH))

    close(lead)
    for browser in (lead, evaluator, sign_in("approver")):
        shown = words(browser.get(PAGE, headers=ENGLISH))
        assert "What everybody said" in shown
        assert "Evaluator" in shown
        assert "Consistency ratio" in shown
    assert evaluator.get(f"{PAGE}/own").status_code == 303, "nobody answers any more"


def test_what_comes_out_is_taken_over_recorded_and_printed(
    app: Flask, sign_in: SignIn, groups: tuple[str, ...]
) -> None:
    lead = sign_in("lead")
    ask(lead, "pairs")
    assert give(lead, ladder(groups, "2")) == 303
    assert give(sign_in("adviser"), ladder(groups, "1")) == 303
    close(lead)
    page = lead.get(PAGE, headers=ENGLISH)
    assert "The total is as it must be." in words(page)
    sent = {k: v for k, v in fields_of(page.text).items() if k not in {"method", "since"}}
    done = lead.post(f"{PAGE}/take", data=sent, headers=ENGLISH)
    assert done.status_code == 303, words(done)
    with app.app_context():
        case = load_case(db.session, "inbound-desk")
        purchase = case.evaluation.purchase
        assert weight_total(case.criteria, purchase).holds
        assert outside_band(case.criteria, purchase.weights) == ()
        kinds = [each.act.what for each in load_acts(db.session, "inbound-desk")]
        assert kinds == [
            "weighing.open",
            "weighing.hand-in",
            "weighing.hand-in",
            "weighing.close",
            "weights.change",
            "weighing.take",
        ]

    in_stage(app, "inbound-desk", Stage.AGREEING)
    text = words(lead.get(f"{TOP}/comparison", headers=ENGLISH))
    assert "Group weights by pairwise comparison (AHP), 2 people. Consistency ratio 0.0" in text
    assert "adjusted" not in text


def test_nobody_sees_what_others_say_before_it_is_closed(
    app: Flask, sign_in: SignIn, groups: tuple[str, ...]
) -> None:
    lead, evaluator, adviser = sign_in("lead"), sign_in("evaluator"), sign_in("adviser")
    ask(lead, "points")
    points = {group: str(7919 + place) for place, group in enumerate(groups)}
    assert give(evaluator, points) == 303
    assert "7919" not in evaluator.get(PAGE).text
    for browser in (lead, adviser, sign_in("administrator"), sign_in("approver")):
        for path in ("", "/weighing", "/weighing/own", "/trail", "/weights"):
            assert "7919" not in browser.get(f"{TOP}{path}").text
    seen = words(lead.get(PAGE, headers=ENGLISH))
    assert "Evaluator handed in" in seen
    assert "Adviser not handed in yet" in seen
    assert sign_in("administrator").get(f"{PAGE}/own").status_code == 403
    assert evaluator.post(f"{PAGE}/close", data={"number": "1"}).status_code == 403
    with app.app_context():
        acts = [each.act for each in load_acts(db.session, "inbound-desk")]
        assert [act.new for act in acts if act.what == "weighing.hand-in"] == [None]


def test_one_changes_one_s_mind_until_it_is_closed(
    sign_in: SignIn, groups: tuple[str, ...]
) -> None:
    lead, evaluator = sign_in("lead"), sign_in("evaluator")
    ask(lead, "order")
    refused = lead.post(
        f"{PAGE}/close", data={"number": "1"}, follow_redirects=True, headers=ENGLISH
    )
    assert "Nobody has handed in weights yet." in words(refused)
    places = {group: str(place) for place, group in enumerate(groups, start=1)}
    assert give(evaluator, {**places, groups[0]: "1.5"}) == 400
    assert give(evaluator, places) == 303
    assert evaluator.post(f"{PAGE}/take-back", data={"number": "1"}).status_code == 303
    assert give(evaluator, {**places, groups[1]: "１"}) == 303
    close(lead)
    assert evaluator.post(f"{PAGE}/take-back", data={"number": "1"}).status_code == 409
    shown = words(lead.get(PAGE, headers=ENGLISH))
    assert "Together: the mean of the weights." in shown


def test_two_windows_do_not_overwrite_each_other(sign_in: SignIn, groups: tuple[str, ...]) -> None:
    lead, evaluator = sign_in("lead"), sign_in("evaluator")
    ask(lead, "swing")
    first = fields_of(evaluator.get(f"{PAGE}/own").text)
    draft = {**first, f"a-{groups[0]}": "100"}
    saved = evaluator.post(f"{PAGE}/draft", data=draft, headers=ENGLISH)
    assert saved.json is not None
    assert saved.json["revision"] == 1
    assert saved.json["lines"] == [f"1 of {len(groups)} answered."]
    wrong = {**draft, "revision": "1", f"a-{groups[1]}": "101"}
    told = evaluator.post(f"{PAGE}/draft", data=wrong, headers=ENGLISH).json
    assert told is not None
    assert told["wrong"] == {f"a-{groups[1]}": "Write a number from 0 to 100."}

    stale = {**first, f"a-{groups[0]}": "40"}
    assert evaluator.post(f"{PAGE}/draft", data=stale).status_code == 409
    page = evaluator.post(f"{PAGE}/own", data=stale, headers=ENGLISH)
    assert page.status_code == 409
    assert "Saved is: 100" in words(page)
    assert fields_of(page.text)[f"a-{groups[0]}"] == "40"
    again = evaluator.post(f"{PAGE}/own", data=fields_of(page.text), headers=ENGLISH)
    assert again.status_code == 303
    assert fields_of(evaluator.get(f"{PAGE}/own").text)[f"a-{groups[0]}"] == "40"


def test_an_adjusted_proposal_must_total_and_is_printed_as_adjusted(
    app: Flask, sign_in: SignIn, groups: tuple[str, ...]
) -> None:
    lead, evaluator = sign_in("lead"), sign_in("evaluator")
    ask(lead, "points")
    assert give(evaluator, dict.fromkeys(groups, "1")) == 303
    close(lead)
    sent = fields_of(lead.get(PAGE, headers=ENGLISH).text)
    first, second = (f"g-{group}" for group in groups[:2])
    wrong = lead.post(f"{PAGE}/take", data={**sent, first: "many"}, headers=ENGLISH)
    assert wrong.status_code == 400
    assert "Write a number from 0" in words(wrong)
    short = {**sent, first: str(float(sent[first]) - 1)}
    refused = lead.post(f"{PAGE}/take", data=short, headers=ENGLISH)
    assert refused.status_code == 400
    assert "1 is missing to 100." in words(refused)
    moved = {**short, second: str(float(sent[second]) + 1)}
    stale = lead.post(f"{PAGE}/take", data={**moved, "base": "old"}, headers=ENGLISH)
    assert stale.status_code == 409
    done = lead.post(f"{PAGE}/take", data=moved, headers=ENGLISH)
    assert done.status_code == 303, words(done)
    shown = words(lead.get(PAGE, headers=ENGLISH))
    assert "Group weights by direct points, 1 person." in shown
    assert "The lead adjusted what came out" in shown
    typed = fields_of(lead.get(f"{TOP}/weights").text)
    swapped = {**typed, first: typed[second], second: typed[first]}
    page = lead.post(f"{TOP}/weights", data=swapped, headers=ENGLISH)
    lead.post(f"{TOP}/criteria/change", data=fields_of(page.text))
    assert "The weights were changed after that." in words(lead.get(PAGE, headers=ENGLISH))


def test_a_new_beginning_keeps_the_old_and_tells_two_leads_apart(
    sign_in: SignIn, groups: tuple[str, ...]
) -> None:
    lead, evaluator = sign_in("lead"), sign_in("evaluator")
    ask(lead, "points")
    stale = fields_of(evaluator.get(f"{PAGE}/own").text)
    again = {"method": "order", "since": "0"}
    told = lead.post(f"{PAGE}/open", data=again, headers=ENGLISH, follow_redirects=True)
    assert "Somebody else has begun" in words(told)
    assert lead.post(f"{PAGE}/open", data={**again, "since": "1"}).status_code == 303
    assert evaluator.post(f"{PAGE}/own", data=stale).status_code == 409, "of the one before"
    assert lead.post(f"{PAGE}/open", data={"method": "dice", "since": "2"}).status_code == 400
    assert lead.post(f"{PAGE}/close", data={"number": "1"}).status_code == 409


def test_once_scoring_is_open_nobody_weighs(
    app: Flask, sign_in: SignIn, groups: tuple[str, ...]
) -> None:
    lead, evaluator = sign_in("lead"), sign_in("evaluator")
    ask(lead, "points")
    in_stage(app, "inbound-desk", Stage.SCORING)
    assert evaluator.get(f"{PAGE}/own").status_code == 409
    assert lead.post(f"{PAGE}/close", data={"number": "1"}).status_code == 409
    page = lead.get(PAGE, headers=ENGLISH)
    assert page.status_code == 200
    assert "Ask everybody" not in page.text


def test_pages_ask_as_much_for_many_people(
    sign_in: SignIn, groups: tuple[str, ...], queries: list[str]
) -> None:
    lead = sign_in("lead")
    ask(lead, "points")
    counts = []
    parts: tuple[Part, ...] = ("evaluator", "adviser")
    for part in parts:
        assert give(sign_in(part), dict.fromkeys(groups, "1")) == 303
        lead.get(PAGE)
        queries.clear()
        lead.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
