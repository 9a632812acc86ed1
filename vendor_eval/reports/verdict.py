"""How firm a result is, in sentences: each is there only where its fact is.

The first says who leads and by how much, the second what comes nearest to changing it.
"""

# ruff: noqa: PLC0415 - the command that prints two sentences pays for no more than they take

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from vendor_eval.case import Case
from vendor_eval.language import N_
from vendor_eval.reports.flip_words import PrintedFlip, print_flip
from vendor_eval.reports.method import tie_rule
from vendor_eval.reports.weights import PrintedWeights
from vendor_eval.reports.wording import Wording, fixed, plain
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.flips import Flip, Flips, weight_flips
from vendor_eval.scoring.lead import Lead, lead_of
from vendor_eval.scoring.one_step import OneStep, one_step
from vendor_eval.scoring.ties import Tie

if TYPE_CHECKING:
    from vendor_eval.scoring.acceptability import RankAcceptability
    from vendor_eval.scoring.robustness import Robustness
    from vendor_eval.scoring.what_changes import WithoutEvaluator, WithoutVendor

SMALL = Fraction(1, 5)
"""A change of a weight, as a share of itself, that nobody could call large: as far as weights
near today's are drawn."""
SMALL_PERCENT = plain(Decimal(20))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a reader should know of the first place."""

    sentences: tuple[str, ...]
    """One or two."""
    further: tuple[str, ...] = ()
    """What else was looked at and found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence about a change of one kind."""

    text: str
    changes: bool
    """Whether so small a change takes the lead from the leader."""


@dataclass(frozen=True, slots=True)
class Move:
    """A weight's change that changes who leads."""

    title: str
    printed: PrintedFlip
    far: Fraction
    """Percentage points from today's weight."""
    small: bool
    flip: Flip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences are made of."""

    case: Case
    comparison: Comparison
    words: Wording
    lead: Lead
    weight_flips: tuple[Flips, ...]
    one_step: tuple[OneStep, ...]
    without_evaluator: "tuple[WithoutEvaluator, ...]" = ()

    def name(self, vendor: str) -> str:
        """A vendor in a sentence."""
        return self.words.short_name(next(v for v in self.case.vendors if v.id == vendor))

    def names(self, vendors: Sequence[str]) -> str:
        """Several of them."""
        return self.words.listed(map(self.name, vendors))

    def either(self, names: Sequence[str]) -> str:
        """One of several names."""
        text = names[0]
        for each in names[1:]:
            text = self.words.gettext("%(some)s or %(one)s", some=text, one=each)
        return text

    def at_rank(self, rank: int) -> list[str]:
        """Vendors of a rank."""
        ranks = zip(self.comparison.sheet.vendors, self.comparison.ranks.tolist(), strict=True)
        return [vendor for vendor, own in ranks if own == rank]

    def total(self, vendor: str) -> Decimal:
        """As printed."""
        total = self.comparison.total(self.comparison.sheet.vendors.index(vendor))
        return total or Decimal(0)


def build_verdict(
    case: Case, comparison: Comparison, robustness: "Robustness", words: Wording
) -> Verdict:
    """The verdict on the first place.

    Args:
        case: the evaluation.
        comparison: its result.
        robustness: of that result.
        words: of the reader.
    """
    facts = Facts(
        case,
        comparison,
        words,
        robustness.lead,
        robustness.weight_flips,
        robustness.one_step,
        robustness.without_evaluator,
    )
    leader = facts.lead.leader
    if leader is None:
        return Verdict(sentences=(_without_leader(facts),))
    texts = [remark.text for remark in _remarks(facts, leader)]
    further = [
        *texts[1:],
        *_about_vendors(facts, leader, robustness.without_vendor),
        *_about_samples(facts, leader, robustness.rank_acceptability),
    ]
    return Verdict(sentences=(_standing(facts, leader), *texts[:1]), further=tuple(further))


def verdict_sentences(case: Case, comparison: Comparison, words: Wording) -> tuple[str, ...]:
    """The sentences of the same verdict alone; tried is no more than they take."""
    lead = lead_of(comparison)
    facts = Facts(case, comparison, words, lead, weight_flips(comparison), one_step(comparison))
    if lead.leader is None:
        return (_without_leader(facts),)
    remarks = _remarks(facts, lead.leader)
    if not any(remark.changes for remark in remarks):
        from vendor_eval.scoring.what_changes import without_evaluator

        facts = replace(facts, without_evaluator=without_evaluator(comparison))
        remarks = _remarks(facts, lead.leader)
    return (_standing(facts, lead.leader), *(remark.text for remark in remarks[:1]))


def _remarks(facts: Facts, leader: str) -> list[Remark]:
    """What changes the lead first."""
    remarks = [
        *_about_weights(facts),
        *_about_ratings(facts, leader),
        *_about_evaluators(facts, leader),
    ]
    return sorted(remarks, key=lambda remark: not remark.changes)


def _without_leader(facts: Facts) -> str:
    first = facts.at_rank(1)
    if not first:
        return facts.words.gettext("No vendor has a rank yet, so there is no first place to test.")
    return facts.words.gettext(
        "%(vendors)s share the first place; nobody leads alone.", vendors=facts.names(first)
    )


def _standing(facts: Facts, leader: str) -> str:
    """Who leads whom, and by how much."""
    words, second = facts.words, facts.at_rank(2)
    if not second:
        return words.gettext(
            "%(vendor)s is the only vendor with a rank; there is nobody to compare it with.",
            vendor=facts.name(leader),
        )
    tie = _tie_of(facts, leader)
    if tie is not None and tie.broken_by is not None:
        return _by_rule(facts, leader, tie, tie.broken_by)
    gap = facts.total(leader) - facts.total(second[0])
    equal = facts.lead.practically_equal
    template = STANDING[equal, bool(gap)]
    whole = 1 if fixed(gap) == "1" else 2  # "1 point", but "1.00 points"
    return words.gettext(
        template,
        vendor=facts.name(leader),
        other=facts.names(second),
        points=words.ngettext("%(points)s point", "%(points)s points", whole, points=fixed(gap)),
    )


STANDING = {
    (True, True): N_(
        "%(vendor)s comes first, ahead of %(other)s by only %(points)s: practically equal by the"
        " rules."
    ),
    (True, False): N_(
        "%(vendor)s comes first, but the total of %(other)s prints the same: practically equal by"
        " the rules."
    ),
    (False, True): N_("%(vendor)s comes first, ahead of %(other)s by %(points)s."),
    (False, False): N_("%(vendor)s comes first, though the total of %(other)s prints the same."),
}
"""By whether the rules call it equal, and whether the printed totals differ."""


def _tie_of(facts: Facts, leader: str) -> Tie | None:
    return next((tie for tie in facts.comparison.ties if leader in tie.vendors), None)


def _by_rule(facts: Facts, leader: str, tie: Tie, rule: str) -> str:
    rounded = facts.case.criteria.rules.rank_on == "rounded"
    template = BY_RULE_PRINTED if rounded else BY_RULE
    return facts.words.gettext(
        template,
        vendor=facts.name(leader),
        others=facts.names([each for each in tie.vendors if each != leader]),
        rule=tie_rule(facts.case, rule, facts.words, tie.vendors),
    )


BY_RULE = N_("%(vendor)s and %(others)s have equal totals; only a rule decides: %(rule)s.")
BY_RULE_PRINTED = N_(
    "%(vendor)s and %(others)s have equal printed totals; only a rule decides: %(rule)s."
)


def _about_weights(facts: Facts) -> Iterator[Remark]:
    """What one group's weight does; nothing with one group, or nobody to overtake."""
    if len(facts.weight_flips) < 2 or facts.lead.gap is None:  # noqa: PLR2004
        return
    words = facts.words
    moves = sorted(_moves(facts), key=lambda move: (move.flip.leader is None, move.far))
    small = [move for move in moves if move.small]
    if small:
        template = LEAD_CHANGES if small[0].flip.leader else LEAD_SHARED
        like = [move for move in small if (move.flip.leader is None) == (template == LEAD_SHARED)]
        falls = [move for move in like if not move.printed.rises][:1]
        rises = [move for move in like if move.printed.rises][:1]
        text = words.gettext(template, moves=_joined([*falls, *rises], words))
        yield Remark(text=text, changes=True)
    elif moves:
        nearest = min(moves, key=lambda move: move.far)
        text = words.gettext(
            FAR_CHANGE if nearest.flip.leader else FAR_TIE,
            percent=SMALL_PERCENT,
            move=nearest.printed.move(nearest.title, words),
        )
        yield Remark(text=text, changes=False)
    else:
        yield Remark(text=words.gettext(NO_WEIGHT), changes=False)


LEAD_CHANGES = N_("The lead changes as soon as %(moves)s.")
LEAD_SHARED = N_("The first place is shared as soon as %(moves)s.")
FAR_CHANGE = N_(
    "No weight of a group changes the lead by moving up to %(percent)s%% of itself; the nearest"
    " change comes when %(move)s."
)
FAR_TIE = N_(
    "No weight of a group changes the lead by moving up to %(percent)s%% of itself; the nearest"
    " tie comes when %(move)s."
)
NO_WEIGHT = N_("No group's weight, moved alone from 0 to 100, changes the lead.")


def _moves(facts: Facts) -> Iterator[Move]:
    weights = PrintedWeights(facts.comparison.sheet).groups
    for flips in facts.weight_flips:
        title = facts.words.of(facts.case.criteria.group(flips.name).title)
        for flip, rises in ((flips.lower, False), (flips.higher, True)):
            if flip is None:
                continue
            far = abs(flip.at - flips.weight)
            printed = print_flip(flip, flips.weight, Decimal(weights[flips.name]), rises=rises)
            yield Move(title, printed, far, far <= SMALL * flips.weight, flip)


def _joined(moves: list[Move], words: Wording) -> str:
    texts = [move.printed.move(move.title, words) for move in moves]
    if len(texts) == 1:
        return texts[0]
    return words.gettext("%(one)s, or %(other)s", one=texts[0], other=texts[1])


def _about_ratings(facts: Facts, leader: str) -> Iterator[Remark]:
    steps, words = facts.one_step, facts.words
    if steps:
        ratings = {(each.vendor, each.criterion, each.evaluator) for each in steps}
        text = (
            _rating_puts(words, len(ratings))
            if all(each.leader for each in steps)
            else _rating_ends(words, len(ratings), facts.name(leader))
        )
        yield Remark(text=text, changes=True)
    elif facts.comparison.sheet.ratings.size and facts.lead.gap is not None:
        yield Remark(text=words.gettext(NO_RATING), changes=False)


def _rating_puts(words: Wording, count: int) -> str:
    return words.ngettext(
        "%(count)d rating, moved by one step, puts another vendor first.",
        "%(count)d ratings, each moved by one step alone, put another vendor first.",
        count,
    )


def _rating_ends(words: Wording, count: int, leader: str) -> str:
    """The same where some of them end in a tie, or put the leader out."""
    return words.ngettext(
        "%(count)d rating, moved by one step, ends the lead of %(vendor)s.",
        "%(count)d ratings, each moved by one step alone, end the lead of %(vendor)s.",
        count,
        vendor=leader,
    )


NO_RATING = N_("No single rating, moved by one step, changes the lead.")


def _about_evaluators(facts: Facts, leader: str) -> Iterator[Remark]:
    words, without = facts.words, facts.without_evaluator
    if len(without) < 2:  # noqa: PLR2004 - one alone is the panel
        return
    names = {each.id: words.of(each.name) or each.id for each in facts.case.evaluators}
    by_leader: dict[str | None, list[str]] = {}
    for each in without:
        if each.leader != leader:
            by_leader.setdefault(each.leader, []).append(names[each.evaluator])
    for other, people in by_leader.items():
        text = (
            words.gettext(NOBODY_WITHOUT, people=facts.either(people))
            if other is None
            else words.gettext(WITHOUT, people=facts.either(people), vendor=facts.name(other))
        )
        yield Remark(text=text, changes=True)
    if not by_leader and facts.lead.gap is not None:
        text = words.gettext(NO_EVALUATOR, vendor=facts.name(leader))
        yield Remark(text=text, changes=False)


WITHOUT = N_("Without the ratings of %(people)s, %(vendor)s leads.")
NOBODY_WITHOUT = N_("Without the ratings of %(people)s, nobody leads alone.")
NO_EVALUATOR = N_("Whichever single evaluator is left out, %(vendor)s still leads.")


def _about_vendors(
    facts: Facts, leader: str, without: "tuple[WithoutVendor, ...]"
) -> Iterator[str]:
    """Whose taking part decides between others; the leader's own is no news."""
    for each in without:
        if leader in (each.vendor, each.leader):
            continue
        values = {"vendor": facts.name(each.vendor)}
        if each.leader is None:
            yield facts.words.gettext("Without %(vendor)s, nobody leads alone.", **values)
        else:
            values["other"] = facts.name(each.leader)
            yield facts.words.gettext("Without %(vendor)s, %(other)s leads.", **values)


def _about_samples(facts: Facts, leader: str, drawn: "RankAcceptability | None") -> Iterator[str]:
    if drawn is None or facts.lead.gap is None:
        return
    from vendor_eval.reports.rank_tables import share_texts

    yield facts.words.gettext(
        "Under %(samples)s weightings drawn within %(percent)s%% of today's weights, %(vendor)s"
        " takes the first place in %(share)s%%.",
        samples=plain(drawn.samples),
        percent=SMALL_PERCENT,
        vendor=facts.name(leader),
        share=share_texts(drawn.near_weights[leader])[0].text,
    )
