"""How often each vendor takes each rank, as tables one can read without colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.language import N_
from vendor_eval.reports.wording import Wording, fixed, plain
from vendor_eval.scoring.acceptability import NEAR, RankAcceptability, Shares
from vendor_eval.scoring.rounding import round_to, share_out

MOST_RANKS = 6
"""Columns; with more vendors the last one holds every further rank."""
TONES = 5
"""Shades of grey from a share of 0 to all."""

MODES = (
    (
        "any_weights",
        N_("Any weights"),
        N_("Weights drawn from all there are, each as likely as any other."),
    ),
    (
        "near_weights",
        N_("Weights near today's"),
        N_("Each group's weight drawn within %(percent)s%% of its own, then scaled to 100."),
    ),
    (
        "redrawn_panel",
        N_("Weights near today's, panel redrawn"),
        N_(
            "The same weights, and each time a panel of the same size drawn from the evaluators,"
            " some of them twice or not at all; agreed values stay. It tells whether the lead is"
            " larger than the panel's own disagreement."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Share:
    """One cell."""

    text: str
    """Percent."""
    tone: int
    """How dark: 0 for never, ``TONES`` for nearly always."""


@dataclass(frozen=True, slots=True)
class RankRow:
    """A vendor and its shares of the ranks."""

    vendor_id: str
    name: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class RankTable:
    """One way of drawing."""

    id: str
    title: str
    explanation: str
    rows: tuple[RankRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankTables:
    """All ways of drawing."""

    heads: tuple[str, ...]
    """Ranks; the last may be several."""
    tables: tuple[RankTable, ...]
    drawn: str
    """A sentence: how many samples, from which seed, how exact."""


def build_rank_tables(
    drawn: RankAcceptability | None, names: Mapping[str, str], words: Wording
) -> RankTables | None:
    """The tables; None where nothing was drawn, or one vendor has nobody beside it.

    Args:
        drawn: what came out.
        names: of vendors.
        words: of the reader.
    """
    if drawn is None or len(drawn.any_weights) < 2:  # noqa: PLR2004 - two to change places
        return None
    ranks = len(drawn.any_weights)
    heads = [str(rank) for rank in range(1, min(ranks, MOST_RANKS) + 1)]
    if ranks > MOST_RANKS:
        heads[-1] = f"{MOST_RANKS}–{ranks}"
    return RankTables(
        heads=tuple(heads),
        tables=tuple(
            RankTable(
                id=mode.replace("_", "-"),
                title=words.gettext(title),
                explanation=words.gettext(text, percent=percent_of_near()),
                rows=_rows(getattr(drawn, mode), names),
            )
            for mode, title, text in MODES
        ),
        drawn=words.gettext(
            "%(samples)s samples from seed %(seed)s; the same seed draws the same ones. A share is"
            " exact to about ±%(error)s percentage points (twice its standard error).",
            samples=plain(drawn.samples),
            seed=drawn.seed,
            error=fixed(round_to(200 * Fraction(drawn.standard_error), 1)),
        ),
    )


def percent_of_near() -> str:
    """How far weights near today's lie from them, in percent."""
    return plain(Decimal(100) * Decimal(repr(NEAR)))


def _rows(shares: Shares, names: Mapping[str, str]) -> tuple[RankRow, ...]:
    return tuple(RankRow(vendor, names[vendor], share_texts(own)) for vendor, own in shares.items())


def _merged(shares: Sequence[float]) -> list[Fraction]:
    exact = [Fraction(share) for share in shares]
    if len(exact) <= MOST_RANKS:
        return exact
    return [*exact[: MOST_RANKS - 1], sum(exact[MOST_RANKS - 1 :], Fraction(0))]


def share_texts(shares: Sequence[float]) -> tuple[Share, ...]:
    """A vendor's shares of the ranks, rounded so that they add up to 100."""
    merged = _merged(shares)
    percent = share_out([100 * share for share in merged], Decimal("100.0"), 1)
    return tuple(
        Share(_text(share, printed), round(float(share) * TONES))
        for share, printed in zip(merged, percent, strict=True)
    )


def _text(share: Fraction, printed: Decimal) -> str:
    """Never a plain 0 for what did happen, or a plain 100 for what did not always."""
    if share and not printed:
        return "<0.1"
    if share in (0, 1):
        return str(100 * share)
    if printed == 100:  # noqa: PLR2004 - percent
        return ">99.9"
    return fixed(printed)
