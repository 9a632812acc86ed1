"""How firm a result is, 10,000 samples included, against comparing the same vendors."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np

from benchmarks.report import in_turn, tell
from vendor_eval.criteria.file import default_criteria_path, load_criteria
from vendor_eval.scoring import (
    Answers,
    Purchase,
    QuoteLine,
    ScoreSheet,
    Volume,
    build_sheet,
    compare,
)
from vendor_eval.scoring.robustness import assess

VENDORS, EVALUATORS, SAMPLES = 30, 8, 10_000
LIMIT = 20


def build(unrated: float, seed: int = 1) -> ScoreSheet:
    """The default criteria with ratings, key figures and quotations; a share of ratings missing."""
    source = random.Random(seed)  # noqa: S311 - answers, not secrets
    criteria = load_criteria(default_criteria_path())
    purchase = Purchase(
        profile="mixed-department",
        flow=("inbound", "outbound"),
        term_months=36,
        budget=Decimal(90_000_000),
        target=Decimal(800),
        volume=Volume(calls_offered=Decimal(6000), dials=Decimal(4000)),
    )
    vendors = [f"v{number}" for number in range(VENDORS)]
    answers = Answers(
        vendors=[(vendor, "active") for vendor in vendors],
        evaluators=[(f"e{number}", Decimal(1)) for number in range(EVALUATORS)],
        measures={
            (vendor, each.id): Fraction(source.randrange(1000), 10)
            for each in criteria.criteria
            if each.kind == "measure"
            for vendor in vendors
        },
        gates={
            (vendor, each.id): "pass"
            for each in criteria.criteria
            if each.kind == "gate"
            for vendor in vendors
        },
        quotes={
            vendor: [QuoteLine(kind="monthly", price=Decimal(source.randrange(2, 4) * 10**6 + at))]
            for at, vendor in enumerate(vendors)
        },
    )
    sheet = build_sheet(criteria, purchase, answers)
    generator = np.random.default_rng(seed)
    ratings = generator.integers(1, 6, sheet.ratings.shape).astype(np.float64)
    ratings[generator.random(ratings.shape) < unrated] = np.nan
    return replace(sheet, ratings=ratings)


def measure() -> bool:
    """In turn, every cell rated and with gaps."""
    holds = []
    for unrated, words in ((0.0, "every cell rated"), (0.02, "2 % of the ratings missing")):
        sheet = build(unrated)
        result = compare(sheet)
        ours, once = in_turn(partial(assess, result, SAMPLES), partial(compare, sheet), rounds=9)
        exact, _once = in_turn(partial(assess, result, 0), partial(compare, sheet), rounds=9)
        columns = len(sheet.weights.columns)
        note = (
            f"{VENDORS} vendors, {columns} criteria, {EVALUATORS} evaluators, {words}: "
            f"{ours * 1000:.1f} ms, without samples {exact * 1000:.1f} ms, "
            f"against {once * 1000:.2f} ms for one comparison"
        )
        holds.append(tell("robustness with 10,000 samples / compare", ours / once, LIMIT, note))
    return all(holds)
