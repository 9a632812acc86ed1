"""The files of a case as bytes by name, from a folder, a zip or an upload."""

from pathlib import Path
from typing import IO, BinaryIO

from vendor_eval.errors import InvalidFilesError, Problem, TooLargeError
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.nearest import nearest
from vendor_eval.language import N_

FILES = (
    "evaluation.toml",
    "criteria.toml",
    "vendors.csv",
    "evaluators.csv",
    "ratings.csv",
    "measures.csv",
    "gates.csv",
    "quotes.csv",
    "consensus.csv",
    "recusals.csv",
    "panel.toml",
)
"""What is read, in the order mistakes are reported."""
OTHERS = ("results.json", "criteria.toml.sig")
"""What may lie beside them and is not read."""

LARGEST_FILE = 64_000_000
"""Bytes of one file; a million ratings with short comments."""
MEGABYTE = 1_000_000


def read_files(source: Path | BinaryIO, findings: Findings) -> dict[str, bytes]:
    """The content of every known file, by name.

    Args:
        source: a folder, a zip, or the open file of a zip.
        findings: gets a warning for each file with an unknown name that looks like a table.

    Raises:
        InvalidFilesError: it cannot be read, or is not a case at all.
        UnsafeZipError: the zip could harm the machine that unpacks it.
        TooLargeError: more than this program takes at once.
    """
    try:
        if isinstance(source, Path) and source.is_dir():
            files, others = _read_folder(source)
        else:
            files, others = _read_zip(source)
    except OSError as error:
        what = N_("this cannot be read (%(reason)s)")
        cure = N_("check the path and your right to read it")
        reason = {"reason": error.strerror or "?"}
        raise InvalidFilesError([Problem(name_of(source), "", what, cure, reason)]) from error
    if "evaluation.toml" not in files:
        what = N_("there is no evaluation.toml in it")
        cure = N_("give the folder of an evaluation, or a zip of one")
        raise InvalidFilesError([Problem(name_of(source), "", what, cure)])
    for name in sorted(others):
        if name.lower().endswith((".csv", ".toml")):
            near = nearest(name.lower(), [known for known in FILES if known not in files])
            findings.warn("unknown-file", name + (f" ({near}?)" if near else ""))
    return files


def name_of(source: Path | BinaryIO) -> str:
    """What the source is called in messages."""
    name = source if isinstance(source, Path) else getattr(source, "name", None)
    return Path(name).name or str(name) if isinstance(name, str | Path) else "zip"


def _read_folder(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    files: dict[str, bytes] = {}
    others: list[str] = []
    for path in folder.iterdir():
        if path.name in FILES:
            with path.open("rb") as file:
                files[path.name] = read_limited(file, path.name)
        elif path.name not in OTHERS:
            others.append(path.name)
    return files, others


def read_limited(file: IO[bytes], name: str) -> bytes:
    """The rest of a file.

    Raises:
        TooLargeError: it is longer than ``LARGEST_FILE``; no more than that is read.
    """
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise TooLargeError(name=name, limit=LARGEST_FILE // MEGABYTE)
    return content


def _read_zip(source: Path | BinaryIO) -> tuple[dict[str, bytes], list[str]]:
    from vendor_eval.exchange.safe_zip import read_zip  # noqa: PLC0415 - a folder needs none

    if not isinstance(source, Path):
        return read_zip(source, name_of(source))
    with source.open("rb") as file:
        return read_zip(file, source.name)
