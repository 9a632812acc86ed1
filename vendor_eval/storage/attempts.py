"""Counting attempts in the database, so that a limit holds over every process and machine.

Kept small on purpose: the known libraries count in memory, for one process
alone, or want a further server.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from vendor_eval.storage.account_tables import Attempt


def count_attempt(session: Session, parts: Sequence[str], now: datetime, span: timedelta) -> int:
    """Count one more attempt in the span of time that ``now`` falls into, and commit.

    Args:
        session: Of the request; nothing else may be pending in it.
        parts: What is limited and for whom, such as ``("sign-in", address)``.
        now: The present moment.
        span: Length of the spans; they start at whole multiples of it.

    Returns:
        How many there have been in this span, this one included.
    """
    what = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    start = span_start(now, span)
    session.exec(sa.delete(Attempt).where(sa.column("span_start") < now - 2 * span))
    insert = postgresql.insert if _dialect(session) == "postgresql" else sqlite.insert
    counted = (
        insert(Attempt)
        .values(what=what, span_start=start, count=1)
        .on_conflict_do_update(
            index_elements=["what", "span_start"],
            set_={"count": Attempt.__table__.c.count + 1},  # type: ignore[attr-defined]
        )
        .returning(sa.column("count", sa.Integer))
    )
    count = session.exec(counted).scalar_one()
    session.commit()
    return int(count)


def span_start(now: datetime, span: timedelta) -> datetime:
    """Start of the span of time that ``now`` falls into."""
    seconds = span.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
