"""How firm a result is, worked out once for each state of an evaluation, whatever the language."""

from dataclasses import dataclass, replace

from vendor_eval.reports.firmness import Firmness, build_firmness
from vendor_eval.reports.verdict import build_verdict
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import ScoreSheet
from vendor_eval.scoring.acceptability import rank_acceptability
from vendor_eval.scoring.flips import Flips, criterion_flips
from vendor_eval.scoring.robustness import Robustness, assess
from vendor_eval.storage.kept import Kept
from vendor_eval.web.prepared import MOST_KEPT, Prepared

SAMPLES, SEED = 10_000, 1
"""As the command draws them unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Exact:
    """What needs no draws."""

    sheet: ScoreSheet
    """Held, so that no other sheet can take its identity."""
    robustness: Robustness


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything."""

    sheet: ScoreSheet
    robustness: Robustness
    criteria: tuple[Flips, ...]


_exact = Kept[int, Exact](MOST_KEPT)
_drawn = Kept[int, Drawn](MOST_KEPT)


def verdict_of(prepared: Prepared) -> tuple[str, ...]:
    """The verdict alone, for pages that say no more; empty where there is nothing to say yet."""
    if prepared.advice:
        return ()
    exact = _exact_of(prepared).robustness
    words = Wording(prepared.contents.language)
    return build_verdict(prepared.facts, prepared.comparison, exact, words).sentences


def firmness_of(prepared: Prepared) -> Firmness:
    """Everything that is said of how firm a result is."""
    sheet = prepared.comparison.sheet
    found = _drawn.get(id(sheet))
    if found is None or found.sheet is not sheet:
        drawn = rank_acceptability(prepared.comparison, SAMPLES, SEED)
        robustness = replace(_exact_of(prepared).robustness, rank_acceptability=drawn)
        found = _drawn.keep(
            id(sheet), Drawn(sheet, robustness, criterion_flips(prepared.comparison))
        )
    return build_firmness(
        prepared.facts,
        prepared.comparison,
        found.robustness,
        found.criteria,
        prepared.contents.language,
    )


def _exact_of(prepared: Prepared) -> Exact:
    sheet = prepared.comparison.sheet
    found = _exact.get(id(sheet))
    if found is None or found.sheet is not sheet:
        found = _exact.keep(id(sheet), Exact(sheet, assess(prepared.comparison, samples=0)))
    return found
