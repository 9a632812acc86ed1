"""What is said of how firm a result is, ready to print: one value for page and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from vendor_eval.case import Case
from vendor_eval.reports.agreement_tables import AgreementText, build_agreement_text
from vendor_eval.reports.findings import Findings
from vendor_eval.reports.flip_words import print_flip
from vendor_eval.reports.opinions import OpinionText, build_opinion_text
from vendor_eval.reports.rank_tables import RankTables, build_rank_tables
from vendor_eval.reports.verdict import Verdict, build_verdict
from vendor_eval.reports.weights import PrintedWeights
from vendor_eval.reports.wording import NOTHING, Wording, fixed, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.flips import Flip, Flips
from vendor_eval.scoring.one_step import OneStep
from vendor_eval.scoring.robustness import Robustness
from vendor_eval.scoring.rounding import NEARLY, round_to, share_out


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipEnd:
    """Where the lead changes when a weight moves one way."""

    text: str
    """The weight, in percent; a dash where no weight does it."""
    leader: str
    """Who leads then; empty where no weight does it."""
    at: float | None
    """The weight for a drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipRow:
    """One weight, of a group or a criterion."""

    id: str
    title: str
    weight: str
    """Today's, in percent."""
    lower: FlipEnd
    higher: FlipEnd


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipGroup:
    """The criteria of one group whose weights could change the lead."""

    title: str
    rows: tuple[FlipRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutRow:
    """The lead without one evaluator or vendor."""

    id: str
    name: str
    leader: str
    gap: str
    """Points, printed from the exact gap; a dash without two vendors."""
    changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """Ratings of one cell, each of which decides when it moves one step the same way."""

    vendor_id: str
    vendor: str
    criterion_id: str
    criterion: str
    ratings: tuple[str, ...]
    """Each with its evaluator: what it is and what it would be."""
    leader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadRow:
    """A cell whose evaluators lie far apart."""

    vendor_id: str
    vendor: str
    criterion_id: str
    criterion: str
    range: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRow:
    """A group's weight today and where the leader is caught up with."""

    title: str
    today: str
    then: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTable:
    """The smallest change of all weights together that costs the lead."""

    sentence: str
    rows: tuple[JointRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """What a total could still become."""

    vendor_id: str
    vendor: str
    total: str
    worst: str
    best: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How firm a result is, in one language."""

    language: str
    verdict: Verdict
    flips: tuple[FlipRow, ...]
    """By group; none without a leader, or without anybody to overtake it."""
    criterion_flips: tuple[FlipGroup, ...]
    ranks: RankTables | None
    evaluators: tuple[WithoutRow, ...]
    vendors: tuple[WithoutRow, ...]
    steps: tuple[StepRow, ...]
    ratings_that_decide: int
    spread_flag: str
    """From how many points on evaluators lie far apart; empty where the rules name none."""
    spread: tuple[SpreadRow, ...]
    dominance: tuple[str, ...]
    """Sentences: who stays behind whom under any weights."""
    joint: JointTable | None
    ranges: tuple[RangeRow, ...]
    agreement: AgreementText
    opinion: OpinionText | None
    contested: bool
    """Whether somebody leads and somebody could overtake."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What things are called."""

    case: Case
    words: Wording
    vendors: Mapping[str, str]
    people: Mapping[str, str]

    def leader(self, vendor: str | None) -> str:
        return self.words.gettext("nobody alone") if vendor is None else self.vendors[vendor]

    def criterion(self, criterion: str) -> str:
        return self.words.of(self.case.criteria.criterion(criterion).title)

    def group(self, group: str) -> str:
        return self.words.of(self.case.criteria.group(group).title)


def build_firmness(
    case: Case,
    comparison: Comparison,
    findings: Findings,
    language: str,
) -> Firmness:
    """Everything that is said.

    Args:
        case: the evaluation; its single ratings are not needed.
        comparison: its result.
        findings: what was tried on it.
        language: ``ja`` or ``en``.
    """
    words, robustness = Wording(language), findings.robustness
    vendors = {each.id: words.short_name(each) for each in case.vendors}
    people = {each.id: words.of(each.name) or each.id for each in case.evaluators}
    names = _Names(case, words, vendors, people)
    leader = robustness.lead.leader
    contested = leader is not None and robustness.lead.gap is not None
    weights = PrintedWeights(comparison.sheet)
    flag = case.criteria.rules.spread_flag
    steps = robustness.one_step
    return Firmness(
        language=language,
        verdict=build_verdict(case, comparison, robustness, words),
        flips=tuple(
            _flip_row(each, names.group(each.name), weights.groups[each.name], names)
            for each in robustness.weight_flips
            if contested
        ),
        criterion_flips=_criterion_flips(findings.criteria, weights, names) if contested else (),
        ranks=build_rank_tables(robustness.rank_acceptability, names.vendors, words),
        evaluators=_without_evaluators(robustness, names),
        vendors=_without_vendors(robustness, names),
        steps=_steps(steps, names),
        ratings_that_decide=len({(s.vendor, s.criterion, s.evaluator) for s in steps}),
        spread_flag="" if flag is None else plain(flag),
        spread=_spread(robustness, names),
        dominance=_dominance(robustness, names),
        joint=_joint(comparison, robustness, weights, names),
        ranges=_ranges(comparison, robustness, names),
        agreement=build_agreement_text(case, findings.agreement, people, words),
        opinion=build_opinion_text(comparison, findings.opinion, vendors, words),
        contested=contested,
    )


def _flip_row(flips: Flips, title: str, weight: str, names: _Names) -> FlipRow:
    def end(flip: Flip | None, rises: bool) -> FlipEnd:
        if flip is None:
            return FlipEnd(text=NOTHING, leader="", at=None)
        printed = print_flip(flip, flips.weight, Decimal(weight), rises=rises)
        leader = names.words.gettext("tie") if flip.leader is None else names.vendors[flip.leader]
        return FlipEnd(text=printed.weight(names.words), leader=leader, at=float(flip.at))

    return FlipRow(
        id=flips.name,
        title=title,
        weight=weight,
        lower=end(flips.lower, rises=False),
        higher=end(flips.higher, rises=True),
    )


def _criterion_flips(
    criteria: Sequence[Flips], weights: PrintedWeights, names: _Names
) -> tuple[FlipGroup, ...]:
    """By group, only criteria whose weight could change the lead."""
    groups: dict[str, list[FlipRow]] = {}
    for each in criteria:
        if each.lower is None and each.higher is None:
            continue
        group = names.case.criteria.criterion(each.name).group
        row = _flip_row(each, names.criterion(each.name), weights.criteria[each.name], names)
        groups.setdefault(group, []).append(row)
    return tuple(
        FlipGroup(title=names.group(group), rows=tuple(rows)) for group, rows in groups.items()
    )


def _without_evaluators(robustness: Robustness, names: _Names) -> tuple[WithoutRow, ...]:
    return tuple(
        WithoutRow(
            id=each.evaluator,
            name=names.people[each.evaluator],
            leader=names.leader(each.leader),
            gap=NOTHING if each.gap is None else points_text(each.gap),
            changes=each.leader != robustness.lead.leader,
        )
        for each in robustness.without_evaluator
    )


def _without_vendors(robustness: Robustness, names: _Names) -> tuple[WithoutRow, ...]:
    """Everybody but the leader: who follows when it leaves is the ranking's to say."""
    leader = robustness.lead.leader
    return tuple(
        WithoutRow(
            id=each.vendor,
            name=names.vendors[each.vendor],
            leader=names.leader(each.leader),
            gap=NOTHING,
            changes=leader not in (each.leader, each.vendor),
        )
        for each in robustness.without_vendor
    )


def _steps(steps: Sequence[OneStep], names: _Names) -> tuple[StepRow, ...]:
    rows: dict[tuple[str, str, str | None, bool], list[str]] = {}
    for step in steps:
        key = (step.vendor, step.criterion, step.leader, step.after > step.before)
        said = f"{names.people[step.evaluator]} {_rating(step.before)}→{_rating(step.after)}"
        rows.setdefault(key, []).append(said)
    return tuple(
        StepRow(
            vendor_id=vendor,
            vendor=names.vendors[vendor],
            criterion_id=criterion,
            criterion=names.criterion(criterion),
            ratings=tuple(said),
            leader=names.leader(leader),
        )
        for (vendor, criterion, leader, _up), said in rows.items()
    )


def _rating(value: Fraction) -> str:
    """A rating as it was given: those are short decimals."""
    return plain(round_to(value, 6))


def _spread(robustness: Robustness, names: _Names) -> tuple[SpreadRow, ...]:
    widest = sorted(robustness.spread, key=lambda each: -each.range)
    return tuple(
        SpreadRow(
            vendor_id=each.vendor,
            vendor=names.vendors[each.vendor],
            criterion_id=each.criterion,
            criterion=names.criterion(each.criterion),
            range=_rating(each.range),
        )
        for each in widest
    )


def _dominance(robustness: Robustness, names: _Names) -> tuple[str, ...]:
    return tuple(
        names.words.gettext(
            "%(vendor)s stays behind %(others)s whatever the groups weigh.",
            vendor=names.vendors[each.vendor],
            others=names.words.listed(names.vendors[other] for other in each.by),
        )
        for each in robustness.dominated
    )


def _joint(
    comparison: Comparison, robustness: Robustness, weights: PrintedWeights, names: _Names
) -> JointTable | None:
    change = robustness.nearest_weights
    if change is None or robustness.lead.gap is None:
        return None
    exact = [Fraction(each) for each in change.weights.values()]
    total = sum(exact, Fraction(0))
    scaled = [100 * each / total for each in exact]
    then = share_out(scaled, Decimal("100.00"), 2)
    rows = []
    for group, new in zip(change.weights, then, strict=True):
        today = Decimal(weights.groups[group])
        rows.append(
            JointRow(
                title=names.group(group),
                today=weights.groups[group],
                then=fixed(new),
                change=f"{new - today:+,f}" if new != today else fixed(new - today),
            )
        )
    sentence = names.words.gettext(
        "The smallest change of all weights together that brings %(vendor)s level moves them by"
        " %(distance)s percentage points (root of the sum of squares):",
        vendor=names.leader(change.leader),
        distance=fixed(round_to(Fraction(change.distance), 2)),
    )
    if change.leader is None:
        sentence = names.words.gettext(
            "The smallest change of all weights together that brings others level moves them by"
            " %(distance)s percentage points (root of the sum of squares):",
            distance=fixed(round_to(Fraction(change.distance), 2)),
        )
    return JointTable(sentence=sentence, rows=tuple(rows))


def _ranges(comparison: Comparison, robustness: Robustness, names: _Names) -> tuple[RangeRow, ...]:
    at = {vendor: place for place, vendor in enumerate(comparison.sheet.vendors)}
    rows = []
    for each in robustness.ranges:
        total = comparison.total(at[each.vendor])
        rows.append(
            RangeRow(
                vendor_id=each.vendor,
                vendor=names.vendors[each.vendor],
                total=NOTHING if total is None else fixed(total),
                worst=points_text(each.worst),
                best=points_text(each.best),
            )
        )
    return tuple(rows)


def points_text(points: float) -> str:
    """Points of a trial, which no rule rounds: two decimals, never 0 for a small difference."""
    printed = round_to(Fraction(points), 2)
    if not printed and points > NEARLY:
        return "<0.01"
    return fixed(printed)
