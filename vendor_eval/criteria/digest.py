"""The digest of a criteria set: the same for the same meaning, however the file spells it.

The meaning is written as canonical JSON (RFC 8785) and hashed with SHA-256.

- Numbers are texts in shortest decimal form, so that ``4`` and ``4.0`` are the same and no
  binary float comes in between.
- Defaults are filled in. Where the contract gives two spellings one meaning, both become the
  same: a criterion that names no flow has all flows, a group a profile weighs with 0 is one it
  does not name, and so is a delta of 0.
- Kept in order: groups, criteria, levels, marks, breakpoints, languages (the first is the
  fallback), authors, tie rules (tried in order). Sets without order: where a criterion or profile
  applies, ratings that need a reason, a variant's gates, a criterion's sources, and the tables of
  profiles, variants and sources, which are always looked up by id.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, get_args

from vendor_eval.criteria.mistakes import plain
from vendor_eval.criteria.model import (
    CriteriaSet,
    Criterion,
    Flow,
    Group,
    Profile,
    Rules,
    Scale,
    Scope,
    Variant,
)

PERCENT = Decimal(100)
"""What a fraction is multiplied by when a measure does not say."""

Meaning = dict[str, Any]
"""Texts, booleans and None, in lists and dicts."""


def digest(criteria: CriteriaSet) -> str:
    """``sha256:`` and the hash of the set's meaning in hexadecimal digits."""
    return "sha256:" + hashlib.sha256(canonical_json(criteria)).hexdigest()


def canonical_json(criteria: CriteriaSet) -> bytes:
    """What is hashed, in the form of RFC 8785.

    All keys are ASCII and there are no JSON numbers, so sorted keys and no spaces are all it takes.
    """
    text = json.dumps(meaning(criteria), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def meaning(criteria: CriteriaSet) -> Meaning:
    """A set as plain data under the keys of the file, equal for sets that mean the same."""
    return {
        "format": "1",
        "id": criteria.id,
        "version": criteria.version,
        "languages": list(criteria.languages),
        "title": dict(criteria.title),
        "description": dict(criteria.description),
        "authors": list(criteria.authors),
        "licence": criteria.licence,
        "based_on": criteria.based_on and asdict(criteria.based_on),
        "scale": _scale(criteria.scale),
        "rules": _rules(criteria.rules),
        "cost_drivers": dict(criteria.cost_drivers),
        "groups": [_group(group) for group in criteria.groups],
        "criteria": [_criterion(criterion) for criterion in criteria.criteria],
        "profiles": {profile.id: _profile(profile) for profile in criteria.profiles},
        "variants": {variant.id: _variant(variant) for variant in criteria.variants},
        "sources": {source.id: asdict(source) for source in criteria.sources},
    }


def _optional(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _numbers(numbers: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: plain(number) for key, number in numbers.items()}


def _not_zero(numbers: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: plain(number) for key, number in numbers.items() if number}


def _scale(scale: Scale) -> Meaning:
    return {
        "min": plain(scale.min),
        "max": plain(scale.max),
        "step": plain(scale.step),
        "meets": plain(scale.meets),
        "levels": [
            {"value": plain(level.value), "title": dict(level.title)} for level in scale.levels
        ],
        "only_levels": scale.only_levels,
        "marks": [{"from": plain(mark.start), "signs": dict(mark.signs)} for mark in scale.marks],
    }


def _rules(rules: Rules) -> Meaning:
    return {
        "out_of": plain(rules.out_of),
        "base": plain(rules.base),
        "weights": rules.weights,
        "aggregate": rules.aggregate,
        "unrated": rules.unrated,
        "rounding": {"places": str(rules.rounding.places), "mode": rules.rounding.mode},
        "rank_on": rules.rank_on,
        "ties": list(rules.ties),
        "minimum_total": plain(rules.minimum_total),
        "below_minimum": rules.below_minimum,
        "practically_equal": plain(rules.practically_equal),
        "reasons_at": [plain(rating) for rating in sorted(rules.reasons_at)],
        "spread_flag": _optional(rules.spread_flag),
    }


def _group(group: Group) -> Meaning:
    band = group.weight_band
    return {
        "id": group.id,
        "title": dict(group.title),
        "weight": _optional(group.weight),
        "minimum": _optional(group.minimum),
        "weight_band": band and [plain(end) for end in band],
    }


def _criterion(criterion: Criterion) -> Meaning:
    flow = get_args(Flow) if criterion.flow is None else criterion.flow
    scope = get_args(Scope) if criterion.scope is None else criterion.scope
    return {
        "id": criterion.id,
        "group": criterion.group,
        "kind": criterion.kind,
        "title": dict(criterion.title),
        "weight": _optional(criterion.weight),
        "definition": dict(criterion.definition),
        "evidence": dict(criterion.evidence),
        "anchors": {plain(rating): dict(text) for rating, text in criterion.anchors.items()},
        "applies": {"flow": sorted(flow), "scope": sorted(scope)},
        "not_applicable": criterion.not_applicable,
        "minimum": _optional(criterion.minimum),
        "sources": sorted(criterion.sources),
        "basis": criterion.basis,
        "unit": dict(criterion.unit),
        "breakpoints": [[plain(x), plain(score)] for x, score in criterion.breakpoints],
        "per": plain(criterion.per or PERCENT) if criterion.kind == "measure" else None,
        "of": criterion.of,
        "formula": criterion.formula,
        "against": criterion.against,
        "when": criterion.when,
        "check": criterion.check,
    }


def _profile(profile: Profile) -> Meaning:
    return {
        "id": profile.id,
        "title": dict(profile.title),
        "flow": sorted(profile.flow),
        "scope": profile.scope,
        "weights": _not_zero(profile.weights),
        "criterion_weights": _numbers(profile.criterion_weights),
    }


def _variant(variant: Variant) -> Meaning:
    return {
        "id": variant.id,
        "title": dict(variant.title),
        "delta": _not_zero(variant.delta),
        "gates_on": sorted(variant.gates_on),
    }
