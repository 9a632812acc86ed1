"""Needs, late changes and stages in both databases."""

from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from tests.factories import NOW, import_sample, make_person
from vendor_eval.case import Case
from vendor_eval.errors import ConflictError, ReasonNeededError, StageError
from vendor_eval.storage import (
    Need,
    Proposal,
    change_standard,
    db,
    list_changes,
    load_acts,
    load_case,
    load_need,
    load_notes,
    load_readiness,
    move_on,
    save_need,
    save_readiness,
    standard_of,
    start_evaluation,
)
from vendor_eval.workflow import Stage


def test_what_is_started_comes_back_and_changes_with_its_acts(
    any_app: Flask, sample_case: Case
) -> None:
    case = replace(sample_case, vendors=(), evaluators=(), ratings=(), measures=(), gates=())
    need = Need(evaluation=case.evaluation, result_definition={"ja": "応対1件"})
    with any_app.app_context():
        lead = make_person("stranger", "")
        key = start_evaluation(db.session, lead, NOW, case, need)
        kept, criteria = load_need(db.session, key)
        assert (kept.evaluation, criteria) == (case.evaluation, case.criteria)
        assert load_notes(db.session, key).result_definition == {"ja": "応対1件"}
        changed = replace(kept, evaluation=replace(kept.evaluation, currency="EUR"))
        assert save_need(db.session, lead, NOW, changed, kept.fingerprint) == ("currency",)
        with pytest.raises(ConflictError):
            save_need(db.session, lead, NOW, kept, kept.fingerprint)
        brought = tuple(replace(each, owner="buyer") for each in load_readiness(db.session, key))
        save_readiness(db.session, lead, NOW, key, brought)
        assert load_readiness(db.session, key) == brought
        whats = [each.act.what for each in load_acts(db.session, key)]
        assert whats == ["evaluation.start", "need.change", *["readiness.set"] * 6]


def test_late_changes_are_kept_with_reason_and_effect(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead = make_person("lead", key)
        old = standard_of(load_case(db.session, key))
        own = {"training": Decimal("15.5"), "inbound": Decimal("16.5")}
        new = replace(old, purchase=replace(old.purchase, weights=own))
        proposal = Proposal(new=new, base=old.fingerprint)
        with pytest.raises(ReasonNeededError):
            change_standard(db.session, lead, NOW, key, proposal)
        said = replace(proposal, reason="Agreed.", effect={"en": "No rank changes."})
        change_standard(db.session, lead, NOW, key, said)
        with pytest.raises(ConflictError):
            change_standard(db.session, lead, NOW, key, said)
        [change] = list_changes(db.session, key)
        assert (change.number, change.reason, change.effect) == (1, "Agreed.", said.effect)
        assert change.before(new.purchase).weights == {}
        assert change.after(old.purchase) == new.purchase
        assert load_case(db.session, key).evaluation.purchase.weights == own


def test_a_stage_is_left_once(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead = make_person("lead", key)
        with pytest.raises(StageError):
            move_on(db.session, lead, NOW, key, Stage.SCORING, "")
        assert move_on(db.session, lead, NOW, key, Stage.AGREEING, "Talked over.") is Stage.DECIDING
        with pytest.raises(StageError):
            move_on(db.session, lead, NOW, key, Stage.AGREEING, "Again.")
        need, _criteria = load_need(db.session, key)
        with pytest.raises(StageError):
            save_need(db.session, lead, NOW, need, need.fingerprint)
        assert [each.act.what for each in load_acts(db.session, key)] == ["stage.move"]
