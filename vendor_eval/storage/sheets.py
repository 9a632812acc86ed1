"""One evaluator's score sheet: what is asked of a person, what stands in it, what is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.criteria.model import CriteriaSet, Criterion, Text
from vendor_eval.errors import (
    FrozenSheetError,
    NotAllowedError,
    NotFoundError,
    StageError,
)
from vendor_eval.scoring.sheet import Purchase, VendorState, purchase_weights
from vendor_eval.storage.account_tables import User
from vendor_eval.storage.base import table_of
from vendor_eval.storage.columns import from_json
from vendor_eval.storage.criteria import load_criteria
from vendor_eval.storage.kept import Kept
from vendor_eval.storage.panel_tables import Assessment, Declaration, Sheet
from vendor_eval.storage.ratings import Answer, load_answers
from vendor_eval.storage.rows import columns_of
from vendor_eval.storage.tables import (
    CriteriaVersion,
    Evaluation,
    EvaluationVendor,
    Evaluator,
    Recusal,
)
from vendor_eval.workflow import Action, Stage, require_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetState:
    """What of a sheet is submitted."""

    quality_submitted_at: datetime | None = None
    submitted_at: datetime | None = None
    reopened_at: datetime | None = None
    """While set and not submitted again, each change needs a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one person says of one vendor, beside the ratings; revision 0 before the first time."""

    strengths: str = ""
    weaknesses: str = ""
    revision: int = 0
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A cell that keeps a sheet from being submitted."""

    vendor: str
    criterion: str
    what: Literal["answer", "reason"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one person is asked, as things stand, without the answers."""

    number: int
    """Of the evaluation, in the database."""
    evaluation: str
    title: Text
    stage: Stage
    archived: bool
    evaluator: str
    criteria: CriteriaSet
    columns: tuple[Criterion, ...]
    """Rated criteria of the person's groups that count, in the order of the file."""
    late: frozenset[str]
    """Groups that open once quality is submitted; none unless prices come last."""
    vendors: tuple[c.Vendor, ...]
    """Those the person scores: active, and not recused from; in the order of the case."""
    everyone: tuple[str, ...]
    """Every vendor, whatever its state, in the order in which they came."""
    hide_names: bool
    price_last: bool
    state: SheetState

    @property
    def open_columns(self) -> tuple[Criterion, ...]:
        """What the person may see now: prices only once quality is submitted."""
        if self.state.quality_submitted_at is not None:
            return self.columns
        return tuple(each for each in self.columns if each.group not in self.late)

    @property
    def first_part(self) -> bool:
        """Whether quality is still to be submitted, and something opens after it."""
        waits = any(each.group in self.late for each in self.columns)
        return waits and self.state.quality_submitted_at is None

    @property
    def reopened(self) -> bool:
        """Whether each change needs a reason."""
        return self.state.reopened_at is not None and self.state.submitted_at is None

    def frozen(self, criterion: Criterion | None) -> bool:
        """Whether a cell, or what is said of a vendor (None), can no longer be changed."""
        if self.state.submitted_at is not None:
            return True
        if self.reopened or self.state.quality_submitted_at is None or criterion is None:
            return False
        return criterion.group not in self.late

    def criterion(self, criterion: str) -> Criterion:
        """A criterion the person may see now.

        Raises:
            NotFoundError: it is not asked of the person, or not yet.
        """
        for each in self.open_columns:
            if each.id == criterion:
                return each
        raise NotFoundError(name=criterion)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSheet:
    """A score sheet as its owner, and nobody else, sees it."""

    asked: Asked
    answers: Mapping[tuple[str, str], Answer]
    """By vendor and criterion, where something was saved."""
    words: Mapping[str, Words]
    """By vendor."""

    def answer(self, vendor: str, criterion: str) -> Answer:
        """What stands in a cell; revision 0 where nothing was ever saved."""
        empty = c.Rating(vendor=vendor, criterion=criterion, evaluator=self.asked.evaluator)
        return self.answers.get((vendor, criterion), Answer(rating=empty))

    def missing(self) -> tuple[Missing, ...]:
        """What keeps the open part of the sheet from being submitted."""
        reasons_at = self.asked.criteria.rules.reasons_at
        found = []
        for vendor in self.asked.vendors:
            for criterion in self.asked.open_columns:
                answer = self.answer(vendor.id, criterion.id)
                if not answer.given:
                    what: Literal["answer", "reason"] = "answer"
                elif answer.rating.value in reasons_at and not any(answer.rating.comment.values()):
                    what = "reason"
                else:
                    continue
                found.append(Missing(vendor=vendor.id, criterion=criterion.id, what=what))
        return tuple(found)


SHOWN = ("id", "key", "title", "stage", "archived_at", "hide_names", "price_last")
CHOSEN = ("profile", "variant", "scope")
CHOSEN_AS_JSON = ("flow", "weights", "criterion_weights")
"""Of an evaluation; with the criteria and a person's groups they settle what is asked."""

Choice = tuple[CriteriaSet, tuple[Criterion, ...], frozenset[str]]
"""Criteria, and of them what ``asked_columns`` returns."""

_chosen = Kept[tuple[str | None, ...], Choice](256)
"""By all that settles them, word for word."""


@cache
def _asked_query(*, own: bool) -> sa.Select[Any]:
    """Built once: sheets are saved all the time, and building costs more than running it."""
    evaluation, person = table_of(Evaluation), table_of(Evaluator)
    sheet, version = table_of(Sheet), table_of(CriteriaVersion)
    same = sa.and_(sheet.c.evaluation_id == evaluation.c.id, sheet.c.evaluator == person.c.id)
    query = (
        sa.select(
            *(evaluation.c[name] for name in SHOWN),
            version.c.text_sha256,
            *(evaluation.c[name] for name in CHOSEN),
            *(sa.type_coerce(evaluation.c[name], sa.Text) for name in CHOSEN_AS_JSON),
            sa.type_coerce(person.c.groups, sa.Text).label("own_groups"),
            sheet.c.quality_submitted_at,
            sheet.c.submitted_at,
            sheet.c.reopened_at,
        )
        .select_from(evaluation)
        .join(version, version.c.id == evaluation.c.criteria_version_id)
        .join(person, person.c.evaluation_id == evaluation.c.id)
        .outerjoin(sheet, same)
        .where(
            evaluation.c.key == sa.bindparam("evaluation"),
            person.c.id == sa.bindparam("evaluator"),
        )
    )
    return query.where(person.c.user_id == sa.bindparam("user")) if own else query


@cache
def _vendors_query() -> sa.Select[Any]:
    """Each vendor, and whether it is closed: by a recusal, or a conflict not decided on yet."""
    vendor, recusal = table_of(EvaluationVendor), table_of(Recusal)
    declared, person = table_of(Declaration), table_of(Evaluator)
    recused = sa.exists().where(
        recusal.c.evaluation_id == vendor.c.evaluation_id,
        recusal.c.vendor == vendor.c.id,
        recusal.c.evaluator == sa.bindparam("evaluator"),
    )
    undecided = sa.exists().where(
        declared.c.evaluation_id == vendor.c.evaluation_id,
        declared.c.vendor == vendor.c.id,
        declared.c.conflict,
        declared.c.user_id == person.c.user_id,
        person.c.evaluation_id == vendor.c.evaluation_id,
        person.c.id == sa.bindparam("evaluator"),
    )
    columns: list[Any] = [
        sa.type_coerce(each, sa.Text).label(each.name)
        for each in columns_of(c.Vendor, EvaluationVendor)
    ]
    closed = sa.or_(recused, undecided).label("recused")
    return (
        sa.select(*columns, closed)
        .where(vendor.c.evaluation_id == sa.bindparam("number"))
        .order_by(vendor.c.position, vendor.c.id)
    )


def load_asked(session: Session, evaluation: str, evaluator: str, user: User | None) -> Asked:
    """What is asked of one person; two queries.

    Args:
        session: inside a change, it reads what the change is checked against.
        evaluation: its id.
        evaluator: the id of the sheet.
        user: whose sheet it must be; None takes anybody's.

    Raises:
        NotAllowedError: the sheet is not this person's.
    """
    known = {"evaluation": evaluation, "evaluator": evaluator}
    if user is None:
        row = session.connection().execute(_asked_query(own=False), known).first()
    else:
        query = _asked_query(own=True)
        row = session.connection().execute(query, {**known, "user": user.id}).first()
    if row is None:
        raise NotAllowedError
    return _asked(session, row, evaluator)


def _asked(session: Session, row: sa.Row[Any], evaluator: str) -> Asked:
    criteria, columns, late = _choice(session, row)
    everyone, vendors = _vendors(session, row.id, evaluator)
    return Asked(
        number=row.id,
        evaluation=row.key,
        title=row.title,
        stage=row.stage,
        archived=row.archived_at is not None,
        evaluator=evaluator,
        criteria=criteria,
        columns=columns,
        late=late if row.price_last else frozenset(),
        vendors=vendors,
        everyone=everyone,
        hide_names=row.hide_names and row.stage is Stage.SCORING,
        price_last=row.price_last,
        state=SheetState(
            quality_submitted_at=row.quality_submitted_at,
            submitted_at=row.submitted_at,
            reopened_at=row.reopened_at,
        ),
    )


def _choice(session: Session, row: sa.Row[Any]) -> Choice:
    names = ("text_sha256", *CHOSEN, *CHOSEN_AS_JSON, "own_groups")
    settled = tuple(row._mapping[name] for name in names)
    known = _chosen.get(settled)
    if known is not None:
        return known
    criteria = load_criteria(session, row.text_sha256)
    purchase = Purchase(
        **{name: row._mapping[name] for name in CHOSEN},
        flow=tuple(from_json(row.flow or "[]")),
        weights=from_json(row.weights or "{}"),
        criterion_weights=from_json(row.criterion_weights or "{}"),
    )
    groups = tuple(from_json(row.own_groups or "[]"))
    return _chosen.keep(settled, (criteria, *asked_columns(criteria, purchase, groups)))


def asked_columns(
    criteria: CriteriaSet, purchase: Purchase, groups: tuple[str, ...]
) -> tuple[tuple[Criterion, ...], frozenset[str]]:
    """Criteria that somebody with these groups (none is all) rates, and groups with prices."""
    columns = purchase_weights(criteria, purchase).columns
    asked = tuple(
        each for each in columns if each.kind == "rating" and (not groups or each.group in groups)
    )
    return asked, frozenset(each.group for each in columns if each.kind == "cost")


def _vendors(
    session: Session, number: int, evaluator: str
) -> tuple[tuple[str, ...], tuple[c.Vendor, ...]]:
    """Ids of all vendors, and those that this person scores."""
    known = {"number": number, "evaluator": evaluator}
    rows = session.connection().execute(_vendors_query(), known).all()
    mine = [row[:-1] for row in rows if row.status == "active" and not row.recused]
    return tuple(row.id for row in rows), tuple(_vendor(*row) for row in mine)


@lru_cache(maxsize=1024)
def _vendor(key: str, name: str | None, status: VendorState, *texts: str | None) -> c.Vendor:
    """A vendor of what the database has, in the order of its fields."""
    [name_by_language, reason, short, profile] = [
        {} if text is None else from_json(text) for text in (name, *texts)
    ]
    return c.Vendor(
        id=key,
        name=name_by_language,
        status=status,
        reason=reason,
        short=short,
        profile=profile,
    )


def load_sheet(session: Session, evaluation: str, evaluator: str, user: User) -> OwnSheet:
    """The person's own sheet with all that stands in it; four queries, whatever its size.

    Raises:
        NotAllowedError: the sheet is not this person's.
    """
    return with_answers(session, load_asked(session, evaluation, evaluator, user))


def with_answers(session: Session, asked: Asked) -> OwnSheet:
    """The sheet of somebody, with what stands in it."""
    rows = session.execute(
        sa.select(*columns_of_words()).where(
            col(Assessment.evaluation_id) == asked.number,
            col(Assessment.evaluator) == asked.evaluator,
        )
    )
    return OwnSheet(
        asked=asked,
        answers=load_answers(session, asked.number, asked.evaluator),
        words={vendor: words_of(rest) for vendor, *rest in rows},
    )


def columns_of_words() -> list[Any]:
    """Vendor, then the columns of ``Words``."""
    return [
        col(Assessment.vendor),
        col(Assessment.strengths),
        col(Assessment.weaknesses),
        col(Assessment.revision),
        col(Assessment.updated_at),
    ]


def words_of(row: Any) -> Words:
    """Those of a row of ``columns_of_words``, its vendor left out."""
    strengths, weaknesses, revision, updated_at = row
    return Words(
        strengths=strengths, weaknesses=weaknesses, revision=revision, updated_at=updated_at
    )


def require_open(asked: Asked, vendor: str, criterion: Criterion | None) -> None:
    """Refuse a change that the stage, the sheet or the person's part in it does not allow.

    Raises:
        StageError: nobody scores now.
        NotFoundError: the vendor is not the person's to score.
        FrozenSheetError: the cell is submitted.
    """
    if asked.archived:
        raise StageError
    require_stage(asked.stage, Action.SCORE)
    if vendor not in {each.id for each in asked.vendors}:
        raise NotFoundError(name=criterion.id if criterion else asked.evaluator)
    if asked.frozen(criterion):
        raise FrozenSheetError
