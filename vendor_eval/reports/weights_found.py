"""How the weights of an evaluation were found, in words."""

from collections.abc import Mapping

from vendor_eval.case import Case
from vendor_eval.language import N_
from vendor_eval.reports.wording import Wording
from vendor_eval.weighing import Method, WeightsFound

METHODS: Mapping[Method, str] = {
    "points": N_("direct points"),
    "order": N_("order of importance (rank-order centroid)"),
    "swing": N_("swing weighting"),
    "pairs": N_("pairwise comparison (AHP)"),
}


def found_text(case: Case, found: WeightsFound | None, words: Wording) -> str:
    """Method, people and consistency, and what was done to the weights since; empty for none."""
    if found is None:
        return ""
    sentences = [
        words.ngettext(
            "Group weights by %(method)s, %(count)d person.",
            "Group weights by %(method)s, %(count)d people.",
            found.people,
            method=words.gettext(METHODS[found.method]),
        )
    ]
    if found.ratio:
        sentences.append(words.gettext("Consistency ratio %(ratio)s.", ratio=found.ratio))
    if found.adjusted:
        sentences.append(words.gettext("The lead adjusted what came out before taking it over."))
    if not found.holds_for(case.evaluation.purchase):
        sentences.append(words.gettext("The weights were changed after that."))
    return words.sentences(sentences)
