"""A score sheet: what is asked, saved, frozen and reopened, each change with its act."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.factories import NOW
from tests.panel_sheets import scoring_evaluation
from vendor_eval.case import Case, Vendor
from vendor_eval.errors import (
    FrozenSheetError,
    IncompleteSheetError,
    NotAllowedError,
    NotFoundError,
    ReasonNeededError,
    StageError,
)
from vendor_eval.storage import (
    Asked,
    Author,
    Entry,
    User,
    Words,
    db,
    list_progress,
    load_acts,
    load_case,
    load_sheet,
    reopen_sheet,
    save_entries,
    save_words,
    submit_sheet,
)
from vendor_eval.storage.sheets import asked_columns
from vendor_eval.trail import verify

DESK = "inbound-desk"
LATER = NOW + timedelta(minutes=1)
FOUR = Entry(vendor="minamo", criterion="train-curriculum", revision=0, value=Decimal(4))


def by_id(asked: Asked) -> Mapping[str, Vendor]:
    return {vendor.id: vendor for vendor in asked.vendors}


def author(user: User, evaluator: str = "aoki", reason: str = "", now: datetime = LATER) -> Author:
    return Author(
        evaluation=DESK,
        evaluator=evaluator,
        user=user,
        now=now,
        language="ja",
        vendor_keys=by_id,
        reason=reason,
    )


def acts() -> list[tuple[str, str | None, str | None, str]]:
    recorded = list(load_acts(db.session, DESK))
    assert verify((each.act, each.hash) for each in recorded) == []
    return [(each.act.what, each.act.old, each.act.new, each.act.reason) for each in recorded]


def fill(user: User, evaluator: str = "aoki", value: Decimal = Decimal(3)) -> None:
    sheet = load_sheet(db.session, DESK, evaluator, user)
    entries = [
        Entry(
            vendor=vendor.id,
            criterion=column.id,
            revision=sheet.answer(vendor.id, column.id).revision,
            value=value,
        )
        for vendor in sheet.asked.vendors
        for column in sheet.asked.open_columns
    ]
    save_entries(db.session, author(user, evaluator), entries)


def update(statement: str, **values: object) -> None:
    db.session.execute(sa.text(statement), values)
    db.session.commit()


def test_a_rating_is_saved_with_its_act(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
        [first] = save_entries(db.session, author(user), [FOUR])
        better = replace(FOUR, revision=1, value=Decimal(5), comment="実施記録が1年分ある")
        [second] = save_entries(db.session, author(user), [better])

        assert (first.saved, first.answer.revision) == (True, 1)
        assert (second.saved, second.answer.revision) == (True, 2)
        assert [rating.value for rating in load_case(db.session, DESK).ratings] == [Decimal(5)]
        assert acts() == [
            ("rating.set", None, "4", ""),
            (
                "rating.set",
                '{"answer": "4", "note": ""}',
                '{"answer": "5", "note": "実施記録が1年分ある"}',
                "",
            ),
        ]
        assert {each.sealed_for for each in load_acts(db.session, DESK)} == {"aoki"}


def test_na_no_basis_zero_and_nothing_stay_apart(any_app: Flask, sample_case: Case) -> None:
    answers = {
        "na": replace(FOUR, value="na"),
        "no-basis": replace(FOUR, value=None, no_basis=True),
        "0": replace(FOUR, value=Decimal(0)),
        "": replace(FOUR, value=None),
    }
    with any_app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
        given = []
        for revision, entry in enumerate(answers.values()):
            save_entries(db.session, author(user), [replace(entry, revision=revision)])
            sheet = load_sheet(db.session, DESK, "aoki", user)
            given.append(sheet.answer("minamo", "train-curriculum").given)

        assert [new for _what, _old, new, _reason in acts()] == list(answers)
        assert given == [True, True, True, False]


def test_what_was_changed_meanwhile_is_not_overwritten(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
        save_entries(db.session, author(user), [FOUR])
        before = len(acts())
        [again] = save_entries(db.session, author(user), [FOUR])
        [other] = save_entries(db.session, author(user), [replace(FOUR, value=Decimal(1))])

        assert again.saved, "the answer to the first one may have been lost on the way"
        assert not other.saved
        assert other.answer.rating.value == Decimal(4)
        assert len(acts()) == before


def test_nobody_saves_what_is_not_theirs(app: Flask, sample_case: Case) -> None:
    with app.app_context():
        users = scoring_evaluation(sample_case, ["aoki", "ueda"])
        aoki = users["aoki"]
        update("UPDATE evaluator SET groups = '[\"training\"]' WHERE id = 'aoki'")
        update(
            "INSERT INTO recusal (evaluation_id, vendor, evaluator) VALUES (1, 'tsubame', 'aoki')"
        )
        sheet = load_sheet(db.session, DESK, "aoki", aoki)
        assert {column.group for column in sheet.asked.columns} == {"training"}
        for entry in (
            replace(FOUR, vendor="tsubame"),
            replace(FOUR, vendor="hayate", criterion="no-such"),
            replace(FOUR, criterion="train-hours"),
        ):
            with pytest.raises(NotFoundError):
                save_entries(db.session, author(aoki), [entry])
        with pytest.raises(NotAllowedError):
            save_entries(db.session, author(aoki, "ueda"), [FOUR])
        update("UPDATE evaluation SET stage = 'agreeing'")
        with pytest.raises(StageError):
            save_entries(db.session, author(aoki), [FOUR])
        assert acts() == []


def test_a_submitted_sheet_is_frozen_until_it_is_reopened(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
        with pytest.raises(IncompleteSheetError, match="180 cell"):
            submit_sheet(db.session, DESK, "aoki", user, LATER)
        fill(user)
        assert submit_sheet(db.session, DESK, "aoki", user, LATER)
        changed = replace(FOUR, revision=1)
        with pytest.raises(FrozenSheetError):
            save_entries(db.session, author(user), [changed])
        with pytest.raises(FrozenSheetError):
            save_words(db.session, author(user), "minamo", Words(strengths="教育"))
        with pytest.raises(FrozenSheetError):
            submit_sheet(db.session, DESK, "aoki", user, LATER)

        reopen_sheet(db.session, DESK, "aoki", user, "資料が差し替えられた", LATER)
        with pytest.raises(ReasonNeededError):
            save_entries(db.session, author(user), [changed])
        [done] = save_entries(db.session, author(user, reason="新しい資料による"), [changed])

        assert done.saved
        assert acts()[-3:] == [
            ("sheet.submit", None, None, ""),
            ("sheet.reopen", None, None, "資料が差し替えられた"),
            ("rating.set", "3", "4", "新しい資料による"),
        ]
        with pytest.raises(StageError):
            reopen_sheet(db.session, DESK, "aoki", user, "once more", LATER)


def test_a_rating_at_the_edge_needs_its_reason_to_be_submitted(
    app: Flask, sample_case: Case
) -> None:
    with app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
        fill(user)
        save_entries(db.session, author(user), [replace(FOUR, revision=1, value=Decimal(5))])
        [missing] = load_sheet(db.session, DESK, "aoki", user).missing()
        assert (missing.vendor, missing.criterion, missing.what) == (
            "minamo",
            "train-curriculum",
            "reason",
        )
        with pytest.raises(IncompleteSheetError, match="1 cell"):
            submit_sheet(db.session, DESK, "aoki", user, LATER)


def test_prices_open_once_quality_is_submitted(app: Flask, sample_case: Case) -> None:
    with app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"], price_last=True)["aoki"]
        sheet = load_sheet(db.session, DESK, "aoki", user)
        late = {column.id for column in sheet.asked.columns if column.group in sheet.asked.late}
        assert late
        assert late.isdisjoint(column.id for column in sheet.asked.open_columns)
        price = replace(FOUR, criterion=min(late))
        with pytest.raises(NotFoundError):
            save_entries(db.session, author(user), [price])

        fill(user)
        assert not submit_sheet(db.session, DESK, "aoki", user, LATER)
        assert save_entries(db.session, author(user), [price])[0].saved
        with pytest.raises(FrozenSheetError):
            save_entries(db.session, author(user), [replace(FOUR, revision=1)])
        assert acts()[-2][0] == "sheet.submit-quality"


def test_what_is_asked_follows_each_choice_at_once(any_app: Flask, sample_case: Case) -> None:
    choices: list[tuple[str, dict[str, object]]] = [
        ("UPDATE evaluation SET flow = :text", {"text": '["outbound"]'}),
        ("UPDATE evaluation SET scope = :text", {"text": "department"}),
        ("UPDATE evaluation SET profile = :text", {"text": "outbound-telemarketing"}),
        ("UPDATE evaluation SET weights = :text", {"text": '{"training": {"$decimal": "100"}}'}),
        ("UPDATE evaluator SET groups = :text", {"text": '["training"]'}),
        ("UPDATE evaluation SET price_last = :on", {"on": True}),
    ]
    with any_app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
        for statement, values in choices:
            update(statement, **values)
            asked = load_sheet(db.session, DESK, "aoki", user).asked
            case = load_case(db.session, DESK)
            mine = next(each.groups for each in case.evaluators if each.id == "aoki")
            columns, late = asked_columns(case.criteria, case.evaluation.purchase, mine)
            assert asked.columns == columns
            assert asked.late == (late if asked.price_last else frozenset())


def test_strengths_and_weaknesses(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
        said = Words(strengths="教育が手厚い")
        assert save_words(db.session, author(user), "minamo", said).words.revision == 1
        assert save_words(db.session, author(user), "minamo", said).saved
        other = save_words(db.session, author(user), "minamo", Words(weaknesses="価格"))

        assert (other.saved, other.words.strengths) == (False, "教育が手厚い")
        assert acts() == [("assessment.set", None, '{"strengths": "教育が手厚い"}', "")]


def test_progress_counts_what_each_is_asked(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        users = scoring_evaluation(sample_case, ["aoki", "ueda"])
        save_entries(db.session, author(users["aoki"]), [FOUR, replace(FOUR, vendor="tsubame")])
        progress = {each.evaluator: each for each in list_progress(db.session, DESK)}

        assert (progress["aoki"].answered, progress["aoki"].asked) == (2, 180)
        assert progress["aoki"].last_at == LATER
        assert (progress["ueda"].answered, progress["ueda"].last_at) == (0, None)
        with pytest.raises(NotFoundError):
            list_progress(db.session, "gone")
