"""Agreement between evaluators as JSON (FORMATS.md section 6); notes are in English."""

from typing import Any

from vendor_eval.scoring.judges import Agreement, PanelAgreement

Document = dict[str, Any]


def build_agreement(found: Agreement) -> Document:
    """The three figures; each block has a ``note`` only where there is something to note."""
    w, alpha, icc = found.kendall_w, found.krippendorff, found.icc
    return {
        "kendall_w": {"w": w.w, "raters": w.raters, "items": w.items, **_note(w.note)},
        "krippendorff": {
            "ordinal": alpha.ordinal,
            "interval": alpha.interval,
            **_note(alpha.note),
        },
        "icc": {"icc_2_1": icc.icc_2_1, "icc_2_k": icc.icc_2_k, **_note(icc.note)},
    }


def build_panel_agreement(found: PanelAgreement) -> Document:
    """The same of a whole evaluation, then by group, then how each evaluator leans."""
    return {
        **build_agreement(found.overall),
        "groups": {group: build_agreement(each) for group, each in found.groups.items()},
        "evaluators": [
            {"evaluator": each.evaluator, "deviation": each.deviation, "items": each.items}
            for each in found.leanings
        ],
    }


def _note(note: str) -> Document:
    return {"note": note} if note else {}
