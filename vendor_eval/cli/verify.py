"""``vendor-eval verify``: does a report or case zip agree with its own data?"""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

from pathlib import Path

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

AGREES = N_(
    "%(file)s agrees with its own data: evaluation %(evaluation)s, criteria %(digest)s. This shows"
    " that the paper says what its data say. Who issued it is shown by the record of the"
    " installation that did."
)
DIFFERS = N_("%(file)s does not agree with its own data:")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")
def verify(file: Path, lang: str | None) -> None:
    """Work out again everything a PDF or case zip of this program says, and compare.

    Needs no database and no network. Exit 1 and the first differences when anything does
    not match.
    """
    language = pick_language(lang)
    from vendor_eval.errors import VendorEvalError
    from vendor_eval.exchange.plain_tables import read_content
    from vendor_eval.verification.guarded import verify_guarded

    try:
        found = verify_guarded(read_content(file))
    except VendorEvalError as error:
        click.echo(f"{file}: {error.text(language)}", err=True)
        raise SystemExit(1) from error
    values = {"file": file, "evaluation": found.evaluation, "digest": found.criteria_digest}
    if found.differences:
        click.echo(translate(DIFFERS, language) % values, err=True)
        for difference in found.differences:
            click.echo(difference.text(language), err=True)
        raise SystemExit(1)
    click.echo(translate(AGREES, language) % values)
