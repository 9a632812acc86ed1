"""``vendor-eval agreement``: do the people who rated the same things agree? No database."""

# ruff: noqa: PLC0415 - a command must not pay for what it does not print

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, in_language, translate

if TYPE_CHECKING:
    from vendor_eval.case import Case
    from vendor_eval.scoring.judges import Agreement, Leaning

FIGURES = (
    N_("Kendall's W"),
    N_("Alpha, ordinal"),
    N_("Alpha, interval"),
    N_("ICC(2,1)"),
    N_("ICC(2,k)"),
    N_("Items rated by all"),
    N_("Group"),
)
LEANINGS = (N_("Beside the panel"), N_("Items"), N_("Evaluator"))
LENIENT, STRICT = N_("%(evaluator)s (lenient)"), N_("%(evaluator)s (strict)")
SMALL = 0.005
"""A deviation that prints as 0.00 is none."""
NOT_CORRECTED = N_("Mean of an evaluator's rating less the panel's mean; shown, not corrected.")
ALL_GROUPS = N_("All groups")


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE.csv|CASE")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")
def agreement(source: Path, as_json: bool, lang: str | None) -> None:
    """How far evaluators agree: Kendall's W, Krippendorff's alpha, ICC.

    FILE.csv has a row for each thing rated and a column for each evaluator, ids in the first
    column, empty cells where a rating is missing. CASE is a case folder or a zip of one.
    """
    language = pick_language(lang)
    from vendor_eval.errors import InvalidFilesError, VendorEvalError

    is_case = source.is_dir() or source.suffix.lower() == ".zip"
    try:
        (_tell_case if is_case else _tell_table)(source, language, as_json=as_json)
    except InvalidFilesError as error:
        for problem in error.problems:
            click.echo(problem.text(language), err=True)
        raise SystemExit(1) from error
    except VendorEvalError as error:
        click.echo(error.text(language), err=True)
        raise SystemExit(1) from error


def _tell_table(path: Path, language: str, *, as_json: bool) -> None:
    from vendor_eval.exchange.agreement_results import build_agreement
    from vendor_eval.exchange.rating_table import read_ratings
    from vendor_eval.reports.judges import agreement_sentences
    from vendor_eval.scoring.judges import agreement as agreement_of
    from vendor_eval.scoring.judges import leanings

    table = read_ratings(path)
    found = agreement_of(table.ratings)
    if as_json:
        _print_json(build_agreement(found))
        return
    leaning = leanings(table.evaluators, table.ratings)
    _print([*agreement_sentences(found, language), *_leanings(leaning, {}, language)])


def _tell_case(path: Path, language: str, *, as_json: bool) -> None:
    from vendor_eval.case import score_sheet
    from vendor_eval.exchange.agreement_results import build_panel_agreement
    from vendor_eval.exchange.case_folder import read_case
    from vendor_eval.reports.judges import agreement_sentences
    from vendor_eval.scoring.judges import panel_agreement

    case, _warnings = read_case(path)
    found = panel_agreement(score_sheet(case))
    if as_json:
        _print_json(build_panel_agreement(found))
        return
    titles = {group.id: in_language(group.title, language) for group in case.criteria.groups}
    rows = {titles[group]: each for group, each in found.groups.items()}
    lines = [*agreement_sentences(found.overall, language), ""]
    lines += _groups({**rows, translate(ALL_GROUPS, language): found.overall}, language)
    _print([*lines, *_leanings(found.leanings, _names(case, language), language)])


def _names(case: "Case", language: str) -> dict[str, str]:
    return {each.id: in_language(each.name, language) for each in case.evaluators}


def _groups(rows: Mapping[str, "Agreement"], language: str) -> Iterator[str]:
    """A row of figures for each group, and one for all."""
    from vendor_eval.cli.text_columns import head, table
    from vendor_eval.reports.judges import figure

    cells = [
        [
            figure(each.kendall_w.w),
            figure(each.krippendorff.ordinal),
            figure(each.krippendorff.interval),
            figure(each.icc.icc_2_1),
            figure(each.icc.icc_2_k),
            str(each.kendall_w.items),
            title,
        ]
        for title, each in rows.items()
    ]
    heads = [head(translate(each, language)) for each in FIGURES]
    yield from table(heads, cells, _columns(), range(len(heads) - 1))


def _leanings(
    leanings: Iterable["Leaning"], names: Mapping[str, str], language: str
) -> Iterator[str]:
    """A row for each evaluator: how lenient or strict beside the panel."""
    from vendor_eval.cli.text_columns import head, table

    rows = []
    for each in leanings:
        name = names.get(each.evaluator) or each.evaluator
        apart = each.deviation
        words = {"evaluator": name}
        if apart is not None and abs(apart) >= SMALL:
            name = translate(LENIENT if apart > 0 else STRICT, language) % words
        rows.append(["-" if apart is None else f"{apart:+.2f}", str(each.items), name])
    heads = [head(translate(each, language)) for each in LEANINGS]
    yield ""
    yield from table(heads, rows, _columns(), range(len(heads) - 1))
    yield translate(NOT_CORRECTED, language)


def _columns() -> int:
    return shutil.get_terminal_size().columns


def _print(lines: Iterable[str]) -> None:
    from vendor_eval.cli.text_columns import wrap

    for line in lines:
        click.echo(line if line.startswith(" ") else "\n".join(wrap(line, _columns())))


def _print_json(document: Mapping[str, object]) -> None:
    # JSON is UTF-8 whatever the terminal speaks.
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    click.echo(f"{text}\n".encode(), nl=False)
