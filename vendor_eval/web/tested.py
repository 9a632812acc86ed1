"""How firm a result is, worked out once for each state of an evaluation, whatever the language."""

from dataclasses import dataclass

from vendor_eval.reports.findings import Findings, build_findings
from vendor_eval.reports.firmness import Firmness, build_firmness
from vendor_eval.reports.verdict import verdict_sentences
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import ScoreSheet
from vendor_eval.scoring.robustness import assess
from vendor_eval.storage.kept import Kept
from vendor_eval.web.prepared import MOST_KEPT, Prepared


@dataclass(frozen=True, slots=True)
class Tested:
    """What came out for one sheet."""

    sheet: ScoreSheet
    """Held, so that no other sheet can take its identity."""
    findings: Findings


_kept = Kept[int, Tested](MOST_KEPT)


def verdict_of(prepared: Prepared) -> tuple[str, ...]:
    """The verdict alone, for pages that say no more; empty where there is nothing to say yet."""
    if prepared.advice:
        return ()
    words = Wording(prepared.contents.language)
    return verdict_sentences(prepared.facts, prepared.comparison, words)


def firmness_of(prepared: Prepared) -> Firmness:
    """Everything that is said of how firm a result is."""
    comparison = prepared.comparison
    sheet = comparison.sheet
    found = _kept.get(id(sheet))
    if found is None or found.sheet is not sheet:
        findings = build_findings(comparison, assess(comparison))
        found = _kept.keep(id(sheet), Tested(sheet, findings))
    return build_firmness(prepared.facts, comparison, found.findings, prepared.contents.language)
