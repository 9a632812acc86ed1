"""Every name and number of a sentence is the result's, and no sentence stands without its fact."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reports.variations import compared, only, with_rules
from tests.scoring.cases import product_case
from tests.scoring.strategies import cases
from vendor_eval.case import Case, Decision, GateResult
from vendor_eval.reports import rationale as words
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.reports.rationale import Rationale, build_rationale
from vendor_eval.scoring import Comparison


def named(case: Case) -> Case:
    """The case with names that tell things apart."""
    criteria = replace(
        case.criteria,
        groups=tuple(
            replace(each, title={"en": f"Group {each.id}", "ja": f"群{each.id}"})
            for each in case.criteria.groups
        ),
        criteria=tuple(
            replace(each, title={"en": f"Item {each.id}", "ja": f"項目{each.id}"})
            for each in case.criteria.criteria
        ),
    )
    vendors = tuple(
        replace(each, name={"en": f"Firm {each.id} Ltd.", "ja": f"会社{each.id}"})
        for each in case.vendors
    )
    return replace(case, criteria=criteria, vendors=vendors)


def said(
    case: Case, decision: Decision | None = None, language: str = "en"
) -> tuple[Contents, Rationale | None]:
    comparison = compared(case)
    contents = build_contents(case, comparison, language, decision)
    return contents, build_rationale(case, comparison, contents, decision)


def pattern(template: str) -> re.Pattern[str]:
    """Matches what a template can have become."""
    parts = re.split(r"%\((\w+)\)[sd]", template.replace("%%", "%"))
    text = "".join(
        re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+?)" for at, part in enumerate(parts)
    )
    return re.compile(text.removesuffix(re.escape(".")) + r"\.")


def found(template: str, sentences: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    for sentence in sentences:
        match = pattern(template).fullmatch(sentence)
        if match:
            yield match.groupdict()


def number(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.-]", "", text.removesuffix("points").removesuffix("point")))


def choices(plain: dict[str, object]) -> st.SearchStrategy[Decision | None]:
    """Nobody named, or any two ranked vendors: also against the order of the ranking."""
    case = named(product_case(plain))
    ranked = [row.vendor_id for row in build_contents(case, compared(case), "en").ranking.ranked]
    if not ranked:
        return st.none()
    one, two = st.sampled_from(ranked), st.sampled_from(["", *ranked])
    return st.none() | st.builds(lambda a, b: Decision(recommended=a, runner_up=b), one, two)


@settings(max_examples=120, deadline=None)
@given(plain=cases(), data=st.data())
def test_sentences_agree_with_the_result(plain: dict[str, object], data: st.DataObject) -> None:
    case = named(product_case(plain))
    decision = data.draw(choices(plain))
    comparison = compared(case)
    contents, rationale = said(case, decision)
    firsts = [row for row in contents.ranking.ranked if row.rank == 1]
    if rationale is None:
        assert decision is None
        assert len(firsts) != 1
        return
    assert rationale.vendor_id == (decision.recommended if decision else firsts[0].vendor_id)
    check = Check(case, comparison, contents, rationale)
    check.place()
    check.highest_groups()
    check.rivals(decision.runner_up if decision else "")
    check.cheapest()
    check.budget()
    check.weak_criteria()


@settings(max_examples=40, deadline=None)
@given(plain=cases(), data=st.data())
def test_both_languages_say_the_same_numbers(plain: dict[str, object], data: st.DataObject) -> None:
    case = named(product_case(plain))
    decision = data.draw(choices(plain))
    english, japanese = (said(case, decision, language)[1] for language in ("en", "ja"))
    if english is None or japanese is None:
        assert english is japanese is None
        return
    for part in ("reasons", "weak", "rivals", "cheapest"):
        for one, other in zip(getattr(english, part), getattr(japanese, part), strict=True):
            assert other.endswith("。")
            assert " 、" not in other
            if "no rank" in one or "mandatory" in one:
                continue  # words of others; a single requirement has no number in English
            japanese_text = other.replace("により1位", "") if "puts it first" in one else other
            assert sorted(figures(one)) == sorted(figures(japanese_text))


def figures(text: str) -> list[str]:
    return re.findall(r"\d[\d,.]*\d|\d", text)


class Check:
    """Holds sentences against the result, worked out another way."""

    def __init__(
        self, case: Case, comparison: Comparison, contents: Contents, rationale: Rationale
    ) -> None:
        self.case, self.comparison, self.contents = case, comparison, contents
        self.said = rationale
        self.own = rationale.vendor_id
        self.names = {f"Firm {each.id} Ltd.": each.id for each in case.vendors}
        self.names |= {f"Firm {each.id} Ltd": each.id for each in case.vendors}
        self.ranks = dict(
            zip(comparison.sheet.vendors, map(int, comparison.ranks.tolist()), strict=True)
        )
        self.ranked = [vendor for vendor, rank in self.ranks.items() if rank]
        self.costs = {
            vendor: cost.total
            for place, (vendor, cost) in enumerate(
                zip(comparison.sheet.vendors, comparison.sheet.costs, strict=True)
            )
            if cost and comparison.status(place) not in ("declined", "withdrawn")
        }

    def total(self, vendor: str) -> Decimal:
        total = self.comparison.total(self.comparison.sheet.vendors.index(vendor))
        assert total is not None
        return total

    def place(self) -> None:
        first = self.said.reasons[0]
        for template in (words.ONLY, words.SHARED, words.BEHIND, words.BY_RULE, words.HIGHEST):
            for values in found(template, (first,)):
                assert number(values["total"]) == self.total(self.own)
                assert int(values.get("rank", self.ranks[self.own])) == self.ranks[self.own]
                assert int(values.get("count", len(self.ranked))) == len(self.ranked)
        totals = [
            self.comparison.totals[self.comparison.sheet.vendors.index(each)]
            for each in self.ranked
        ]
        highest = bool(list(found(words.HIGHEST, (first,))))
        alone = len(totals) > 1 and self.ranks[self.own] == 1
        tied = any(self.own in tie.vendors for tie in self.comparison.ties)
        assert highest == (alone and not tied)

    def highest_groups(self) -> None:
        text = " ".join(self.said.reasons)
        for group in self.contents.matrix.groups:
            if f"“{group.title}”" not in text:
                continue
            scores = {
                head.vendor_id: number(cell.text)
                for head, cell in zip(self.contents.matrix.columns, group.cells, strict=True)
                if cell.state == "scored" and head.vendor_id in self.ranked
            }
            own = scores.pop(self.own)
            assert own > max(scores.values())

    def rivals(self, runner_up: str) -> None:
        others = [vendor for vendor in self.ranked if vendor != self.own]
        told = list(self.apart(self.said.rivals))
        best = min((self.ranks[each] for each in others), default=0)
        assert all(self.ranks[each] == best or each == runner_up for each in told)
        assert bool(told) == bool(others)
        if runner_up in others:
            assert runner_up in told

    def apart(self, sentences: tuple[str, ...]) -> Iterator[str]:
        for template, sign in ((words.MORE, 1), (words.LESS, -1), (words.EQUAL, 0)):
            for values in found(template, sentences):
                other = self.names[values["other"]]
                gap = self.total(self.own) - self.total(other)
                assert self.names[values["vendor"]] == self.own
                assert number(values["total"]) == self.total(self.own)
                assert gap == (sign and sign * number(values["gap"]))
                assert not sign or number(values["other_total"]) == self.total(other)
                assert self.by_group(other, sentences) == gap
                self.by_cost(other, sentences)
                yield other

    def by_group(self, other: str, sentences: tuple[str, ...]) -> Decimal:
        """The gap that the differences by group come to: named ones must be those printed."""
        templates = {words.GAINS_AND_LOSES: 2, words.GAINS: 1, words.LOSES: 1}
        total = Decimal(0)
        matches = [
            values
            for template in templates
            for values in found(template, sentences)
            if self.names[values["other"]] == other and "loses" not in values.get("ahead", "")
        ]
        for values in matches[:1]:
            for key, sign in (("ahead", 1), ("behind", -1)):
                for title, points in re.findall(r"“([^”]+)” \(([\d,.]+)\)", values.get(key, "")):
                    assert self.difference(title, other) == sign * number(points)
                rest = re.findall(r"more groups? \(([\d,.]+)", values.get(key, ""))
                shown = re.findall(r"” \(([\d,.]+)\)", values.get(key, ""))
                total += sign * sum(map(number, [*shown, *rest]), Decimal(0))
        return total

    def difference(self, title: str, other: str) -> Decimal:
        columns = [head.vendor_id for head in self.contents.matrix.columns]
        cells = next(g.cells for g in self.contents.matrix.groups if g.title == title)
        own, theirs = (cells[columns.index(each)].points for each in (self.own, other))
        return number(own.replace("–", "0")) - number(theirs.replace("–", "0"))

    def by_cost(self, other: str, sentences: tuple[str, ...]) -> None:
        templates = {
            words.COSTS_LESS_BY: -1,
            words.COSTS_MORE_BY: 1,
            words.COSTS_LESS: -1,
            words.COSTS_MORE: 1,
        }
        for template, sign in templates.items():
            for values in found(template, sentences):
                if self.names[values["other"]] != other:
                    continue
                far = self.costs[self.own] - self.costs[other]
                amount = number(values["amount"].partition(" (")[0])
                assert abs(far - sign * Fraction(amount)) <= 1
                if "share" in values and "(" not in values["amount"]:
                    share = 100 * abs(far) / self.costs[other]
                    assert abs(share - Fraction(number(values["share"]))) <= Fraction(1, 20)

    def cheapest(self) -> None:
        least = min(self.costs.values(), default=None)
        text = " ".join(self.said.cheapest)
        assert bool(text) == bool(self.costs)
        if not self.costs:
            return
        if self.costs.get(self.own) == least:
            assert "its own" in text or "only one" in text or "every other offer" in text
            return
        lowest = {self.names[name] for name in self.lowest()}
        assert {self.costs[vendor] for vendor in lowest} == {least}
        assert ("has no rank (" in text) == (not lowest & set(self.ranked))
        costs = [cost for vendor, cost in self.costs.items() if vendor in self.ranked]
        for values in found(words.LOWEST_RANKED[0], self.said.cheapest):
            assert self.costs[self.names[values["vendor"]]] == min(costs)
        list(self.apart(self.said.cheapest))

    def lowest(self) -> Iterator[str]:
        """Names of those said to be cheapest."""
        told = [
            values["vendor"]
            for template in words.LOWEST
            for values in found(template, self.said.cheapest)
        ]
        for text in told:
            if not text.startswith("Of the ranked"):
                yield from re.findall(r"Firm \w+ Ltd", text)

    def budget(self) -> None:
        budget, cost = self.case.evaluation.purchase.budget, self.costs.get(self.own)
        assert any("above the budget" in text for text in self.said.weak) == (
            budget is not None and cost is not None and cost > budget
        )

    def weak_criteria(self) -> None:
        columns = [head.vendor_id for head in self.contents.matrix.columns]
        cells = [
            row.cells[columns.index(self.own)]
            for group in self.contents.matrix.groups
            for row in group.criteria
        ]
        meets = self.case.criteria.scale.meets
        low = sum(cell.state == "scored" and number(cell.text) < meets for cell in cells)
        unrated = sum(cell.state == "unrated" for cell in cells)
        told = {
            word: [int(text.split()[0]) for text in self.said.weak if word in text]
            for word in ("below", "not rated")
        }
        assert told["below"] == ([low] if low else [])
        assert told["not rated"] == ([unrated] if unrated else [])


def test_nobody_is_spoken_for_while_nobody_leads(sample_case: Case) -> None:
    assert said(only(sample_case))[1] is None
    assert said(sample_case, Decision(recommended="komadori"))[1] is None  # disqualified


def test_one_vendor_alone_is_compared_with_nobody(sample_case: Case) -> None:
    _contents, rationale = said(only(sample_case, "minamo"))
    assert rationale is not None
    assert rationale.reasons[0] == "It is the only vendor with a rank: 76.33 of 100 points."
    assert rationale.rivals == ()
    assert rationale.cheapest == ("Its offer is the only one that can be compared.",)


def test_without_quotations_nothing_is_said_of_cost(sample_case: Case) -> None:
    criteria = sample_case.criteria
    kept = tuple(each for each in criteria.criteria if each.check != "ceiling")
    no_ceiling = replace(sample_case, criteria=replace(criteria, criteria=kept))
    _contents, rationale = said(replace(no_ceiling, quotes=()))
    assert rationale is not None
    assert rationale.cheapest == ()
    assert not any("cost" in text for text in (*rationale.reasons, *rationale.rivals))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "Tsukushi Denwa Madoguchi K.K. has no rank (Disqualified): Does not meet the"
                " mandatory requirement"
            ),
        ),
        ("ja", "つくし電話窓口株式会社には順位が付いていません(失格)。必須要件「"),
    ],
)
def test_a_cheapest_vendor_out_of_the_race_is_told_with_its_reason(
    sample_case: Case, language: str, told: str
) -> None:
    gate = sample_case.gates[0].criterion
    failed = GateResult(vendor="tsukushi", criterion=gate, result="fail")
    gates = [
        each for each in sample_case.gates if (each.vendor, each.criterion) != ("tsukushi", gate)
    ]
    _contents, rationale = said(replace(sample_case, gates=(*gates, failed)), None, language)
    assert rationale is not None
    assert "25,465,200" in rationale.cheapest[0]
    assert rationale.cheapest[1].startswith(told)
    assert "36,396,303" in rationale.cheapest[2]  # the cheapest one that is left


def test_a_choice_against_the_ranking_says_so(sample_case: Case) -> None:
    _contents, rationale = said(sample_case, Decision(recommended="tsubame", runner_up="minamo"))
    assert rationale is not None
    assert rationale.reasons[0] == "It has rank 2 of 5 ranked vendors: 76.21 of 100 points."
    assert rationale.rivals[0] == (
        "Tsubame Otosha Co., Ltd. has 76.21 points, 0.12 points less than"
        " Minamo Tsuwa Service K.K. (76.33)."
    )


def test_equal_totals_are_no_highest_total(sample_case: Case) -> None:
    rounded = with_rules(
        sample_case,
        rank_on="rounded",
        rounding=replace(sample_case.criteria.rules.rounding, places=0),
        ties=(),
    )
    contents, rationale = said(rounded, Decision(recommended="minamo"))
    assert contents.ranking.rows[0].shared
    assert rationale is not None
    assert rationale.reasons[0] == "It shares rank 1 of 5 ranked vendors: 76 of 100 points."
    assert rationale.rivals[0] == (
        "Minamo Tsuwa Service K.K. and Tsubame Otosha Co., Ltd. both print 76 points."
    )
