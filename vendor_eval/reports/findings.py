"""All that was tried on a result, before it is put into words."""

from dataclasses import dataclass

from vendor_eval.scoring import Comparison
from vendor_eval.scoring.flips import Flips, criterion_flips
from vendor_eval.scoring.judges import PanelAgreement, panel_agreement
from vendor_eval.scoring.robustness import Robustness
from vendor_eval.scoring.second_opinion import SecondOpinion, second_opinion


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What came out, in no language."""

    robustness: Robustness
    criteria: tuple[Flips, ...]
    """Flips of single criteria."""
    agreement: PanelAgreement
    opinion: SecondOpinion


def build_findings(comparison: Comparison, robustness: Robustness) -> Findings:
    """Everything that is said beside the robustness of a comparison."""
    return Findings(
        robustness=robustness,
        criteria=criterion_flips(comparison),
        agreement=panel_agreement(comparison.sheet),
        opinion=second_opinion(comparison),
    )
