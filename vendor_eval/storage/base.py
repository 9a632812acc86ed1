"""What every table is made from."""

from typing import Any, ClassVar, cast

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from vendor_eval.storage.columns import DecimalText, Texts, words


class Table(SQLModel):
    """Base of every table; named constraints let migrations alter them."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def column(sa_type: Any, **options: Any) -> Any:
    """A field whose column type is given, not guessed from the annotation."""
    return Field(sa_type=sa_type, **options)


def added(default: Any, at_first: Any, **options: Any) -> Any:
    """A field that came later: ``at_first`` is what rows had that were there before, in SQL."""
    return Field(default=default, sa_column_kwargs={"server_default": at_first}, **options)


def number() -> Any:
    """A field for an exact number that may be missing."""
    return column(DecimalText, default=None)


def texts() -> Any:
    """A field for a text by language, or another mapping; empty unless given."""
    return column(Texts, default_factory=dict, nullable=True)


def word_list() -> Any:
    """A field for a short list of words; empty unless given."""
    return column(words(), default=(), nullable=True)


def table_of(table: type[Table]) -> sa.Table:
    """The plain table, for statements that are built once and run all the time."""
    return cast("sa.Table", sa.inspect(table).local_table)
