"""What the panel agrees on and decides, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.factories import NOW, make_person
from vendor_eval import trail
from vendor_eval.case import Case, Consensus, Decision
from vendor_eval.errors import (
    ConflictError,
    NotFoundError,
    NotSignableError,
    ReasonNeededError,
    StageError,
)
from vendor_eval.scoring.lot import draw_order, lot_hash
from vendor_eval.storage import db, load_acts, load_case, save_case
from vendor_eval.storage.consensus import Cell, clear_consensus, load_revisions, save_consensus
from vendor_eval.storage.decision import (
    load_decision,
    reopen_decision,
    save_decision,
    sign_decision,
)
from vendor_eval.storage.remarks import add_remark, list_remarks
from vendor_eval.workflow import Stage

DESK = "inbound-desk"
AGREED = Consensus(
    vendor="minamo", criterion="train-curriculum", value=Decimal(1), reason={"en": "Seen."}
)
CHOSEN = Decision(recommended="minamo", runner_up="tsubame", why={"en": "The best."})


@pytest.fixture
def desk(any_app: Flask, sample_case: Case) -> Iterator[Flask]:
    """The sample while the panel agrees."""
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        yield any_app


def to(stage: Stage) -> None:
    db.session.execute(sa.text("UPDATE evaluation SET stage = :to"), {"to": stage.value})
    db.session.commit()


def acts() -> list[str]:
    kept = list(load_acts(db.session, DESK))
    assert trail.verify((each.act, each.hash) for each in kept) == []
    return [each.act.what for each in kept]


def test_an_agreed_value_is_kept_changed_and_taken_back(desk: Flask) -> None:
    lead = make_person("lead", DESK)
    save_consensus(db.session, DESK, AGREED, 0, lead, NOW)
    other = replace(AGREED, value="na", dissent="Aoki: no.")
    save_consensus(db.session, DESK, other, 1, lead, NOW)
    assert load_case(db.session, DESK).consensus == (other,)
    assert load_revisions(db.session, DESK) == {("minamo", "train-curriculum"): 2}

    cell = Cell(vendor="minamo", criterion="train-curriculum", revision=2)
    clear_consensus(db.session, DESK, cell, "Once more.", lead, NOW)
    assert load_case(db.session, DESK).consensus == ()
    assert acts() == ["consensus.set", "consensus.set", "consensus.clear"]


def test_of_two_who_agree_at_once_one_is_told(desk: Flask) -> None:
    lead = make_person("lead", DESK)

    def save(value: int) -> str:
        with desk.app_context():
            try:
                agreed = replace(AGREED, value=Decimal(value))
                save_consensus(db.session, DESK, agreed, 0, lead, NOW)
            except ConflictError:
                return "told"
        return "saved"

    with ThreadPoolExecutor(2) as people:
        answers = sorted(people.map(save, (1, 2)))

    assert answers == ["saved", "told"]
    assert acts() == ["consensus.set"]


@pytest.mark.parametrize(
    ("agreed", "error"),
    [
        (replace(AGREED, reason={}), ReasonNeededError),
        (replace(AGREED, vendor="aponoki"), NotFoundError),
        (replace(AGREED, criterion="train-hours"), NotFoundError),
        (replace(AGREED, criterion="gate-privacy-cert"), NotFoundError),
    ],
)
def test_what_cannot_be_agreed_on_leaves_no_trace(
    desk: Flask, agreed: Consensus, error: type[Exception]
) -> None:
    with pytest.raises(error):
        save_consensus(db.session, DESK, agreed, 0, make_person("lead", DESK), NOW)
    assert acts() == []
    assert load_revisions(db.session, DESK) == {}


def test_nothing_is_agreed_on_once_the_panel_decides(desk: Flask) -> None:
    to(Stage.DECIDING)
    with pytest.raises(StageError):
        save_consensus(db.session, DESK, AGREED, 0, make_person("lead", DESK), NOW)


def test_remarks_are_kept_in_their_order(desk: Flask) -> None:
    adviser = make_person("adviser", DESK)
    for text in ("First.", " Second. "):
        add_remark(db.session, DESK, Cell(vendor="olive", criterion=""), text, adviser, NOW)
    told = [(each.text, each.name) for each in list_remarks(db.session, DESK)]
    assert told == [("First.", "Adviser"), ("Second.", "Adviser")]
    assert list_remarks(db.session, DESK, without={"olive"}) == ()


def test_a_decision_is_written_signed_and_reopened(desk: Flask) -> None:
    lead, approver = make_person("lead", DESK), make_person("approver", DESK)
    to(Stage.DECIDING)
    with pytest.raises(NotSignableError, match=r"2 point\(s\) are open"):
        sign_decision(db.session, DESK, 0, "", approver, NOW)
    save_decision(db.session, DESK, CHOSEN, lead, NOW)
    with pytest.raises(ConflictError):
        save_decision(db.session, DESK, CHOSEN, lead, NOW)
    head = sign_decision(db.session, DESK, 1, "Go.", approver, NOW)
    signed = load_decision(db.session, DESK)

    assert (signed.signed_by, signed.signed_name, signed.signed_at) == (
        approver.id,
        "Approver",
        NOW,
    )
    assert head == list(load_acts(db.session, DESK))[-1].hash
    with pytest.raises(StageError):
        save_decision(db.session, DESK, replace(CHOSEN, revision=1), lead, NOW)

    reopen_decision(db.session, DESK, "A price was wrong.", approver, NOW)
    assert load_decision(db.session, DESK) == replace(CHOSEN, revision=1)
    assert acts() == ["decision.set", "decision.sign", "decision.reopen"]


def test_a_lot_is_the_order_of_hashes() -> None:
    first = "7696af21b63d9c647f6c7ec00b712c976bec54322b74110eab41f5848c665809"
    assert lot_hash("seed", "a") == first
    drawn = draw_order("seed", ["c", "b", "a"])
    assert drawn == draw_order("seed", ["a", "b", "c"])
    assert [lot_hash("seed", each) for each in drawn] == sorted(
        lot_hash("seed", each) for each in "abc"
    )
