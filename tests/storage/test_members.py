from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from tests.factories import NOW, import_sample, make_person
from vendor_eval.case import Case
from vendor_eval.errors import LastLeadError, NotFoundError, ReasonNeededError, StageError
from vendor_eval.storage import (
    User,
    add_user,
    db,
    load_acts,
    load_case,
    open_account,
    standing_in,
)
from vendor_eval.storage.evaluators import Place, free_id
from vendor_eval.storage.members import (
    admit,
    change_place,
    link_sheet,
    load_panel,
    remove_member,
)
from vendor_eval.storage.tables import Evaluation, Evaluator
from vendor_eval.workflow import Stage

REASON = {"en": "Moved to another department"}
EVALUATOR = Place(role="evaluator", groups=("security",))


def set_stage(evaluation: str, stage: Stage) -> None:
    """Put an evaluation where a test needs it."""
    row = db.session.exec(select(Evaluation).where(Evaluation.key == evaluation)).one()
    row.stage = stage
    db.session.commit()


def with_account(email: str, name: str) -> User:
    """Somebody who has a password."""
    person = add_user(db.session, email, NOW, name=name)
    open_account(db.session, person, name=name, email=email, password_hash="hash")
    return person


def acts(evaluation: str) -> list[tuple[str, str | None, str | None, str]]:
    """What was recorded: kind, old, new, reason."""
    return [
        (each.act.what, each.act.old, each.act.new, each.act.reason)
        for each in load_acts(db.session, evaluation)
    ]


def test_an_evaluator_gets_a_sheet_and_only_groups_of_their_own(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        set_stage(key, Stage.PREPARING)
        lead, aoki = make_person("lead", key), with_account("aoki@example.com", "Aoki Jun")

        admit(db.session, key, lead, aoki, EVALUATOR, NOW)

        member = load_panel(db.session, key).member(aoki.id)
        assert member.sheet is not None
        assert (member.role, member.sheet.id, member.sheet.groups) == (
            "evaluator",
            "aoki-jun",
            ("security",),
        )
        standing = standing_in(db.session, aoki, key)
        assert standing is not None
        assert standing.evaluator == "aoki-jun"
        evaluators = load_case(db.session, key).evaluators
        assert evaluators[-1].name == {"ja": "Aoki Jun", "en": "Aoki Jun"}
        assert acts(key) == [
            ("person.add", None, "evaluator", ""),
            ("person.sheet", None, "aoki-jun; weight 1; groups security", ""),
        ]


def test_where_nothing_is_scored_any_more_there_is_no_new_sheet(
    app: Flask, sample_case: Case
) -> None:
    with app.app_context():
        key = import_sample(sample_case)
        lead, aoki = make_person("lead", key), with_account("aoki@example.com", "Aoki Jun")
        admit(db.session, key, lead, aoki, EVALUATOR, NOW)

        assert load_panel(db.session, key).member(aoki.id).sheet is None


def test_ids_of_sheets_are_made_of_latin_letters() -> None:
    assert free_id("Aoki Jun", "", set()) == "aoki-jun"
    assert free_id("Aoki Jun", "", {"aoki-jun"}) == "aoki-jun-2"
    assert free_id("青木", "j.aoki@example.com", set()) == "j-aoki"
    assert free_id("青木", "", {"evaluator-1"}) == "evaluator-2"


def test_a_role_changes_and_an_empty_sheet_goes_with_it(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        set_stage(key, Stage.PREPARING)
        lead, aoki = make_person("lead", key), with_account("aoki@example.com", "Aoki Jun")
        admit(db.session, key, lead, aoki, EVALUATOR, NOW)

        change_place(db.session, key, lead, aoki.id, Place(role="adviser"), NOW)

        member = load_panel(db.session, key).member(aoki.id)
        assert (member.role, member.sheet) == ("adviser", None)
        assert acts(key)[2:] == [
            ("person.role", "evaluator", "adviser", ""),
            ("person.sheet", "aoki-jun", None, ""),
        ]


def test_the_last_lead_stays(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead, aoki = make_person("lead", key), with_account("aoki@example.com", "Aoki Jun")
        with pytest.raises(LastLeadError, match="Lead is the only lead"):
            change_place(db.session, key, lead, lead.id, Place(role="adviser"), NOW)
        with pytest.raises(LastLeadError):
            remove_member(db.session, key, lead, (lead.id, False), REASON, NOW)

        admit(db.session, key, lead, aoki, Place(role="lead"), NOW)
        remove_member(db.session, key, aoki, (lead.id, False), REASON, NOW)

        assert standing_in(db.session, lead, key) is None
        assert acts(key)[-1] == (
            "person.remove",
            "lead",
            "no ratings",
            "Moved to another department",
        )


def test_an_imported_sheet_finds_its_person(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead, person = make_person("lead", key), make_person("evaluator", key)
        loose = load_panel(db.session, key).loose_sheets
        assert [each.id for each in loose] == [each.id for each in sample_case.evaluators]

        link_sheet(db.session, key, lead, loose[0].id, person.id, NOW)

        standing = standing_in(db.session, person, key)
        assert standing is not None
        assert standing.evaluator == loose[0].id
        with pytest.raises(NotFoundError):
            link_sheet(db.session, key, lead, loose[0].id, lead.id, NOW)
        with pytest.raises(NotFoundError):
            link_sheet(db.session, key, lead, loose[1].id, person.id, NOW)


def test_who_is_removed_leaves_ratings_that_count_or_not(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        key = import_sample(sample_case)
        lead, person = make_person("lead", key), make_person("evaluator", key)
        first, second = (each.id for each in sample_case.evaluators[:2])
        link_sheet(db.session, key, lead, first, person.id, NOW)
        with pytest.raises(ReasonNeededError):
            remove_member(db.session, key, lead, (person.id, False), {"en": " "}, NOW)
        remove_member(db.session, key, lead, (person.id, False), REASON, NOW)
        assert load_case(db.session, key).recusals == sample_case.recusals
        assert standing_in(db.session, person, key) is None

        admit(db.session, key, lead, person, Place(role="evaluator"), NOW)
        link_sheet(db.session, key, lead, second, person.id, NOW)
        remove_member(db.session, key, lead, (person.id, True), REASON, NOW)

        case = load_case(db.session, key)
        left_out = {each.vendor for each in case.recusals if each.evaluator == second}
        assert left_out == {vendor.id for vendor in case.vendors}
        assert len(case.ratings) == len(sample_case.ratings)
        assert db.session.get(Evaluator, (1, second)) is not None


def test_a_signed_evaluation_keeps_its_people(app: Flask, sample_case: Case) -> None:
    with app.app_context():
        key = import_sample(sample_case)
        lead, aoki = make_person("lead", key), with_account("aoki@example.com", "Aoki Jun")
        set_stage(key, Stage.DECIDED)
        with pytest.raises(StageError):
            admit(db.session, key, lead, aoki, EVALUATOR, NOW + timedelta(days=1))
        assert acts(key) == []
