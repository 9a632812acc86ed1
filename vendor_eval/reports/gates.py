"""Mandatory requirements: who meets which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vendor_eval.case import Case
from vendor_eval.language import N_
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.sheet import GATE_STATES, GateState

GATE_WORDS: Mapping[GateState, str] = {
    "pass": N_("Pass"),
    "fail": N_("Fail"),
    "not-checked": N_("Not checked"),
    "not-applicable": N_("n/a"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCell:
    """One vendor's answer to one requirement."""

    state: GateState
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateColumn:
    """One requirement."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """One vendor's answers."""

    vendor_id: str
    name: str
    status_text: str
    cells: tuple[GateCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GateTable:
    """Requirements across, vendors that take part down."""

    columns: tuple[GateColumn, ...]
    rows: tuple[GateRow, ...]


def build_gates(
    case: Case, comparison: Comparison, vendors: Sequence[RankingRow], words: Wording
) -> GateTable:
    """Every requirement that applies, for every vendor that takes part."""
    sheet = comparison.sheet
    notes = {(gate.vendor, gate.criterion): words.of(gate.note) for gate in case.gates}
    texts = {state: words.gettext(text) for state, text in GATE_WORDS.items()}
    at = {vendor: place for place, vendor in enumerate(sheet.vendors)}
    rows = []
    for row in vendors:
        states = [GATE_STATES[state] for state in sheet.gate_states[at[row.vendor_id]].tolist()]
        cells = tuple(
            GateCell(state=state, text=texts[state], note=notes.get((row.vendor_id, gate.id), ""))
            for gate, state in zip(sheet.gates, states, strict=True)
        )
        rows.append(
            GateRow(
                vendor_id=row.vendor_id, name=row.name, status_text=row.status_text, cells=cells
            )
        )
    columns = tuple(GateColumn(id=gate.id, title=words.of(gate.title)) for gate in sheet.gates)
    return GateTable(columns=columns, rows=tuple(rows))
