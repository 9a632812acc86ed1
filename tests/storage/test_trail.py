"""The record in the database, on both databases."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from tests.factories import NOW, import_sample, make_person
from vendor_eval import trail
from vendor_eval.case import Case
from vendor_eval.storage import Deed, begin_change, db, load_acts, record, trail_head
from vendor_eval.storage.panel_tables import TrailAct


def act(what: str, **values: str) -> None:
    """Record an act of the lead of the sample and commit."""
    lead = make_person("lead", "inbound-desk")
    number = begin_change(db.session, "inbound-desk", NOW)
    record(db.session, number, lead, NOW, Deed(what=what, about=values))
    db.session.commit()


def test_acts_are_chained_and_come_back_as_they_were(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        assert trail_head(db.session, "inbound-desk") == (0, trail.START)
        act("vendor.changed", vendor="minamo")
        act("gate.set", vendor="minamo", criterion="gate-budget")
        kept = list(load_acts(db.session, "inbound-desk"))

        assert [each.act.number for each in kept] == [1, 2]
        assert kept[0].act.name == "Lead"
        assert kept[1].act.previous == kept[0].hash
        assert trail.verify((each.act, each.hash) for each in kept) == []
        assert trail_head(db.session, "inbound-desk") == (2, kept[1].hash)


def test_a_change_in_the_database_itself_is_found(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        act("vendor.changed", vendor="minamo")
        act("vendor.changed", vendor="olive")
        db.session.execute(
            sa.update(TrailAct).where(col(TrailAct.number) == 1).values(new="forged")
        )
        db.session.commit()
        kept = list(load_acts(db.session, "inbound-desk"))

        assert trail.verify((each.act, each.hash) for each in kept) == [
            trail.Break(number=1, what="altered")
        ]


def test_two_acts_cannot_take_the_same_place(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        act("vendor.changed", vendor="minamo")
        row = db.session.execute(sa.select(sa.inspect(TrailAct).local_table)).one()._asdict()
        with pytest.raises(IntegrityError):
            db.session.execute(sa.insert(TrailAct).values(row))
        db.session.rollback()


def test_a_sealed_value_cannot_be_found_by_trying_all(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        import_sample(sample_case)
        number = begin_change(db.session, "inbound-desk", NOW)
        about = {"vendor": "minamo", "criterion": "train-roleplay", "evaluator": "aoki"}
        deed = Deed(what="rating.set", about=about, new="4", sealed_for="aoki")
        record(db.session, number, None, NOW, deed)
        db.session.commit()
        (kept,) = load_acts(db.session, "inbound-desk")

        tried = {trail.hash_of(replace(kept.act, about=about, new=str(n))) for n in range(6)}
        assert kept.hash not in tried
        assert len(kept.act.about["seal"]) == 32
        assert trail.verify([(kept.act, kept.hash)]) == []
