"""Commands that check the record of what was done."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

from typing import TYPE_CHECKING

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import LANGUAGES, N_, translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from vendor_eval.trail import Break

HOLDS = N_("%(id)s: the record holds, %(acts)d acts, head %(head)s.")
BREAKS = {
    "altered": N_("%(id)s: act %(number)d has been altered."),
    "missing": N_("%(id)s: from act %(number)d on, acts are missing."),
    "out-of-order": N_("%(id)s: act %(number)d is not where it was recorded."),
    "cut-off": N_("%(id)s: the head given is not in the record; acts before %(number)d are there."),
}
WHAT_IT_SHOWS = N_(
    "This shows that the record is as it was written. Compare the head with one printed on a"
    " document to see that nothing was cut off since."
)


@click.group()
def audit() -> None:
    """Check the record of what was done in evaluations."""


@audit.command()
@click.argument("evaluation", metavar="[ID]", required=False)
@click.option("--head", help="Hash that must be in the record, as printed on a document.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the text.")
@click.pass_obj
def verify(
    make_app: "Callable[[], Flask]", evaluation: str | None, head: str | None, lang: str | None
) -> None:
    """Check the record of the evaluation ID, or of all; exit 1 when one does not hold."""
    from vendor_eval import trail
    from vendor_eval.errors import VendorEvalError
    from vendor_eval.storage import db, load_acts, trail_head
    from vendor_eval.storage.evaluations import evaluation_ids

    language = pick_language(lang)
    if head is not None and evaluation is None:
        raise click.UsageError("--head needs the ID of an evaluation.")
    broken = False
    try:
        with make_app().app_context():
            for name in [evaluation] if evaluation else evaluation_ids(db.session):
                acts = ((each.act, each.hash) for each in load_acts(db.session, name))
                breaks = trail.verify(acts, head)
                broken = broken or bool(breaks)
                _tell_breaks(name, breaks, language)
                if not breaks:
                    count, last = trail_head(db.session, name)
                    values = {"id": name, "acts": count, "head": last}
                    click.echo(translate(HOLDS, language) % values)
    except VendorEvalError as error:
        click.echo(error.text(language), err=True)
        raise SystemExit(1) from error
    if broken:
        raise SystemExit(1)
    click.echo(translate(WHAT_IT_SHOWS, language))


def _tell_breaks(name: str, breaks: "list[Break]", language: str) -> None:
    for each in breaks:
        values = {"id": name, "number": each.number}
        click.echo(translate(BREAKS[each.what], language) % values, err=True)
