"""All that a document is made from: an evaluation with what the program has recorded of it.

A report carries its dossier inside, so that everything printed can be worked out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from vendor_eval.case import Case, Decision
from vendor_eval.criteria.model import CriteriaSet, Text
from vendor_eval.scoring.comparison import Status
from vendor_eval.scoring.sheet import Purchase
from vendor_eval.scoring.values import CellState
from vendor_eval.trail import Act
from vendor_eval.weighing import WeightsFound

State = Literal["draft", "approved", "issued"]
Outcome = Literal["selected", "not-selected", "undecided", "disqualified", "declined", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """One change of criteria or weights after they were locked."""

    day: str
    name: str
    """Of who made it."""
    reason: str
    old: CriteriaSet
    new: CriteriaSet
    before: Purchase
    """With the weights of then."""
    after: Purchase
    effect: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """When one person's score sheet was handed in; times as texts to print, empty for not yet."""

    evaluator: str
    quality_submitted: str = ""
    """Of everything that does not need prices, where those are opened last."""
    submitted: str = ""
    reopened: str = ""
    """Set while it is open again after it was handed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """A person of the panel, with what they declared about each vendor."""

    name: str
    part: str
    """Such as ``lead`` or ``evaluator``."""
    sheet: str = ""
    """Id of their score sheet; empty for who does not score."""
    declared: tuple["DeclaredFacts", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredFacts:
    """What somebody declared about one vendor and what was made of it."""

    vendor: str
    state: str
    """``unsigned``, ``none``, ``open``, ``recused`` or ``allowed``."""
    day: str = ""
    what: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFacts:
    """How it is known whether a vendor meets a requirement, and who says so."""

    vendor: str
    criterion: str
    evidence: str = ""
    noted: str = ""
    confirmed: str = ""
    """Who confirmed a fail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    """A question put to a vendor, and its answer."""

    number: int
    vendor: str
    asked: str
    """Day."""
    question: str
    answered: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One act of the record that a report tells of."""

    at: str
    """Local time, to print."""
    name: str
    what: str
    about: Mapping[str, str] = field(default_factory=dict)
    old: str | None = None
    new: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAct:
    """One act of the record, for an extract of it."""

    act: Act
    """Without what it was done to, values and reason where they are sealed."""
    hash: str
    """As recorded, over the whole act."""
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenScores:
    """A vendor's result as it came about among all vendors, where its own data do not say it."""

    rank: int | None
    ranked: int
    """How many vendors have a rank."""
    status: Status
    scores: Mapping[str, str] = field(default_factory=dict)
    """Printed scores by criterion or ``group:ID``; only where a price depends on other offers."""
    points: Mapping[str, str] = field(default_factory=dict)
    """The same of points."""
    total: str = ""
    """As printed; empty where it can be worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the program has noted of an evaluation and no file of a case holds."""

    result_definition: Text = field(default_factory=dict)
    """What counts as the result bought."""
    changes: tuple[ChangeFacts, ...] = ()
    """Of criteria and weights, after they were locked."""
    found: WeightsFound | None = None
    """How the weights were found, where the panel did that together."""
    sheets: tuple[SheetFacts, ...] = ()
    people: tuple[MemberFacts, ...] = ()
    gates: tuple[GateFacts, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    happened: tuple[Happened, ...] = ()
    """Stages, sheets handed in, changes made after that, values agreed on, the signature."""
    acts: tuple[KeptAct, ...] = ()
    """All of the record; loaded for an extract of it alone."""
    given: GivenScores | None = None
    """In a document about one vendor alone."""
    trail: tuple[int, str] | None = None
    """How many acts the trail held and the hash of the last one; None outside the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What an approval paper says and no number can: written by the lead."""

    number: str = ""
    """Given by the organisation, such as 起案番号."""
    drafted: date | None = None
    originator: str = ""
    department: Text = field(default_factory=dict)
    """Empty: the organisation's."""
    addressee: Text = field(default_factory=dict)
    subject: Text = field(default_factory=dict)
    """Empty: made from the title of the evaluation."""
    background: Text = field(default_factory=dict)
    process: Text = field(default_factory=dict)
    """What happened when."""
    risks: Text = field(default_factory=dict)
    effect: Text = field(default_factory=dict)
    baseline: Decimal | None = None
    """What the same costs today over the same term, without tax."""
    schedule: Text = field(default_factory=dict)
    enclosed: Text = field(default_factory=dict)
    """Documents handed in with it, one a line."""
    confidential: bool = True
    revision: int = 0
    """Counts changes, so that two people never overwrite each other unseen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Whose paper it is and how that paper looks."""

    # A picture is no text: what documents carry spells it in base64.
    __pydantic_config__ = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}  # noqa: RUF012

    name: Text = field(default_factory=dict)
    department: Text = field(default_factory=dict)
    stamps: tuple[str, ...] = ()
    """Titles of the stamp boxes, the highest rank first; empty: those of the program."""
    paper: Literal["a4", "letter"] = "a4"
    """Of text; the comparison table is A3, or tabloid."""
    accent: str = ""
    """A colour such as ``#1f5a8a``; empty: the program's own."""
    logo: bytes = b""
    """A PNG the program has encoded itself; empty: none."""
    era_dates: bool = False
    """Whether Japanese paper gives dates also in 和暦."""
    contact: Text = field(default_factory=dict)
    """Whom a vendor may ask about its result, and its rights; lines as they are to be printed."""
    numbering: str = ""
    """How issued documents are numbered (see ``numbering``); empty: as the program does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Which document, for whom, and in which state it is printed."""

    kind: str
    """Such as ``comparison``, ``approval``, ``letter``."""
    language: str
    printed_at: datetime
    """With its time zone; printed as it is."""
    author: str
    state: State = "draft"
    number: str = ""
    """Of an issued document."""
    supersedes: str = ""
    """Number of the issued document that this one takes the place of; empty where there is none."""
    subject: str = ""
    """Id of the vendor or evaluator the document is about; empty: about the evaluation."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """What may be chosen for this kind, such as ``scores: no`` of a letter."""
    samples: int = 10_000
    """Drawn to say how firm the ranking is; 0 leaves that out."""
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFacts:
    """What one vendor may know of its score for one criterion."""

    criterion: str
    state: CellState
    score: str = ""
    """Of the panel, exact on the scale, such as ``11/3``; empty where nothing counts."""
    words: tuple[Text, ...] = ()
    """Those meant for the vendor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What one vendor may know of its result: a letter is drawn from this and the criteria."""

    vendor: str
    name: Text
    outcome: Outcome
    scores: bool
    """Whether the letter tells scores; if not, none are in here."""
    cells: tuple[CellFacts, ...] = ()
    """In the order of the criteria."""
    has_total: bool = False
    strengths: tuple[str, ...] = ()
    """Ids of criteria, the strongest first."""
    improvements: tuple[str, ...] = ()
    """Ids of criteria, those that cost the most points first."""
    gates: tuple[str, ...] = ()
    """Ids of mandatory requirements that are not met."""
    missed: tuple[str, ...] = ()
    """Minimums that disqualify: a criterion id, ``group:ID`` or ``total``."""
    panel: tuple[tuple[str, int], ...] = ()
    """Roles of those who scored, and how many have each."""
    weighted: bool = False
    """Whether their ratings count unequally."""
    cost: str = ""
    """Total cost of the vendor's own offer, exact, without tax; empty without one."""
    rank: int | None = None
    """Where the letter tells it."""
    ranked: int | None = None
    """How many vendors have a rank, where the letter tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An evaluation and all that is known around it."""

    case: Case
    decision: Decision | None = None
    record: Record = field(default_factory=Record)
    organisation: Organisation = field(default_factory=Organisation)
    letter: LetterFacts | None = None
    """All that is left of vendors and ratings where one vendor is to read it."""
    approval: Approval = field(default_factory=Approval)
