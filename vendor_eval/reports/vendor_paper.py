"""The profile of one vendor: who it is, what it offers, how it was scored; no other vendor."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vendor_eval.dossier import Dossier, GivenScores, Printing
from vendor_eval.language import N_
from vendor_eval.reports.contents import build_contents
from vendor_eval.reports.explanation import Explanation
from vendor_eval.reports.head import build_head
from vendor_eval.reports.matrix import Cell, CriterionRow, GroupRow
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.ranking import STATUS_WORDS
from vendor_eval.reports.vendor_sheet import SumRow, VendorSheet, build_vendor_sheet
from vendor_eval.reports.wording import NOTHING, Wording
from vendor_eval.scoring import Comparison

VENDOR_PROFILE = N_("Vendor profile")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One criterion of a vendor."""

    row: CriterionRow
    cell: Cell
    basis: str
    """What the score comes from: a figure, the agreed value, the ratings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGroup:
    """One group of a vendor."""

    group: GroupRow
    cell: Cell
    lines: tuple[ScoreLine, ...]


def draw_vendor(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """Profile, requirements, quotation and scores of ``printing.subject``, ready to be drawn."""
    words, case = Wording(printing.language), dossier.case
    contents = build_contents(case, comparison, printing.language)
    sheet = build_vendor_sheet(case, comparison, contents, printing.subject)
    given = dossier.record.given or GivenScores(rank=None, ranked=0, status=sheet.row.status)
    values = {
        "head": build_head(dossier, printing, VENDOR_PROFILE, sheet.row.name),
        "contents": contents,
        "sheet": sheet,
        "standing": standing_text(sheet, given, words),
        "reasons": sheet.outsider.reasons
        if sheet.outsider and given.status == sheet.row.status
        else (),
        "missed": () if given.scores else sheet.row.below_minimum,
        "groups": [score_group(each, given, words) for each in sheet.groups],
        "total": given.total or sheet.row.total_text,
        "as_given": bool(given.scores),
    }
    return build_paper(
        "reports/vendor.html", printing, attached, values, organisation=dossier.organisation
    )


def standing_text(sheet: VendorSheet, given: GivenScores, words: Wording) -> str:
    """Its rank among all, or why it has none."""
    if given.rank is None:
        return words.gettext(STATUS_WORDS[given.status])
    return words.gettext(
        "Rank %(rank)s of %(ranked)s, %(total)s points",
        rank=given.rank,
        ranked=given.ranked,
        total=given.total or sheet.row.total_text,
    )


def score_group(part: SumRow, given: GivenScores, words: Wording) -> ScoreGroup:
    """A group with the numbers it has among all vendors."""
    group = part.group
    return ScoreGroup(
        group=group,
        cell=_among_all(group.cells[0], f"group:{group.id}", given),
        lines=tuple(
            ScoreLine(
                row=row,
                cell=_among_all(row.cells[0], row.id, given),
                basis=basis_text(line, words),
            )
            for row, line in zip(group.criteria, part.lines, strict=True)
        ),
    )


def _among_all(cell: Cell, name: str, given: GivenScores) -> Cell:
    if not given.points:
        return cell
    return replace(
        cell,
        text=given.scores.get(name, cell.text),
        points=given.points.get(name, NOTHING),
        mark="",
        below_minimum=False,
    )


def basis_text(line: Explanation, words: Wording) -> str:
    """What a score comes from, in a few words."""
    parts = []
    if line.measure:
        period = f" ({line.measure.period})" if line.measure.period else ""
        parts.append(f"{line.measure.value} {line.measure.unit}{period}")
        parts += [each for each in (line.measure.origin, line.measure.grade) if each]
    if line.consensus:
        parts.append(words.gettext("Agreed: %(value)s", value=line.consensus.value))
    if line.ratings:
        values = words.listed(each.value for each in line.ratings if not each.remark)
        parts.append(words.gettext("Ratings: %(values)s", values=values or NOTHING))
    return " / ".join(parts)
