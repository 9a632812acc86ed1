"""Reading a zip from strangers: nothing is unpacked to disk, and nothing grows without limit.

Refused are paths out of the folder, links, passwords, names that are there twice, folders
too deep, too many or too large files, and files that grow as only bombs do. Sizes are first
taken from the table of contents and then held against what really comes out.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from vendor_eval.criteria.mistakes import one_line
from vendor_eval.errors import InvalidFilesError, Problem, TooLargeError, UnsafeZipError
from vendor_eval.exchange.files import FILES, LARGEST_FILE, MEGABYTE, OTHERS, read_limited
from vendor_eval.language import N_

LARGEST_ZIP = 100_000_000
"""Bytes of the zip itself."""
LARGEST_CONTENT = 200_000_000
"""Bytes of everything in it, unpacked."""
LARGEST_TABLE = 1_000_000
"""Bytes of its table of contents; a thousand entries have about a tenth of it."""
MOST_FILES = 1_000
MOST_GROWTH = 200
"""Unpacked size over packed; ratings reach about 40, a bomb 1,000."""
SMALL = 1_000_000
"""Bytes up to which growth does not matter."""
DEEPEST = 8
"""Folders within folders."""

END = b"PK\x05\x06"
END_64 = b"PK\x06\x07"
LONGEST_END = 22 + 65_535
UTF8_NAME = 0x800
ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_zip(file: BinaryIO, name: str) -> tuple[dict[str, bytes], list[str]]:
    """The known files of a case by name, and the names of those beside them.

    Args:
        file: open for reading and seeking.
        name: what the zip is called in messages.

    Raises:
        InvalidFilesError: it is not a zip, is damaged, or holds several cases.
        UnsafeZipError: it could harm the machine that unpacks it.
        TooLargeError: more than this program takes at once.
    """
    _check_end(file, name)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _checked(archive.infolist(), name)
            inside = _case_folder(entries, name)
            files = {}
            for path in inside:
                if path in FILES:
                    with archive.open(inside[path]) as content:
                        files[path] = read_limited(content, path)
            return files, [path for path in inside if path not in (*FILES, *OTHERS)]
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        what = N_("the zip is damaged")
        raise InvalidFilesError([Problem(name, "", what, N_("make the zip again"))]) from error


def _check_end(file: BinaryIO, name: str) -> None:
    """Look at the end of the file before anything else is believed."""
    size = file.seek(0, 2)
    if size > LARGEST_ZIP:
        raise TooLargeError(name=name, limit=LARGEST_ZIP // MEGABYTE)
    start = max(0, size - LONGEST_END)
    file.seek(start)
    tail = file.read()
    end = tail.rfind(END)
    if end < 0:
        what = N_("this is neither a folder nor a zip")
        cure = N_("give the folder of an evaluation, or a zip of one")
        raise InvalidFilesError([Problem(name, "", what, cure)])
    count = int.from_bytes(tail[end + 10 : end + 12], "little")
    table = int.from_bytes(tail[end + 12 : end + 16], "little")
    if count > MOST_FILES or table > LARGEST_TABLE or tail[max(0, end - 20) : end][:4] == END_64:
        raise UnsafeZipError(
            name=name, reason=N_("it holds more than %(limit)d files"), limit=MOST_FILES
        )
    file.seek(0)


def _checked(entries: list[zipfile.ZipInfo], name: str) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Files by path, folders left out.

    Raises:
        UnsafeZipError: see the module.
        TooLargeError: see the module.
    """
    if len(entries) > MOST_FILES:
        raise UnsafeZipError(
            name=name, reason=N_("it holds more than %(limit)d files"), limit=MOST_FILES
        )
    checked: dict[PurePosixPath, zipfile.ZipInfo] = {}
    spelled: set[str] = set()
    for entry in entries:
        path = _entry_name(entry)
        reason = _danger(entry, path)
        if path.rstrip("/").lower() in spelled:
            reason = N_("%(file)s is in it twice")
        if reason is not None:
            values = {"growth": MOST_GROWTH, "depth": DEEPEST}
            raise UnsafeZipError(name=name, reason=reason, file=one_line(path), **values)
        spelled.add(path.rstrip("/").lower())
        if entry.file_size > LARGEST_FILE:
            raise TooLargeError(name=one_line(path), limit=LARGEST_FILE // MEGABYTE)
        if not path.endswith("/"):
            checked[PurePosixPath(path)] = entry
    if sum(entry.file_size for entry in entries) > LARGEST_CONTENT:
        raise TooLargeError(name=name, limit=LARGEST_CONTENT // MEGABYTE)
    return checked


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as whoever made the zip saw it: UTF-8, or what Windows in Japan writes."""
    if entry.flag_bits & UTF8_NAME:
        return entry.orig_filename
    try:
        return entry.orig_filename.encode("cp437").decode("cp932")
    except UnicodeError:
        return entry.orig_filename


def _danger(entry: zipfile.ZipInfo, path: str) -> str | None:
    """Why an entry is refused."""
    parts = path.rstrip("/").split("/")
    mode = entry.external_attr >> 16
    dangers = (
        (
            path.startswith("/")
            or "\\" in path
            or ":" in path
            or "\0" in path
            or any(part in ("", ".", "..") for part in parts),
            N_("%(file)s points out of the folder"),
        ),
        (len(parts) > DEEPEST, N_("%(file)s lies more than %(depth)d folders deep")),
        (
            stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR),
            N_("%(file)s is a link or a device, not a file"),
        ),
        (bool(entry.flag_bits & ENCRYPTED), N_("%(file)s needs a password")),
        (
            entry.compress_type not in METHODS,
            N_("%(file)s is packed in a way this program does not read"),
        ),
        (
            entry.file_size > SMALL and entry.file_size > MOST_GROWTH * max(1, entry.compress_size),
            N_("%(file)s grows more than %(growth)d-fold when unpacked"),
        ),
    )
    return next((reason for found, reason in dangers if found), None)


def _case_folder(
    entries: dict[PurePosixPath, zipfile.ZipInfo], name: str
) -> dict[str, zipfile.ZipInfo]:
    """The entries beside the one evaluation.toml, by file name."""
    found = [path.parent for path in entries if path.name == "evaluation.toml"]
    homes = [home for home in found if "__MACOSX" not in home.parts]
    if len(homes) > 1:
        what = N_("there are several evaluations in it")
        cure = N_("make one zip for each evaluation")
        raise InvalidFilesError([Problem(name, "", what, cure)])
    return dict(_beside(entries, homes[0])) if homes else {}


def _beside(
    entries: dict[PurePosixPath, zipfile.ZipInfo], home: PurePosixPath
) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    return ((path.name, entry) for path, entry in entries.items() if path.parent == home)
