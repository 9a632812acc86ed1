"""One vendor opened up: who it is, its total as a sum, and everything that was said of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vendor_eval.case import Case, Vendor
from vendor_eval.language import LANGUAGES, N_
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.explanation import Explanation, explain_cell
from vendor_eval.reports.gates import GateRow, GateTable
from vendor_eval.reports.matrix import GroupRow, MatrixColumn, build_matrix
from vendor_eval.reports.method import Fact
from vendor_eval.reports.quotation import Quotation, build_quotation
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.reports.reasons import Outsider
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison

PROFILE = {
    "kana": N_("Reading of the name"),
    "about": N_("In short"),
    "founded": N_("Founded"),
    "employees": N_("Employees"),
    "seats": N_("Seats"),
    "inbound_percent": N_("Inbound share in percent"),
    "outbound_percent": N_("Outbound share in percent"),
    "sites": N_("Sites"),
    "industries": N_("Industries"),
    "channels": N_("Channels"),
    "languages": N_("Languages"),
    "certificates": N_("Certificates"),
    "capital_jpy": N_("Capital, yen"),
    "url": N_("Web site"),
    "fictitious": N_("Fictitious"),
}
"""Common columns of vendors.csv in words; any other prints under its own name."""

BASICS = ("founded", "employees", "seats", "certificates")
"""Columns shown in the list of vendors."""

IN_A_LANGUAGE = re.compile(r"(.+)_([a-z]{2})")
ANSWERS = {"yes": N_("yes"), "no": N_("no")}
YEAR_LIKE = {"founded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorList:
    """Everybody who was asked, in the order of the ranking."""

    heads: tuple[str, ...]
    """Names of the basic columns that anybody has."""
    rows: tuple[tuple[RankingRow, str, tuple[str, ...]], ...]
    """A vendor, why it has no rank, and its basic columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """One group's part of a total."""

    group: GroupRow
    lines: tuple[Explanation, ...]
    """Its criteria, as :func:`explain_cell` opens them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorSheet:
    """Everything the page of one vendor shows."""

    row: RankingRow
    outsider: Outsider | None
    """Why it has no rank, where it has none."""
    profile: tuple[Fact, ...]
    url: str
    """Its web site where that is a link to follow, else empty."""
    groups: tuple[SumRow, ...]
    """Empty for a vendor without numbers."""
    base: str
    sum_text: str
    """The points of base and groups added up to the total; empty without one."""
    gates: GateTable
    quotation: Quotation | None


def build_vendor_list(case: Case, contents: Contents) -> VendorList:
    """The vendors of an evaluation with what is known of them."""
    words = Wording(contents.language)
    vendors = {vendor.id: vendor for vendor in case.vendors}
    basics = [name for name in BASICS if any(each.profile.get(name) for each in case.vendors)]
    reasons = {each.vendor_id: words.sentences(each.reasons) for each in contents.outsiders}
    return VendorList(
        heads=tuple(words.gettext(PROFILE[name]) for name in basics),
        rows=tuple(
            (
                row,
                reasons.get(row.vendor_id, ""),
                tuple(
                    profile_text(name, vendors[row.vendor_id].profile.get(name, ""), words)
                    for name in basics
                ),
            )
            for row in contents.ranking.rows
        ),
    )


def build_vendor_sheet(
    case: Case, comparison: Comparison, contents: Contents, vendor_id: str
) -> VendorSheet:
    """Open up one vendor.

    Args:
        case: the evaluation; of its ratings, those of this vendor are enough.
        comparison: its result.
        contents: the same in words.
        vendor_id: a vendor of the case.

    Raises:
        KeyError: there is no such vendor.
    """
    words = Wording(contents.language)
    vendor = case.vendor(vendor_id)
    row = next(row for row in contents.ranking.rows if row.vendor_id == vendor_id)
    columns = [head for head in contents.matrix.columns if head.vendor_id == vendor_id]
    matrix = build_matrix(case, comparison, columns, words)
    return VendorSheet(
        row=row,
        outsider=next((each for each in contents.outsiders if each.vendor_id == vendor_id), None),
        profile=tuple(profile_facts(vendor, words)),
        url=_address(vendor.profile.get("url", "")),
        groups=tuple(
            SumRow(
                group=group,
                lines=tuple(
                    explain_cell(case, comparison, vendor_id, line.id, contents.language)
                    for line in group.criteria
                ),
            )
            for group in matrix.groups
        ),
        base=matrix.base,
        sum_text=_sum(matrix.base, matrix.groups, columns),
        gates=replace(contents.gates, rows=_own_gates(contents, vendor_id)),
        quotation=build_quotation(case, comparison, vendor_id, words),
    )


def profile_facts(vendor: Vendor, words: Wording) -> Iterator[Fact]:
    """What is known of a vendor, common columns first; a column per language is one fact."""
    merged: dict[str, str] = {}
    for column, text in vendor.profile.items():
        found = IN_A_LANGUAGE.fullmatch(column)
        if found is None or found[2] not in LANGUAGES:
            merged[column] = text
        elif found[2] == words.language or found[1] not in merged:
            merged[found[1]] = text
    known = [column for column in PROFILE if column in merged]
    for column in [*known, *(column for column in merged if column not in PROFILE)]:
        label = words.gettext(PROFILE[column]) if column in PROFILE else column
        if merged[column]:
            yield Fact(label=label, text=profile_text(column, merged[column], words))


def profile_text(column: str, text: str, words: Wording) -> str:
    """One entry of a profile; long numbers with their thousands separated, except years."""
    if text in ANSWERS:
        return words.gettext(ANSWERS[text])
    digits = text.isascii() and text.isdecimal() and not text.startswith("0")
    return f"{int(text):,}" if digits and column not in YEAR_LIKE else text


def _address(text: str) -> str:
    return text if re.fullmatch(r"https?://[^\s<>\"']+", text) else ""


def _sum(base: str, groups: tuple[GroupRow, ...], columns: list[MatrixColumn]) -> str:
    parts = [group.cells[0].points for group in groups if group.cells[0].state == "scored"]
    if not columns or not parts or not columns[0].total.strip("()")[:1].isdigit():
        return ""
    return f"{' + '.join([*([base] if base else []), *parts])} = {columns[0].total.strip('()')}"


def _own_gates(contents: Contents, vendor_id: str) -> tuple[GateRow, ...]:
    return tuple(row for row in contents.gates.rows if row.vendor_id == vendor_id)
