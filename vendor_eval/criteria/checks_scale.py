"""The scale of a criteria file, and every number that must lie on it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from vendor_eval.criteria.document import DELETE_ONE, TWICE, Document
from vendor_eval.criteria.mistakes import Mistake, Path, shown
from vendor_eval.language import N_


def on_scale(scale: Document, value: Decimal) -> bool:
    """Whether a number lies between the ends of the scale; yes where an end is unknown."""
    low, high = scale.get("min", value), scale.get("max", value)
    return bool(low <= value <= high) or low >= high


def _is_rating(scale: Document, value: Decimal) -> bool:
    """Whether an evaluator could give this rating."""
    if scale.get("only_levels") and scale.get("levels"):
        return value in [level.get("value", value) for level in scale["levels"]]
    if "step" not in scale or "min" not in scale:
        return on_scale(scale, value)
    return on_scale(scale, value) and (value - scale["min"]) % scale["step"] == 0


def off_scale(scale: Document, path: Path, value: Decimal) -> Iterator[Mistake]:
    """That a score lies beyond the ends of the scale."""
    if not on_scale(scale, value):
        yield Mistake(
            path,
            N_("%(value)s is off the scale"),
            N_("write a number from %(min)s to %(max)s"),
            {"value": shown(value), "min": shown(scale["min"]), "max": shown(scale["max"])},
        )


def not_a_rating(scale: Document, path: Path, value: Decimal) -> Iterator[Mistake]:
    """That a rating cannot be given: beyond the ends, between steps, no level."""
    yield from off_scale(scale, path, value)
    if on_scale(scale, value) and not _is_rating(scale, value):
        yield Mistake(
            path,
            N_("%(value)s is not a rating of this scale"),
            N_("write one of the levels")
            if scale.get("only_levels")
            else N_("write a number in steps of %(step)s from %(min)s"),
            {
                "value": shown(value),
                "step": shown(scale.get("step")),
                "min": shown(scale.get("min")),
            },
        )


def check_scale(scale: Document) -> Iterator[Mistake]:
    """Ends, step, levels and marks fit each other."""
    low, high, step = (scale.get(key) for key in ("min", "max", "step"))
    values = {"min": shown(low), "max": shown(high), "step": shown(step)}
    if low is not None and high is not None and high <= low:
        yield Mistake(
            ("scale", "max"),
            N_("max %(max)s is not above min %(min)s"),
            N_("make max larger than min"),
            values,
        )
    elif low is not None and high is not None and step and (high - low) % step:
        yield Mistake(
            ("scale", "step"),
            N_("steps of %(step)s from %(min)s do not reach %(max)s"),
            N_("choose a step that divides the scale"),
            values,
        )
    if "meets" in scale:
        yield from not_a_rating(scale, ("scale", "meets"), scale["meets"])
    yield from _levels(scale)
    yield from _marks(scale)


def _levels(scale: Document) -> Iterator[Mistake]:
    values = [level.get("value") for level in scale.get("levels", ())]
    steps = {key: scale[key] for key in ("min", "max", "step") if key in scale}
    for at, value in enumerate(values):
        path = ("scale", "levels", at, "value")
        if value is not None:
            yield from not_a_rating(steps, path, value)
        if value is not None and value in values[:at]:
            yield Mistake(path, TWICE, DELETE_ONE, {"value": shown(value)})
    if scale.get("only_levels") and not values:
        yield Mistake(
            ("scale", "only_levels"),
            N_("only levels may be given, but there are none"),
            N_("add levels, or write only_levels = false"),
        )


def _marks(scale: Document) -> Iterator[Mistake]:
    starts = [mark.get("from") for mark in scale.get("marks", ())]
    for at, start in enumerate(starts):
        if start is not None:
            yield from off_scale(scale, ("scale", "marks", at, "from"), start)
    for at, (higher, lower) in enumerate(pairwise(starts)):
        if higher is not None and lower is not None and lower >= higher:
            yield Mistake(
                ("scale", "marks", at + 1, "from"),
                N_("%(value)s is not below the mark before it, %(before)s"),
                N_("put the marks in order, highest first"),
                {"value": shown(lower), "before": shown(higher)},
            )


def check_anchors(scale: Document, path: Path, criterion: Document) -> Iterator[Mistake]:
    """Every anchor belongs to a rating, each rating has one."""
    ratings: set[Decimal] = set()
    for key in criterion.get("anchors", {}):
        rating = Decimal(key)
        yield from not_a_rating(scale, (*path, "anchors", key), rating)
        if rating in ratings:
            yield Mistake((*path, "anchors", key), TWICE, DELETE_ONE, {"value": shown(rating)})
        ratings.add(rating)


def check_breakpoints(scale: Document, path: Path, criterion: Document) -> Iterator[Mistake]:
    """Values rise, scores lie on the scale."""
    points = criterion.get("breakpoints", ())
    for at, (_, score) in enumerate(points):
        yield from off_scale(scale, (*path, "breakpoints", at), score)
    for at, ((before, _), (x, _)) in enumerate(pairwise(points), start=1):
        if x <= before:
            yield Mistake(
                (*path, "breakpoints", at),
                N_("%(value)s does not rise above the value before it, %(before)s"),
                N_("put the pairs in order of their first number, each only once"),
                {"value": shown(x), "before": shown(before)},
            )
