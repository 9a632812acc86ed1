import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.databases import PostgresDatabases, settings_for
from tests.factories import NOW
from vendor_eval.app import create_app
from vendor_eval.case import Case
from vendor_eval.dossier import Organisation
from vendor_eval.errors import NewerDatabaseError
from vendor_eval.storage import db, load_case, prepare_database, save_case
from vendor_eval.storage.database import (
    _alone_on_sqlite,
    _prepare_connection,
    alembic,
    needs_migration,
)
from vendor_eval.storage.organisation import load_organisation

if TYPE_CHECKING:
    from sqlalchemy.pool import ConnectionPoolEntry

BEFORE_PAPER = "0005"
"""The revision that knew the name and declaration of an organisation alone."""
MIGRATE = """
import sys
from pathlib import Path
from tests.databases import settings_for
from vendor_eval.app import create_app
from vendor_eval.storage import prepare_database

app = create_app(settings_for(sys.argv[1], Path(sys.argv[2])), {})
print("ready", flush=True)
sys.stdin.readline()
prepare_database(app)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.sqlite'}"
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    return databases.make_empty()


def test_migrations_make_the_tables_of_the_program(any_app: Flask) -> None:
    with any_app.app_context():
        assert alembic.compare_metadata() == []


def test_a_database_that_is_up_to_date_is_left_alone(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)

    assert not needs_migration(any_app)
    prepare_database(any_app)

    with any_app.app_context():
        assert load_case(db.session, "inbound-desk") == sample_case


def test_down_to_nothing_and_up_again(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
    with any_app.app_context():
        alembic.downgrade("base")
    with any_app.app_context():
        assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
    assert needs_migration(any_app)

    prepare_database(any_app)

    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        assert load_case(db.session, "inbound-desk") == sample_case


def test_an_organisation_of_before_keeps_its_name(any_app: Flask) -> None:
    """Its paper then looks as it did: A4 in the colour of the program, without a logo."""
    with any_app.app_context():
        alembic.downgrade(BEFORE_PAPER)
    with any_app.app_context(), db.engine.begin() as connection:
        row = """INSERT INTO organisation (id, name, declaration) VALUES (1, '{"en": "A"}', NULL)"""
        connection.execute(sa.text(row))

    prepare_database(any_app)

    with any_app.app_context():
        assert load_organisation(db.session) == Organisation(name={"en": "A"})


def test_a_database_of_a_newer_program_is_refused(any_app: Flask) -> None:
    with any_app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerDatabaseError, match="changed by a newer version of this program"):
        prepare_database(any_app)


def test_altering_a_table_keeps_what_refers_to_it(app: Flask, sample_case: Case) -> None:
    """SQLite copies the table and drops the old one; the rows of others must stay."""
    with app.app_context():
        save_case(db.session, sample_case, NOW)
    with app.app_context(), _alone_on_sqlite():
        with alembic.op.batch_alter_table("evaluation", recreate="always") as table:
            table.add_column(sa.Column("extra", sa.String()))
        with alembic.op.batch_alter_table("evaluation", recreate="always") as table:
            table.drop_column("extra")
        connection = alembic.migration_context.connection
        assert connection is not None
        connection.commit()

    with app.app_context():
        assert load_case(db.session, "inbound-desk") == sample_case
        assert db.session.execute(sa.text("PRAGMA foreign_keys")).scalar() == 1


def test_processes_that_start_together_do_not_collide(empty_url: str, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", MIGRATE, empty_url, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    processes = [
        subprocess.Popen(  # noqa: S603 - our own code
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=root,
            env=environment,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate()[1] for process in processes] == ["", "", ""]
    app = create_app(settings_for(empty_url, tmp_path), {})
    assert not needs_migration(app)
    with app.app_context():
        db.engine.dispose()


def test_a_connection_to_a_new_file_waits_for_who_writes_there(tmp_path: Path) -> None:
    """It turns the log on, which SQLite refuses without waiting while another one writes."""
    path = tmp_path / "new.sqlite"

    def connect() -> str:
        with closing(sqlite3.connect(path)) as connection:
            _prepare_connection(connection, cast("ConnectionPoolEntry", None))
            return str(connection.execute("PRAGMA journal_mode").fetchone()[0])

    with ThreadPoolExecutor(1) as thread, closing(sqlite3.connect(path)) as first:
        first.execute("BEGIN IMMEDIATE")
        second = thread.submit(connect)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.2)
        first.commit()
        assert second.result() == "wal"
