"""Words and numbers as they are printed, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Vendor
from vendor_eval.criteria.model import Text
from vendor_eval.language import in_language, translations
from vendor_eval.scoring.rounding import round_to

WITHOUT_CENTS = frozenset({"CLP", "IDR", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"})
"""Currencies whose amounts have no decimals in use."""

NOTHING = "–"
"""Printed where there is no number and none is missing."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Says things in one language."""

    language: str

    def gettext(self, template: str, /, **values: object) -> str:
        """A source text in this language, its ``%(name)s`` places filled."""
        text = translations(self.language).gettext(template)
        return text % values if values else text

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The same for texts that depend on a number, which fills ``%(count)s``."""
        text = translations(self.language).ngettext(one, many, count)
        return text % {"count": count, **values}

    def of(self, text: Text) -> str:
        """A text of a criteria file or evaluation."""
        return in_language(text, self.language)

    def name(self, vendor: Vendor) -> str:
        """A vendor's name; in the other language, at worst its id, where this one has none."""
        return self.of(vendor.name) or vendor.id

    def short_name(self, vendor: Vendor) -> str:
        """A vendor's name for sentences and charts."""
        own = vendor.short.get(self.language) or vendor.name.get(self.language)
        return own or self.of(vendor.short) or self.name(vendor)

    def listed(self, parts: Iterable[str]) -> str:
        """Several things in a row."""
        return ("、" if self.language == "ja" else ", ").join(parts)

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences one after the other."""
        return ("" if self.language == "ja" else " ").join(parts)

    def unit_of_money(self, currency: str) -> str:
        """A currency as a column header names it."""
        return "円" if currency == "JPY" and self.language == "ja" else currency

    def money(self, amount: Fraction | Decimal, currency: str) -> str:
        """An amount in a sentence, with its currency."""
        number = money_text(amount, currency)
        if currency != "JPY":
            return f"{currency} {number}"
        return f"{number}円" if self.language == "ja" else f"¥{number}"


def plain(number: Decimal | int) -> str:
    """A number as it was written, thousands separated, without trailing zeros."""
    value = Decimal(number)
    return f"{value.normalize() if value else Decimal(0):,f}"


def fixed(number: Decimal) -> str:
    """A rounded number with all its decimals, thousands separated."""
    return f"{number:,f}"


def nearly(value: Fraction, places: int = 4) -> str:
    """A number in a worked calculation: enough decimals to follow it, no more."""
    return plain(round_to(value, places))


def decimals_of(currency: str) -> int:
    """How many decimals amounts of a currency have."""
    return 0 if currency in WITHOUT_CENTS else 2


def money_text(amount: Fraction | Decimal, currency: str, more: int = 0) -> str:
    """An amount without its currency, rounded half up; ``more`` decimals for unit prices."""
    return fixed(round_to(Fraction(amount), decimals_of(currency) + more))


def percent_text(share: Fraction, places: int = 1) -> str:
    """A share of 1 in percent, without the sign; the header names the unit."""
    return fixed(round_to(100 * share, places))
