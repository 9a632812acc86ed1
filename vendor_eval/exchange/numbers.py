"""Numbers as people type them: decimal text, full-width or not, read exactly."""

import re
from decimal import Decimal
from functools import lru_cache

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


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Decimal | None:
    """The number, exact; None for anything else, also for NaN, infinity and exponents."""
    digits = half_width(text)
    if THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    return Decimal(digits) if PLAIN.fullmatch(digits) else None


def has_places(number: Decimal, most: int) -> bool:
    """Whether a number has at most so many digits after the point, zeros at its end aside."""
    _sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or exponent >= -most:
        return True
    return not any(digits[exponent + most :])


def significant_digits(number: Decimal) -> int:
    """Digits from the first to the last that is not 0."""
    digits = number.as_tuple().digits
    return 1 if len(digits) == 1 else len("".join(map(str, digits)).strip("0"))
