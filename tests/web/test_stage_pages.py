"""The way from stage to stage, and what the overview shows in each."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from tests.factories import NOW, Part
from tests.web.need_forms import ENGLISH, fields_of, in_stage, start, words
from vendor_eval.storage import (
    db,
    load_acts,
)
from vendor_eval.storage.tables import Evaluation, EvaluationVendor, Evaluator, Vendor
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]


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
