"""The record on screen and as CSV."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW, Part, make_person
from vendor_eval import storage
from vendor_eval.reports.act_words import SUBJECTS
from vendor_eval.storage import Deed, begin_change, db, record
from vendor_eval.storage.tables import Evaluation
from vendor_eval.storage.trail import SEAL
from vendor_eval.workflow import Stage

SignIn = Callable[[Part], FlaskClient]


def act(app: Flask, evaluation: str, deed: Deed) -> None:
    """Record an act of the lead."""
    with app.app_context():
        lead = make_person("lead", evaluation)
        number = begin_change(db.session, evaluation, NOW)
        record(db.session, number, lead, NOW, deed)
        db.session.commit()


def move(app: Flask, stage: Stage) -> None:
    """Put the sample into a stage."""
    with app.app_context():
        evaluation = db.session.get(Evaluation, 1)
        assert evaluation is not None
        evaluation.stage = stage
        db.session.commit()


def test_the_record_is_shown_last_act_first(app: Flask, sample: str, sign_in: SignIn) -> None:
    act(app, sample, Deed(what="first.act", about={"vendor": "minamo"}, new="一つ目"))
    act(app, sample, Deed(what="second.act", about={}, old="3", new="4", reason="見直し"))
    page = sign_in("lead").get(f"/evaluations/{sample}/trail").text

    assert page.index("<span>second.act") < page.index("<span>first.act")
    assert "会社: minamo" in page
    assert "見直し" in page
    assert "2件(新しい順)" in page


def test_people_are_told_by_their_names(app: Flask, sample: str, sign_in: SignIn) -> None:
    about = {"person": "user:11", "name": "青木 花"}
    act(app, sample, Deed(what="person.change", about=about))

    page = sign_in("lead").get(f"/evaluations/{sample}/trail").text
    assert "人: 青木 花" in page
    assert "user:11" not in page


def test_it_is_narrowed_to_a_kind_of_act(app: Flask, sample: str, sign_in: SignIn) -> None:
    act(app, sample, Deed(what="first.act", about={}, new="一つ目"))
    act(app, sample, Deed(what="second.act", about={}, new="二つ目"))
    page = sign_in("lead").get(f"/evaluations/{sample}/trail?what=first.act").text

    assert "一つ目" in page
    assert "二つ目" not in page


def test_sealed_values_are_shown_when_all_sheets_are_frozen(
    app: Flask, sample: str, sign_in: SignIn
) -> None:
    deed = Deed(what="rating.set", about={"vendor": "olive"}, new="SECRET", sealed_for="aoki")
    act(app, sample, deed)
    lead = sign_in("lead")
    addresses = (f"/evaluations/{sample}/trail", f"/evaluations/{sample}/trail/acts.csv")

    move(app, Stage.SCORING)
    for address in addresses:
        text = lead.get(address).text
        assert "SECRET" not in text
        assert "olive" not in text
    assert "全員の採点票が確定するまで封印されています" in lead.get(addresses[0]).text

    move(app, Stage.AGREEING)
    assert all("SECRET" in lead.get(address).text for address in addresses)


def test_csv_does_not_run_as_a_formula(app: Flask, sample: str, sign_in: SignIn) -> None:
    act(app, sample, Deed(what="note.set", about={}, new="=1+1"))
    response = sign_in("lead").get(f"/evaluations/{sample}/trail/acts.csv")

    assert response.mimetype == "text/csv"
    assert ",'=1+1," in response.text


def test_evaluators_do_not_read_the_record(sample: str, sign_in: SignIn) -> None:
    assert sign_in("evaluator").get(f"/evaluations/{sample}/trail").status_code == 403


def test_whatever_an_act_was_done_to_has_words() -> None:
    written = {
        key
        for path in Path(storage.__file__).parent.glob("*.py")
        for key in subjects_in(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert len(written) > 20
    assert written - {SEAL} - set(SUBJECTS) == set()


def subjects_in(module: ast.Module) -> Iterator[str]:
    """Keys of every ``about`` that a file writes out."""
    for node in ast.walk(module):
        match node:
            case ast.keyword(arg="about", value=value):
                yield from keys_in(value)
            case ast.Assign(targets=[ast.Name(id="about")], value=value):
                yield from keys_in(value)
            case ast.FunctionDef(name=name) if "about" in name:
                yield from keys_in(node)
            case ast.Subscript(value=ast.Name(id="about"), slice=ast.Constant(value=str(key))):
                yield key
            case _:
                pass


def keys_in(node: ast.AST) -> Iterator[str]:
    """Of every dict in a piece of a program."""
    dicts = (part for part in ast.walk(node) if isinstance(part, ast.Dict))
    for key in (key for each in dicts for key in each.keys):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value
