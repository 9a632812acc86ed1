"""Column types that read the same from SQLite and PostgreSQL, and lose nothing.

Numbers are kept as decimal text: SQLite would turn NUMERIC into binary floats.
Texts in several languages are one column of JSON, so a third language needs no
migration and "not given" stays apart from "given, but empty".
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args

import sqlalchemy as sa

from vendor_eval.scoring.sheet import Value


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment in UTC. SQLite drops time zones; this type gives them back."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store UTC without its label; refuse a time of unknown zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Label what was stored as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class DecimalText(sa.TypeDecorator[Decimal]):
    """An exact number, written as decimal text."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> str | None:
        """The number in digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Decimal | None:
        """The number again."""
        return None if value is None else Decimal(value)


class ValueText(sa.TypeDecorator[Value]):
    """A value of a cell: a number as decimal text, ``na``, or NULL for unrated."""

    impl = sa.String
    cache_ok = True

    def process_bind_param(self, value: Value, dialect: sa.Dialect) -> str | None:
        """The value as text."""
        return str(value) if isinstance(value, Decimal) else value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Value:
        """The value again."""
        return VALUES[value]


class _Values(dict[str | None, Value]):
    """Values by their text. Ratings repeat, so each text is read once."""

    def __missing__(self, text: str) -> Decimal:
        value = Decimal(text)
        if len(self) < MOST_VALUES:
            self[text] = value
        return value


MOST_VALUES = 10_000
VALUES = _Values({None: None, "na": "na"})
"""The value of each stored text."""


class JsonText(sa.TypeDecorator[Any]):
    """Plain data as JSON text; what is empty is NULL and reads as ``empty``.

    Decimals, dates and times are marked, so that they come back as what they were.
    """

    impl = sa.Text
    cache_ok = True

    def __init__(self, empty: type[dict[str, Any]] | type[tuple[Any, ...]] = dict) -> None:
        super().__init__()
        self.empty = empty

    def process_bind_param(self, value: object, dialect: sa.Dialect) -> str | None:
        """The JSON text."""
        return to_json(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> object:
        """The data; lists come back as tuples where ``empty`` is one."""
        return self.empty() if value is None else self.empty(from_json(value))


Texts = JsonText
"""A text by language code, or any other mapping of names."""


def words() -> JsonText:
    """A short list of words."""
    return JsonText(tuple)


def choice(name: str, values: object) -> sa.Enum:
    """A column that takes the members of a ``Literal``, as they are spelt."""
    return sa.Enum(*get_args(values), native_enum=False, create_constraint=True, name=name)


def member_of(members: type[StrEnum]) -> sa.Enum:
    """A column that takes the members of an enumeration, stored as their values."""
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=True,
        name=members.__name__.lower(),
        values_callable=lambda each: [member.value for member in each],
    )


def to_json(value: object) -> str | None:
    """JSON text of plain data, None of what is empty."""
    return json.dumps(value, ensure_ascii=False, default=_marked) if value else None


def from_json(text: str) -> Any:
    """What ``to_json`` was given."""
    return json.loads(text, object_hook=_unmarked)


def _marked(value: object) -> object:
    """What JSON lacks, as ``{"$type": "text"}``."""
    match value:
        case Mapping():
            return dict(value)
        case Decimal():
            return {"$decimal": str(value)}
        case datetime():
            return {"$datetime": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": value.isoformat()}
    raise TypeError(f"{value!r} cannot be stored")


_TYPES: Mapping[str, Callable[[str], object]] = {
    "$decimal": Decimal,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
}


def _unmarked(item: dict[str, Any]) -> object:
    if len(item) == 1:
        [(key, value)] = item.items()
        if key in _TYPES and isinstance(value, str):
            return _TYPES[key](value)
    return item


def utc_now() -> datetime:
    """The present moment, for the edges of the program to hand inwards."""
    return datetime.now(UTC)
