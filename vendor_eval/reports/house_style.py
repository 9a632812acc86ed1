"""How an organisation's paper looks: its accent colour, paper size and logo."""

import re

from vendor_eval.dossier import Organisation
from vendor_eval.errors import VendorEvalError

LOGO = "organisation/logo.png"
"""Address by which a document shows the logo."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5
"""Of text on white paper (WCAG 2.2, 1.4.3)."""
DARK = 0.04045
"""Parts of sRGB up to this are linear."""
SOFT = 0.9
"""Share of white in the ground behind what is set apart."""
SIZES = {"a4": ("A4 portrait", "A3 landscape"), "letter": ("letter portrait", "ledger landscape")}
"""Sizes of text and of the comparison sheet; CSS calls a tabloid ledger."""


class NotAnAccentError(VendorEvalError):
    """A colour that cannot be read on paper, or none."""

    template = (
        "%(colour)s is no colour for text on white paper. Write # and six digits, such as #17507f,"
        " for a colour dark enough to be read: its contrast with white must be at least 4.5 to 1."
    )


def require_accent(colour: str) -> str:
    """The colour in lower case; nothing stays nothing.

    Raises:
        NotAnAccentError: it is no colour or too light.
    """
    if not colour:
        return ""
    if not COLOUR.fullmatch(colour) or contrast_on_white(colour) < LEAST_CONTRAST:
        raise NotAnAccentError(colour=colour)
    return colour.lower()


def contrast_on_white(colour: str) -> float:
    """Contrast of a colour such as ``#17507f`` with white, 1 to 21 (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= DARK else ((part + 0.055) / 1.055) ** 2.4)


def house_style(organisation: Organisation) -> str:
    """A style sheet that stands after those of the program; empty where nothing differs.

    Raises:
        NotAnAccentError: the colour is none; nothing else gets into a style sheet.
    """
    rules = []
    accent = require_accent(organisation.accent)
    if accent:
        soft = "".join(f"{round(part + (255 - part) * SOFT):02x}" for part in _parts(accent))
        rules.append(f":root {{ --colour-accent: {accent}; --colour-accent-soft: #{soft}; }}")
    if organisation.paper != "a4":
        text, sheet = SIZES[organisation.paper]
        rules.append(f"@page {{ size: {text}; }}\n@page sheet {{ size: {sheet}; }}")
    return "\n".join(rules)
