"""The vendors of an evaluation as they are entered: added, changed, taken over, out and back."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.criteria.model import Text
from vendor_eval.errors import ExistsError, NotFoundError, ReasonNeededError, StageError
from vendor_eval.scoring.sheet import VendorState
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.panel_tables import (
    Assessment,
    Attachment,
    Declaration,
    Question,
    Remark,
)
from vendor_eval.storage.rows import columns_of, parts_of, row_of
from vendor_eval.storage.tables import (
    Consensus,
    Evaluation,
    EvaluationVendor,
    GateResult,
    Measure,
    Quote,
    Rating,
    Recusal,
)
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.vendor_facts import Change, difference, require_same
from vendor_eval.storage.vendors import VendorRecord, list_vendors, vendor_numbers
from vendor_eval.workflow import Stage

REFERRING = (
    Rating,
    Measure,
    GateResult,
    Quote,
    Consensus,
    Recusal,
    Declaration,
    Assessment,
    Question,
    Attachment,
    Remark,
)
"""What may be about a vendor. One that anything is about is never deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredVendor:
    """A vendor as it was entered."""

    vendor: c.Vendor
    removable: bool
    """Nothing is about it yet."""


def list_entered(session: Session, evaluation: str) -> tuple[EnteredVendor, ...]:
    """Every vendor of an evaluation in the order they were entered.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    in_use = _in_use(session, number)
    rows = session.execute(
        sa.select(*columns_of(c.Vendor, EvaluationVendor))
        .where(col(EvaluationVendor.evaluation_id) == number)
        .order_by(col(EvaluationVendor.position))
    )
    return tuple(
        EnteredVendor(vendor=vendor, removable=vendor.id not in in_use)
        for vendor in parts_of(c.Vendor, rows)
    )


def load_entered(session: Session, evaluation: str, vendor: str) -> EnteredVendor:
    """One vendor.

    Raises:
        NotFoundError: it is not in the evaluation, or there is no such evaluation.
    """
    for entered in list_entered(session, evaluation):
        if entered.vendor.id == vendor:
            return entered
    raise NotFoundError(name=vendor)


def _in_use(session: Session, number: int) -> set[str]:
    named = [
        sa.select(sa.inspect(table).columns["vendor"]).where(
            sa.inspect(table).columns["evaluation_id"] == number
        )
        for table in REFERRING
    ]
    return set(session.execute(sa.union(*named)).scalars())


def new_vendor_id(name: Text, taken: Collection[str]) -> str:
    """An id for a vendor: its English name in small letters, else its number."""
    words = re.findall(r"[a-z0-9]+", name.get("en", "").lower().split(",")[0])
    stem = "-".join(words)[:40].strip("-") or "vendor"
    ids = [stem] if words else []
    return next(
        each
        for each in (*ids, *(f"{stem}-{number}" for number in range(1, len(taken) + 3)))
        if each not in taken
    )


def add_vendors(session: Session, change: Change, vendors: Sequence[c.Vendor]) -> tuple[str, ...]:
    """Add vendors after those that are there, all of them or none; an empty id is filled. Commits.

    Returns:
        Their ids.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: vendors cannot be entered now.
        ExistsError: an id is taken.
    """
    with change.entering(session) as number:
        return _add(session, change, number, vendors)


def take_over_vendors(
    session: Session, change: Change, companies: Collection[int]
) -> tuple[str, ...]:
    """Add companies met in earlier evaluations, as they are known today. Commits.

    Companies that the person has not met, or that take part already, are left out.

    Returns:
        The ids of those added.

    Raises:
        NotFoundError: there is no such evaluation.
        StageError: vendors cannot be entered now.
    """
    with change.entering(session) as number:
        offered = list_offered(session, change.user, change.evaluation)
        vendors = [
            c.Vendor(
                id=each.participations[0].vendor if each.participations else "",
                name=each.name,
                short=each.short,
                profile=each.profile,
            )
            for each in offered
            if each.number in companies
        ]
        taken = {entered.vendor.id for entered in list_entered(session, change.evaluation)}
        free = [_with_free_id(vendor, taken) for vendor in vendors]
        return _add(session, change, number, free)


def list_offered(session: Session, user: User, evaluation: str) -> tuple[VendorRecord, ...]:
    """Companies the person has met elsewhere and that do not take part here."""
    return tuple(
        record
        for record in list_vendors(session, user)
        if evaluation not in {part.evaluation for part in record.participations}
    )


def _with_free_id(vendor: c.Vendor, taken: set[str]) -> c.Vendor:
    own = vendor.id if vendor.id and vendor.id not in taken else new_vendor_id(vendor.name, taken)
    taken.add(own)
    return c.Vendor(id=own, name=vendor.name, short=vendor.short, profile=vendor.profile)


def _add(
    session: Session, change: Change, number: int, vendors: Iterable[c.Vendor]
) -> tuple[str, ...]:
    places = session.execute(
        sa.select(col(EvaluationVendor.id), col(EvaluationVendor.position)).where(
            col(EvaluationVendor.evaluation_id) == number
        )
    ).all()
    taken = {row.id for row in places}
    position = max((row.position for row in places), default=-1)
    complete = []
    for vendor in vendors:
        vendor_id = vendor.id or new_vendor_id(vendor.name, taken)
        if vendor_id in taken:
            raise ExistsError(id=vendor_id)
        taken.add(vendor_id)
        complete.append(vendor if vendor.id else _with_id(vendor, vendor_id))
    companies = vendor_numbers(session, complete, change.now)
    for vendor, company in zip(complete, companies, strict=True):
        position += 1
        row = row_of(vendor) | {"evaluation_id": number, "vendor_id": company}
        session.execute(sa.insert(EvaluationVendor).values(**row, position=position))
        _old, new = difference({}, words_of(vendor)) or (None, None)
        record(
            session,
            number,
            change.user,
            change.now,
            Deed(what="vendor.add", about=_about(vendor), new=new),
        )
    return tuple(vendor.id for vendor in complete)


def _with_id(vendor: c.Vendor, vendor_id: str) -> c.Vendor:
    return c.Vendor(
        id=vendor_id,
        name=vendor.name,
        status=vendor.status,
        reason=vendor.reason,
        short=vendor.short,
        profile=vendor.profile,
    )


def words_of(vendor: c.Vendor) -> dict[str, str]:
    """What is known of a vendor, by the names of the columns of vendors.csv."""
    words: dict[str, str] = {}
    for stem, texts in (("name", vendor.name), ("short", vendor.short)):
        words |= {f"{stem}_{language}": text for language, text in texts.items()}
    return words | dict(vendor.profile)


def change_vendor(
    session: Session,
    change: Change,
    vendor: c.Vendor,
) -> None:
    """Write names and profile of a vendor; its status stays. Commits.

    Args:
        session: commits.
        change: who changes which vendor.
        vendor: as it is to be.

    Raises:
        NotFoundError: it is not in the evaluation.
        StageError: vendors cannot be entered now.
        ConflictError: somebody else has changed it meanwhile.
    """
    with change.entering(session) as number:
        old = load_entered(session, change.evaluation, vendor.id).vendor
        require_same(old, change)
        changed = difference(words_of(old), words_of(vendor))
        if changed is None:
            return
        _update(
            session, number, vendor.id,
            name=vendor.name, short=vendor.short, profile=vendor.profile,
        )  # fmt: skip
        deed = Deed(what="vendor.change", about=_about(vendor), old=changed[0], new=changed[1])
        record(session, number, change.user, change.now, deed)


def set_vendor_status(
    session: Session,
    change: Change,
    status: VendorState,
    reason: Text,
) -> None:
    """Take a vendor out with a reason, or back in with one. Everything about it is kept. Commits.

    Raises:
        NotFoundError: it is not in the evaluation.
        StageError: vendors cannot be entered now.
        ReasonNeededError: there is no reason.
    """
    if not any(text.strip() for text in reason.values()):
        raise ReasonNeededError
    with change.entering(session) as number:
        old = load_entered(session, change.evaluation, change.vendor).vendor
        kept = {} if status == "active" else dict(reason)
        _update(session, number, change.vendor, status=status, reason=kept)
        deed = Deed(
            what="vendor.status",
            about=_about(old),
            old=old.status,
            new=status,
            reason="\n".join(reason.values()),
        )
        record(session, number, change.user, change.now, deed)


def remove_vendor(session: Session, change: Change) -> None:
    """Take out a vendor that was entered by mistake: before scoring and while nothing is about it.

    Commits.

    Raises:
        NotFoundError: it is not in the evaluation.
        StageError: it is too late; it can only withdraw.
    """
    with change.entering(session) as number:
        entered = load_entered(session, change.evaluation, change.vendor)
        stage = session.execute(
            sa.select(col(Evaluation.stage)).where(col(Evaluation.id) == number)
        ).scalar_one()
        if stage != Stage.PREPARING or not entered.removable:
            raise StageError
        session.execute(
            sa.delete(EvaluationVendor).where(
                col(EvaluationVendor.evaluation_id) == number,
                col(EvaluationVendor.id) == change.vendor,
            )
        )
        old, _new = difference(words_of(entered.vendor), {}) or (None, None)
        deed = Deed(what="vendor.remove", about=_about(entered.vendor), old=old)
        record(session, number, change.user, change.now, deed)


def _about(vendor: c.Vendor) -> Mapping[str, str]:
    return {"vendor": vendor.id}


def _update(session: Session, number: int, vendor: str, **values: object) -> None:
    session.execute(
        sa.update(EvaluationVendor)
        .where(col(EvaluationVendor.evaluation_id) == number, col(EvaluationVendor.id) == vendor)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
