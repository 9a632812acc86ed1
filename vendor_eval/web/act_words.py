"""What the acts of a record are called."""

from collections.abc import Mapping

from vendor_eval.language import N_

SUBJECTS: Mapping[str, str] = {
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
