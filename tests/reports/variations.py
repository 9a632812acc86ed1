"""The sample with something changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from vendor_eval.case import Case, Rating, Vendor, score_sheet
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.scoring import Comparison, compare


def compared(case: Case) -> Comparison:
    return compare(score_sheet(case))


def said(case: Case, language: str = "en") -> Contents:
    """What a case says."""
    return build_contents(case, compared(case), language)


def only(case: Case, *vendors: str) -> Case:
    """The case with fewer vendors."""
    return replace(
        case,
        vendors=tuple(each for each in case.vendors if each.id in vendors),
        ratings=tuple(each for each in case.ratings if each.vendor in vendors),
        measures=tuple(each for each in case.measures if each.vendor in vendors),
        gates=tuple(each for each in case.gates if each.vendor in vendors),
        quotes=tuple(each for each in case.quotes if each.vendor in vendors),
    )


def with_vendor(case: Case, vendor_id: str, **changes: Any) -> Case:
    """The case with one vendor changed."""

    def changed(vendor: Vendor) -> Vendor:
        return replace(vendor, **changes) if vendor.id == vendor_id else vendor

    return replace(case, vendors=tuple(map(changed, case.vendors)))


def with_rules(case: Case, **rules: Any) -> Case:
    """The case under other rules."""
    return replace(
        case, criteria=replace(case.criteria, rules=replace(case.criteria.rules, **rules))
    )


def with_criterion(case: Case, criterion_id: str, **changes: Any) -> Case:
    """The case with one criterion changed."""
    criteria = tuple(
        replace(each, **changes) if each.id == criterion_id else each
        for each in case.criteria.criteria
    )
    return replace(case, criteria=replace(case.criteria, criteria=criteria))


def with_ratings(case: Case, change: Callable[[Rating], Rating]) -> Case:
    """The case with ratings changed."""
    return replace(case, ratings=tuple(map(change, case.ratings)))
