"""Random criteria files: every scale, rule, kind and formula."""

from collections.abc import Sequence
from random import Random
from typing import Any, TypeVar

Plain = dict[str, Any]
Chosen = TypeVar("Chosen")

FLOWS: tuple[tuple[str, ...], ...] = (("inbound",), ("outbound",), ("inbound", "outbound"))
SCOPES = ("activity", "department", "appointment")
SCALES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("0", "5", "1", "3", ("0", "1", "2", "3", "4", "5")),
    ("1", "5", "1", "3", ("1", "2", "3", "4", "5")),
    ("0", "5", "1", "3", ("0", "1", "3", "4", "5")),
    ("0", "4", "1", "2", ("0", "2", "4")),
    ("1", "10", "0.5", "5.5", ("1", "1.5", "5", "9.5", "10")),
    ("0", "100", "1", "60", ("0", "33", "60", "67", "100")),
    ("-2", "2", "1", "0", ("-2", "-1", "0", "2")),
)
WEIGHTS = ("1", "2", "4", "10", "8.7", "0.3", "33.3")
DRIVERS = (
    "abandonment_percent", "handling_ratio", "occupancy_percent", "appointment_percent",
    "held_percent",
)  # fmt: skip


class Dice(Random):
    """A seeded source with the two throws needed here."""

    def pick(self, *values: Chosen) -> Chosen:
        """One of the values."""
        return self.choice(values)

    def once_in(self, times: int) -> bool:
        """True once in so many times."""
        return self.randrange(times) == 0

    def some(self, names: Sequence[str], values: Sequence[str]) -> dict[str, str]:
        """Values for up to two of the names."""
        chosen = self.sample(list(names), min(len(names), self.randrange(3)))
        return {name: self.choice(values) for name in chosen}


def make_criteria(dice: Dice, groups: int, criteria: int) -> Plain:
    """A sound criteria file; profile ``p`` and variant ``x`` always exist."""
    low, high, step, meets, values = dice.choice(SCALES)
    scale = {"min": low, "max": high, "step": step, "meets": meets}
    names = [f"g{number}" for number in range(groups)]
    made = _criteria(dice, values, meets, names, criteria)
    gates = [each["id"] for each in made if each["kind"] == "gate"]
    inside = [each["id"] for each in made if each["kind"] != "gate"]
    measures = [each["id"] for each in made if each["kind"] == "measure"]
    even = dice.once_in(2)
    return {
        "scale": scale,
        "values": values,
        "rules": _rules(dice, names, inside),
        "cost_drivers": {
            driver: dice.choice(measures) for driver in DRIVERS if measures and dice.once_in(3)
        },
        "groups": [_group(dice, name, meets, high, even=even) for name in names],
        "criteria": made,
        "profiles": [
            {
                "id": "p",
                "weights": {name: dice.pick("0", *WEIGHTS) for name in names if dice.randrange(6)},
                "criterion_weights": dice.some(inside, ("1", "5", "0.25")),
            }
        ],
        "variants": [
            {
                "id": "x",
                "delta": dice.some(names, ("6", "-6", "-1.5", "0.5")),
                "gates_on": dice.sample(gates, min(len(gates), 1)),
            }
        ],
    }


def _group(dice: Dice, name: str, meets: str, high: str, *, even: bool) -> Plain:
    group: Plain = {"id": name, "weight": "25" if even else dice.choice(WEIGHTS)}
    if dice.once_in(12):
        group["weight"] = dice.pick("0", None)
    if dice.once_in(6):
        group["minimum"] = dice.pick(meets, high)
    return group


def _criteria(
    dice: Dice, values: Sequence[str], meets: str, groups: list[str], count: int
) -> list[Plain]:
    even = dice.once_in(2)
    criteria = []
    for number in range(max(count, len(groups))):
        kind = dice.pick(*["rating"] * 6, "measure", "measure", "cost", "cost", "cost", "gate")
        group = groups[number] if number < len(groups) else dice.choice(groups)
        criterion: Plain = {"id": f"c{number}", "group": group, "kind": kind}
        if kind == "gate":
            criterion["when"] = dice.pick(None, "data")
            criterion |= dice.pick({}, {"check": "ceiling"})
        else:
            criterion["weight"] = "1" if even else dice.pick("1", "2", "3", "0.7")
            criterion["not_applicable"] = dice.pick("exclude", "zero", "neutral")
            criterion |= {"minimum": dice.pick(*values, meets)} if dice.once_in(6) else {}
        if kind == "measure":
            criterion["breakpoints"] = _breakpoints(dice, values, ("5", "10", "40", "80"))
            criterion["per"] = dice.pick(None, "100", "1000")
        if kind == "cost":
            criterion |= _cost(dice, values)
        criterion["applies"] = _applies(dice)
        criteria.append(criterion)
    return criteria


def _applies(dice: Dice) -> Plain:
    if not dice.once_in(8):
        return {}
    return dice.pick(
        {"flow": dice.choice(FLOWS)},
        {"scope": tuple(dice.sample(SCOPES, 2))},
        {"flow": dice.choice(FLOWS), "scope": tuple(dice.sample(SCOPES, 1))},
    )


def _breakpoints(dice: Dice, values: Sequence[str], places: Sequence[str]) -> list[list[str]]:
    return [[x, dice.choice(values)] for x in places[: dice.randint(2, len(places))]]


def _cost(dice: Dice, values: Sequence[str]) -> Plain:
    formula = dice.pick("breakpoints", "lowest", "ceiling", "range")
    made: Plain = {"of": dice.pick("total", "per-outcome"), "formula": formula}
    if formula == "breakpoints":
        made["against"] = dice.pick("budget", "target", "ceiling")
        made["breakpoints"] = _breakpoints(dice, values, ("0.5", "0.9", "1", "1.25"))
    return made


def _rules(dice: Dice, groups: list[str], criteria: list[str]) -> Plain:
    chain = ["quality", "cost", "first-places", "lot", *(f"group:{group}" for group in groups)]
    chain += [f"criterion:{criterion}" for criterion in criteria]
    rank_on = dice.pick("exact", "rounded")
    return {
        "out_of": dice.pick("100", "100", "1000", "2000", "10"),
        "base": dice.pick("0", "0", "5", "9.5"),
        "weights": "relative",
        "aggregate": dice.pick("mean", "median", "trimmed-mean"),
        "unrated": dice.pick("exclude", "exclude", "exclude", "zero", "zero", "refuse"),
        "rounding": {
            "places": dice.pick(0, 0, 1) if rank_on == "rounded" else dice.pick(2, 0, 1, 3),
            "mode": dice.pick("half-up", "half-even", "down"),
        },
        "rank_on": rank_on,
        "ties": dice.sample(chain, min(len(chain), dice.pick(0, 1, 2, 3, 4, 6))),
        "minimum_total": dice.pick("0", "0", "0", "5", "50"),
        "below_minimum": dice.pick("flag", "flag", "disqualify"),
    }
