"""The command that serves the pages."""

# ruff: noqa: PLC0415 - a command must not pay for the imports of others

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from time import sleep
from typing import TYPE_CHECKING, Any

import click

from vendor_eval.cli.language import pick_language
from vendor_eval.language import N_, translate

if TYPE_CHECKING:
    from flask import Flask

    from vendor_eval.settings import Settings
    from vendor_eval.storage import User

HOST = "127.0.0.1"
PORT = 8000
LINK_VALID = timedelta(hours=24)
PLACEHOLDER = "administrator@localhost"
"""Address of the first administrator until that person has given one."""

IN_USE = N_(
    "Port %(port)d of %(host)s cannot be used (%(reason)s). Stop the program that uses it, or"
    " choose another one with --port %(other)d."
)
RUNNING = N_("vendor-eval runs at %(address)s and stops with Ctrl+C.")
SET_UP = N_("There is no administrator yet. Open this link, once, within %(hours)d hours:")
OPEN_TO_ALL = N_(
    "Browsers on other machines can reach it. Unless a proxy encrypts, passwords cross the network"
    " as plain text."
)


@click.command()
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535))
@click.pass_obj
def serve(make_app: "Callable[[], Flask]", host: str, port: int) -> None:
    """Serve the pages; create the database, or bring it up to date, first."""
    run(make_app, host, port, first_administrator, SET_UP)


def run(
    make_app: "Callable[[], Flask]",
    host: str,
    port: int,
    invite: "Callable[[Flask], User | None]",
    invitation: str,
) -> None:
    """Prepare the database, print the address and serve until stopped.

    Args:
        make_app: makes the application with its database.
        host: address to listen on.
        port: port to listen on.
        invite: whom a one-time link is for; None when nobody needs one.
        invitation: template of the line above the link.
    """
    language = pick_language()
    require_free(host, port, language)
    os.environ.setdefault("VENDOR_EVAL_HOSTS", ",".join(host_names(host)))
    from vendor_eval.errors import VendorEvalError

    try:
        app = make_app()
    except VendorEvalError as error:
        click.echo(error.text(language), err=True)
        sys.exit(1)
    address = f"http://{name_for_browsers(host)}:{port}"
    lines = [translate(RUNNING, language) % {"address": address}]
    token = _token(app, invite)
    if token:
        hours = {"hours": LINK_VALID.total_seconds() // 3600}
        lines += ["", translate(invitation, language) % hours, f"    {address}/start?token={token}"]
    if host not in {"127.0.0.1", "::1", "localhost"}:
        lines += ["", translate(OPEN_TO_ALL, language)]
    with document_workers(app.config["SETTINGS"].document_workers):
        start_server(host, port, app.config["SETTINGS"], "\n".join(lines))


@contextmanager
def document_workers(count: int) -> Iterator[None]:
    """Processes that make documents while the block runs; they end with this one in any case."""
    if not count:
        yield
        return
    command = (sys.executable, "-m", "vendor_eval", "work", "--beside", str(os.getpid()))
    workers = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program
    try:
        yield
    finally:
        workers.terminate()
        workers.wait()


def wait_until_it_listens(host: str, port: int) -> None:
    """Return as soon as browsers can connect, or after a minute."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared
    for _attempt in range(1200):
        with suppress(OSError), closing(socket.create_connection((local, port), timeout=1)):
            return
        sleep(0.05)


def require_free(host: str, port: int, language: str) -> None:
    """Exit with 1 and a cure when the port cannot be listened on."""
    try:
        with closing(socket.create_server((host, port), family=family_of(host))):
            return
    except OSError as error:
        other = port + 1 if port < 65535 else port - 1  # noqa: PLR2004 - the last port
        values = {"port": port, "host": host, "reason": error.strerror, "other": other}
        click.echo(translate(IN_USE, language) % values, err=True)
        sys.exit(1)


def family_of(host: str) -> socket.AddressFamily:
    """IPv6 for an address with colons."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def name_for_browsers(host: str) -> str:
    """What to type into a browser on this machine."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def host_names(host: str) -> list[str]:
    """Names browsers may use unless the setting names others: this machine's own."""
    names = ["localhost", "127.0.0.1", "[::1]", name_for_browsers(host)]
    if host not in {"127.0.0.1", "::1", "localhost"}:
        names += [socket.gethostname().lower(), socket.getfqdn().lower()]
    return list(dict.fromkeys(names))


def first_administrator(app: "Flask") -> "User | None":
    """The account to set up; None as soon as an administrator can sign in with a password."""
    from vendor_eval.storage import add_user, db, list_administrators, utc_now

    with app.app_context():
        administrators = list_administrators(db.session)
        if any(person.password for person in administrators):
            return None
        if administrators:
            return administrators[0]
        return add_user(db.session, PLACEHOLDER, utc_now(), administrator=True)


def _token(app: "Flask", invite: Callable[["Flask"], "User | None"]) -> str | None:
    from vendor_eval.storage import add_sign_in_link, db, utc_now

    person = invite(app)
    with app.app_context():
        token = add_sign_in_link(db.session, person, utc_now(), LINK_VALID) if person else None
        # The processes that serve must not inherit a connection.
        db.engine.dispose()
    return token


def start_server(host: str, port: int, settings: "Settings", message: str) -> None:
    """Serve until stopped; say so as soon as browsers can connect: a link must lead somewhere."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    class ToldServer(Server):  # type: ignore[valid-type,misc]  # chosen by the kind of Python
        """Prints its message after its processes were forked, so they inherit no thread."""

        def startup(self, *args: Any) -> None:
            super().startup(*args)
            wait_until_it_listens(host, port)
            click.echo(message)

    ToldServer(
        "vendor_eval.app:create_server_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        websockets=False,
    ).serve()
