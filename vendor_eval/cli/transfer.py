"""Commands that carry evaluations between case folders and the database."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

IMPORTED = N_(
    "%(id)s is in the database: %(vendors)d vendors, %(criteria)d criteria,"
    " %(evaluators)d evaluators, %(ratings)d ratings. Criteria %(digest)s"
)
EXPORTED = N_("%(id)s is written to %(file)s.")

language_option = click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")


@click.command("import")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--as", "as_id", metavar="NEW-ID", help="Import under another id.")
@language_option
def import_(case: Path, as_id: str | None, lang: str | None) -> None:
    """Store CASE, a case folder or a zip of one, in the database."""
    from vendor_eval.exchange.case_folder import read_case

    language = pick_language(lang)
    with _errors_told(language):
        read, warnings = read_case(case)
        from vendor_eval.app import create_server_app
        from vendor_eval.storage import db, save_case, utc_now

        with create_server_app().app_context():
            saved_id = save_case(db.session, read, utc_now(), as_id=as_id)
    for warning in warnings:
        click.echo(warning.text(language), err=True)
    counts = {
        "vendors": len(read.vendors),
        "criteria": len(read.criteria.criteria),
        "evaluators": len(read.evaluators),
        "ratings": len(read.ratings),
    }
    values = {"id": saved_id, "digest": read.criteria_digest, **counts}
    click.echo(translate(IMPORTED, language) % values)


@click.command()
@click.argument("evaluation", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@language_option
def export(evaluation: str, file: Path, lang: str | None) -> None:
    """Write the evaluation ID to FILE: a zip when the name ends in .zip, else a folder."""
    from vendor_eval.app import create_server_app
    from vendor_eval.case import score_sheet
    from vendor_eval.exchange.case_writing import write_case
    from vendor_eval.scoring.comparison import compare
    from vendor_eval.storage import db, load_case

    language = pick_language(lang)
    with _errors_told(language):
        with create_server_app().app_context():
            case = load_case(db.session, evaluation)
        write_case(case, compare(score_sheet(case)), file, language)
    click.echo(translate(EXPORTED, language) % {"id": evaluation, "file": file})


@contextmanager
def _errors_told(language: str) -> Iterator[None]:
    """End the program with the message of an error on stderr, each problem on its line."""
    from vendor_eval.errors import InvalidFilesError, VendorEvalError

    try:
        yield
    except InvalidFilesError as error:
        for problem in error.problems:
            click.echo(problem.text(language), err=True)
        raise SystemExit(1) from error
    except VendorEvalError as error:
        click.echo(error.text(language), err=True)
        raise SystemExit(1) from error
