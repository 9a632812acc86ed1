"""The criteria document: what every vendor is judged on, to issue with a request for proposals."""

from collections.abc import Sequence
from dataclasses import replace

from vendor_eval.criteria.model import CriteriaSet
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.language import N_
from vendor_eval.reports.contents import need_facts
from vendor_eval.reports.criteria_guide import CriteriaGuide, GuideCriterion, build_criteria_guide
from vendor_eval.reports.criteria_words import where_words
from vendor_eval.reports.head import build_head
from vendor_eval.reports.method import build_method
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison

CRITERIA_DOCUMENT = N_("Criteria document")


def draw_criteria(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """Groups, weights, levels, anchors, evidence wanted, gates and rules, ready to be drawn."""
    words, case = Wording(printing.language), dossier.case
    values = {
        "head": build_head(dossier, printing, CRITERIA_DOCUMENT),
        "facts": need_facts(case, words, {}),
        "guide": issued(
            build_criteria_guide(comparison.sheet, case.criteria_digest, words),
            case.criteria,
            words,
        ),
        "method": build_method(case, comparison, words),
    }
    return build_paper(
        "reports/criteria.html", printing, attached, values, organisation=dossier.organisation
    )


def issued(guide: CriteriaGuide, criteria: CriteriaSet, words: Wording) -> CriteriaGuide:
    """The guide without what is for its author: where a criterion applies, since here it does."""

    def for_all(entry: GuideCriterion) -> GuideCriterion:
        where = set(where_words(criteria.criterion(entry.id), words))
        return replace(entry, notes=tuple(note for note in entry.notes if note not in where))

    groups = [
        replace(group, criteria=tuple(map(for_all, group.criteria))) for group in guide.groups
    ]
    return replace(guide, groups=tuple(groups), gates=tuple(map(for_all, guide.gates)))
