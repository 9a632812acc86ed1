"""The pages of one evaluation, in the order of its tabs."""

from flask import current_app, url_for
from flask_babel import gettext

from vendor_eval.errors import NotAllowedError, RecusedError, StageError
from vendor_eval.language import N_
from vendor_eval.web.access import current_standing, require, rule_of

PAGES = (
    ("evaluations.show", N_("Overview")),
    ("needs.edit", N_("Need")),
    ("people.index", N_("People")),
    ("declarations.show", N_("Declarations")),
    ("vendor_entry.index", N_("Offers")),
    ("vendors.index", N_("Vendors")),
    ("criteria.show", N_("Criteria")),
    ("sheets.show", N_("Score sheet")),
    ("progress.show", N_("Progress")),
    ("comparison.show", N_("Comparison")),
    ("firmness.show", N_("Does it hold?")),
    ("what_if.show", N_("What if")),
    ("board.show", N_("Consensus")),
    ("decisions.show", N_("Decision")),
    ("shelf.show", N_("Documents")),
    ("trail.show", N_("Trail")),
)
"""Every page with a tab: the endpoint and its name. What its rule refuses has none."""


def evaluation_pages(evaluation_id: str) -> list[tuple[str, str]]:
    """Address and name of each page the person may open now, for ``evaluation_navigation``."""
    return [
        (url_for(endpoint, evaluation_id=evaluation_id), gettext(name))
        for endpoint, name in PAGES
        if is_open(endpoint)
    ]


def is_open(endpoint: str) -> bool:
    """Whether the person may open a page of this evaluation in the stage it is in.

    The rule of the page itself says so. What waits for a declaration counts as open: it
    leads there.
    """
    if endpoint not in current_app.view_functions:
        return False
    rule = rule_of(current_app, endpoint)
    if rule is None or rule.action is None:
        return rule is not None
    try:
        require(current_standing(), rule.action)
    except (NotAllowedError, StageError, RecusedError):
        return False
    return True
