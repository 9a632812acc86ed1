"""The ``vendor-eval`` program: loads only the command that is asked for."""

import sys
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flask import Flask

COMMANDS = {
    "compare": "vendor_eval.cli.compare:compare",
    "criteria": "vendor_eval.cli.criteria:criteria",
    "weights": "vendor_eval.cli.weights:weights",
    "verify": "vendor_eval.cli.verify:verify",
    "document": "vendor_eval.cli.document:document",
    "agreement": "vendor_eval.cli.agreement:agreement",
    "import": "vendor_eval.cli.transfer:import_case",
    "export": "vendor_eval.cli.transfer:export_case",
    "audit": "vendor_eval.cli.audit:audit",
    "serve": "vendor_eval.cli.serve:serve",
    "work": "vendor_eval.cli.work:work",
    "demo": "vendor_eval.cli.demo:demo",
}
"""Where each command is found."""


class LazyGroup(click.Group):
    """Knows the names of its commands and imports none before it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command this installation has, in the order above."""
        return [name for name in COMMANDS if is_installed(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name; None when there is none."""
        if not is_installed(cmd_name):
            return None
        module, _colon, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), attribute)
        return command if isinstance(command, click.Command) else None


def is_installed(name: str) -> bool:
    """Whether there is a command of this name."""
    return name in COMMANDS and find_spec(COMMANDS[name].partition(":")[0]) is not None


def make_app() -> "Flask":
    """The application with its database; what commands get that cannot do without."""
    from vendor_eval.app import create_server_app  # noqa: PLC0415 - the others need no web

    return create_server_app()


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "obj": make_app}
)
@click.version_option(package_name="vendor-eval", prog_name="vendor-eval")
def main() -> None:
    """Score call-centre outsourcing vendors, compare them, print the result."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show ◎ shows a question mark, and the rest of the table.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    main(prog_name="vendor-eval")
