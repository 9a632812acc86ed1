"""A weight at which the lead changes, as it is printed: never on the side where it does not."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from fractions import Fraction
from math import ceil, floor

from vendor_eval.language import N_
from vendor_eval.reports.weights import PLACES
from vendor_eval.reports.wording import Wording, fixed, plain
from vendor_eval.scoring.flips import Flip
from vendor_eval.scoring.rounding import round_to

MOST_PLACES = 6
"""Decimals; a weight that prints like today's even so is reached at once."""


class Reach(Enum):
    """What a printed weight says of the lead."""

    HERE = auto()
    """It has changed there: the weight was rounded away from today's."""
    BEYOND = auto()
    """It changes as soon as the weight is passed."""
    AT_ONCE = auto()
    """Any move in this direction changes it."""
    TIE = auto()
    """The top is a tie there."""
    NEAR_TIE = auto()
    """The top is a tie close by: the weight itself is not a short decimal."""


FALLS = {
    Reach.HERE: N_("the weight of %(title)s falls from %(today)s to %(weight)s"),
    Reach.BEYOND: N_("the weight of %(title)s falls from %(today)s to below %(weight)s"),
    Reach.AT_ONCE: N_("the weight of %(title)s falls at all below today's %(today)s"),
    Reach.TIE: N_("the weight of %(title)s falls from %(today)s to %(weight)s"),
    Reach.NEAR_TIE: N_("the weight of %(title)s falls from %(today)s to about %(weight)s"),
}
RISES = {
    Reach.HERE: N_("the weight of %(title)s rises from %(today)s to %(weight)s"),
    Reach.BEYOND: N_("the weight of %(title)s rises from %(today)s to above %(weight)s"),
    Reach.AT_ONCE: N_("the weight of %(title)s rises at all above today's %(today)s"),
    Reach.TIE: N_("the weight of %(title)s rises from %(today)s to %(weight)s"),
    Reach.NEAR_TIE: N_("the weight of %(title)s rises from %(today)s to about %(weight)s"),
}
BELOW, ABOVE = N_("below %(weight)s"), N_("above %(weight)s")
ANY_LESS, ANY_MORE = N_("any less"), N_("any more")
ABOUT = N_("about %(weight)s")


@dataclass(frozen=True, slots=True)
class PrintedFlip:
    """One weight at which the lead changes."""

    rises: bool
    """Whether the weight goes up to it."""
    today: Decimal
    """Today's weight, with as many decimals as it takes to tell the two apart."""
    at: Decimal
    reach: Reach

    def weight(self, words: Wording) -> str:
        """For a table."""
        template = {
            Reach.BEYOND: ABOVE if self.rises else BELOW,
            Reach.AT_ONCE: ANY_MORE if self.rises else ANY_LESS,
            Reach.NEAR_TIE: ABOUT,
        }.get(self.reach)
        number = fixed(self.at)
        return words.gettext(template, weight=number) if template else number

    def move(self, title: str, words: Wording) -> str:
        """A clause: what happens to the weight of a group or criterion."""
        template = (RISES if self.rises else FALLS)[self.reach]
        return words.gettext(template, title=title, today=plain(self.today), weight=plain(self.at))


def print_flip(flip: Flip, today: Fraction, printed: Decimal, *, rises: bool) -> PrintedFlip:
    """A flip with the fewest decimals that part it from today's weight.

    Args:
        flip: to print.
        today: the weight as it is, in percent.
        printed: the same as tables print it.
        rises: whether the flip lies above it.
    """
    apart = abs(flip.at - today)
    for places in range(PLACES, MOST_PLACES + 1) if apart else ():
        now = round_to(today, places)
        if places == PLACES:
            if now != printed and apart < 2 * abs(Fraction(printed) - today):
                continue  # shared out with others, today's weight could pass the flip
            now = printed
        at, reach = _printed(flip, places, rises)
        if at > now if rises else at < now:
            return PrintedFlip(rises, now, at, reach)
    return PrintedFlip(rises, printed, printed, Reach.AT_ONCE)


def _printed(flip: Flip, places: int, rises: bool) -> tuple[Decimal, Reach]:
    nearest = round_to(flip.at, places)
    exact = Fraction(nearest) == flip.at
    if flip.leader is None:
        return nearest, Reach.TIE if exact else Reach.NEAR_TIE
    if exact:
        return nearest, Reach.BEYOND
    whole = (ceil if rises else floor)(flip.at * 10**places)
    return Decimal(whole).scaleb(-places), Reach.HERE
