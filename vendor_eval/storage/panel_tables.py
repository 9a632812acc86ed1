"""Tables of a panel at work: who takes part, what each has declared, asked, submitted and done.

What a comparison needs is in ``tables``; this is how it came about. As there, no
``from __future__ import annotations``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Field

from vendor_eval.case import Owner, Readiness
from vendor_eval.storage.base import Table, added, column, texts, word_list
from vendor_eval.storage.columns import UtcDateTime, choice
from vendor_eval.storage.tables import named_in, of_evaluation
from vendor_eval.weighing import Method
from vendor_eval.workflow import MemberRole

FileKind = Literal["proposal", "certificate", "quotation", "other"]


def by_user() -> Any:
    """The account that did it; None once the account is gone."""
    return Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")


class Organisation(Table, table=True):
    """What holds for every evaluation of the installation; one row."""

    __tablename__ = "organisation"

    id: int = Field(default=1, primary_key=True)
    name: Mapping[str, str] = texts()
    declaration: Mapping[str, str] = texts()
    """What a person signs about each vendor; empty is the text of the program."""
    department: Mapping[str, str] = texts()
    contact: Mapping[str, str] = texts()
    """For the letters to vendors."""
    stamps: tuple[str, ...] = word_list()
    """Titles of stamp boxes, the highest rank first."""
    numbering: str = added("", sa.text("''"))
    paper: str = added("a4", sa.text("'a4'"))
    accent: str = added("", sa.text("''"))
    era_dates: bool = added(False, sa.false())
    logo: bytes | None = column(sa.LargeBinary, default=None, nullable=True)
    """A PNG the program has encoded itself."""


class ReadinessItem(Table, table=True):
    """Something the buyer must bring before the work can start."""

    __tablename__ = "readiness_item"

    evaluation_id: int = of_evaluation()
    item: str = Field(primary_key=True)
    owner: Owner | None = column(choice("owner", Owner), default=None)
    state: Readiness = column(choice("state", Readiness), default="open")
    note: str = ""


class Invitation(Table, table=True):
    """A link that lets one person into one evaluation."""

    __tablename__ = "invitation"

    id: int = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    evaluation_id: int = Field(foreign_key="evaluation.id", ondelete="CASCADE", index=True)
    user_id: int = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    role: MemberRole = column(choice("role", MemberRole))
    guest: bool = False
    """A guest needs no account: the link itself lets in, as often as needed, until it ends."""
    created_at: datetime = column(UtcDateTime)
    expires_at: datetime = column(UtcDateTime)
    used_at: datetime | None = column(UtcDateTime, default=None)
    revoked_at: datetime | None = column(UtcDateTime, default=None)


class Declaration(Table, table=True):
    """What one person has signed about one vendor."""

    __tablename__ = "declaration"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    user_id: int = Field(
        primary_key=True, foreign_key="user_account.id", ondelete="CASCADE", index=True
    )
    vendor: str = Field(primary_key=True)
    conflict: bool
    """A conflict that nobody has found to be no obstacle; what was declared is in ``what``."""
    what: str = ""
    """What the conflict is; empty is none."""
    wording: str = ""
    """The text that was signed."""
    signed_at: datetime = column(UtcDateTime)


class Sheet(Table, table=True):
    """One evaluator's score sheet: what of it is submitted, and so frozen."""

    __tablename__ = "sheet"
    __table_args__ = (named_in("evaluator", "evaluator"),)

    evaluation_id: int = Field(primary_key=True)
    evaluator: str = Field(primary_key=True)
    quality_submitted_at: datetime | None = column(UtcDateTime, default=None)
    """Where prices are opened last: everything that does not need them."""
    submitted_at: datetime | None = column(UtcDateTime, default=None)
    reopened_at: datetime | None = column(UtcDateTime, default=None)
    """While set, a change needs a reason: it was submitted before."""


class Assessment(Table, table=True):
    """What one evaluator says of one vendor in words."""

    __tablename__ = "assessment"
    __table_args__ = (
        named_in("evaluation_vendor", "vendor"),
        named_in("evaluator", "evaluator"),
    )

    evaluation_id: int = Field(primary_key=True)
    vendor: str = Field(primary_key=True)
    evaluator: str = Field(primary_key=True)
    strengths: str = ""
    weaknesses: str = ""
    revision: int = 1
    updated_at: datetime = column(UtcDateTime)


class Question(Table, table=True):
    """A question put to a vendor, and the answer."""

    __tablename__ = "question"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    vendor: str
    question: str = column(sa.Text)
    asked_at: datetime = column(UtcDateTime)
    asked_by: int | None = by_user()
    answer: str = column(sa.Text, default="")
    answered_at: datetime | None = column(UtcDateTime, default=None)
    answered_by: int | None = by_user()


class Blob(Table, table=True):
    """Bytes, known by their hash and never changed."""

    __tablename__ = "blob"

    sha256: str = Field(primary_key=True)
    content: bytes = column(sa.LargeBinary)


class Attachment(Table, table=True):
    """A file beside a vendor. Taken out of sight it is kept, for the record."""

    __tablename__ = "attachment"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    vendor: str
    kind: FileKind = column(choice("kind", FileKind))
    name: str
    media_type: str
    size: int
    """Bytes."""
    sha256: str = Field(foreign_key="blob.sha256", ondelete="RESTRICT", index=True)
    added_at: datetime = column(UtcDateTime)
    added_by: int | None = by_user()
    removed_at: datetime | None = column(UtcDateTime, default=None)
    anonymised: bool = added(False, sa.false())
    """Whether nothing in it names the vendor: then it is read while names are hidden."""


class Remark(Table, table=True):
    """A comment on a vendor or one of its cells, for the panel."""

    __tablename__ = "remark"
    __table_args__ = (named_in("evaluation_vendor", "vendor"),)

    evaluation_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    vendor: str
    criterion: str = ""
    text: str = column(sa.Text)
    written_at: datetime = column(UtcDateTime)
    written_by: int | None = by_user()


class CriteriaChange(Table, table=True):
    """Criteria or weights changed after the evaluation was opened."""

    __tablename__ = "criteria_change"

    evaluation_id: int = of_evaluation()
    number: int = Field(primary_key=True)
    changed_at: datetime = column(UtcDateTime)
    changed_by: int | None = by_user()
    old_version_id: int = Field(foreign_key="criteria_version.id", ondelete="RESTRICT")
    new_version_id: int = Field(foreign_key="criteria_version.id", ondelete="RESTRICT")
    old_weights: Mapping[str, str] = texts()
    """Overriding weights of the evaluation before, by group."""
    new_weights: Mapping[str, str] = texts()
    reason: str = column(sa.Text)
    effect: Mapping[str, str] = texts()
    """What it did to the ranks, in each language, as shown before it was confirmed."""


class Weighing(Table, table=True):
    """One time the panel looks for weights together; the last one counts."""

    __tablename__ = "weighing"

    evaluation_id: int = of_evaluation()
    number: int = Field(primary_key=True)
    method: Method = column(choice("method", Method))
    groups: tuple[str, ...] = word_list()
    """What is weighed, in the order of the criteria."""
    opened_at: datetime = column(UtcDateTime)
    closed_at: datetime | None = column(UtcDateTime, default=None)
    """From then on nobody answers any more, and all see what was said."""
    people: int = 0
    """How many had handed in."""
    ratio: str = ""
    """Consistency ratio of all together in digits."""
    taken_at: datetime | None = column(UtcDateTime, default=None)
    taken: Mapping[str, str] = texts()
    """Weights taken over into the evaluation, by group."""
    adjusted: bool = False
    """Whether something else was taken over than what came out."""


class WeighingAnswer(Table, table=True):
    """What one person says in a weighing; nobody else's before it is closed."""

    __tablename__ = "weighing_answer"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["evaluation_id", "number"],
            ["weighing.evaluation_id", "weighing.number"],
            ondelete="CASCADE",
        ),
    )

    evaluation_id: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    user_id: int = Field(
        primary_key=True, foreign_key="user_account.id", ondelete="CASCADE", index=True
    )
    answers: Mapping[str, str] = texts()
    """Texts as typed, by group or ``first:second``."""
    handed_in_at: datetime | None = column(UtcDateTime, default=None)
    revision: int = 1


class LeftOut(Table, table=True):
    """A vendor of the round before that was not taken over, and why."""

    __tablename__ = "left_out"

    evaluation_id: int = of_evaluation()
    vendor: str = Field(primary_key=True)
    """Its id in the round before."""
    reason: str = column(sa.Text)


class Scenario(Table, table=True):
    """A trial that was saved: what was tried, and what came out at that moment.

    Nothing official is worked out from it.
    """

    __tablename__ = "scenario"
    __table_args__ = (sa.UniqueConstraint("evaluation_id", "name"),)

    evaluation_id: int = of_evaluation()
    number: int = Field(primary_key=True)
    name: str
    tried: Mapping[str, Any] = texts()
    """The fields of ``scoring.trial.Trial`` that are not as they were given."""
    official: Mapping[str, Any] = texts()
    """Rank and printed total of each vendor when it was saved: the evaluation's."""
    found: Mapping[str, Any] = texts()
    """The trial's."""
    saved_at: datetime = column(UtcDateTime)
    saved_by: int | None = by_user()


class TrailAct(Table, table=True):
    """One link of the chain; see ``vendor_eval.trail.Act``. Nothing deletes or alters one."""

    __tablename__ = "trail_act"

    evaluation_id: int = Field(primary_key=True, foreign_key="evaluation.id", ondelete="RESTRICT")
    number: int = Field(primary_key=True)
    at: str
    who: str
    name: str
    what: str = Field(index=True)
    about: Mapping[str, str] = texts()
    old: str | None = column(sa.Text, default=None)
    new: str | None = column(sa.Text, default=None)
    reason: str = column(sa.Text, default="")
    previous: str
    hash: str
    sealed_for: str | None = None
    """Evaluator whose sheet was not submitted: the values are his or hers alone until then."""
