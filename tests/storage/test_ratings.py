import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.factories import NOW
from vendor_eval.case import Case, Rating
from vendor_eval.errors import NotFoundError
from vendor_eval.storage import db, load_case, load_cell, save_case, save_ratings

LATER = NOW + timedelta(minutes=1)

SAVES_UNTIL_KILLED = """
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tests.databases import settings_for
from vendor_eval.app import create_app
from vendor_eval.storage import db, load_case, save_ratings, utc_now

app = create_app(settings_for(sys.argv[1], Path(sys.argv[2])), {})
with app.app_context():
    rating = load_case(db.session, "inbound-desk").ratings[0]
    for number in range(1_000_000):
        save_ratings(db.session, "inbound-desk", [replace(rating, page=str(number))], utc_now())
        print(number, flush=True)
"""


def revision() -> int:
    query = sa.text("SELECT revision FROM evaluation WHERE key = 'inbound-desk'")
    return int(db.session.execute(query).scalar_one())


def test_a_cell_in_the_order_of_evaluators(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        cell = load_cell(db.session, "inbound-desk", "tsubame", "train-curriculum")

    assert [rating.evaluator for rating in cell] == ["aoki", "ishida", "ueda", "eguchi"]
    assert cell[0].grade == "A"
    assert cell[0].comment["ja"] == "研修規程、昨年度の実施報告、来年度計画がそろう。"


def test_a_cell_without_ratings(app: Flask, sample: str) -> None:
    with app.app_context():
        assert load_cell(db.session, sample, "tsubame", "train-hours") == ()


def test_a_rating_takes_the_place_of_the_one_before(any_app: Flask, sample_case: Case) -> None:
    old = sample_case.ratings[0]
    new = Rating(vendor=old.vendor, criterion=old.criterion, evaluator=old.evaluator, no_basis=True)
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        before = revision()

        save_ratings(db.session, "inbound-desk", [new], LATER)

        assert load_case(db.session, "inbound-desk").ratings == (new, *sample_case.ratings[1:])
        assert revision() == before + 1


def test_ratings_of_somebody_unknown_change_nothing(any_app: Flask, sample_case: Case) -> None:
    known = replace(sample_case.ratings[0], value=Decimal(0))
    unknown = replace(known, evaluator="nobody")
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)

        with pytest.raises(NotFoundError, match="tsubame / nobody"):
            save_ratings(db.session, "inbound-desk", [known, unknown], LATER)

        assert load_case(db.session, "inbound-desk") == sample_case
        assert revision() == 1


def test_ratings_of_an_evaluation_that_is_not_there(app: Flask, sample_case: Case) -> None:
    with app.app_context(), pytest.raises(NotFoundError, match="by the name gone"):
        save_ratings(db.session, "gone", sample_case.ratings, LATER)


def test_people_who_save_at_once_all_get_through(any_app: Flask, sample_case: Case) -> None:
    by_person = {
        person.id: [rating for rating in sample_case.ratings if rating.evaluator == person.id][:10]
        for person in sample_case.evaluators
    }
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)

    def save(person: str) -> None:
        for rating in by_person[person]:
            with any_app.app_context():
                changed = replace(rating, page=person)
                save_ratings(db.session, "inbound-desk", [changed], LATER)

    with ThreadPoolExecutor(len(by_person)) as threads:
        list(threads.map(save, by_person))

    with any_app.app_context():
        loaded = load_case(db.session, "inbound-desk").ratings
        assert [rating.page for rating in loaded if rating.page] == [
            rating.evaluator for rating in loaded if rating.page
        ]
        assert sum(bool(rating.page) for rating in loaded) == 40
        assert revision() == 41


def test_what_was_acknowledged_survives_a_kill(app: Flask, sample: str, tmp_path: Path) -> None:
    with app.app_context():
        url = str(db.engine.url)
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", SAVES_UNTIL_KILLED, url, str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own code
        command,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as process:
        assert process.stdout is not None
        acknowledged = [next(process.stdout) for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        acknowledged += list(process.stdout)

    with app.app_context():
        page = load_case(db.session, sample).ratings[0].page

    assert int(page) >= int(acknowledged[-1])
