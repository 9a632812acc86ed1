"""Agreement between evaluators: published tables, and plain sums beside the product's arrays."""

from fractions import Fraction
from itertools import permutations
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.cases import Plain, product_compare
from tests.scoring.strategies import cases
from tests.worked_examples.judges import (
    KENDALL_W_PACKAGE,
    KRIPPENDORFF_2011,
    PROOFWIKI,
    SHROUT_FLEISS_1979,
)
from vendor_eval.scoring.judges import (
    ABOVE_ONE,
    FEW_COMPLETE,
    NO_DENOMINATOR,
    NO_PAIRS,
    NO_VARIATION,
    ONE_EVALUATOR,
    TIES_EVERYTHING,
    agreement,
    icc,
    kendall_w,
    krippendorff,
    leanings,
    panel_agreement,
)
from vendor_eval.scoring.sheet import FloatArray

quick = settings(max_examples=150, deadline=None, derandomize=True, database=None)
Table = list[list[Fraction | None]]
CELL = st.one_of(st.none(), *[st.integers(0, 5)] * 5)
tables = st.tuples(st.integers(1, 5), st.integers(1, 7)).flatmap(
    lambda size: st.lists(
        st.lists(CELL, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def array(rows: object) -> FloatArray:
    return np.array(rows, dtype=np.float64)


@pytest.mark.parametrize("example", [PROOFWIKI, KENDALL_W_PACKAGE], ids=["proofwiki", "package"])
def test_published_w(example: Plain) -> None:
    assert kendall_w(array(example["ranks"])).w == example["w"]


def test_published_alpha() -> None:
    found = krippendorff(array(KRIPPENDORFF_2011["ratings"]))
    assert found.ordinal == pytest.approx(KRIPPENDORFF_2011["ordinal"], abs=0.0006)
    assert found.interval == pytest.approx(KRIPPENDORFF_2011["interval"], abs=0.0006)
    assert found.items == 11


def test_published_icc() -> None:
    found = icc(array(SHROUT_FLEISS_1979["targets"]).T)
    assert found.icc_2_1 == pytest.approx(float(Fraction(str(SHROUT_FLEISS_1979["exact_2_1"]))))
    assert found.icc_2_k == pytest.approx(SHROUT_FLEISS_1979["icc_2_k"], abs=0.006)


@quick
@given(tables)
def test_every_figure_is_that_of_plain_sums_or_has_a_note(rows: Table) -> None:
    found = agreement(array(rows))
    judges = [row for row in rows if any(cell is not None for cell in row)]
    complete = [column for column in zip(*judges, strict=True) if None not in column]
    expected_w = plain_w([list(row) for row in zip(*complete, strict=True)])
    w = found.kendall_w
    assert (w.w is None) == (expected_w is None) == bool(w.note)
    if w.w is not None and expected_w is not None:
        assert 0 <= w.w <= 1
        assert w.w == float(expected_w)
    alpha = found.krippendorff
    for ordinal, value in ((True, alpha.ordinal), (False, alpha.interval)):
        expected = plain_alpha(judges, ordinal=ordinal)
        assert value == (None if expected is None else pytest.approx(float(expected), abs=1e-12))
    assert bool(alpha.note) == (alpha.ordinal is None or alpha.note == NO_VARIATION)
    pair = (found.icc.icc_2_1, found.icc.icc_2_k)
    assert pair == pytest.approx(plain_icc(complete), abs=1e-9)
    assert bool(found.icc.note) == (None in pair or (pair[1] or 0) > 1 + 1e-12)


def plain_w(rows: list[list[Fraction]]) -> Fraction | None:
    """From complete ratings, one list for each judge."""
    if len(rows) < 2 or len(rows[0]) < 2 or any(len(set(row)) == 1 for row in rows):
        return None
    raters, items = len(rows), len(rows[0])
    ranks = [
        [sum(each < own for each in row) + Fraction(row.count(own) + 1, 2) for own in row]
        for row in rows
    ]
    sums = [sum(column, Fraction(0)) for column in zip(*ranks, strict=True)]
    mean = sum(sums, Fraction(0)) / items
    ties = sum(row.count(own) ** 2 - 1 for row in rows for own in row)
    spread = sum(((each - mean) ** 2 for each in sums), Fraction(0))
    return 12 * spread / (raters**2 * (items**3 - items) - raters * ties)


def plain_alpha(rows: Table, *, ordinal: bool) -> Fraction | None:
    """From the matrix of coincidences, as Krippendorff writes it."""
    units = [[each for each in unit if each is not None] for unit in zip(*rows, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    if not units:
        return None
    values = sorted({each for unit in units for each in unit})
    together = {(a, b): Fraction(0) for a in values for b in values}
    for unit in units:
        for a, b in permutations(unit, 2):
            together[a, b] += Fraction(1, len(unit) - 1)
    counts = {a: sum((together[a, b] for b in values), Fraction(0)) for a in values}
    whole = sum(counts.values(), Fraction(0))

    def distance(a: Fraction, b: Fraction) -> Fraction:
        if not ordinal:
            return Fraction(a - b) ** 2
        low, high = min(a, b), max(a, b)
        between = sum((counts[each] for each in values if low <= each <= high), Fraction(0))
        return (between - (counts[a] + counts[b]) / 2) ** 2

    observed = sum((together[pair] * distance(*pair) for pair in together), Fraction(0))
    expected = sum((counts[a] * counts[b] * distance(a, b) for a, b in together), Fraction(0))
    return 1 - (whole - 1) * observed / expected if expected else Fraction(1)


def plain_icc(items: list[tuple[Fraction | None, ...]]) -> tuple[float | None, float | None]:
    """From the sums of squares of complete items, one tuple for each."""
    rows = [[Fraction(each or 0) for each in item] for item in items]
    n, k = len(rows), len(rows[0]) if rows else 0
    if n < 2 or k < 2:
        return None, None
    mean = sum(map(sum, rows), Fraction(0)) / (n * k)
    across = [sum(column, Fraction(0)) / n for column in zip(*rows, strict=True)]
    down = [sum(row, Fraction(0)) / k for row in rows]
    between = k * sum((each - mean) ** 2 for each in down) / (n - 1)
    judges = n * sum((each - mean) ** 2 for each in across) / (k - 1)
    everything = sum((each - mean) ** 2 for row in rows for each in row)
    error = (everything - (n - 1) * between - (k - 1) * judges) / ((n - 1) * (k - 1))
    below = (
        between + (k - 1) * error + k * (judges - error) / n,
        between + (judges - error) / n,
    )
    one, many = (float((between - error) / each) if each else None for each in below)
    return one, many


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        ([[1, 2, 3]], (ONE_EVALUATOR, ONE_EVALUATOR, ONE_EVALUATOR)),
        ([[1, 2, 3], [None, None, None]], (ONE_EVALUATOR, ONE_EVALUATOR, ONE_EVALUATOR)),
        ([[1, None], [None, 2]], (FEW_COMPLETE, NO_PAIRS, FEW_COMPLETE)),
        ([[1, 2, None], [1, None, 2]], (FEW_COMPLETE, NO_VARIATION, FEW_COMPLETE)),
        ([[3, 3, 3], [3, 3, 3]], (TIES_EVERYTHING, NO_VARIATION, NO_VARIATION)),
        ([[3, 3, 3], [1, 2, 3]], (TIES_EVERYTHING, "", "")),
        ([[1, 3, 2], [3, 1, 2]], ("", "", ABOVE_ONE)),
        ([[1, 3], [3, 1]], ("", "", NO_DENOMINATOR)),
    ],
)
def test_what_cannot_be_computed_says_why(
    rows: list[list[int | None]], notes: tuple[str, str, str]
) -> None:
    found = agreement(array(rows))
    assert (found.kendall_w.note, found.krippendorff.note, found.icc.note) == notes


def test_unanimous_ratings_agree_fully_and_say_that_nothing_varies() -> None:
    found = krippendorff(array([[4, 4, None], [4, 4, 4], [None, 4, 4]]))
    assert (found.ordinal, found.interval, found.note) == (1.0, 1.0, "no variation")


def test_few_items_say_nothing() -> None:
    generator = np.random.default_rng(1)
    few, many = (agreement(array(generator.integers(0, 6, (4, n)))) for n in (7, 60))
    for small, large in (
        (few.kendall_w, many.kendall_w),
        (few.krippendorff, many.krippendorff),
        (few.icc, many.icc),
    ):
        assert not small.says_something
        assert large.says_something


def test_lenient_lies_above_the_panel_and_strict_below() -> None:
    rows = array([[5, 5, 4, None], [3, 3, 4, 1], [1, 4, 4, None], [np.nan] * 4])
    found = leanings(("lenient", "middle", "strict", "absent"), rows)
    # Means of the first three items: 3, 4, 4; the last one nobody else rated.
    assert [each.deviation for each in found] == [
        pytest.approx(1.0),
        pytest.approx(-1 / 3),
        pytest.approx(-2 / 3),
        None,
    ]
    assert [each.items for each in found] == [3, 3, 3, 0]


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(cases())
def test_any_case_has_figures_or_notes(case: Plain) -> None:
    sheet = product_compare(case).sheet
    found = panel_agreement(sheet)
    for each in (found.overall, *found.groups.values()):
        assert each.kendall_w.note or isfinite(each.kendall_w.w or 0)
        assert each.icc.note or isfinite(each.icc.icc_2_1 or 0)
        assert each.krippendorff.note or isfinite(each.krippendorff.ordinal or 0)
    assert [each.evaluator for each in found.leanings] == list(sheet.evaluators)
    rated = {sheet.weights.columns[place].group for place in sheet.rated}
    assert set(found.groups) == rated
