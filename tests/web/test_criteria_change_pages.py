"""Weights and criteria files, before and after they are locked."""

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Part
from tests.web.need_forms import DEFAULT, ENGLISH, fields_of, in_stage, start, words
from vendor_eval.storage import (
    db,
    list_changes,
    load_acts,
    load_case,
)
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]


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
