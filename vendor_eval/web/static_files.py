"""Style sheets, scripts and fonts, named by what is in them so that a browser may keep them."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.security import safe_join

DIGITS = 12
ONE_YEAR = 365 * 24 * 3600
ONE_DAY = 24 * 3600


def init_app(app: Flask) -> None:
    """Let every address that ``url_for("static", …)`` makes carry a digest of the file."""
    app.url_defaults(_add_digest)
    app.after_request(_say_how_long)


def digest(folder: str, filename: str) -> str | None:
    """The first digits of a static file's SHA-256; None when there is no such file."""
    path = safe_join(folder, filename)
    if path is None or not Path(path).is_file():
        return None
    return _digest(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _digest(path: str, _changed: int) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:DIGITS]


def _add_digest(endpoint: str, values: dict[str, object]) -> None:
    if endpoint != "static" or "filename" not in values or current_app.static_folder is None:
        return
    found = digest(current_app.static_folder, str(values["filename"]))
    if found:
        values.setdefault("v", found)


def _say_how_long(response: Response) -> Response:
    """For ever when the address names the content.

    Else a day: fonts are named by style sheets. Scripts that scripts import are asked for anew.
    """
    if request.endpoint != "static" or response.status_code not in {200, 304}:
        return response
    filename = str((request.view_args or {}).get("filename", ""))
    asked = request.args.get("v")
    named = asked is not None and asked == digest(str(current_app.static_folder), filename)
    unnamed = "no-cache" if filename.endswith(".js") else f"public, max-age={ONE_DAY}"
    response.headers["Cache-Control"] = (
        f"public, max-age={ONE_YEAR}, immutable" if named else unnamed
    )
    return response
