"""Writing evaluation.toml: every key in the order of the format, unknown ones at the end."""

from collections.abc import Mapping
from typing import Any

from vendor_eval.case import Case, Evaluation
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.exchange.purchase_keys import VOLUMES
from vendor_eval.exchange.toml_text import format_pairs
from vendor_eval.scoring.pricing import COMMON_KPI
from vendor_eval.scoring.sheet import Lot

TABLES = ("volume", "cost")
"""Keys under a heading of their own; unknown keys within them are written there."""


def format_evaluation(case: Case) -> str:
    """The text of evaluation.toml; reads as the same evaluation."""
    evaluation = case.evaluation
    purchase = evaluation.purchase
    kept = evaluation.further
    volume = {name: getattr(purchase.volume, name) for name in VOLUMES}
    cost = _kept_table(kept, "cost")
    common = {name: purchase.common[name] for name in COMMON_KPI if name in purchase.common}
    cost = {
        "assumption": purchase.assumption,
        "common": common | _kept_table(cost, "common"),
    } | {key: value for key, value in cost.items() if key != "common"}
    parts = [
        format_pairs(_head(evaluation, case.criteria) | _not_in(kept, TABLES)),
        "[volume]\n" + format_pairs(volume | _kept_table(kept, "volume")),
        "[cost]\n" + format_pairs(cost),
        *("[[lots]]\n" + format_pairs(_lot(lot)) for lot in purchase.lots),
    ]
    return "\n".join(parts)


def _head(evaluation: Evaluation, criteria: CriteriaSet) -> dict[str, Any]:
    """Everything outside a heading; what is not given is left out."""
    purchase = evaluation.purchase
    head: dict[str, Any] = {
        "format": 1,
        "id": evaluation.id,
        "title": evaluation.title,
        "buyer": evaluation.buyer,
        "profile": purchase.profile,
        "variant": purchase.variant,
        "flow": purchase.flow,
        "scope": purchase.scope,
        "purposes": evaluation.purposes,
        "flags": purchase.flags,
        "weights": purchase.weights,
        "criterion_weights": purchase.criterion_weights,
        "currency": evaluation.currency,
        "tax_rate": None if evaluation.tax_rate is None else f"{evaluation.tax_rate:f}",
        "term_months": purchase.term_months,
        "budget": purchase.budget,
        "ceiling": purchase.ceiling,
        "outcome": purchase.outcome,
        "target_cost_per_outcome": purchase.target,
    }
    # An empty flow says that nothing is excluded; left out, it would be the profile's.
    keep = ("flow",) if purchase.profile and criteria.profile(purchase.profile).flow else ()
    return {
        key: value
        for key, value in head.items()
        if key in keep or (value is not None and value not in ((), {}))
    }


def _lot(lot: Lot) -> dict[str, Any]:
    return {"order": lot.order, **lot.record}


def _not_in(table: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in keys}


def _kept_table(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    inner = table.get(key)
    return dict(inner) if isinstance(inner, Mapping) else {}
