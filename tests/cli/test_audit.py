"""``vendor-eval audit verify``."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask
from sqlmodel import col

from tests.factories import NOW
from vendor_eval.cli.audit import audit
from vendor_eval.storage import Deed, begin_change, db, record, trail_head
from vendor_eval.storage.panel_tables import TrailAct


def run(app: Flask, *arguments: str) -> Result:
    """Run the command on the database of an application."""
    return CliRunner().invoke(audit, ["verify", *arguments, "--lang", "en"], obj=lambda: app)


@pytest.fixture
def head(app: Flask, sample: str) -> str:
    """Head of a record of three acts."""
    with app.app_context():
        for word in ("a", "b", "c"):
            number = begin_change(db.session, sample, NOW)
            record(db.session, number, None, NOW, Deed(what="note.set", about={}, new=word))
            db.session.commit()
        return trail_head(db.session, sample)[1]


def test_a_sound_record_is_said_to_hold(app: Flask, sample: str, head: str) -> None:
    result = run(app, sample, "--head", head)

    assert result.exit_code == 0
    assert f"inbound-desk: the record holds, 3 acts, head {head}." in result.output


def test_every_evaluation_is_checked_when_none_is_named(app: Flask, head: str) -> None:
    assert "inbound-desk: the record holds, 3 acts" in run(app).output


def test_an_altered_act_is_named(app: Flask, sample: str, head: str) -> None:
    with app.app_context():
        db.session.execute(sa.update(TrailAct).where(col(TrailAct.number) == 2).values(new="x"))
        db.session.commit()
    result = run(app, sample)

    assert result.exit_code == 1
    assert "inbound-desk: act 2 has been altered." in result.output


def test_a_cut_off_end_is_found_by_its_head(app: Flask, sample: str, head: str) -> None:
    with app.app_context():
        db.session.execute(sa.delete(TrailAct).where(col(TrailAct.number) == 3))
        db.session.commit()

    assert run(app, sample).exit_code == 0
    result = run(app, sample, "--head", head)
    assert result.exit_code == 1
    assert "the head given is not in the record; acts before 3 are there." in result.output


def test_an_unknown_evaluation_has_a_cure(app: Flask, tmp_path: Path) -> None:
    result = run(app, "no-such-desk")

    assert result.exit_code == 1
    assert "There is nothing here by the name no-such-desk." in result.output
