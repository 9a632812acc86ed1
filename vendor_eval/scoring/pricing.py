"""What a quotation costs at the volumes of the evaluation, whatever its pricing model.

Everything is exact (``Fraction``), per month unless said otherwise, without tax,
in the evaluation's currency.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

KINDS = (
    "one-off",
    "monthly",
    "seat-month",
    "fte-month",
    "call",
    "call-over",
    "email",
    "chat",
    "hour",
    "minute",
    "discount",
    "discount-month",
    "dial",
    "dial-hour",
    "monthly-included",
    "booked-appointment",
    "held-appointment",
)
"""Every kind of quotation line."""

ONCE = ("one-off", "discount")
"""Kinds that are paid once, not every month."""

COMMON_KPI: Mapping[str, Decimal] = MappingProxyType(
    {
        "answered_percent": Decimal(95),
        "handling_ratio": Decimal(1),
        "occupancy_percent": Decimal(82),
        "appointment_percent": Decimal(1),
        "held_percent": Decimal(80),
    }
)
"""What everybody is given when the evaluation does not say otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """One component of a quotation. ``price`` is per unit of its kind and never negative."""

    kind: str
    price: Decimal
    quantity: Decimal | None = None
    minimum: Decimal | None = None
    included: Decimal | None = None
    overage: Decimal | None = None
    per_hour: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """What is expected each month."""

    calls_offered: Decimal = Decimal(0)
    average_handling_minutes: Decimal = Decimal(0)
    emails: Decimal = Decimal(0)
    chats: Decimal = Decimal(0)
    dials: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Volumes of one vendor per month, after its key figures; exact."""

    handled: Fraction
    """Calls answered."""
    minutes: Fraction
    """Handling time in all, in minutes."""
    occupancy: Fraction
    """Share of paid time spent on contacts, 0 to 1."""
    emails: Fraction
    chats: Fraction
    dials: Fraction
    booked: Fraction
    """Appointments made."""
    held: Fraction
    """Appointments that took place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one vendor costs over the term, exact."""

    one_off: Fraction
    monthly: Fraction
    total: Fraction
    outcomes: Fraction
    """Handled calls or held appointments over the term."""
    per_outcome: Fraction | None
    """None without outcomes."""


def workload(volume: Volume, kpi: Mapping[str, Fraction | Decimal]) -> Workload:
    """Volumes of a vendor whose key figures are ``kpi`` (the names of COMMON_KPI, in percent)."""
    handled = Fraction(volume.calls_offered) * Fraction(kpi["answered_percent"]) / 100
    dials = Fraction(volume.dials)
    booked = dials * Fraction(kpi["appointment_percent"]) / 100
    minutes = handled * Fraction(volume.average_handling_minutes) * Fraction(kpi["handling_ratio"])
    return Workload(
        handled=handled,
        minutes=minutes,
        occupancy=Fraction(kpi["occupancy_percent"]) / 100,
        emails=Fraction(volume.emails),
        chats=Fraction(volume.chats),
        dials=dials,
        booked=booked,
        held=booked * Fraction(kpi["held_percent"]) / 100,
    )


def _or_zero(number: Decimal | None) -> Fraction:
    return Fraction(0) if number is None else Fraction(number)


AMOUNTS: Mapping[str, Callable[[Fraction, QuoteLine, Workload], Fraction]] = MappingProxyType(
    {
        "one-off": lambda price, _line, _load: price,
        "discount": lambda price, _line, _load: -price,
        "monthly": lambda price, _line, _load: price,
        "discount-month": lambda price, _line, _load: -price,
        "seat-month": lambda price, line, _load: price * _or_zero(line.quantity),
        "fte-month": lambda price, line, _load: price * _or_zero(line.quantity),
        "call": lambda price, line, load: price * max(load.handled, _or_zero(line.minimum)),
        "call-over": lambda price, line, load: (
            price * max(Fraction(0), load.handled - _or_zero(line.included))
        ),
        "email": lambda price, _line, load: price * load.emails,
        "chat": lambda price, _line, load: price * load.chats,
        "hour": lambda price, _line, load: price * load.minutes / 60 / load.occupancy,
        "minute": lambda price, _line, load: price * load.minutes,
        "dial": lambda price, _line, load: price * load.dials,
        "dial-hour": lambda price, line, load: price * load.dials / _or_zero(line.per_hour),
        "monthly-included": lambda price, line, load: (
            price + _or_zero(line.overage) * max(Fraction(0), load.dials - _or_zero(line.included))
        ),
        "booked-appointment": lambda price, _line, load: price * load.booked,
        "held-appointment": lambda price, _line, load: price * load.held,
    }
)


def line_amount(line: QuoteLine, load: Workload) -> Fraction:
    """What one line costs: once for ``ONCE`` kinds, else per month.

    Raises:
        ZeroDivisionError: an hourly line at an occupancy of 0, or no calls per hour.
    """
    return AMOUNTS[line.kind](Fraction(line.price), line, load)


def cost_of(
    lines: Iterable[QuoteLine],
    load: Workload,
    term_months: int,
    outcome: Literal["handled-call", "held-appointment"],
) -> Cost:
    """Total of a quotation over the term.

    Raises:
        ZeroDivisionError: see ``line_amount``.
    """
    one_off = monthly = Fraction(0)
    for line in lines:
        if line.kind in ONCE:
            one_off += line_amount(line, load)
        else:
            monthly += line_amount(line, load)
    total = one_off + term_months * monthly
    outcomes = term_months * (load.handled if outcome == "handled-call" else load.held)
    return Cost(
        one_off=one_off,
        monthly=monthly,
        total=total,
        outcomes=outcomes,
        per_outcome=total / outcomes if outcomes else None,
    )
