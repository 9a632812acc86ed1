"""HTML to PDF. The only module that knows WeasyPrint; it loads nothing from outside ``static/``."""

import atexit
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from vendor_eval.errors import VendorEvalError
from vendor_eval.reports.pdf_marks import finish_pdf
from vendor_eval.reports.resources import resource_folder

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

logger = logging.getLogger(__name__)

BASE = "https://document.invalid/"
"""Where relative addresses in a document lead; nothing is ever fetched from there."""

STYLE_SHEETS = (
    *("css/tokens.css", "css/print.css"),
    *("css/documents.css", "css/letter.css", "css/approval.css"),
)
VARIANT = "pdf/a-3a"
CONTENT_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ttf": "font/ttf",
}


_drawing = Lock()
"""The libraries below WeasyPrint share fonts between documents: one is drawn at a time."""


class LibraryMissingError(VendorEvalError):
    """This machine lacks what draws text."""

    http_status = 500
    template = (
        "PDFs cannot be made on this machine: the library Pango is missing. Install it (Debian"
        " and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0), then start again."
    )


class ForeignAddressError(ValueError):
    """A document asked for something that is not the program's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that travels inside a document."""

    name: str
    content: bytes
    about: str
    """What it is, in the language of the document."""
    changed: datetime
    media_type: str

    @property
    def sha256(self) -> str:
        """Its fingerprint in hex digits, as printed."""
        return hashlib.sha256(self.content).hexdigest()


def render_pdf(
    html: str,
    images: Mapping[str, str | bytes],
    attachments: Sequence[Attachment] = (),
    style: str = "",
) -> bytes:
    """A document for the archive, tagged (PDF/A-3a) and accessible (PDF/UA-1), of an HTML page.

    Args:
        html: what to print, already free of characters the font lacks.
        images: SVG texts and PNGs by the address the page uses for them.
        attachments: files to carry inside.
        style: rules of CSS for this document alone, after those of all.

    Raises:
        LibraryMissingError: Pango is not installed.
    """
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError) as error:
        raise LibraryMissingError from error
    warn_without_subsetter()
    with _drawing:
        fonts, style_sheets = _style()
        own = [CSS(string=style, font_config=fonts, url_fetcher=_fetcher({}))] if style else []
        document = HTML(string=html, base_url=BASE, url_fetcher=_fetcher(images))
        pdf: bytes = document.write_pdf(
            stylesheets=[*style_sheets, *own],
            font_config=fonts,
            pdf_variant=VARIANT,
            attachments=[_attached(each) for each in attachments],
        )
    return finish_pdf(pdf, attachments)


def _attached(attachment: Attachment) -> Any:
    from weasyprint import Attachment as PdfAttachment

    return PdfAttachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.about,
        created=attachment.changed,
        modified=attachment.changed,
        relationship="Source",
    )


@cache
def warn_without_subsetter() -> None:
    """Say so, once, when a library is missing without which every PDF takes far longer."""
    from weasyprint.text import ffi

    if ffi.harfbuzz_subset is None:
        logger.warning(
            "The library harfbuzz-subset is missing: PDFs take about four times as long."
            " Install it (Debian and Ubuntu: apt-get install libharfbuzz-subset0)."
        )


@cache
def _style() -> tuple["FontConfiguration", list["CSS"]]:
    """Fonts and parsed style sheets, once per process."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    fetcher = _fetcher({})
    sheets = [CSS(url=BASE + name, font_config=fonts, url_fetcher=fetcher) for name in STYLE_SHEETS]
    # Fonts are given back while the libraries that hold them are still loaded.
    atexit.register(_style.cache_clear)
    return fonts, sheets


def read_static(address: str, images: Mapping[str, str | bytes]) -> tuple[bytes, str]:
    """What a document may load: an image given with it, or a file below ``static/``.

    Args:
        address: absolute, as the document resolved it.
        images: texts and PNGs by their relative address.

    Returns:
        The bytes and their content type.

    Raises:
        ForeignAddressError: it is anything else.
    """
    name = unquote(address.removeprefix(BASE))
    if not address.startswith(BASE):
        raise ForeignAddressError(f"{address} is not a file of this program.")
    kind = CONTENT_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
    if name in images:
        image = images[name]
        return image if isinstance(image, bytes) else image.encode(), kind
    root = resource_folder("static").resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise ForeignAddressError(f"{address} is not a file of this program.")
    return path.read_bytes(), kind


def _fetcher(images: Mapping[str, str | bytes]) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):  # type: ignore[misc]
        """Serves ``static/`` and the images of one document, nothing else."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            body, kind = read_static(url, images)
            return URLFetcherResponse(url, body, {"Content-Type": kind})

    return StaticFetcher()
