"""What the acts of a record are called."""

from collections.abc import Mapping

from vendor_eval.language import N_

SUBJECTS: Mapping[str, str] = {
    "vendor": N_("vendor"),
    "criterion": N_("criterion"),
    "evaluator": N_("evaluator"),
    "person": N_("person"),
}
"""What an act was done to, by the names in ``Act.about``; others are shown as they are."""

ACTS: Mapping[str, str] = {
    "rating.set": N_("Rating entered"),
}
"""By ``Act.what``; a kind that is not here is shown as it is recorded."""
