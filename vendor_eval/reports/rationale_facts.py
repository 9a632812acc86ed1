"""What separates a vendor from others, as numbers that are printed: no sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Case
from vendor_eval.reports.contents import Contents
from vendor_eval.reports.matrix import Cell
from vendor_eval.reports.ranking import RankingRow
from vendor_eval.reports.wording import NOTHING, Wording, decimals_of, percent_text
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.rounding import round_to

MOST_TIMES = 10
"""An amount that is more times another one is no percentage of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Points of one group, a vendor's less another's."""

    title: str
    own: str
    """As printed."""
    theirs: str
    far: Decimal
    """The difference of the printed points; negative where the other has more."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What sentences about one vendor are made of."""

    case: Case
    comparison: Comparison
    contents: Contents
    words: Wording
    own: RankingRow
    columns: Mapping[str, int]
    """Place of each vendor with numbers in the matrix."""

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.case.evaluation.currency

    def gettext(self, template: str, /, **values: object) -> str:
        """A sentence; a name that ends with a full stop ends it too."""
        return once_stopped(self.words.gettext(template, **values))

    def points(self, text: str) -> str:
        """Printed points with their unit."""
        whole = 1 if text == "1" else 2  # "1 point", but "1.00 points"
        return self.words.ngettext("%(points)s point", "%(points)s points", whole, points=text)

    def money(self, amount: Fraction | Decimal) -> str:
        """An amount with its currency."""
        return self.words.money(amount, self.currency)

    def cost(self, row: RankingRow) -> Fraction | None:
        """Exact, over the term, without tax."""
        cost = self.comparison.sheet.costs[self.comparison.sheet.vendors.index(row.vendor_id)]
        return cost.total if cost else None

    def printed(self, amount: Fraction) -> Decimal:
        """An amount as it is printed."""
        return round_to(amount, decimals_of(self.currency))

    def is_tied(self, row: RankingRow) -> bool:
        """Whether another vendor has an equal total."""
        return any(row.vendor_id in tie.vendors for tie in self.comparison.ties)

    def cells(self, row: RankingRow) -> list[tuple[str, Cell]]:
        """Title and cell of every criterion."""
        at = self.columns[row.vendor_id]
        return [
            (each.title, each.cells[at])
            for group in self.contents.matrix.groups
            for each in group.criteria
        ]

    def best_groups(self) -> list[str]:
        """Groups in which no other ranked vendor prints as high a score, the heaviest first."""
        others = [self.columns[row.vendor_id] for row in self.others]
        found = []
        for group in self.contents.matrix.groups:
            own = _score(group.cells[self.columns[self.own.vendor_id]])
            theirs = [score for at in others if (score := _score(group.cells[at])) is not None]
            if own is not None and theirs and own > max(theirs):
                found.append((-number(group.weight), group.title))
        return [title for _weight, title in sorted(found, key=lambda each: each[0])]

    @property
    def others(self) -> list[RankingRow]:
        """Every other vendor with a rank, best first."""
        return [row for row in self.contents.ranking.ranked if row != self.own]

    def shortfalls(self) -> list[tuple[Lead, RankingRow]]:
        """Groups in which a ranked vendor has more points, and who has most; the widest first."""
        most: dict[str, tuple[Lead, RankingRow]] = {}
        for row in self.others:
            for at, lead in enumerate(group_leads(self, row)):
                if lead.far < 0 and (str(at) not in most or lead.far < most[str(at)][0].far):
                    most[str(at)] = lead, row
        return sorted(most.values(), key=lambda each: each[0].far)

    def below_meets(self) -> list[str]:
        """Criteria whose printed score is below what meets the requirement, the lowest first."""
        meets = self.case.criteria.scale.meets
        scored = [
            (score, title, cell.text)
            for title, cell in self.cells(self.own)
            if (score := _score(cell)) is not None and score < meets
        ]
        scored.sort(key=lambda each: each[0])
        return [
            self.words.gettext("“%(title)s” (%(points)s)", title=title, points=text)
            for _score, title, text in scored
        ]

    def unrated(self) -> list[str]:
        """Criteria that apply and that nobody rated."""
        cells = self.cells(self.own)
        return [self.quoted(title) for title, cell in cells if cell.state == "unrated"]

    def quoted(self, title: str) -> str:
        """A title inside a sentence."""
        return self.words.gettext("“%(title)s”", title=title)

    def some(self, parts: Sequence[str], most: int) -> str:
        """The first of several things, the rest counted."""
        return some_of(parts, most, self.words)

    @property
    def offers(self) -> int:
        """How many vendors' costs can be compared."""
        return len(self._costs())

    def cheapest(self, *, ranked: bool = False) -> list[RankingRow]:
        """Who offers the lowest total cost, of all whose offer can be compared or the ranked."""
        costs = {
            row.vendor_id: cost for row, cost in self._costs() if row.rank is not None or not ranked
        }
        least = min(costs.values(), default=None)
        return [row for row in self.contents.ranking.rows if costs.get(row.vendor_id, -1) == least]

    def _costs(self) -> list[tuple[RankingRow, Fraction]]:
        rows = [row for row in self.contents.ranking.rows if row.vendor_id in self.columns]
        return [(row, cost) for row in rows if (cost := self.cost(row)) is not None]


def build_facts(case: Case, comparison: Comparison, contents: Contents, own: RankingRow) -> Facts:
    """Facts about one vendor with a rank."""
    columns = {head.vendor_id: at for at, head in enumerate(contents.matrix.columns)}
    return Facts(case, comparison, contents, Wording(contents.language), own, columns)


def group_leads(facts: Facts, other: RankingRow) -> list[Lead]:
    """Each group's points against another vendor; with none left out they add up to the gap."""
    own, theirs = facts.columns[facts.own.vendor_id], facts.columns[other.vendor_id]
    return [
        Lead(
            title=group.title,
            own=group.cells[own].points,
            theirs=group.cells[theirs].points,
            far=number(group.cells[own].points) - number(group.cells[theirs].points),
        )
        for group in facts.contents.matrix.groups
    ]


def once_stopped(sentence: str) -> str:
    """A sentence; a name that ends with a full stop ends it too."""
    return sentence[:-1] if sentence.endswith("..") else sentence


def some_of(parts: Sequence[str], most: int, words: Wording) -> str:
    """The first of several things, the rest counted."""
    text, rest = words.listed(parts[:most]), len(parts) - most
    if rest <= 0:
        return text
    return words.ngettext(
        "%(some)s and %(count)d more", "%(some)s and %(count)d more", rest, some=text
    )


def number(text: str) -> Decimal:
    """A printed number; nothing is 0."""
    return Decimal(0) if text == NOTHING else Decimal(text.strip("()").replace(",", ""))


def share_of(part: Fraction, whole: Fraction) -> str:
    """An amount as a percentage of another; empty where that says little."""
    return percent_text(part / whole) if 0 < part < MOST_TIMES * whole else ""


def _score(cell: Cell) -> Decimal | None:
    return number(cell.text) if cell.state == "scored" else None
