"""An exact judge of the arithmetic, in fractions, written from the format description alone.

It shares no code with the product. A case is plain data, spelt as in the files of a case
folder: ``criteria`` and ``evaluation`` as in the TOML files (flow and scope already resolved),
and lists of rows for ``vendors``, ``evaluators``, ``ratings``, ``measures``, ``gates``,
``quotes``, ``consensus`` and ``recusals``. Numbers are anything ``Fraction`` reads exactly.
"""

from decimal import Decimal
from fractions import Fraction

from tests.scoring.oracle_costs import cost_of, kpi_of, workload_of
from tests.scoring.oracle_result import Cell, Judgement, Standing, Tie
from tests.scoring.oracle_values import (
    AGGREGATES,
    equal_sets,
    falls_short,
    line_through,
    print_number,
)
from tests.scoring.oracle_weights import (
    Plain,
    applies,
    criterion_shares,
    measures_of,
    merged_weights,
    named,
    number,
    sum_of,
)


def judge(case: Plain) -> Judgement:
    """Everything, exactly."""
    return Judge(case).judgement()


class Judge:
    """One case and what follows from it."""

    def __init__(self, case: Plain) -> None:
        self.case = case
        self.criteria: Plain = case["criteria"]
        self.evaluation: Plain = case["evaluation"]
        self.rules: Plain = self.criteria.get("rules", {})
        scale = self.criteria["scale"]
        self.low, self.high = number(scale["min"]), number(scale["max"])
        self.meets = number(scale["meets"])
        self.out_of = number(self.rules.get("out_of", 100))
        self.base = number(self.rules.get("base", 0))
        self.find_weights()
        self.names = [vendor["id"] for vendor in case["vendors"]]
        self.left = {
            vendor["id"]: vendor["status"]
            for vendor in case["vendors"]
            if vendor.get("status", "active") != "active"
        }
        self.figures = measures_of(case)
        self.costs = {name: self.cost(name) for name in self.names}
        self.gates = {name: self.gate_states(name) for name in self.names}

    # Weights

    def find_weights(self) -> None:
        group_weight = merged_weights(self.criteria, self.evaluation)
        counted = [
            each
            for each in self.criteria["criteria"]
            if each["kind"] != "gate"
            and group_weight[each["group"]] > 0
            and applies(each, self.evaluation)
        ]
        self.columns: list[Plain] = counted
        share = criterion_shares(self.criteria, self.evaluation)
        self.share = {each["id"]: share[each["id"]] for each in counted}
        groups = [group["id"] for group in self.criteria["groups"]]
        self.members = {
            group: [each for each in counted if each["group"] == group] for group in groups
        }
        self.importance = {group: group_weight[group] for group in groups if self.members[group]}
        whole = sum_of(self.importance.values())
        self.group_percent = {
            group: 100 * weight / whole for group, weight in self.importance.items()
        }
        self.percent = {
            each["id"]: self.group_percent[each["group"]]
            * self.share[each["id"]]
            / sum_of(self.share[other["id"]] for other in self.members[each["group"]])
            for each in counted
        }

    # Costs and gates

    def cost(self, vendor: str) -> dict[str, Fraction | None] | None:
        lines = [line for line in self.case["quotes"] if line["vendor"] == vendor]
        term = self.evaluation.get("term_months")
        if not lines or term is None:
            return None
        claimed = {
            driver: self.figures.get((vendor, criterion))
            for driver, criterion in self.criteria.get("cost_drivers", {}).items()
        }
        kpi = kpi_of(self.evaluation.get("cost", {}), claimed)
        load = workload_of(self.evaluation.get("volume", {}), kpi)
        outcome = self.evaluation.get("outcome", "handled-call")
        return cost_of(lines, load, number(term), outcome)

    def gate_states(self, vendor: str) -> dict[str, str]:
        return {
            gate["id"]: self.gate_state(vendor, gate)
            for gate in self.criteria["criteria"]
            if gate["kind"] == "gate" and applies(gate, self.evaluation) and self.switched_on(gate)
        }

    def switched_on(self, gate: Plain) -> bool:
        variant = self.evaluation.get("variant")
        on = named(self.criteria["variants"], variant).get("gates_on", ()) if variant else ()
        flag = gate.get("when")
        return flag is None or flag in self.evaluation.get("flags", ()) or gate["id"] in on

    def gate_state(self, vendor: str, gate: Plain) -> str:
        for row in self.case["gates"]:
            if (row["vendor"], row["criterion"]) == (vendor, gate["id"]) and row["result"]:
                return str(row["result"])
        cost, ceiling = self.costs[vendor], self.evaluation.get("ceiling")
        if gate.get("check") != "ceiling" or cost is None or ceiling is None:
            return "not-checked"
        total = cost["total"]
        return "pass" if total is not None and total <= number(ceiling) else "fail"

    # Cells

    def cell(self, vendor: str, criterion: Plain) -> Cell:
        value = self.value(vendor, criterion)
        if isinstance(value, Fraction):
            return "scored", value
        if value == "na":
            rule = criterion.get("not_applicable", "exclude")
            by_rule = {"exclude": None, "zero": self.low, "neutral": self.meets}
            return "not-applicable", by_rule[rule]
        return "unrated", self.low if self.rules.get("unrated") == "zero" else None

    def value(self, vendor: str, criterion: Plain) -> Fraction | str | None:
        if criterion["kind"] == "rating":
            return self.rating(vendor, criterion["id"])
        if criterion["kind"] == "cost":
            return self.cost_score(vendor, criterion)
        figure = self.figures.get((vendor, criterion["id"]))
        if isinstance(figure, Fraction):
            return line_through(criterion["breakpoints"], figure)
        return figure

    def rating(self, vendor: str, criterion: str) -> Fraction | str | None:
        for row in self.case["consensus"]:
            if (row["vendor"], row["criterion"]) == (vendor, criterion):
                if row["value"] == "na":
                    return "na"
                if row["value"] is not None:
                    return number(row["value"])
        away = {row["evaluator"] for row in self.case["recusals"] if row["vendor"] == vendor}
        weight = {row["id"]: number(row.get("weight", 1)) for row in self.case["evaluators"]}
        said = [
            (row["value"], weight[row["evaluator"]])
            for row in self.case["ratings"]
            if (row["vendor"], row["criterion"]) == (vendor, criterion)
            and row["evaluator"] not in away
            and not row.get("no_basis")
            and row["value"] is not None
        ]
        numbers = [(number(value), heft) for value, heft in said if value != "na"]
        if numbers:
            return AGGREGATES[self.rules.get("aggregate", "mean")](numbers)
        return "na" if said else None

    def cost_score(self, vendor: str, criterion: Plain) -> Fraction | None:
        figure = self.cost_figure(vendor, criterion)
        if figure is None:
            return None
        span = self.high - self.low
        formula = criterion["formula"]
        if formula in {"breakpoints", "ceiling"}:
            limit = self.limit(criterion.get("against", "ceiling"))
            if limit is None:
                return None
            if formula == "breakpoints":
                return line_through(criterion["breakpoints"], figure / limit)
            return min(self.high, max(self.low, self.low + span * (1 - figure / limit)))
        racing = [
            each
            for name in self.names
            if name not in self.left and "fail" not in self.gates[name].values()
            if (each := self.cost_figure(name, criterion)) is not None
        ]
        if not racing:
            return None
        best, worst = min(racing), max(racing)
        if formula == "range":
            share = (worst - figure) / (worst - best) if worst > best else Fraction(1)
        else:
            share = best / figure if figure else Fraction(1)
        return self.low + span * min(max(share, Fraction(0)), Fraction(1))

    def cost_figure(self, vendor: str, criterion: Plain) -> Fraction | None:
        cost = self.costs[vendor]
        return None if cost is None else cost[criterion["of"].replace("-", "_")]

    def limit(self, against: str) -> Fraction | None:
        key = "target_cost_per_outcome" if against == "target" else against
        limit = self.evaluation.get(key)
        return None if limit is None else number(limit)

    # Vendors

    def standing(self, vendor: str) -> Standing:
        if vendor in self.left:
            return Standing(
                status=self.left[vendor], gates=self.gates[vendor], cost=self.costs[vendor],
                cells={}, points={}, groups={}, group_points={}, total=None, printed=None,
                coverage=(0, 0, None), below=[],
            )  # fmt: skip
        cells = {each["id"]: self.cell(vendor, each) for each in self.columns}
        scores = {key: score for key, (_, score) in cells.items() if score is not None}
        groups = {
            group: sum_of(self.share[key] * scores[key] for key in keys)
            / sum_of(self.share[key] for key in keys)
            for group in self.importance
            if (keys := [each["id"] for each in self.members[group] if each["id"] in scores])
        }
        states = {state for state, _ in cells.values()}
        nothing = not any(
            state != "unrated" and score is not None for state, score in cells.values()
        )
        refused = self.rules.get("unrated") == "refuse" and "unrated" in states
        points = {} if nothing or refused else self.points(scores, groups)
        total = None if nothing or refused else self.base + sum_of(points.values())
        below = self.below(scores, groups, total)
        return Standing(
            status=self.status(self.gates[vendor], below, total),
            gates=self.gates[vendor],
            cost=self.costs[vendor],
            cells=cells,
            points=points,
            groups=groups,
            group_points={
                group: sum_of(points.get(each["id"], Fraction(0)) for each in self.members[group])
                for group in groups
            },
            total=total,
            printed=None if total is None else self.printed(total),
            coverage=self.coverage(cells),
            below=below,
        )

    def points(
        self, scores: dict[str, Fraction], groups: dict[str, Fraction]
    ) -> dict[str, Fraction]:
        whole = sum_of(self.importance[group] for group in groups)
        points = {}
        for group in groups:
            keys = [each["id"] for each in self.members[group] if each["id"] in scores]
            inside = sum_of(self.share[key] for key in keys)
            for key in keys:
                part = (scores[key] - self.low) / (self.high - self.low)
                weight = self.importance[group] / whole * self.share[key] / inside
                points[key] = (self.out_of - self.base) * weight * part
        return points

    def printed(self, total: Fraction) -> Decimal:
        rounding = self.rules.get("rounding", {})
        return print_number(total, rounding.get("places", 2), rounding.get("mode", "half-up"))

    def coverage(self, cells: dict[str, Cell]) -> tuple[int, int, Fraction | None]:
        applicable = [
            key for key, (state, score) in cells.items() if state == "unrated" or score is not None
        ]
        scored = [key for key in applicable if cells[key][0] != "unrated"]
        carried = sum_of(self.percent[key] for key in applicable)
        weight = 100 * sum_of(self.percent[key] for key in scored) / carried if carried else None
        return len(scored), len(applicable), weight

    def below(
        self, scores: dict[str, Fraction], groups: dict[str, Fraction], total: Fraction | None
    ) -> list[str]:
        missed = [
            each["id"]
            for each in self.columns
            if falls_short(scores.get(each["id"]), each.get("minimum"))
        ]
        missed += [
            "group:" + group["id"]
            for group in self.criteria["groups"]
            if falls_short(groups.get(group["id"]), group.get("minimum"))
        ]
        return missed + ["total"] * falls_short(total, self.rules.get("minimum_total", 0))

    def status(self, gates: dict[str, str], below: list[str], total: Fraction | None) -> str:
        if "fail" in gates.values() or (below and self.rules.get("below_minimum") == "disqualify"):
            return "disqualified"
        if "not-checked" in gates.values() or total is None:
            return "incomplete"
        return "ranked"

    # Ranks

    def judgement(self) -> Judgement:
        standings = {name: self.standing(name) for name in self.names}
        running = [name for name in self.names if standings[name].status == "ranked"]
        rounded = self.rules.get("rank_on", "exact") == "rounded"
        decisive = {
            name: number(standings[name].printed)
            if rounded
            else standings[name].total or Fraction(0)
            for name in running
        }
        self.standings = standings
        self.ties: list[Tie] = []
        rank = 1
        ranks: dict[str, int] = {}
        for equals in equal_sets(running, decisive):
            for part in self.broken(equals) if len(equals) > 1 else [equals]:
                ranks |= dict.fromkeys(part, rank)
                rank += len(part)
        return Judgement(
            group_weights=self.group_percent,
            criterion_weights=self.percent,
            vendors={
                name: Standing(**{**vars(standing), "rank": ranks.get(name)})
                for name, standing in standings.items()
            },
            ties=self.ties,
        )

    def broken(self, tied: list[str]) -> list[list[str]]:
        """The tied vendors in sets, best first; what decided is noted."""
        for rule in self.rules.get("ties", ()):
            parts = self.parted(tied, rule)
            if len(parts) > 1:
                self.ties.append((frozenset(tied), rule))
                return [
                    last
                    for part in parts
                    for last in (self.broken(part) if len(part) > 1 else [part])
                ]
        self.ties.append((frozenset(tied), None))
        return [tied]

    def parted(self, tied: list[str], rule: str) -> list[list[str]]:
        if rule == "lot":
            for lot in self.evaluation.get("lots", ()):
                if set(tied) <= set(lot["order"]):
                    return [[name] for name in sorted(tied, key=lot["order"].index)]
            return [tied]
        values = {name: self.tie_value(name, rule) for name in tied}
        known = {name: value for name, value in values.items() if value is not None}
        return equal_sets(tied, known) if len(known) == len(tied) else [tied]

    def tie_value(self, vendor: str, rule: str) -> Fraction | None:
        standing = self.standings[vendor]
        kind, _, key = rule.partition(":")
        if kind == "group":
            return standing.groups.get(key)
        if kind == "criterion":
            return standing.cells.get(key, ("", None))[1]
        if kind == "cost":
            total = None if standing.cost is None else standing.cost["total"]
            return None if total is None else -total
        if kind == "quality":
            quality = [each["id"] for each in self.columns if each["kind"] != "cost"]
            return sum_of(standing.points.get(each, Fraction(0)) for each in quality)
        return Fraction(first_places(self.case.get("whole", self.case)).count(vendor))


def first_places(case: Plain) -> list[str]:
    """Who leads each evaluator's own ranking; a vendor appears once for each."""
    criteria = case["criteria"]
    alone = {**criteria, "rules": {**criteria.get("rules", {}), "ties": ()}}
    leaders = []
    for person in case["evaluators"]:
        own = [row for row in case["ratings"] if row["evaluator"] == person["id"]]
        judged = judge({**case, "criteria": alone, "ratings": own, "consensus": []})
        leaders += [name for name, each in judged.vendors.items() if each.rank == 1]
    return leaders
