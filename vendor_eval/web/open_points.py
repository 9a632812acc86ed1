"""What keeps a decision from being signed, or a document from being issued, in words."""

from collections.abc import Iterable

from flask_babel import gettext

from vendor_eval.case import Case
from vendor_eval.reports.wording import Wording
from vendor_eval.storage.decision import Open
from vendor_eval.web.language import current_language


def open_point_texts(points: Iterable[Open], facts: Case) -> list[str]:
    """Each point as a sentence that says what to do."""
    words = Wording(current_language())
    vendors = {vendor.id: words.name(vendor) for vendor in facts.vendors}
    people = {person.id: words.of(person.name) or person.id for person in facts.evaluators}
    templates = {
        "recommended": gettext("Choose the recommended vendor, one that has a rank."),
        "why": gettext("Write why this vendor is recommended."),
        "departs": gettext("Write why it is not the order of the ranking."),
        "gate": gettext("%(vendors)s: “%(criterion)s” has not been checked."),
        "total": gettext("%(vendors)s: there is no total, because cells are not rated."),
        "lot": gettext("%(vendors)s have equal totals: draw the lot."),
        "sheet": gettext("The score sheet of %(evaluator)s was not handed in."),
    }
    return [
        templates[each.what]
        % {
            "vendors": words.listed(vendors[vendor] for vendor in each.vendors),
            "criterion": words.of(facts.criteria.criterion(each.criterion).title)
            if each.criterion
            else "",
            "evaluator": people.get(each.evaluator, each.evaluator),
        }
        for each in points
    ]
