"""Criteria or weights that were changed after opening: what changed, why, and what it did."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from vendor_eval.case import Case
from vendor_eval.criteria.difference import find_changes, sentence
from vendor_eval.reports.ranking import RankingRow, build_ranking
from vendor_eval.reports.wording import NOTHING, Wording, fixed
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.rounding import round_to
from vendor_eval.scoring.weighting import group_weights

if TYPE_CHECKING:
    from vendor_eval.dossier import ChangeFacts

MOST_PRINTED = 12
"""Differences of one change on paper; the page of the evaluation has them all."""


def difference_sentences(facts: "ChangeFacts", words: Wording) -> list[str]:
    """Everything that differs, one sentence each: the file first, then the weights in use."""
    changes = find_changes(facts.old, facts.new)
    return [*(sentence(change, words.language) for change in changes), *_weights(facts, words)]


def _weights(facts: "ChangeFacts", words: Wording) -> list[str]:
    before, after = (
        group_weights(criteria, purchase.profile, purchase.variant, purchase.weights)
        for criteria, purchase in ((facts.old, facts.before), (facts.new, facts.after))
    )
    titles = {group.id: group.title for group in (*facts.old.groups, *facts.new.groups)}
    sentences = [
        words.gettext(
            "Weight of “%(title)s”: from %(old)s to %(new)s",
            title=words.of(titles[group]),
            old=_number(before.get(group)),
            new=_number(after.get(group)),
        )
        for group in titles
        if before.get(group) != after.get(group)
    ]
    own = facts.before.criterion_weights, facts.after.criterion_weights
    criteria = {each.id: each.title for each in (*facts.old.criteria, *facts.new.criteria)}
    return sentences + [
        words.gettext(
            "Own weight of “%(title)s” inside its group: from %(old)s to %(new)s",
            title=words.of(criteria[name]),
            old=_own(own[0], name),
            new=_own(own[1], name),
        )
        for name in criteria
        if own[0].get(name) != own[1].get(name)
    ]


def _own(weights: Mapping[str, Decimal], name: str) -> str:
    return _number(Fraction(weights[name])) if name in weights else NOTHING


def _number(weight: Fraction | None) -> str:
    if weight is None:
        return NOTHING
    text = fixed(round_to(weight, 2))
    return text.rstrip("0").rstrip(".") if "." in text else text


def effect_text(
    before: tuple[Case, Comparison], after: tuple[Case, Comparison], words: Wording
) -> str:
    """What a change does to totals and ranks, vendor by vendor."""
    old = {row.vendor_id: row for row in build_ranking(*before, words).rows}
    rows = build_ranking(*after, words).rows
    same = all(_rank(row) == _rank(old[row.vendor_id]) for row in rows)
    first = words.gettext("No rank changes.") if same else words.gettext("Ranks change.")
    each = [
        words.gettext(
            "%(vendor)s: %(old_rank)s (%(old_total)s) → %(new_rank)s (%(new_total)s).",
            vendor=row.short,
            old_rank=_rank(old[row.vendor_id]),
            old_total=old[row.vendor_id].total_text,
            new_rank=_rank(row),
            new_total=row.total_text,
        )
        for row in rows
    ]
    return words.sentences([first, *each])


def _rank(row: RankingRow) -> str:
    return row.rank_text if row.rank else row.status_text


def change_sentences(changes: "tuple[ChangeFacts, ...]", words: Wording) -> tuple[str, ...]:
    """Each change as one paragraph for a report."""
    return tuple(_paragraph(facts, words) for facts in changes)


def _paragraph(facts: "ChangeFacts", words: Wording) -> str:
    differences = difference_sentences(facts, words)
    left = len(differences) - MOST_PRINTED
    more = [words.ngettext("and %(count)d more", "and %(count)d more", left)] if left > 0 else []
    values = {
        "day": facts.day,
        "name": facts.name,
        "differences": words.listed([*differences[:MOST_PRINTED], *more]),
        "reason": facts.reason,
    }
    text = words.gettext("%(day)s, %(name)s: %(differences)s. Reason: %(reason)s", **values)
    return words.sentences([text, words.of(facts.effect)]) if facts.effect else text
