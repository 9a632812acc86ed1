"""A vendors.csv that somebody sends: all of it is sound, or every mistake is told with its line."""

from collections.abc import Sequence
from dataclasses import dataclass

from vendor_eval.case import Vendor
from vendor_eval.errors import InvalidFilesError, Problem
from vendor_eval.exchange.cells import Cells
from vendor_eval.exchange.csv_rows import read_rows
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.people_files import VENDORS, read_vendors
from vendor_eval.language import N_
from vendor_eval.storage.vendor_entry import EnteredVendor

FILE = "vendors.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorList:
    """What a file holds."""

    vendors: tuple[Vendor, ...]
    text: str
    """The file, to be sent again when the person confirms it."""


def read_list(content: bytes, entered: Sequence[EnteredVendor]) -> VendorList:
    """The vendors of a file.

    Args:
        content: CSV in UTF-8 or CP932, with the columns of vendors.csv.
        entered: those that take part already.

    Raises:
        InvalidFilesError: something in it is wrong; holds every mistake found.
    """
    findings = Findings()
    rows = read_rows(FILE, content, VENDORS, findings) or []
    vendors = tuple(read_vendors(Cells(FILE, row, findings) for row in rows))
    known = {each.vendor.id for each in entered}
    for row, vendor in zip(rows, vendors, strict=True):
        if vendor.id in known:
            what = N_("a vendor with the id %(id)s takes part already")
            cure = N_("delete the row, or give it another id")
            place = f"{FILE}:{row.line}"
            findings.add(Problem(place, "id", what, cure, {"id": vendor.id}))
    if not rows and not findings.problems:
        what, cure = N_("there is no vendor in it"), N_("write one vendor a row below the names")
        findings.add(Problem(FILE, "", what, cure))
    if findings.problems:
        raise InvalidFilesError(sorted(findings.problems, key=_line))
    return VendorList(vendors=vendors, text=_decoded(content))


def _line(problem: Problem) -> int:
    line = problem.place.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932")
