"""Any change of a report or a case zip is found and named."""

import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf  # noqa: TID253 - light enough for the tests of documents
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from vendor_eval.__main__ import main
from vendor_eval.case import Case, Decision, score_sheet
from vendor_eval.dossier import ChangeFacts, Dossier, Organisation, Printing, Record
from vendor_eval.exchange.case_writing import write_case
from vendor_eval.scoring import compare
from vendor_eval.verification.carried import CASE, DOCUMENT, NotCarriedError, carry, read_carried
from vendor_eval.verification.checking import (
    NotOursError,
    attachments_of,
    compare_fingerprints,
    compare_pages,
    page_texts,
    verify,
)
from vendor_eval.verification.making import make_document

if TYPE_CHECKING:
    from vendor_eval.criteria.model import CriteriaSet

pytestmark = pytest.mark.pdf
PRINTING = Printing(
    kind="comparison",
    language="ja",
    printed_at=datetime(2026, 4, 1, 9, 30, tzinfo=UTC),
    author="青木花子",
)


@pytest.fixture(scope="module")
def report(sample_case: Case) -> bytes:
    return make_document(Dossier(case=sample_case), PRINTING)


@pytest.fixture(scope="module")
def pages(report: bytes) -> list[str]:
    return page_texts(report)


def case_zip(case: Case) -> bytes:
    file = BytesIO()
    write_case(case, compare(score_sheet(case)), file)
    return file.getvalue()


def with_attachment(report: bytes, name: str, content: bytes) -> bytes:
    """The report with other bytes in one of its attachments."""
    changed = BytesIO()
    with pikepdf.open(BytesIO(report)) as opened:
        opened.attachments[name].obj.EF.F.write(content)
        opened.save(changed)
    return changed.getvalue()


def with_results(content: bytes, change: dict[str, Any]) -> bytes:
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "results.json":
                data = json.dumps(json.loads(data) | change).encode()
            new.writestr(name, data)
    return changed.getvalue()


def test_a_report_agrees_with_its_own_data(report: bytes, sample_case: Case) -> None:
    found = verify(report)
    assert found.differences == ()
    assert found.evaluation == "inbound-desk"
    assert found.criteria_digest == sample_case.criteria_digest
    assert found.printed == (Dossier(case=sample_case), PRINTING)


def test_the_same_data_always_give_the_same_bytes(report: bytes, sample_case: Case) -> None:
    assert make_document(Dossier(case=sample_case), PRINTING) == report


def test_what_else_is_printed_comes_back_as_it_was(sample_case: Case) -> None:
    purchase = sample_case.evaluation.purchase
    criteria: CriteriaSet = sample_case.criteria
    late = ChangeFacts(
        day="2026-03-01",
        name="Abe",
        reason="Late.",
        old=criteria,
        new=replace(criteria, version="2"),
        before=purchase,
        after=purchase,
        effect={"en": "None."},
    )
    dossier = Dossier(
        case=sample_case,
        decision=Decision(recommended="minamo", signed_at=datetime(2026, 3, 2, tzinfo=UTC)),
        record=Record(result_definition={"ja": "件"}, changes=(late,), trail=(3, "ab")),
        organisation=Organisation(name={"ja": "株式会社"}, stamps=("部長", "課長")),
    )
    files = {each.name: each.content for each in carry(dossier, compared(sample_case), PRINTING)}
    assert read_carried(files) == (dossier, PRINTING)


def compared(case: Case) -> Any:
    return compare(score_sheet(case))


@given(data=st.data())
def test_any_changed_digit_of_a_page_is_found(data: st.DataObject, pages: list[str]) -> None:
    number = data.draw(st.integers(0, len(pages) - 1))
    at = data.draw(st.sampled_from([each.start() for each in re.finditer(r"\d", pages[number])]))
    digit = data.draw(st.sampled_from("0123456789").filter(lambda new: new != pages[number][at]))
    text = pages[number][:at] + digit + pages[number][at + 1 :]
    changed = [*pages[:number], text, *pages[number + 1 :]]
    found = list(compare_pages(pages, changed))
    assert [each.values["page"] for each in found] == [number + 1]


def test_a_digit_changed_in_the_file_is_named(report: bytes, sample_case: Case) -> None:
    """The forged page: drawn by the same program from a case with another name for a total."""
    other = replace(sample_case, ratings=sample_case.ratings[1:])
    forged = make_document(Dossier(case=other), PRINTING)
    for name, content in attachments_of(report).items():
        forged = with_attachment(forged, name, content)
    texts = [each.text("en") for each in verify(forged).differences]
    assert any("case.zip: this is not the file whose SHA-256 is printed" in text for text in texts)
    assert any(re.match(r"page 1: “[^”]*” is printed, the data come to “", each) for each in texts)


@given(data=st.data())
def test_any_changed_byte_of_an_attachment_is_found(
    data: st.DataObject, report: bytes, pages: list[str]
) -> None:
    files = attachments_of(report)
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    found = compare_fingerprints(files | {name: bytes(content)}, pages)
    assert [each.values["file"] for each in found] == [name]


def test_a_digest_changed_in_the_criteria_inside_is_named(report: bytes) -> None:
    """Another version number is another digest: neither file nor digest are those printed."""
    criteria = attachments_of(report)["criteria.toml"].replace(b'"1.0.0"', b'"1.0.1"', 1)
    with pytest.raises(NotCarriedError, match=r"criteria\.toml"):
        verify(with_attachment(report, "criteria.toml", criteria))


def test_results_that_are_not_those_of_the_case_are_named(sample_case: Case) -> None:
    content = case_zip(sample_case)
    assert verify(content).differences == ()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        vendors = json.loads(archive.read("results.json"))["vendors"]
    vendors[0]["total"] = 76.43
    [difference] = verify(with_results(content, {"vendors": vendors})).differences
    expected = "results.json, vendors[0].total: it says 76.43, the data come to 76.33"
    assert difference.text("en") == expected


@pytest.mark.parametrize(
    ("results", "first"),
    [
        (None, "it is missing, so there is nothing to hold against the data; export it again"),
        (b"{", "format: it says null, the data come to 1"),
        (b"[]", "format: it says null, the data come to 1"),
    ],
)
def test_a_case_zip_without_readable_results_does_not_agree(
    sample_case: Case, results: bytes | None, first: str
) -> None:
    changed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(case_zip(sample_case))) as old,
        zipfile.ZipFile(changed, "w") as new,
    ):
        for name in old.namelist():
            data = results if name == "results.json" else old.read(name)
            if data is not None:
                new.writestr(name, data)
    assert first in verify(changed.getvalue()).differences[0].text("en")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04", b"text", b"\0" * 99])
def test_other_files_are_not_taken(content: bytes) -> None:
    with pytest.raises(NotOursError, match="not a report or case zip of this program"):
        verify(content)


def test_a_pdf_without_its_data_is_not_taken(report: bytes) -> None:
    bare = BytesIO()
    with pikepdf.open(BytesIO(report)) as opened:
        del opened.attachments[DOCUMENT]
        opened.save(bare)
    with pytest.raises(NotOursError):
        verify(bare.getvalue())
    lost = BytesIO()
    with pikepdf.open(BytesIO(report)) as opened:
        del opened.attachments[CASE]
        opened.save(lost)
    with pytest.raises(NotCarriedError, match=r"cannot be read \(case\.zip\)"):
        verify(lost.getvalue())


def test_the_command_says_yes_or_what_differs(
    report: bytes, sample_case: Case, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(report)
    bad.write_bytes(with_attachment(report, "criteria.toml", b"format = 1\n"))
    run = CliRunner().invoke

    agreed = run(main, ["verify", "--lang", "ja", str(good)])
    assert agreed.exit_code == 0
    assert "自身のデータと一致しています" in agreed.output
    assert sample_case.criteria_digest in agreed.output
    differs = run(main, ["verify", "--lang", "en", str(bad)])
    assert differs.exit_code == 1
    assert "criteria.toml" in differs.stderr
    assert run(main, ["verify", str(tmp_path / "none.pdf")]).exit_code == 1
