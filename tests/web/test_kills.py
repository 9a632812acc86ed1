"""The server dies at any moment of scoring: what it has said is saved, is saved."""

import http.client
import json
import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from flask import Flask
from flask_login import FlaskLoginClient

from benchmarks.saving import EVALUATION, ask
from tests.browser.servers import running
from tests.databases import KEY, SqliteDatabases, settings_for
from tests.panel_sheets import message, scoring_evaluation
from vendor_eval.app import create_app
from vendor_eval.case import Case
from vendor_eval.storage import db, load_acts, load_case
from vendor_eval.trail import verify

CELL = "cells/minamo/train-curriculum"
IN_EVERY_RUN, WHEN_SOAKED = 5, 50


@pytest.fixture
def scored(
    sqlite_databases: SqliteDatabases, tmp_path: Path, sample_case: Case
) -> Iterator[tuple[Flask, dict[str, str]]]:
    """An application on the database that is to be killed, and the headers of who scores."""
    app = create_app(settings_for(sqlite_databases.make(tmp_path), tmp_path), {"TESTING": True})
    app.test_client_class = FlaskLoginClient
    with app.app_context():
        user = scoring_evaluation(sample_case, ["aoki"])["aoki"]
    cookie = app.test_client(user=user).get_cookie("vendor_eval")
    assert cookie is not None
    yield app, {"Cookie": f"vendor_eval={cookie.value}", "Accept": "application/json"}
    with app.app_context():
        db.engine.dispose()


def test_a_killed_server_loses_no_acknowledged_rating(
    scored: tuple[Flask, dict[str, str]], tmp_path: Path
) -> None:
    kill_again_and_again(scored, tmp_path, IN_EVERY_RUN)


@pytest.mark.soak
def test_a_server_killed_many_times_loses_no_acknowledged_rating(
    scored: tuple[Flask, dict[str, str]], tmp_path: Path
) -> None:
    kill_again_and_again(scored, tmp_path, WHEN_SOAKED)


def kill_again_and_again(scored: tuple[Flask, dict[str, str]], folder: Path, times: int) -> None:
    app, headers = scored
    moments = random.Random(times)  # noqa: S311 - moments, not secrets
    revision = 0
    for _time in range(times):
        acknowledged = save_until_killed(folder, headers, revision, moments.uniform(0.05, 0.6))
        revision = found(app)
        assert revision >= acknowledged
        assert acknowledged > 0, "it was killed before anything was saved"


def save_until_killed(folder: Path, headers: dict[str, str], revision: int, after: float) -> int:
    """Save one rating after another until the server is gone; the last that was acknowledged."""
    url = f"sqlite:///{folder / 'vendor-eval.sqlite'}"
    settings = {"VENDOR_EVAL_DATABASE_URL": url, "VENDOR_EVAL_SECRET_KEY": KEY}
    with running("serve", folder, **settings) as program, ExitStack() as open_until_the_end:
        server = open_until_the_end.enter_context(
            closing(http.client.HTTPConnection(program.address.removeprefix("http://"), timeout=30))
        )
        status, said, cookie = ask(server, "GET", "token", headers)
        assert status == 200, said
        mine = headers | {"X-CSRFToken": said["token"], "Content-Type": "application/json"}
        mine["Cookie"] = cookie or headers["Cookie"]
        killer = threading.Timer(after, os.killpg, (program.process.pid, signal.SIGKILL))
        acknowledged = revision
        try:
            while True:
                # The first answer starts the clock: some are always acknowledged.
                page = str(acknowledged + 1)
                sent = message("aoki", acknowledged, answer=str(acknowledged % 5), page=page)
                status, said, _cookie = ask(server, "PUT", CELL, mine, json.dumps(sent))
                assert status == 200, said
                acknowledged = int(said["revision"])
                if killer.ident is None:
                    killer.start()
        except (OSError, http.client.HTTPException):
            killer.join()
    return acknowledged


def found(app: Flask) -> int:
    """The revision that is in the database, which every act and the rating itself must agree on."""
    with app.app_context():
        acts = list(load_acts(db.session, EVALUATION))
        [rating] = load_case(db.session, EVALUATION).ratings
    assert verify((each.act, each.hash) for each in acts) == []
    assert rating.page == str(len(acts)), "each save has its act, and each act its save"
    last = json.loads(acts[-1].act.new or "{}")
    assert last["page"] == rating.page
    return len(acts)
