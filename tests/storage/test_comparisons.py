from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from flask import Flask

from tests.databases import SqliteDatabases, settings_for
from tests.factories import NOW
from vendor_eval.app import create_app
from vendor_eval.case import Case, score_sheet
from vendor_eval.errors import NotFoundError
from vendor_eval.exchange.results import build_results
from vendor_eval.scoring.comparison import compare
from vendor_eval.storage import db, load_comparable, save_case, save_ratings


def test_it_gives_the_result_of_the_case(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        facts, sheet = load_comparable(db.session, "inbound-desk")

    assert facts == replace(sample_case, ratings=())
    assert build_results(facts, compare(sheet), (), "ja") == build_results(
        sample_case, compare(score_sheet(sample_case)), (), "ja"
    )


def test_eight_queries_the_first_time_and_one_until_something_changes(
    app: Flask, sample: str, sample_case: Case, queries: list[str]
) -> None:
    with app.app_context():
        first = load_comparable(db.session, sample)
        assert len(queries) == 8

        queries.clear()
        assert load_comparable(db.session, sample) is first
        assert len(queries) == 1

        changed = replace(sample_case.ratings[0], value=Decimal(1))
        save_ratings(db.session, sample, [changed], NOW + timedelta(seconds=1))
        queries.clear()
        second = load_comparable(db.session, sample)
        assert len(queries) == 8

    assert first.sheet.ratings[0, 0, 0] == 5
    assert second.sheet.ratings[0, 0, 0] == 1


def test_two_databases_are_not_mixed_up(
    app: Flask, sample: str, sqlite_databases: SqliteDatabases, tmp_path: Path, sample_case: Case
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = create_app(settings_for(sqlite_databases.make(folder), folder), {})
    with other.app_context():
        save_case(db.session, replace(sample_case, ratings=()), NOW)
        _facts, empty = load_comparable(db.session, sample)
        db.session.close()
        db.engine.dispose()
    with app.app_context():
        _facts, full = load_comparable(db.session, sample)

    assert np.isnan(empty.ratings).all()
    assert not np.isnan(full.ratings).all()


def test_an_evaluation_that_is_not_there(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFoundError, match="nothing here by the name x"):
        load_comparable(db.session, "x")
