from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from tests.factories import NOW
from vendor_eval import case as c
from vendor_eval.case import Case, score_sheet
from vendor_eval.errors import ExistsError, NotFoundError
from vendor_eval.exchange.results import build_results
from vendor_eval.scoring.comparison import compare
from vendor_eval.scoring.pricing import QuoteLine
from vendor_eval.scoring.sheet import Lot
from vendor_eval.storage import db, load_case, save_case
from vendor_eval.storage.base import Table


def counts() -> dict[str, int]:
    """Rows of each table."""
    return {
        name: db.session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for name, table in Table.metadata.tables.items()
    }


def test_a_case_comes_back_as_it_went_in(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)

        assert load_case(db.session, "inbound-desk") == sample_case


def test_what_is_easily_lost_comes_back(any_app: Flask, sample_case: Case) -> None:
    vendor = sample_case.vendors[0].id
    people = sample_case.evaluators
    criteria = [each.id for each in sample_case.criteria.criteria if each.kind == "rating"]
    odd = replace(
        sample_case,
        evaluation=replace(
            sample_case.evaluation,
            title={"ja": "髙﨑㈱ 𠮷野家😀"},
            buyer={},
            further={
                "fee": Decimal("0.10"),
                "when": {
                    "day": date(2026, 1, 15),
                    "moment": datetime(2026, 1, 15, 9, 0, 0, 1, UTC),
                    "time": time(9, 30),
                },
                "list": [1, 2.5, True, {"$decimal": 3}],
            },
            purchase=replace(
                sample_case.evaluation.purchase,
                lots=(Lot(order=("b", "a"), record={"drawn": date(2026, 1, 15), "seed": 7}),),
                weights={"training": Decimal("20.50")},
                budget=Decimal("42000000.0000000000000000001"),
            ),
        ),
        evaluators=(replace(people[0], weight=Decimal("0.1"), groups=("training",)), *people[1:]),
        ratings=(
            c.Rating(vendor=vendor, criterion=criteria[0], evaluator=people[0].id),
            c.Rating(vendor=vendor, criterion=criteria[0], evaluator=people[1].id, no_basis=True),
            c.Rating(vendor=vendor, criterion=criteria[0], evaluator=people[2].id, value="na"),
            c.Rating(
                vendor=vendor,
                criterion=criteria[0],
                evaluator=people[3].id,
                value=Decimal(0),
                grade="C",
                page="12–14",
                comment={"ja": "1行目\n2行目"},
                external={"en": "'quoted' \"twice\""},
            ),
        ),
        measures=(
            c.Measure(vendor=vendor, criterion=criteria[0], value="na"),
            c.Measure(
                vendor=vendor,
                criterion=criteria[1],
                numerator=Decimal(1),
                denominator=Decimal(3),
            ),
        ),
        quotes=(
            c.Quote(vendor=vendor, line=QuoteLine(kind="call", price=Decimal("0.1"))),
            c.Quote(vendor=vendor, line=QuoteLine(kind="call", price=Decimal("1E+2"))),
        ),
        consensus=(
            c.Consensus(vendor=vendor, criterion=criteria[0], value="na", dissent="青木"),
            c.Consensus(vendor=vendor, criterion=criteria[1], value=Decimal("3.5")),
        ),
        recusals=(c.Recusal(vendor=vendor, evaluator=people[0].id, reason={"ja": "取引先のため"}),),
    )
    with any_app.app_context():
        save_case(db.session, odd, NOW)

        assert load_case(db.session, "inbound-desk") == odd


def test_totals_are_the_same_from_the_database(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        loaded = load_case(db.session, "inbound-desk")

    def results(case: Case) -> object:
        return build_results(case, compare(score_sheet(case)), (), "en")

    assert results(loaded) == results(sample_case)


def test_rows_come_in_the_order_of_vendors_criteria_and_evaluators(
    app: Flask, sample_case: Case
) -> None:
    shuffled = replace(
        sample_case, ratings=sample_case.ratings[::-1], gates=sample_case.gates[::-1]
    )
    with app.app_context():
        save_case(db.session, shuffled, NOW)

        assert load_case(db.session, "inbound-desk") == sample_case


def test_an_id_that_is_taken_is_refused(any_app: Flask, sample_case: Case) -> None:
    changed = replace(sample_case, ratings=(), vendors=sample_case.vendors, quotes=())
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        before = counts()

        with pytest.raises(ExistsError, match="the id inbound-desk exists already"):
            save_case(db.session, changed, NOW)

        assert counts() == before
        assert load_case(db.session, "inbound-desk") == sample_case


def test_the_same_case_under_another_id(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)

        assert save_case(db.session, sample_case, NOW, as_id="second") == "second"

        second = load_case(db.session, "second")
        assert second.evaluation == replace(sample_case.evaluation, id="second")
        assert second.ratings == sample_case.ratings


def test_two_evaluations_share_companies_and_criteria(any_app: Flask, sample_case: Case) -> None:
    renamed = replace(sample_case.vendors[0], name={"ja": "別会社"})
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        save_case(
            db.session,
            replace(sample_case, vendors=(renamed, *sample_case.vendors[1:])),
            NOW,
            as_id="second",
        )

        assert counts()["vendor"] == len(sample_case.vendors) + 1
        assert counts()["criteria_version"] == 1


def test_criteria_that_differ_in_a_comment_are_kept_word_for_word(
    app: Flask, sample_case: Case
) -> None:
    commented = replace(sample_case, criteria_toml="# ours\n" + sample_case.criteria_toml)
    with app.app_context():
        save_case(db.session, sample_case, NOW)
        save_case(db.session, commented, NOW, as_id="second")

        assert load_case(db.session, "second").criteria_toml.startswith("# ours\n")
        assert load_case(db.session, "inbound-desk").criteria_toml == sample_case.criteria_toml


def test_a_case_that_cannot_be_stored_leaves_nothing(any_app: Flask, sample_case: Case) -> None:
    lost = replace(sample_case.ratings[-1], vendor="nobody")
    with any_app.app_context():
        before = counts()

        with pytest.raises(IntegrityError):
            save_case(db.session, replace(sample_case, ratings=(*sample_case.ratings, lost)), NOW)

        assert counts() == before


def test_seven_queries_load_a_case(app: Flask, sample: str, queries: list[str]) -> None:
    with app.app_context():
        load_case(db.session, sample)

    assert len(queries) == 7


def test_an_evaluation_that_is_not_there(app: Flask) -> None:
    with app.app_context(), pytest.raises(NotFoundError, match="nothing here by the name x"):
        load_case(db.session, "x")


def test_a_case_is_read_as_of_one_moment(any_app: Flask, sample_case: Case) -> None:
    """Somebody removes every rating after the first query of a reader."""
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        engine = db.engine
        seen: list[str] = []

        def interfere(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)
            if len(seen) == 2:
                with engine.begin() as other:
                    other.execute(sa.text("DELETE FROM rating"))

        event.listen(engine, "before_cursor_execute", interfere)
        try:
            loaded = load_case(db.session, "inbound-desk")
        finally:
            event.remove(engine, "before_cursor_execute", interfere)

        assert loaded == sample_case
        assert load_case(db.session, "inbound-desk").ratings == ()
