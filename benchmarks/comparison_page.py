"""The comparison page for 30 vendors, 60 criteria and 8 evaluators, against a static table.

The peer is a plain Jinja loop with autoescaping over texts that lie ready: as many
cells as the page has, nothing in them but the text. The page is asked for as a
browser does, signed in, with everything that checks and surrounds it.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

from flask.testing import FlaskClient
from flask_login import FlaskLoginClient
from jinja2 import Environment

from benchmarks.large_case import large_case
from benchmarks.report import in_turn, tell
from vendor_eval.app import create_app
from vendor_eval.settings import Settings
from vendor_eval.storage import add_user, begin_change, db, prepare_database, save_case

VENDORS, LIMIT = 30, 4
ADDRESS = "/evaluations/large/comparison"
NOW = datetime(2026, 1, 15, tzinfo=UTC)
PLAIN = """<table>
{% for row in rows %}<tr>{% for text in row %}<td>{{ text }}</td>{% endfor %}</tr>
{% endfor %}</table>"""


def measure() -> bool:
    """Page and peer in turn, with nothing changed in between; then with a change before each."""
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as (client, change):
        rows = cells_of(client.get(ADDRESS).text)
        table = Environment(autoescape=True).from_string(PLAIN)
        page, peer = in_turn(
            lambda: client.get(ADDRESS), lambda: table.render(rows=rows), rounds=31
        )
        count = sum(map(len, rows))
        note = f"{page * 1000:.1f} ms against {peer * 1000:.1f} ms for {count} cells"
        holds = tell("comparison page / static table of as many cells", page / peer, LIMIT, note)
        after, nothing = in_turn(lambda: (change(), client.get(ADDRESS)), change, rounds=9)
        first = after - nothing
        note = f"after a change, read and worked out anew: {first * 1000:.1f} ms; the limit is for"
        print(f"        {first / peer:7.2f} the first page {note} those that follow")
    return holds


@contextmanager
def browser(folder: Path) -> Iterator[tuple[FlaskClient, Callable[[], object]]]:
    """A signed-in browser before a database with the large evaluation, and a way to change it."""
    settings = Settings(
        data=folder, database_url=f"sqlite:///{folder / 'bench.sqlite'}", secret_key="k" * 40
    )
    app = create_app(settings, {"TESTING": True})
    app.test_client_class = FlaskLoginClient
    prepare_database(app)
    with app.app_context():
        save_case(db.session, large_case(VENDORS), NOW)
        person = add_user(db.session, "bench@example.com", NOW, name="Reader", administrator=True)

    def change() -> None:
        with app.app_context():
            begin_change(db.session, "large", NOW)
            db.session.commit()

    yield app.test_client(user=person), change
    with app.app_context():
        db.engine.dispose()


def cells_of(page: str) -> list[list[str]]:
    """The text of every table cell of a page, row by row."""
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[dh]\b[^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        for row in rows
    ]
