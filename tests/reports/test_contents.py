from dataclasses import replace
from decimal import Decimal

from tests.reports.variations import (
    only,
    said,
    with_criterion,
    with_ratings,
    with_rules,
    with_vendor,
)
from vendor_eval.case import Case, Rating
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.matrix import Cell, matrix_parts


def test_ranking_prints_the_totals_of_the_sample(contents: Contents) -> None:
    rows = [
        (row.vendor_id, row.rank_text, row.total_text, row.gap_text, row.coverage_text)
        for row in contents.ranking.rows
    ]
    assert rows == [
        ("minamo", "1", "76.33", "–", "44/44"),
        ("tsubame", "2", "76.21", "0.12", "44/44"),
        ("olive", "3", "71.28", "4.93", "43/44"),
        ("hayate", "4", "57.57", "13.71", "44/44"),
        ("tsukushi", "5", "42.32", "15.25", "44/44"),
        ("komadori", "–", "(78.93)", "–", "44/44"),
        ("aponoki", "–", "–", "–", "–"),
    ]
    assert [row.coverage_percent for row in contents.ranking.rows] == [
        *("100.0", "100.0", "97.4", "100.0", "100.0", "100.0", "–")
    ]


def test_conclusion_names_the_first_the_gap_and_that_it_is_small(
    japanese: Contents, english: Contents
) -> None:
    assert japanese.conclusion == (
        "1位はみなも通話サービス株式会社、総合点は100点満点中76.33点です。",
        "2位は株式会社つばめ応答社の76.21点で、1位との差は0.12点です。",
        "総合点の差が1点以内のため、規則により1位と2位は実質的に同等とみなします。",
    )
    assert english.conclusion[1] == (
        "Tsubame Otosha Co., Ltd. follows with 76.21 points, 0.12 behind."
    )


def test_costs_are_printed_on_one_basis_with_and_without_tax(contents: Contents) -> None:
    rows = {row.vendor_id: row for row in contents.costs.rows}
    minamo, hayate = rows["minamo"], rows["hayate"]
    assert (minamo.one_off, minamo.monthly, minamo.total) == ("600,000", "2,999,500", "36,594,000")
    assert (minamo.total_with_tax, minamo.per_outcome) == ("40,253,400", "537.8")
    assert (hayate.monthly, hayate.total) == ("2,999,692", "36,396,303")
    assert hayate.total_with_tax == "40,035,933"
    assert minamo.of_budget == "87.1"
    assert contents.costs.tax_percent == "10"
    assert [row.vendor_id for row in contents.costs.rows if row.lowest] == ["tsukushi"]


def test_currency_stands_in_the_header_and_in_sentences(
    japanese: Contents, english: Contents
) -> None:
    assert (japanese.costs.unit, japanese.costs.budget) == ("円", "42,000,000円")
    assert (english.costs.unit, english.costs.budget) == ("JPY", "¥42,000,000")


def test_other_currencies_have_cents(sample_case: Case) -> None:
    dollars = replace(sample_case, evaluation=replace(sample_case.evaluation, currency="USD"))
    costs = said(dollars).costs
    assert costs.budget == "USD 42,000,000.00"
    assert {row.vendor_id: row.total for row in costs.rows}["hayate"] == "36,396,302.70"


def test_vendors_without_a_rank_come_with_their_reasons(
    japanese: Contents, english: Contents
) -> None:
    assert [(each.name, each.status_text, each.reasons) for each in japanese.outsiders] == [
        (
            "株式会社こまどり対話センター",
            "失格",
            (
                (
                    "必須要件「プライバシーマークまたはISO/IEC 27001」を満たしていません。"
                    "備考: プライバシーマーク・ISO/IEC 27001とも未取得(申請中)"
                ),
            ),
        ),
        ("合同会社アポの木", "辞退", ("受信業務は対象外として辞退",)),
    ]
    assert english.outsiders[1].reasons == ("Declined: does not take inbound work",)


def test_marks_follow_the_printed_score(sample_case: Case) -> None:
    # 3.995 prints as 4.00 and so bears the mark of 4.00, although it is less.
    def nearly_four(rating: Rating) -> Rating:
        if (rating.vendor, rating.criterion) == ("minamo", "train-curriculum"):
            return replace(rating, value=Decimal("3.995"))
        return rating

    cell = cell_of(said(with_ratings(sample_case, nearly_four), "ja"), "train-curriculum", "minamo")
    assert (cell.text, cell.mark) == ("4.00", "◎")


def test_scores_bear_words_in_english(english: Contents) -> None:
    cell = cell_of(english, "train-curriculum", "minamo")
    assert (cell.text, cell.mark) == ("4.00", "Strong")


def test_nobody_has_rated_is_neither_zero_nor_not_applicable(
    sample_case: Case, japanese: Contents
) -> None:
    unrated = cell_of(japanese, "rec-references", "olive")
    assert (unrated.text, unrated.points, unrated.mark) == ("未評価", "–", "")
    zero = cell_of(japanese, "qa-certification", "minamo")
    assert (zero.text, zero.points, zero.mark) == ("0.00", "0.00", "×")

    def not_applicable(rating: Rating) -> Rating:
        here = (rating.vendor, rating.criterion) == ("olive", "rec-industry")
        return replace(rating, value="na") if here else rating

    cell = cell_of(said(with_ratings(sample_case, not_applicable), "ja"), "rec-industry", "olive")
    assert (cell.text, cell.counted_as, cell.points) == ("対象外", "", "–")


def test_a_missing_score_shows_what_a_rule_counts_it_as(sample_case: Case) -> None:
    cell = cell_of(said(with_rules(sample_case, unrated="zero")), "rec-references", "olive")
    assert (cell.state, cell.text, cell.counted_as, cell.points) == (
        *("unrated", "not rated", "0.00", "0.00"),
    )


def test_a_rule_that_refuses_unrated_scores_leaves_no_total(sample_case: Case) -> None:
    contents = said(with_rules(sample_case, unrated="refuse"))
    olive = next(each for each in contents.outsiders if each.vendor_id == "olive")
    assert (olive.status_text, olive.total_text) == ("Incomplete", "–")
    assert olive.reasons == (
        "1 criterion is not rated, and the rules allow no total then: Reference checks.",
    )


def test_a_missed_minimum_is_said_with_its_numbers(sample_case: Case) -> None:
    strict = with_criterion(sample_case, "train-curriculum", minimum=Decimal("4.1"))
    row = said(strict).ranking.rows[0]
    assert row.below_minimum == ("Structured training curriculum: 4.00, minimum 4.1",)
    out = said(with_rules(strict, below_minimum="disqualify")).outsiders[0]
    assert (out.vendor_id, out.total_text) == ("minamo", "(76.33)")
    assert out.reasons == ("Misses a minimum (Structured training curriculum: 4.00, minimum 4.1).",)


def test_a_price_above_the_ceiling_is_said_with_both_amounts(sample_case: Case) -> None:
    purchase = replace(sample_case.evaluation.purchase, ceiling=Decimal(40000000))
    case = replace(
        sample_case,
        evaluation=replace(sample_case.evaluation, purchase=purchase),
        gates=tuple(gate for gate in sample_case.gates if gate.criterion != "gate-budget"),
    )
    reasons = {each.vendor_id: each.reasons for each in said(case, "ja").outsiders}
    assert reasons["tsubame"] == (
        (
            "「提案上限額以内」に適合しません。"
            "税抜の総費用 41,620,000円 が上限額 40,000,000円 を超えています。"
        ),
    )


def test_an_unchecked_requirement_keeps_a_vendor_without_rank(sample_case: Case) -> None:
    gates = tuple(
        gate
        for gate in sample_case.gates
        if (gate.vendor, gate.criterion) != ("olive", "gate-antisocial")
    )
    contents = said(replace(sample_case, gates=gates), "ja")
    olive = next(each for each in contents.outsiders if each.vendor_id == "olive")
    assert olive.status_text == "評価未了"
    assert olive.reasons[0].endswith("が未確認です。")


def test_names_fall_back_to_the_other_language_then_to_the_id(sample_case: Case) -> None:
    case = with_vendor(sample_case, "minamo", name={"ja": "みなも"})
    assert said(case).ranking.rows[0].name == "みなも"
    assert said(with_vendor(case, "minamo", name={})).ranking.rows[0].name == "minamo"
    assert said(with_vendor(case, "minamo", short={"en": "Minamo"})).ranking.rows[0].short == (
        "Minamo"
    )


def test_equal_vendors_share_the_first_place(sample_case: Case) -> None:
    case = only(sample_case, "minamo")
    twin = replace(case.vendors[0], id="twin", name={"en": "Twin", "ja": "双子"})
    doubled = replace(
        with_rules(case, ties=()),
        vendors=(*case.vendors, twin),
        ratings=(*case.ratings, *(replace(each, vendor="twin") for each in case.ratings)),
        measures=(*case.measures, *(replace(each, vendor="twin") for each in case.measures)),
        gates=(*case.gates, *(replace(each, vendor="twin") for each in case.gates)),
        quotes=(*case.quotes, *(replace(each, vendor="twin") for each in case.quotes)),
    )
    contents = said(doubled)
    assert [(row.rank, row.shared) for row in contents.ranking.rows] == [(1, True), (1, True)]
    assert contents.conclusion[0] == (
        "Minamo Tsuwa Service K.K., Twin share the first place with 76.33 of 100 points."
    )
    assert contents.ties == ("Minamo Tsuwa Service K.K., Twin have equal totals; the tie stands.",)
    assert said(doubled, "ja").ties[0].endswith("は総合点が等しく、同順位です。")


def test_an_evaluation_without_vendors_says_so(sample_case: Case) -> None:
    contents = said(only(sample_case), "ja")
    assert contents.conclusion == ("候補の会社がまだ登録されていません。",)
    assert contents.matrix.columns == ()
    assert contents.matrix.groups == ()


def test_an_evaluation_without_scores_says_so(sample_case: Case) -> None:
    bare = replace(only(sample_case, "minamo"), ratings=(), measures=(), gates=(), quotes=())
    contents = said(bare)
    assert contents.conclusion == ("No vendor has a rank yet.",)
    assert contents.outsiders[0].reasons[-1] == "Nothing has been scored yet."
    assert contents.ranking.rows[0].coverage_text == "0/44"


def test_the_digest_is_there_in_full_and_short(contents: Contents, sample_case: Case) -> None:
    assert contents.criteria.digest == sample_case.criteria_digest
    assert contents.criteria.digest.startswith(f"sha256:{contents.criteria.short_digest}")
    assert len(contents.criteria.short_digest) == 12


def test_matrix_parts_are_as_equal_as_can_be(english: Contents) -> None:
    parts = matrix_parts(english.matrix, 4)
    assert [len(part.columns) for part in parts] == [3, 3]
    assert parts[1].columns[0].vendor_id == "hayate"
    assert parts[1].groups[0].cells[0] == english.matrix.groups[0].cells[3]


def cell_of(contents: Contents, criterion: str, vendor: str) -> Cell:
    """One cell of the matrix."""
    place = [head.vendor_id for head in contents.matrix.columns].index(vendor)
    rows = [row for group in contents.matrix.groups for row in group.criteria]
    return next(row for row in rows if row.id == criterion).cells[place]
