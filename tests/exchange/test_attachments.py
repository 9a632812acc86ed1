import zipfile
from io import BytesIO

import pytest

from vendor_eval.errors import TooLargeError
from vendor_eval.exchange.attachments import (
    EmptyFileError,
    FileRefusedError,
    check_file,
    safe_name,
)

LIMIT = 1024**2


def office(*names: str) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as container:
        for name in names:
            container.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("A.PDF", b"%PDF-1.7\n", "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("見積.csv", "品目,単価\n".encode("cp932"), "text/csv"),
        ("a.txt", "電話\n".encode(), "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(name: str, content: bytes, media_type: str) -> None:
    assert check_file(name, content, LIMIT).media_type == media_type


def test_office_documents_are_told_apart_by_what_is_in_them() -> None:
    sheet = office("[Content_Types].xml", "xl/workbook.xml")

    assert check_file("a.xlsx", sheet, LIMIT).media_type.endswith("spreadsheetml.sheet")
    with pytest.raises(FileRefusedError, match=r"a\.docx is not a file of the kinds taken here"):
        check_file("a.docx", sheet, LIMIT)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.pdf", b" %PDF-1.7"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg/>"),
        ("a", b"text"),
        ("a.txt", b"\x00\x01"),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.xlsx", office("xl/workbook.xml")),
        ("a.xlsx", office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin")),
        ("a.exe", b"MZ"),
    ],
)
def test_anything_else_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileRefusedError):
        check_file(name, content, LIMIT)


def test_too_much_and_nothing_are_refused() -> None:
    with pytest.raises(TooLargeError, match=r"a\.pdf is larger than 1 MB"):
        check_file("a.pdf", b"%PDF-" + bytes(LIMIT), LIMIT)
    with pytest.raises(EmptyFileError, match=r"a\.pdf is empty"):
        check_file("a.pdf", b"", LIMIT)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\提案書.pdf", "提案書.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b__Set-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        (" .. ", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_hold_nothing_that_a_system_or_header_cannot(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
