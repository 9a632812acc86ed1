"""Random cases, made so that ties, boundaries, gaps and vendors out of the race are common.

Hypothesis draws the sizes and one seed, the seed decides the rest: a case costs a
millisecond, and a failing one still shrinks to few vendors, criteria and evaluators.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from tests.scoring.strategies_criteria import FLOWS, SCOPES, Dice, Plain, make_criteria

QUOTE_KINDS = (
    "one-off", "monthly", "seat-month", "fte-month", "call", "call-over", "email", "chat", "hour",
    "minute", "discount", "discount-month", "dial", "dial-hour", "monthly-included",
    "booked-appointment", "held-appointment",
)  # fmt: skip
PRICES = ("0", "100", "100", "250", "33.3", "1000", "4000")
FIGURES = ("5", "10", "10", "20", "33.3", "50", "80", "95")


@st.composite
def cases(draw: st.DrawFn, /, **rules: Any) -> Plain:
    """A plain case; ``rules`` are set as given."""
    return make_case(
        seed=draw(st.integers(0, 2**64)),
        vendors=draw(st.sampled_from((2, 3, 3, 4, 4, 5, 5, 2, 3, 1, 0))),
        groups=draw(st.sampled_from((1, 2, 2, 3, 3, 4))),
        criteria=draw(st.sampled_from((3, 2, 4, 4, 5, 6, 7, 1))),
        evaluators=draw(st.sampled_from((2, 3, 1, 3, 4, 5, 3, 0))),
        rules=rules,
    )


def random_case(seed: int) -> Plain:
    """The same without Hypothesis; every other case has crowded totals."""
    dice = Dice(seed)
    crowded = {"out_of": "10", "rank_on": "rounded", "rounding": {"places": 0, "mode": "down"}}
    return make_case(
        seed=seed,
        vendors=dice.pick(2, 3, 3, 4, 5, 1, 0),
        groups=dice.pick(1, 2, 3, 4),
        criteria=dice.pick(3, 4, 5, 6, 8),
        evaluators=dice.pick(0, 1, 2, 3, 4, 5),
        rules=crowded if seed % 2 else {},
    )


def make_case(
    *, seed: int, vendors: int, groups: int, criteria: int, evaluators: int, rules: Plain
) -> Plain:
    """The case of a seed."""
    dice = Dice(seed)
    names = [f"v{number}" for number in range(vendors)]
    people = [f"e{number}" for number in range(evaluators)]
    file = make_criteria(dice, groups, criteria)
    file["rules"] |= rules
    values = file.pop("values")
    even = dice.once_in(2)
    case: Plain = {
        "criteria": file,
        "evaluation": _evaluation(dice, file, names),
        "vendors": [{"id": name, "status": _status(dice)} for name in names],
        "evaluators": [
            {"id": person, "weight": "1" if even else dice.pick("1", "2", "0.5", "3")}
            for person in people
        ],
        "ratings": _ratings(dice, file, names, people, values),
        "measures": _rows(dice, file, names, "measure", _measure),
        "gates": _rows(dice, file, names, "gate", _gate),
        "quotes": [line for name in names for line in _quotation(dice, name)],
        "consensus": _rows(
            dice, file, names, "rating", lambda dice, _: {"value": dice.pick(*values, "na", None)}
        )[: dice.pick(0, 0, 1, 2, None)],
        "recusals": [
            {"vendor": name, "evaluator": person}
            for name in names
            for person in people
            if dice.once_in(12)
        ],
    }
    _make_twins(dice, case, names)
    dice.shuffle(case["ratings"])
    return case


def make_twin(case: Plain, first: str, twin: str) -> None:
    """Everything said of the twin is what is said of the first."""
    for table in ("ratings", "measures", "gates", "quotes", "consensus", "recusals"):
        rows = [row for row in case[table] if row["vendor"] != twin]
        case[table] = rows + [{**row, "vendor": twin} for row in rows if row["vendor"] == first]
    states = {row["id"]: row["status"] for row in case["vendors"]}
    for row in case["vendors"]:
        row["status"] = states[first] if row["id"] == twin else row["status"]


def _make_twins(dice: Dice, case: Plain, names: list[str]) -> None:
    """Most cases get vendors that differ in little: in what a tie rule looks at."""
    if len(names) < 2 or dice.once_in(4):
        return
    for twin in names[1 : dice.randint(2, len(names))]:
        make_twin(case, names[0], twin)
        for _ in range(dice.randrange(3)):
            dice.pick(*[_swap_answers] * 5, _change_prices, _change_prices, _lose_a_row)(
                dice, case, twin
            )


def _swap_answers(dice: Dice, case: Plain, vendor: str) -> None:
    """Two answers change places: other evaluator, or other criterion."""
    own = [row for row in case["ratings"] if row["vendor"] == vendor]
    if len(own) > 1:
        one, other = dice.sample(own, 2)
        one["value"], other["value"] = other["value"], one["value"]


def _change_prices(dice: Dice, case: Plain, vendor: str) -> None:
    for row in case["quotes"]:
        if row["vendor"] == vendor and not row["kind"].startswith("discount"):
            row["price"] = dice.choice(PRICES)


def _lose_a_row(dice: Dice, case: Plain, vendor: str) -> None:
    table = dice.pick("quotes", "ratings", "measures", "consensus")
    own = [row for row in case[table] if row["vendor"] == vendor]
    if own and "discount" not in str(own):
        case[table].remove(dice.choice(own))


def _evaluation(dice: Dice, criteria: Plain, vendors: list[str]) -> Plain:
    groups = [group["id"] for group in criteria["groups"]]
    inside = [each["id"] for each in criteria["criteria"] if each["kind"] != "gate"]

    def limit() -> str | None:
        return dice.pick(None, "1000", "5000", "36000", "100000", "46000000")

    volumes = ("calls_offered", "average_handling_minutes", "emails", "chats", "dials")
    common = dice.some(("occupancy_percent", "answered_percent", "held_percent"), ("82", "90.5"))
    return {
        "profile": dice.pick(None, None, "p"),
        "variant": dice.pick(None, None, "x"),
        "flow": dice.pick((), *FLOWS),
        "scope": dice.pick(None, *SCOPES),
        "flags": dice.pick((), ("data",)),
        "weights": dice.some(groups, ("0", "5", "12", "33.3")) if dice.once_in(4) else {},
        "criterion_weights": dice.some(inside, ("1", "3", "0.5")) if dice.once_in(4) else {},
        "term_months": dice.pick(12, 12, 12, 1, 36, None),
        "budget": limit(),
        "ceiling": limit(),
        "target_cost_per_outcome": limit(),
        "outcome": dice.pick("handled-call", "held-appointment"),
        "volume": {
            key: dice.pick("6000", "100", "4.5", "7", "0") for key in volumes if dice.randrange(5)
        },
        "cost": {"assumption": dice.pick("common", "claimed"), "common": common},
        "lots": [
            {"order": dice.sample(vendors, dice.randint(1, len(vendors)))}
            for _ in range(dice.randrange(4))
            if vendors
        ],
    }


def _quotation(dice: Dice, vendor: str) -> list[Plain]:
    """The lines of one vendor, none at times; a total is never negative."""
    lines = []
    for _ in range(dice.pick(0, 1, 1, 2, 3)):
        line: Plain = {
            "vendor": vendor,
            "kind": dice.choice(QUOTE_KINDS),
            "price": dice.choice(PRICES),
        }
        if line["kind"].startswith("discount"):
            line["price"] = dice.pick("0", "30")
            lines.append({"vendor": vendor, "kind": "monthly", "price": "100"})
        lines.append({**line, **_details(dice, line["kind"])})
    return lines


def _details(dice: Dice, kind: str) -> Plain:
    if kind in {"seat-month", "fte-month"}:
        return {"quantity": dice.pick("1", "7", "0.5")}
    if kind == "call":
        return {"minimum": dice.pick(None, "10", "99999")}
    if kind == "dial-hour":
        return {"per_hour": dice.pick("12", "0.7")}
    if kind == "call-over":
        return {"included": dice.pick(None, "10", "99999")}
    if kind == "monthly-included":
        return {"included": dice.pick("10", "99999"), "overage": dice.pick("0", "3.5")}
    return {}


def _status(dice: Dice) -> str:
    return dice.pick("declined", "withdrawn") if dice.once_in(10) else "active"


def _ratings(
    dice: Dice, criteria: Plain, vendors: list[str], people: list[str], values: tuple[str, ...]
) -> list[Plain]:
    """Answers by cells: agreed, mixed, with gaps, only ``na``, or nobody's."""
    rows = []
    gaps = dice.once_in(3)
    few = dice.pick(values, values, values[-2:])
    for criterion in criteria["criteria"]:
        for vendor in vendors if criterion["kind"] == "rating" else ():
            pool: tuple[str | None, ...] = few
            if gaps:
                pool = dice.pick(few, few, (*few, "na", None), ("na",), ("na", None), (None,))
            rows += [
                {
                    "vendor": vendor,
                    "criterion": criterion["id"],
                    "evaluator": person,
                    "value": dice.choice(pool),
                    "no_basis": gaps and dice.once_in(20),
                }
                for person in people
                if not (gaps and dice.once_in(8))
            ]
    return rows


def _measure(dice: Dice, _criterion: Plain) -> Plain:
    if dice.once_in(6):
        return {"value": dice.pick("na", None)}
    if dice.once_in(2):
        return {"value": dice.choice(FIGURES)}
    return {"numerator": dice.pick("1", "2", "3"), "denominator": dice.pick("3", "7", "12.5")}


def _gate(dice: Dice, _criterion: Plain) -> Plain:
    return {"result": dice.pick(*["pass"] * 25, "not-applicable", "fail", "not-checked")}


def _rows(
    dice: Dice,
    criteria: Plain,
    vendors: list[str],
    kind: str,
    content: Callable[[Dice, Plain], Plain],
) -> list[Plain]:
    """A row for most vendors and criteria of this kind."""
    return [
        {"vendor": vendor, "criterion": each["id"], **content(dice, each)}
        for each in criteria["criteria"]
        if each["kind"] == kind
        for vendor in vendors
        if not dice.once_in(20)
    ]
