"""What figures of agreement between evaluators mean, in sentences."""

from collections.abc import Iterator, Sequence

from vendor_eval.language import N_, translate
from vendor_eval.scoring.judges import (
    FEWEST_EVALUATORS,
    FEWEST_FOR_W,
    FEWEST_ITEMS,
    Agreement,
    Icc,
    KendallW,
    Krippendorff,
)

Bands = Sequence[tuple[float, str]]
"""From which figure on which words apply, highest first."""

# R. C. Schmidt, "Managing Delphi surveys using nonparametric statistical techniques",
# Decision Sciences 28(3), 1997.
ORDER: Bands = (
    (0.9, N_("the evaluators put the items in nearly the same order")),
    (0.7, N_("the evaluators agree strongly on the order")),
    (0.5, N_("the evaluators agree moderately on the order")),
    (0.3, N_("the evaluators agree weakly on the order")),
    (0.0, N_("the evaluators hardly agree on the order")),
)
# K. Krippendorff, Content Analysis, 2nd ed. 2004, section 11.4.
RELIABLE: Bands = (
    (0.8, N_("the ratings can be relied on")),
    (0.667, N_("the ratings allow tentative conclusions only")),
    (float("-inf"), N_("the ratings differ too much to rely on them")),
)
# T. K. Koo and M. Y. Li, Journal of Chiropractic Medicine 15(2), 2016.
DEPENDABLE: Bands = (
    (0.9, N_("excellent")),
    (0.75, N_("good")),
    (0.5, N_("moderate")),
    (float("-inf"), N_("poor")),
)
W = N_("Kendall's W %(w)s (evaluators: %(raters)d, items: %(items)d): %(meaning)s.")
ALPHA = N_(
    "Krippendorff's alpha %(ordinal)s ordinal, %(interval)s interval (items: %(items)d):"
    " %(meaning)s."
)
ICC = N_(
    "ICC(2,1) %(single)s: one evaluator alone is %(alone)s; ICC(2,k) %(mean)s: the mean of the"
    " panel is %(together)s (evaluators: %(raters)d, items: %(items)d)."
)
NO_W = N_("No Kendall's W: %(why)s.")
NO_ALPHA = N_("No Krippendorff's alpha: %(why)s.")
NO_ICC = N_("No ICC: %(why)s.")
SAYS_NOTHING = N_("This says nothing: it takes %(items)d items.")
ICC_SAYS_NOTHING = N_("This says nothing: it takes %(items)d items and %(evaluators)d evaluators.")
NO_VARIATION = N_("all ratings are the same, so nothing can be told apart")


def figure(value: float | None) -> str:
    """Two decimals; a hyphen for none."""
    return "-" if value is None else f"{value:.2f}"


def agreement_sentences(found: Agreement, language: str) -> Iterator[str]:
    """A sentence for each figure, and one more where it says nothing."""
    yield from _w_sentences(found.kendall_w, language)
    yield from _alpha_sentences(found.krippendorff, language)
    yield from _icc_sentences(found.icc, language)


def _w_sentences(found: KendallW, language: str) -> Iterator[str]:
    if found.w is None:
        yield translate(NO_W, language) % {"why": translate(found.note, language)}
        return
    yield translate(W, language) % {
        "w": figure(found.w),
        "raters": found.raters,
        "items": found.items,
        "meaning": _meaning(found.w, ORDER, language),
    }
    if not found.says_something:
        yield translate(SAYS_NOTHING, language) % {"items": FEWEST_FOR_W}


def _alpha_sentences(found: Krippendorff, language: str) -> Iterator[str]:
    if found.ordinal is None:
        yield translate(NO_ALPHA, language) % {"why": translate(found.note, language)}
        return
    meaning = translate(NO_VARIATION, language)
    if not found.note:
        meaning = _meaning(found.ordinal, RELIABLE, language)
    yield translate(ALPHA, language) % {
        "ordinal": figure(found.ordinal),
        "interval": figure(found.interval),
        "items": found.items,
        "meaning": meaning,
    }
    if not found.note and not found.says_something:
        yield translate(SAYS_NOTHING, language) % {"items": FEWEST_ITEMS}


def _icc_sentences(found: Icc, language: str) -> Iterator[str]:
    if found.icc_2_1 is None or found.icc_2_k is None:
        yield translate(NO_ICC, language) % {"why": translate(found.note, language)}
        return
    yield translate(ICC, language) % {
        "single": figure(found.icc_2_1),
        "mean": figure(found.icc_2_k),
        "alone": _meaning(found.icc_2_1, DEPENDABLE, language),
        "together": translate(found.note, language)
        or _meaning(found.icc_2_k, DEPENDABLE, language),
        "raters": found.raters,
        "items": found.items,
    }
    if not found.says_something:
        needed = {"items": FEWEST_ITEMS, "evaluators": FEWEST_EVALUATORS}
        yield translate(ICC_SAYS_NOTHING, language) % needed


def _meaning(value: float, bands: Bands, language: str) -> str:
    return translate(next(words for least, words in bands if value >= least), language)
