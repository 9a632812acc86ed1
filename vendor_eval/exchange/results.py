"""The result of a comparison as JSON (FORMATS.md section 5).

``total`` is printed exactly as the rules round it; every other number has all its digits.
"""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isnan

from vendor_eval.case import Case
from vendor_eval.exchange.findings import CaseWarning
from vendor_eval.exchange.robustness_results import Document, build_robustness, plain_number
from vendor_eval.scoring import Comparison, Cost
from vendor_eval.scoring.robustness import Robustness
from vendor_eval.scoring.sheet import GATE_STATES

FORMAT = 1


def build_results(
    case: Case,
    comparison: Comparison,
    warnings: Iterable[CaseWarning],
    language: str,
    robustness: Robustness | None = None,
) -> Document:
    """The document.

    Args:
        case: what was compared.
        comparison: its result.
        warnings: what to look at in it.
        language: of the texts of warnings.
        robustness: how firm the result is; None leaves that part out.
    """
    weights = comparison.sheet.weights
    criteria = case.criteria
    document: Document = {
        "format": FORMAT,
        "evaluation": {"id": case.evaluation.id},
        "criteria": {
            "id": criteria.id,
            "version": criteria.version,
            "digest": case.criteria_digest,
        },
        "weights": {
            "groups": _numbers(weights.group_percent()),
            "criteria": _numbers(weights.criterion_percent()),
        },
        "vendors": [_vendor(comparison, place) for place in comparison.in_order()],
        "ties": [
            {"vendors": list(tie.vendors), "broken_by": tie.broken_by} for tie in comparison.ties
        ],
    }
    if robustness is not None:
        document["robustness"] = build_robustness(robustness)
    document["warnings"] = [
        {"code": warning.code, "text": warning.text(language)} for warning in warnings
    ]
    return document


def _numbers(fractions: Mapping[str, Fraction]) -> dict[str, int | float]:
    return {name: plain_number(value) for name, value in fractions.items()}


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def _vendor(comparison: Comparison, place: int) -> Document:
    sheet = comparison.sheet
    status = comparison.status(place)
    head: Document = {
        "id": sheet.vendors[place],
        "status": status,
        "rank": int(comparison.ranks[place]) or None,
        "total": None,
        "total_exact": None,
    }
    if status in ("declined", "withdrawn"):
        return head
    coverage = comparison.coverage(place)
    cost = sheet.costs[place]
    states = sheet.gate_states[place].tolist()
    return head | {
        "total": comparison.total(place),
        "total_exact": _known(float(comparison.totals[place])),
        "coverage": {
            "scored": coverage.scored,
            "applicable": coverage.applicable,
            "weight": coverage.weight,
        },
        "groups": _groups(comparison, place),
        "criteria": _criteria(comparison, place),
        "gates": {
            gate.id: GATE_STATES[state] for gate, state in zip(sheet.gates, states, strict=True)
        },
        "below_minimum": comparison.below_minimum(place),
        "cost": None if cost is None else _cost(cost),
    }


def _groups(comparison: Comparison, place: int) -> Document:
    scores = comparison.group_scores[place].tolist()
    points = comparison.group_points[place].tolist()
    rows = zip(comparison.sheet.weights.groups, scores, points, strict=True)
    return {
        group: {"score": _known(score), "points": None if isnan(score) else earned}
        for group, score, earned in rows
    }


def _criteria(comparison: Comparison, place: int) -> Document:
    scores = comparison.cells.scores[place].tolist()
    points = comparison.points[place].tolist()
    return {
        column.id: {
            "state": comparison.cell_state(place, at),
            "score": _known(scores[at]),
            "points": _known(points[at]),
        }
        for at, column in enumerate(comparison.sheet.weights.columns)
    }


def _cost(cost: Cost) -> Document:
    return {
        "one_off": plain_number(cost.one_off),
        "monthly": plain_number(cost.monthly),
        "total": plain_number(cost.total),
        "outcomes": plain_number(cost.outcomes),
        "per_outcome": None if cost.per_outcome is None else plain_number(cost.per_outcome),
    }


def format_results(document: Document) -> str:
    """The document as JSON text with a line for every value."""
    return "".join(_written(document, "\n")) + "\n"


def _written(value: object, line: str) -> Iterable[str]:
    """Pieces of JSON; ``Decimal`` in the digits it has, which ``json`` itself cannot write."""
    if isinstance(value, Decimal):
        yield f"{value:f}"
    elif isinstance(value, dict | list) and value:
        first, last = "{}" if isinstance(value, dict) else "[]"
        inside = line + " "
        yield first
        for place, item in enumerate(value.items() if isinstance(value, dict) else value):
            yield f",{inside}" if place else inside
            if isinstance(value, dict):
                yield f"{json.dumps(item[0], ensure_ascii=False)}: "
            yield from _written(item[1] if isinstance(value, dict) else item, inside)
        yield line + last
    else:
        yield json.dumps(value, ensure_ascii=False, allow_nan=False)
