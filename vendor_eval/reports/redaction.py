"""Taking the names of others out of words that leave the house."""

import re
from collections.abc import Iterable

from vendor_eval.case import Case
from vendor_eval.criteria.model import Text

STANDS_FOR_A_NAME = "〔…〕"
FORMS = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|㈱|㈲|[(\uff08][株有][)\uff09]"
    r"|,?\s*\b(?:Inc|Ltd|LLC|Co|Corp|Corporation|Company|Limited|K\.?K|G\.?K)\b\.?",
    re.IGNORECASE,
)
"""What a company's name may be written with or without."""
SHORTEST, SHORTEST_ID = 2, 4
"""Fewer characters are no name that could be told from other words."""


class Redactor:
    """Knows every name but one vendor's own."""

    def __init__(self, case: Case, vendor_id: str) -> None:
        """Gather the names of other vendors and of the people who score.

        Args:
            case: the whole evaluation.
            vendor_id: whose own names stay.
        """
        others = [each for each in case.vendors if each.id != vendor_id]
        companies = [each for vendor in others for each in _values(vendor.name, vendor.short)]
        people = [each for person in case.evaluators for each in _values(person.name)]
        ids = [each.id for each in others] + [each.id for each in case.evaluators]
        own = case.vendor(vendor_id)
        kept = [*_values(own.name, own.short), own.id]
        kept += _cores(kept)
        self.own = {each.casefold() for each in kept}
        bare = [re.split(r"[(\uff08]", person)[0].strip() for person in people]
        whole = {*companies, *_cores(companies), *people, *bare, *kept}
        whole |= {each for each in ids if len(each) >= SHORTEST_ID}
        parts = {part for person in bare for part in person.split()}
        self.whole = _pattern(whole, re.IGNORECASE)
        self.parts = _pattern(parts, re.NOFLAG)

    def redact(self, text: str) -> str:
        """The text with other names replaced, also a family or given name as it is spelt."""
        for pattern in (self.whole, self.parts):
            text = pattern.sub(self._replacement, text) if pattern else text
        return text

    def redact_text(self, text: Text) -> Text:
        """The same in each language."""
        return {language: self.redact(words) for language, words in text.items()}

    def _replacement(self, found: re.Match[str]) -> str:
        return found[0] if found[0].casefold() in self.own else STANDS_FOR_A_NAME


def _values(*texts: Text) -> list[str]:
    return [each.strip() for text in texts for each in text.values() if each.strip()]


def _cores(names: Iterable[str]) -> list[str]:
    """Names of companies without their legal form."""
    return [core for name in names if (core := FORMS.sub("", name).strip(" ,、・")) != name]


def _pattern(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    """Any of these names, the longest first; Latin ones as whole words, spaces as they come."""
    known = sorted({name for name in names if len(name) >= SHORTEST}, key=lambda n: (-len(n), n))
    return re.compile("|".join(map(_spelt, known)), flags) if known else None


def _spelt(name: str) -> str:
    spelt = r"\s*".join(map(re.escape, name.split()))
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() and name[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
    return before + spelt + after
