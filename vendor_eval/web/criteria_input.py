"""A criteria file as somebody pastes or uploads it."""

from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import Field, TextAreaField

from vendor_eval.criteria.file import LARGEST_FILE, default_criteria_path, parse_criteria
from vendor_eval.criteria.model import CriteriaSet

NAME = "criteria.toml"


class CriteriaFields:
    """Two ways to hand in a file; the file counts where both are used."""

    criteria_file = FileField(
        lazy_gettext("Criteria file (criteria.toml)"), render_kw={"accept": ".toml,text/plain"}
    )
    criteria_text = TextAreaField(
        lazy_gettext("Or paste the text of the file"),
        render_kw={"rows": 8, "spellcheck": "false", "class": "code"},
    )


def handed_in(file: Field, text: Field) -> str:
    """The text that was handed in, the file's before the pasted one; empty when there is none.

    Bytes that are no UTF-8 come back as text that the reader of criteria refuses with its line.
    """
    content: bytes = file.data.read(LARGEST_FILE + 1) if file.data else b""
    if content:
        return content.decode("utf-8-sig", errors="surrogateescape")
    return (text.data or "").replace("\r\n", "\n")


def read_criteria_text(text: str) -> CriteriaSet:
    """The criteria set of a text.

    Raises:
        InvalidFilesError: every mistake, each with its line.
    """
    return parse_criteria(text.encode(errors="surrogateescape"), NAME)


def default_text() -> str:
    """The criteria that come with the program, as their file says them."""
    return default_criteria_path().read_text(encoding="utf-8")
