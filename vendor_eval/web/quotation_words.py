"""The kinds of quotation lines in words: which numbers each needs, and what is made of them."""

from collections.abc import Mapping

from vendor_eval.language import N_

USED_BY: Mapping[str, tuple[str, ...]] = {
    "one-off": (),
    "monthly": (),
    "seat-month": ("quantity",),
    "fte-month": ("quantity",),
    "call": ("minimum",),
    "call-over": ("included",),
    "email": (),
    "chat": (),
    "hour": (),
    "minute": (),
    "discount": (),
    "discount-month": (),
    "dial": (),
    "dial-hour": ("per_hour",),
    "monthly-included": ("included", "overage"),
    "booked-appointment": (),
    "held-appointment": (),
}
"""Columns beside the price that a kind of line uses."""

COLUMN_WORDS: Mapping[str, str] = {
    "quantity": N_("How many seats or full-time equivalents"),
    "minimum": N_("Billed for at least so many calls a month (optional)"),
    "included": N_("Included each month (calls or dials)"),
    "overage": N_("Price of each dial beyond"),
    "per_hour": N_("Dials in one dialling hour"),
}

FORMULAS: Mapping[str, str] = {
    "one-off": N_("Paid once, at the start."),
    "monthly": N_("Paid every month of the term."),
    "seat-month": N_("Each month: price × number of seats."),
    "fte-month": N_("Each month: price × number of full-time equivalents."),
    "call": N_("Each month: price × handled calls, at least the minimum."),
    "call-over": N_("Each month: price × handled calls beyond those included."),
    "email": N_("Each month: price × e-mails expected."),
    "chat": N_("Each month: price × chats expected."),
    "hour": N_("Each month: price × handling minutes ÷ 60 ÷ occupancy."),
    "minute": N_("Each month: price × handling minutes."),
    "discount": N_("Taken off once. Enter it without a minus sign."),
    "discount-month": N_("Taken off every month. Enter it without a minus sign."),
    "dial": N_("Each month: price × dials expected."),
    "dial-hour": N_("Each month: price × dials expected ÷ dials in one hour."),
    "monthly-included": N_(
        "Each month: price, and for each dial beyond those included the further price."
    ),
    "booked-appointment": N_("Each month: price × appointments booked (dials × booking rate)."),
    "held-appointment": N_("Each month: price × appointments held (booked × show rate)."),
}
"""What is made of each kind, at the volumes of the evaluation."""
