"""All tables. Rows hold facts; rules live in the core.

Inside an evaluation everything is known by the ids people gave it: a rating
names its vendor, criterion and evaluator as the case folder does, and foreign
keys hold the names together. So a case is read without a single join.

SQLModel reads annotations while the classes are built, so this file must not
use ``from __future__ import annotations``. ``table=True`` classes are not
validated: check input before it gets here.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Field

from vendor_eval.case import Grade
from vendor_eval.criteria.model import Scope
from vendor_eval.scoring.sheet import GateState, Value, VendorState
from vendor_eval.storage.base import Table, added, column, number, texts, word_list
from vendor_eval.storage.columns import DecimalText, UtcDateTime, ValueText, choice, member_of
from vendor_eval.workflow import MemberRole, Stage


def of_evaluation() -> Any:
    """The evaluation a row belongs to, first part of its key."""
    return Field(primary_key=True, foreign_key="evaluation.id", ondelete="CASCADE")


def named_in(table: str, column: str) -> sa.ForeignKeyConstraint:
    """The row of ``table`` with this name in the same evaluation; follows a new name."""
    return sa.ForeignKeyConstraint(
        ["evaluation_id", column],
        [f"{table}.evaluation_id", f"{table}.id"],
        ondelete="CASCADE",
        onupdate="CASCADE",
    )


class CriteriaVersion(Table, table=True):
    """A criteria file, never changed. Two that differ in comments only share their digest."""

    __tablename__ = "criteria_version"

    id: int = Field(default=None, primary_key=True)
    text_sha256: str = Field(unique=True)
    digest: str = Field(index=True)
    set_id: str
    version: str
    title: Mapping[str, str] = texts()
    toml: str = column(sa.Text)
    created_at: datetime = column(UtcDateTime)


class Vendor(Table, table=True):
    """A company, whatever evaluations it takes part in, as it is known today."""

    __tablename__ = "vendor"

    id: int = Field(default=None, primary_key=True)
    name: Mapping[str, str] = texts()
    short: Mapping[str, str] = texts()
    profile: Mapping[str, str] = texts()
    created_at: datetime = column(UtcDateTime)


class Evaluation(Table, table=True):
    """What is bought, for whom, and how offers are compared."""

    __tablename__ = "evaluation"

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """Its id in files and addresses."""
    revision: int = 1
    """Counts writes to anything of this evaluation, in the transaction of each."""
    criteria_version_id: int = Field(
        foreign_key="criteria_version.id", ondelete="RESTRICT", index=True
    )
    title: Mapping[str, str] = texts()
    buyer: Mapping[str, str] = texts()
    purposes: tuple[str, ...] = word_list()
    currency: str = "JPY"
    tax_rate: Decimal | None = number()
    profile: str | None = None
    variant: str | None = None
    flow: tuple[str, ...] = word_list()
    scope: str | None = column(choice("scope", Scope), default=None)
    flags: tuple[str, ...] = word_list()
    weights: Mapping[str, Decimal] = texts()
    criterion_weights: Mapping[str, Decimal] = texts()
    term_months: int | None = None
    budget: Decimal | None = number()
    ceiling: Decimal | None = number()
    target: Decimal | None = number()
    """Cost per outcome."""
    outcome: str = column(
        choice("outcome", Literal["handled-call", "held-appointment"]), default="handled-call"
    )
    volume: Mapping[str, Decimal] = texts()
    """Per month, by the names of ``Volume``."""
    assumption: str = column(choice("assumption", Literal["common", "claimed"]), default="common")
    common: Mapping[str, Decimal] = texts()
    """Key figures everybody is given."""
    lots: tuple[Mapping[str, Any], ...] = word_list()
    """Recorded draws: ``order`` and ``record`` of each."""
    further: Mapping[str, Any] = texts()
    """Keys of the file that nothing uses."""
    stage: Stage = added(Stage.PREPARING, "agreeing", sa_type=member_of(Stage))
    result_definition: Mapping[str, str] = texts()
    """What counts as the result bought, such as a valid appointment."""
    hide_names: bool = added(False, sa.false())
    """Vendors have letters instead of names until all sheets are frozen."""
    price_last: bool = added(False, sa.false())
    """Prices are opened to an evaluator once quality is submitted."""
    declarations: bool = added(False, sa.false())
    """Nobody sees a vendor before having declared conflicts of interest."""
    round: int = added(1, "1")
    previous_id: int | None = Field(default=None, foreign_key="evaluation.id", ondelete="SET NULL")
    """The round before, or what this was copied from."""
    decision: Mapping[str, Any] = texts()
    """``recommended`` and ``runner_up`` (vendor ids), ``why`` and ``conditions`` (texts),
    ``signed_by``, ``signed_name``, ``signed_at``."""
    archived_at: datetime | None = column(UtcDateTime, default=None)
    created_at: datetime = column(UtcDateTime)
    updated_at: datetime = column(UtcDateTime)


class Membership(Table, table=True):
    """Who belongs to an evaluation, as what."""

    __tablename__ = "membership"

    evaluation_id: int = of_evaluation()
    user_id: int = Field(
        primary_key=True, foreign_key="user_account.id", ondelete="CASCADE", index=True
    )
    role: MemberRole = column(choice("role", MemberRole))


class EvaluationVendor(Table, table=True):
    """A vendor in an evaluation: a record of that time, whatever it is called today."""

    __tablename__ = "evaluation_vendor"

    evaluation_id: int = of_evaluation()
    id: str = Field(primary_key=True)
    vendor_id: int = Field(foreign_key="vendor.id", ondelete="RESTRICT", index=True)
    position: int
    name: Mapping[str, str] = texts()
    status: VendorState = column(choice("status", VendorState), default="active")
    reason: Mapping[str, str] = texts()
    short: Mapping[str, str] = texts()
    profile: Mapping[str, str] = texts()


class Evaluator(Table, table=True):
    """A person who scores in an evaluation, with or without an account."""

    __tablename__ = "evaluator"

    evaluation_id: int = of_evaluation()
    id: str = Field(primary_key=True)
    user_id: int | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL", index=True
    )
    position: int
    name: Mapping[str, str] = texts()
    role: str = ""
    weight: Decimal = column(DecimalText, default=Decimal(1))
    groups: tuple[str, ...] = word_list()
    """Groups this person scores; empty is all."""


class Rating(Table, table=True):
    """One person's answer for one vendor and criterion.

    ``value`` is a number, ``na`` or NULL for unrated; with ``no_basis`` a
    judge has answered that the offer cannot be judged, which counts as unrated.
    """

    __tablename__ = "rating"
    __table_args__ = (
        named_in("evaluation_vendor", "vendor"),
        named_in("evaluator", "evaluator"),
        sa.CheckConstraint("value IS NULL OR NOT no_basis", name="no_basis_has_no_value"),
        sa.Index("ix_rating_evaluation_id_evaluator", "evaluation_id", "evaluator"),
        # Rows of one evaluation lie together, in the order of their key.
        {"sqlite_with_rowid": False},
    )

    evaluation_id: int = Field(primary_key=True)
    vendor: str = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    evaluator: str = Field(primary_key=True)
    value: Value = column(ValueText, default=None)
    no_basis: bool = False
    grade: Grade | None = column(choice("grade", Grade), default=None)
    page: str = ""
    comment: Mapping[str, str] = texts()
    """Internal."""
    external: Mapping[str, str] = texts()
    """For the vendor's letter."""
    revision: int = added(1, "1")
    """Counts changes, so that a second tab never overwrites unseen."""
    updated_at: datetime = column(UtcDateTime)


class Measure(Table, table=True):
    """A key figure of a vendor, as stated: a value (or ``na``), or the parts of one."""

    __tablename__ = "measure"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    vendor: str = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    value: Value = column(ValueText, default=None)
    numerator: Decimal | None = number()
    denominator: Decimal | None = number()
    period: str = ""
    grade: Grade | None = column(choice("grade", Grade), default=None)
    note: str = ""


class GateResult(Table, table=True):
    """Whether a vendor meets a mandatory requirement."""

    __tablename__ = "gate_result"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    vendor: str = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    result: GateState = column(choice("result", GateState))
    note: Mapping[str, str] = texts()
    evidence: str | None = None
    noted_by: int | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    confirmed: bool = added(True, sa.true())
    """A ``fail`` waits for a second person; until then it counts as not checked."""


class Quote(Table, table=True):
    """One line of a vendor's quotation."""

    __tablename__ = "quote"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    vendor: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    kind: str
    price: Decimal = column(DecimalText)
    quantity: Decimal | None = number()
    minimum: Decimal | None = number()
    included: Decimal | None = number()
    overage: Decimal | None = number()
    per_hour: Decimal | None = number()
    label: Mapping[str, str] = texts()


class Consensus(Table, table=True):
    """What the panel agreed on for one cell; the ratings stay as they were."""

    __tablename__ = "consensus"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    vendor: str = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    value: Value = column(ValueText, default=None)
    reason: Mapping[str, str] = texts()
    dissent: str = ""
    revision: int = added(1, "1")


class Recusal(Table, table=True):
    """A person whose ratings of a vendor do not count anywhere."""

    __tablename__ = "recusal"
    __table_args__ = (
        named_in("evaluation_vendor", "vendor"),
        named_in("evaluator", "evaluator"),
    )

    evaluation_id: int = Field(primary_key=True)
    vendor: str = Field(primary_key=True)
    evaluator: str = Field(primary_key=True)
    reason: Mapping[str, str] = texts()
