from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import event

from tests.databases import (
    PostgresDatabases,
    SqliteDatabases,
    postgres_server,
    settings_for,
)
from tests.factories import SAMPLE, Part, import_sample, make_person
from vendor_eval.app import create_app
from vendor_eval.case import Case
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.storage import db

QUICK_HASHES = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}
"""Argon2 as the program uses it, made to take no time: tests sign in hundreds of times."""
TEST_CONFIG = {
    "TESTING": True,
    "WTF_CSRF_ENABLED": False,
    "SERVER_NAME": "localhost",
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": QUICK_HASHES,
}


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    """Where tests get SQLite databases from."""
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """Where tests get PostgreSQL databases from."""
    with postgres_server() as databases:
        yield databases


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Each test has an application of its own; its templates are compiled once for all of them."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    sqlite_databases: SqliteDatabases, compiled_templates: BytecodeCache, tmp_path: Path
) -> Iterator[Flask]:
    """An application with an empty database of its own."""
    yield from _application(sqlite_databases.make(tmp_path), compiled_templates, tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_app(
    request: pytest.FixtureRequest, compiled_templates: BytecodeCache, tmp_path: Path
) -> Iterator[Flask]:
    """The same, on each kind of database in turn."""
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_databases").make(tmp_path)
        yield from _application(url, compiled_templates, tmp_path)
    else:
        databases = request.getfixturevalue("postgres_databases")
        url = databases.make()
        yield from _application(url, compiled_templates, tmp_path)
        databases.take_back(url)


def _application(url: str, compiled_templates: BytecodeCache, folder: Path) -> Iterator[Flask]:
    app = create_app(settings_for(url, folder), TEST_CONFIG)
    app.jinja_env.bytecode_cache = compiled_templates
    app.test_client_class = FlaskLoginClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser with nobody signed in."""
    return app.test_client()


@pytest.fixture(scope="session")
def sample_case() -> Case:
    """The sample evaluation."""
    return read_case(SAMPLE)[0]


@pytest.fixture
def sample(app: Flask, sample_case: Case) -> str:
    """Id of the sample evaluation, in the database."""
    with app.app_context():
        return import_sample(sample_case)


@pytest.fixture
def sign_in(app: Flask, sample: str) -> Callable[[Part], FlaskClient]:
    """A browser signed in as the part that somebody has in the sample evaluation."""

    def browser(part: Part) -> FlaskClient:
        with app.app_context():
            person = make_person(part, sample)
        return app.test_client(user=person)

    return browser


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """SQL statements sent to the database while the test runs."""
    sent: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)
