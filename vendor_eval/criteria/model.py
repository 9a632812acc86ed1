"""What vendors are judged on, as frozen values.

Numbers are ``Decimal`` as the file spells them. Nothing is checked here:
``criteria.file`` reads and checks, and makes only sound sets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeVar

Text = Mapping[str, str]
"""A text by language code."""

Flow = Literal["inbound", "outbound"]
Scope = Literal["activity", "department", "appointment"]
Kind = Literal["rating", "measure", "cost", "gate"]
Breakpoints = tuple[tuple[Decimal, Decimal], ...]
"""Pairs of (x, score on the scale), x rising."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A rating that has a name."""

    value: Decimal
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A sign printed beside scores from ``start`` upwards, such as ◎."""

    start: Decimal
    signs: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How ratings are given."""

    min: Decimal
    max: Decimal
    step: Decimal
    meets: Decimal
    levels: tuple[Level, ...] = ()
    only_levels: bool = False
    marks: tuple[Mark, ...] = ()
    """Highest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How numbers are printed."""

    places: int = 2
    mode: Literal["half-up", "half-even", "down"] = "half-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The arithmetic an evaluation agrees on beforehand."""

    out_of: Decimal = Decimal(100)
    base: Decimal = Decimal(0)
    weights: Literal["exact", "relative"] = "exact"
    aggregate: Literal["mean", "median", "trimmed-mean"] = "mean"
    unrated: Literal["exclude", "zero", "refuse"] = "exclude"
    rounding: Rounding = field(default_factory=Rounding)
    rank_on: Literal["exact", "rounded"] = "exact"
    ties: tuple[str, ...] = ()
    minimum_total: Decimal = Decimal(0)
    below_minimum: Literal["flag", "disqualify"] = "flag"
    practically_equal: Decimal = Decimal(0)
    reasons_at: tuple[Decimal, ...] = ()
    spread_flag: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Criteria that share one weight."""

    id: str
    title: Text
    weight: Decimal | None = None
    """Used when the evaluation names no profile; None counts as 0."""
    minimum: Decimal | None = None
    """On the scale."""
    weight_band: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing a vendor is judged on."""

    id: str
    group: str
    kind: Kind
    title: Text
    weight: Decimal | None = None
    """Share inside its group; None for a gate."""
    definition: Text = field(default_factory=dict)
    evidence: Text = field(default_factory=dict)
    anchors: Mapping[Decimal, Text] = field(default_factory=dict)
    flow: tuple[Flow, ...] | None = None
    """Where it applies; None is everywhere."""
    scope: tuple[Scope, ...] | None = None
    not_applicable: Literal["exclude", "zero", "neutral"] = "exclude"
    minimum: Decimal | None = None
    sources: tuple[str, ...] = ()
    basis: Literal["published", "mixed", "recalled", "design"] | None = None
    unit: Text = field(default_factory=dict)
    """Of a measure."""
    breakpoints: Breakpoints = ()
    """Of a measure (x in its unit), or of a cost (x a ratio)."""
    per: Decimal | None = None
    """Of a measure: its value is per * numerator / denominator; None counts as 100, percent."""
    of: Literal["total", "per-outcome"] | None = None
    formula: Literal["breakpoints", "lowest", "ceiling", "range"] | None = None
    against: Literal["budget", "target", "ceiling"] | None = None
    when: str | None = None
    """Of a gate: the flag that switches it on; None is always."""
    check: Literal["ceiling"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A kind of engagement with its weights."""

    id: str
    title: Text
    weights: Mapping[str, Decimal]
    """By group id; a group not named weighs 0."""
    flow: tuple[Flow, ...] = ()
    scope: Scope | None = None
    criterion_weights: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An industry; shifts the weights of a profile."""

    id: str
    title: Text
    delta: Mapping[str, Decimal] = field(default_factory=dict)
    gates_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a threshold or an idea was published."""

    id: str
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BasedOn:
    """The set this one was copied from."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaSet:
    """A complete, checked criteria file."""

    id: str
    version: str
    languages: tuple[str, ...]
    title: Text
    scale: Scale
    rules: Rules
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    description: Text = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    licence: str | None = None
    based_on: BasedOn | None = None
    cost_drivers: Mapping[str, str] = field(default_factory=dict)
    """Which measure feeds which number of the cost formulas."""
    profiles: tuple[Profile, ...] = ()
    variants: tuple[Variant, ...] = ()
    sources: tuple[Source, ...] = ()

    def group(self, group_id: str) -> Group:
        """The group of this id; KeyError when there is none."""
        return _named(self.groups, group_id)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of this id; KeyError when there is none."""
        return _named(self.criteria, criterion_id)

    def profile(self, profile_id: str) -> Profile:
        """The profile of this id; KeyError when there is none."""
        return _named(self.profiles, profile_id)

    def variant(self, variant_id: str) -> Variant:
        """The variant of this id; KeyError when there is none."""
        return _named(self.variants, variant_id)


Named = TypeVar("Named", Group, Criterion, Profile, Variant)


def _named(things: tuple[Named, ...], name: str) -> Named:
    for thing in things:
        if thing.id == name:
            return thing
    raise KeyError(name)
