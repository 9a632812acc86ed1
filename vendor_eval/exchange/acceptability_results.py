"""Rank acceptability as JSON (FORMATS.md section 5)."""

from dataclasses import asdict
from typing import Any

from vendor_eval.scoring.acceptability import RankAcceptability


def build_acceptability(acceptability: RankAcceptability) -> dict[str, Any]:
    """The block ``rank_acceptability``: for each vendor its shares of the ranks, first to last."""
    return asdict(acceptability)
