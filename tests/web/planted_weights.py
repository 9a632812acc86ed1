"""Weights that people have said alone, each with the mark of its author."""

from collections.abc import Mapping

from sqlmodel import Session

from tests.factories import NOW
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.panel_tables import Weighing, WeighingAnswer


def add_weighing(session: Session, key: str, people: Mapping[str, int]) -> None:
    """Everybody's weights, which nobody else sees as long as the lead has not ended it.

    Args:
        session: commits.
        key: id of the evaluation.
        people: numbers of their accounts by name.
    """
    number = evaluation_number(session, key)
    weighing = Weighing(
        evaluation_id=number, number=1, method="points", groups=("quality", "price"), opened_at=NOW
    )
    session.add(weighing)
    session.flush()
    for name, user in people.items():
        said = {"quality": f"himitsu-{name}-weight", "price": "1"}
        answer = WeighingAnswer(evaluation_id=number, number=1, user_id=user, answers=said)
        session.add(answer)
    session.commit()
