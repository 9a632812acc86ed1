"""Companies, whatever evaluations they take part in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from vendor_eval import case as c
from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError
from vendor_eval.scoring.sheet import VendorState
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.evaluations import is_administrator
from vendor_eval.storage.tables import Evaluation, EvaluationVendor, Membership, Vendor


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """A vendor's part in one evaluation."""

    evaluation: str
    """Id of the evaluation."""
    title: Text
    vendor: str
    """Id of the vendor in it."""
    status: VendorState


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRecord:
    """A company and where the person who asks has met it."""

    number: int
    name: Text
    short: Text
    profile: Text
    participations: tuple[Participation, ...]
    """Last changed first."""


def list_vendors(session: Session, user: User) -> tuple[VendorRecord, ...]:
    """Companies in evaluations the person belongs to, by name; all for an administrator."""
    records = _records(session, user, sa.true())
    return tuple(sorted(records, key=lambda record: (*record.name.values(), record.number)))


def load_vendor(session: Session, user: User, number: int) -> VendorRecord:
    """One company.

    Raises:
        NotFoundError: there is none, or it is in no evaluation the person belongs to.
    """
    for record in _records(session, user, col(Vendor.id) == number):
        return record
    raise NotFoundError(name=str(number))


def _records(session: Session, user: User, which: sa.ColumnElement[bool]) -> Iterable[VendorRecord]:
    """Companies the person may see, in one query."""
    everything = is_administrator(user)
    mine = sa.and_(
        col(Membership.evaluation_id) == EvaluationVendor.evaluation_id,
        col(Membership.user_id) == user.id,
    )
    query = (
        sa.select(
            Vendor,
            col(EvaluationVendor.id),
            col(EvaluationVendor.status),
            col(Evaluation.key),
            col(Evaluation.title),
        )
        .join(EvaluationVendor, col(EvaluationVendor.vendor_id) == Vendor.id, isouter=everything)
        .join(Evaluation, col(Evaluation.id) == EvaluationVendor.evaluation_id, isouter=everything)
        .join(Membership, mine, isouter=everything)
        .where(which)
        .order_by(col(Evaluation.updated_at).desc(), col(Evaluation.key))
    )
    vendors: dict[int, Vendor] = {}
    parts: dict[int, list[Participation]] = {}
    for vendor, vendor_id, status, key, title in session.execute(query):
        vendors[vendor.id] = vendor
        met = parts.setdefault(vendor.id, [])
        if key is not None:
            met.append(Participation(evaluation=key, title=title, vendor=vendor_id, status=status))
    return [
        VendorRecord(
            number=number,
            name=vendor.name,
            short=vendor.short,
            profile=vendor.profile,
            participations=tuple(parts[number]),
        )
        for number, vendor in vendors.items()
    ]


def vendor_numbers(session: Session, vendors: Sequence[c.Vendor], now: datetime) -> list[int]:
    """The company of each vendor of a case; those not known yet are added. Does not commit.

    A company is known when one with the same name in some language, and no other
    name in any, is there. What is known of it is left as it is.
    """
    known = [(number, name) for number, name in session.exec(select(Vendor.id, Vendor.name))]
    numbers: list[int] = []
    for vendor in vendors:
        same = (
            number
            for number, name in known
            if number not in numbers and _same_company(name, vendor.name)
        )
        number = next(same, None)
        numbers.append(_add_vendor(session, vendor, now) if number is None else number)
    return numbers


def _same_company(one: Text, other: Text) -> bool:
    common = one.keys() & other.keys()
    return bool(common) and all(one[language] == other[language] for language in common)


def _add_vendor(session: Session, vendor: c.Vendor, now: datetime) -> int:
    added = Vendor(name=vendor.name, short=vendor.short, profile=vendor.profile, created_at=now)
    session.add(added)
    session.flush()
    return added.id
