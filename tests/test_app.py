from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request, request_started

from tests.databases import settings_for
from vendor_eval.app import create_app, create_server_app, resource
from vendor_eval.storage import db
from vendor_eval.storage.database import needs_migration


def test_building_the_application_does_not_touch_the_database(tmp_path: Path) -> None:
    app = create_app(settings_for(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path))

    assert list(tmp_path.iterdir()) == []
    assert needs_migration(app)


def test_a_server_creates_its_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDOR_EVAL_DATA", str(tmp_path / "data"))

    app = create_server_app()

    assert (tmp_path / "data" / "vendor-eval.sqlite").exists()
    assert not needs_migration(app)
    with app.app_context():
        db.engine.dispose()


def test_settings_reach_the_application(tmp_path: Path) -> None:
    settings = replace(
        settings_for("postgresql://me@host/name", tmp_path), https=True, upload_mb=7, proxies=1
    )
    app = create_app(settings)

    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.config["MAX_CONTENT_LENGTH"] == 7 * 1024**2
    with app.app_context():
        assert db.engine.url.render_as_string() == "postgresql+psycopg://me@host/name"


@pytest.mark.parametrize(("proxies", "visitor"), [(0, "127.0.0.1"), (1, "192.0.2.7")])
def test_a_visitor_is_named_by_the_proxies_that_are_trusted(
    app: Flask, proxies: int, visitor: str
) -> None:
    app = create_app(replace(app.config["SETTINGS"], proxies=proxies))
    seen: list[str | None] = []

    def note(_app: Flask, **_more: object) -> None:
        seen.append(request.remote_addr)

    with request_started.connected_to(note, app):
        app.test_client().get("/sign-in", headers={"X-Forwarded-For": "10.0.0.1, 192.0.2.7"})

    assert seen == [visitor]


def test_data_folders_are_found() -> None:
    assert (Path(resource("templates")) / "base.html").exists()
    assert Path(resource("static")).is_dir()
