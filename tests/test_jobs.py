"""Documents made in the background: each exactly once, whatever happens to who makes them."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.databases import KEY
from tests.factories import NOW, make_person
from tests.web.deciding import at_stage
from vendor_eval.case import Case
from vendor_eval.dossier import Organisation
from vendor_eval.errors import StageError
from vendor_eval.jobs import queue_of, ring, take_one
from vendor_eval.storage import db, load_acts, save_case, utc_now
from vendor_eval.storage.document_jobs import (
    Job,
    Request,
    UnderWayError,
    Wanted,
    ask_for,
    cancel_job,
    load_job,
    retry_job,
)
from vendor_eval.storage.document_work import (
    LEASE,
    Made,
    MovedOnError,
    give_back,
    hand_in,
    renew,
    revision_of,
    take_piece,
)
from vendor_eval.storage.evaluations import begin_change
from vendor_eval.storage.issued import find_issued, list_issued, load_issued
from vendor_eval.storage.organisation import save_organisation
from vendor_eval.trail import verify
from vendor_eval.workflow import Stage

DESK = "inbound-desk"
SUBJECTS = tuple(f"part-{number}" for number in range(5))
"""The comparison is about the evaluation; a subject only tells one from another here."""


@pytest.fixture
def desk(any_app: Flask, sample_case: Case) -> Iterator[Flask]:
    """The sample evaluation while it is decided on, in each database."""
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        make_person("lead", DESK)
        at_stage(Stage.DECIDING)
        yield any_app


def wanted(*subjects: str, language: str = "en") -> list[Wanted]:
    return [
        Wanted(kind="comparison", language=language, name="Comparison", subject=each)
        for each in subjects or ("",)
    ]


def asked() -> Request:
    return Request(evaluation=DESK, user=make_person("lead", DESK), now=NOW)


def issue(*subjects: str) -> str:
    return ask_for(db.session, asked(), wanted(*subjects), issue=True)


def job_of(job: str) -> Job:
    db.session.expire_all()
    return load_job(db.session, DESK, job, make_person("lead", DESK).id)


def hand_in_next(content: bytes) -> str:
    """What a worker does, without drawing; the number of the document."""
    piece = take_piece(db.session, "worker", utc_now())
    assert piece is not None
    made = Made(content=content, revision=revision_of(db.session, DESK))
    assert hand_in(db.session, piece, made, utc_now())
    return piece.number


def issues_in_trail() -> list[tuple[str, str | None]]:
    acts = list(load_acts(db.session, DESK))
    assert verify((each.act, each.hash) for each in acts) == []
    return [
        (each.act.about["number"], each.act.new)
        for each in acts
        if each.act.what == "document.issue"
    ]


def test_issuing_numbers_freezes_and_records(desk: Flask) -> None:
    issue()
    number = hand_in_next(b"first")
    digest = sha256(b"first").hexdigest()

    found = find_issued(db.session, DESK, number)
    assert number == "2026-inbound-desk-comparison-001"
    assert (found.sha256, found.size, found.issued_by) == (digest, 5, "Lead")
    assert load_issued(db.session, found) == b"first"
    assert issues_in_trail() == [(number, digest)]


def test_a_later_one_supersedes_and_replaces_nothing(desk: Flask) -> None:
    numbers = []
    for content in (b"first", b"second", b"third"):
        issue()
        numbers.append(hand_in_next(content))

    issued = {each.number: each for each in list_issued(db.session, DESK)}
    first, second, third = (issued[number] for number in numbers)
    assert (first.supersedes, first.superseded_by) == ("", second.number)
    assert (second.supersedes, second.superseded_by) == (first.number, third.number)
    assert (third.supersedes, third.superseded_by) == (second.number, "")
    assert [load_issued(db.session, each) for each in (first, second, third)] == [
        b"first",
        b"second",
        b"third",
    ]


def test_nothing_issued_is_ever_changed_or_deleted(desk: Flask) -> None:
    issue()
    hand_in_next(b"first")
    for statement in (
        "UPDATE issued_document SET sha256 = 'other'",
        "DELETE FROM issued_document",
        "UPDATE blob SET content = NULL",
        "DELETE FROM blob",
    ):
        with pytest.raises(sa.exc.DBAPIError, match="never changed or deleted"):
            db.session.execute(sa.text(statement))
        db.session.rollback()
    assert load_issued(db.session, list_issued(db.session, DESK)[0]) == b"first"


def test_two_who_issue_at_once_get_two_numbers(desk: Flask) -> None:
    def ask(subject: str) -> str:
        with desk.app_context():
            return issue(subject)

    with ThreadPoolExecutor(4) as people:
        jobs = list(people.map(ask, SUBJECTS))
    numbers = sorted(job_of(job).pieces[0].number for job in jobs)
    assert numbers == [f"2026-inbound-desk-comparison-00{place}" for place in range(1, 6)]


def test_the_same_document_is_not_issued_twice_at_once(desk: Flask) -> None:
    issue()
    with pytest.raises(UnderWayError, match="being issued already"):
        issue()
    hand_in_next(b"first")
    issue()


def test_the_pattern_of_the_organisation_numbers_across_evaluations(
    desk: Flask, sample_case: Case
) -> None:
    save_case(db.session, sample_case, NOW, as_id="other-desk")
    at_stage(Stage.DECIDING, "other-desk")
    save_organisation(db.session, Organisation(numbering="調達{year}第{number:03d}号"), {})
    job = issue("", "part-1")
    other = ask_for(db.session, replace(asked(), evaluation="other-desk"), wanted(), issue=True)
    lead = make_person("lead", DESK).id
    pieces = [*job_of(job).pieces, *load_job(db.session, "other-desk", other, lead).pieces]
    assert [each.number for each in pieces] == [
        "調達2026第001号",
        "調達2026第002号",
        "調達2026第003号",
    ]


def test_what_is_called_off_gives_its_number_back(desk: Flask) -> None:
    job = issue("", "part-1")
    piece = take_piece(db.session, "worker", utc_now())
    assert piece is not None
    cancel_job(db.session, job_of(job))

    made = Made(content=b"late", revision=revision_of(db.session, DESK))
    assert not hand_in(db.session, piece, made, utc_now())
    assert list_issued(db.session, DESK) == ()
    assert job_of(job).counted("cancelled") == 2

    retry_job(db.session, asked(), job_of(job))
    assert hand_in_next(b"again") == "2026-inbound-desk-comparison-001"


def test_who_lost_its_lease_cannot_hand_in(desk: Flask) -> None:
    issue()
    start = utc_now()
    slow = take_piece(db.session, "slow", start)
    assert slow is not None
    assert take_piece(db.session, "quick", start + LEASE / 2) is None
    quick = take_piece(db.session, "quick", start + LEASE + timedelta(seconds=1))
    assert quick is not None

    made = Made(content=b"first", revision=revision_of(db.session, DESK))
    assert not renew(db.session, slow, utc_now())
    assert not hand_in(db.session, slow, made, utc_now())
    assert hand_in(db.session, quick, made, utc_now())
    assert not hand_in(db.session, quick, made, utc_now())
    assert len(issues_in_trail()) == len(list_issued(db.session, DESK)) == 1


def test_a_document_given_back_is_taken_at_once(desk: Flask) -> None:
    issue()
    piece = take_piece(db.session, "first", utc_now())
    assert piece is not None
    give_back(db.session, piece)
    again = take_piece(db.session, "second", utc_now())
    assert again is not None
    assert again.attempts == 1


def test_a_change_while_it_is_drawn_is_noticed(desk: Flask) -> None:
    issue()
    piece = take_piece(db.session, "worker", utc_now())
    assert piece is not None
    made = Made(content=b"old", revision=revision_of(db.session, DESK))
    begin_change(db.session, DESK, NOW)
    db.session.commit()
    with pytest.raises(MovedOnError):
        hand_in(db.session, piece, made, utc_now())
    assert list_issued(db.session, DESK) == ()


def test_what_the_stage_does_not_allow_is_not_issued(desk: Flask) -> None:
    at_stage(Stage.AGREEING)
    with pytest.raises(StageError):
        issue()
    assert take_piece(db.session, "worker", utc_now()) is None


@pytest.mark.pdf
def test_what_is_undone_meanwhile_is_refused_and_can_be_tried_again(desk: Flask) -> None:
    job = issue()
    db.session.execute(sa.text("UPDATE gate_result SET result = 'not-checked'"))
    db.session.commit()
    assert take_one(desk)
    [piece] = job_of(job).pieces
    assert (piece.state, piece.number) == ("failed", "")
    assert "can no longer be issued" in piece.error
    assert list_issued(db.session, DESK) == ()


def test_the_bell_rings_in_either_database(desk: Flask) -> None:
    ring(desk, 2)
    queue = queue_of(desk.config["SETTINGS"])
    assert queue.pending_count() == 2
    queue.flush()
    queue.storage.close()
    desk.extensions["document_queue"].storage.close()


@contextmanager
def workers(app: Flask) -> Iterator[subprocess.Popen[bytes]]:
    """``vendor-eval work`` in processes of its own."""
    settings = app.config["SETTINGS"]
    ours = {name: value for name, value in os.environ.items() if "VENDOR_EVAL" not in name}
    named = {
        "VENDOR_EVAL_DATA": str(settings.data),
        "VENDOR_EVAL_DATABASE_URL": settings.database_url,
        "VENDOR_EVAL_SECRET_KEY": KEY,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "vendor_eval", "work", "--processes", "2"],
        cwd=Path(__file__).parents[1],
        env=ours | named,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def wait_for(job: str, done: int) -> Job:
    for _time in range(1800):
        found = job_of(job)
        db.session.rollback()
        if found.counted("done", "failed") >= done:
            return found
        time.sleep(0.1)
    raise AssertionError(found)


@pytest.mark.pdf
@pytest.mark.parametrize(
    "any_app", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True
)
def test_a_batch_killed_in_the_middle_is_made_exactly_once(desk: Flask) -> None:
    """Two real worker processes, killed by SIGKILL; later two others."""
    subjects = SUBJECTS[:3]
    job = issue(*subjects)
    with workers(desk) as process:
        wait_for(job, 1)
        os.killpg(process.pid, signal.SIGKILL)
    left = job_of(job).counted("waiting", "running")
    assert left > 0, "everything was made before they were killed"
    # Time passes: what they held is free again.
    db.session.execute(sa.text("UPDATE document_piece SET held_until = '2026-01-01 00:00:00'"))
    db.session.commit()
    with workers(desk):
        found = wait_for(job, len(subjects))

    assert [piece.state for piece in found.pieces] == ["done"] * len(subjects)
    issued = list_issued(db.session, DESK)
    assert Counter(each.subject for each in issued) == Counter(subjects)
    assert sorted(each.number for each in issued) == [
        f"2026-inbound-desk-comparison-00{place}" for place in range(1, 4)
    ]
    assert sorted(issues_in_trail()) == sorted((each.number, each.sha256) for each in issued)
    assert all(load_issued(db.session, each).startswith(b"%PDF-") for each in issued)
