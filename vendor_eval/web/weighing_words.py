"""What a weighing is called and what it comes to, in words and digits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext

from vendor_eval import weighing
from vendor_eval.case import Case
from vendor_eval.language import N_
from vendor_eval.reports.wording import Wording, fixed
from vendor_eval.scoring.rounding import round_to
from vendor_eval.weighing import Answers, Lack, Method, Mistake, Said

HINTS: Mapping[Method, str] = {
    "points": N_(
        "Give each group points for how important it is to this purchase, on any scale: only their"
        " proportion counts."
    ),
    "order": N_(
        "Write 1 beside the most important group, 2 beside the next, and so on. Groups that are"
        " equally important get the same number."
    ),
    "swing": N_(
        "Imagine a vendor who is at the worst in every group. Which one would you lift to the best"
        " first? Give it 100, and each other group points for what its lift is worth beside that."
    ),
    "pairs": N_(
        "Two groups at a time: which one is more important to this purchase, and how much more?"
    ),
}
"""What a person is asked to do."""

DEGREES: Mapping[int, str] = {
    9: N_("9 extremely more important: %(title)s"),
    8: N_("8 between 7 and 9: %(title)s"),
    7: N_("7 very strongly more important: %(title)s"),
    6: N_("6 between 5 and 7: %(title)s"),
    5: N_("5 strongly more important: %(title)s"),
    4: N_("4 between 3 and 5: %(title)s"),
    3: N_("3 moderately more important: %(title)s"),
    2: N_("2 between 1 and 3: %(title)s"),
}
"""How the scale is worded (Saaty 1980)."""
EQUAL = N_("1 equally important")

MISTAKES: Mapping[Mistake, str] = {
    "number": N_("Write a number from 0, such as 12 or 7.5."),
    "place": N_("Write a whole number from 1 to the number of groups."),
    "swing": N_("Write a number from 0 to 100."),
    "pair": N_("Choose one of the answers."),
}
LACKS: Mapping[Lack, str] = {
    "missing": N_("%(count)d of %(all)d answered."),
    "nothing-above": N_("Give at least one group points above 0."),
    "no-best": N_("Give 100 to the group whose lift is worth most."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What somebody's answers come to at this moment."""

    lines: tuple[str, ...]
    """What is still open, or how far comparisons fit each other."""
    weights: Mapping[str, str]
    """Percent by group; empty while there are none."""
    careful: bool = False
    """Whether a comparison should be looked at again."""


def titles_of(case: Case, groups: Sequence[str], words: Wording) -> dict[str, str]:
    """What groups are called; by their ids where the criteria no longer have them."""
    known = {group.id: words.of(group.title) for group in case.criteria.groups}
    return {group: known.get(group, group) for group in groups}


def outlook(
    method: Method, groups: Sequence[str], titles: Mapping[str, str], answers: Answers
) -> Outlook:
    """What answers come to, or what they lack."""
    wrong = weighing.mistakes(method, groups, answers)
    lack = weighing.lack(method, groups, answers)
    if wrong or lack:
        wanted = weighing.asked(method, groups)
        given = sum(bool(answers.get(key)) and key not in wrong for key in wanted)
        what = "missing" if wrong or lack is None else lack
        text = gettext(LACKS[what], count=given, all=len(wanted))
        return Outlook(lines=(text,), weights={})
    found = weighing.said(method, groups, answers)
    parts = weighing.shares(groups, found.weights)
    return Outlook(
        lines=consistency(found, groups, titles),
        weights={group: fixed(part) for group, part in parts.items()},
        careful=found.priorities is not None and not found.priorities.acceptable,
    )


def consistency(found: Said, groups: Sequence[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    """How far comparisons of pairs fit each other; nothing for another method."""
    priorities = found.priorities
    if priorities is None:
        return ()
    if priorities.consistency_ratio is None:
        return (gettext("There is no consistency ratio for this number of groups."),)
    ratio = gettext(
        "Consistency ratio %(ratio)s; at most 0.10 is acceptable.",
        ratio=weighing.ratio_text(found),
    )
    if priorities.acceptable or priorities.revisit is None:
        return (ratio,)
    first, second = (groups[place] for place in priorities.revisit)
    shares = dict(zip(groups, found.weights, strict=True))
    again = gettext(
        "Look again at “%(first)s” and “%(second)s”: the first is said to be %(said)s times as"
        " important, all answers together come to %(found)s times.",
        first=titles[first],
        second=titles[second],
        said=fixed(round_to(Fraction(priorities.given or 0), 2)),
        found=fixed(round_to(shares[first] / shares[second], 2)),
    )
    return ratio, again


def choices_of(first: str, second: str) -> list[tuple[str, str]]:
    """Every answer to a pair, with the titles of its two groups."""
    words = []
    for ratio in weighing.SCALE:
        degree, title = (int(ratio), first) if "/" not in ratio else (int(ratio[2:]), second)
        text = gettext(EQUAL) if degree == 1 else gettext(DEGREES[degree], title=title)
        words.append((ratio, text))
    return words


def percent(share: Fraction) -> str:
    """A share of 1 in percent, as weights are shown."""
    return fixed(round_to(share * 100, weighing.PLACES))
