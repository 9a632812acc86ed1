"""Scoring 480,000 ratings, against one pass over them and one matrix product."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import numpy as np

from benchmarks.report import in_turn, tell
from vendor_eval.criteria.model import CriteriaSet, Criterion, Group, Rules, Scale
from vendor_eval.scoring import Answers, Purchase, ScoreSheet, build_sheet, compare
from vendor_eval.scoring.sheet import FloatArray

CRITERIA, EVALUATORS = 60, 8


def build(vendors: int, unrated: float, seed: int) -> ScoreSheet:
    """A sheet of random ratings, a share of them missing; ten groups of six criteria."""
    generator = np.random.default_rng(seed)
    weights = generator.integers(100, 1000, CRITERIA).tolist()
    criteria = CriteriaSet(
        id="speed",
        version="1",
        languages=("en",),
        title={"en": "Speed"},
        scale=Scale(min=Decimal(0), max=Decimal(5), step=Decimal(1), meets=Decimal(3)),
        rules=Rules(weights="relative"),
        groups=tuple(
            Group(id=f"g{i}", title={"en": "G"}, weight=Decimal(weights[i])) for i in range(10)
        ),
        criteria=tuple(
            Criterion(
                id=f"c{i}",
                group=f"g{i % 10}",
                kind="rating",
                title={"en": "C"},
                weight=Decimal(weight),
            )
            for i, weight in enumerate(weights)
        ),
    )
    answers = Answers(
        vendors=[(f"v{i}", "active") for i in range(vendors)],
        evaluators=[(f"e{i}", Decimal(1)) for i in range(EVALUATORS)],
    )
    sheet = build_sheet(criteria, Purchase(), answers)
    ratings = generator.integers(0, 6, sheet.ratings.shape).astype(np.float64)
    ratings[generator.random(ratings.shape) < unrated] = np.nan
    return replace(sheet, ratings=ratings)


def one_pass(sheet: ScoreSheet) -> FloatArray:
    """The least that has to be done: a mean over the evaluators and one product."""
    means: FloatArray = np.mean(sheet.ratings, axis=0) @ sheet.weights.arrays[0]
    return means


def measure() -> bool:
    """The bound in the same run; then ten sheets of 1,000 vendors against one of 10,000."""
    holds = []
    for unrated, words in ((0.0, "every cell rated"), (0.02, "2 % of the ratings missing")):
        sheet = build(1000, unrated, seed=1)
        ours, bound = in_turn(partial(compare, sheet), partial(one_pass, sheet), rounds=51)
        note = f"{words}: {ours * 1000:.2f} ms against {bound * 1000:.2f} ms"
        holds.append(tell("1,000 vendors / one pass and one product", ours / bound, 5, note))
    many = [build(1000, 0.0, seed) for seed in range(10)]
    large = build(10_000, 0.0, seed=0)
    whole, parts = in_turn(lambda: compare(large), lambda: [compare(each) for each in many], 15)
    note = f"{whole * 1000:.1f} ms against {parts * 1000:.1f} ms for ten sheets of 1,000"
    holds.append(tell("10,000 vendors / a tenth of them", 10 * whole / parts, 11, note))
    return all(holds)
