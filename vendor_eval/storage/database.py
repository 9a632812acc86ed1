"""The database: connections, moments to read in, and migrations.

SQLite acknowledges a write only when it is on disk (WAL, synchronous FULL), so
what a person was told is saved survives a killed process and a power cut.
"""

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any, Literal, cast

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from alembic.util.exc import CommandError
from flask import Flask
from flask_alembic import Alembic
from flask_security import AsaList
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import AutoString, Session

from vendor_eval.errors import NewerDatabaseError
from vendor_eval.storage import (
    document_tables,  # noqa: F401 - its tables are migrated too
    panel_tables,  # noqa: F401
)
from vendor_eval.storage.base import Table
from vendor_eval.storage.columns import DecimalText, JsonText, UtcDateTime, ValueText

WAIT_SECONDS = 30
"""How long a write waits for another one to finish."""
MIGRATION_LOCK = 0x76656E646F72
"""Any number, the same in every process: who holds it may migrate."""


class Database(SQLAlchemy):
    """Flask-SQLAlchemy-Lite whose sessions are SQLModel sessions, so ``exec`` works."""

    def __init__(self) -> None:
        super().__init__(
            session_options={"class_": Session, "expire_on_commit": False},
        )

    @property
    def session(self) -> Session:
        """The session of the current request or command."""
        return cast("Session", super().session)


db = Database()
alembic = Alembic(metadatas=Table.metadata, run_mkdir=False)
logging.getLogger("alembic").setLevel(logging.WARNING)


def engine_config(url: str) -> dict[str, Any]:
    """Settings of Flask-SQLAlchemy-Lite and Flask-Alembic for a database address."""
    parsed = sa.make_url(url)
    # A request may read on a second connection: were their number limited, all could wait for
    # one another. The server's threads limit it. Each is kept for the next request: to open one
    # costs more than most pages.
    engine: dict[str, object] = {"url": parsed, "pool_size": 0}
    if parsed.get_backend_name() == "postgresql":
        engine["url"] = parsed.set(drivername="postgresql+psycopg")
        # A server may have restarted since a connection was last used.
        engine["pool_pre_ping"] = True
    return {
        "SQLALCHEMY_ENGINES": {"default": engine},
        "ALEMBIC_CONTEXT": {
            "compare_type": True,
            "render_as_batch": True,
            "render_item": render_plain_type,
            "transactional_ddl": True,
        },
    }


def queue_place(url: str) -> Path | str:
    """Where the queue of background work lies: a file beside that of SQLite, or an address."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return Path(f"{parsed.database}-queue")
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


def init_app(app: Flask) -> None:
    """Connect an application to the database of its configuration."""
    db.init_app(app)
    alembic.init_app(app)
    # No session is asynchronous; closing none of them would start a thread for each request.
    app.teardown_appcontext_funcs = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]


def render_plain_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as plain SQLAlchemy, so old migrations never import our code."""
    match kind, item:
        case "type", AutoString() | DecimalText() | ValueText():
            return "sa.String()"
        case "type", JsonText() | AsaList():
            return "sa.Text()"
        case "type", UtcDateTime():
            return "sa.DateTime()"
    return False


@event.listens_for(sa.Engine, "connect")
def _prepare_connection(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    """What SQLite asks to be told on each connection."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep the log beside the file, as it stays once set.

    Setting it takes the file for oneself, and SQLite refuses at once, without the
    wait it was told, while another process sets it too.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


@contextmanager
def one_moment(session: Session) -> Iterator[sa.Connection]:
    """A connection that reads everything as it was at one moment, whatever others write.

    What ``session`` has not committed is not seen.
    """
    engine = session.get_bind().engine
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            # pysqlite itself begins no transaction before a SELECT.
            _sqlite(connection).execute("BEGIN")
            yield connection
    else:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            yield connection


def insert(session: Session, table: type[Table]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what to do when the row is there, as both databases know it."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_new(session: Session, table: type[Table], **values: object) -> None:
    """Add a row unless one with the same key is there, also when another process adds it now."""
    session.execute(insert(session, table).values(values).on_conflict_do_nothing())


def needs_migration(app: Flask) -> bool:
    """Whether the database is older than the program, or empty.

    Raises:
        NewerDatabaseError: a newer program has migrated it.
    """
    with app.app_context():
        try:
            return bool(alembic.needs_upgrade())
        except CommandError as error:
            raise NewerDatabaseError from error


def prepare_database(app: Flask) -> None:
    """Create the database or bring it up to date; of several processes, one does it.

    It all happens or nothing does.

    Raises:
        NewerDatabaseError: a newer program has migrated it.
    """
    if not needs_migration(app):
        return
    alone = _alone_on_sqlite if db_dialect(app) == "sqlite" else _alone_on_postgresql
    with app.app_context(), alone():
        # Nothing is left to do if another process did it meanwhile.
        alembic.upgrade()


def db_dialect(app: Flask) -> str:
    """``sqlite`` or ``postgresql``."""
    with app.app_context():
        return db.engine.dialect.name


@contextmanager
def _alone_on_sqlite() -> Iterator[None]:
    """Let the connection that migrates be the only one that writes.

    Without foreign keys: SQLite alters a table by copying it and dropping the
    old one, which would delete what refers to it.
    """
    connection = _sqlite(cast("sa.Connection", alembic.migration_context.connection))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _alone_on_postgresql() -> Iterator[None]:
    with db.engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        yield


def _sqlite(connection: sa.Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)
