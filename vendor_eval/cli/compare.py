"""``vendor-eval compare``: from a case folder to a ranking, as a table, JSON or PDF."""

# ruff: noqa: PLC0415 - a command must not pay for what it does not print

import gc
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

if TYPE_CHECKING:
    from datetime import datetime

    from vendor_eval.case import Case
    from vendor_eval.exchange.findings import CaseWarning
    from vendor_eval.scoring import Comparison


class Options(TypedDict):
    """What is asked for beside the case."""

    as_json: bool
    lang: str | None
    pdf: Path | None
    samples: int
    seed: int
    second_opinion: bool


WARNING = N_("Note: %(text)s")


@click.command()
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")
@click.option("--pdf", type=click.Path(path_type=Path), help="Write the comparison as a PDF.")
@click.option(
    "--samples",
    type=click.IntRange(0, 1_000_000),
    default=10_000,
    show_default=True,
    help="Samples that say how firm the ranking is; 0 leaves that part out.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    default=1,
    show_default=True,
    help="The same seed draws the same samples.",
)
@click.option("--second-opinion", is_flag=True, help="Add what TOPSIS and PROMETHEE II would say.")
def compare(case: Path, **options: Unpack[Options]) -> None:
    """Compare the vendors of CASE, a case folder or a zip of one.

    Prints the ranking as a table. Exit 1 when something in the files is wrong, each
    mistake on a line of stderr.

    The JSON also says how firm the ranking is; --samples and --seed are for the shares of ranks
    in that part.
    """
    language = pick_language(options["lang"])
    from vendor_eval.errors import VendorEvalError

    if options["pdf"] is None:
        gc.disable()  # the run is over before anything is worth collecting
    try:
        _compare(case, options, language)
    except VendorEvalError as error:
        click.echo(error.text(language), err=True)
        raise SystemExit(1) from error
    finally:
        gc.enable()


def _compare(path: Path, options: Options, language: str) -> None:
    from vendor_eval.case import score_sheet
    from vendor_eval.exchange.case_folder import read_case
    from vendor_eval.scoring import compare as compare_sheet

    case, warnings = read_case(path)
    comparison = compare_sheet(score_sheet(case))
    if options["pdf"] is not None:
        _write_pdf(case, comparison, options["pdf"], language, options)
    for warning in warnings:
        click.echo(translate(WARNING, language) % {"text": warning.text(language)}, err=True)
    if options["as_json"]:
        _print_json(case, comparison, warnings, language, options)
        return
    _print_table(case, comparison, language)
    if options["second_opinion"]:
        _print_second_opinion(comparison, language)


def _print_json(
    case: "Case",
    comparison: "Comparison",
    warnings: "tuple[CaseWarning, ...]",
    language: str,
    options: Options,
) -> None:
    from vendor_eval.exchange.results import build_results, format_results
    from vendor_eval.scoring.robustness import assess

    firmness = assess(comparison, options["samples"], options["seed"])
    results = build_results(case, comparison, warnings, language, firmness)
    if options["second_opinion"]:
        from vendor_eval.exchange.second_opinion_results import build_second_opinion
        from vendor_eval.scoring.second_opinion import second_opinion

        results["second_opinion"] = build_second_opinion(second_opinion(comparison))
    # JSON is UTF-8 whatever the terminal speaks.
    click.echo(format_results(results).encode(), nl=False)


def _print_table(case: "Case", comparison: "Comparison", language: str) -> None:
    from vendor_eval.cli.comparison_table import draw_comparison
    from vendor_eval.reports.contents import build_contents
    from vendor_eval.reports.verdict import verdict_sentences
    from vendor_eval.reports.wording import Wording

    contents = build_contents(case, comparison, language)
    verdict = verdict_sentences(case, comparison, Wording(language))
    columns = shutil.get_terminal_size().columns
    click.echo("\n".join(draw_comparison(contents, columns, verdict)))


def _print_second_opinion(comparison: "Comparison", language: str) -> None:
    from vendor_eval.cli.second_opinion_table import draw_second_opinion
    from vendor_eval.scoring.second_opinion import second_opinion

    ranks = zip(comparison.sheet.vendors, comparison.ranks.tolist(), strict=True)
    ranked = sorted(((name, rank) for name, rank in ranks if rank), key=lambda each: each[1])
    columns = shutil.get_terminal_size().columns
    lines = draw_second_opinion(second_opinion(comparison), ranked, columns, language)
    click.echo("\n".join(lines))


def _write_pdf(
    case: "Case", comparison: "Comparison", path: Path, language: str, options: Options
) -> None:
    """Write the whole file or nothing.

    Raises:
        InvalidFilesError: it cannot be written there.
    """
    from vendor_eval.cli.output_file import write_output
    from vendor_eval.dossier import Dossier, Printing
    from vendor_eval.verification.making import make_document

    dossier = Dossier(case=case)
    printing = Printing(
        kind="comparison",
        language=language,
        printed_at=now(),
        author=user_name(),
        samples=options["samples"],
        seed=options["seed"],
    )
    write_output(path, lambda: make_document(dossier, printing, comparison))


def now() -> "datetime":
    """The present where the program runs, to the second."""
    from datetime import UTC, datetime
    from time import time

    return datetime.fromtimestamp(int(time()), UTC).astimezone()


def user_name() -> str:
    """Who runs the program; empty where the system does not know."""
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return ""
