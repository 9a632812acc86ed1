"""What the acts of a record are called."""

from collections.abc import Mapping

from vendor_eval.language import N_

SUBJECTS: Mapping[str, str] = {
    "field": N_("field"),
    "item": N_("item"),
    "criteria": N_("criteria"),
    "not_submitted": N_("sheet not submitted"),
    "not_agreed": N_("no agreed value"),
    "without_owner": N_("without an owner"),
    "vendor": N_("vendor"),
    "criterion": N_("criterion"),
    "evaluator": N_("evaluator"),
    "person": N_("person"),
    "dissent": N_("dissent"),
    "recommended": N_("recommended vendor"),
    "runner_up": N_("runner-up"),
    "present": N_("present"),
    "seed": N_("seed"),
    "vendors": N_("vendors"),
    "signed_by": N_("signed by"),
    "round": N_("round"),
    "previous": N_("round before"),
}
"""What an act was done to, by the names in ``Act.about``; others are shown as they are."""

ACTS: Mapping[str, str] = {
    "evaluation.start": N_("Evaluation started"),
    "need.change": N_("Need changed"),
    "readiness.set": N_("What must be brought changed"),
    "criteria.change": N_("Criteria changed"),
    "weights.change": N_("Weights changed"),
    "stage.move": N_("Next stage entered"),
    "vendor.add": N_("Vendor added"),
    "vendor.change": N_("Vendor corrected"),
    "vendor.status": N_("Vendor taken out or back in"),
    "vendor.remove": N_("Vendor removed"),
    "gate.set": N_("Mandatory requirement noted"),
    "gate.confirm": N_("Fail confirmed"),
    "measure.set": N_("Key figure entered"),
    "quotation.set": N_("Quotation entered"),
    "question.ask": N_("Question logged"),
    "question.answer": N_("Answer logged"),
    "file.add": N_("File added"),
    "file.remove": N_("File taken out of sight"),
    "rating.set": N_("Rating entered"),
    "consensus.set": N_("Agreed value set"),
    "consensus.clear": N_("Agreed value taken back"),
    "remark.add": N_("Remark added"),
    "decision.set": N_("Decision written"),
    "lot.draw": N_("Lot drawn"),
    "decision.sign": N_("Decision signed"),
    "decision.reopen": N_("Decision reopened"),
    "round.start": N_("Next round prepared"),
    "evaluation.copy": N_("Set-up copied"),
    "evaluation.archive": N_("Archived"),
    "evaluation.unarchive": N_("Taken out of the archive"),
}
"""By ``Act.what``; a kind that is not here is shown as it is recorded."""
