"""The board of the meeting, as people use it."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW, make_person
from tests.web.planted import KEY, read_planted
from tests.web.reading import in_language, words
from vendor_eval.case import Case, Recusal, score_sheet
from vendor_eval.scoring import compare
from vendor_eval.storage import db, load_acts, load_case, save_case

BOARD = "/evaluations/inbound-desk/consensus"


def apart_cell(page: str) -> str:
    """The address of the first cell of the board."""
    found = re.search(rf'href="({BOARD}/[^/"]+/[^/"]+)"', page)
    assert found, page
    return found[1]


def revision_in(page: str) -> str:
    """Of the agreed value a page shows."""
    found = re.search(r'name="revision"[^>]*value="(\d+)"', page)
    assert found, page
    return found[1]


def agreed_in(app: Flask, path: str) -> list[tuple[str, str]]:
    """Value and reason agreed on for the cell of an address."""
    vendor, criterion = path.split("/")[-2:]
    with app.app_context():
        return [
            (str(each.value), next(iter(each.reason.values()), ""))
            for each in load_case(db.session, "inbound-desk").consensus
            if (each.vendor, each.criterion) == (vendor, criterion)
        ]


@pytest.fixture
def board(app: Flask, sample_case: Case) -> str:
    """The sample before anybody has agreed on anything; the address of its first cell."""
    with app.app_context():
        save_case(db.session, replace(sample_case, consensus=()), NOW)
    return BOARD


@pytest.fixture
def lead(app: Flask, board: str) -> FlaskClient:
    """A browser of the lead, in English."""
    with app.app_context():
        person = make_person("lead", "inbound-desk")
    return in_language(app.test_client(user=person), "en")


def test_the_board_starts_with_what_is_furthest_apart(lead: FlaskClient) -> None:
    page = lead.get(BOARD).text
    spreads = [Decimal(text) for text in re.findall(r'data-label="Apart">([\d.]+)</td>', page)]
    everything = lead.get(f"{BOARD}?show=all").text

    assert spreads
    assert spreads == sorted(spreads, reverse=True)
    assert min(spreads) >= 3
    assert everything.count('role="rowheader"') > page.count('role="rowheader"')
    assert "cells; 0 of them settled." in words(page)


def test_an_agreed_value_needs_a_reason_and_changes_the_score(
    app: Flask, lead: FlaskClient
) -> None:
    path = apart_cell(lead.get(BOARD).text)
    form = {"value": "2", "dissent": "Aoki: too low", "revision": "0"}
    refused = lead.post(path, data=form)
    saved = lead.post(path, data=form | {"reason": "We saw it on site."}, follow_redirects=True)

    assert refused.status_code == 400
    assert "Write the reason. It stays on record" in words(refused.text)
    assert "Aoki: too low" in refused.text
    assert "The agreed value is saved." in words(saved.text)
    assert "Agreed value 2 Counts as 2.00" in words(saved.text)
    assert agreed_in(app, path) == [("2", "We saw it on site.")]
    with app.app_context():
        [act] = [each.act for each in load_acts(db.session, "inbound-desk")]
    vendor, criterion = path.split("/")[-2:]
    assert (act.what, act.old, act.new, act.reason, act.name) == (
        "consensus.set",
        None,
        "2",
        "We saw it on site.",
        "Lead",
    )
    assert act.about == {"vendor": vendor, "criterion": criterion, "dissent": "Aoki: too low"}


def test_the_average_itself_needs_no_reason(app: Flask, lead: FlaskClient) -> None:
    with app.app_context():
        case = load_case(db.session, "inbound-desk")
        sheet = compare(score_sheet(case)).sheet
    same = next(
        (sheet.vendors[row], sheet.weights.columns[sheet.rated[place]].id, ratings[0])
        for row in range(len(sheet.vendors))
        for place in range(len(sheet.rated))
        if sheet.vendor_states[row] == "active"
        for ratings in [
            [each / sheet.unit for each in sheet.ratings[:, row, place] if each == each]  # noqa: PLR0124
        ]
        if len(ratings) > 1 and len(set(ratings)) == 1
    )
    path = f"{BOARD}/{same[0]}/{same[1]}"
    answer = lead.post(path, data={"value": f"{same[2]:.0f}", "revision": "0"})

    assert answer.status_code == 303
    assert agreed_in(app, path) == [(f"{same[2]:.0f}", "")]


def test_the_second_of_two_sees_what_changed_and_loses_nothing(
    app: Flask, lead: FlaskClient
) -> None:
    path = apart_cell(lead.get(BOARD).text)
    seen = revision_in(lead.get(path).text)
    lead.post(path, data={"value": "2", "reason": "The first one.", "revision": seen})
    mine = {"value": "4", "reason": "What I typed.", "revision": seen}
    refused = lead.post(path, data=mine)
    again = lead.post(path, data=mine | {"revision": revision_in(refused.text)})

    assert refused.status_code == 409
    text = words(refused.text)
    assert "was changed meanwhile. What you entered is kept on this page" in text
    assert "What is there now: Agreed value 2 Reason The first one." in text
    assert "What I typed." in refused.text
    assert re.search(r'checked[^>]*value="4"|value="4"[^>]*checked', refused.text)
    assert again.status_code == 303
    assert agreed_in(app, path) == [("4", "What I typed.")]


def test_an_agreed_value_is_taken_back_with_a_reason(app: Flask, lead: FlaskClient) -> None:
    path = apart_cell(lead.get(BOARD).text)
    lead.post(path, data={"value": "2", "reason": "So.", "revision": "0"})
    refused = lead.post(f"{path}/clear", data={"clear-revision": "1"})
    stale = lead.post(f"{path}/clear", data={"clear-revision": "0", "clear-why": "No."})
    done = lead.post(
        f"{path}/clear",
        data={"clear-revision": "1", "clear-why": "Another look."},
        follow_redirects=True,
    )

    assert (refused.status_code, stale.status_code) == (400, 409)
    assert "the ratings count again" in words(done.text)
    assert agreed_in(app, path) == []


def test_a_value_off_the_scale_is_refused(lead: FlaskClient) -> None:
    path = apart_cell(lead.get(BOARD).text)
    answer = lead.post(path, data={"value": "9", "reason": "More!", "revision": "0"})

    assert answer.status_code == 400
    assert "9 is not a rating on this scale." in words(answer.text)


def test_on_a_fine_scale_the_agreed_value_is_typed(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        case = read_planted(tmp_path)
        save_case(db.session, case, NOW)
        person = make_person("lead", KEY)
    lead = in_language(app.test_client(user=person), "en")
    path = f"/evaluations/{KEY}/consensus/asanagi/talk"
    page = lead.get(path).text
    form = {"reason": "As agreed.", "revision": "0"}
    mistakes = {
        "Write a number from 0.56 to 99.88.": {"value": "100"},
        "Write a number, or choose not applicable, not both.": {"value": "3", "na": "y"},
        "Choose the value the panel agrees on.": {},
        "Write a number in digits": {"value": "four"},
    }
    answers = {text: lead.post(path, data=form | said) for text, said in mistakes.items()}
    typed = lead.post(path, data=form | {"value": "６７．２５"})
    again = lead.get(path).text
    none = lead.post(path, data=form | {"na": "y", "revision": revision_in(again)})

    assert "From 0.56 to 99.88." in words(page)
    for text, answer in answers.items():
        assert answer.status_code == 400
        assert text in words(answer.text)
    assert (typed.status_code, none.status_code) == (303, 303)
    assert 'value="67.25"' in again
    with app.app_context():
        [agreed] = load_case(db.session, KEY).consensus
    assert agreed.value == "na"


def test_internal_notes_are_on_the_wall_only_when_switched_on(
    app: Flask, lead: FlaskClient
) -> None:
    path = apart_cell(lead.get(BOARD).text)
    vendor, criterion = path.split("/")[-2:]
    with app.app_context():
        notes = [
            next(iter(each.comment.values()))
            for each in load_case(db.session, "inbound-desk").ratings
            if (each.vendor, each.criterion) == (vendor, criterion) and each.comment
        ]
    hidden = words(lead.get(f"{path}/meeting").text)
    shown = lead.get(f"{path}/meeting?notes=on").text

    assert notes
    assert not any(note in hidden for note in notes)
    assert "(internal note)" in shown
    assert 'rel="next"' in shown


def test_who_is_recused_sees_the_other_vendors_only(app: Flask, sample_case: Case) -> None:
    who = sample_case.evaluators[0]
    recusal = Recusal(vendor="minamo", evaluator=who.id)
    with app.app_context():
        save_case(db.session, replace(sample_case, recusals=(recusal,)), NOW)
        person = make_person("evaluator", "inbound-desk")
        db.session.execute(
            sa.text("UPDATE evaluator SET user_id = :user WHERE id = :id"),
            {"user": person.id, "id": who.id},
        )
        db.session.commit()
    browser = app.test_client(user=person)
    page = browser.get(f"{BOARD}?show=all")

    assert page.status_code == 200
    assert "minamo" not in page.text
    assert "tsubame" in page.text
    assert browser.get(f"{BOARD}/minamo/train-curriculum").status_code == 404
    assert browser.get(f"{BOARD}/minamo/train-curriculum/meeting").status_code == 404
    added = {"vendor": "minamo", "text": "Mine"}
    assert browser.post("/evaluations/inbound-desk/remarks", data=added).status_code == 404


def test_an_adviser_remarks_on_a_cell_but_agrees_on_nothing(app: Flask, lead: FlaskClient) -> None:
    path = apart_cell(lead.get(BOARD).text)
    with app.app_context():
        person = make_person("adviser", "inbound-desk")
    adviser = in_language(app.test_client(user=person), "en")
    vendor, criterion = path.split("/")[-2:]
    said = {"vendor": vendor, "criterion": criterion, "text": "Ask for the report.", "next": path}
    answer = adviser.post("/evaluations/inbound-desk/remarks", data=said, follow_redirects=True)

    assert "Ask for the report. Adviser" in words(answer.text)
    assert "Ask for the report." in lead.get("/evaluations/inbound-desk/remarks").text
    assert "Agree on a value" not in words(answer.text)
    assert adviser.post(path, data={"value": "2", "revision": "0"}).status_code == 403
    empty = adviser.post("/evaluations/inbound-desk/remarks", data=said | {"text": " "})
    assert (empty.status_code, "Write the remark." in empty.text) == (400, True)
