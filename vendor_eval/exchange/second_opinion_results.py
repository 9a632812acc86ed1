"""A second opinion as JSON (FORMATS.md section 5)."""

from typing import Any

from vendor_eval.scoring.second_opinion import Opinion, SecondOpinion


def build_second_opinion(opinion: SecondOpinion) -> dict[str, Any]:
    """The ``second_opinion`` block."""
    return {
        "topsis": _block("closeness", opinion.topsis),
        "promethee2": _block("net_flow", opinion.promethee2),
    }


def _block(figure: str, opinion: Opinion | None) -> dict[str, Any] | None:
    if opinion is None:
        return None
    return {figure: dict(opinion.figures), "ranking": list(opinion.ranking)}
