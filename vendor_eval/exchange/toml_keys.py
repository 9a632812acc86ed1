"""Keys of a TOML table, taken one by one: each is read as what it must be, or the mistake noted.

Lines are looked up only once there is a mistake to point at.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vendor_eval.criteria.mistakes import Mistake, Path, one_line, plain, shown
from vendor_eval.criteria.model import Text
from vendor_eval.exchange.csv_rows import CONTROL, LONGEST_CELL
from vendor_eval.exchange.findings import Findings
from vendor_eval.exchange.nearest import nearest
from vendor_eval.exchange.numbers import LARGEST, MOST_PLACES, has_places, parse_number
from vendor_eval.language import N_

MISSPELT = 0.8
"""So alike, a name nobody knows is a slip of the finger in one that somebody does."""
MOST = 1_000
"""Entries of a list or table."""


@dataclass(frozen=True, slots=True)
class Keys:
    """One table of the file; keys are ticked off as they are asked for."""

    table: Mapping[str, Any]
    path: Path
    mistakes: list[Mistake]
    asked: list[str] = field(default_factory=list)
    inners: dict[str, "Keys"] = field(default_factory=dict)
    """Tables within this one that were asked for."""

    def tell(self, key: str | Path, what: str, cure: str, /, **values: object) -> None:
        """Note a mistake at a key of this table."""
        path = (key,) if isinstance(key, str) else key
        self.mistakes.append(Mistake((*self.path, *path), what, cure, values))

    def take(self, key: str) -> Any:
        """The value of a key, None without one."""
        self.asked.append(key)
        return self.table.get(key)

    def inner(self, key: str) -> "Keys":
        """The table under a key; an empty one without it."""
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            what = N_("%(value)s is not a table")
            cure = N_("write the keys in braces or under a heading in square brackets")
            self.tell(key, what, cure, value=shown(value))
        table = value if isinstance(value, dict) else {}
        return self.inners.setdefault(key, Keys(table, (*self.path, key), self.mistakes))

    def text(self, key: str) -> str | None:
        """A text that is not blank."""
        value = self.take(key)
        return None if value is None else self._text((key,), value)

    def _text(self, path: Path, value: object) -> str | None:
        if not isinstance(value, str):
            what, cure = N_("%(value)s is not a text"), N_("put it in quotation marks")
            self.tell(path, what, cure, value=shown(value))
            return None
        text = value.strip()
        if not text or CONTROL.search(text):
            what = N_("the text is empty or holds a control character")
            self.tell(path, what, N_("write the text, or delete the key if it may be left out"))
        elif len(text) > LONGEST_CELL:
            what = N_("the text is longer than %(limit)s characters")
            self.tell(path, what, N_("shorten it"), limit=LONGEST_CELL)
        return text

    def texts(self, key: str) -> Text:
        """A text by language."""
        value = self.take(key)
        if isinstance(value, dict) and value:
            read = {code: self._text((key, code), text) for code, text in value.items()}
            return {code: text for code, text in read.items() if text is not None}
        if value is not None:
            what = N_("%(value)s is not a text in each language")
            self.tell(key, what, N_('write { ja = "…", en = "…" }'), value=shown(value))
        return {}

    def choice(self, key: str, allowed: Collection[str]) -> str | None:
        """One of a few words."""
        value = self.take(key)
        return value if value is None or self._allowed((key,), value, allowed) else None

    def _allowed(self, path: Path, value: object, allowed: Collection[str]) -> bool:
        if isinstance(value, str) and value in allowed:
            return True
        near = nearest(value, allowed) if isinstance(value, str) else ""
        cure = N_('write "%(near)s"; allowed are: %(allowed)s')
        if not near:
            cure = N_("write one of: %(allowed)s")
        values = {"value": shown(value), "near": near, "allowed": ", ".join(allowed)}
        self.tell(path, N_("%(value)s is not one of the allowed values"), cure, **values)
        return False

    def words(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...] | None:
        """A list of different words; None without the key."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, list) or len(value) > MOST:
            what = N_("%(value)s is not a list")
            self.tell(
                key,
                what,
                N_('write a list in square brackets, such as ["a", "b"]'),
                value=shown(value),
            )
            return None
        read: list[str] = []
        for place, item in enumerate(value):
            path = (key, place)
            if allowed is not None and not self._allowed(path, item, allowed):
                continue
            word = self._text(path, item)
            if word in read:
                what = N_("%(value)s is there twice")
                self.tell(path, what, N_("delete one of them"), value=shown(word))
            elif word is not None:
                read.append(word)
        return tuple(read)

    def number(
        self,
        key: str,
        *,
        above: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> Decimal | None:
        """A number, or a text of one, within limits."""
        number = self._number(key, self.take(key))
        if number is None:
            return None
        value = plain(number)
        if above is not None and number <= above:
            what = N_("%(value)s is not above %(limit)s")
            self.tell(key, what, N_("write a number above %(limit)s"), value=value, limit=above)
        if at_least is not None and number < at_least:
            what, cure = N_("%(value)s is below %(limit)s"), AT_LEAST
            self.tell(key, what, cure, value=value, limit=at_least)
        if at_most is not None and number > at_most:
            what, cure = N_("%(value)s is above %(limit)s"), AT_MOST
            self.tell(key, what, cure, value=value, limit=at_most)
        return number

    def _number(self, key: str, value: object) -> Decimal | None:
        if value is None:
            return None
        number = parse_number(value) if isinstance(value, str) else None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
        if number is None or not number.is_finite():
            what = N_("%(value)s is not a number")
            self.tell(key, what, N_("write a number, such as 42000000 or 0.10"), value=shown(value))
            return None
        if abs(number) > LARGEST or not has_places(number, MOST_PLACES):
            what = N_("%(value)s has too many digits")
            cure = N_("write at most %(digits)d digits before the point and %(places)d after it")
            digits = {"digits": LARGEST.adjusted(), "places": MOST_PLACES}
            self.tell(key, what, cure, value=shown(value), **digits)
            return None
        return number

    def numbers(
        self, key: str, *, above: int | None = None, at_least: int | None = None
    ) -> dict[str, Decimal]:
        """A table of numbers under names of the author's choice."""
        inner = self.inner(key)
        read = {name: inner.number(name, above=above, at_least=at_least) for name in inner.table}
        return {name: number for name, number in read.items() if number is not None}

    def tables(self, key: str) -> list[dict[str, Any]]:
        """A list of tables."""
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            what, cure = N_("%(value)s is not a list of tables"), N_("write [[%(key)s]] above each")
            self.tell(key, what, cure, value=shown(value), key=key)
            return []
        return value

    def check_known(self, path: Path, name: str, known: Iterable[str], what: str) -> bool:
        """Whether a name stands for something; else the one probably meant is named."""
        known = list(known)
        if name in known:
            return True
        near = nearest(name, known)
        cure = N_("write %(near)s, or add what is missing")
        if not near:
            cure = N_("correct the id, or add what is missing")
        self.tell(path, what, cure, id=shown(name), near=near)
        return False

    def further(self, findings: Findings) -> dict[str, Any]:
        """Keys nobody asked for, with their values, as deep as tables were asked for."""
        absent = [key for key in self.asked if key not in self.table]
        kept: dict[str, Any] = {}
        for key, value in self.table.items():
            if key in self.inners:
                inside = self.inners[key].further(findings)
                kept |= {key: inside} if inside else {}
            elif key not in self.asked:
                kept[key] = value
                self._unknown(key, nearest(key, absent, MISSPELT), findings)
        return kept

    def _unknown(self, key: str, meant: str, findings: Findings) -> None:
        if meant:
            what = N_("the key %(key)s is unknown")
            self.tell(key, what, N_("write %(near)s, or delete it"), key=shown(key), near=meant)
            return
        place = ".".join(str(part) for part in (*self.path, key))
        findings.warn("unknown-key", one_line(place))


AT_LEAST = N_("write a number that is at least %(limit)s")
AT_MOST = N_("write a number that is at most %(limit)s")
