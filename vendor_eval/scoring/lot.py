"""Drawing a lot that anybody can draw again.

The seed and the id of each vendor are joined as text and hashed with SHA-256; the
vendors follow one another in the order of these hashes. Whoever has the seed and a
program that hashes comes to the same order::

    printf '%s' "SEEDvendor-id" | sha256sum
"""

import hashlib
from collections.abc import Iterable


def lot_hash(seed: str, vendor: str) -> str:
    """SHA-256 of the seed followed by the vendor's id, in hex."""
    return hashlib.sha256(f"{seed}{vendor}".encode()).hexdigest()


def draw_order(seed: str, vendors: Iterable[str]) -> tuple[str, ...]:
    """The vendors in the order of their hashes, the first drawn first."""
    return tuple(sorted(vendors, key=lambda vendor: lot_hash(seed, vendor)))
