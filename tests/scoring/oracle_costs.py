"""The judge's reading of quotations: what one vendor costs, in fractions."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

Load = dict[str, Fraction]

COMMON = {
    "answered_percent": 95,
    "handling_ratio": 1,
    "occupancy_percent": 82,
    "appointment_percent": 1,
    "held_percent": 80,
}


def kpi_of(cost: Mapping[str, Any], claimed: Mapping[str, Fraction | str | None]) -> Load:
    """What everybody is given, and under ``claimed`` what the vendor stated instead."""
    kpi = {name: Fraction(value) for name, value in {**COMMON, **cost.get("common", {})}.items()}
    if cost.get("assumption", "common") == "common":
        return kpi
    for driver, figure in claimed.items():
        if isinstance(figure, Fraction) and driver == "abandonment_percent":
            kpi["answered_percent"] = 100 - figure
        elif isinstance(figure, Fraction):
            kpi[driver] = figure
    return kpi


def workload_of(volume: Mapping[str, Any], kpi: Load) -> Load:
    """Volumes of a month."""

    def of(name: str) -> Fraction:
        return Fraction(volume.get(name) or 0)

    handled = of("calls_offered") * kpi["answered_percent"] / 100
    booked = of("dials") * kpi["appointment_percent"] / 100
    return {
        "handled": handled,
        "minutes": handled * of("average_handling_minutes") * kpi["handling_ratio"],
        "occupancy": kpi["occupancy_percent"] / 100,
        "emails": of("emails"),
        "chats": of("chats"),
        "dials": of("dials"),
        "booked": booked,
        "held": booked * kpi["held_percent"] / 100,
    }


def monthly_amount(line: Mapping[str, Any], load: Load) -> Fraction:
    """One line that recurs."""

    def of(name: str) -> Fraction:
        return Fraction(line.get(name) or 0)

    price, kind = of("price"), line["kind"]
    if kind == "hour":
        return price * load["minutes"] / 60 / load["occupancy"]
    if kind == "dial-hour":
        return price * load["dials"] / of("per_hour")
    if kind == "monthly-included":
        return price + of("overage") * max(Fraction(0), load["dials"] - of("included"))
    units = {
        "monthly": Fraction(1),
        "discount-month": Fraction(-1),
        "seat-month": of("quantity"),
        "fte-month": of("quantity"),
        "call": max(load["handled"], of("minimum")),
        "call-over": max(Fraction(0), load["handled"] - of("included")),
        "email": load["emails"],
        "chat": load["chats"],
        "minute": load["minutes"],
        "dial": load["dials"],
        "booked-appointment": load["booked"],
        "held-appointment": load["held"],
    }
    return price * units[kind]


def cost_of(
    lines: list[dict[str, Any]], load: Load, term: Fraction, outcome: str
) -> dict[str, Fraction | None]:
    """The whole quotation over the term."""
    once = {"one-off": 1, "discount": -1}
    one_off = sum(
        (once[line["kind"]] * Fraction(line["price"]) for line in lines if line["kind"] in once),
        Fraction(0),
    )
    monthly = sum(
        (monthly_amount(line, load) for line in lines if line["kind"] not in once), Fraction(0)
    )
    total = one_off + term * monthly
    outcomes = term * load["handled" if outcome == "handled-call" else "held"]
    return {
        "one_off": one_off,
        "monthly": monthly,
        "total": total,
        "outcomes": outcomes,
        "per_outcome": total / outcomes if outcomes else None,
    }
