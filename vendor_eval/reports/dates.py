"""Days as letters and forms write them, in Japanese also by era (和暦)."""

from datetime import date

from vendor_eval.dossier import Organisation

ERAS = ((date(2019, 5, 1), "令和"), (date(1989, 1, 8), "平成"), (date(1926, 12, 25), "昭和"))
"""First day and name, the latest first."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def era_day(day: date) -> str:
    """A day by era, such as 令和8年4月1日; empty before the first era known here."""
    for first, name in ERAS:
        if day >= first:
            year = day.year - first.year + 1
            return f"{name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    return ""


def long_day(day: date, language: str, organisation: Organisation) -> str:
    """A day in full: 2026年4月1日, with 令和8年 where the organisation wants that; 1 April 2026."""
    if language != "ja":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    common = f"{day.year}年{day.month}月{day.day}日"
    by_era = era_day(day) if organisation.era_dates else ""
    return f"{by_era}({common})" if by_era else common
