"""Trials beside an evaluation: kept, named, taken away, and never a part of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlmodel import col

from tests.factories import NOW, import_sample, make_person
from vendor_eval.case import Case
from vendor_eval.errors import (
    ConflictError,
    NameNeededError,
    NameTakenError,
    NotAllowedError,
    StageError,
    TooManyTrialsError,
)
from vendor_eval.scoring.trial import Trial
from vendor_eval.storage import User, db, load_acts, load_comparable
from vendor_eval.storage.scenarios import (
    MOST,
    SavedTrial,
    delete_trial,
    list_trials,
    rename_trial,
    save_trial,
)
from vendor_eval.storage.tables import Evaluation
from vendor_eval.trail import verify
from vendor_eval.workflow import Stage

KEY = "inbound-desk"
PEAK = SavedTrial(
    number=0,
    name="繁忙期",
    trial=Trial(
        weights={"security": Decimal("10.77"), "training": Decimal("89.23")},
        volume={"emails": Decimal(0)},
        level="peak",
        low=Decimal(0),
        peak=Decimal("133.5"),
    ),
    official={"minamo": (1, "76.33"), "olive": (0, "")},
    found={"minamo": (2, "76.1"), "olive": (0, "")},
    saved_at=NOW,
    author=None,
    author_name="",
)


@contextmanager
def sample_with(app: Flask, case: Case, *parts: str) -> Iterator[list[User]]:
    """The sample in the database and people who take part in it."""
    with app.app_context():
        import_sample(case)
        yield [make_person(part, KEY) for part in parts]  # type: ignore[arg-type]


def test_a_trial_comes_back_as_it_was_saved(any_app: Flask, sample_case: Case) -> None:
    with sample_with(any_app, sample_case, "adviser") as [adviser]:
        assert list_trials(db.session, KEY) == ()
        number = save_trial(db.session, KEY, PEAK, adviser)
        assert list_trials(db.session, KEY) == (
            replace(PEAK, number=number, author=adviser.id, author_name="Adviser"),
        )


def test_what_is_saved_is_no_change_of_the_evaluation(any_app: Flask, sample_case: Case) -> None:
    with sample_with(any_app, sample_case, "evaluator") as [evaluator]:
        query = sa.select(col(Evaluation.revision), col(Evaluation.updated_at))
        before, sheet = db.session.execute(query).one(), load_comparable(db.session, KEY).sheet
        number = save_trial(db.session, KEY, PEAK, evaluator)
        rename_trial(db.session, KEY, (number, "繁忙期"), "年末", evaluator, NOW)
        assert [each.name for each in list_trials(db.session, KEY)] == ["年末"]
        delete_trial(db.session, KEY, (number, "年末"), evaluator, NOW)

        assert list_trials(db.session, KEY) == ()
        assert db.session.execute(query).one() == before
        assert load_comparable(db.session, KEY).sheet is sheet
        acts = list(load_acts(db.session, KEY))
        assert [(each.act.what, each.act.about["scenario"]) for each in acts] == [
            ("scenario.save", "繁忙期"),
            ("scenario.rename", "年末"),
            ("scenario.delete", "年末"),
        ]
        said = "security 10.77, training 89.23, emails 0, peak 133.5"
        assert (acts[0].act.new, acts[2].act.old) == (said, said)
        assert not verify((each.act, each.hash) for each in acts)


def test_names_are_needed_and_used_once(app: Flask, sample_case: Case) -> None:
    with sample_with(app, sample_case, "lead") as [lead]:
        save_trial(db.session, KEY, PEAK, lead)
        other = save_trial(db.session, KEY, replace(PEAK, name="other"), lead)
        for name, error in ((" 繁忙期 ", NameTakenError), ("  ", NameNeededError)):
            with pytest.raises(error):
                save_trial(db.session, KEY, replace(PEAK, name=name), lead)
            with pytest.raises(error):
                rename_trial(db.session, KEY, (other, "other"), name, lead, NOW)
        assert [each.name for each in list_trials(db.session, KEY)] == ["繁忙期", "other"]


def test_authors_and_leads_change_a_trial_and_nobody_else(app: Flask, sample_case: Case) -> None:
    with sample_with(app, sample_case, "adviser", "approver", "lead", "administrator") as people:
        adviser, approver, lead, administrator = people
        number = save_trial(db.session, KEY, PEAK, adviser)
        with pytest.raises(NotAllowedError):
            rename_trial(db.session, KEY, (number, PEAK.name), "theirs", approver, NOW)
        with pytest.raises(NotAllowedError):
            delete_trial(db.session, KEY, (number, PEAK.name), approver, NOW)
        rename_trial(db.session, KEY, (number, PEAK.name), "ours", lead, NOW)
        delete_trial(db.session, KEY, (number, "ours"), administrator, NOW)
        assert list_trials(db.session, KEY) == ()


def test_nobody_changes_a_trial_that_is_another_by_now(app: Flask, sample_case: Case) -> None:
    with sample_with(app, sample_case, "lead", "adviser") as [lead, adviser]:
        number = save_trial(db.session, KEY, PEAK, adviser)
        rename_trial(db.session, KEY, (number, PEAK.name), "mine", adviser, NOW)
        with pytest.raises(ConflictError):
            rename_trial(db.session, KEY, (number, PEAK.name), "yours", lead, NOW)
        with pytest.raises(ConflictError):
            delete_trial(db.session, KEY, (number, PEAK.name), lead, NOW)
        assert [each.name for each in list_trials(db.session, KEY)] == ["mine"]


def test_no_more_than_fit_side_by_side(app: Flask, sample_case: Case) -> None:
    with sample_with(app, sample_case, "lead") as [lead]:
        for place in range(MOST):
            save_trial(db.session, KEY, replace(PEAK, name=str(place)), lead)
        with pytest.raises(TooManyTrialsError, match=f"{MOST} saved trials"):
            save_trial(db.session, KEY, PEAK, lead)


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.SCORING, Stage.DECIDED])
def test_trials_are_kept_only_while_results_are_talked_about(
    app: Flask, sample_case: Case, stage: Stage
) -> None:
    with sample_with(app, sample_case, "lead") as [lead]:
        db.session.execute(sa.update(Evaluation).values(stage=stage))
        db.session.commit()
        with pytest.raises(StageError):
            save_trial(db.session, KEY, PEAK, lead)
        assert list(load_acts(db.session, KEY)) == []
