"""Documents made in the background, by processes of their own and on as many machines as there are.

Huey's queue is the bell that wakes a worker; what is to be done, and whose it is, stands in
our own tables (``storage.document_work``). So a lost bell costs seconds and a killed worker
costs a lease, never a document, and none is issued twice.
"""

# ruff: noqa: PLC0415 - Huey is loaded where documents are asked for or made

import logging
import os
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import Flask

from vendor_eval.case import Decision, score_sheet
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.errors import VendorEvalError
from vendor_eval.scoring import compare
from vendor_eval.settings import Settings
from vendor_eval.storage import db, utc_now
from vendor_eval.storage.database import queue_place
from vendor_eval.storage.document_work import (
    LEASE,
    Made,
    MovedOnError,
    Piece,
    fail,
    give_back,
    hand_in,
    renew,
    require_hope,
    revision_of,
    take_piece,
)
from vendor_eval.storage.dossiers import load_dossier
from vendor_eval.storage.issued import lacking
from vendor_eval.verification.making import make_document
from vendor_eval.workflow import DOCUMENTS

if TYPE_CHECKING:
    from huey import Huey

logger = logging.getLogger(__name__)
QUEUE = "documents"
SCHEMA = "vendor_eval_queue"
"""Where Huey keeps its tables in PostgreSQL, apart from ours."""
LOOK = 5.0
"""Seconds after which an idle worker looks for what another one has left behind."""
LONGEST_SLEEP = 1.0
"""Seconds between looks at a queue in SQLite."""
MOST_REDRAWN = 3


class NotReadyToIssueError(VendorEvalError):
    """Something was undone between asking for a document and drawing it."""

    template = (
        "This can no longer be issued: %(count)s point(s) are open again. Open the documents page:"
        " it lists them."
    )


class UnexpectedError(VendorEvalError):
    """A mistake of the program."""

    template = (
        "This document could not be made because of a mistake in the program (%(what)s). Tell the"
        " administrator; the log says more."
    )


def queue_of(settings: Settings) -> "Huey":
    """The queue that goes with the database: both move together."""
    from huey import PostgresHuey, SqliteHuey
    from huey.serializer import SignedSerializer

    options: dict[str, Any] = {
        "results": False,
        "serializer": SignedSerializer(secret=settings.secret_key),
    }
    place = queue_place(settings.database_url)
    if isinstance(place, Path):
        return SqliteHuey(QUEUE, filename=str(place), timeout=30, **options)
    return PostgresHuey(QUEUE, dsn=place, options=f"-c search_path={SCHEMA}", **options)


def ring(app: Flask, times: int = 1) -> None:
    """Wake as many workers as there are documents; none that is asleep misses anything."""
    queue = app.extensions.get("document_queue")
    if queue is None:
        queue = app.extensions["document_queue"] = queue_of(app.config["SETTINGS"])
        bind(queue, lambda: None)
    for _time in range(times):
        queue.enqueue(queue.wake.s())


def bind(queue: "Huey", act: Callable[[], object]) -> None:
    """Let the queue know its one task."""

    def wake() -> None:
        act()

    queue.wake = queue.task(name="wake", retries=0)(wake)


def take_one(app: Flask, holder: str = "") -> bool:
    """Make the next document there is to be made.

    Returns:
        Whether there was one.
    """
    with app.app_context():
        piece = take_piece(db.session, holder or secrets.token_hex(8), utc_now())
        if piece is None:
            return False
        try:
            require_hope(piece)
            with _Heartbeat(app, piece):
                _make(app, piece)
        except KeyboardInterrupt:
            db.session.rollback()
            give_back(db.session, piece)
            raise
        except VendorEvalError as error:
            db.session.rollback()
            fail(db.session, piece, error)
        except Exception as error:
            logger.exception("Document %s of %s cannot be made.", piece.kind, piece.evaluation)
            db.session.rollback()
            fail(db.session, piece, UnexpectedError(what=type(error).__name__))
    return True


def _make(app: Flask, piece: Piece) -> None:
    """Draw a document and hand it in; again where the evaluation was changed meanwhile."""
    for attempt in range(MOST_REDRAWN):
        made = _draw(app.config["SETTINGS"], piece)
        try:
            hand_in(db.session, piece, made, utc_now())
        except MovedOnError:
            if attempt + 1 == MOST_REDRAWN:
                raise
        else:
            return


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What a process has last loaded: the documents of one job share it."""

    job: str
    revision: int
    kind: str
    dossier: Dossier
    missing: int


_last: list[_Loaded] = []


def _draw(settings: Settings, piece: Piece) -> Made:
    loaded = _load(settings, piece)
    if loaded.missing:
        raise NotReadyToIssueError(count=loaded.missing)
    decision = loaded.dossier.decision
    signed = bool(decision and decision.signed_by)
    zone = ZoneInfo(settings.time_zone)
    printing = Printing(
        kind=piece.kind,
        language=piece.language,
        printed_at=piece.asked_at.replace(microsecond=0).astimezone(zone),
        author=piece.author,
        state="issued" if piece.issue else "approved" if signed else "draft",
        number=piece.number,
        supersedes=piece.supersedes,
        subject=piece.subject,
        choices=piece.choices,
    )
    return Made(content=make_document(loaded.dossier, printing), revision=loaded.revision)


def _load(settings: Settings, piece: Piece) -> _Loaded:
    """The dossier, from this process's memory while nothing has changed."""
    revision = revision_of(db.session, piece.evaluation)
    known = (piece.job, revision, piece.kind)
    if _last and (_last[0].job, _last[0].revision, _last[0].kind) == known:
        return _last[0]
    dossier = load_dossier(db.session, piece.evaluation, settings.time_zone, piece.kind)
    missing = 0
    if piece.issue:
        comparison = compare(score_sheet(dossier.case))
        decision = dossier.decision or Decision()
        rule = DOCUMENTS[piece.kind]
        missing = len(lacking(db.session, rule, dossier.case, comparison, decision))
    db.session.rollback()
    _last[:] = [
        _Loaded(job=piece.job, revision=revision, kind=piece.kind, dossier=dossier, missing=missing)
    ]
    return _last[0]


class _Heartbeat:
    """Renews the lease of a document while it is drawn."""

    def __init__(self, app: Flask, piece: Piece) -> None:
        self.app, self.piece, self.over = app, piece, Event()
        self.thread = Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.over.wait(LEASE.total_seconds() / 3):
            try:
                with self.app.app_context():
                    renew(db.session, self.piece, utc_now())
            except Exception:
                logger.exception("The lease of a document could not be renewed.")


def run_workers(app: Flask, processes: int, beside: int | None = None) -> None:
    """Make documents until stopped.

    Args:
        app: the application, its database up to date.
        processes: how many documents are drawn at a time.
        beside: id of the process whose child this is, to end when it does; None for itself.
    """
    logging.getLogger("huey").setLevel(logging.ERROR)
    queue = queue_of(app.config["SETTINGS"])
    bind(queue, lambda: take_one(app))
    with app.app_context():
        # The processes that draw must not inherit a connection.
        db.engine.dispose()
    _consumer(app, beside)(
        queue,
        workers=processes,
        periodic=False,
        worker_type="process",
        max_delay=LONGEST_SLEEP,
        health_check_interval=LOOK,
    ).run()


def _consumer(app: Flask, beside: int | None) -> Any:
    """Huey's consumer, which starts the processes and replaces one that dies."""
    from huey.consumer import Consumer, ConsumerStopped, Scheduler

    parent = os.getpid()

    class Idle(Scheduler):  # type: ignore[misc]  # Huey is untyped
        """Nothing is scheduled here; ends when its parent is gone."""

        def loop(self, now: Any = None) -> None:
            require_parent(parent)
            self.stop_flag.wait(1)

    class Beside(Consumer):  # type: ignore[misc]
        """Ends when the server beside it is gone."""

        worker_class, scheduler_class = _worker(app, parent), Idle

        def loop(self, health_check_ts: float | None = None) -> float | None:
            if beside is not None and os.getppid() != beside:
                self.stop(graceful=True)
                raise ConsumerStopped
            checked: float | None = super().loop(health_check_ts)
            return checked

    return Beside


def _worker(app: Flask, parent: int) -> Any:
    from huey.consumer import Worker

    class Taker(Worker):  # type: ignore[misc]
        """Answers the bell, and looks now and then for what a dead worker has left."""

        looked = 0.0

        def loop(self, now: Any = None) -> None:
            require_parent(parent)
            super().loop(now)
            if time.monotonic() - self.looked >= LOOK:
                found = take_one(app)
                self.looked = 0.0 if found else time.monotonic()

    return Taker


def require_parent(parent: int) -> None:
    """End a process whose parent was killed: nobody would ever stop it."""
    if os.getppid() != parent:
        raise KeyboardInterrupt
