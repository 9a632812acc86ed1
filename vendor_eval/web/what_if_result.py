"""What a trial comes to, beside the official result: ranks, totals and moves in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from vendor_eval import needs
from vendor_eval.case import Case, answers_of
from vendor_eval.reports.contents import Contents, conclude
from vendor_eval.reports.costs import build_costs
from vendor_eval.reports.ranking import Ranking, RankingRow, build_ranking
from vendor_eval.reports.reasons import build_reasons
from vendor_eval.reports.wording import NOTHING, Wording, fixed, plain
from vendor_eval.scoring import Comparison, ScoreSheet, compare
from vendor_eval.scoring.rounding import round_to
from vendor_eval.scoring.trial import (
    PLACES,
    Trial,
    is_official,
    official_weights,
    tried_sheet,
)
from vendor_eval.storage.scenarios import Places
from vendor_eval.web.need_words import VOLUMES as VOLUME_WORDS
from vendor_eval.web.prepared import Prepared
from vendor_eval.web.what_if_input import shown_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A ranking and what stands around it."""

    ranking: Ranking
    conclusion: tuple[str, ...]
    basis: tuple[str, ...]
    """Volumes and key figures the costs rest on."""
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Why each vendor without a rank has none."""

    def places(self) -> Places:
        """Rank and printed total of each vendor, as they are kept with a saved trial."""
        return {row.vendor_id: (row.rank or 0, row.total_text) for row in self.ranking.rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedRow:
    """One vendor in a trial."""

    row: RankingRow
    official_rank: str
    official_total: str
    difference: str
    """Printed total less the official one, with its sign."""
    move: str
    """``up``, ``down``, ``same``, or empty where one of the two has no rank."""
    move_text: str
    reasons: tuple[str, ...]
    """Why it has lost the rank it has in the official result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A trial beside the official result."""

    outcome: Outcome
    official: Outcome
    rows: tuple[TriedRow, ...]
    verdict: str
    """Whether the first place is another one."""


def official_outcome(contents: Contents) -> Outcome:
    """The evaluation's own result, as its comparison says it."""
    return Outcome(
        ranking=contents.ranking, conclusion=contents.conclusion, basis=contents.costs.basis
    )


def tried_outcome(trial: Trial, case: Case, sheet: ScoreSheet, words: Wording) -> Outcome:
    """What a trial that is fitted to the sheet comes to.

    Raises:
        ZeroDivisionError: a quotation by the hour meets an occupancy of 0.
    """
    comparison = compare(tried_sheet(trial, sheet, answers_of(case)))
    purchase = comparison.sheet.purchase
    tried = replace(case, evaluation=replace(case.evaluation, purchase=purchase))
    ranking = build_ranking(tried, comparison, words)
    return Outcome(
        ranking=ranking,
        conclusion=tuple(conclude(tried, comparison, ranking, words)),
        basis=build_costs(tried, comparison, (), words).basis,
        reasons=dict(_reasons(tried, comparison, words)),
    )


def _reasons(
    case: Case, comparison: Comparison, words: Wording
) -> Iterator[tuple[str, tuple[str, ...]]]:
    vendors = {vendor.id: vendor for vendor in case.vendors}
    for place, name in enumerate(comparison.sheet.vendors):
        if not comparison.ranks[place]:
            yield name, build_reasons(case, comparison, place, vendors[name], words)


def try_out(trial: Trial, prepared: Prepared) -> Tried:
    """A trial that is fitted to the sheet, beside the official result.

    Raises:
        ZeroDivisionError: see ``tried_outcome``.
    """
    case, sheet = prepared.facts, prepared.comparison.sheet
    words = Wording(prepared.contents.language)
    official = official_outcome(prepared.contents)
    outcome = official if is_official(trial) else tried_outcome(trial, case, sheet, words)
    before = {row.vendor_id: row for row in official.ranking.rows}
    return Tried(
        outcome=outcome,
        official=official,
        rows=tuple(
            _beside(row, before[row.vendor_id], outcome, words) for row in outcome.ranking.rows
        ),
        verdict=_verdict(official.ranking, outcome.ranking, words),
    )


def _beside(row: RankingRow, official: RankingRow, outcome: Outcome, words: Wording) -> TriedRow:
    difference = NOTHING
    if row.total is not None and official.total is not None:
        difference = signed(row.total - official.total)
    move, text = _move(row.rank, official.rank, words)
    return TriedRow(
        row=row,
        official_rank=official.rank_text,
        official_total=official.total_text,
        difference=difference,
        move=move,
        move_text=text,
        reasons=outcome.reasons.get(row.vendor_id, ()) if official.rank else (),
    )


def _move(now: int | None, before: int | None, words: Wording) -> tuple[str, str]:
    if now is None or before is None:
        if now is before:
            return "", NOTHING
        return "", words.gettext("gets a rank") if before is None else words.gettext("has no rank")
    if now == before:
        return "same", words.gettext("same place")
    if now < before:
        return "up", words.ngettext("%(count)d place up", "%(count)d places up", before - now)
    return "down", words.ngettext("%(count)d place down", "%(count)d places down", now - before)


def signed(number: Decimal) -> str:
    """A difference with its sign; nothing is ±."""
    sign = "±" if not number else "+" if number > 0 else "−"
    return f"{sign}{fixed(abs(number))}"


def _verdict(official: Ranking, tried: Ranking, words: Wording) -> str:
    before = [row for row in official.ranked if row.rank == 1]
    now = {row.vendor_id for row in tried.ranked if row.rank == 1}
    if not before:
        return ""
    names = words.listed(row.short for row in before)
    if {row.vendor_id for row in before} != now:
        return words.gettext("Officially first: %(names)s.", names=names)
    same = [(row.vendor_id, row.rank) for row in official.ranked]
    if same == [(row.vendor_id, row.rank) for row in tried.ranked]:
        return words.gettext("All ranks are those of the official result.")
    return words.gettext("The first place is that of the official result; other ranks differ.")


def changes_in_words(trial: Trial, sheet: ScoreSheet, words: Wording) -> Iterator[str]:
    """What is tried, each with what the evaluation has."""
    titles = {group.id: words.of(group.title) for group in sheet.criteria.groups}
    for name, (now, own) in changed_weights(trial, sheet).items():
        yield words.gettext(
            "%(title)s: weight %(now)s %% (official: %(own)s %%)",
            title=titles[name],
            now=now,
            own=own,
        )
    if trial.assumption == "claimed":
        yield words.gettext("Cost: key figures each vendor claims (official: the same for all)")
    elif trial.assumption == "common":
        yield words.gettext("Cost: the same key figures for all (official: those vendors claim)")
    for name, number in trial.volume.items():
        yield words.gettext(
            "%(title)s per month: %(now)s (official: %(own)s)",
            title=words.gettext(VOLUME_WORDS[name]),
            now=plain(number),
            own=plain(getattr(sheet.purchase.volume, name)),
        )
    if trial.level == "low":
        yield words.gettext("Low volume: %(percent)s %% of the base", percent=plain(trial.factor))
    elif trial.level == "peak":
        yield words.gettext("Peak volume: %(percent)s %% of the base", percent=plain(trial.factor))


def changed_weights(trial: Trial, sheet: ScoreSheet) -> dict[str, tuple[str, str]]:
    """Weight in the trial and the official one, of each group where they differ."""
    own = official_weights(sheet)
    shown, official = shown_weights(trial.weights or own), shown_weights(own)
    return {
        name: (shown[name], official[name])
        for name in own
        if trial.weights and trial.weights[name] != own[name]
    }


def outside_bands(trial: Trial, sheet: ScoreSheet, words: Wording) -> Iterator[str]:
    """Groups whose weight in a trial leaves the band of the criteria; one may try that."""
    whole = sum(sheet.weights.groups.values())
    written = {
        name: round_to(Fraction(number) * whole / 100, PLACES)
        for name, number in trial.weights.items()
    }
    for name in needs.outside_band(sheet.criteria, written):
        group = sheet.criteria.group(name)
        low, high = group.weight_band or (Decimal(0), Decimal(0))
        yield words.gettext(
            "%(title)s: outside the band that the criteria allow, %(low)s to %(high)s.",
            title=words.of(group.title),
            low=plain(low),
            high=plain(high),
        )
