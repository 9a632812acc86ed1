"""What documents are made from, loaded at once; what is sealed stays sealed on paper."""

from pathlib import Path

import pytest
from flask import Flask

from tests.web.planted import KEY, SHEETS, plant, read_planted
from vendor_eval.storage import db
from vendor_eval.storage.dossier_acts import with_acts
from vendor_eval.storage.dossiers import load_dossier
from vendor_eval.workflow import Stage


@pytest.mark.parametrize("stage", [Stage.SCORING, Stage.AGREEING])
def test_values_are_sealed_on_paper_while_people_score_alone(
    app: Flask, tmp_path: Path, stage: Stage
) -> None:
    with app.app_context():
        plant(db.session, read_planted(tmp_path), stage, archived=False)
        dossier = with_acts(db.session, load_dossier(db.session, KEY, "Asia/Tokyo"))
        rated = [each for each in dossier.record.acts if each.act.what == "rating.set"]
        assert rated
        assert all(each.sealed == (stage is Stage.SCORING) for each in rated)
        for each in rated:
            told = f"{each.act.about}{each.act.new}{each.act.reason}"
            assert ("himitsu" in told) != each.sealed
        assert dossier.record.trail == (len(dossier.record.acts), dossier.record.acts[-1].hash)


def test_acts_about_a_vendor_the_reader_does_not_see_are_sealed(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        plant(db.session, read_planted(tmp_path), Stage.DECIDED, archived=False)
        dossier = with_acts(db.session, load_dossier(db.session, KEY, "Asia/Tokyo"), {"hoshikuzu"})
        seen = {each.act.about.get("vendor") for each in dossier.record.acts if not each.sealed}
        assert seen <= {"hoshikuzu", None}


def test_people_sheets_and_declarations_are_loaded(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        found = plant(db.session, read_planted(tmp_path), Stage.AGREEING, archived=False)
        record = load_dossier(db.session, KEY, "Asia/Tokyo").record
        assert {each.part for each in record.people} == {"lead", "evaluator", "adviser", "approver"}
        assert {each.name for each in record.people} <= {
            person.name or person.email for person in found.people.values()
        }
        assert {each.sheet for each in record.people} - {""} == set(SHEETS)
        assert {each.evaluator for each in record.sheets} == {"guren", "sumire"}
        assert all(each.declared for each in record.people)
        assert record.gates
        assert record.questions
