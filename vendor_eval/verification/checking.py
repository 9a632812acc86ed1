"""Does a file agree with its own data? Everything in it is worked out again and compared.

What that shows: the paper says what its data say. What it does not show: who issued it; for
that there is the record of the installation that did, or the author's signature.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from io import BytesIO
from itertools import zip_longest

from vendor_eval.case import Case, score_sheet
from vendor_eval.errors import VendorEvalError
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.case_warnings import warnings_of
from vendor_eval.exchange.results import build_results, format_results
from vendor_eval.language import N_, translate
from vendor_eval.scoring import compare
from vendor_eval.scoring.robustness import assess
from vendor_eval.verification.carried import CASE, DOCUMENT, Printed, read_carried
from vendor_eval.verification.making import make_document

MOST = 20
"""Differences told of one file."""
MOST_PAGES = 2000
"""More than any document of this program has."""
RESULTS = "results.json"


class NotOursError(VendorEvalError):
    """A file that this program has not made."""

    template = (
        "This is not a report or case zip of this program. Choose the PDF or zip as it was"
        " issued, not a scan, a print to PDF or a copy saved by another program."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where a file does not agree with its data."""

    place: str
    """A page, or a file inside; in English with ``%(name)s`` places."""
    what: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """``place: what``."""
        place, what = (translate(part, language) % self.values for part in (self.place, self.what))
        return f"{place}: {what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a file is, and where it does not agree with its data."""

    evaluation: str
    criteria_digest: str
    differences: tuple[Difference, ...]
    printed: Printed | None = None
    """What a document was made from; None for a case zip."""


def verify(content: bytes) -> Verified:
    """Work out everything in a file again and compare.

    Raises:
        NotOursError: it is no file of this program.
        NotCarriedError: what a document carries cannot be read.
    """
    if content.startswith(b"%PDF-"):
        return verify_document(content)
    return verify_case(content)


def verify_case(content: bytes) -> Verified:
    """A case zip, whose results must be those of its data."""
    try:
        case = read_case(BytesIO(content))[0]
    except VendorEvalError as error:
        raise NotOursError from error
    found = _results_inside(content)
    missing = N_("it is missing, so there is nothing to hold against the data; export it again")
    differences = (
        (Difference(place=RESULTS, what=missing),)
        if found is None
        else tuple(compare_results(case, found))
    )
    return Verified(
        evaluation=case.evaluation.id,
        criteria_digest=case.criteria_digest,
        differences=differences[:MOST],
    )


def verify_document(content: bytes) -> Verified:
    """A PDF: its attachments against their printed fingerprints, its pages against a fresh one."""
    files = attachments_of(content)
    if DOCUMENT not in files:
        raise NotOursError
    pages = page_texts(content)
    differences = list(compare_fingerprints(files, pages))
    printed = read_carried(files)
    case = printed.dossier.case
    if case.criteria_digest not in _unspaced(pages):
        what = N_("the digest of the criteria inside is not printed on any page")
        differences.append(Difference(place=N_("criteria.toml"), what=what))
    found = _results_inside(files[CASE])
    if found is not None:
        differences += compare_results(case, found)
    fresh = make_document(printed.dossier, printed.printing)
    if fresh != content:
        differences += compare_pages(page_texts(fresh), pages)
        if not differences:
            differences += _unlike_bytes(fresh, content)
    return Verified(
        evaluation=case.evaluation.id,
        criteria_digest=case.criteria_digest,
        differences=tuple(differences[:MOST]),
        printed=printed,
    )


def attachments_of(content: bytes) -> dict[str, bytes]:
    """The files inside a PDF by name.

    Raises:
        NotOursError: it cannot be opened.
    """
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as opened:
            return {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}
    except (pikepdf.PdfError, ValueError, KeyError) as error:
        raise NotOursError from error


def page_texts(content: bytes) -> list[str]:
    """The text of each page as any reader of PDF finds it.

    Raises:
        NotOursError: it cannot be opened.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(content) as opened:
            if len(opened) > MOST_PAGES:
                raise NotOursError
            return [page.get_textpage().get_text_bounded() for page in opened]
    except pypdfium2.PdfiumError as error:
        raise NotOursError from error


def _unspaced(pages: list[str]) -> str:
    return re.sub(r"\s+", "", "".join(pages))


def compare_fingerprints(files: Mapping[str, bytes], pages: list[str]) -> Iterator[Difference]:
    """Attachments whose fingerprint no page bears."""
    text = _unspaced(pages)
    for name, content in files.items():
        digest = sha256(content).hexdigest()
        if digest not in text:
            what = N_("this is not the file whose SHA-256 is printed; its own is %(digest)s")
            yield Difference(
                place=N_("%(file)s"), what=what, values={"file": name, "digest": digest}
            )


def _results_inside(content: bytes) -> dict[str, object] | None:
    """Empty where the file is there and cannot be read; None where there is no file."""
    import zipfile

    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.rpartition("/")[2] == RESULTS:
                try:
                    found = json.loads(archive.read(name))
                except ValueError:
                    return {}
                return found if isinstance(found, dict) else {}
    return None


def compare_results(case: Case, found: Mapping[str, object]) -> Iterator[Difference]:
    """Where results that lie beside a case are not those of the case."""
    comparison = compare(score_sheet(case))
    firmness = assess(comparison)
    fresh = format_results(build_results(case, comparison, warnings_of(case), "ja", firmness))
    for path, old, new in _unlike(found, json.loads(fresh), ""):
        if not path.startswith("warnings"):
            yield Difference(
                place=N_("results.json, %(path)s"),
                what=N_("it says %(found)s, the data come to %(expected)s"),
                values={"path": path, "found": old, "expected": new},
            )


def _unlike(found: object, fresh: object, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(found, dict) and isinstance(fresh, dict):
        for key in dict.fromkeys([*fresh, *found]):
            yield from _unlike(found.get(key), fresh.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(found, list) and isinstance(fresh, list):
        for place, pair in enumerate(zip_longest(found, fresh)):
            yield from _unlike(*pair, f"{path}[{place}]")
    elif found != fresh:
        yield path, json.dumps(found, ensure_ascii=False), json.dumps(fresh, ensure_ascii=False)


def compare_pages(fresh: list[str], pages: list[str]) -> Iterator[Difference]:
    """Words of pages that a fresh drawing of the same document does not have."""
    if len(fresh) != len(pages):
        yield Difference(
            place=N_("whole document"),
            what=N_("it has %(found)d pages, the data come to %(expected)d"),
            values={"found": len(pages), "expected": len(fresh)},
        )
    for number, (new, old) in enumerate(zip(fresh, pages, strict=False), 1):
        expected, found = new.split(), old.split()
        if expected == found:
            continue
        matcher = SequenceMatcher(None, expected, found, autojunk=False)
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag != "equal":
                yield Difference(
                    place=N_("page %(page)d"),
                    what=N_("“%(found)s” is printed, the data come to “%(expected)s”"),
                    values={
                        "page": number,
                        "found": " ".join(found[k:m]),
                        "expected": " ".join(expected[i:j]),
                    },
                )


def _unlike_bytes(fresh: bytes, content: bytes) -> Iterator[Difference]:
    """Pages that say the same and are drawn otherwise."""
    for number, (new, old) in enumerate(zip(_drawings(fresh), _drawings(content), strict=False), 1):
        if new != old:
            what = N_("what is drawn is not what the data come to, though its words are")
            yield Difference(place=N_("page %(page)d"), what=what, values={"page": number})


def _drawings(content: bytes) -> list[bytes]:
    """The drawing instructions of each page."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as opened:
        drawings = []
        for page in opened.pages:
            contents = page.Contents
            streams = contents if isinstance(contents, pikepdf.Array) else [contents]
            drawings.append(b"\n".join(stream.read_bytes() for stream in streams))
        return drawings
