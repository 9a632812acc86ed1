"""Twenty people who score at once: how long each save takes, on SQLite and on PostgreSQL.

The program itself serves, in a process of its own; each person sends one rating after
another over HTTP and waits only for the answer. Afterwards the database is read: every
save that was answered must be in it, once, with its act.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_login import FlaskLoginClient

from benchmarks.report import tell
from tests.databases import KEY, postgres_server, settings_for
from tests.factories import SAMPLE
from tests.panel_sheets import message, scoring_evaluation
from vendor_eval.app import create_app
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.storage import User, db, load_acts, load_case, prepare_database
from vendor_eval.trail import verify

PEOPLE, SAVES, LIMIT_MS = 20, 25, 300
EVALUATION = "inbound-desk"
CELLS = ("train-curriculum", "train-certification", "train-roleplay")
VENDORS = ("minamo", "tsubame")


def measure() -> bool:
    """Both databases in turn."""
    with tempfile.TemporaryDirectory() as name, postgres_server() as server:
        folder = Path(name)
        server.wait_for_the_disk()
        held = [
            saving("SQLite", f"sqlite:///{folder / 'bench.sqlite'}", folder),
            saving("PostgreSQL", server.make_empty(), folder),
        ]
    return all(held)


def saving(name: str, url: str, folder: Path) -> bool:
    """Everybody saves at once; the slowest twentieth decides."""
    app = create_app(settings_for(url, folder), {"TESTING": True})
    app.test_client_class = FlaskLoginClient
    prepare_database(app)
    people = [f"person-{number}" for number in range(PEOPLE)]
    with app.app_context():
        users = scoring_evaluation(read_case(SAMPLE)[0], people)
        db.engine.dispose()
    with serving(url, folder) as address, ThreadPoolExecutor(PEOPLE) as threads:
        sent = threads.map(lambda each: save_all(app, address, each, users[each]), people)
        seconds = sorted(second for each in sent for second in each)
    complete(app, people)
    slow = seconds[int(len(seconds) * 0.95)] * 1000
    middle = seconds[len(seconds) // 2] * 1000
    note = f"{slow:.0f} ms, half within {middle:.0f} ms, {len(seconds)} saves, none lost"
    what = f"95th percentile of a save, {PEOPLE} people at once, {name} / {LIMIT_MS} ms"
    return tell(what, slow / LIMIT_MS, 1, note)


def save_all(app: Flask, address: str, evaluator: str, user: User) -> list[float]:
    """Seconds of each save of one person; every one must be acknowledged."""
    client = app.test_client(user=user)
    with client.session_transaction():
        pass
    cookie = client.get_cookie("vendor_eval")
    assert cookie is not None
    headers = {"Cookie": f"vendor_eval={cookie.value}", "Accept": "application/json"}
    server = http.client.HTTPConnection(str(urlsplit(address).netloc), timeout=60)
    status, said, cookies = ask(server, "GET", "token", headers)
    assert status == 200, said
    headers |= {"X-CSRFToken": said["token"], "Content-Type": "application/json"}
    headers["Cookie"] = cookies or headers["Cookie"]
    seconds = []
    for number in range(SAVES):
        cell = f"{VENDORS[number % 2]}/{CELLS[number % 3]}"
        text = json.dumps(message(evaluator, number // 6, answer=str(number % 5), page=str(number)))
        start = time.perf_counter()
        status, said, _cookies = ask(server, "PUT", f"cells/{cell}", headers, text)
        seconds.append(time.perf_counter() - start)
        assert status == 200, said
    return seconds


def ask(
    server: http.client.HTTPConnection,
    method: str,
    path: str,
    headers: dict[str, str],
    text: str | None = None,
) -> tuple[int, dict[str, str], str]:
    """Status, JSON and new cookies of an answer."""
    server.request(method, f"/evaluations/{EVALUATION}/sheet/{path}", text, headers)
    with closing(server.getresponse()) as response:
        content = response.read()
        found = re.match(r"vendor_eval=[^;]+", response.getheader("Set-Cookie") or "")
        said = json.loads(content) if content.startswith(b"{") else {"text": content[:200].decode()}
        return response.status, said, found[0] if found else ""


def complete(app: Flask, people: list[str]) -> None:
    """Every save is there with its act, and the chain of acts holds."""
    with app.app_context():
        acts = list(load_acts(db.session, EVALUATION))
        ratings = load_case(db.session, EVALUATION).ratings
        db.engine.dispose()
    assert len(acts) == PEOPLE * SAVES
    assert not verify((each.act, each.hash) for each in acts)
    assert len(ratings) == PEOPLE * len(CELLS) * len(VENDORS)
    last = {rating.evaluator: max(int(rating.page), 0) for rating in ratings}
    assert set(last) == set(people)


@contextmanager
def serving(url: str, folder: Path) -> Iterator[str]:
    """The program in a process of its own, on a free port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = int(listener.getsockname()[1])
    settings = {"DATA": str(folder), "DATABASE_URL": url, "SECRET_KEY": KEY, "LANGUAGE": "en"}
    ours = {f"VENDOR_EVAL_{name}": value for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "vendor_eval", "serve", "--port", str(port)],
        env=os.environ | ours,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(20)


def wait_for(port: int) -> None:
    """Until the server listens."""
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)
