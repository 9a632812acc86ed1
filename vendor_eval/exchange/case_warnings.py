"""What to look at in an evaluation that can be used as it is, wherever it was loaded from."""

from vendor_eval.case import Case, Consensus, score_sheet
from vendor_eval.criteria.model import Scale
from vendor_eval.exchange.findings import CaseWarning, Findings
from vendor_eval.scoring.sheet import purchase_weights
from vendor_eval.scoring.spread import unlike_ratings

RELATIVE = ("lowest", "range")
"""Cost formulas whose score depends on the other offers."""


def warnings_of(case: Case) -> tuple[CaseWarning, ...]:
    """Everything to look at, one entry for each code."""
    findings = Findings()
    _ratings(case, findings)
    _consensus(case, findings)
    weights = purchase_weights(case.criteria, case.evaluation.purchase)
    if weights.groups:
        for group in weights.left_out:
            findings.warn("weights-rescaled", group)
    for column in weights.columns:
        if column.formula in RELATIVE:
            findings.warn("relative-price-formula", column.id)
    return findings.warnings()


def _ratings(case: Case, findings: Findings) -> None:
    needing = set(case.criteria.rules.reasons_at)
    if not needing:
        return
    for each in case.ratings:
        if each.value in needing and not each.comment and not each.external:
            place = f"{each.vendor}/{each.criterion}/{each.evaluator}"
            findings.warn("reason-missing", place)


def _consensus(case: Case, findings: Findings) -> None:
    settled = [each for each in case.consensus if each.value is not None]
    if not settled:
        return
    values = [(each.vendor, each.criterion, each.value) for each in settled]
    unlike = set(unlike_ratings(score_sheet(case), values))
    for each in settled:
        place = f"{each.vendor}/{each.criterion}"
        if not each.reason and (each.vendor, each.criterion) in unlike:
            findings.warn("consensus-reason-missing", place)
        if _between(case.criteria.scale, each):
            findings.warn("consensus-between-steps", place)


def _between(scale: Scale, agreed: Consensus) -> bool:
    if agreed.value is None or agreed.value == "na":
        return False
    if scale.only_levels:
        return agreed.value not in [level.value for level in scale.levels]
    return bool((agreed.value - scale.min) % scale.step)
