import pytest
from flask import Flask
from sqlmodel import select

from tests.factories import NOW, import_sample, make_person
from tests.storage.test_members import acts, set_stage
from vendor_eval.case import Case
from vendor_eval.errors import NotFoundError, OwnConflictError, ReasonNeededError, StageError
from vendor_eval.storage import User, add_member, db, load_case, save_case, standing_in
from vendor_eval.storage.declarations import (
    allow,
    list_statements,
    recuse,
    require_visible,
    sign_declarations,
    visible_vendors,
)
from vendor_eval.storage.members import link_sheet
from vendor_eval.storage.tables import Evaluation
from vendor_eval.workflow import Stage

WORDS = "I declare."
REASON = {"en": "Their sister works there"}


def prepared(case: Case) -> tuple[str, User, User, str]:
    """An evaluation with its lead and an evaluator who has a sheet."""
    key = import_sample(case)
    lead, person = make_person("lead", key), make_person("evaluator", key)
    sheet = case.evaluators[0].id
    link_sheet(db.session, key, lead, sheet, person.id, NOW)
    return key, lead, person, sheet


def seen(user: User, key: str) -> tuple[str, ...]:
    """The vendors somebody may see."""
    standing = standing_in(db.session, user, key)
    assert standing is not None
    return visible_vendors(db.session, standing, user)


def states(user: User, key: str) -> dict[str, str]:
    """State of each vendor for one person."""
    return {each.vendor: each.state for each in list_statements(db.session, key)[user.id]}


def test_nothing_is_declared_until_each_vendor_is(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key, _, person, _ = prepared(sample_case)
        db.session.exec(select(Evaluation)).one().declarations = True
        db.session.commit()
        vendors = [vendor.id for vendor in sample_case.vendors]
        sign_declarations(db.session, key, person, dict.fromkeys(vendors[1:], ""), WORDS, NOW)
        standing = standing_in(db.session, person, key)
        assert standing is not None
        assert standing.undeclared

        sign_declarations(db.session, key, person, {vendors[0]: "", "none": "x"}, WORDS, NOW)

        standing = standing_in(db.session, person, key)
        assert standing is not None
        assert not standing.undeclared
        assert set(states(person, key).values()) == {"none"}
        assert seen(person, key) == tuple(vendors)


def test_what_is_declared_in_one_evaluation_counts_for_no_other(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        key, _, person, _ = prepared(sample_case)
        other = save_case(db.session, sample_case, NOW, as_id="next-round")
        add_member(db.session, other, person, "evaluator")
        for each in db.session.exec(select(Evaluation)):
            each.declarations = True
        db.session.commit()

        said = {vendor.id: "" for vendor in sample_case.vendors}
        sign_declarations(db.session, key, person, said, WORDS, NOW)

        standings = [standing_in(db.session, person, each) for each in (key, other)]
        assert [each and each.undeclared for each in standings] == [False, True]


def test_a_conflict_closes_the_vendor_until_it_is_decided(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        key, lead, person, sheet = prepared(sample_case)
        vendors = tuple(vendor.id for vendor in sample_case.vendors)
        sign_declarations(db.session, key, person, {"minamo": "My sister"}, WORDS, NOW)
        assert states(person, key)["minamo"] == "open"
        assert "minamo" not in seen(person, key)
        assert "minamo" in seen(lead, key)
        standing = standing_in(db.session, person, key)
        assert standing is not None
        assert standing.recused
        with pytest.raises(NotFoundError):
            require_visible(db.session, standing, person, "minamo")

        recuse(db.session, key, lead, (person.id, "minamo"), REASON, NOW)
        assert states(person, key)["minamo"] == "recused"
        assert "minamo" not in seen(person, key)
        recusals = load_case(db.session, key).recusals
        assert ("minamo", sheet, REASON) in [(r.vendor, r.evaluator, r.reason) for r in recusals]

        allow(db.session, key, lead, (person.id, "minamo"), "She has left", NOW)
        statement = next(
            each for each in list_statements(db.session, key)[person.id] if each.vendor == "minamo"
        )
        assert (statement.state, statement.what, statement.reason) == (
            "allowed",
            "My sister",
            "She has left",
        )
        assert seen(person, key) == vendors
        assert acts(key)[1:] == [
            ("declaration.sign", None, "My sister", ""),
            ("conflict.recuse", None, None, "Their sister works there"),
            ("conflict.allow", None, None, "She has left"),
        ]


def test_signing_anew_keeps_the_old_words_on_record(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key, _, person, _ = prepared(sample_case)
        for what in ("", "", "Shares", "  Shares "):
            sign_declarations(db.session, key, person, {"minamo": what}, WORDS, NOW)

        assert acts(key)[1:] == [
            ("declaration.sign", None, "none", ""),
            ("declaration.sign", "none", "Shares", ""),
        ]


def test_who_decides(app: Flask, sample_case: Case) -> None:
    with app.app_context():
        key, lead, person, _ = prepared(sample_case)
        with pytest.raises(OwnConflictError):
            allow(db.session, key, lead, (lead.id, "minamo"), "It is nothing", NOW)
        with pytest.raises(ReasonNeededError):
            recuse(db.session, key, lead, (person.id, "minamo"), {"en": ""}, NOW)
        with pytest.raises(NotFoundError):
            recuse(db.session, key, person, (lead.id, "minamo"), REASON, NOW)
        with pytest.raises(NotFoundError):
            recuse(db.session, key, lead, (person.id, "nobody"), REASON, NOW)
        set_stage(key, Stage.DECIDED)
        with pytest.raises(StageError):
            recuse(db.session, key, lead, (person.id, "minamo"), REASON, NOW)
        with pytest.raises(StageError):
            sign_declarations(db.session, key, person, {"minamo": "x"}, WORDS, NOW)
