"""A case folder as plain data for the judge, read by a few lines of our own."""

import csv
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

Plain = dict[str, Any]
TABLES = (
    "vendors", "evaluators", "ratings", "measures", "gates", "quotes", "consensus", "recusals",
)  # fmt: skip


def read_plain(folder: Path, criteria_file: Path) -> Plain:
    """The folder; flow and scope are the profile's where the evaluation names none."""
    criteria = _toml(criteria_file)
    evaluation = _toml(folder / "evaluation.toml")
    for profile in criteria.get("profiles", ()):
        if profile["id"] == evaluation.get("profile"):
            evaluation = {"flow": profile["flow"], "scope": profile["scope"]} | evaluation
    tables = {table: _rows(folder / f"{table}.csv") for table in TABLES}
    return {"criteria": criteria, "evaluation": evaluation, **tables}


def _toml(path: Path) -> Plain:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _rows(path: Path) -> list[Plain]:
    """Empty cells are not there at all, but for ``value``, which is then None."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(file)]
    return [{"value": None} | row for row in rows]
