"""What other accepted methods make of the same scores: an appendix, never the result."""

from collections.abc import Mapping
from dataclasses import dataclass

from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.second_opinion import Opinion, SecondOpinion


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRow:
    """One vendor by three methods."""

    name: str
    rank: str
    topsis: tuple[str, str]
    """Rank and closeness."""
    promethee: tuple[str, str]
    """Rank and net flow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionText:
    """The second opinion in one language."""

    rows: tuple[OpinionRow, ...]
    sentences: tuple[str, ...]
    """Whether each method would order otherwise, and how."""


def build_opinion_text(
    comparison: Comparison, opinion: SecondOpinion, names: Mapping[str, str], words: Wording
) -> OpinionText | None:
    """The second opinion; None with fewer than two ranked vendors."""
    topsis, promethee = opinion.topsis, opinion.promethee2
    if topsis is None or promethee is None:
        return None
    vendors = comparison.sheet.vendors
    ranked = {
        vendors[place]: int(comparison.ranks[place])
        for place in comparison.in_order()
        if comparison.ranks[place]
    }
    return OpinionText(
        rows=tuple(
            OpinionRow(
                name=names[vendor],
                rank=str(rank),
                topsis=_cells(topsis, vendor),
                promethee=_cells(promethee, vendor),
            )
            for vendor, rank in ranked.items()
        ),
        sentences=(
            _sentence("TOPSIS", topsis, ranked, names, words),
            _sentence("PROMETHEE II", promethee, ranked, names, words),
        ),
    )


def _cells(opinion: Opinion, vendor: str) -> tuple[str, str]:
    return str(opinion.place(vendor)), f"{opinion.figures[vendor]:.4f}"


def _sentence(
    method: str,
    opinion: Opinion,
    ranked: Mapping[str, int],
    names: Mapping[str, str],
    words: Wording,
) -> str:
    if opinion.ranking == tuple(ranked):
        return words.gettext("%(method)s puts the vendors in the same order.", method=method)
    return words.gettext(
        "%(method)s would order them otherwise: %(order)s.",
        method=method,
        order=words.listed(names[vendor] for vendor in opinion.ranking),
    )
