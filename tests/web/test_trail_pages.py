"""The record on screen and as CSV."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.factories import NOW, Part, make_person
from vendor_eval.storage import Deed, begin_change, db, record
from vendor_eval.storage.tables import Evaluation
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

    assert page.index('row">second.act') < page.index('row">first.act')
    assert "会社: minamo" in page
    assert "見直し" in page
    assert "2件(新しい順)" in page


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
