"""Files that vendors send: what one really is, told from its content, and a name that is safe."""

import re
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

from vendor_eval.errors import TooLargeError, VendorEvalError

MEGABYTE = 1024**2
LONGEST_NAME = 120
"""Characters, with its ending."""
OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "png": "image/png",
        "jpg": "image/jpeg",
        "xlsx": f"{OFFICE}.spreadsheetml.sheet",
        "docx": f"{OFFICE}.wordprocessingml.document",
        "pptx": f"{OFFICE}.presentationml.presentation",
        "csv": "text/csv",
        "txt": "text/plain",
    }
)
"""What is taken, by the ending of its name."""
SAME_ENDING = {"jpeg": "jpg"}
STARTS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
OFFICE_FOLDERS = {"xlsx": "xl/", "docx": "word/", "pptx": "ppt/"}
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


class FileRefusedError(VendorEvalError):
    """A file that is not taken in, and what to send instead."""

    template = (
        "%(name)s is not a file of the kinds taken here, or its content is not what its name says."
        " Send PDF, PNG, JPEG, xlsx, docx or pptx without macros, CSV or plain text."
    )


class EmptyFileError(VendorEvalError):
    """A file without content."""

    template = "%(name)s is empty. Choose the file again; a copy may have gone wrong."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """What a file really is."""

    name: str
    media_type: str


def check_file(name: str, content: bytes, limit: int) -> CheckedFile:
    """Tell from its content what a file is.

    Args:
        name: as the browser sent it.
        content: its bytes.
        limit: the most bytes that are taken.

    Raises:
        TooLargeError: it has more.
        EmptyFileError: it has none.
        FileRefusedError: it is of no kind that is taken, or not of the kind its name says.
    """
    safe = safe_name(name)
    if len(content) > limit:
        raise TooLargeError(name=safe, limit=limit // MEGABYTE)
    if not content:
        raise EmptyFileError(name=safe)
    ending = safe.rpartition(".")[2].lower()
    kind = SAME_ENDING.get(ending, ending)
    if kind not in MEDIA_TYPES or not _is(kind, content):
        raise FileRefusedError(name=safe)
    return CheckedFile(name=safe, media_type=MEDIA_TYPES[kind])


def safe_name(name: str) -> str:
    """The last part of a name, without what some system or header cannot hold."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    printable = "".join(each if each.isprintable() else "_" for each in last)
    plain = NOT_IN_NAMES.sub("_", printable).strip(" .") or "file"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(plain) <= LONGEST_NAME:
        return plain[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def _is(kind: str, content: bytes) -> bool:
    if kind in STARTS:
        return content.startswith(STARTS[kind])
    if kind in OFFICE_FOLDERS:
        return _is_office(content, OFFICE_FOLDERS[kind])
    return _is_text(content)


def _is_office(content: bytes, folder: str) -> bool:
    """Whether a zip holds a document of this kind; only its list of names is read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    inside = any(name.startswith(folder) for name in names)
    return "[Content_Types].xml" in names and inside and not macros


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not CONTROL.search(text)
    return False
