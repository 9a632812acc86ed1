"""The documents page: preview, issuing in the background, what was issued, and checking a file."""

import re
import zipfile
import zlib
from hashlib import sha256
from io import BytesIO

import pikepdf  # noqa: TID253 - light enough for the tests of documents
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_person
from tests.web.deciding import DESK, at_stage, browser, put_in
from vendor_eval.case import Case
from vendor_eval.jobs import take_one
from vendor_eval.storage import db, load_acts
from vendor_eval.verification.guarded import RefusedError, TooHeavyError, verify_guarded
from vendor_eval.workflow import Stage

PAGE = f"{DESK}/documents"
COMPARISON = {"document": "comparison|", "lang": "en"}
pytestmark = pytest.mark.pdf


@pytest.fixture
def desk(app: Flask, sample_case: Case) -> Flask:
    """The sample evaluation while it is decided on."""
    put_in(app, sample_case, Stage.DECIDING)
    return app


def work_off(app: Flask) -> int:
    """What the workers do, here and now; how many documents they made."""
    made = 0
    while take_one(app):
        made += 1
    return made


def issue(lead: FlaskClient) -> str:
    """Ask for the comparison and have it made; the address of the job."""
    asked = lead.post(f"{PAGE}/issue", data=COMPARISON)
    assert asked.status_code == 303, asked.text
    work_off(lead.application)
    return str(asked.location)


def test_issuing_freezes_what_everybody_entitled_can_fetch(desk: Flask) -> None:
    lead, adviser, stranger = (browser(desk, part) for part in ("lead", "adviser", "stranger"))
    job = issue(lead)
    assert "1 of 1 documents are done." in lead.get(job).text
    first = adviser.get(f"{PAGE}/issued/2026-inbound-desk-comparison-001".replace("2026", year()))
    assert first.status_code == 200
    with pikepdf.open(BytesIO(first.data)) as opened:
        assert set(opened.attachments) == {"case.zip", "criteria.toml", "document.json"}
    assert stranger.get(PAGE).status_code == 404
    assert lead.get(f"{job}/file").data == first.data

    issue(lead)
    page = adviser.get(PAGE).text
    assert f"superseded by {year()}-inbound-desk-comparison-002" in page
    assert f"supersedes {year()}-inbound-desk-comparison-001" in page
    again = adviser.get(f"{PAGE}/issued/{year()}-inbound-desk-comparison-001")
    assert again.data == first.data
    with desk.app_context():
        acts = [each.act for each in load_acts(db.session, "inbound-desk")]
    issued = [act for act in acts if act.what == "document.issue"]
    assert [act.about["number"][-3:] for act in issued] == ["001", "002"]
    assert issued[0].new == sha256(first.data).hexdigest()

    said = check(lead, first.data)
    assert "It agrees with its own data" in said
    assert f"issued exactly this file: number {year()}-inbound-desk-comparison-001" in said
    assert "issued exactly this file" not in check(stranger, first.data)


def year() -> str:
    """Of today, where the program is used."""
    from vendor_eval.storage import utc_now  # noqa: PLC0415

    return str(utc_now().year)


def check(person: FlaskClient, content: bytes) -> str:
    sent = person.post("/verify", data={"file": (BytesIO(content), "report.pdf")})
    assert sent.status_code == 200
    return re.sub(r"\s+", " ", sent.text)


def test_what_is_missing_is_listed_and_nothing_is_issued(desk: Flask) -> None:
    lead = browser(desk, "lead")
    with desk.app_context():
        db.session.execute(
            sa.text(
                "UPDATE gate_result SET result = 'not-checked'"
                " WHERE vendor = 'minamo' AND criterion = (SELECT min(criterion) FROM gate_result)"
            )
        )
        db.session.execute(
            sa.text(
                "INSERT INTO sheet (evaluation_id, evaluator)"
                " SELECT evaluation_id, id FROM evaluator WHERE id = 'aoki'"
            )
        )
        db.session.commit()
    refused = lead.post(f"{PAGE}/issue", data=COMPARISON)
    assert refused.status_code == 409
    assert "2 point(s) are open" in refused.text
    assert "has not been checked" in refused.text
    assert "was not handed in" in refused.text
    assert not take_one(desk)


def test_a_set_of_drafts_comes_as_one_zip(desk: Flask) -> None:
    person, other = browser(desk, "approver"), browser(desk, "lead")
    asked = person.post(f"{PAGE}/set", data={"lang": "ja", "state": "draft"})
    job = str(asked.location)
    assert person.get(f"{job}/state").json["open"] is True  # type: ignore[index]
    made = work_off(desk)
    assert other.get(job).status_code == other.get(f"{job}/file").status_code == 404
    content = person.get(f"{job}/file").data
    if made > 1:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert len(set(archive.namelist())) == made
            assert all(archive.read(name).startswith(b"%PDF-") for name in archive.namelist())
    assert "issued yet" in person.get(PAGE).text


def test_a_job_that_is_called_off_can_be_tried_again(desk: Flask) -> None:
    lead = browser(desk, "lead")
    job = str(lead.post(f"{PAGE}/issue", data=COMPARISON).location)
    lead.post(f"{job}/cancel")
    assert "called off" in lead.get(job).text
    assert not take_one(desk)
    lead.post(f"{job}/retry")
    again = lead.post(f"{PAGE}/issue", data=COMPARISON)
    assert again.status_code == 409
    assert "being issued already" in again.text


def test_everybody_is_offered_what_is_theirs(desk: Flask) -> None:
    with desk.app_context():
        at_stage(Stage.SCORING)
    for part in ("lead", "evaluator", "adviser", "approver"):
        person = browser(desk, part)
        page = person.get(PAGE).text
        assert f"{PAGE}/draft/criteria" in page
        assert f"{PAGE}/draft/comparison" not in page
        assert person.get(f"{PAGE}/draft/comparison").status_code == 404
        assert ("Issue the document" in page) == (part == "lead")
    assert browser(desk, "lead").post(f"{PAGE}/issue", data=COMPARISON).status_code == 404
    assert browser(desk, "adviser").post(f"{PAGE}/issue", data=COMPARISON).status_code == 403


def test_a_preview_is_read_in_the_browser_and_a_draft_is_kept(desk: Flask) -> None:
    person = browser(desk, "evaluator")
    preview = person.get(f"{PAGE}/draft/comparison?lang=en", headers={"If-None-Match": "*"})
    assert preview.status_code == 304
    drawn = person.get(f"{PAGE}/draft/criteria?lang=ja")
    assert drawn.headers["Content-Disposition"].startswith("inline")
    assert person.get(f"{PAGE}/draft/no-such-kind").status_code == 404


def test_the_verify_page_names_what_differs_and_refuses_other_files(desk: Flask) -> None:
    person = browser(desk, "stranger")
    assert "not a report or case zip of this program" in check(person, b"%PDF-1.7 nothing")
    assert person.post("/verify").status_code == 400


def bomb(megabytes: int) -> bytes:
    """A small PDF whose attachment unpacks to very much."""
    packer = zlib.compressobj(9)
    zeros = b"\0" * 1024**2
    packed = b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        stream = pikepdf.Stream(pdf, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        file = pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec,
            F="document.json",
            UF="document.json",
            EF=pikepdf.Dictionary(F=stream),
        )
        names = pikepdf.Array(["document.json", pdf.make_indirect(file)])
        pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=names))
        pdf.save(content)
    return content.getvalue()


def test_a_file_that_unpacks_to_very_much_is_refused() -> None:
    content = bomb(700)
    assert len(content) < 2 * 1024**2
    with pytest.raises((TooHeavyError, RefusedError), match="as it was issued"):
        verify_guarded(content, megabytes=512)


def test_a_file_that_takes_for_ever_is_refused() -> None:
    with pytest.raises(TooHeavyError, match="more memory or time"):
        verify_guarded(bomb(1), seconds=0.01)


def test_pages_without_end_are_refused() -> None:
    content = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for _time in range(12):
            pdf.pages.extend(pdf.pages)
        pdf.save(content)
    with pytest.raises(RefusedError, match="not a report or case zip"):
        verify_guarded(content.getvalue())


def test_people_without_an_account_cannot_check(client: FlaskClient) -> None:
    assert client.get("/verify").status_code == 303


def test_a_person_keeps_their_documents_to_themselves(desk: Flask) -> None:
    with desk.app_context():
        make_person("lead", "inbound-desk")
    lead = browser(desk, "lead")
    assert lead.get(f"{PAGE}/jobs/none").status_code == 404
    assert lead.get(f"{PAGE}/issued/none").status_code == 404
