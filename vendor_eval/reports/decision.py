"""The decision in words: whom the panel recommends and why, lots drawn, who has approved it."""

from collections.abc import Iterator
from dataclasses import dataclass

from vendor_eval.case import Case, Decision
from vendor_eval.reports.method import Fact
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
    signature: str
    """Who has approved it; empty while nobody has."""
    facts: tuple[Fact, ...]
    """All of it, as labels and texts."""
    lots: tuple[LotText, ...]


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
    return DecisionText(
        recommended=_named(known.recommended, ranking, words),
        signature=known.signed_name,
        facts=tuple(_facts(known, lots, ranking, words)),
        lots=lots,
    )


def _facts(
    decision: Decision, lots: tuple[LotText, ...], ranking: Ranking, words: Wording
) -> Iterator[Fact]:
    _, signed = words.gettext, decision.signed_at
    texts = [
        (_("Recommended"), _named(decision.recommended, ranking, words)),
        (_("Runner-up"), _named(decision.runner_up, ranking, words)),
        (_("Why it is not the order of the ranking"), decision.departs),
        (_("Why"), words.of(decision.why)),
        (_("Conditions"), words.of(decision.conditions)),
        *((_("Lot drawn"), _lot_line(lot, words)) for lot in lots),
        (_("Approved by"), decision.signed_name),
        (_("Approved at"), f"{signed:%Y-%m-%d %H:%M} UTC" if signed else ""),
        (_("Note of the approver"), decision.note),
    ]
    return (Fact(label=label, text=text) for label, text in texts if text)


def _lot_line(lot: LotText, words: Wording) -> str:
    parts = [words.listed(name for name, _vendor, _hash in lot.order), lot.day]
    if lot.present:
        parts.append(words.gettext("present: %(names)s", names=lot.present))
    if lot.seed:
        parts.append(words.gettext("seed: %(seed)s", seed=lot.seed))
    return " / ".join(part for part in parts if part)


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
