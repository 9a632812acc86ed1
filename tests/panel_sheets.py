"""An evaluation that people score, and how tests fill in its sheets. In an application context."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import col

from tests.factories import NOW, import_sample
from vendor_eval.case import Case, Evaluator
from vendor_eval.storage import User, add_member, add_user, db
from vendor_eval.storage.tables import Evaluation
from vendor_eval.storage.tables import Evaluator as EvaluatorRow
from vendor_eval.workflow import Stage


def scoring_evaluation(case: Case, people: Sequence[str], **options: bool) -> dict[str, User]:
    """The sample without answers, being scored; who scores, by the id of the sheet.

    Args:
        case: the sample.
        people: ids of its evaluators, or further ones, who get accounts.
        options: columns of the evaluation, such as ``hide_names``.
    """
    known = {person.id for person in case.evaluators}
    further = tuple(Evaluator(id=each, name={"en": each}) for each in people if each not in known)
    empty = replace(
        case, ratings=(), consensus=(), recusals=(), evaluators=(*case.evaluators, *further)
    )
    evaluation = import_sample(empty)
    db.session.execute(sa.update(Evaluation).values(stage=Stage.SCORING, **options))
    users = {}
    for each in people:
        users[each] = user = add_user(db.session, f"{each}@example.com", NOW, name=each)
        add_member(db.session, evaluation, user, "evaluator")
        own = sa.update(EvaluatorRow).where(col(EvaluatorRow.id) == each)
        db.session.execute(own.values(user_id=user.id))
    db.session.commit()
    return users


def message(
    evaluator: str, revision: int = 0, reason: str = "", **fields: str
) -> dict[str, object]:
    """What the script sends for a cell."""
    empty = {"answer": "", "grade": "", "page": "", "comment": "", "external": ""}
    said: Mapping[str, str] = {**empty, **fields}
    return {"evaluator": evaluator, "revision": revision, "reason": reason, "fields": said}
