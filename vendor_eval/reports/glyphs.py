"""Characters the font of paper does not have: shown as 〓 and named, never dropped.

Layout engines leave out what no font has without a word; a name with a rare kanji
would lose it. 〓 (geta) is what Japanese printers have always put in such a place.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from vendor_eval.reports.resources import resource_folder

GETA = "〓"
FONT_FILE = "fonts/BIZUDPGothic-Regular.ttf"

INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Joiners and selectors of variants: without their effect the plain character remains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A character that was replaced."""

    code: str
    """Such as ``U+20BB7``."""
    name: str
    """Its name in Unicode."""
    count: int


@cache
def known_characters() -> frozenset[str]:
    """What the font of paper can show, and white space; figures have a font with a figure space."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to load, comes with WeasyPrint

    with TTFont(resource_folder("static") / FONT_FILE, lazy=True) as font:
        codes = font["cmap"].getBestCmap()
    return frozenset(map(chr, codes)) | frozenset("\t\n\r \u2007")


def printable(text: str) -> str:
    """A text with 〓 in place of what cannot be shown; markup stays as it is."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    for character in set(text) - known_characters():
        text = text.replace(character, GETA)
    return text


def replaced_characters(text: str) -> tuple[Replaced, ...]:
    """What ``printable`` replaces in a text, in the order of first appearance."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    missing = set(text) - known_characters()
    return tuple(
        Replaced(
            code=f"U+{ord(character):04X}",
            name=unicodedata.name(character, ""),
            count=text.count(character),
        )
        for character in sorted(missing, key=text.index)
    )
