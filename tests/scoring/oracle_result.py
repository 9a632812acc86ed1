"""What the judge says of a case."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Cell = tuple[str, Fraction | None]
"""State and score on the scale."""
Tie = tuple[frozenset[str], str | None]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is said of one vendor; nothing but status and gates for one that left."""

    status: str
    gates: dict[str, str]
    cost: dict[str, Fraction | None] | None
    cells: dict[str, Cell]
    points: dict[str, Fraction]
    """By criterion, where there is a total."""
    groups: dict[str, Fraction]
    """Group scores on the scale."""
    group_points: dict[str, Fraction]
    total: Fraction | None
    printed: Decimal | None
    coverage: tuple[int, int, Fraction | None]
    """Scored, applicable, weight in percent."""
    below: list[str]
    rank: int | None = None


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The whole result."""

    group_weights: dict[str, Fraction]
    """Of groups in use, in percent."""
    criterion_weights: dict[str, Fraction]
    vendors: dict[str, Standing]
    ties: list[Tie]
