"""What a person enters into the own score sheet: saved with its act, or refused whole.

Each entry names the revision it was based on. Where something else was saved since,
it is not overwritten: the outcome says what is there, and the page shows both.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.criteria.mistakes import plain
from vendor_eval.criteria.model import Text
from vendor_eval.errors import NotFoundError, ReasonNeededError
from vendor_eval.language import in_language
from vendor_eval.scoring.sheet import Value
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.base import table_of
from vendor_eval.storage.database import insert
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.panel_tables import Assessment
from vendor_eval.storage.ratings import Answer, load_answers
from vendor_eval.storage.rows import row_of
from vendor_eval.storage.sheets import (
    Asked,
    Words,
    columns_of_words,
    load_asked,
    require_open,
    words_of,
)
from vendor_eval.storage.tables import Rating
from vendor_eval.storage.trail import Deed, record

_turn = Lock()
"""One writer of this process at a time. The database lets only one in anyway, but SQLite has
those who wait ask again and again, so that the unlucky wait long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who enters something, where and when."""

    evaluation: str
    evaluator: str
    """The sheet; it must be the person's own."""
    user: User
    now: datetime
    language: str
    """Of the texts entered where there was none before."""
    vendor_keys: Callable[[Asked], Mapping[str, c.Vendor]]
    """Vendors by what the person knows them by: letters where names are hidden."""
    reason: str = ""
    """Why a sheet that was submitted is changed."""

    def vendor(self, asked: Asked, key: str) -> str:
        """The id of a vendor.

        Raises:
            NotFoundError: there is none of this name for the person.
        """
        vendors = self.vendor_keys(asked)
        if key not in vendors:
            raise NotFoundError(name=key)
        return vendors[key].id


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One cell as the person wants it."""

    vendor: str
    """What the person knows it by."""
    criterion: str
    revision: int
    """What it was based on."""
    value: Value = None
    no_basis: bool = False
    grade: c.Grade | None = None
    page: str = ""
    comment: str = ""
    external: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an entry: saved, or what was there instead."""

    saved: bool
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOutcome:
    """What became of strengths and weaknesses."""

    saved: bool
    words: Words


def save_entries(session: Session, author: Author, entries: Sequence[Entry]) -> tuple[Outcome, ...]:
    """Save cells of the own sheet, all in one transaction, each with its act. Commits.

    When this returns, they are on disk. An entry that says what is there already counts
    as saved and leaves no act: a browser that never got the answer asks again.

    Raises:
        StageError: nobody scores now.
        NotAllowedError: the sheet is not this person's.
        NotFoundError: a cell is not the person's to score, or not yet.
        FrozenSheetError: a cell is submitted.
        ReasonNeededError: the sheet was submitted before, and no reason is given.
    """
    with _turn, _undone_on_error(session):
        number = begin_change(session, author.evaluation, author.now)
        asked = load_asked(session, author.evaluation, author.evaluator, author.user)
        entries = [replace(entry, vendor=author.vendor(asked, entry.vendor)) for entry in entries]
        for entry in entries:
            require_open(asked, entry.vendor, asked.criterion(entry.criterion))
        cells = {(entry.vendor, entry.criterion) for entry in entries}
        there = load_answers(session, number, author.evaluator, cells)
        outcomes = tuple(_save(session, asked, author, entry, there) for entry in entries)
        _finish(session, changed=any(each.answer.updated_at == author.now for each in outcomes))
    return outcomes


@contextmanager
def _undone_on_error(session: Session) -> Iterator[None]:
    try:
        yield
    except BaseException:
        session.rollback()
        raise


def _finish(session: Session, *, changed: bool) -> None:
    """Without a change, nothing is counted as one."""
    if changed:
        session.commit()
    else:
        session.rollback()


def _save(
    session: Session,
    asked: Asked,
    author: Author,
    entry: Entry,
    there: Mapping[tuple[str, str], Answer],
) -> Outcome:
    empty = c.Rating(vendor=entry.vendor, criterion=entry.criterion, evaluator=author.evaluator)
    old = there.get((entry.vendor, entry.criterion), Answer(rating=empty))
    rating = _rating(entry, old.rating, author)
    if rating == old.rating:
        return Outcome(saved=True, answer=old)
    if entry.revision != old.revision:
        return Outcome(saved=False, answer=old)
    if asked.reopened and not author.reason:
        raise ReasonNeededError
    new = Answer(rating=rating, revision=old.revision + 1, updated_at=author.now)
    _write(session, asked.number, new)
    cell = {"vendor": entry.vendor, "criterion": entry.criterion, "evaluator": author.evaluator}
    before, after = _difference(_said(old.rating), _said(rating))
    deed = Deed(
        what="rating.set",
        about=cell,
        old=before if old.revision else None,
        new=after,
        reason=author.reason if asked.reopened else "",
        sealed_for=author.evaluator,
    )
    record(session, asked.number, author.user, author.now, deed)
    return Outcome(saved=True, answer=new)


def _rating(entry: Entry, old: c.Rating, author: Author) -> c.Rating:
    return c.Rating(
        vendor=entry.vendor,
        criterion=entry.criterion,
        evaluator=author.evaluator,
        value=entry.value,
        no_basis=entry.no_basis,
        grade=entry.grade,
        page=entry.page,
        comment=_noted(old.comment, entry.comment, author.language),
        external=_noted(old.external, entry.external, author.language),
    )


def _noted(old: Text, text: str, language: str) -> dict[str, str]:
    """A text in place of the one that a reader of this language was shown."""
    shown = language if old.get(language) else next((key for key in old if old[key]), language)
    return {key: each for key, each in {**old, shown: text}.items() if each}


def _write(session: Session, number: int, answer: Answer) -> None:
    row = row_of(answer.rating) | {
        "evaluation_id": number,
        "revision": answer.revision,
        "updated_at": answer.updated_at,
    }
    session.connection().execute(_rating_statement(session.get_bind().dialect.name), row)


@cache
def _rating_statement(dialect: str) -> sa.Insert:
    """Built once for each kind of database."""
    table = table_of(Rating)
    keys = [column.name for column in table.primary_key]
    insert_into = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement: sqlite.Insert | postgresql.Insert = insert_into(table)
    new = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=new)


def answer_text(rating: c.Rating) -> str:
    """A number, ``na``, ``no-basis``, or nothing: one word for each kind of answer."""
    if rating.no_basis:
        return "no-basis"
    if isinstance(rating.value, Decimal):
        return plain(rating.value)
    return rating.value or ""


def _said(rating: c.Rating) -> dict[str, str]:
    return {
        "answer": answer_text(rating),
        "grade": rating.grade or "",
        "page": rating.page,
        "note": in_language(rating.comment, ""),
        "letter": in_language(rating.external, ""),
    }


def _difference(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, str]:
    """What differs, as it was and as it is: an answer alone as itself, else as JSON."""
    if _only(new, old).keys() == {"answer"}:
        return old["answer"], new["answer"]
    return _text(_only(old, new)), _text(_only(new, old))


def _only(these: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in these.items() if others[name] != text}


def _text(fields: Mapping[str, str]) -> str:
    return json.dumps(fields, ensure_ascii=False)


def save_words(session: Session, author: Author, vendor: str, words: Words) -> WordsOutcome:
    """Save strengths and weaknesses of a vendor; ``words`` names its revision. Commits.

    Raises:
        StageError: nobody scores now.
        NotAllowedError: the sheet is not this person's.
        NotFoundError: the vendor is not the person's to score.
        FrozenSheetError: the sheet is submitted.
        ReasonNeededError: the sheet was submitted before, and no reason is given.
    """
    with _turn, _undone_on_error(session):
        begin_change(session, author.evaluation, author.now)
        asked = load_asked(session, author.evaluation, author.evaluator, author.user)
        vendor = author.vendor(asked, vendor)
        require_open(asked, vendor, None)
        outcome = _save_words(session, asked, author, vendor, words)
        _finish(session, changed=outcome.words.updated_at == author.now)
    return outcome


def _save_words(
    session: Session, asked: Asked, author: Author, vendor: str, words: Words
) -> WordsOutcome:
    query = sa.select(*columns_of_words()).where(
        col(Assessment.evaluation_id) == asked.number,
        col(Assessment.vendor) == vendor,
        col(Assessment.evaluator) == author.evaluator,
    )
    row = session.execute(query).first()
    old = Words() if row is None else words_of(row[1:])
    texts = {"strengths": words.strengths, "weaknesses": words.weaknesses}
    was = {"strengths": old.strengths, "weaknesses": old.weaknesses}
    if texts == was:
        return WordsOutcome(saved=True, words=old)
    if words.revision != old.revision:
        return WordsOutcome(saved=False, words=old)
    if asked.reopened and not author.reason:
        raise ReasonNeededError
    keys = {"evaluation_id": asked.number, "vendor": vendor, "evaluator": author.evaluator}
    new = {**texts, "revision": old.revision + 1, "updated_at": author.now}
    statement = insert(session, Assessment).values({**keys, **new})
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=new))
    deed = Deed(
        what="assessment.set",
        about={"vendor": vendor, "evaluator": author.evaluator},
        old=_text(_only(was, texts)) if old.revision else None,
        new=_text(_only(texts, was)),
        reason=author.reason if asked.reopened else "",
        sealed_for=author.evaluator,
    )
    record(session, asked.number, author.user, author.now, deed)
    saved = Words(**texts, revision=old.revision + 1, updated_at=author.now)
    return WordsOutcome(saved=True, words=saved)
