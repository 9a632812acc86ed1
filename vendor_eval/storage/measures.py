"""Key figures of a vendor as they are entered."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.storage.database import insert
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.rows import columns_of, parts_of, row_of
from vendor_eval.storage.tables import Measure
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.vendor_facts import Change, difference, require_same, require_vendor


def load_measures(session: Session, evaluation: str, vendor: str) -> tuple[c.Measure, ...]:
    """The key figures of one vendor, by the id of the criterion.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    return _load(session, evaluation_number(session, evaluation), vendor)


def _load(session: Session, number: int, vendor: str) -> tuple[c.Measure, ...]:
    rows = session.execute(
        sa.select(*columns_of(c.Measure, Measure))
        .where(col(Measure.evaluation_id) == number, col(Measure.vendor) == vendor)
        .order_by(col(Measure.criterion))
    )
    return parts_of(c.Measure, rows)


def save_measures(
    session: Session,
    change: Change,
    measures: Iterable[c.Measure],
) -> int:
    """Save those figures of one vendor that differ from what is there. Commits.

    Args:
        session: commits.
        change: who changes which vendor.
        measures: checked; one without value and parts is taken away. Others stay.

    Returns:
        How many changed.

    Raises:
        NotFoundError: it is not in the evaluation.
        StageError: nothing can be entered now.
        ConflictError: somebody else has changed one of them meanwhile.
    """
    with change.entering(session) as number:
        require_vendor(session, number, change.vendor)
        current = _load(session, number, change.vendor)
        require_same(current, change)
        before = {each.criterion: each for each in current}
        changed = 0
        for measure in measures:
            lines = difference(_words(before.get(measure.criterion)), _words(measure))
            if lines is None:
                continue
            _write(session, number, measure)
            about = {"vendor": change.vendor, "criterion": measure.criterion}
            deed = Deed(what="measure.set", about=about, old=lines[0], new=lines[1])
            record(session, number, change.user, change.now, deed)
            changed += 1
        return changed


def _words(measure: c.Measure | None) -> Mapping[str, str]:
    if measure is None:
        return {}
    names = [each.name for each in fields(measure) if each.name not in {"vendor", "criterion"}]
    return {
        name: str(value) for name in names if (value := getattr(measure, name)) not in (None, "")
    }


def _write(session: Session, number: int, measure: c.Measure) -> None:
    if not _words(measure):
        session.execute(
            sa.delete(Measure).where(
                col(Measure.evaluation_id) == number,
                col(Measure.vendor) == measure.vendor,
                col(Measure.criterion) == measure.criterion,
            )
        )
        return
    keys = ["evaluation_id", "vendor", "criterion"]
    row = row_of(measure) | {"evaluation_id": number}
    statement = insert(session, Measure).values(row)
    new = {name: value for name, value in row.items() if name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=new))
