"""Declaring conflicts of interest, and deciding about them."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from tests.factories import NOW, Part, make_person
from vendor_eval.case import Case
from vendor_eval.storage import db
from vendor_eval.storage.declarations import list_statements
from vendor_eval.storage.members import link_sheet
from vendor_eval.storage.tables import Evaluation

SignIn = Callable[[Part], FlaskClient]
HERE = "/evaluations/inbound-desk"


@pytest.fixture
def asked(app: Flask, sample: str, sample_case: Case) -> int:
    """Id of an evaluator with a sheet; the evaluation asks for declarations."""
    with app.app_context():
        lead, person = make_person("lead", sample), make_person("evaluator", sample)
        link_sheet(db.session, sample, lead, sample_case.evaluators[0].id, person.id, NOW)
        db.session.exec(select(Evaluation)).one().declarations = True
        db.session.commit()
        return person.id


def in_english(sign_in: SignIn, part: Part) -> FlaskClient:
    """Somebody who reads English."""
    browser = sign_in(part)
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def answers(case: Case, **conflicts: str) -> dict[str, str]:
    """A form that is filled in."""
    fields = {}
    for vendor in case.vendors:
        what = conflicts.get(vendor.id, "")
        fields[f"about {vendor.id}"] = "conflict" if what else "none"
        fields[f"what {vendor.id}"] = what
    return fields


def state(app: Flask, person: int, vendor: str) -> str:
    """What is made of a declaration."""
    with app.app_context():
        said = list_statements(db.session, "inbound-desk")[person]
    return next(each.state for each in said if each.vendor == vendor)


def test_vendors_wait_for_the_declaration(sign_in: SignIn, asked: int, sample_case: Case) -> None:
    person = in_english(sign_in, "evaluator")
    sent = person.get(f"{HERE}/comparison")
    assert (sent.status_code, sent.location) == (303, f"{HERE}/declarations")
    assert "I declare for each vendor" in person.get(f"{HERE}/declarations").text

    signed = person.post(f"{HERE}/declarations", data=answers(sample_case), follow_redirects=True)

    assert "Your declaration is signed." in signed.text
    assert person.get(f"{HERE}/comparison").status_code == 200
    assert asked


def test_a_conflict_needs_words_and_each_vendor_an_answer(
    sign_in: SignIn, asked: int, sample_case: Case
) -> None:
    person = in_english(sign_in, "evaluator")
    fields = answers(sample_case)
    fields["about minamo"] = "conflict"
    del fields[f"about {sample_case.vendors[0].id}"]
    page = person.post(f"{HERE}/declarations", data=fields).text
    assert "Choose one of the two." in page or "Write what the conflict is." in page
    assert person.get(f"{HERE}/comparison").status_code == 303


def test_names_come_in_an_order_of_their_own(
    sign_in: SignIn, asked: int, sample_case: Case
) -> None:
    page = in_english(sign_in, "evaluator").get(f"{HERE}/declarations").text
    names = [vendor.name["en"] for vendor in sample_case.vendors]
    places = [page.index(f">{name}</legend>") for name in sorted(names, key=str.casefold)]
    assert places == sorted(places)


def test_the_lead_recuses_and_the_papers_say_so(
    app: Flask, sign_in: SignIn, asked: int, sample_case: Case
) -> None:
    person, lead = in_english(sign_in, "evaluator"), in_english(sign_in, "lead")
    lead.post(f"{HERE}/declarations", data=answers(sample_case))
    person.post(f"{HERE}/declarations", data=answers(sample_case, minamo="My sister works there"))
    assert person.get(f"{HERE}/comparison").status_code == 403
    assert "My sister works there" in lead.get(f"{HERE}/declarations/all").text
    address = f"{HERE}/declarations/{asked}/minamo"
    assert "Choose a decision." in lead.post(address, data={"reason": "x"}).text

    decided = lead.post(
        address,
        data={"decision": "recuse", "reason": "A relative works there"},
        follow_redirects=True,
    )

    assert "The decision is on record." in decided.text
    assert state(app, asked, "minamo") == "recused"
    comparison = lead.get(f"{HERE}/comparison").text
    name = sample_case.evaluators[0].name["en"]
    vendor = next(each.name["en"] for each in sample_case.vendors if each.id == "minamo")
    assert (
        f"{name} is left out for {vendor}: no rating of theirs counts there."
        " Reason: A relative works there" in comparison
    )

    lead.post(address, data={"decision": "allow", "reason": "She has left"})
    assert state(app, asked, "minamo") == "allowed"
    assert person.get(f"{HERE}/comparison").status_code == 200


def test_nobody_decides_about_themselves(
    app: Flask, sign_in: SignIn, asked: int, sample_case: Case
) -> None:
    lead = in_english(sign_in, "lead")
    lead.post(f"{HERE}/declarations", data=answers(sample_case, minamo="Shares"))
    with app.app_context():
        own = make_person("lead", "inbound-desk").id
    address = f"{HERE}/declarations/{own}/minamo"
    assert "Nobody decides about their own conflict" in lead.get(address).text
    refused = lead.post(address, data={"decision": "allow", "reason": "It is nothing"})
    assert refused.status_code == 403
    assert state(app, own, "minamo") == "open"


def test_the_organisation_gives_the_text(sign_in: SignIn, asked: int) -> None:
    administrator = in_english(sign_in, "administrator")
    before = administrator.get("/organisation").text
    assert "I declare for each vendor" in before
    saved = administrator.post(
        "/organisation",
        data={
            "seen": before.split('name="seen"')[1].split('value="')[1].split('"')[0],
            "paper": "a4",
            "name_en": "Example Inc.",
            "declaration_en": "No gifts.",
            "declaration_ja": "",
        },
        follow_redirects=True,
    )
    assert "The organisation is saved." in saved.text
    page = in_english(sign_in, "evaluator").get(f"{HERE}/declarations").text
    assert "No gifts." in page
    assert "I declare for each vendor" not in page
