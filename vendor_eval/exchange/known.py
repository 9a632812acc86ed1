"""What rows may refer to."""

from collections.abc import Mapping
from dataclasses import dataclass

from vendor_eval.case import Evaluator
from vendor_eval.criteria.model import Criterion, Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Vendors, evaluators and criteria by id; None for what could not be read."""

    vendors: frozenset[str] | None
    evaluators: Mapping[str, Evaluator] | None
    criteria: Mapping[str, Criterion] | None
    scale: Scale | None
    """None together with ``criteria``."""
