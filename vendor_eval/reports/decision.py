"""The decision in words: whom the panel recommends and why, lots drawn, who has approved it."""

from collections.abc import Iterator
from dataclasses import dataclass

from vendor_eval.case import Case, Decision
from vendor_eval.reports.ranking import Ranking
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring.lot import lot_hash
from vendor_eval.scoring.sheet import Lot


@dataclass(frozen=True, slots=True, kw_only=True)
class LotText:
    """A draw that anybody can draw again."""

    order: tuple[tuple[str, str, str], ...]
    """Name, id and hash of each vendor, the first drawn first."""
    day: str
    seed: str
    present: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionText:
    """What was decided, in one language."""

    recommended: str
    """Name, rank and total; empty while nobody is recommended."""
    runner_up: str
    departs: str
    why: str
    conditions: str
    lots: tuple[LotText, ...]
    signature: str
    """Who has approved it; empty while nobody has."""
    signed_at: str
    """ISO 8601, UTC, to the minute."""
    note: str


def build_decision(
    case: Case, decision: Decision | None, ranking: Ranking, words: Wording
) -> DecisionText | None:
    """The decision; None while nothing is decided and no lot is drawn.

    Args:
        case: the evaluation.
        decision: as it is kept.
        ranking: of the same case.
        words: of the language.
    """
    lots = tuple(_lots(case, words))
    known = decision or Decision()
    if not known.recommended and not lots:
        return None
    signed = known.signed_at
    return DecisionText(
        recommended=_named(known.recommended, ranking, words),
        runner_up=_named(known.runner_up, ranking, words),
        departs=known.departs,
        why=words.of(known.why),
        conditions=words.of(known.conditions),
        lots=lots,
        signature=known.signed_name,
        signed_at="" if signed is None else f"{signed:%Y-%m-%d %H:%M} UTC",
        note=known.note,
    )


def _named(vendor: str, ranking: Ranking, words: Wording) -> str:
    for row in ranking.rows:
        if row.vendor_id == vendor:
            return words.gettext(
                "%(vendor)s (rank %(rank)s, %(total)s points)",
                vendor=row.name,
                rank=row.rank_text,
                total=row.total_text,
            )
    return ""


def _lots(case: Case, words: Wording) -> Iterator[LotText]:
    names = {vendor.id: words.name(vendor) for vendor in case.vendors}
    for lot in case.evaluation.purchase.lots:
        seed = str(lot.record.get("seed", ""))
        yield LotText(
            order=tuple(
                (names.get(vendor, vendor), vendor, lot_hash(seed, vendor) if seed else "")
                for vendor in lot.order
            ),
            day=str(lot.record.get("drawn", "")),
            seed=seed,
            present=_present(lot, words),
        )


def _present(lot: Lot, words: Wording) -> str:
    present = lot.record.get("present", ())
    return words.listed(map(str, present)) if isinstance(present, list | tuple) else str(present)
