"""Commands that carry evaluations between case folders and the database."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

if TYPE_CHECKING:
    from flask import Flask

IMPORTED = N_(
    "%(id)s is in the database (vendors: %(vendors)d, evaluators: %(evaluators)d,"
    " ratings: %(ratings)d, criteria: %(digest)s)."
)
EXPORTED = N_("%(id)s is written to %(file)s.")
NOT_AN_ID = N_("%(value)s is not an id; use up to 64 letters a-z, digits, hyphens and underscores.")

language_option = click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")


@click.command("import")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--as", "as_id", metavar="NEW-ID", help="Import under another id.")
@language_option
@click.pass_obj
def import_case(
    make_app: "Callable[[], Flask]", case: Path, as_id: str | None, lang: str | None
) -> None:
    """Store CASE, a case folder or a zip of one, in the database, all of it or nothing."""
    from vendor_eval.cli.compare import WARNING
    from vendor_eval.exchange.case_folder import read_case

    language = pick_language(lang)
    _require_id(as_id, language)
    with errors_told(language):
        read, warnings = read_case(case)
        from vendor_eval.storage import db, save_imported_case, utc_now

        with make_app().app_context():
            saved = save_imported_case(db.session, None, utc_now(), read, as_id)
    for warning in warnings:
        click.echo(translate(WARNING, language) % {"text": warning.text(language)}, err=True)
    parts = {name: len(getattr(read, name)) for name in ("vendors", "evaluators", "ratings")}
    values = {"id": saved, "digest": read.criteria_digest, **parts}
    click.echo(translate(IMPORTED, language) % values)


@click.command("export")
@click.argument("evaluation", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path))
@language_option
@click.pass_obj
def export_case(
    make_app: "Callable[[], Flask]", evaluation: str, file: Path, lang: str | None
) -> None:
    """Write the evaluation ID to FILE: a zip when the name ends in .zip, else a folder."""
    from vendor_eval.case import score_sheet
    from vendor_eval.exchange.case_writing import write_case
    from vendor_eval.scoring.comparison import compare
    from vendor_eval.storage import db, load_whole_case

    language = pick_language(lang)
    with errors_told(language):
        with make_app().app_context():
            case = load_whole_case(db.session, evaluation)
        write_case(case, compare(score_sheet(case)), file, language)
    click.echo(translate(EXPORTED, language) % {"id": evaluation, "file": file})


def _require_id(as_id: str | None, language: str) -> None:
    from vendor_eval.exchange.cells import ID

    if as_id is not None and not ID.fullmatch(as_id):
        message = translate(NOT_AN_ID, language) % {"value": as_id}
        raise click.BadParameter(message, param_hint="--as")


@contextmanager
def errors_told(language: str) -> Iterator[None]:
    """End the program with 1 and the message of an error on stderr."""
    from vendor_eval.errors import VendorEvalError

    try:
        yield
    except VendorEvalError as error:
        click.echo(error.text(language), err=True)
        raise SystemExit(1) from error
