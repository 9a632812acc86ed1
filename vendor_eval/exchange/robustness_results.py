"""How firm a result is, as JSON (FORMATS.md section 5)."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from vendor_eval.scoring.acceptability import RankAcceptability
from vendor_eval.scoring.flips import Flip
from vendor_eval.scoring.one_step import OneStep
from vendor_eval.scoring.robustness import Robustness

Document = dict[str, Any]
"""Plain data: dicts, lists, texts, numbers (``Decimal`` among them), None."""


def build_robustness(robustness: Robustness) -> Document:
    """The ``robustness`` block."""
    lead, sampled = robustness.lead, robustness.rank_acceptability
    return {
        "leader": lead.leader,
        "runner_up": lead.runner_up,
        "gap": lead.gap,
        "practically_equal": lead.practically_equal,
        "weight_flips": [
            {
                "group": flips.name,
                "weight": plain_number(flips.weight),
                "lower": _flip(flips.lower),
                "higher": _flip(flips.higher),
            }
            for flips in robustness.weight_flips
        ],
        "without_evaluator": [
            {"evaluator": each.evaluator, "leader": each.leader, "gap": each.gap}
            for each in robustness.without_evaluator
        ],
        "without_vendor": [
            {"vendor": each.vendor, "leader": each.leader} for each in robustness.without_vendor
        ],
        "one_step": [_one_step(step) for step in robustness.one_step],
        **({} if sampled is None else {"rank_acceptability": build_acceptability(sampled)}),
        "spread": [
            {
                "vendor": each.vendor,
                "criterion": each.criterion,
                "range": plain_number(each.range),
            }
            for each in robustness.spread
        ],
    }


def build_acceptability(sampled: RankAcceptability) -> Document:
    """The ``rank_acceptability`` block: each vendor's shares of the ranks, first to last."""
    return asdict(sampled)


def plain_number(value: Fraction) -> int | float:
    """As JSON writes it: whole where it is whole."""
    return int(value) if value.denominator == 1 else float(value)


def _flip(flip: Flip | None) -> Document | None:
    return None if flip is None else {"at": plain_number(flip.at), "leader": flip.leader}


def _one_step(step: OneStep) -> Document:
    return {
        "vendor": step.vendor,
        "criterion": step.criterion,
        "evaluator": step.evaluator,
        "from": plain_number(step.before),
        "to": plain_number(step.after),
        "leader": step.leader,
    }
