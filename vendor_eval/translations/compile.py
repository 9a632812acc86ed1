"""Compiles the parts of each catalogue into the one file that gettext reads.

Translations are written in ``<language>/parts/*.po``, one part for each area of
the program, and compiled into ``<language>/LC_MESSAGES/messages.mo``, which is
never committed. Runs as a script (``make translations``) and as a build hook,
so that a wheel always holds what its sources say; it is not part of the wheel.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path(__file__).parent
# A fixed date: the same parts give the same bytes on every machine.
DATE = datetime(2000, 1, 1, tzinfo=UTC)


class ConflictError(Exception):
    """Two parts translate one source text differently, or a part cannot be read."""


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]  # of no config class
    """Compiles the catalogues before hatchling collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling; the wheel takes the results in as artifacts."""
        compile_all()


def compile_all() -> list[Path]:
    """Compile every language.

    Returns:
        The files written.

    Raises:
        ConflictError: Two parts disagree, or one cannot be read.
    """
    return [compile_language(parts.parent) for parts in sorted(FOLDER.glob("*/parts"))]


def compile_language(folder: Path) -> Path:
    """Write ``folder/LC_MESSAGES/messages.mo``; it is replaced at once, never half written."""
    target = folder / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, merge(sorted(folder.glob("parts/*.po")), folder.name))
    draft.replace(target)
    return target


def merge(parts: list[Path], language: str) -> Catalog:
    """Join parts into one catalogue.

    Raises:
        ConflictError: Two parts translate one source text differently, or a part cannot be read.
    """
    merged = Catalog(locale=language, fuzzy=False, creation_date=DATE, revision_date=DATE)
    places: dict[tuple[str, str | None], str] = {}
    for part in parts:
        for message in read_part(part, language):
            if not message.id:
                continue
            source = message.id if isinstance(message.id, str) else message.id[0]
            place = f"{part.name}:{message.lineno}"
            earlier = merged.get(message.id, message.context)
            if earlier and (earlier.id, earlier.string) != (message.id, message.string):
                first = places[source, message.context]
                raise ConflictError(f"{place}: {source!r} is translated differently in {first}.")
            places.setdefault((source, message.context), place)
            merged[message.id] = message
    return merged


def read_part(part: Path, language: str) -> Catalog:
    """Read one part.

    Raises:
        ConflictError: It is not valid PO.
    """
    try:
        with part.open("rb") as file:
            return read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise ConflictError(f"{part.name}: {error}") from error


if __name__ == "__main__":
    try:
        compile_all()
    except ConflictError as error:
        sys.exit(str(error))
