"""``vendor-eval document``: any document of an evaluation, from a case folder or the database."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from vendor_eval.dossier import Dossier

WRITTEN = N_("%(kind)s is written to %(file)s.")
NO_KIND = N_("There is no document %(kind)s. Name one of: %(kinds)s.")
WHOM = {
    "vendor": N_("This document is about one vendor: name it with --about. There are: %(ids)s."),
    "evaluator": N_("This document is about one person: name it with --about. There are: %(ids)s."),
}


@click.command()
@click.argument("kind")
@click.argument("case", metavar="CASE|ID")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--about", default="", metavar="ID", help="The vendor or evaluator it is about.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the document.")
@click.pass_obj
def document(
    make_app: "Callable[[], Flask]", kind: str, case: str, file: Path, about: str, lang: str | None
) -> None:
    """Write the document KIND of an evaluation to FILE, as a draft.

    The evaluation is a case folder, a zip of one, or the id of one in the database.
    """
    from vendor_eval.cli.transfer import errors_told
    from vendor_eval.reports.documents import KINDS

    language = pick_language(lang)
    if kind not in KINDS:
        values = {"kind": kind, "kinds": ", ".join(KINDS)}
        raise click.BadParameter(translate(NO_KIND, language) % values, param_hint="KIND")
    with errors_told(language):
        dossier = _dossier(make_app, case)
        _require_about(dossier, kind, about, language)
        _write(dossier, kind, about, file, language)
    values = {"kind": translate(KINDS[kind].title, language), "file": str(file)}
    click.echo(translate(WRITTEN, language) % values)


def _dossier(make_app: "Callable[[], Flask]", case: str) -> "Dossier":
    from vendor_eval.dossier import Dossier
    from vendor_eval.exchange.case_folder import read_case

    if Path(case).exists():
        return Dossier(case=read_case(Path(case))[0])
    from vendor_eval.storage import db
    from vendor_eval.storage.dossiers import load_dossier

    app = make_app()
    with app.app_context():
        return load_dossier(db.session, case, app.config["SETTINGS"].time_zone)


def _require_about(dossier: "Dossier", kind: str, about: str, language: str) -> None:
    from vendor_eval.reports.documents import KINDS

    whom = KINDS[kind].about
    if whom == "evaluation" or (KINDS[kind].general and not about):
        return
    people = dossier.case.vendors if whom == "vendor" else dossier.case.evaluators
    ids = [each.id for each in people]
    if about not in ids:
        message = translate(WHOM[whom], language) % {"ids": ", ".join(ids)}
        raise click.BadParameter(message, param_hint="--about")


def _write(dossier: "Dossier", kind: str, about: str, file: Path, language: str) -> None:
    from vendor_eval.cli.compare import now, user_name
    from vendor_eval.cli.output_file import write_output
    from vendor_eval.dossier import Printing
    from vendor_eval.verification.making import make_document

    printing = Printing(
        kind=kind, language=language, printed_at=now(), author=user_name(), subject=about
    )
    write_output(file, lambda: make_document(dossier, printing))
