"""Random sound criteria sets: any scale, rules, kinds, profiles and variants."""

from decimal import Decimal
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from hypothesis import strategies as st

from vendor_eval.criteria.model import (
    BasedOn,
    Breakpoints,
    CriteriaSet,
    Criterion,
    Flow,
    Group,
    Level,
    Mark,
    Profile,
    Rounding,
    Rules,
    Scale,
    Scope,
    Source,
    Text,
    Variant,
)

FLOWS: tuple[Flow, ...] = ("inbound", "outbound")
SCOPES: tuple[Scope, ...] = ("activity", "department", "appointment")
STEPS = ("1", "0.5", "0.25", "2", "10", "0.1")

WORDS = (
    "Quality",
    "品質",
    'says "yes"',
    "it's",
    "a\\b \\u0041",
    "two\nlines",
    "\ttab ",
    "# no comment",
    "[x] = { y = 1 }",
    "100 %(value)s",
    "😀𠮷㈱",
    "e\u0301\u200d\ufeff",
    "x\u2028\x85",
    '"""',
    "1e999",
    "true",
)
words = st.sampled_from(WORDS)
ids = st.sampled_from(("quality", "cost", "a", "1", "0-0", "in-asa", "true", "nan", "x1-y2-z3"))


@cache
def numbers(low: int, high: int, places: int = 3) -> st.SearchStrategy[Decimal]:
    """Decimals with a few places, ends included."""
    one = 10**places
    return st.integers(low * one, high * one).map(lambda whole: Decimal(whole) / one)


positive = st.integers(1, 40_000).map(lambda whole: Decimal(whole) / 1000)


@cache
def texts(languages: tuple[str, ...]) -> st.SearchStrategy[Text]:
    """A text in every language."""
    return st.fixed_dictionaries(dict.fromkeys(languages, words))


@cache
def maybe_texts(languages: tuple[str, ...]) -> st.SearchStrategy[Text]:
    """A text that may be left out."""
    return st.one_of(st.just({}), texts(languages))


@cache
def some_of(values: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """One or more of these, each once, in any order."""
    return st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)


def ratings_of(scale: Scale) -> list[Decimal]:
    """Every rating an evaluator may give on a scale."""
    if scale.only_levels:
        return [level.value for level in scale.levels]
    count = int((scale.max - scale.min) / scale.step)
    return [scale.min + scale.step * at for at in range(count + 1)]


@st.composite
def scales(draw: st.DrawFn, languages: tuple[str, ...] = ("ja", "en")) -> Scale:
    """Scales such as 0 to 5, -1 to 1 in halves, or only 5, 4, 3, 1 and 0."""
    if draw(st.booleans()):
        values = [Decimal(value) for value in (5, 4, 3, 1, 0)]
        low, high, step = Decimal(0), Decimal(5), Decimal(1)
    else:
        low, step = draw(numbers(-2, 3, 0)), Decimal(draw(st.sampled_from(STEPS)))
        high = low + step * draw(st.integers(1, 8))
        values = [low + step * at for at in range(int((high - low) / step) + 1)]
        values = draw(st.lists(st.sampled_from(values), unique=True))
    only_levels = bool(values) and draw(st.booleans())
    levels = tuple(Level(value=value, title=draw(texts(languages))) for value in values)
    bare = Scale(min=low, max=high, step=step, meets=low, levels=levels, only_levels=only_levels)
    meets = draw(st.sampled_from(ratings_of(bare)))
    starts = draw(st.lists(st.sampled_from(ratings_of(bare)), unique=True, max_size=3))
    marks = tuple(
        Mark(start=start, signs=draw(texts(languages))) for start in sorted(starts, reverse=True)
    )
    return Scale(
        min=low,
        max=high,
        step=step,
        meets=meets,
        levels=levels,
        only_levels=only_levels,
        marks=marks,
    )


def on_scale(scale: Scale) -> st.SearchStrategy[Decimal]:
    """Scores, whole ratings or not."""
    return st.integers(0, 40).map(lambda part: scale.min + (scale.max - scale.min) * part / 40)


@st.composite
def rules(draw: st.DrawFn, scale: Scale, ties: tuple[str, ...]) -> Rules:
    """Any rules, among them 2,000 points with a base of 600."""
    out_of = draw(st.sampled_from((Decimal(100), Decimal(1000), Decimal(2000))))
    return Rules(
        out_of=out_of,
        base=draw(st.sampled_from((Decimal(0), Decimal("12.5"), out_of * 3 / 10))),
        weights=draw(st.sampled_from(("exact", "relative"))),
        aggregate=draw(st.sampled_from(("mean", "median", "trimmed-mean"))),
        unrated=draw(st.sampled_from(("exclude", "zero", "refuse"))),
        rounding=Rounding(
            places=draw(st.integers(0, 10)),
            mode=draw(st.sampled_from(("half-up", "half-even", "down"))),
        ),
        rank_on=draw(st.sampled_from(("exact", "rounded"))),
        ties=draw(st.one_of(st.just(()), some_of(ties))),
        minimum_total=draw(numbers(0, 100)),
        below_minimum=draw(st.sampled_from(("flag", "disqualify"))),
        practically_equal=draw(numbers(0, 5)),
        reasons_at=draw(st.one_of(st.just(()), some_of(tuple(ratings_of(scale))))),
        spread_flag=draw(st.one_of(st.none(), positive)),
    )


@st.composite
def shares(draw: st.DrawFn, names: list[str], total: Decimal) -> dict[str, Decimal]:
    """Weights above 0 that total exactly what they should."""
    parts = draw(st.lists(st.integers(1, 99), min_size=len(names), max_size=len(names)))
    sums = [0, *accumulate(parts)]
    # Rounded ends of the parts, not rounded parts: their differences add up to the whole.
    ends = [round(total * part / sums[-1], 3) for part in sums]
    weights = [upper - lower for lower, upper in pairwise(ends)]
    return dict(zip(names, weights, strict=True))


@st.composite
def breakpoints(draw: st.DrawFn, scale: Scale) -> Breakpoints:
    """Two to five pairs, x rising."""
    xs = draw(st.lists(numbers(-5, 200), min_size=2, max_size=5, unique=True))
    return tuple((x, draw(on_scale(scale))) for x in sorted(xs))


@st.composite
def of_kind(draw: st.DrawFn, kind: str, scale: Scale, languages: tuple[str, ...]) -> dict[str, Any]:
    """The fields only criteria of one kind have."""
    weight = {"weight": draw(positive)}
    minimum = {"minimum": draw(st.one_of(st.none(), on_scale(scale)))}
    match kind:
        case "measure":
            return {
                "unit": draw(texts(languages)),
                "breakpoints": draw(breakpoints(scale)),
                "per": draw(st.one_of(st.none(), positive)),
                **weight,
                **minimum,
            }
        case "cost":
            formula = draw(st.sampled_from(("breakpoints", "lowest", "ceiling", "range")))
            ratio = {
                "against": draw(st.sampled_from(("budget", "target", "ceiling"))),
                "breakpoints": draw(breakpoints(scale)),
            }
            of = draw(st.sampled_from(("total", "per-outcome")))
            more = ratio if formula == "breakpoints" else {}
            return {"of": of, "formula": formula, **more, **weight, **minimum}
        case "gate":
            return {
                "when": draw(st.sampled_from((None, "personal_data", "price_ceiling"))),
                "check": draw(st.sampled_from((None, "ceiling"))),
            }
    return weight | minimum


@st.composite
def criterion(
    draw: st.DrawFn,
    place: tuple[str, str, str],
    scale: Scale,
    languages: tuple[str, ...],
    sources: tuple[str, ...],
) -> Criterion:
    """One criterion of (id, group id, kind)."""
    name, group, kind = place
    rated = st.dictionaries(st.sampled_from(ratings_of(scale)), texts(languages), max_size=3)
    return Criterion(
        id=name,
        group=group,
        kind=kind,  # type: ignore[arg-type]
        title=draw(texts(languages)),
        definition=draw(maybe_texts(languages)),
        evidence=draw(maybe_texts(languages)),
        anchors=draw(rated),
        flow=draw(st.one_of(st.none(), some_of(FLOWS))),
        scope=draw(st.one_of(st.none(), some_of(SCOPES))),
        not_applicable=draw(st.sampled_from(("exclude", "zero", "neutral"))),
        sources=draw(st.one_of(st.just(()), some_of(sources))) if sources else (),
        basis=draw(st.sampled_from((None, "published", "mixed", "recalled", "design"))),
        **draw(of_kind(kind, scale, languages)),
    )


@st.composite
def profile(
    draw: st.DrawFn, name: str, groups: list[str], scored: list[str], wanted: Decimal
) -> Profile:
    """Weights over some of the groups, that total what they must."""
    weighed = draw(st.lists(st.sampled_from(groups), min_size=1, unique=True))
    unused = dict.fromkeys(draw(st.sets(st.sampled_from(groups))) - set(weighed), Decimal(0))
    return Profile(
        id=name,
        title={},
        flow=draw(st.one_of(st.just(()), some_of(FLOWS))),
        scope=draw(st.sampled_from((None, *SCOPES))),
        weights={**draw(shares(weighed, wanted)), **unused},
        criterion_weights=draw(st.dictionaries(st.sampled_from(scored), positive, max_size=2)),
    )


@st.composite
def criteria_sets(draw: st.DrawFn, languages: tuple[str, ...] | None = None) -> CriteriaSet:
    """A sound set: what ``parse_criteria(format_criteria(…))`` must give back."""
    languages = languages or draw(some_of(("ja", "en", "fr", "zh-Hant")))
    scale = draw(scales(languages))
    names = draw(st.lists(ids, min_size=1, max_size=3, unique=True))
    sources = tuple(draw(st.lists(ids, max_size=2, unique=True)))
    kinds = st.sampled_from(("rating", "measure", "cost", "gate"))
    places = [
        (f"{group}-{at}", group, draw(kinds) if at else "rating")
        for group in names
        for at in range(draw(st.integers(1, 3)))
    ]
    entries = tuple(draw(criterion(place, scale, languages, sources)) for place in places)
    scored = [entry.id for entry in entries if entry.kind != "gate"]
    measures = [entry.id for entry in entries if entry.kind == "measure"]
    gates = tuple(entry.id for entry in entries if entry.kind == "gate")
    ties = (*(f"group:{name}" for name in names), *(f"criterion:{name}" for name in scored))
    agreed = draw(rules(scale, (*ties, "quality", "cost", "first-places", "lot")))
    wanted = agreed.out_of - agreed.base
    weights = draw(shares(names, wanted))
    titled = texts(languages)
    chosen = draw(st.lists(ids, max_size=2, unique=True))
    profiles = [draw(profile(name, names, scored, wanted)) for name in chosen]
    return CriteriaSet(
        id=draw(ids),
        version=draw(words),
        languages=languages,
        title=draw(titled),
        description=draw(maybe_texts(languages)),
        authors=tuple(draw(st.lists(words, max_size=2))),
        licence=draw(st.one_of(st.none(), words)),
        based_on=draw(st.one_of(st.none(), origins())),
        scale=scale,
        rules=agreed,
        cost_drivers={"handling_ratio": measures[0]} if measures else {},
        groups=tuple(
            Group(
                id=name,
                title=draw(titled),
                weight=weights[name],
                minimum=draw(st.one_of(st.none(), on_scale(scale))),
                weight_band=draw(st.sampled_from((None, (Decimal(0), Decimal(2000))))),
            )
            for name in names
        ),
        criteria=entries,
        profiles=tuple(_titled(item, draw(titled)) for item in profiles),
        variants=tuple(
            Variant(
                id=name,
                title=draw(titled),
                delta=draw(st.dictionaries(st.sampled_from(names), numbers(-9, 9), max_size=2)),
                gates_on=draw(st.one_of(st.just(()), some_of(gates))) if gates else (),
            )
            for name in draw(st.lists(ids, max_size=2, unique=True))
        ),
        sources=tuple(
            Source(id=name, title=draw(words), url=draw(st.sampled_from((None, "https://a.jp/b"))))
            for name in sources
        ),
    )


def origins() -> st.SearchStrategy[BasedOn]:
    """Sets this one may have been copied from."""
    digests = st.from_regex(r"sha256:[0-9a-f]{64}", fullmatch=True)
    return st.builds(BasedOn, id=ids, version=words, digest=digests)


def _titled(bare: Profile, title: Text) -> Profile:
    return Profile(
        id=bare.id,
        title=title,
        weights=bare.weights,
        flow=bare.flow,
        scope=bare.scope,
        criterion_weights=bare.criterion_weights,
    )
