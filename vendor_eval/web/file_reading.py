"""Which files beside the vendors somebody may read now, and what they are called there.

While names are hidden, only files that the lead has marked as anonymised are open, to
the people who score the vendor: under its letter, and not under the name they came by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from flask import url_for
from flask_babel import gettext

from vendor_eval.errors import NotFoundError
from vendor_eval.language import N_
from vendor_eval.storage import Asked, db, load_asked
from vendor_eval.storage.files import AttachedFile, find_file, list_files
from vendor_eval.storage.panel_tables import FileKind
from vendor_eval.storage.vendor_facts import Opening, opening_for
from vendor_eval.web.access import current_person, current_standing
from vendor_eval.web.aliases import vendor_keys, vendor_names
from vendor_eval.web.vendor_pages import NamesClosedError, PricesClosedError, open_vendor

PDF = "application/pdf"
KINDS: Mapping[FileKind, str] = {
    "proposal": N_("Proposal"),
    "certificate": N_("Certificate"),
    "quotation": N_("Quotation"),
    "other": N_("Other"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """A file that the person may read now."""

    file: AttachedFile
    name: str
    """What it is called for this person."""
    download_name: str
    vendor: str
    """What its vendor is called for this person."""
    back: str
    """Address of the page it belongs to."""


def open_file(evaluation_id: str, file_number: int) -> OpenFile:
    """A file that the person may open now.

    Raises:
        NamesClosedError: vendors have letters for this person now, and the file may name them.
        NotFoundError: there is none in sight, or the person is recused from its vendor.
        PricesClosedError: it is a quotation, and prices are not open to the person yet.
    """
    opening = opening_for(db.session, current_standing())
    if not opening.names:
        return _open_blind(evaluation_id, file_number, opening)
    file = find_file(db.session, evaluation_id, file_number)
    if file.vendor in opening.recused:
        raise NotFoundError(name=str(file_number))
    _require_prices(file, opening)
    vendor = open_vendor(evaluation_id, file.vendor)
    back = url_for("files.show", evaluation_id=evaluation_id, vendor_id=file.vendor)
    return OpenFile(
        file=file, name=file.name, download_name=file.name, vendor=vendor.name, back=back
    )


def _open_blind(evaluation_id: str, file_number: int, opening: Opening) -> OpenFile:
    evaluator = current_standing().evaluator
    listed = list_files(db.session, evaluation_id)
    found = [each for each in listed if each.number == file_number and each.removed_at is None]
    if evaluator is None or not found or not found[0].anonymised:
        raise NamesClosedError
    [file] = found
    asked = load_asked(db.session, evaluation_id, evaluator, current_person())
    if not asked.hide_names:  # nobody has letters before scoring is open
        raise NamesClosedError
    for key, vendor in vendor_keys(asked).items():
        if vendor.id == file.vendor:
            _require_prices(file, opening)
            return _under_letter(asked, key, file)
    raise NotFoundError(name=str(file_number))


def _require_prices(file: AttachedFile, opening: Opening) -> None:
    if file.kind == "quotation" and not opening.prices:
        raise PricesClosedError


def files_of_sheet(asked: Asked) -> dict[str, list[OpenFile]]:
    """What may be read beside the score sheet, by vendor as the person knows it; proposals first.

    One query and two more, whatever the number of vendors.
    """
    opening = opening_for(db.session, current_standing())
    files = [
        each
        for each in list_files(db.session, asked.evaluation)
        if each.removed_at is None
        and each.media_type == PDF
        and (opening.names or each.anonymised)
        and (opening.prices or each.kind != "quotation")
    ]
    files.sort(key=lambda each: each.kind != "proposal")
    return {
        key: [_of_sheet(asked, key, each) for each in files if each.vendor == vendor.id]
        for key, vendor in vendor_keys(asked).items()
    }


def _of_sheet(asked: Asked, key: str, file: AttachedFile) -> OpenFile:
    if asked.hide_names:
        return _under_letter(asked, key, file)
    return OpenFile(
        file=file,
        name=file.name,
        download_name=file.name,
        vendor=vendor_names(asked)[key],
        back=url_for("files.show", evaluation_id=asked.evaluation, vendor_id=file.vendor),
    )


def _under_letter(asked: Asked, key: str, file: AttachedFile) -> OpenFile:
    kind = gettext(KINDS[file.kind])
    return OpenFile(
        file=file,
        name=gettext("%(kind)s (file %(number)s)", kind=kind, number=file.number),
        download_name=f"{key}-{file.number}{PurePath(file.name).suffix.lower()}",
        vendor=vendor_names(asked)[key],
        back=url_for("sheets.vendor", evaluation_id=asked.evaluation, vendor_key=key),
    )
