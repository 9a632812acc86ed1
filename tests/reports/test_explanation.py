from dataclasses import replace
from decimal import Decimal

import pytest

from tests.reports.variations import compared, with_criterion, with_ratings, with_rules
from vendor_eval.case import Case, Consensus, Rating, Recusal
from vendor_eval.reports.explanation import Explanation, explain_cell
from vendor_eval.reports.quotation import build_quotation
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison


def explained(case: Case, vendor: str, criterion: str, language: str = "en") -> Explanation:
    return explain_cell(case, compared(case), vendor, criterion, language)


def test_a_rating_shows_who_said_what_and_the_mean(sample_case: Case) -> None:
    cell = explained(sample_case, "tsubame", "train-curriculum")
    assert (cell.score, cell.mark) == ("4.75", "Strong")
    assert cell.steps[0] == "Mean: (5 + 5 + 4 + 5) ÷ 4 = 4.75"
    first = cell.ratings[0]
    assert (first.evaluator, first.value, first.counts) == ("Aoki (Procurement)", "5", True)
    assert first.grade == "A: verified by a third party or on site"
    assert first.comment == "Rules, last year's report and next year's plan are all there."


def test_points_are_worked_out_from_the_score(sample_case: Case) -> None:
    cell = explained(sample_case, "minamo", "train-curriculum", "ja")
    assert cell.steps[-1] == "得点: (4 − 0) ÷ 5 × 2.5455 = 2.0364"


def test_points_say_when_others_are_missing(sample_case: Case) -> None:
    cell = explained(sample_case, "olive", "rec-industry")
    assert cell.steps[-1] == ("The weight of 4.29 percent counts as 5.45 here: others are missing.")


def test_weights_of_evaluators_are_part_of_the_mean(sample_case: Case) -> None:
    heavy = replace(sample_case.evaluators[0], weight=Decimal("1.5"))
    case = replace(sample_case, evaluators=(heavy, *sample_case.evaluators[1:]))
    cell = explained(case, "tsubame", "train-curriculum")
    assert cell.steps[0] == "Mean: (5 × 3 + 5 × 2 + 4 × 2 + 5 × 2) ÷ 9 = 4.777778"


@pytest.mark.parametrize(
    ("aggregate", "step"),
    [
        ("median", "Median of 5, 5, 4, 5 = 5"),
        ("trimmed-mean", "Mean without the highest and the lowest of 5, 5, 4, 5 = 5"),
    ],
)
def test_other_aggregates_are_said(sample_case: Case, aggregate: str, step: str) -> None:
    case = with_rules(sample_case, aggregate=aggregate)
    assert explained(case, "tsubame", "train-curriculum").steps[0] == step


def test_a_measure_is_interpolated_in_full(sample_case: Case) -> None:
    cell = explained(sample_case, "minamo", "train-hours")
    assert cell.steps[0] == (
        "96 lies between 60 (score 3) and 120 (score 5): 3 + (5 − 3) × (96 − 60) ÷ (120 − 60) = 4.2"
    )
    assert cell.measure is not None
    assert (cell.measure.value, cell.measure.unit, cell.measure.grade) == (
        *("96", "h", "B: in writing"),
    )
    assert cell.measure.breakpoints == (("8", "0"), ("24", "1"), ("60", "3"), ("120", "5"))


def test_a_measure_given_as_a_quotient_shows_both_numbers(sample_case: Case) -> None:
    quotient = tuple(
        replace(each, value=None, numerator=Decimal(480), denominator=Decimal(5))
        if (each.vendor, each.criterion) == ("minamo", "train-hours")
        else each
        for each in sample_case.measures
    )
    case = with_criterion(replace(sample_case, measures=quotient), "train-hours", per=Decimal(1))
    cell = explained(case, "minamo", "train-hours")
    assert cell.measure is not None
    assert (cell.measure.origin, cell.measure.value) == ("480 ÷ 5", "96")


def test_a_price_leads_to_the_quotation_and_the_ratio(sample_case: Case) -> None:
    cell = explained(sample_case, "minamo", "com-tco")
    assert cell.steps[0] == "price ÷ budget: 36,594,000 ÷ 42,000,000 = 0.871286"
    assert cell.steps[1].endswith("(0.871286 − 0.65) ÷ (0.9 − 0.65) = 3.229714")
    assert cell.quotation is not None
    call = cell.quotation.lines[2]
    assert (call.label, call.price, call.quantity, call.monthly) == (
        *("Per inbound call", "350", "5,670", "1,984,500"),
    )
    assert cell.quotation.steps == (
        "Total = 600,000 + 12 months × 2,999,500 = 36,594,000",
        "Per handled call = 36,594,000 ÷ 68,040 = 537.8307",
    )


@pytest.mark.parametrize(
    ("formula", "step"),
    [
        ("lowest", "0 + 5 × 25,465,200 ÷ 36,594,000 → 3.479423"),
        ("ceiling", "0 + 5 × (1 − 36,594,000 ÷ 46,000,000) → 1.022391"),
        ("range", "0 + 5 × (41,620,000 − 36,594,000) ÷ (41,620,000 − 25,465,200) → 1.555575"),
    ],
)
def test_other_price_formulas_are_written_out(sample_case: Case, formula: str, step: str) -> None:
    case = with_criterion(sample_case, "com-tco", formula=formula)
    assert explained(case, "minamo", "com-tco").steps[0] == step


def test_a_missing_quotation_is_named(sample_case: Case) -> None:
    case = replace(sample_case, quotes=())
    cell = explained(case, "minamo", "com-tco", "ja")
    assert cell.score == "未評価"
    assert cell.steps[0] == "見積書がないか、比較の前提となる件数がありません。"
    assert cell.quotation is None


def test_a_vendor_that_declined_has_no_quotation(sample_case: Case, comparison: Comparison) -> None:
    assert build_quotation(sample_case, comparison, "aponoki", Wording("en")) is None


def test_consensus_replaces_the_ratings_and_shows_its_reason(sample_case: Case) -> None:
    agreed = Consensus(
        vendor="tsubame",
        criterion="train-curriculum",
        value=Decimal(3),
        reason={"en": "Seen on site."},
        dissent="Aoki holds 5.",
    )
    cell = explained(replace(sample_case, consensus=(agreed,)), "tsubame", "train-curriculum")
    assert cell.steps[0] == "The panel agreed on 3; it replaces the evaluators' ratings."
    assert cell.consensus is not None
    assert (cell.consensus.reason, cell.consensus.dissent) == ("Seen on site.", "Aoki holds 5.")


def test_who_is_recused_or_could_not_judge_does_not_count(sample_case: Case) -> None:
    def without_basis(rating: Rating) -> Rating:
        return replace(rating, value=None, no_basis=True) if rating.evaluator == "ueda" else rating

    case = with_ratings(sample_case, without_basis)
    case = replace(case, recusals=(Recusal(vendor="tsubame", evaluator="aoki"),))
    cell = explained(case, "tsubame", "train-curriculum")
    assert cell.steps[0] == "Mean: (5 + 5) ÷ 2 = 5"
    assert [line.remark for line in cell.ratings] == [
        *("Recused: does not count", "", "Says it is impossible to judge", "")
    ]
    assert [line.counts for line in cell.ratings] == [False, True, False, True]


def test_what_nobody_rated_names_the_rule(sample_case: Case) -> None:
    cell = explained(sample_case, "olive", "rec-references", "ja")
    assert cell.score == "未評価"
    assert cell.steps == ("未評価の項目は計算から除き、その分だけ充足率が下がります。",)


def test_every_cell_can_be_explained(sample_case: Case, comparison: Comparison) -> None:
    for vendor in comparison.sheet.vendors:
        for column in comparison.sheet.weights.columns:
            cell = explain_cell(sample_case, comparison, vendor, column.id, "ja")
            assert cell.steps
            assert cell.criterion == column.title["ja"]


def test_an_unknown_criterion_is_a_key_error(sample_case: Case, comparison: Comparison) -> None:
    with pytest.raises(KeyError, match="gate-budget"):
        explain_cell(sample_case, comparison, "minamo", "gate-budget", "en")
