"""The application factory: the only place where the parts are joined."""

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from vendor_eval import storage, web
from vendor_eval.settings import Settings, read_settings

PACKAGE = Path(__file__).parent


def create_app(
    settings: Settings | None = None, overrides: Mapping[str, object] | None = None
) -> Flask:
    """Build the application. It does not touch the database: see ``create_server_app``.

    Args:
        settings: None reads the environment.
        overrides: Flask's configuration, for tests.

    Raises:
        SettingError: a setting cannot be used.
    """
    settings = read_settings() if settings is None else settings
    app = Flask(
        "vendor_eval",
        template_folder=resource("templates"),
        static_folder=resource("static"),
    )
    app.config.from_mapping(
        SETTINGS=settings,
        TRUSTED_HOSTS=list(settings.hosts),
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_mb * 1024**2,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PREFERRED_URL_SCHEME="https" if settings.https else "http",
        **storage.engine_config(settings.database_url),
    )
    app.config.from_mapping(overrides or {})
    if settings.proxies:
        hops = settings.proxies
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    storage.init_app(app)
    web.register(app)
    return app


def create_server_app() -> Flask:
    """The application for servers and commands: its database is there and up to date.

    Raises:
        SettingError: a setting cannot be used.
        NewerDatabaseError: a newer program has migrated the database.
    """
    app = create_app()
    storage.prepare_database(app)
    return app


def resource(name: str) -> str:
    """Path of a data folder: inside an installed package, beside it in a checkout."""
    inside = PACKAGE / name
    return str(inside if inside.exists() else PACKAGE.parent / name)
