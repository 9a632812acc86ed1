"""Weights that a panel finds together: what one person's answers mean, and what all come to; pure.

Answers are texts as they were typed, by group; comparisons of pairs by ``first:second``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Literal, get_args

from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.scoring.elicitation import (
    BEST_SWING,
    Priorities,
    Spread,
    centroid_weights,
    combined,
    point_weights,
    priorities,
    spread_of,
)
from vendor_eval.scoring.rounding import share_out
from vendor_eval.scoring.sheet import Purchase, purchase_weights
from vendor_eval.scoring.weighting import group_weights

Method = Literal["points", "order", "swing", "pairs"]
METHODS: tuple[Method, ...] = get_args(Method)

SCALE = (*(str(n) for n in range(9, 0, -1)), *(f"1/{n}" for n in range(2, 10)))
"""How many times as important the first of a pair is, the most first (Saaty 1980)."""
PLACES = 2
"""Decimals of a proposed weight."""

Answers = Mapping[str, str]
Mistake = Literal["number", "place", "swing", "pair"]
Lack = Literal["missing", "nothing-above", "no-best"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsFound:
    """How the weights of an evaluation were found, for the record."""

    method: Method
    people: int
    ratio: str
    """The consistency ratio of all together in digits; empty where there is none."""
    adjusted: bool
    """Whether the lead took over something else than what came out."""
    weights: Mapping[str, Decimal]
    """Own weights of groups as they were taken over."""

    def holds_for(self, purchase: Purchase) -> bool:
        """Whether these are still the weights."""
        return dict(purchase.weights) == dict(self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one person's answers come to."""

    weights: tuple[Fraction, ...]
    """Of the groups in their order, totalling 1."""
    priorities: Priorities | None = None
    """With comparisons of pairs: how far they fit each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What the answers of several people come to."""

    people: tuple[Said, ...]
    spread: tuple[Spread, ...]
    combined: Said
    """The mean of the weights; with pairs, the geometric mean of the comparisons."""


def groups_in_use(criteria: CriteriaSet, purchase: Purchase) -> tuple[str, ...]:
    """Groups that have a weight and something in them that counts."""
    return tuple(purchase_weights(criteria, purchase).groups)


def pair_key(first: str, second: str) -> str:
    """What the answer about a pair is kept under."""
    return f"{first}:{second}"


def asked(method: Method, groups: Sequence[str]) -> tuple[str, ...]:
    """Everything a person is asked for; of pairs each one once."""
    if method == "pairs":
        return tuple(pair_key(*pair) for pair in combinations(groups, 2))
    return tuple(groups)


def number_of(text: str) -> Fraction | None:
    """A number from 0 in plain digits."""
    whole, _point, rest = text.partition(".")
    digits = whole + rest
    if len(text) > 12 or not (digits.isascii() and digits.isdigit()):  # noqa: PLR2004 - enough
        return None
    return Fraction(Decimal(text))


def mistakes(method: Method, groups: Sequence[str], answers: Answers) -> dict[str, Mistake]:
    """What cannot be used of what was answered; nothing of what is still open."""
    wrong: dict[str, Mistake] = {}
    for key in asked(method, groups):
        text = answers.get(key, "")
        if text and (mistake := _mistake(method, text, len(groups))):
            wrong[key] = mistake
    return wrong


def _mistake(method: Method, text: str, groups: int) -> Mistake | None:
    if method == "pairs":
        return None if text in SCALE else "pair"
    number = number_of(text)
    if method == "order":
        fits = number is not None and number.denominator == 1 and 1 <= number <= groups
        return None if fits else "place"
    if number is None:
        return "number"
    return "swing" if method == "swing" and number > BEST_SWING else None


def lack(method: Method, groups: Sequence[str], answers: Answers) -> Lack | None:
    """What is missing before answers without mistakes can be handed in."""
    texts = [answers.get(key, "") for key in asked(method, groups)]
    if not all(texts):
        return "missing"
    numbers = [number_of(text) or 0 for text in texts] if method != "pairs" else []
    if method == "points" and not any(numbers):
        return "nothing-above"
    if method == "swing" and max(numbers) != BEST_SWING:
        return "no-best"
    return None


def usable(method: Method, groups: Sequence[str], answers: Answers) -> bool:
    """Whether answers give weights."""
    return not mistakes(method, groups, answers) and lack(method, groups, answers) is None


def said(method: Method, groups: Sequence[str], answers: Answers) -> Said:
    """The weights that usable answers come to."""
    if method == "pairs":
        return _of_priorities(priorities(matrix(groups, answers)))
    numbers = [number_of(answers[group]) or Fraction(0) for group in groups]
    if method == "order":
        return Said(weights=centroid_weights([int(number) for number in numbers]))
    return Said(weights=point_weights(numbers))


def matrix(groups: Sequence[str], answers: Answers) -> list[list[float]]:
    """Comparisons of all pairs as a reciprocal matrix."""
    ratios = [[1.0] * len(groups) for _ in groups]
    for row, column in combinations(range(len(groups)), 2):
        ratio = Fraction(answers[pair_key(groups[row], groups[column])])
        ratios[row][column], ratios[column][row] = float(ratio), float(1 / ratio)
    return ratios


def _of_priorities(found: Priorities) -> Said:
    return Said(weights=point_weights(found.weights.tolist()), priorities=found)


def together(method: Method, groups: Sequence[str], people: Sequence[Answers]) -> Together:
    """What usable answers of one person or more come to."""
    each = tuple(said(method, groups, answers) for answers in people)
    spread = spread_of([person.weights for person in each])
    if method == "pairs":
        matrices = [matrix(groups, answers) for answers in people]
        return Together(
            people=each, spread=spread, combined=_of_priorities(priorities(combined(matrices)))
        )
    mean = Said(weights=tuple(one.mean for one in spread))
    return Together(people=each, spread=spread, combined=mean)


def ratio_text(found: Said) -> str:
    """The consistency ratio in digits; empty where there is none."""
    ratio = None if found.priorities is None else found.priorities.consistency_ratio
    return "" if ratio is None else f"{ratio:.3f}"


def shares(groups: Sequence[str], weights: Sequence[Fraction]) -> dict[str, Decimal]:
    """Percent by group, together 100.00, as weights are recorded and shown."""
    parts = share_out([weight * 100 for weight in weights], Decimal(100), PLACES)
    return dict(zip(groups, parts, strict=True))


# --- weights of an evaluation ------------------------------------------------------------

Band = tuple[Fraction, Fraction] | None


def proposal(
    criteria: CriteriaSet, purchase: Purchase, groups: Sequence[str], weights: Sequence[Fraction]
) -> dict[str, Decimal]:
    """Own weights of an evaluation: the weights found, rounded so that they total what they must.

    Each stays within the band of its group, as far as the bands allow the total at all. Groups
    that were not weighed and would have a weight get 0.

    Args:
        criteria: the criteria of the evaluation.
        purchase: what is bought.
        groups: what was weighed.
        weights: of the groups, in proportion.
    """
    rules = criteria.rules
    full = rules.out_of - rules.base
    given = {group: criteria.group(group).weight_band for group in groups}
    bands = [
        None if band is None else (Fraction(band[0]), Fraction(band[1])) for band in given.values()
    ]
    numbers = [full, *(bound for band in given.values() if band is not None for bound in band)]
    places = max(PLACES, *(decimals(number) for number in numbers))
    parts = share_out(within(weights, bands, Fraction(full)), full, places)
    inherited = group_weights(criteria, purchase.profile, purchase.variant)
    unweighed = {
        group: Decimal(0) for group, weight in inherited.items() if weight and group not in given
    }
    return {
        group: part.normalize() + 0 for group, part in zip(groups, parts, strict=True)
    } | unweighed


def decimals(number: Decimal) -> int:
    """Digits after the point that are not just zeros."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def within(
    weights: Sequence[Fraction], bands: Sequence[Band], full: Fraction
) -> tuple[Fraction, ...]:
    """Weights in proportion as far as their bands allow, totalling ``full``.

    What its band holds back or lifts stays at the bound; the rest shares what is left in
    proportion. Where no weights within the bands total ``full``, the bands are left aside.
    """
    total = sum(weights, Fraction(0))
    plain = tuple(weight * full / total for weight in weights)
    bounds = [(Fraction(0), None) if band is None else band for band in bands]

    def at(level: Fraction) -> tuple[Fraction, ...]:
        return tuple(
            max(low, weight * level if high is None else min(high, weight * level))
            for weight, (low, high) in zip(weights, bounds, strict=True)
        )

    steps = sorted(
        {Fraction(0)}
        | {
            bound / weight
            for weight, limits in zip(weights, bounds, strict=True)
            for bound in limits
            if weight and bound is not None
        }
    )
    below = [step for step in steps if sum(at(step)) <= full]
    if not below:
        return plain
    start = below[-1]
    rising = sum(
        (
            weight
            for weight, (low, high) in zip(weights, bounds, strict=True)
            if low <= weight * start and (high is None or weight * start < high)
        ),
        Fraction(0),
    )
    missing = full - sum(at(start), Fraction(0))
    if not missing:
        return at(start)
    return at(start + missing / rising) if rising else plain
