"""The pages of one evaluation, in the order of its tabs."""

from flask import url_for
from flask_babel import gettext


def evaluation_pages(evaluation_id: str) -> list[tuple[str, str]]:
    """Address and name of each page, for ``evaluation_navigation`` in the templates."""
    return [
        (url_for("evaluations.show", evaluation_id=evaluation_id), gettext("Overview")),
        (url_for("comparison.show", evaluation_id=evaluation_id), gettext("Comparison")),
        (url_for("vendors.index", evaluation_id=evaluation_id), gettext("Vendors")),
        (url_for("criteria.show", evaluation_id=evaluation_id), gettext("Criteria")),
    ]
