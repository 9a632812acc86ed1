"""What an evaluator knows vendors by, and in which order they stand.

Where names are hidden while everybody scores alone, each vendor has a letter that a
keyed hash picks: it tells neither the name nor the place in any list, and it stays
the same when a vendor joins later. The order differs from person to person, so that
nobody is always judged first.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence

from flask import current_app
from flask_babel import gettext

from vendor_eval.case import Vendor
from vendor_eval.language import in_language
from vendor_eval.storage import Asked
from vendor_eval.web.language import current_language

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I and O, which look like digits."""


def letters_of(evaluation: str, vendors: Sequence[str]) -> dict[str, str]:
    """A letter for each vendor, two from the 25th on.

    Args:
        evaluation: its id.
        vendors: ids of all its vendors, whatever their state, in the order they came:
            whoever comes later leaves the letters of the earlier as they are.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for place, vendor in enumerate(vendors):
        round_of = place // len(ALPHABET)
        first = ALPHABET[(round_of - 1) % len(ALPHABET)] if round_of else ""
        by_chance = sorted(ALPHABET, key=lambda each: _hash("letter", evaluation, vendor, each))
        letter = next(first + each for each in by_chance if first + each not in taken)
        taken.add(letter)
        found[vendor] = letter
    return found


def vendor_keys(asked: Asked) -> dict[str, Vendor]:
    """The vendors somebody scores, in that person's order, by what addresses call them."""
    mine = sorted(
        asked.vendors,
        key=lambda vendor: _hash("order", asked.evaluation, asked.evaluator, vendor.id),
    )
    if not asked.hide_names:
        return {vendor.id: vendor for vendor in mine}
    letters = letters_of(asked.evaluation, asked.everyone)
    return {letters[vendor.id]: vendor for vendor in mine}


def vendor_names(asked: Asked) -> Mapping[str, str]:
    """What pages call each of these vendors, by key."""
    keys = vendor_keys(asked)
    if asked.hide_names:
        return {key: gettext("Vendor %(letter)s", letter=key) for key in keys}
    language = current_language()
    return {key: in_language(vendor.name, language) or key for key, vendor in keys.items()}


def _hash(*parts: str) -> bytes:
    """The same for the same parts on this installation, and not to be guessed elsewhere."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.digest(key, "\0".join(("vendor-eval", *parts)).encode(), hashlib.sha256)
