"""Whose score sheet is whose, and what each is asked for."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, select

from vendor_eval.criteria.model import Text
from vendor_eval.language import LANGUAGES
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.declarations import about_person
from vendor_eval.storage.tables import Evaluation, Evaluator, Rating
from vendor_eval.storage.trail import Deed, record
from vendor_eval.workflow import MemberRole, Stage

SCORED_IN = (Stage.PREPARING, Stage.SCORING)
"""Stages in which a score sheet can still be filled in."""
LONGEST_STEM = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOf:
    """The score sheet that is a person's, without anything that is in it."""

    id: str
    name: Text
    weight: Decimal
    groups: tuple[str, ...]
    """Groups of criteria the person is asked for; empty is all."""


def sheet_of(row: Evaluator) -> SheetOf:
    """What may be known of a sheet before it is opened."""
    return SheetOf(id=row.id, name=row.name, weight=row.weight, groups=tuple(row.groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a person is to be in an evaluation."""

    role: MemberRole
    scores: bool = False
    """Whether they get a score sheet; an evaluator always does, a lead may."""
    weight: Decimal = Decimal(1)
    groups: tuple[str, ...] = ()


def give_sheet(
    session: Session, number: int, who: User, person: User, place: Place, now: datetime
) -> None:
    """Make, change or drop the score sheet of a person, as their place asks."""
    sheet = sheet_owned_by(session, number, person.id)
    wanted = place.role == "evaluator" or (place.role == "lead" and place.scores)
    about = about_person(person)
    if sheet is None:
        stage = session.exec(select(Evaluation.stage).where(Evaluation.id == number)).one()
        if not wanted or stage not in SCORED_IN:
            return
        sheet = _new_sheet(session, number, person)
        old = None
    elif not wanted:
        if drop_empty_sheet(session, number, sheet):
            deed = Deed(what="person.sheet", about=about | {"evaluator": sheet.id}, old=sheet.id)
            record(session, number, who, now, deed)
        return
    else:
        old = _in_words(sheet)
    sheet.weight, sheet.groups = place.weight, place.groups
    session.add(sheet)
    session.flush()
    if old != _in_words(sheet):
        about |= {"evaluator": sheet.id}
        deed = Deed(what="person.sheet", about=about, old=old, new=_in_words(sheet))
        record(session, number, who, now, deed)


def sheet_owned_by(session: Session, number: int, person: int) -> Evaluator | None:
    """The sheet of a person, if there is one."""
    return session.exec(
        select(Evaluator).where(Evaluator.evaluation_id == number, Evaluator.user_id == person)
    ).first()


def _in_words(sheet: Evaluator) -> str:
    return f"{sheet.id}; weight {sheet.weight}; groups {' '.join(sheet.groups) or 'all'}"


def _new_sheet(session: Session, number: int, person: User) -> Evaluator:
    """A sheet under an id made of the person's name, or else of their address."""
    taken = set(session.exec(select(Evaluator.id).where(Evaluator.evaluation_id == number)).all())
    places = session.exec(
        select(sa.func.max(Evaluator.position)).where(Evaluator.evaluation_id == number)
    ).one()
    name = person.name or person.email.partition("@")[0]
    return Evaluator(
        evaluation_id=number,
        id=free_id(person.name, "" if person.guest else person.email, taken),
        user_id=person.id,
        position=0 if places is None else places + 1,
        name=dict.fromkeys(LANGUAGES, name),
    )


def free_id(name: str, email: str, taken: set[str]) -> str:
    """An id for files made of Latin letters of a name or address, that nobody has yet."""
    texts = [name, email.partition("@")[0]]
    stems = [re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") for text in texts]
    plain = [stem for stem, text in zip(stems, texts, strict=True) if stem and text.isascii()]
    stem = (plain or ["evaluator"])[0][:LONGEST_STEM].strip("-")
    if plain and stem not in taken:
        return stem
    further = 1 if not plain else 2
    while f"{stem}-{further}" in taken:
        further += 1
    return f"{stem}-{further}"


def drop_empty_sheet(session: Session, number: int, sheet: Evaluator) -> bool:
    """Take a sheet away in which nothing is scored; False when there is something in it."""
    scored = session.exec(
        select(Rating.vendor)
        .where(Rating.evaluation_id == number, Rating.evaluator == sheet.id)
        .limit(1)
    ).first()
    if scored is not None:
        return False
    session.delete(sheet)
    session.flush()
    return True
