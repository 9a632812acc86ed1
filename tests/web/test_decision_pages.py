"""From the recommendation to the signature, and what can no longer change after it."""

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.factories import NOW, Part
from tests.web.deciding import DESK, all_alike, at_stage, browser, put_in
from tests.web.pages import PASSWORD
from tests.web.reading import words
from tests.web.test_access import ARGUMENTS
from vendor_eval.case import Case, Decision, score_sheet
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.reports.comparison import draw_comparison
from vendor_eval.scoring import compare
from vendor_eval.storage import db, load_acts, load_case
from vendor_eval.storage.decision import load_decision
from vendor_eval.web.access import rule_of
from vendor_eval.web.documents import document_digest
from vendor_eval.workflow import Action, Stage

WHY = {"why_ja": "総合力", "why_en": "The best of all.", "conditions_en": "Start in April."}
FIRST = {"recommended": "minamo", "runner_up": "tsubame", "revision": "0"} | WHY
SIGNED = {"sign-revision": "1", "sign-sure": "y", "sign-password": PASSWORD, "sign-note": "Go."}


@pytest.fixture
def deciding(app: Flask, sample_case: Case) -> Flask:
    """The sample, ready to be decided."""
    put_in(app, sample_case, Stage.DECIDING)
    return app


def whats(app: Flask) -> list[str]:
    """The kinds of acts on record."""
    with app.app_context():
        return [each.act.what for each in load_acts(db.session, "inbound-desk")]


def test_the_form_starts_with_the_order_of_the_ranking(deciding: Flask) -> None:
    page = browser(deciding, "lead").get(f"{DESK}/decision").text

    assert re.search(r'<option selected value="minamo">1\. Minamo', page)
    assert re.search(r'<option selected value="tsubame">2\. Tsubame', page)
    assert "Write why this vendor is recommended." in page


def test_another_choice_needs_a_reason(deciding: Flask) -> None:
    lead = browser(deciding, "lead")
    other = FIRST | {"recommended": "tsubame", "runner_up": "minamo"}
    refused = lead.post(f"{DESK}/decision", data=other)
    saved = lead.post(f"{DESK}/decision", data=other | {"departs": "Nearer to us."})

    assert refused.status_code == 400
    assert "Write the reason." in words(refused.text)
    assert "The best of all." in refused.text
    assert saved.status_code == 303
    with deciding.app_context():
        assert load_decision(db.session, "inbound-desk").departs == "Nearer to us."


@pytest.mark.parametrize("vendor", ["komadori", "aponoki", "nobody"])
def test_only_who_has_a_rank_is_recommended(deciding: Flask, vendor: str) -> None:
    form = FIRST | {"recommended": vendor, "departs": "So."}
    assert browser(deciding, "lead").post(f"{DESK}/decision", data=form).status_code == 404


def test_the_second_of_two_sees_what_changed_and_loses_nothing(deciding: Flask) -> None:
    lead = browser(deciding, "lead")
    lead.post(f"{DESK}/decision", data=FIRST)
    refused = lead.post(f"{DESK}/decision", data=FIRST | {"why_en": "My own words."})

    assert refused.status_code == 409
    assert "What is there now:" in refused.text
    assert "The best of all." in words(refused.text)
    assert "My own words." in refused.text


def test_the_approver_signs_and_it_is_printed(deciding: Flask) -> None:
    browser(deciding, "lead").post(f"{DESK}/decision", data=FIRST)
    approver = browser(deciding, "approver")
    wrong = approver.post(f"{DESK}/decision/signature", data=SIGNED | {"sign-password": "no"})
    page = approver.post(f"{DESK}/decision/signature", data=SIGNED, follow_redirects=True)
    text = words(page.text)

    assert wrong.status_code == 400
    assert "That is not your present password." in wrong.text
    assert "The decision is signed. Nothing changes any more." in text
    assert "Approved by Approver" in text
    assert "Note of the approver Go." in text
    for path in (DESK, f"{DESK}/comparison"):
        assert "Conditions Start in April." in words(approver.get(path).text)
    assert whats(deciding) == ["decision.set", "decision.sign"]


def test_the_document_says_what_was_decided(sample_case: Case) -> None:
    comparison = compare(score_sheet(sample_case))
    decision = Decision(recommended="minamo", why={"en": "The best of all."}, signed_name="Abe")
    printing = Printing(
        kind="comparison", language="en", printed_at=NOW, author="Abe", state="approved"
    )
    plain, decided = (Dossier(case=sample_case, decision=each) for each in (None, decision))
    html = draw_comparison(decided, comparison, printing).html
    digests = {document_digest(each, printing) for each in (plain, decided)}

    assert "Recommended Minamo" in words(html)
    assert "Why The best of all. Approved by Abe" in words(html)
    assert "Vendor comparison Approved" in words(html)
    assert len(digests) == 2


def test_only_the_approver_signs_and_reads_first(deciding: Flask) -> None:
    parts: tuple[Part, ...] = ("lead", "evaluator", "adviser", "administrator")
    answers = {
        part: browser(deciding, part).post(f"{DESK}/decision/signature", data=SIGNED).status_code
        for part in parts
    }
    approver = browser(deciding, "approver")
    nothing = approver.post(f"{DESK}/decision/signature", data=SIGNED | {"sign-revision": "0"})
    browser(deciding, "lead").post(f"{DESK}/decision", data=FIRST)
    stale = approver.post(f"{DESK}/decision/signature", data=SIGNED | {"sign-revision": "0"})

    assert answers == dict.fromkeys(parts, 403)
    assert nothing.status_code == 409
    assert "2 point(s) are open" not in stale.text
    assert stale.status_code == 409


def test_a_requirement_that_is_not_checked_keeps_it_from_being_signed(
    app: Flask, sample_case: Case
) -> None:
    unchecked = tuple(
        replace(each, result="not-checked")
        if (each.vendor, each.criterion) == ("olive", "gate-privacy-cert")
        else each
        for each in sample_case.gates
    )
    put_in(app, replace(sample_case, gates=unchecked), Stage.DECIDING)
    browser(app, "lead").post(f"{DESK}/decision", data=FIRST)
    answer = browser(app, "approver").post(f"{DESK}/decision/signature", data=SIGNED)

    assert answer.status_code == 409
    assert "The decision cannot be signed yet: 1 point(s) are open." in words(answer.text)
    assert re.search(r"Olive[^<]*: “[^”]+” has not been checked\.", answer.text)


def test_a_lot_settles_a_tie_once_and_anybody_can_draw_it_again(
    app: Flask, sample_case: Case
) -> None:
    put_in(app, all_alike(sample_case), Stage.DECIDING)
    lead = browser(app, "lead")
    page = lead.get(f"{DESK}/decision").text
    assert "have equal totals: draw the lot." in page
    form: Mapping[str, Any] = {"vendor": ["tsubame", "minamo"], "present": "Aoki\nIshida, Ueda"}
    nobody = lead.post(f"{DESK}/decision/lot", data={**form, "present": " "})
    drawn = lead.post(f"{DESK}/decision/lot", data=form, follow_redirects=True)
    again = lead.post(f"{DESK}/decision/lot", data=form)

    assert (nobody.status_code, again.status_code) == (400, 409)
    assert "The lot is drawn and recorded." in words(drawn.text)
    with app.app_context():
        case = load_case(db.session, "inbound-desk")
    [lot] = case.evaluation.purchase.lots
    seed = str(lot.record["seed"])
    assert list(lot.order) == sorted(
        ("minamo", "tsubame"), key=lambda each: hashlib.sha256((seed + each).encode()).hexdigest()
    )
    assert lot.record["present"] == ["Aoki", "Ishida", "Ueda"]
    assert seed in drawn.text
    result = compare(score_sheet(case))
    assert result.ranks[result.sheet.vendors.index(lot.order[0])] == 1
    assert whats(app) == ["lot.draw"]


def test_totals_of_the_page_are_those_of_the_exported_case(app: Flask, sample_case: Case) -> None:
    put_in(app, all_alike(sample_case), Stage.AGREEING)
    lead = browser(app, "lead")
    cell = f"{DESK}/consensus/olive/train-curriculum"
    lead.post(cell, data={"value": "1", "reason": "Seen on site.", "revision": "0"})
    with app.app_context():
        at_stage(Stage.DECIDING)
    form: Mapping[str, Any] = {"vendor": ["tsubame", "minamo"], "present": "Aoki"}
    lead.post(f"{DESK}/decision/lot", data=form)
    case, _warnings = read_case(io.BytesIO(lead.get(f"{DESK}/case.zip").data))
    result = compare(score_sheet(case))
    page = words(lead.get(f"{DESK}/decision").text)

    assert len(case.consensus) == len(case.evaluation.purchase.lots) == 1
    for place, vendor in enumerate(case.vendors):
        if result.ranks[place]:
            row = f"{result.ranks[place]} {vendor.name['en']} {result.total(place)}"
            assert row in page


def test_reopening_needs_a_reason_and_voids_the_signature(deciding: Flask) -> None:
    browser(deciding, "lead").post(f"{DESK}/decision", data=FIRST)
    approver = browser(deciding, "approver")
    approver.post(f"{DESK}/decision/signature", data=SIGNED)
    refused = approver.post(f"{DESK}/decision/reopen", data={"reason": " "})
    done = approver.post(
        f"{DESK}/decision/reopen", data={"reason": "A price was wrong."}, follow_redirects=True
    )

    assert refused.status_code == 400
    assert "The decision is open again; the signature is void." in words(done.text)
    assert "Approved by" not in words(done.text)
    assert whats(deciding)[-1] == "decision.reopen"
    with deciding.app_context():
        last = list(load_acts(db.session, "inbound-desk"))[-1].act
    assert (last.old, last.new, last.reason) == ("decided", "deciding", "A price was wrong.")


def everything(app: Flask) -> dict[str, list[Any]]:
    """Every row of every table that belongs to evaluations."""
    with app.app_context():
        tables = sa.MetaData()
        tables.reflect(db.engine)
        kept = [
            table
            for table in tables.sorted_tables
            if "evaluation_id" in table.c or table.name in {"evaluation", "vendor", "blob"}
        ]
        return {
            table.name: sorted(map(repr, db.session.execute(sa.select(table)))) for table in kept
        }


REFUSED = {400, 403, 404, 409}
AFTER = {Action.REOPEN, Action.ARCHIVE, Action.NEXT_ROUND}
PAPER = {"issuing.issue", "issuing.everything"}
"""Documents of a signed evaluation are made and issued; nothing of it changes by that."""
"""What a signed evaluation still allows; none of it changes a number."""
FIELDS: Mapping[str, Any] = {
    **FIRST,
    **SIGNED,
    "value": "1",
    "reason": "Because.",
    "text": "Because.",
    "vendor": "minamo",
    "present": "Aoki",
    "clear-revision": "1",
    "clear-why": "Because.",
}


def changing_routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Address and method of every route of an evaluation that is there to change something."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None)
        assert adapter is not None
        for route in app.url_map.iter_rules():
            rule = rule_of(app, route.endpoint)
            if "evaluation_id" in route.arguments and rule and rule.action not in AFTER:
                if route.endpoint in PAPER:
                    continue
                values = {name: ARGUMENTS.get(name, "1") for name in route.arguments}
                for method in (route.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
                    yield adapter.build(route.endpoint, values, method=method), method


@pytest.mark.parametrize("part", ["lead", "approver", "evaluator", "adviser", "administrator"])
def test_nothing_of_a_signed_evaluation_changes(deciding: Flask, part: Part) -> None:
    browser(deciding, "lead").post(f"{DESK}/decision", data=FIRST)
    browser(deciding, "approver").post(f"{DESK}/decision/signature", data=SIGNED)
    person = browser(deciding, part)
    before = everything(deciding)
    answers = {}
    for path, method in changing_routes(deciding):
        as_json = person.open(path, method=method, json=dict(FIELDS))
        as_form = person.open(path, method=method, data=dict(FIELDS))
        answers[method, path] = (as_json.status_code, as_form.status_code)

    assert len(answers) > 10
    accepted = {each for each, codes in answers.items() if not set(codes) <= REFUSED}
    assert accepted <= {("POST", f"{DESK}/declarations")}  # it comes back and asks for words
    assert everything(deciding) == before
