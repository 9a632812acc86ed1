"""Do the judges agree? The figures by group, what they mean, and who is lenient or strict."""

from collections.abc import Mapping
from dataclasses import dataclass

from vendor_eval.case import Case
from vendor_eval.reports.judges import agreement_sentences, figure
from vendor_eval.reports.wording import NOTHING, Wording
from vendor_eval.scoring.judges import Agreement, PanelAgreement

SMALL = 0.005
"""A deviation that prints as 0.00 is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """The figures of one group, or of all."""

    title: str
    w: str
    ordinal: str
    interval: str
    alone: str
    """ICC(2,1)."""
    together: str
    """ICC(2,k)."""
    items: str
    """Rated by all."""
    sentences: tuple[str, ...]
    """What each figure means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaningRow:
    """How an evaluator rates beside the panel."""

    name: str
    deviation: str
    items: str
    word: str
    """Lenient or strict; empty where neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementText:
    """Agreement of a panel in one language."""

    overall: AgreementRow
    groups: tuple[AgreementRow, ...]
    leanings: tuple[LeaningRow, ...]


def build_agreement_text(
    case: Case, found: PanelAgreement, people: Mapping[str, str], words: Wording
) -> AgreementText:
    """The figures in words.

    Args:
        case: the evaluation.
        found: the figures.
        people: names of evaluators.
        words: of the reader.
    """
    return AgreementText(
        overall=_row(words.gettext("All groups"), found.overall, words),
        groups=tuple(
            _row(words.of(case.criteria.group(group).title), each, words)
            for group, each in found.groups.items()
        ),
        leanings=tuple(
            LeaningRow(
                name=people[each.evaluator],
                deviation=NOTHING if each.deviation is None else f"{each.deviation:+.2f}",
                items=str(each.items),
                word=_word(each.deviation, words),
            )
            for each in found.leanings
        ),
    )


def _row(title: str, found: Agreement, words: Wording) -> AgreementRow:
    figures = (
        found.kendall_w.w,
        found.krippendorff.ordinal,
        found.krippendorff.interval,
        found.icc.icc_2_1,
        found.icc.icc_2_k,
    )
    w, ordinal, interval, alone, together = (
        NOTHING if each is None else figure(each) for each in figures
    )
    return AgreementRow(
        title=title,
        w=w,
        ordinal=ordinal,
        interval=interval,
        alone=alone,
        together=together,
        items=str(found.kendall_w.items),
        sentences=tuple(agreement_sentences(found, words.language)),
    )


def _word(deviation: float | None, words: Wording) -> str:
    if deviation is None or abs(deviation) < SMALL:
        return ""
    return words.gettext("lenient") if deviation > 0 else words.gettext("strict")
