"""The files a document carries inside: the case as a zip, its criteria, and what else was printed.

Reading them gives the very dossier and printing they were written from.
"""

import json
from collections.abc import Mapping
from datetime import UTC
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from vendor_eval.case import Case, Decision
from vendor_eval.dossier import Approval, Dossier, LetterFacts, Organisation, Printing, Record
from vendor_eval.errors import VendorEvalError
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.case_writing import case_files, write_zip
from vendor_eval.language import N_, translate
from vendor_eval.reports.pdf import Attachment
from vendor_eval.scoring import Comparison

if TYPE_CHECKING:
    from pydantic import TypeAdapter

CASE, CRITERIA, DOCUMENT = "case.zip", "criteria.toml", "document.json"
FORMAT = 1
ABOUT = {
    CASE: N_("The evaluation as a case folder, with its results"),
    CRITERIA: N_("The criteria, as their author wrote them"),
    DOCUMENT: N_("Everything else that is printed"),
}
MEDIA_TYPES = {
    CASE: "application/zip",
    CRITERIA: "application/toml",
    DOCUMENT: "application/json",
}


class NotCarriedError(VendorEvalError):
    """The files inside are not those of a document of this program."""

    template = (
        "What this file carries cannot be read (%(where)s). It was damaged, changed or made by"
        " another program: ask whoever gave it to you for the file as it was issued."
    )


class Printed(NamedTuple):
    """What a document was made from."""

    dossier: Dossier
    printing: Printing


def carry(dossier: Dossier, comparison: Comparison, printing: Printing) -> tuple[Attachment, ...]:
    """The files to put into a document; the same evaluation always gives the same bytes."""
    folder = BytesIO()
    write_zip(case_files(dossier.case, comparison), folder)
    beside = {
        "format": FORMAT,
        **{name: _adapter(name).dump_python(getattr(dossier, name), mode="json") for name in PARTS},
        "printing": _adapter("printing").dump_python(printing, mode="json"),
    }
    contents = {
        CASE: folder.getvalue(),
        CRITERIA: dossier.case.criteria_toml.encode(),
        DOCUMENT: (json.dumps(beside, ensure_ascii=False, indent=1) + "\n").encode(),
    }
    return tuple(
        Attachment(
            name=name,
            content=content,
            about=translate(ABOUT[name], printing.language),
            changed=printing.printed_at.astimezone(UTC),
            media_type=MEDIA_TYPES[name],
        )
        for name, content in contents.items()
    )


def read_carried(files: Mapping[str, bytes]) -> Printed:
    """The dossier and printing of these files.

    Raises:
        NotCarriedError: one is missing, or is not what it must be.
    """
    missing = [name for name in ABOUT if name not in files]
    if missing:
        raise NotCarriedError(where=missing[0])
    case = _read_case(files[CASE])
    try:
        beside = json.loads(files[DOCUMENT])
        parts: dict[str, Any] = {
            name: _adapter(name).validate_json(json.dumps(beside[name])) for name in PARTS
        }
        printing: Printing = _adapter("printing").validate_json(json.dumps(beside["printing"]))
    except (ValueError, KeyError, TypeError) as error:
        raise NotCarriedError(where=DOCUMENT) from error
    if files[CRITERIA] != case.criteria_toml.encode():
        raise NotCarriedError(where=CRITERIA)
    return Printed(Dossier(case=case, **parts), printing)


def _read_case(content: bytes) -> Case:
    try:
        return read_case(BytesIO(content))[0]
    except VendorEvalError as error:
        raise NotCarriedError(where=CASE) from error


PARTS: Mapping[str, Any] = {
    "decision": Decision | None,
    "record": Record,
    "organisation": Organisation,
    "letter": LetterFacts | None,
    "approval": Approval,
}
"""What of a dossier stands beside its case, and its type."""


@cache
def _adapter(name: str) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter({**PARTS, "printing": Printing}[name])
