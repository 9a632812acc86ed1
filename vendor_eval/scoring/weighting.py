"""Which criteria count in an evaluation, and how much; exact."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from vendor_eval.criteria.model import CriteriaSet, Criterion, Variant


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Weights in use: groups and criteria of weight 0 or without effect are not in here."""

    columns: tuple[Criterion, ...]
    """Criteria that count and are not gates, in the order of the file."""
    groups: Mapping[str, Fraction]
    """Group weight as set, for groups in use, in the order of the file."""
    shares: Mapping[str, Fraction]
    """Weight of each column inside its group, as set."""
    left_out: tuple[str, ...]
    """Groups with a weight but without a criterion that applies: spread over the others."""

    @cached_property
    def arrays(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Criterion weights in the column of their group, shape (C, G), and group weights (G,)."""
        place = {group: column for column, group in enumerate(self.groups)}
        matrix = np.zeros((len(self.columns), len(place)))
        for row, column in enumerate(self.columns):
            matrix[row, place[column.group]] = float(self.shares[column.id])
        return matrix, np.array([float(weight) for weight in self.groups.values()])

    def group_percent(self) -> dict[str, Fraction]:
        """Weight of each group in use, in percent of all."""
        total = sum(self.groups.values())
        return {group: 100 * weight / total for group, weight in self.groups.items()}

    def criterion_percent(self) -> dict[str, Fraction]:
        """Weight of each criterion in percent of all: its group's, shared out."""
        return dict(self._criterion_percent)

    @cached_property
    def _criterion_percent(self) -> dict[str, Fraction]:
        percent = self.group_percent()
        inside: dict[str, Fraction] = dict.fromkeys(percent, Fraction(0))
        for column in self.columns:
            inside[column.group] += self.shares[column.id]
        return {
            column.id: percent[column.group] * self.shares[column.id] / inside[column.group]
            for column in self.columns
        }


def group_weights(
    criteria: CriteriaSet,
    profile: str | None = None,
    variant: str | None = None,
    own: Mapping[str, Decimal] | None = None,
) -> dict[str, Fraction]:
    """Weight of every group: the profile's or the groups' own, then the variant, then ``own``."""
    if profile is None:
        weights = {group.id: Fraction(group.weight or 0) for group in criteria.groups}
    else:
        named = criteria.profile(profile).weights
        weights = {group.id: Fraction(named.get(group.id, 0)) for group in criteria.groups}
    if variant is not None:
        full = Fraction(criteria.rules.out_of) - Fraction(criteria.rules.base)
        weights = shifted(weights, criteria.variant(variant), full)
    return weights | {group: Fraction(weight) for group, weight in (own or {}).items()}


def shifted(
    weights: Mapping[str, Fraction], variant: Variant, full: Fraction
) -> dict[str, Fraction]:
    """Weights after an industry's shifts, in proportion so that they total ``full``."""
    moved = {
        group: max(Fraction(1), weight + Fraction(variant.delta.get(group, 0)))
        if weight
        else Fraction(0)
        for group, weight in weights.items()
    }
    total = sum(moved.values())
    return {group: weight * full / total for group, weight in moved.items()} if total else moved


def applies(criterion: Criterion, flow: Collection[str], scope: str | None) -> bool:
    """Whether a criterion belongs to what is bought; an empty flow or scope excludes nothing."""
    flow_fits = not flow or criterion.flow is None or bool(set(criterion.flow) & set(flow))
    return flow_fits and (scope is None or criterion.scope is None or scope in criterion.scope)


def weights_in_use(
    criteria: CriteriaSet,
    groups: Mapping[str, Fraction],
    criterion_weights: Mapping[str, Decimal],
    flow: Collection[str],
    scope: str | None,
) -> Weights:
    """What counts, given the weight of every group and replaced weights of criteria."""
    columns = tuple(
        criterion
        for criterion in criteria.criteria
        if criterion.kind != "gate"
        and groups[criterion.group] > 0
        and applies(criterion, flow, scope)
    )
    used = {column.group for column in columns}
    return Weights(
        columns=columns,
        groups={group.id: groups[group.id] for group in criteria.groups if group.id in used},
        shares={
            column.id: Fraction(criterion_weights.get(column.id, column.weight or 1))
            for column in columns
        },
        left_out=tuple(
            group.id for group in criteria.groups if groups[group.id] > 0 and group.id not in used
        ),
    )
