from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests.factories import NOW, import_sample, make_person
from vendor_eval import case as c
from vendor_eval.case import Case
from vendor_eval.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    ReasonNeededError,
    StageError,
)
from vendor_eval.scoring.pricing import QuoteLine
from vendor_eval.scoring.sheet import GATE_STATES
from vendor_eval.storage import User, db, load_acts, load_case, load_comparable, save_case
from vendor_eval.storage.files import (
    NewFile,
    add_file,
    find_file,
    list_files,
    load_content,
    remove_file,
)
from vendor_eval.storage.gates import (
    GateAnswer,
    answers_in,
    confirm_gate,
    load_gates,
    save_gates,
)
from vendor_eval.storage.measures import load_measures, save_measures
from vendor_eval.storage.questions import answer_question, ask, list_questions
from vendor_eval.storage.quotations import load_quotes, save_quotes
from vendor_eval.storage.tables import Evaluation
from vendor_eval.storage.vendor_entry import (
    add_vendors,
    change_vendor,
    list_entered,
    load_entered,
    new_vendor_id,
    remove_vendor,
    set_vendor_status,
    take_over_vendors,
)
from vendor_eval.storage.vendor_facts import Change, difference, fingerprint
from vendor_eval.workflow import Stage

DESK = "inbound-desk"
GATE = "gate-privacy-cert"


def change(user: User, vendor: str = "minamo", basis: object = None) -> Change:
    return Change(user=user, evaluation=DESK, vendor=vendor, now=NOW, basis=fingerprint(basis))


def in_stage(stage: Stage) -> None:
    db.session.execute(sa.update(Evaluation).where(col(Evaluation.key) == DESK).values(stage=stage))
    db.session.commit()


def whats() -> list[str]:
    return [each.act.what for each in load_acts(db.session, DESK)]


def test_vendors_are_added_changed_and_taken_out_with_their_acts(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        lead = make_person("lead", DESK)
        new = c.Vendor(id="", name={"en": "Blue Line, Inc.", "ja": "青線"})

        [added] = add_vendors(db.session, change(lead), [new])
        entered = load_entered(db.session, DESK, added).vendor
        renamed = replace(entered, short={"ja": "青"})
        change_vendor(db.session, change(lead, added, entered), renamed)
        with pytest.raises(ConflictError, match="blue-line was changed meanwhile"):
            change_vendor(db.session, change(lead, added, entered), entered)
        with pytest.raises(ReasonNeededError):
            set_vendor_status(db.session, change(lead, added), "withdrawn", {"ja": " "})
        set_vendor_status(db.session, change(lead, added), "withdrawn", {"ja": "都合"})
        out = load_entered(db.session, DESK, added).vendor
        set_vendor_status(db.session, change(lead, added), "active", {"ja": "再参加"})

        assert added == "blue-line"
        assert (out.status, out.reason) == ("withdrawn", {"ja": "都合"})
        assert load_entered(db.session, DESK, added).vendor == renamed
        assert whats() == ["vendor.add", "vendor.change", "vendor.status", "vendor.status"]
        last = list(load_acts(db.session, DESK))[-1].act
        assert (last.old, last.new, last.reason) == ("withdrawn", "active", "再参加")


def test_only_what_nothing_is_about_is_removed_and_only_before_scoring(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        lead = make_person("lead", DESK)
        [added] = add_vendors(db.session, change(lead), [c.Vendor(id="", name={"ja": "青線"})])
        with pytest.raises(StageError):
            remove_vendor(db.session, change(lead, added))
        in_stage(Stage.PREPARING)
        with pytest.raises(StageError):
            remove_vendor(db.session, change(lead, "minamo"))

        remove_vendor(db.session, change(lead, added))

        assert added not in {each.vendor.id for each in list_entered(db.session, DESK)}
        with pytest.raises(NotFoundError):
            load_entered(db.session, DESK, added)


def test_a_company_met_elsewhere_comes_with_its_profile_and_without_answers(
    any_app: Flask, sample_case: Case
) -> None:
    few = replace(
        sample_case, vendors=sample_case.vendors[:1], ratings=(), measures=(), gates=(),
        quotes=(), consensus=(), recusals=(),
    )  # fmt: skip
    with any_app.app_context():
        lead = make_person("administrator", DESK)
        save_case(db.session, sample_case, NOW, as_id="earlier")
        import_sample(few)
        from vendor_eval.storage.vendor_entry import list_offered  # noqa: PLC0415

        offered = {each.name["ja"]: each.number for each in list_offered(db.session, lead, DESK)}
        minamo = next(number for name, number in offered.items() if "みなも" in name)

        assert take_over_vendors(db.session, change(lead), [minamo]) == ("minamo",)
        taken = load_entered(db.session, DESK, "minamo")
        assert taken.removable
        assert taken.vendor.profile["founded"] == "2006"


def test_a_fail_counts_once_somebody_else_has_confirmed_it(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        lead, second = make_person("lead", DESK), make_person("evaluator", DESK)
        noted = answers_in(load_gates(db.session, DESK, "minamo"))
        fail = GateAnswer(criterion=GATE, result="fail", note={"ja": "期限切れ"}, evidence="p. 3")

        assert save_gates(db.session, change(lead, basis=noted), [fail]) == 1
        waiting = _state(DESK)
        exported = {(g.vendor, g.criterion): g.result for g in load_case(db.session, DESK).gates}
        with pytest.raises(NotAllowedError):
            confirm_gate(db.session, change(lead), GATE)
        confirm_gate(db.session, change(second), GATE)
        with pytest.raises(NotFoundError):
            confirm_gate(db.session, change(second), GATE)

        assert waiting == "not-checked"
        assert exported["minamo", GATE] == "not-checked"
        assert _state(DESK) == "fail"
        assert whats() == ["gate.set", "gate.confirm"]
        with pytest.raises(ConflictError):
            save_gates(db.session, change(lead, basis=noted), [fail])


def _state(evaluation: str) -> str:
    sheet = load_comparable(db.session, evaluation).sheet
    gate = [each.id for each in sheet.gates].index(GATE)
    return GATE_STATES[int(sheet.gate_states[sheet.vendors.index("minamo"), gate])]


def test_key_figures_are_saved_as_the_parts_they_are_made_of(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        lead = make_person("lead", DESK)
        there = load_measures(db.session, DESK, "minamo")
        first = there[0]
        parts = replace(first, value=None, numerator=Decimal("94.50"), denominator=Decimal(100))
        gone = c.Measure(vendor="minamo", criterion=there[1].criterion)

        assert save_measures(db.session, change(lead, basis=there), [parts, gone]) == 2
        now = load_measures(db.session, DESK, "minamo")

        assert now[0] == parts
        assert there[1].criterion not in {each.criterion for each in now}
        assert len(now) == len(there) - 1
        with pytest.raises(ConflictError):
            save_measures(db.session, change(lead, basis=there), [parts])


def test_a_quotation_is_saved_whole(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        lead = make_person("lead", DESK)
        there = load_quotes(db.session, DESK, "minamo")
        line = QuoteLine(kind="seat-month", price=Decimal("1200.50"), quantity=Decimal(3))
        quotes = [c.Quote(vendor="minamo", line=line, label={"ja": "席"})]

        assert save_quotes(db.session, change(lead, basis=there), quotes)
        assert load_quotes(db.session, DESK, "minamo") == tuple(quotes)
        assert not save_quotes(db.session, change(lead, basis=tuple(quotes)), quotes)
        with pytest.raises(ConflictError):
            save_quotes(db.session, change(lead, basis=there), [])
        act = list(load_acts(db.session, DESK))[-1].act
        assert (act.what, act.new) == (
            "quotation.set",
            "seat-month, price 1200.50, quantity 3, 席",
        )


def test_questions_are_numbered_through_the_evaluation_and_answers_corrected(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        lead = make_person("lead", DESK)

        assert ask(db.session, change(lead), "何席ですか") == 1
        assert ask(db.session, change(lead, "tsubame"), "Sites?") == 2
        answer_question(db.session, change(lead, basis=""), 1, "7席")
        with pytest.raises(ConflictError):
            answer_question(db.session, change(lead, basis=""), 1, "8席")
        answer_question(db.session, change(lead, basis="7席"), 1, "8席")
        with pytest.raises(NotFoundError):
            answer_question(db.session, change(lead, basis=""), 2, "not theirs")

        [question] = list_questions(db.session, DESK, "minamo")
        assert (question.number, question.answer, question.asked_by) == (1, "8席", "Lead")
        last = list(load_acts(db.session, DESK))[-1].act
        assert (last.old, last.new) == ("7席", "8席")


def test_a_file_out_of_sight_is_kept(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        lead = make_person("lead", DESK)
        file = NewFile(kind="proposal", name="a.pdf", media_type="application/pdf", content=b"%PDF")

        assert add_file(db.session, change(lead), file) == 1
        assert add_file(db.session, change(lead, "tsubame"), file) == 2
        with pytest.raises(ReasonNeededError):
            remove_file(db.session, change(lead), 1, " ")
        remove_file(db.session, change(lead), 1, "wrong vendor")

        with pytest.raises(NotFoundError):
            find_file(db.session, DESK, 1)
        [kept] = list_files(db.session, DESK, "minamo")
        assert kept.removed_at == NOW
        assert load_content(db.session, kept.sha256) == b"%PDF"
        assert whats() == ["file.add", "file.add", "file.remove"]


@pytest.mark.parametrize("stage", [Stage.DECIDING, Stage.DECIDED])
def test_nothing_is_entered_once_the_panel_has_agreed(
    app: Flask, sample: str, stage: Stage
) -> None:
    with app.app_context():
        lead = make_person("lead", sample)
        in_stage(stage)
        there = load_quotes(db.session, DESK, "minamo")
        with pytest.raises(StageError):
            save_quotes(db.session, change(lead, basis=there), [])
        with pytest.raises(StageError):
            ask(db.session, change(lead), "?")
        with pytest.raises(StageError):
            add_vendors(db.session, change(lead), [c.Vendor(id="", name={"ja": "青"})])
        assert whats() == []


def test_ids_of_vendors_follow_their_names() -> None:
    assert new_vendor_id({"en": "Blue Line Co., Ltd."}, set()) == "blue-line-co"
    assert new_vendor_id({"en": "Blue"}, {"blue"}) == "blue-1"
    assert new_vendor_id({"ja": "青線"}, {"vendor-1"}) == "vendor-2"


def test_a_difference_names_what_changed_and_nothing_else() -> None:
    assert difference({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": ""}) == ("b: 2", "b: 3")
    assert difference({"a": "1"}, {}) == ("a: 1", None)
    assert difference({"a": "1"}, {"a": "1"}) is None
