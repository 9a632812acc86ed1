"""Score sheets: empty ones to fill in by hand, and a person's own as it was handed in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vendor_eval.case import Case, Evaluator, Rating, Vendor
from vendor_eval.criteria.model import Criterion, Scale
from vendor_eval.dossier import Dossier, Printing, SheetFacts
from vendor_eval.language import N_
from vendor_eval.reports.explanation import GRADES
from vendor_eval.reports.head import build_head
from vendor_eval.reports.method import Fact
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.weights import PrintedWeights
from vendor_eval.reports.wording import Wording, plain
from vendor_eval.scoring import Comparison

SCORE_SHEET = N_("Score sheet")
MOST_TO_CIRCLE = 11
"""Ratings printed to be circled; a finer scale gets an empty box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One criterion to rate, and what was said."""

    title: str
    weight: str
    rating: str
    grade: str
    page: str
    comment: str
    external: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A group with its criteria."""

    title: str
    weight: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPage:
    """One vendor on a sheet."""

    name: str
    """Empty where it is filled in by hand."""
    parts: tuple[SheetPart, ...]
    strengths: str
    weaknesses: str


def draw_score_sheet(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """The sheet of ``printing.subject``, or a general one, ready to be drawn."""
    words, case = Wording(printing.language), dossier.case
    filled = bool(case.ratings or case.panel.words or dossier.record.sheets)
    person = case.evaluators[0] if case.evaluators else None
    name = "" if person is None else words.of(person.name) or person.id
    values = {
        "head": build_head(dossier, printing, SCORE_SHEET, name),
        "filled": filled,
        "levels": [
            (plain(level.value), words.of(level.title)) for level in case.criteria.scale.levels
        ],
        "grades": tuple(words.gettext(each) for each in GRADES.values()),
        "choices": () if filled else to_circle(case.criteria.scale, words),
        "facts": tuple(_facts(person, dossier.record.sheets, words)),
        "vendors": tuple(_pages(case, comparison, filled, words)),
    }
    return build_paper(
        "reports/score_sheet.html", printing, attached, values, organisation=dossier.organisation
    )


def to_circle(scale: Scale, words: Wording) -> tuple[str, ...]:
    """Every rating there is, and “n/a”; nothing for a scale too fine for that."""
    if scale.only_levels:
        values = [level.value for level in scale.levels]
    else:
        count = int((scale.max - scale.min) / scale.step) + 1
        values = [scale.min + place * scale.step for place in range(min(count, 99))]
    if len(values) > MOST_TO_CIRCLE:
        return ()
    return (*(plain(value) for value in values), words.gettext("n/a"))


def _facts(
    person: Evaluator | None, sheets: Sequence[SheetFacts], words: Wording
) -> Iterator[Fact]:
    if person is None:
        return
    _ = words.gettext
    texts = [(_("Evaluator"), words.of(person.name) or person.id), (_("Role"), person.role)]
    for each in sheets:
        texts += [
            (_("Quality handed in"), each.quality_submitted),
            (_("Handed in"), each.submitted),
            (_("Opened again"), each.reopened),
        ]
    yield from (Fact(label=label, text=text) for label, text in texts if text)


def _pages(
    case: Case, comparison: Comparison, filled: bool, words: Wording
) -> Iterator[VendorPage]:
    weights = PrintedWeights(comparison.sheet)
    columns = [comparison.sheet.weights.columns[place] for place in comparison.sheet.rated]
    groups = case.evaluators[0].groups if case.evaluators else ()
    asked = [each for each in columns if not groups or each.group in groups]
    said = {(each.vendor, each.criterion): each for each in case.ratings}
    notes = {each.vendor: each for each in case.panel.words}
    for vendor in case.vendors or (Vendor(id="", name={}),):
        note = notes.get(vendor.id)
        yield VendorPage(
            name=words.name(vendor),
            parts=tuple(
                SheetPart(
                    title=words.of(case.criteria.group(group).title),
                    weight=weights.groups[group],
                    lines=tuple(
                        _line(each, weights, said.get((vendor.id, each.id)), filled, words)
                        for each in asked
                        if each.group == group
                    ),
                )
                for group in dict.fromkeys(each.group for each in asked)
            ),
            strengths=note.strengths if note else "",
            weaknesses=note.weaknesses if note else "",
        )


def _line(
    criterion: Criterion,
    weights: PrintedWeights,
    rating: Rating | None,
    filled: bool,
    words: Wording,
) -> SheetLine:
    known = rating or Rating(vendor="", criterion="", evaluator="")
    return SheetLine(
        title=words.of(criterion.title),
        weight=weights.criteria[criterion.id],
        rating=_rating(known, words) if filled else "",
        grade=known.grade or "",
        page=known.page,
        comment=words.of(known.comment),
        external=words.of(known.external),
    )


def _rating(rating: Rating, words: Wording) -> str:
    if isinstance(rating.value, Decimal):
        return plain(rating.value)
    if rating.value == "na":
        return words.gettext("n/a")
    return words.gettext("impossible to judge") if rating.no_basis else words.gettext("not rated")
