"""Quotations as they are entered: all lines of one vendor at a time."""

from collections.abc import Sequence
from dataclasses import fields

import sqlalchemy as sa
from sqlmodel import Session, col

from vendor_eval import case as c
from vendor_eval.scoring.pricing import QuoteLine
from vendor_eval.storage.evaluations import evaluation_number
from vendor_eval.storage.rows import quote_of, quote_row
from vendor_eval.storage.tables import Quote
from vendor_eval.storage.trail import Deed, record
from vendor_eval.storage.vendor_facts import Change, require_same, require_vendor


def load_quotes(session: Session, evaluation: str, vendor: str) -> tuple[c.Quote, ...]:
    """The lines of one vendor's quotation in their order.

    Raises:
        NotFoundError: there is no such evaluation.
    """
    return _load(session, evaluation_number(session, evaluation), vendor)


def _load(session: Session, number: int, vendor: str) -> tuple[c.Quote, ...]:
    rows = session.execute(
        sa.select(sa.inspect(Quote).local_table)
        .where(col(Quote.evaluation_id) == number, col(Quote.vendor) == vendor)
        .order_by(col(Quote.position))
    )
    return tuple(map(quote_of, rows))


def save_quotes(
    session: Session,
    change: Change,
    quotes: Sequence[c.Quote],
) -> bool:
    """Put a quotation in place of the one that is there. Commits.

    Args:
        session: commits.
        change: who changes which vendor.
        quotes: its lines, checked.

    Returns:
        Whether anything changed.

    Raises:
        NotFoundError: it is not in the evaluation.
        StageError: nothing can be entered now.
        ConflictError: somebody else has changed it meanwhile.
    """
    with change.entering(session) as number:
        require_vendor(session, number, change.vendor)
        current = _load(session, number, change.vendor)
        require_same(current, change)
        if current == tuple(quotes):
            return False
        session.execute(
            sa.delete(Quote).where(
                col(Quote.evaluation_id) == number, col(Quote.vendor) == change.vendor
            )
        )
        rows = [quote_row(quote, at) | {"evaluation_id": number} for at, quote in enumerate(quotes)]
        if rows:
            session.execute(sa.insert(Quote), rows)
        deed = Deed(
            what="quotation.set",
            about={"vendor": change.vendor},
            old=_words(current),
            new=_words(quotes),
        )
        record(session, number, change.user, change.now, deed)
        return True


def _words(quotes: Sequence[c.Quote]) -> str | None:
    """The lines as text, one a line; None without any."""
    return "\n".join(map(_line, quotes)) or None


def _line(quote: c.Quote) -> str:
    names = [each.name for each in fields(QuoteLine) if each.name != "kind"]
    numbers = [
        f"{name} {value}" for name in names if (value := getattr(quote.line, name)) is not None
    ]
    label = next((text for text in quote.label.values() if text), "")
    return ", ".join([quote.line.kind, *numbers, *([label] if label else [])])
