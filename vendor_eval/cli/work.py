"""``vendor-eval work``: makes documents in the background, on this machine."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

import os
from typing import TYPE_CHECKING

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import N_, translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

WORKS = N_("Documents are made here, %(count)d at a time, until Ctrl+C.")


@click.command()
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    help="Documents drawn at a time; without it, VENDOR_EVAL_DOCUMENT_WORKERS, at least 1.",
)
@click.option("--beside", type=int, hidden=True, help="The server this belongs to.")
@click.pass_obj
def work(make_app: "Callable[[], Flask]", processes: int | None, beside: int | None) -> None:
    """Make documents that are asked for on the pages; any number of machines may.

    ``serve`` does so itself unless VENDOR_EVAL_DOCUMENT_WORKERS is 0. All machines need the
    same database and the same secret key.
    """
    from vendor_eval.cli.transfer import errors_told

    language = pick_language()
    with errors_told(language):
        app = make_app()
    from vendor_eval.jobs import run_workers

    # Each process draws on one core; more threads would only be in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    count = processes or max(1, app.config["SETTINGS"].document_workers)
    if beside is None:
        click.echo(translate(WORKS, language) % {"count": count})
    run_workers(app, count, beside)
