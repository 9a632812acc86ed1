"""The command that shows the program with the sample evaluation in it."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.cli.serve import HOST, PORT, run
from vendor_eval.language import N_, translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from vendor_eval.storage import User

SAMPLE = Path(__file__).parent.parent / "sample" / "inbound-desk"
ADDRESS = "demo@example.com"
NAME = N_("Demo administrator")
SIGN_IN = N_("This link signs in as the demo administrator, once, within %(hours)d hours:")


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def demo(make_app: "Callable[[], Flask]", host: str, port: int) -> None:
    """Serve the sample evaluation, from a folder of its own."""
    from vendor_eval.settings import default_data

    os.environ.setdefault("VENDOR_EVAL_DATA", str(default_data(os.environ) / "demo"))
    run(make_app, host, port, demo_administrator, SIGN_IN)


def demo_administrator(app: "Flask") -> "User":
    """The person the link signs in; at the first start, the sample is loaded for them."""
    from vendor_eval.storage import add_user, db, find_user, utc_now

    with app.app_context():
        person = find_user(db.session, ADDRESS)
        if person is None:
            name = translate(NAME, pick_language())
            person = add_user(db.session, ADDRESS, utc_now(), name=name, administrator=True)
        load_sample(person)
        return person


def load_sample(person: "User") -> None:
    """Import the sample unless it is there. Needs an application context."""
    from vendor_eval.exchange.case_folder import read_case
    from vendor_eval.storage import db, role_in, save_case, utc_now

    if role_in(db.session, person, SAMPLE.name) is None:
        case, _warnings = read_case(SAMPLE)
        save_case(db.session, case, utc_now(), lead_id=person.id)
