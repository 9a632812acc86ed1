"""What if: the same answers under other group weights, volumes and cost assumption.

A trial never touches the sheet it starts from; it makes another one, which is compared
as any other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from vendor_eval.scoring.pricing import Volume
from vendor_eval.scoring.rounding import share_out
from vendor_eval.scoring.sheet import Answers, Purchase, ScoreSheet, build_sheet

WHOLE = Fraction(100)
"""What the weights of a trial total, in percent."""
PLACES = 9
"""Decimals of a weight that is tried: nobody sees the rest, and no total moves by it."""

Level = Literal["low", "base", "peak"]
LEVELS: tuple[Level, ...] = ("low", "base", "peak")
Assumption = Literal["common", "claimed"]
COUNTS = ("calls_offered", "emails", "chats", "dials")
"""What a level multiplies; how long a call takes does not depend on how many there are."""
VOLUMES = tuple(each.name for each in fields(Volume))


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried. What is left out is as the evaluation has it."""

    weights: Mapping[str, Decimal] = field(default_factory=dict)
    """Percent, of every group in use, 100 in all; empty is the evaluation's."""
    assumption: Assumption | None = None
    volume: Mapping[str, Decimal] = field(default_factory=dict)
    """Per month, by the names of ``Volume``."""
    level: Level = "base"
    low: Decimal = Decimal(70)
    """Percent of the volumes."""
    peak: Decimal = Decimal(130)

    @property
    def factor(self) -> Decimal:
        """What the volumes are multiplied by, in percent."""
        return {"low": self.low, "base": Decimal(100), "peak": self.peak}[self.level]


def redistributed(
    weights: Mapping[str, Fraction],
    moved: Mapping[str, Fraction],
    held: Collection[str],
    fallback: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    """Weights after some are moved: those held stay, the others keep their proportions.

    What is moved gets what was asked for as far as those held leave it, and all that
    they leave where nothing else is free.

    Args:
        weights: before, in percent; scaled to 100 in all where they are not.
        moved: new weight of each group that is moved; below 0 counts as 0.
        held: groups that stay as they are, unless they are moved themselves.
        fallback: proportions of groups that are all at 0 and must take something.

    Returns:
        Percent of the same groups, none negative, exactly 100 in all.
    """
    before = spread(weights, WHOLE, fallback)
    fixed = {name: before[name] for name in before if name in held and name not in moved}
    asked = {name: max(moved[name], Fraction(0)) for name in before if name in moved}
    free = {name: before[name] for name in before if name not in fixed and name not in asked}
    room = WHOLE - sum(fixed.values())
    if sum(asked.values()) > room or not free:
        asked = spread(asked, room, fallback)
    rest = spread(free, room - sum(asked.values()), fallback)
    return {name: {**fixed, **asked, **rest}[name] for name in before}


def spread(
    parts: Mapping[str, Fraction], total: Fraction, fallback: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Parts scaled to a total; those all at 0 take it in the proportions of ``fallback``."""
    for shares in (parts, {name: fallback.get(name, Fraction(0)) for name in parts}):
        if whole := sum(shares.values()):
            return {name: share * total / whole for name, share in shares.items()}
    return {name: total / len(parts) for name in parts}


def in_places(weights: Mapping[str, Fraction], places: int = PLACES) -> dict[str, Decimal]:
    """Weights in decimals that still total 100."""
    rounded = share_out(list(weights.values()), Decimal(100), places)
    return dict(zip(weights, rounded, strict=True))


def official_weights(sheet: ScoreSheet) -> dict[str, Decimal]:
    """Weights of the groups in use, in percent and decimals."""
    return in_places(sheet.weights.group_percent())


def fitted(trial: Trial, sheet: ScoreSheet) -> Trial:
    """A trial as it applies to a sheet: a group it does not know has its own weight.

    Weights that are the sheet's own, and volumes and an assumption that are, are left out.
    """
    own, purchase = official_weights(sheet), sheet.purchase
    weights = trial.weights
    if weights and weights.keys() != own.keys():
        known = {name: Fraction(weights.get(name, own[name])) for name in own}
        weights = in_places(spread(known, WHOLE, {n: Fraction(own[n]) for n in own}))
    volume = {
        name: number
        for name, number in trial.volume.items()
        if number != getattr(purchase.volume, name)
    }
    return replace(
        trial,
        weights={} if weights == own else dict(weights),
        volume=volume,
        assumption=None if trial.assumption == purchase.assumption else trial.assumption,
    )


def is_official(trial: Trial) -> bool:
    """Whether a trial that is fitted changes nothing."""
    return not (trial.weights or trial.volume or trial.assumption or trial.factor != Decimal(100))


def tried_purchase(trial: Trial, purchase: Purchase) -> Purchase:
    """What is bought as the trial has it."""
    return replace(
        purchase,
        weights={**purchase.weights, **trial.weights},
        volume=tried_volume(trial, purchase.volume),
        assumption=trial.assumption or purchase.assumption,
    )


def tried_volume(trial: Trial, volume: Volume) -> Volume:
    """Volumes of the trial, its level counted in."""
    numbers = {name: getattr(volume, name) for name in VOLUMES} | dict(trial.volume)
    share = trial.factor.scaleb(-2)
    return Volume(
        **{name: number * share if name in COUNTS else number for name, number in numbers.items()}
    )


def tried_sheet(trial: Trial, sheet: ScoreSheet, answers: Answers) -> ScoreSheet:
    """The sheet under a trial that is fitted to it; the sheet itself where it changes nothing.

    Args:
        trial: what is tried.
        sheet: of the evaluation; its ratings and agreed values are used as they lie there.
        answers: vendors, evaluators, measures, gates and quotations of the same evaluation.

    Raises:
        ZeroDivisionError: see ``build_sheet``.
    """
    if is_official(trial):
        return sheet
    purchase = tried_purchase(trial, sheet.purchase)
    facts = replace(answers, ratings=(), consensus={}, recusals=())
    anew = build_sheet(sheet.criteria, purchase, facts)
    rated = [sheet.weights.columns[column].id for column in sheet.rated]
    kept = _places([anew.weights.columns[column].id for column in anew.rated], rated)
    return replace(
        anew,
        evaluator_weights=sheet.evaluator_weights,
        unit=sheet.unit,
        ratings=sheet.ratings[:, :, kept],
        rated_na=sheet.rated_na[:, :, kept],
        consensus=sheet.consensus[:, kept],
        consensus_na=sheet.consensus_na[:, kept],
        first_places=sheet.first_places,
    )


def _places(names: Iterable[str], among: Iterable[str]) -> list[int]:
    at = {name: place for place, name in enumerate(among)}
    return [at[name] for name in names]
