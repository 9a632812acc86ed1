"""A vendor's own scores: worked out again from its cells, with what each level means."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.criteria.model import Criterion, Scale
from vendor_eval.criteria.model import Level as ScaleLevel
from vendor_eval.dossier import CellFacts, LetterFacts
from vendor_eval.language import N_
from vendor_eval.reports.weights import PrintedWeights
from vendor_eval.reports.wording import NOTHING, Wording, fixed, plain
from vendor_eval.scoring.exact import group_scores_of, total_of
from vendor_eval.scoring.rounding import rounded
from vendor_eval.scoring.sheet import ScoreSheet

MISSING = {"unrated": N_("not rated"), "not-applicable": N_("n/a")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a score means on the scale of a criterion."""

    title: str
    """Name of the highest level reached; empty where the scale names none."""
    text: str
    """What a rating of that level looks like."""
    next_value: str
    """The next higher rating that is described; empty at the top."""
    next_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One criterion."""

    title: str
    weight: str
    score: str
    """Or 未評価 or 対象外, with the score that counts in its place."""
    level: Level | None
    """None where nothing was rated."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGroup:
    """One group with its criteria."""

    title: str
    weight: str
    score: str
    rows: tuple[ScoreRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTable:
    """All scores of one vendor."""

    groups: tuple[ScoreGroup, ...]
    total: str
    """A dash without one."""
    out_of: str


def build_letter_table(sheet: ScoreSheet, facts: LetterFacts, words: Wording) -> LetterTable:
    """Groups, criteria and total.

    Args:
        sheet: the criteria and their weights.
        facts: the vendor's cells.
        words: the language.
    """
    rounding = sheet.criteria.rules.rounding
    weights, cells = PrintedWeights(sheet), {cell.criterion: cell for cell in facts.cells}
    group_scores = group_scores_of(sheet, exact_scores(facts))
    total = rounded(total_of(sheet, group_scores), rounding) if facts.has_total else None
    return LetterTable(
        groups=tuple(
            ScoreGroup(
                title=words.of(sheet.criteria.group(group).title),
                weight=weights.groups[group],
                score=fixed(rounded(group_scores[group], rounding))
                if group in group_scores
                else NOTHING,
                rows=tuple(
                    _row(sheet, column, cells[column.id], weights.criteria[column.id], words)
                    for column in sheet.weights.columns
                    if column.group == group
                ),
            )
            for group in sheet.weights.groups
        ),
        total=NOTHING if total is None else fixed(total),
        out_of=plain(sheet.criteria.rules.out_of),
    )


def exact_scores(facts: LetterFacts) -> dict[str, Fraction | None]:
    """By criterion; None where nothing counts."""
    return {cell.criterion: Fraction(cell.score) if cell.score else None for cell in facts.cells}


def _row(
    sheet: ScoreSheet, criterion: Criterion, cell: CellFacts, weight: str, words: Wording
) -> ScoreRow:
    score = Fraction(cell.score) if cell.score else None
    printed = "" if score is None else fixed(rounded(score, sheet.criteria.rules.rounding))
    if cell.state != "scored":
        missing = words.gettext(MISSING[cell.state])
        printed = f"{missing} ({printed})" if printed else missing
    rated = cell.state == "scored" and score is not None
    return ScoreRow(
        title=words.of(criterion.title),
        weight=weight,
        score=printed,
        level=level_reached(criterion, sheet.criteria.scale, score or Fraction(0), words)
        if rated
        else None,
        words=tuple(words.of(said) for said in cell.words),
    )


def level_reached(criterion: Criterion, scale: Scale, score: Fraction, words: Wording) -> Level:
    """The highest level a score reaches, and the next one above it."""
    named = max((each for each in scale.levels if each.value <= score), key=_value, default=None)
    reached = max((value for value in criterion.anchors if value <= score), default=None)
    above = min((value for value in criterion.anchors if value > score), default=None)
    text = "" if reached is None else words.of(criterion.anchors[reached])
    if named and reached is not None and reached != named.value:
        # What is described is a lower level than the one reached: say which.
        text = words.gettext("at least %(value)s: %(text)s", value=plain(reached), text=text)
    return Level(
        title=words.of(named.title) if named else "",
        text=text,
        next_value="" if above is None else plain(above),
        next_text="" if above is None else words.of(criterion.anchors[above]),
    )


def _value(level: ScaleLevel) -> Decimal:
    return level.value
