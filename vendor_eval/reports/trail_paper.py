"""An extract of the record: every act in order with its hash, so that anybody can follow it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vendor_eval.dossier import Dossier, KeptAct, Printing
from vendor_eval.language import N_
from vendor_eval.reports.act_words import ACTS, SUBJECTS
from vendor_eval.reports.head import build_head
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison
from vendor_eval.trail import START, hash_of

TRAIL_EXTRACT = N_("Extract of the record")
SEAL = "seal"
"""A random text beside values that were sealed once; it is part of the hash and not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """One act to print."""

    number: int
    at: str
    name: str
    what: str
    about: str
    change: str
    reason: str
    sealed: bool
    hash: str


def draw_trail(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """Every act, first act first, ready to be drawn. The result of the evaluation is not in it."""
    del comparison
    words, acts = Wording(printing.language), dossier.record.acts
    values = {
        "head": build_head(dossier, printing, TRAIL_EXTRACT),
        "lines": tuple(_line(each, words) for each in acts),
        "last": acts[-1].hash if acts else START,
        "sealed": sum(each.sealed for each in acts),
        "broken": tuple(broken_at(acts)),
    }
    return build_paper(
        "reports/trail.html", printing, attached, values, organisation=dossier.organisation
    )


def broken_at(acts: Sequence[KeptAct]) -> Iterator[int]:
    """Numbers of acts at which the chain does not hold.

    Of an act whose values are sealed only its place can be checked, not its own hash.
    """
    previous = START
    for place, each in enumerate(acts, 1):
        altered = not each.sealed and hash_of(each.act) != each.hash
        if each.act.number != place or each.act.previous != previous or altered:
            yield each.act.number
        previous = each.hash


def _line(kept: KeptAct, words: Wording) -> TrailLine:
    act = kept.act
    about = [
        f"{words.gettext(SUBJECTS[key]) if key in SUBJECTS else key}: {text}"
        for key, text in sorted(act.about.items())
        if key != SEAL
    ]
    return TrailLine(
        number=act.number,
        at=act.at[:19].replace("T", " "),
        name=act.name or act.who,
        what=words.gettext(ACTS[act.what]) if act.what in ACTS else act.what,
        about=words.listed(about),
        change=" → ".join(part for part in (act.old, act.new) if part),
        reason=act.reason,
        sealed=kept.sealed,
        hash=kept.hash,
    )
