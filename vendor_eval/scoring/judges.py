"""Whether people who rate the same things agree: Kendall's W, Krippendorff's alpha, ICC.

Ratings are plain arrays: evaluators down, things rated across, NaN where one is missing. An
evaluator without any rating is nobody's judge and left out. What cannot be computed is None
and a note says why, never NaN.
"""

from dataclasses import dataclass

import numpy as np

from vendor_eval.language import N_
from vendor_eval.scoring.sheet import FloatArray, IntArray, ScoreSheet

NO_VARIATION = N_("no variation")
ONE_EVALUATOR = N_("fewer than two evaluators have rated")
FEW_COMPLETE = N_("fewer than two items are rated by every evaluator")
NO_PAIRS = N_("no item has two ratings")
TIES_EVERYTHING = N_("an evaluator gave every item the same rating")
NO_DENOMINATOR = N_("disagreement outweighs every difference between items")
ABOVE_ONE = N_("above 1, because disagreement outweighs every difference between items")

FEWEST_FOR_W = 8
"""Items; below this chance alone gives high values of W (S. Siegel and N. J. Castellan,
Nonparametric Statistics for the Behavioral Sciences, 2nd ed. 1988, section 9.3)."""
FEWEST_ITEMS = 30
"""Items an alpha or an ICC needs (T. K. Koo and M. Y. Li, "A guideline of selecting and reporting
intraclass correlation coefficients", Journal of Chiropractic Medicine 15(2), 2016)."""
FEWEST_EVALUATORS = 3
"""Evaluators an ICC needs; the same source."""
EQUAL = 1e-12
"""Share of the variation below which a difference of sums of squares is rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KendallW:
    """Kendall's coefficient of concordance, 0 to 1: do evaluators put items in the same order?"""

    w: float | None
    raters: int
    items: int
    """Rated by all of them."""
    note: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there are items enough."""
        return self.w is not None and self.items >= FEWEST_FOR_W


@dataclass(frozen=True, slots=True, kw_only=True)
class Krippendorff:
    """Krippendorff's alpha, at most 1; 0 is what chance gives."""

    ordinal: float | None
    interval: float | None
    items: int
    """With two ratings or more."""
    note: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there are items enough."""
        return self.ordinal is not None and self.note == "" and self.items >= FEWEST_ITEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Icc:
    """Intraclass correlation, two-way random: of one evaluator, and of their mean."""

    icc_2_1: float | None
    icc_2_k: float | None
    raters: int
    items: int
    """Rated by all of them."""
    note: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there are items and evaluators enough."""
        enough = self.items >= FEWEST_ITEMS and self.raters >= FEWEST_EVALUATORS
        return self.icc_2_1 is not None and enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The three figures of one table of ratings."""

    kendall_w: KendallW
    krippendorff: Krippendorff
    icc: Icc


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """How lenient or strict an evaluator is beside the panel. Shown, never corrected."""

    evaluator: str
    deviation: float | None
    """Mean of own rating less the mean of all, over things others rated too; None without."""
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelAgreement:
    """How far the evaluators of one evaluation agree; items are cells of active vendors."""

    overall: Agreement
    groups: dict[str, Agreement]
    """By group in use that has rated criteria."""
    leanings: tuple[Leaning, ...]


def agreement(ratings: FloatArray) -> Agreement:
    """All three figures of ratings (E, N)."""
    return Agreement(
        kendall_w=kendall_w(ratings), krippendorff=krippendorff(ratings), icc=icc(ratings)
    )


def kendall_w(ratings: FloatArray) -> KendallW:
    """Kendall's W of ratings (E, N), corrected for ties, over items rated by all.

    M. G. Kendall and B. Babington Smith, "The problem of m rankings", Annals of Mathematical
    Statistics 10(3), 1939. Ranks are whole numbers doubled, so W is right to the last digit.
    """
    complete = _complete(ratings)
    raters, items = complete.shape
    note = _too_few(complete)
    if note:
        return KendallW(w=None, raters=raters, items=items, note=note)
    if (complete.min(axis=1) == complete.max(axis=1)).any():
        return KendallW(w=None, raters=raters, items=items, note=TIES_EVERYTHING)
    doubled, ties = zip(*map(_doubled_ranks, complete), strict=True)
    sums = np.sum(doubled, axis=0)
    around = int(((sums - raters * (items + 1)) ** 2).sum())
    possible = raters**2 * (items**3 - items) - raters * sum(ties)
    return KendallW(w=3 * around / possible, raters=raters, items=items)


def krippendorff(ratings: FloatArray) -> Krippendorff:
    """Krippendorff's alpha of ratings (E, N), ordinal and interval; gaps are allowed.

    K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011. Ordinal distances are
    interval distances between the middles of the places that equal ratings take.
    """
    ratings = _of_judges(ratings)
    ratings = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    items = ratings.shape[1]
    if not items:
        note = ONE_EVALUATOR if len(ratings) < 2 else NO_PAIRS  # noqa: PLR2004 - a pair
        return Krippendorff(ordinal=None, interval=None, items=0, note=note)
    rated = ~np.isnan(ratings)
    values, which, counts = np.unique(ratings[rated], return_inverse=True, return_counts=True)
    if len(values) == 1:
        return Krippendorff(ordinal=1.0, interval=1.0, items=items, note=NO_VARIATION)
    places = np.full(ratings.shape, np.nan)
    places[rated] = (np.cumsum(counts) - counts / 2)[which]
    return Krippendorff(ordinal=_alpha(places), interval=_alpha(ratings), items=items)


def icc(ratings: FloatArray) -> Icc:
    """ICC(2,1) and ICC(2,k) of ratings (E, N) over items rated by all.

    P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in assessing rater
    reliability", Psychological Bulletin 86(2), 1979; negative values stay as they are.
    """
    complete = _complete(ratings)
    raters, items = complete.shape
    note = _too_few(complete)
    if not note and complete.min() == complete.max():
        note = NO_VARIATION
    if note:
        return Icc(icc_2_1=None, icc_2_k=None, raters=raters, items=items, note=note)
    mean = complete.mean()
    between = raters * ((complete.mean(axis=0) - mean) ** 2).sum() / (items - 1)
    judges = items * ((complete.mean(axis=1) - mean) ** 2).sum() / (raters - 1)
    rest = complete - complete.mean(axis=0) - complete.mean(axis=1, keepdims=True) + mean
    error = (rest**2).sum() / ((items - 1) * (raters - 1))
    one = between + (raters - 1) * error + raters * (judges - error) / items
    many = between + (judges - error) / items
    whole = between + judges + error
    single, mean_of_all = (
        None if abs(below) <= EQUAL * whole else float((between - error) / below)
        for below in (one, many)
    )
    if single is None or mean_of_all is None:
        note = NO_DENOMINATOR
    elif mean_of_all > 1 + EQUAL:
        note = ABOVE_ONE
    return Icc(icc_2_1=single, icc_2_k=mean_of_all, raters=raters, items=items, note=note)


def leanings(evaluators: tuple[str, ...], ratings: FloatArray) -> tuple[Leaning, ...]:
    """How far each evaluator lies above or below the panel's mean, over ratings (E, N)."""
    together = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    rated = ~np.isnan(together)
    filled = np.where(rated, together, 0.0)
    apart = filled - filled.sum(axis=0) / np.maximum(rated.sum(axis=0), 1)
    sums, items = np.where(rated, apart, 0.0).sum(axis=1), rated.sum(axis=1)
    return tuple(
        Leaning(
            evaluator=evaluator,
            deviation=float(sums[row] / items[row]) if items[row] else None,
            items=int(items[row]),
        )
        for row, evaluator in enumerate(evaluators)
    )


def panel_agreement(sheet: ScoreSheet) -> PanelAgreement:
    """Agreement of an evaluation's panel, over all cells and by group; agreed values aside."""
    active = [state == "active" for state in sheet.vendor_states]
    ratings = sheet.ratings[:, active] / sheet.unit
    columns = [sheet.weights.columns[place].group for place in sheet.rated]
    inside = {
        group: [column == group for column in columns]
        for group in sheet.weights.groups
        if group in columns
    }
    return PanelAgreement(
        overall=agreement(_as_items(ratings)),
        groups={
            group: agreement(_as_items(ratings[:, :, chosen])) for group, chosen in inside.items()
        },
        leanings=leanings(sheet.evaluators, _as_items(ratings)),
    )


def _as_items(ratings: FloatArray) -> FloatArray:
    """Shape (E, V * R) of (E, V, R)."""
    people, vendors, criteria = ratings.shape
    return ratings.reshape(people, vendors * criteria)


def _of_judges(ratings: FloatArray) -> FloatArray:
    """Rows with a rating."""
    return ratings[~np.isnan(ratings).all(axis=1)]


def _complete(ratings: FloatArray) -> FloatArray:
    """Rows with a rating, columns rated by all of them."""
    judges = _of_judges(ratings)
    return judges[:, ~np.isnan(judges).any(axis=0)]


def _too_few(complete: FloatArray) -> str:
    """Why nothing can be said of complete ratings; an empty text where something can."""
    raters, items = complete.shape
    if raters < 2:  # noqa: PLR2004 - a pair
        return ONE_EVALUATOR
    return FEW_COMPLETE if items < 2 else ""  # noqa: PLR2004


def _doubled_ranks(ratings: FloatArray) -> tuple[IntArray, int]:
    """Twice the rank of each, ties sharing the mean, and the sum of t**3 - t over ties."""
    _values, which, counts = np.unique(ratings, return_inverse=True, return_counts=True)
    ranks = 2 * np.cumsum(counts) - counts + 1
    return ranks[which], sum(count**3 - count for count in counts.tolist())


def _alpha(ratings: FloatArray) -> float:
    """Alpha for squared distances; every column holds two ratings or more."""
    rated = ~np.isnan(ratings)
    sizes, count = rated.sum(axis=0), int(rated.sum())
    filled = np.where(rated, ratings, 0.0)
    within = np.where(rated, ratings - filled.sum(axis=0) / sizes, 0.0)
    across = np.where(rated, ratings - filled.sum() / count, 0.0)
    observed = float(((within**2).sum(axis=0) * sizes / (sizes - 1)).sum())
    return 1 - (count - 1) * observed / (count * float((across**2).sum()))
