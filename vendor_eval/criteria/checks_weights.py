"""Weights of a criteria file: what they total, and the bands they must keep to."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from vendor_eval.criteria.document import Document, entries
from vendor_eval.criteria.mistakes import Mistake, Path, shown
from vendor_eval.language import N_


def check_weights(document: Document, broken: frozenset[Path]) -> Iterator[Mistake]:
    """The weights of every profile, or of the groups when there is no profile.

    Args:
        document: a file less everything that has not the right form.
        broken: what was taken out of it; totals that lack a weight are not judged.
    """
    yield from _bands(document)
    if document.get("profiles"):
        for path, profile in entries(document, "profiles"):
            if "weights" in profile:
                yield from _total(document, (*path, "weights"), profile["weights"], broken)
    elif document.get("groups"):
        weights = {
            str(at): group["weight"]
            for at, (_, group) in enumerate(entries(document, "groups"))
            if "weight" in group
        }
        yield from _total(document, ("groups",), weights, broken)


def _bands(document: Document) -> Iterator[Mistake]:
    bands = {
        group["id"]: group["weight_band"]
        for _, group in entries(document, "groups")
        if "id" in group and "weight_band" in group
    }
    for path, group in entries(document, "groups"):
        if "weight" in group and group.get("id") in bands:
            yield from _outside_band(bands[group["id"]], (*path, "weight"), group["weight"])
    for path, profile in entries(document, "profiles"):
        for name, weight in profile.get("weights", {}).items():
            if name in bands:
                yield from _outside_band(bands[name], (*path, "weights", name), weight)


def _outside_band(band: Sequence[Decimal], path: Path, weight: Decimal) -> Iterator[Mistake]:
    low, high = band
    if weight and low <= high and not low <= weight <= high:
        yield Mistake(
            path,
            N_("the weight %(value)s is outside the band of the group, %(low)s to %(high)s"),
            N_("write a weight inside the band, or widen weight_band"),
            {"value": shown(weight), "low": shown(low), "high": shown(high)},
        )


def _total(
    document: Document, path: Path, weights: Mapping[str, Decimal], broken: frozenset[Path]
) -> Iterator[Mistake]:
    rules = document.get("rules", {})
    unsure = ("rules", "out_of"), ("rules", "base"), ("rules", "weights"), ("rules",)
    if any(place[: len(path)] == path for place in broken) or not broken.isdisjoint(unsure):
        return
    total = sum(weights.values(), Decimal(0))
    if rules.get("weights", "exact") == "relative":
        if total <= 0:
            yield Mistake(
                path,
                N_("no weight is above 0"),
                N_("give at least one group a weight above 0"),
            )
        return
    wanted = rules.get("out_of", Decimal(100)) - rules.get("base", Decimal(0))
    values = {
        "total": shown(total),
        "wanted": shown(wanted),
        "difference": shown(abs(wanted - total)),
    }
    if wanted <= 0 or total == wanted:
        return
    yield Mistake(
        path,
        N_("the weights total %(total)s, not %(wanted)s: %(difference)s is missing")
        if total < wanted
        else N_("the weights total %(total)s, not %(wanted)s: %(difference)s too much"),
        N_('correct the weights, or write weights = "relative" under [rules]'),
        values,
    )
