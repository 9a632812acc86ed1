"""Files beside a vendor: their bytes are kept once, whoever sends them, and never change."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval.errors import NotFoundError, ReasonNeededError
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.database import insert_new
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.panel_tables import Attachment, Blob, FileKind
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.vendor_facts import Change, require_vendor

ANONYMISED = "\nanonymised"
"""How the trail says that a file gives no name away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """What is known of a file without its bytes."""

    number: int
    """From 1 in each evaluation."""
    vendor: str
    kind: FileKind
    name: str
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    added_at: datetime
    added_by: str
    """Name of the person."""
    removed_at: datetime | None
    anonymised: bool
    """Whether it may be read while names are hidden, because it gives none away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that was checked."""

    kind: FileKind
    name: str
    media_type: str
    content: bytes
    anonymised: bool = False


def list_files(
    session: Session, evaluation: str, vendor: str | None = None
) -> tuple[AttachedFile, ...]:
    """Files of one vendor, or of all, first added first; those out of sight too.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    number = evaluation_number(session, evaluation)
    which = [col(Attachment.evaluation_id) == number]
    if vendor is not None:
        which.append(col(Attachment.vendor) == vendor)
    rows = session.execute(
        sa.select(
            Attachment, sa.func.coalesce(sa.func.nullif(col(User.name), ""), col(User.email), "")
        )
        .join(User, col(User.id) == Attachment.added_by, isouter=True)
        .where(*which)
        .order_by(col(Attachment.number))
    )
    return tuple(_attached(row, name) for row, name in rows)


def _attached(row: Attachment, added_by: str) -> AttachedFile:
    return AttachedFile(
        number=row.number,
        vendor=row.vendor,
        kind=row.kind,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        added_at=row.added_at,
        added_by=added_by,
        removed_at=row.removed_at,
        anonymised=row.anonymised,
    )


def find_file(session: Session, evaluation: str, place: int) -> AttachedFile:
    """One file of an evaluation.

    Raises:
        NotFoundError: there is none of this number, or it was taken out of sight.
    """
    for file in list_files(session, evaluation):
        if file.number == place and file.removed_at is None:
            return file
    raise NotFoundError(name=str(place))


def load_content(session: Session, sha256: str) -> bytes:
    """The bytes of a file; KeyError is impossible, a file without bytes cannot be stored."""
    return bytes(
        session.execute(sa.select(col(Blob.content)).where(col(Blob.sha256) == sha256)).scalar_one()
    )


def add_file(session: Session, change: Change, file: NewFile) -> int:
    """Put a file beside a vendor. Commits.

    Returns:
        Its number.

    Raises:
        NotFoundError: the vendor is not in the evaluation.
        StageError: nothing can be entered now.
    """
    digest = hashlib.sha256(file.content).hexdigest()
    with change.entering(session) as number:
        require_vendor(session, number, change.vendor)
        insert_new(session, Blob, sha256=digest, content=file.content)
        last = session.execute(
            sa.select(sa.func.max(col(Attachment.number))).where(
                col(Attachment.evaluation_id) == number
            )
        ).scalar()
        place = (last or 0) + 1
        session.execute(
            sa.insert(Attachment).values(
                evaluation_id=number,
                number=place,
                vendor=change.vendor,
                kind=file.kind,
                name=file.name,
                media_type=file.media_type,
                size=len(file.content),
                sha256=digest,
                added_at=change.now,
                added_by=change.user.id,
                anonymised=file.anonymised,
            )
        )
        about = {"vendor": change.vendor, "file": str(place), "kind": file.kind}
        new = f"{file.name}\nsha256: {digest}{ANONYMISED if file.anonymised else ''}"
        record(
            session, number, change.user, change.now, Deed(what="file.add", about=about, new=new)
        )
        return place


def mark_file(session: Session, change: Change, place: int, *, anonymised: bool) -> None:
    """Say whether a file may be read while names are hidden. Commits.

    Raises:
        NotFoundError: there is none of this number in sight.
        StageError: nothing can be entered now.
    """
    with change.entering(session) as number:
        file = find_file(session, change.evaluation, place)
        if file.anonymised == anonymised:
            return
        session.execute(
            sa.update(Attachment)
            .where(col(Attachment.evaluation_id) == number, col(Attachment.number) == place)
            .values(anonymised=anonymised)
            .execution_options(synchronize_session=False)
        )
        about = {"vendor": file.vendor, "file": str(place), "kind": file.kind}
        what = "file.open-blind" if anonymised else "file.close-blind"
        deed = Deed(what=what, about=about, new=file.name)
        record(session, number, change.user, change.now, deed)


def remove_file(session: Session, change: Change, place: int, reason: str) -> None:
    """Take a file out of sight, with a reason; its bytes and its line in the trail stay. Commits.

    Raises:
        NotFoundError: there is none of this number in sight.
        StageError: nothing can be entered now.
        ReasonNeededError: there is no reason.
    """
    if not reason.strip():
        raise ReasonNeededError
    with change.entering(session) as number:
        file = find_file(session, change.evaluation, place)
        session.execute(
            sa.update(Attachment)
            .where(col(Attachment.evaluation_id) == number, col(Attachment.number) == place)
            .values(removed_at=change.now)
            .execution_options(synchronize_session=False)
        )
        about = {"vendor": file.vendor, "file": str(place), "kind": file.kind}
        old = f"{file.name}\nsha256: {file.sha256}"
        deed = Deed(what="file.remove", about=about, old=old, reason=reason)
        record(session, number, change.user, change.now, deed)
