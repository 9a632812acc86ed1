"""Numbers as people type them: decimal text, full-width or not, read exactly."""

import re
from decimal import Decimal

LARGEST = Decimal(10) ** 15
"""Beyond any budget in any currency; a longer number is a slip of the finger."""
MOST_PLACES = 12

HALF_WIDTH = str.maketrans(
    {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20, 0x2212: 0x2D}
)
"""Full-width letters, digits and signs, the wide space and the minus sign proper."""

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
"""As a spreadsheet writes amounts: 880,000."""


def half_width(text: str) -> str:
    """The text as an input method for ASCII would have typed it, without spaces around it."""
    return (text if text.isascii() else text.translate(HALF_WIDTH)).strip()


def parse_number(text: str) -> Decimal | None:
    """The number, exact; None for anything else, also for NaN, infinity and exponents."""
    digits = half_width(text)
    if THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    return Decimal(digits) if PLAIN.fullmatch(digits) else None


def decimal_places(number: Decimal) -> int:
    """Digits after the point, trailing zeros left out; the number must be finite."""
    _sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or not number:
        return 0
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(0, -(exponent + zeros))


def significant_digits(number: Decimal) -> int:
    """Digits from the first to the last that is not 0."""
    return len("".join(map(str, number.as_tuple().digits)).strip("0"))
