"""``vendor-eval document``: any document of an evaluation, from a case folder or the database."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from vendor_eval.dossier import Dossier

WRITTEN = N_("%(kind)s is written to %(file)s.")
NO_KIND = N_("There is no document %(kind)s. Name one of: %(kinds)s.")
NO_CHOICE = N_("%(choice)s cannot be chosen for %(kind)s. There is: %(choices)s.")
WHOM = {
    "vendor": N_("This document is about one vendor: name it with --about. There are: %(ids)s."),
    "evaluator": N_("This document is about one person: name it with --about. There are: %(ids)s."),
}


@click.command()
@click.argument("kind")
@click.argument("case", metavar="CASE|ID")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--about", default="", metavar="ID", help="The vendor or evaluator it is about.")
@click.option(
    "--choose",
    "chosen",
    multiple=True,
    metavar="NAME=VALUE",
    help="What may be chosen for this kind, such as scores=no of a letter.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the document.")
@click.pass_obj
def document(
    make_app: "Callable[[], Flask]",
    /,
    kind: str,
    case: str,
    file: Path,
    lang: str | None,
    **asked: Any,
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
        about, choices = asked["about"], _choices(kind, asked["chosen"], language)
        dossier = _dossier(make_app, case, kind)
        _require_about(dossier, kind, about, language)
        _write(dossier, kind, about, choices, file, language)
    values = {"kind": translate(KINDS[kind].title, language), "file": str(file)}
    click.echo(translate(WRITTEN, language) % values)


def _dossier(make_app: "Callable[[], Flask]", case: str, kind: str) -> "Dossier":
    from vendor_eval.dossier import Dossier
    from vendor_eval.exchange.case_folder import read_case

    if Path(case).exists():
        return Dossier(case=read_case(Path(case))[0])
    from vendor_eval.storage import db
    from vendor_eval.storage.dossiers import load_dossier

    app = make_app()
    with app.app_context():
        return load_dossier(db.session, case, app.config["SETTINGS"].time_zone, kind)


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


def _choices(kind: str, chosen: tuple[str, ...], language: str) -> dict[str, str]:
    """What was chosen, when this kind has it to choose."""
    from vendor_eval.reports.documents import KINDS

    choices = {}
    for text in chosen:
        name, _sign, value = text.partition("=")
        if value not in KINDS[kind].choices.get(name, ()):
            known = [f"{key}={each}" for key, of in KINDS[kind].choices.items() for each in of]
            values = {"choice": text, "kind": kind, "choices": ", ".join(known) or "–"}
            raise click.BadParameter(translate(NO_CHOICE, language) % values, param_hint="--choose")
        choices[name] = value
    return choices


def _write(
    dossier: "Dossier", kind: str, about: str, choices: dict[str, str], file: Path, language: str
) -> None:
    from vendor_eval.cli.compare import now, user_name
    from vendor_eval.cli.output_file import write_output
    from vendor_eval.dossier import Printing
    from vendor_eval.verification.making import make_document

    printing = Printing(
        kind=kind,
        language=language,
        printed_at=now(),
        author=user_name(),
        subject=about,
        choices=choices,
    )
    write_output(file, lambda: make_document(dossier, printing))
