"""Published weights: what people said as printed, and what it came to as printed."""

from fractions import Fraction
from typing import Any

# T. L. Saaty, "Decision making with the analytic hierarchy process", International Journal of
# Services Sciences 1(1), 2008, 83-98, table 2: coffee, wine, tea, beer, sodas, milk, water. The
# printed table has a slip (tea to wine 2, wine to tea 1/3); 3 gives the printed weights.
DRINKS: dict[str, Any] = {
    "comparisons": (
        ("1", "9", "5", "2", "1", "1", "1/2"),
        ("1/9", "1", "1/3", "1/9", "1/9", "1/9", "1/9"),
        ("1/5", "3", "1", "1/3", "1/4", "1/3", "1/9"),
        ("1/2", "9", "3", "1", "1/2", "1", "1/3"),
        ("1", "9", "4", "2", "1", "2", "1/2"),
        ("1", "9", "3", "1", "1/2", "1", "1/3"),
        ("2", "9", "9", "3", "2", "3", "1"),
    ),
    "weights": (0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327),
    "ratio": 0.022,
    "tolerance": 0.0006,
}

# The same, table 4.
FLEXIBILITY: dict[str, Any] = {
    "comparisons": (("1", "1/3", "1/6"), ("3", "1", "1/4"), ("6", "4", "1")),
    "weights": (0.091, 0.218, 0.691),
    "tolerance": 0.0006,
}

# T. L. Saaty, "The Analytic Hierarchy Process", 1980: wealth of US, USSR, China, France, UK,
# Japan, West Germany. The book's weights were rounded from a method by hand.
WEALTH: dict[str, Any] = {
    "comparisons": (
        ("1", "4", "9", "6", "6", "5", "5"),
        ("1/4", "1", "7", "5", "5", "3", "4"),
        ("1/9", "1/7", "1", "1/5", "1/5", "1/7", "1/5"),
        ("1/6", "1/5", "5", "1", "1", "1/3", "1/3"),
        ("1/6", "1/5", "5", "1", "1", "1/3", "1/3"),
        ("1/5", "1/3", "7", "3", "3", "1", "2"),
        ("1/5", "1/4", "5", "3", "3", "1/2", "1"),
    ),
    "weights": (0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094),
    "tolerance": 0.0021,
}

# R package MCDA, tests/AHP.R: three criteria, then the cars under each.
CARS: dict[str, Any] = {
    "criteria": (("1", "1/2", "3"), ("2", "1", "4"), ("1/3", "1/4", "1")),
    "cars": (
        (
            ("1", "1/4", "4", "1/6"),
            ("4", "1", "4", "1/4"),
            ("1/4", "1/4", "1", "1/5"),
            ("6", "4", "5", "1"),
        ),
        (
            ("1", "2", "5", "1"),
            ("1/2", "1", "3", "2"),
            ("1/5", "1/3", "1", "1/4"),
            ("1", "1/2", "4", "1"),
        ),
        (
            ("1", "2", "4", "1"),
            ("1/2", "1", "3", "2"),
            ("1/4", "1/3", "1", "1/5"),
            ("1", "1/2", "5", "1"),
        ),
    ),
    "priorities": (0.2922, 0.2767, 0.0697, 0.3613),
    "tolerance": 6e-05,
}

# F. H. Barron and B. E. Barrett, "Decision quality using ranked attribute weights", Management
# Science 42(11), 1996, 1515-1523; table of W. Edwards and F. H. Barron, "SMARTS and SMARTER",
# Organizational Behavior and Human Decision Processes 60, 1994, 306-325.
CENTROIDS = {
    2: (0.75, 0.25),
    3: (0.6111, 0.2778, 0.1111),
    4: (0.5208, 0.2708, 0.1458, 0.0625),
    5: (0.4567, 0.2567, 0.1567, 0.0900, 0.0400),
    7: (0.3704, 0.2276, 0.1561, 0.1085, 0.0728, 0.0442, 0.0204),
    9: (0.3143, 0.2032, 0.1477, 0.1106, 0.0828, 0.0606, 0.0421, 0.0262, 0.0123),
}

# R. T. Clemen, "Making Hard Decisions": a car's colour, life span and price.
CAR_SWINGS: dict[str, Any] = {"points": (10, 75, 100), "weights": (0.054, 0.405, 0.541)}


def numbers(comparisons: tuple[tuple[str, ...], ...]) -> list[list[float]]:
    """A matrix as printed in numbers."""
    return [[float(Fraction(text)) for text in row] for row in comparisons]
