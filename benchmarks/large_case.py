"""An evaluation of any size with random answers, to measure and to count queries."""

import random
from decimal import Decimal

from vendor_eval.case import Case, Evaluation, Evaluator, Quote, Rating, Vendor
from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.scoring import Purchase, QuoteLine, Volume

HEAD = """\
format = 1
id = "large"
version = "1"
languages = ["ja", "en"]
title = { ja = "大きな評価", en = "A large evaluation" }
[scale]
min = 0
max = 5
step = 1
meets = 3
marks = [
  { from = 4.0, ja = "◎", en = "Strong" },
  { from = 3.0, ja = "○", en = "Meets" },
  { from = 2.0, ja = "△", en = "Partial" },
  { from = 0, ja = "×", en = "Weak" },
]
"""
GROUP = """
[[groups]]
id = "group-{0}"
title = {{ ja = "評価群その{0}", en = "Group number {0}" }}
weight = 10
"""
CRITERION = """
[[criteria]]
id = "criterion-{0}"
group = "group-{1}"
kind = "rating"
title = {{ ja = "評価項目その{0}", en = "Criterion number {0}" }}
weight = {2}
"""


def large_case(vendors: int, *, criteria: int = 60, evaluators: int = 8, seed: int = 1) -> Case:
    """Ten groups, every cell rated by everybody, a quotation from everybody."""
    source = random.Random(seed)  # noqa: S311 - answers, not secrets
    groups = [GROUP.format(number) for number in range(10)]
    columns = [CRITERION.format(number, number % 10, 1 + number % 5) for number in range(criteria)]
    toml = "".join([HEAD, *groups, *columns])
    parsed = parse_criteria(toml, "criteria.toml")
    vendor_ids = [f"vendor-{number}" for number in range(vendors)]
    evaluator_ids = [f"evaluator-{number}" for number in range(evaluators)]
    return Case(
        evaluation=Evaluation(
            id="large",
            title={"ja": "大きな評価", "en": "A large evaluation"},
            purchase=Purchase(
                term_months=12,
                budget=Decimal(42_000_000),
                volume=Volume(calls_offered=Decimal(6000)),
            ),
        ),
        criteria=parsed,
        criteria_toml=toml,
        criteria_digest=digest(parsed),
        vendors=tuple(
            Vendor(id=each, name={"ja": f"株式会社{each}", "en": f"{each} Inc."})
            for each in vendor_ids
        ),
        evaluators=tuple(Evaluator(id=each, name={"en": each}) for each in evaluator_ids),
        ratings=tuple(
            Rating(
                vendor=vendor,
                criterion=criterion.id,
                evaluator=evaluator,
                value=Decimal(source.randrange(6)),
                grade="B",
            )
            for vendor in vendor_ids
            for criterion in parsed.criteria
            for evaluator in evaluator_ids
        ),
        quotes=tuple(
            Quote(
                vendor=vendor,
                line=QuoteLine(
                    kind="monthly", price=Decimal(source.randrange(2_000_000, 4_000_000))
                ),
            )
            for vendor in vendor_ids
        ),
    )
