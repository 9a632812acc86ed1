"""Random evaluations that are sound, to be written and read again."""

from decimal import Decimal

from hypothesis import strategies as st

from tests.exchange.small_case import CRITERIA
from vendor_eval.case import (
    Case,
    Consensus,
    Evaluation,
    Evaluator,
    GateResult,
    Grade,
    Measure,
    Quote,
    Rating,
    Recusal,
    Vendor,
)
from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.file import parse_criteria
from vendor_eval.scoring import Lot, Purchase, QuoteLine, Volume
from vendor_eval.scoring.pricing import COMMON_KPI, KINDS
from vendor_eval.scoring.sheet import GATE_STATES, Value

TEXT = CRITERIA.replace("\n", "\r\n") + "# 終わり\r\n"
SET = parse_criteria(TEXT, "criteria.toml")
VENDORS = ("sora", "umi", "Yama_3.b")
EVALUATORS = ("aki", "haru")

STARTS = ["", "=1+1", "'=x", "''", "'", "-5", "+", "@SUM(A1)", "＝", "\N{MINUS SIGN}1", '"', ","]
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))
texts = st.builds(
    lambda start, rest, end: (start + rest + end).strip(),
    st.sampled_from(STARTS),
    st.text(CHARACTERS, max_size=6),
    st.sampled_from(["", "\nline", "\r\nline", "\rline", "\ttab", '"q"', "a,b", "na"]),
)
words = texts.filter(bool)
languages = st.fixed_dictionaries({}, optional={"ja": words, "en": words})
numbers = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=4)
whole = st.integers(0, 1000).map(Decimal)
positive = st.decimals("0.001", 10**6, places=3)
maybe = st.none() | numbers
NA: Value = "na"
NO_VALUE: list[Value] = [None, NA]
LEVELS: list[Value] = [*map(Decimal, range(6)), Decimal("4.00")]
GRADES: list[Grade | None] = [None, "A", "B", "C"]
grades = st.sampled_from(GRADES)
ratings = st.sampled_from(NO_VALUE + LEVELS)


def some(cells: list[tuple[str, ...]]) -> st.SearchStrategy[list[tuple[str, ...]]]:
    """Some of these cells, each once, in any order."""
    return st.lists(st.sampled_from(cells), unique=True, max_size=6)


kept = st.recursive(
    st.integers(-(2**40), 2**40)
    | st.booleans()
    | st.dates()
    | words
    | st.decimals(-9, 9, places=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)
further = st.dictionaries(
    st.sampled_from(["x", "メモ", "a b", 'say "hi"', "z-1"]), kept, max_size=2
)


@st.composite
def purchases(draw: st.DrawFn) -> Purchase:
    """What is bought."""
    weights = draw(st.sampled_from([{}, {"quality": Decimal("33.3"), "price": Decimal("66.7")}]))
    return Purchase(
        flow=draw(st.sampled_from([(), ("inbound",), ("inbound", "outbound")])),
        scope=draw(st.sampled_from([None, "activity", "department"])),
        flags=tuple(draw(st.lists(words, max_size=2, unique=True))),
        weights=weights,
        criterion_weights=draw(st.sampled_from([{}, {"talk": Decimal("0.5")}])),
        term_months=draw(st.integers(1, 60)),
        budget=draw(st.none() | positive),
        ceiling=draw(st.none() | positive),
        target=draw(st.none() | positive),
        outcome=draw(st.sampled_from(["handled-call", "held-appointment"])),
        volume=Volume(calls_offered=draw(numbers), emails=draw(whole)),
        assumption=draw(st.sampled_from(["common", "claimed"])),
        common={**COMMON_KPI, "answered_percent": draw(st.integers(0, 100).map(Decimal))},
        lots=tuple(
            Lot(order=tuple(order), record=record)
            for order, record in draw(
                st.lists(st.tuples(st.permutations(VENDORS[:2]), further), max_size=2)
            )
        ),
    )


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """The head of an evaluation."""
    return Evaluation(
        id=draw(st.sampled_from(["desk", "2026-A.b_c"])),
        title=draw(languages.filter(bool)),
        buyer=draw(languages),
        purposes=tuple(draw(st.lists(words, max_size=2, unique=True))),
        currency=draw(st.sampled_from(["JPY", "EUR"])),
        tax_rate=draw(st.none() | st.decimals(0, 1, places=3)),
        purchase=draw(purchases()),
        further=draw(further),
    )


@st.composite
def vendors(draw: st.DrawFn) -> tuple[Vendor, ...]:
    """All of them, each with what is known of it."""
    titles = ["seats", "席数", "=cmd", "'x"]
    return tuple(
        Vendor(
            id=vendor,
            name=draw(languages.filter(bool)),
            status=draw(st.sampled_from(["active", "declined", "withdrawn"])),
            reason=draw(languages),
            short=draw(languages),
            profile=draw(st.dictionaries(st.sampled_from(titles), words, max_size=3)),
        )
        for vendor in VENDORS
    )


@st.composite
def answers(draw: st.DrawFn) -> tuple[Rating, ...]:
    """Ratings, some of them none at all."""
    cells = [(v, c, e) for v in VENDORS for c in ("talk", "terms") for e in EVALUATORS]
    rated = []
    for vendor, criterion, evaluator in draw(some([*cells])):
        value = draw(ratings)
        rated.append(
            Rating(
                vendor=vendor,
                criterion=criterion,
                evaluator=evaluator,
                value=value,
                no_basis=value is None and draw(st.booleans()),
                grade=draw(grades),
                page=draw(texts),
                comment=draw(languages),
                external=draw(languages),
            )
        )
    return tuple(rated)


@st.composite
def measures(draw: st.DrawFn) -> tuple[Measure, ...]:
    """Key figures as values, as quotients, or as both."""
    cells = [(vendor, criterion) for vendor in VENDORS for criterion in ("answered", "occupancy")]
    return tuple(
        Measure(
            vendor=vendor,
            criterion=criterion,
            value=draw(st.sampled_from(NO_VALUE) | st.decimals(-9, 99, places=2)),
            numerator=numerator,
            denominator=None if numerator is None else draw(positive),
            period=draw(texts),
            grade=draw(grades),
            note=draw(texts),
        )
        for vendor, criterion in draw(some([*cells]))
        for numerator in [draw(maybe)]
    )


@st.composite
def quotes(draw: st.DrawFn) -> tuple[Quote, ...]:
    """Lines of every kind but those by the hour, which a random occupancy may not allow."""
    kinds = [kind for kind in KINDS if kind != "hour"]
    return tuple(
        Quote(
            vendor=draw(st.sampled_from(VENDORS)),
            line=QuoteLine(
                kind=draw(st.sampled_from(kinds)),
                price=draw(numbers),
                quantity=draw(numbers),
                minimum=draw(maybe),
                included=draw(maybe),
                overage=draw(maybe),
                per_hour=draw(positive),
            ),
            label=draw(languages),
        )
        for _line in range(draw(st.integers(0, 3)))
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A whole evaluation over the small criteria."""
    cells = [(vendor, criterion) for vendor in VENDORS for criterion in ("talk", "terms")]
    agreed = st.sampled_from(NO_VALUE) | st.decimals(0, 5, places=2)
    return Case(
        evaluation=draw(evaluations()),
        criteria=SET,
        criteria_toml=TEXT,
        criteria_digest=digest(SET),
        vendors=draw(vendors()),
        evaluators=tuple(
            Evaluator(
                id=evaluator,
                name=draw(languages),
                role=draw(texts),
                weight=draw(positive),
                groups=draw(st.sampled_from([(), ("quality", "price"), ("price", "quality")])),
            )
            for evaluator in EVALUATORS
        ),
        ratings=draw(answers()),
        measures=draw(measures()),
        gates=tuple(
            GateResult(
                vendor=vendor,
                criterion="certificate",
                result=draw(st.sampled_from(GATE_STATES)),
                note=draw(languages),
            )
            for vendor in draw(st.sampled_from([VENDORS, VENDORS[:1], ()]))
        ),
        quotes=draw(quotes()),
        consensus=tuple(
            Consensus(
                vendor=vendor,
                criterion=criterion,
                value=draw(agreed),
                reason=draw(languages),
                dissent=draw(texts),
            )
            for vendor, criterion in draw(some([*cells]))
        ),
        recusals=tuple(
            Recusal(vendor=vendor, evaluator=evaluator, reason=draw(languages))
            for vendor, evaluator in draw(some([(v, e) for v in VENDORS for e in EVALUATORS]))
        ),
    )
