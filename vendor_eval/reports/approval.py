"""The approval set: 稟議書 and comparison table in Japanese, an award recommendation in English.

Short whatever the evaluation holds: what does not fit is counted, and stands in full in the
comparison and the report.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from vendor_eval.case import Case, Decision
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.language import N_
from vendor_eval.reports.approval_words import (
    Line,
    build_lines,
    effect_sentences,
    process_sentences,
)
from vendor_eval.reports.comparison import MOST_VENDORS, beside, sheet_widths
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.reports.dates import long_day
from vendor_eval.reports.matrix import matrix_parts
from vendor_eval.reports.method import Fact
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.rationale import Rationale, build_rationale
from vendor_eval.reports.rationale_facts import number, once_stopped, some_of
from vendor_eval.reports.verdict import build_verdict
from vendor_eval.reports.wording import NOTHING, Wording
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.robustness import assess

STAMPS = (N_("Director"), N_("Head of division"), N_("Section head"), N_("Originator"))
"""Titles of the boxes where the organisation names none, the highest rank first."""
BESIDE = 4
"""Stamp boxes that fit beside the head of the form; more get a row of their own."""
MOST_STAMPS = 8
OUTCOMES = (
    *(N_("Approved in full"), N_("Approved with conditions")),
    *(N_("On hold"), N_("Rejected")),
)
MOST_FURTHER = 2
"""Sentences on firmness after the verdict itself."""
MOST_CHARACTERS: Mapping[str, int] = {"ja": 240, "en": 240}
MOST_LINES: Mapping[str, int] = {"ja": 6, "en": 4}
MOST_ENCLOSED = 12
"""Of a text somebody wrote; more is cut, visibly."""
LONGEST_NAME: Mapping[str, int] = {"ja": 24, "en": 40}
"""Characters of a vendor's name in sentences and the table; the conclusion gives all of it."""
MOST_WEIGHTS = 12
WIDTHS: Mapping[str, int] = {"ja": 55, "en": 110}
"""Characters of a line."""
ROOM: Mapping[str, int] = {"ja": 60, "en": 48}
"""Lines of sentences at the usual size; more of them are set smaller."""
METHOD = (N_("Scale"), N_("Evaluators"), N_("Price formula"), N_("Minimums"), N_("Ties"))
"""Facts of the method that an approval paper gives."""
SAID = (N_("Buyer"), N_("Term"), N_("Criteria"))
"""Facts of the need that stand elsewhere on the paper."""
TEMPLATES = {"ja": "reports/approval.html", "en": "reports/award.html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPaper:
    """What the paper says, beside what the comparison says."""

    subject: str
    head: tuple[Fact, ...]
    """Number, days, addressee, department, originator; empty texts are filled in by hand."""
    stamps: tuple[str, ...]
    outcomes: tuple[str, ...]
    confidential: bool
    asked: str
    """What is asked for."""
    purpose: tuple[Fact, ...]
    recommended: str
    """Id of the vendor; empty while nobody is recommended."""
    amounts: tuple[Fact, ...]
    why: tuple[str, ...]
    """What the panel wrote, line by line."""
    conditions: tuple[str, ...]
    departs: str
    signature: str
    rationale: Rationale | None
    background: tuple[str, ...]
    process: tuple[str, ...]
    method: tuple[Fact, ...]
    lines: tuple[Line, ...]
    """Vendors and their offers."""
    more_lines: int
    risks: tuple[str, ...]
    effect: tuple[str, ...]
    schedule: tuple[str, ...]
    firmness: tuple[str, ...]
    enclosed: str
    shortened: bool = False
    """Whether a text was cut."""
    dense: bool = False
    """Whether there is so much of it that it is set smaller."""


def draw_approval(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """The approval set in the form of its language, ready to be drawn."""
    contents = build_contents(
        dossier.case, comparison, printing.language, dossier.decision, dossier.record
    )
    texts = Texts(Wording(printing.language))
    short = texts.named(contents)
    sheets = matrix_parts(short.matrix, MOST_VENDORS)
    values = {
        "contents": contents,
        "paper": build_approval(dossier, comparison, contents, printing),
        "sheets": sheets,
        "widths": sheet_widths(max(len(sheet.columns) for sheet in sheets)),
        "beside": beside(contents),
    }
    return build_paper(
        TEMPLATES[printing.language],
        printing,
        attached,
        values,
        organisation=dossier.organisation,
    )


def build_approval(
    dossier: Dossier, comparison: Comparison, contents: Contents, printing: Printing
) -> ApprovalPaper:
    """All the paper says."""
    case, approval = dossier.case, dossier.approval
    decision = dossier.decision or Decision()
    words = Wording(contents.language)
    texts = Texts(words)
    full, contents = contents, texts.named(contents)
    rationale = build_rationale(case, comparison, contents, dossier.decision)
    vendor = rationale.vendor_id if rationale else ""
    lines, more = build_lines(contents, vendor, words)
    name = next((row.name for row in full.ranking.rows if row.vendor_id == vendor), "")
    paper = ApprovalPaper(
        subject=words.of(approval.subject)
        or words.gettext("Choice of a contractor: %(title)s", title=contents.title),
        head=tuple(_head(dossier, words)),
        asked=_asked(name, words),
        stamps=(dossier.organisation.stamps or tuple(map(words.gettext, STAMPS)))[:MOST_STAMPS],
        outcomes=tuple(map(words.gettext, OUTCOMES)),
        confidential=approval.confidential,
        recommended=vendor,
        purpose=_purpose(contents, words),
        amounts=tuple(_amounts(contents, vendor, case.evaluation.currency, words)),
        why=texts.lines(words.of(decision.why)),
        conditions=texts.lines(words.of(decision.conditions)),
        departs=texts.cut(decision.departs),
        signature=_signature(dossier, words),
        rationale=rationale,
        background=texts.lines(words.of(approval.background)),
        process=(*process_sentences(contents, words), *texts.lines(words.of(approval.process))),
        method=_method(contents, words),
        lines=lines,
        more_lines=more,
        risks=texts.lines(words.of(approval.risks)),
        effect=(
            *effect_sentences(case, comparison, vendor, approval.baseline, words),
            *texts.lines(words.of(approval.effect)),
        ),
        schedule=texts.lines(words.of(approval.schedule)),
        firmness=_firmness(texts.briefly(case, words), comparison, printing, words),
        enclosed=words.listed(
            (*_sheets(contents, words), *texts.lines(words.of(approval.enclosed), MOST_ENCLOSED))
        ),
    )
    dense = _lines(paper, WIDTHS[words.language]) > ROOM[words.language]
    return replace(paper, shortened=texts.shortened, dense=dense)


def _asked(name: str, words: Wording) -> str:
    if not name:
        return words.gettext("Nobody is recommended yet.")
    return once_stopped(
        words.gettext("We ask for approval to award the contract to %(vendor)s.", vendor=name)
    )


def _purpose(contents: Contents, words: Wording) -> tuple[Fact, ...]:
    said = [words.gettext(label) for label in SAID]
    return tuple(fact for fact in contents.facts if fact.label not in said)


def _firmness(
    case: Case, comparison: Comparison, printing: Printing, words: Wording
) -> tuple[str, ...]:
    robustness = assess(comparison, printing.samples, printing.seed)
    verdict = build_verdict(case, comparison, robustness, words)
    return (*verdict.sentences, *verdict.further[:MOST_FURTHER])


def _lines(paper: ApprovalPaper, width: int) -> int:
    """About how many lines the sentences take."""
    why = paper.rationale
    parts = (
        *((why.reasons, why.weak, why.rivals, why.cheapest) if why else ()),
        *(paper.why, paper.conditions, (paper.departs,), paper.background, paper.process),
        *(paper.risks, paper.effect, paper.schedule, paper.firmness, (paper.enclosed,)),
        [f"{fact.label}{fact.text}" for fact in paper.method],
    )
    return sum(ceil(len(text) / width) for part in parts for text in part)


def _head(dossier: Dossier, words: Wording) -> Iterator[Fact]:
    """What is not known is left blank, to be written by hand."""
    approval, organisation, _ = dossier.approval, dossier.organisation, words.gettext
    department = words.of(approval.department) or words.of(organisation.department)
    buyer = "" if words.of(organisation.name) else words.of(dossier.case.evaluation.buyer)
    texts = {
        _("Approval number"): approval.number,
        _("Drafted on"): long_day(approval.drafted, words.language, organisation)
        if approval.drafted
        else "",
        _("Decided on"): "",
        _("Addressee"): words.of(approval.addressee),
        _("Department"): " ".join(part for part in (buyer, department) if part),
        _("Originator"): approval.originator,
    }
    return (Fact(label=label, text=text) for label, text in texts.items())


def _amounts(contents: Contents, vendor: str, currency: str, words: Wording) -> Iterator[Fact]:
    costs, _ = contents.costs, words.gettext
    row = next((row for row in costs.rows if row.vendor_id == vendor), None)
    if row is None or row.total == NOTHING:
        return

    def money(text: str) -> str:
        return words.money(number(text), currency)

    yield Fact(label=_("Amount without tax"), text=money(row.total))
    if costs.tax_percent:
        label = _("Amount with tax (%(percent)s%%)", percent=costs.tax_percent)
        yield Fact(label=label, text=money(row.total_with_tax))
    parts = _(
        "one-off %(one_off)s, monthly %(monthly)s, without tax",
        one_off=money(row.one_off),
        monthly=money(row.monthly),
    )
    yield Fact(label=_("Of which"), text=parts)
    if costs.term:
        yield Fact(label=_("Term"), text=costs.term)


def _method(contents: Contents, words: Wording) -> tuple[Fact, ...]:
    wanted = [words.gettext(label) for label in METHOD]
    weights = [
        words.gettext("%(title)s %(percent)s%%", title=group.title, percent=group.weight)
        for group in contents.matrix.groups
    ]
    text = some_of(weights, MOST_WEIGHTS, words)
    facts = [Fact(label=words.gettext("Weights"), text=text)] if weights else []
    facts += [fact for fact in contents.method if fact.label in wanted]
    return tuple(facts)


def _signature(dossier: Dossier, words: Wording) -> str:
    """Who has approved the panel's decision, and when."""
    decision = dossier.decision
    if decision is None or decision.signed_at is None:
        return ""
    return words.gettext(
        "Approved in the program by %(name)s on %(day)s.",
        name=decision.signed_name,
        day=long_day(decision.signed_at.date(), words.language, dossier.organisation),
    )


def _sheets(contents: Contents, words: Wording) -> Iterator[str]:
    """The comparison table at the end, which only the Japanese form has."""
    if words.language == "ja" and contents.matrix.columns:
        yield words.gettext("Comparison table (A3, at the end)")


class Texts:
    """Texts as people wrote them, cut where they would not fit; remembers whether it cut."""

    def __init__(self, words: Wording) -> None:
        self.most = MOST_CHARACTERS[words.language]
        self.most_lines = MOST_LINES[words.language]
        self.longest = LONGEST_NAME[words.language]
        self.shortened = False

    def cut(self, text: str, most: int = 0) -> str:
        """At most so much of it."""
        most = most or self.most
        if len(text) <= most:
            return text
        self.shortened = True
        return text[:most].rstrip() + "…"

    def named(self, contents: Contents) -> Contents:
        """The same with names that leave room for what is said."""
        rows = tuple(
            replace(
                row,
                name=self.cut(row.name, self.longest),
                short=self.cut(row.short, self.longest),
            )
            for row in contents.ranking.rows
        )
        outsiders = tuple(
            replace(each, name=self.cut(each.name, self.longest)) for each in contents.outsiders
        )
        columns = tuple(
            replace(head, short=self.cut(head.short, self.longest))
            for head in contents.matrix.columns
        )
        return replace(
            contents,
            ranking=replace(contents.ranking, rows=rows),
            outsiders=outsiders,
            matrix=replace(contents.matrix, columns=columns),
        )

    def briefly(self, case: Case, words: Wording) -> Case:
        """The same in a whole evaluation."""
        vendors = tuple(
            replace(each, short={words.language: self.cut(words.short_name(each), self.longest)})
            for each in case.vendors
        )
        return replace(case, vendors=vendors)

    def lines(self, text: str, most: int = 0) -> tuple[str, ...]:
        """The lines that say something."""
        most = most or self.most_lines
        lines = [line.strip() for line in self.cut(text.strip()).splitlines() if line.strip()]
        if len(lines) > most:
            self.shortened = True
            lines[most - 1 :] = [lines[most - 1] + "…"]
        return tuple(lines)
