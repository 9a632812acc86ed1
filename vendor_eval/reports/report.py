"""The evaluation report: everything by which somebody else can follow and check a result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vendor_eval.case import Case, Rating, score_sheet
from vendor_eval.dossier import Dossier, Printing, QuestionFacts
from vendor_eval.language import N_
from vendor_eval.reports.comparison import comparison_values
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.reports.criteria_guide import build_criteria_guide
from vendor_eval.reports.criteria_paper import issued
from vendor_eval.reports.explanation import Explanation, RatingLine, explain_cell
from vendor_eval.reports.head import build_head
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.process import build_course, build_later, build_people
from vendor_eval.reports.vendor_sheet import VendorSheet, build_vendor_sheet
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison, compare

EVALUATION_REPORT = N_("Evaluation report")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLine:
    """One vendor's answer to one requirement, and how it is known."""

    vendor: str
    requirement: str
    state: str
    result: str
    note: str
    evidence: str
    noted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedLine:
    """One cell the panel agreed on, beside what the ratings alone would say."""

    vendor: str
    criterion: str
    original: str
    ratings: str
    agreed: str
    reason: str
    dissent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidOfVendor:
    """What one person says of a vendor."""

    name: str
    strengths: str
    weaknesses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPart:
    """One vendor in words and numbers."""

    sheet: VendorSheet
    said: tuple[SaidOfVendor, ...]
    questions: tuple[QuestionFacts, ...]


def draw_report(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """The whole evaluation, ready to be drawn."""
    words, case = Wording(printing.language), dossier.case
    contents = build_contents(case, comparison, printing.language, dossier.decision, dossier.record)
    values, images = comparison_values(dossier, comparison, printing, contents)
    guide = build_criteria_guide(comparison.sheet, case.criteria_digest, words)
    values |= {
        "head": build_head(dossier, printing, EVALUATION_REPORT),
        "guide": issued(guide, case.criteria, words),
        "people": build_people(dossier, words),
        "course": build_course(dossier, words),
        "later": build_later(dossier, words),
        "gate_lines": tuple(_gates(dossier, contents)),
        "agreed": tuple(_agreed(case, printing.language, words)),
        "vendors": tuple(_vendors(dossier, comparison, contents, words)),
        "trail": dossier.record.trail,
        "comments_of": comments_of,
        "ratings_of": ratings_of,
    }
    return build_paper(
        "reports/report.html", printing, attached, values, images, dossier.organisation
    )


def _gates(dossier: Dossier, contents: Contents) -> Iterator[GateLine]:
    """Answers of which somebody has said how they are known."""
    known = {(each.vendor, each.criterion): each for each in dossier.record.gates}
    for row in contents.gates.rows:
        for column, cell in zip(contents.gates.columns, row.cells, strict=True):
            fact = known.get((row.vendor_id, column.id))
            if fact is not None and (fact.evidence or fact.noted):
                yield GateLine(
                    vendor=row.name,
                    requirement=column.title,
                    state=cell.state,
                    result=cell.text,
                    note=cell.note,
                    evidence=fact.evidence,
                    noted=" / ".join(each for each in (fact.noted, fact.confirmed) if each),
                )


def _agreed(case: Case, language: str, words: Wording) -> Iterator[AgreedLine]:
    alone = replace(case, consensus=())
    result = compare(score_sheet(alone))
    columns = {column.id for column in result.sheet.weights.columns}
    ratings = _by_vendor(case)
    for each in case.consensus:
        if each.criterion not in columns:
            continue
        own = replace(alone, ratings=ratings.get(each.vendor, ()))
        before = explain_cell(own, result, each.vendor, each.criterion, language)
        after = explain_cell(
            replace(own, consensus=(each,)), result, each.vendor, each.criterion, language
        ).consensus
        yield AgreedLine(
            vendor=before.vendor,
            criterion=before.criterion,
            original=before.score,
            ratings=ratings_of(before, words.language),
            agreed=after.value if after else "",
            reason=after.reason if after else "",
            dissent=after.dissent if after else "",
        )


def _by_vendor(case: Case) -> dict[str, tuple[Rating, ...]]:
    found: dict[str, list[Rating]] = {}
    for each in case.ratings:
        found.setdefault(each.vendor, []).append(each)
    return {vendor: tuple(ratings) for vendor, ratings in found.items()}


def _vendors(
    dossier: Dossier, comparison: Comparison, contents: Contents, words: Wording
) -> Iterator[VendorPart]:
    case, ratings = dossier.case, _by_vendor(dossier.case)
    names = {each.id: words.of(each.name) or each.id for each in case.evaluators}
    for row in contents.ranking.rows:
        own = replace(case, ratings=ratings.get(row.vendor_id, ()))
        yield VendorPart(
            sheet=build_vendor_sheet(own, comparison, contents, row.vendor_id),
            said=tuple(
                SaidOfVendor(
                    name=names.get(each.evaluator, each.evaluator),
                    strengths=each.strengths,
                    weaknesses=each.weaknesses,
                )
                for each in case.panel.words
                if each.vendor == row.vendor_id and (each.strengths or each.weaknesses)
            ),
            questions=tuple(
                each for each in dossier.record.questions if each.vendor == row.vendor_id
            ),
        )


def ratings_of(line: Explanation, language: str) -> str:
    """Who rated what, in a row."""
    return Wording(language).listed(
        f"{each.evaluator} {each.value}" for each in line.ratings if not each.remark
    )


def comments_of(line: Explanation) -> tuple[RatingLine, ...]:
    """What was said in words."""
    return tuple(each for each in line.ratings if each.comment or each.remark)
