"""What is tried, as an address carries it: read, checked, and written again.

``w-GROUP`` is the weight in its field, ``p-GROUP`` the one before, which is what an
answer fills in: a field that differs was moved. Without the second, the weight before
is the evaluation's own, so that an address needs only what is tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from vendor_eval.exchange.numbers import LARGEST, has_places, parse_number
from vendor_eval.scoring.sheet import ScoreSheet
from vendor_eval.scoring.trial import (
    LEVELS,
    PLACES,
    VOLUMES,
    WHOLE,
    Trial,
    fitted,
    in_places,
    official_weights,
    redistributed,
    spread,
)

SHOWN_PLACES = 2
"""Decimals of a weight in its field."""
MOST_FACTOR = Decimal(1000)
"""Ten times the volumes."""
ASSUMPTIONS = ("common", "claimed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A trial and the form it came from."""

    trial: Trial
    """Fitted to the sheet."""
    weights: Mapping[str, Decimal]
    """Of every group in use."""
    shown: Mapping[str, str]
    """The same as their fields show them."""
    held: tuple[str, ...]
    limited: Mapping[str, Decimal]
    """Groups that could not get what was asked for, and that."""
    typed: Mapping[str, str]
    """What stands in the fields that are wrong, by their names."""
    wrong: Mapping[str, str]
    """What is wrong with each."""

    @property
    def query(self) -> str:
        """What an address needs to bring this trial again."""
        return query_of(self.trial, self.held)


def read_asked(values: MultiDict[str, str], sheet: ScoreSheet) -> Asked:
    """The trial an address or form asks for; what cannot be read is left as it was."""
    own = official_weights(sheet)
    reader = _Reader(values)
    before = _weights_before(values, own)
    moved = _moved(reader, before)
    held = tuple(name for name in own if name in values.getlist("hold"))
    weights = _settled(before, moved, held, own)
    trial = Trial(
        weights=weights,
        assumption=reader.choice("assumption", ASSUMPTIONS),  # type: ignore[arg-type]
        level=reader.choice("level", LEVELS) or "base",  # type: ignore[arg-type]
        low=reader.number("low", MOST_FACTOR, 2) or Decimal(0),
        peak=reader.number("peak", MOST_FACTOR, 2) or Decimal(0),
        volume={
            name: number
            for name in VOLUMES
            if (number := reader.number(f"v-{name}", LARGEST, 6)) is not None
        },
    )
    return Asked(
        trial=fitted(trial, sheet),
        weights=weights,
        shown=shown_weights(weights),
        held=held,
        limited={name: to for name, to in moved.items() if weights[name] != to},
        typed=reader.typed,
        wrong=reader.wrong,
    )


def shown_weights(weights: Mapping[str, Decimal]) -> dict[str, str]:
    """Weights as their fields show them: few decimals that still total 100."""
    exact = {name: Fraction(number) for name, number in weights.items()}
    return {name: plain_text(n) for name, n in in_places(exact, SHOWN_PLACES).items()}


def plain_text(number: Decimal) -> str:
    """A number as it would be typed."""
    return format(number.normalize() if number else Decimal(0), "f")


def query_of(trial: Trial, held: tuple[str, ...] = ()) -> str:
    """What an address needs to bring a trial again; nothing for what is not tried."""
    parts = [(f"p-{name}", plain_text(number)) for name, number in trial.weights.items()]
    parts += [("hold", name) for name in held]
    parts += [("assumption", trial.assumption)] if trial.assumption else []
    parts += [(f"v-{name}", plain_text(number)) for name, number in trial.volume.items()]
    parts += [("level", trial.level)] if trial.level != "base" else []
    for name in ("low", "peak"):
        if getattr(trial, name) != getattr(Trial(), name):
            parts.append((name, plain_text(getattr(trial, name))))
    return urlencode(parts)


def _weights_before(values: MultiDict[str, str], own: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Weights the form started from, 100 in all whatever an address says."""
    given = {name: parse_number(values.get(f"p-{name}", "")) for name in own}
    before = {
        name: number if number is not None and number >= 0 else own[name]
        for name, number in given.items()
    }
    if sum(before.values()) == WHOLE and all(has_places(n, PLACES) for n in before.values()):
        return before
    exact = {name: Fraction(number) for name, number in before.items()}
    return in_places(spread(exact, WHOLE, {name: Fraction(own[name]) for name in own}))


def _moved(reader: "_Reader", before: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Groups whose field says something else than before."""
    shown = shown_weights(before)
    moved = {}
    for name, number in before.items():
        if reader.text(f"w-{name}") in {"", shown[name]}:
            continue
        to = reader.number(f"w-{name}", Decimal(100), PLACES)
        if to is not None and to != number:
            moved[name] = to
    return moved


def _settled(
    before: Mapping[str, Decimal],
    moved: Mapping[str, Decimal],
    held: tuple[str, ...],
    own: Mapping[str, Decimal],
) -> dict[str, Decimal]:
    if not moved:
        return dict(before)
    exact = [{name: Fraction(n) for name, n in each.items()} for each in (before, moved, own)]
    return in_places(redistributed(exact[0], exact[1], held, exact[2]))


class _Reader:
    """Fields of a form, with what is wrong with them."""

    def __init__(self, values: MultiDict[str, str]) -> None:
        self.values = values
        self.typed: dict[str, str] = {}
        self.wrong: dict[str, str] = {}

    def text(self, name: str) -> str:
        """What stands in a field."""
        return str(self.values.get(name, "")).strip()

    def choice(self, name: str, choices: tuple[str, ...]) -> str | None:
        """One of several; None for anything else."""
        return self.text(name) if self.text(name) in choices else None

    def number(self, name: str, most: Decimal, places: int) -> Decimal | None:
        """A number from 0; None, with a note, for what is none; the usual where none is given."""
        text = self.text(name)
        usual = getattr(Trial(), name, None)
        if not text:
            return usual
        number = parse_number(text)
        if number is not None and 0 <= number <= most and has_places(number, places):
            return number
        self.typed[name] = text
        self.wrong[name] = gettext(
            "Write a number from 0 to %(most)s, with at most %(places)s decimals.",
            most=format(most, ",f"),
            places=places,
        )
        return usual
