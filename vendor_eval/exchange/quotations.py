"""What quotations need from elsewhere: a term, and key figures a cost can be computed with."""

from collections.abc import Iterable
from fractions import Fraction

from vendor_eval.case import Measure, Quote, measure_value
from vendor_eval.criteria.mistakes import plain
from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.errors import Problem
from vendor_eval.exchange.evaluation_file import EvaluationFile
from vendor_eval.exchange.findings import Findings
from vendor_eval.language import N_
from vendor_eval.scoring.rounding import round_to
from vendor_eval.scoring.sheet import Purchase

PERCENT = 100
SHOWN_PLACES = 4


def check_term(file: EvaluationFile, quotes: Iterable[Quote]) -> None:
    """Note a missing term where there is something to pay."""
    if any(quotes) and "term_months" not in file.document:
        what = N_("term_months is missing, and quotes.csv holds quotations")
        cure = N_("add the length of the contract in months, such as term_months = 12")
        file.tell((), what, cure)


def check_drivers(
    criteria: CriteriaSet,
    purchase: Purchase,
    quotes: Iterable[Quote],
    measures: Iterable[tuple[int, Measure]],
    findings: Findings,
) -> None:
    """Note key figures of vendors that feed their cost and cannot.

    Args:
        criteria: says which measure feeds which number.
        purchase: nothing is fed unless claimed figures count.
        quotes: vendors without any have no cost.
        measures: each with its line in measures.csv.
        findings: gets the mistakes.
    """
    if purchase.assumption == "common":
        return
    drivers = {criterion: driver for driver, criterion in criteria.cost_drivers.items()}
    kinds: dict[str, set[str]] = {}
    for quote in quotes:
        kinds.setdefault(quote.vendor, set()).add(quote.line.kind)
    for line, measure in measures:
        driver = drivers.get(measure.criterion)
        if driver is None or measure.vendor not in kinds:
            continue
        value = measure_value(measure, criteria.criterion(measure.criterion))
        if isinstance(value, Fraction):
            saying = _unusable(driver, value, kinds[measure.vendor])
            if saying:
                shown = plain(round_to(value, SHOWN_PLACES))
                place = f"measures.csv:{line}"
                findings.add(Problem(place, measure.criterion, *saying, {"value": shown}))


def _unusable(driver: str, value: Fraction, kinds: set[str]) -> tuple[str, str] | None:
    """What is wrong with a figure and what to do; None when it can be used."""
    if driver == "occupancy_percent":
        if value > 0 or "hour" not in kinds:
            return None
        what = N_("an occupancy of %(value)s %% gives the hourly price no cost to work out")
        return what, N_('write a value above 0, or assumption = "common" in evaluation.toml')
    if driver == "handling_ratio":
        if value >= 0:
            return None
        what = N_("%(value)s feeds the cost as a ratio, but is below 0")
        return what, N_('write a value above 0, or assumption = "common" in evaluation.toml')
    if 0 <= value <= PERCENT:
        return None
    what = N_("%(value)s feeds the cost as a percentage, but is not between 0 and 100")
    return what, N_('write a value from 0 to 100, or assumption = "common" in evaluation.toml')
