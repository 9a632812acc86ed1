"""Writing one evaluation as a folder of plain files or a zip of one (FORMATS.md section 2).

The same evaluation always gives the same bytes, and reading them gives the evaluation again.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from vendor_eval.case import (
    Case,
    Consensus,
    Evaluator,
    GateResult,
    Measure,
    Quote,
    Rating,
    Recusal,
    Vendor,
)
from vendor_eval.criteria.mistakes import plain
from vendor_eval.errors import InvalidFilesError, Problem
from vendor_eval.exchange.answer_files import CONSENSUS, GATES, MEASURES, QUOTES, RATINGS
from vendor_eval.exchange.case_warnings import warnings_of
from vendor_eval.exchange.csv_rows import Columns, escaped, format_rows
from vendor_eval.exchange.evaluation_writing import format_evaluation
from vendor_eval.exchange.panel_file import format_panel
from vendor_eval.exchange.people_files import EVALUATORS, RECUSALS, VENDORS
from vendor_eval.exchange.results import build_results, format_results
from vendor_eval.language import LANGUAGES, N_
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.robustness import assess

Cell = str | Decimal | Mapping[str, str] | None
"""What a row says of a column, or of ``stem_ja`` and ``stem_en`` under their stem."""

DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file in a zip: the earliest it can hold."""


def write_case(
    case: Case, comparison: Comparison, target: Path | BinaryIO, language: str = LANGUAGES[0]
) -> None:
    """Write an evaluation with its result.

    Args:
        case: the evaluation.
        comparison: its result, for results.json.
        target: a path that ends in ``.zip`` or an open file for a zip, else a folder, which
            is made and must not hold anything yet.
        language: of the texts in results.json.

    Raises:
        InvalidFilesError: the target cannot be written, or is there already.
    """
    files = case_files(case, comparison, language)
    try:
        if not isinstance(target, Path):
            write_zip(files, target)
        elif target.suffix.lower() == ".zip":
            with target.open("xb") as file:
                write_zip(files, file)
        else:
            _write_folder(files, target)
    except OSError as error:
        what = N_("this cannot be written (%(reason)s)")
        cure = N_("name a new file, or a folder that is empty, where you may write")
        reason = {"reason": error.strerror or "?"}
        raise InvalidFilesError([Problem(str(target), "", what, cure, reason)]) from error


def case_files(
    case: Case, comparison: Comparison, language: str = LANGUAGES[0]
) -> dict[str, bytes]:
    """The content of every file, by name; tables without rows are left out."""
    firmness = assess(comparison)
    results = build_results(case, comparison, warnings_of(case), language, firmness)
    tables = {
        "evaluators.csv": _table(EVALUATORS, map(_evaluator, case.evaluators)),
        "ratings.csv": _table(RATINGS, map(_rating, case.ratings)),
        "measures.csv": _table(MEASURES, map(_measure, case.measures)),
        "gates.csv": _table(GATES, map(_gate, case.gates)),
        "quotes.csv": _table(QUOTES, map(_quote, case.quotes)),
        "consensus.csv": _table(CONSENSUS, map(_consensus, case.consensus)),
        "recusals.csv": _table(RECUSALS, map(_recusal, case.recusals)),
    }
    return {
        "evaluation.toml": format_evaluation(case).encode(),
        "criteria.toml": case.criteria_toml.encode(),
        "vendors.csv": _vendors(case.vendors),
        **{name: content for name, content in tables.items() if content},
        **({"panel.toml": panel.encode()} if (panel := format_panel(case.panel)) else {}),
        "results.json": format_results(results).encode(),
    }


def write_zip(files: Mapping[str, bytes], file: BinaryIO) -> None:
    """A zip of these files, the same bytes for the same files."""
    import zipfile  # noqa: PLC0415 - reading a folder needs none

    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(None, "the folder is not empty")
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _table(columns: Columns, rows: Iterable[Mapping[str, Cell]]) -> bytes | None:
    lines = [_line(columns.known, row) for row in rows]
    return format_rows(columns.known, lines) if lines else None


def _line(columns: Sequence[str], row: Mapping[str, Cell]) -> list[str]:
    return [_cell(row, column) for column in columns]


def _cell(row: Mapping[str, Cell], column: str) -> str:
    stem, _underscore, language = column.rpartition("_")
    value = row.get(column)
    if value is None and language in LANGUAGES:
        texts = row.get(stem)
        value = texts.get(language) if isinstance(texts, Mapping) else None
    if isinstance(value, Decimal):
        return plain(value)
    return escaped(value) if isinstance(value, str) else ""


def _vendors(vendors: Sequence[Vendor]) -> bytes:
    profile = dict.fromkeys(title for vendor in vendors for title in vendor.profile)
    rows = [
        [
            *_line(VENDORS.known, _vendor(vendor)),
            *(escaped(vendor.profile.get(title, "")) for title in profile),
        ]
        for vendor in vendors
    ]
    return format_rows([*VENDORS.known, *map(escaped, profile)], rows)


def _vendor(vendor: Vendor) -> dict[str, Cell]:
    return {
        "id": vendor.id,
        "name": vendor.name,
        "status": vendor.status,
        "reason": vendor.reason,
        "short": vendor.short,
    }


def _evaluator(evaluator: Evaluator) -> dict[str, Cell]:
    return {
        "id": evaluator.id,
        "name": evaluator.name,
        "role": evaluator.role,
        "weight": evaluator.weight,
        "groups": " ".join(evaluator.groups),
    }


def _rating(rating: Rating) -> dict[str, Cell]:
    return {
        "vendor": rating.vendor,
        "criterion": rating.criterion,
        "evaluator": rating.evaluator,
        "value": rating.value,
        "grade": rating.grade,
        "page": rating.page,
        "no_basis": "yes" if rating.no_basis else None,
        "comment": rating.comment,
        "external": rating.external,
    }


def _measure(measure: Measure) -> dict[str, Cell]:
    return {
        "vendor": measure.vendor,
        "criterion": measure.criterion,
        "value": measure.value,
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "period": measure.period,
        "grade": measure.grade,
        "note": measure.note,
    }


def _gate(gate: GateResult) -> dict[str, Cell]:
    return {
        "vendor": gate.vendor,
        "criterion": gate.criterion,
        "result": gate.result,
        "note": gate.note,
    }


def _quote(quote: Quote) -> dict[str, Cell]:
    line = quote.line
    return {
        "vendor": quote.vendor,
        "kind": line.kind,
        "price": line.price,
        "quantity": line.quantity,
        "minimum": line.minimum,
        "included": line.included,
        "overage": line.overage,
        "per_hour": line.per_hour,
        "label": quote.label,
    }


def _consensus(agreed: Consensus) -> dict[str, Cell]:
    return {
        "vendor": agreed.vendor,
        "criterion": agreed.criterion,
        "value": agreed.value,
        "reason": agreed.reason,
        "dissent": agreed.dissent,
    }


def _recusal(recusal: Recusal) -> dict[str, Cell]:
    return {
        "vendor": recusal.vendor,
        "evaluator": recusal.evaluator,
        "reason": recusal.reason,
    }
