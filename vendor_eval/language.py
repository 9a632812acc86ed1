"""The two languages people read, and where a text in one of them comes from.

Source texts are English; the Japanese ones live in ``translations/``. This
module knows no web request: whoever prints names the language.
"""

import gettext
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("ja", "en")
"""Languages of the program, the first is what it speaks unless told otherwise."""

FOLDER = Path(__file__).parent / "translations"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of one language; English is the source and needs none."""
    return gettext.translation("messages", FOLDER, [language], fallback=language == "en")


def translate(template: str, language: str) -> str:
    """A source text in the language asked for, its ``%(name)s`` places still open."""
    return translations(language).gettext(template) if template else ""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """A text of a criteria file or evaluation; the first language given when one is missing."""
    return texts.get(language) or next((text for text in texts.values() if text), "")


def N_(text: str) -> str:  # noqa: N802 - the name translators' tools look for
    """Mark a source text for translation where it is not translated yet."""
    return text
