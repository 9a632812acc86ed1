"""What a comparison says, ready to print: one value for page, paper and terminal.

Texts are in one language and numbers are rounded here, so that everything that
shows them shows the same. Nothing here knows HTML, a request or the clock.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vendor_eval.case import Case, Decision
from vendor_eval.criteria.model import Text
from vendor_eval.language import N_
from vendor_eval.reports.costs import CostTable, build_costs
from vendor_eval.reports.criteria_changes import change_sentences
from vendor_eval.reports.decision import DecisionText, build_decision
from vendor_eval.reports.gates import GateTable, build_gates
from vendor_eval.reports.marks import MarkMeaning, mark_meanings
from vendor_eval.reports.matrix import NO_NUMBERS, Matrix, MatrixColumn, build_matrix
from vendor_eval.reports.method import Fact, build_method, build_ties, lead_text
from vendor_eval.reports.ranking import Ranking, RankingRow, build_ranking
from vendor_eval.reports.reasons import Outsider, build_reasons
from vendor_eval.reports.recusals import build_recusals
from vendor_eval.reports.wording import Wording
from vendor_eval.scoring import Comparison

if TYPE_CHECKING:
    from vendor_eval.dossier import Record  # a command that prints none does not load it

SHORT_DIGEST = 12
"""Hex digits of the digest that are printed on every page."""

FLOWS = {"inbound": N_("inbound"), "outbound": N_("outbound")}
SCOPES = {
    "activity": N_("single activity"),
    "department": N_("whole department"),
    "appointment": N_("appointment setting"),
}

PURPOSES = {
    "appointments": N_("make appointments"),
    "campaign-notice": N_("announce campaigns"),
    "customer-satisfaction": N_("satisfy customers"),
    "customer-voices": N_("collect customers' voices"),
    "direct-sales": N_("sell by telephone"),
    "event-invitation": N_("invite to events"),
    "launch": N_("introduce a new product"),
    "market-research": N_("ask the market"),
    "retain-prospects": N_("keep prospects interested"),
    "technical-support": N_("give technical support"),
    "trust-existing": N_("keep the trust of present customers"),
}
"""Purposes in words; one that is not listed prints as it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaName:
    """Which criteria were used."""

    title: str
    id: str
    version: str
    digest: str
    short_digest: str
    """The first digits, without ``sha256:``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A whole comparison in one language."""

    language: str
    evaluation_id: str
    title: str
    buyer: str
    criteria: CriteriaName
    facts: tuple[Fact, ...]
    """What is bought and on which terms."""
    conclusion: tuple[str, ...]
    """Sentences: who is first, by how much, and what stands in the way."""
    ranking: Ranking
    matrix: Matrix
    marks: tuple[MarkMeaning, ...]
    gates: GateTable
    costs: CostTable
    outsiders: tuple[Outsider, ...]
    recusals: tuple[str, ...]
    """Sentences: who is left out for which vendor, and why."""
    ties: tuple[str, ...]
    method: tuple[Fact, ...]
    decision: DecisionText | None = None
    """What was decided; None while nothing is."""
    changes: tuple[str, ...] = ()
    """Criteria or weights that were changed after they were locked, a paragraph each."""


def build_contents(
    case: Case,
    comparison: Comparison,
    language: str,
    decision: Decision | None = None,
    record: "Record | None" = None,
) -> Contents:
    """Everything a comparison says, in one language.

    Args:
        case: the evaluation.
        comparison: the result of comparing exactly this case.
        language: ``ja`` or ``en``.
        decision: whom the panel recommends, where it has come to that.
        record: what else the program knows of it.
    """
    words = Wording(language)
    ranking = build_ranking(case, comparison, words)
    present = [row for row in ranking.rows if row.status not in NO_NUMBERS]
    return Contents(
        language=language,
        evaluation_id=case.evaluation.id,
        title=words.of(case.evaluation.title) or case.evaluation.id,
        buyer=words.of(case.evaluation.buyer),
        criteria=criteria_name(case, words),
        facts=need_facts(case, words, record.result_definition if record else {}),
        conclusion=tuple(conclude(case, comparison, ranking, words)),
        ranking=ranking,
        matrix=build_matrix(case, comparison, [_head(row) for row in ranking.rows], words),
        marks=mark_meanings(case.criteria.scale, case.criteria.rules.rounding.places, words),
        gates=build_gates(case, comparison, present, words),
        costs=build_costs(case, comparison, present, words),
        outsiders=_outsiders(case, comparison, ranking, words),
        recusals=build_recusals(case, words),
        ties=build_ties(case, comparison, words),
        method=build_method(case, comparison, words, record.found if record else None),
        decision=build_decision(case, decision, ranking, words),
        changes=change_sentences(record.changes if record else (), words),
    )


def criteria_name(case: Case, words: Wording) -> CriteriaName:
    """The criteria of a case by name, version and digest."""
    digest = case.criteria_digest
    return CriteriaName(
        title=words.of(case.criteria.title),
        id=case.criteria.id,
        version=case.criteria.version,
        digest=digest,
        short_digest=digest.removeprefix("sha256:")[:SHORT_DIGEST],
    )


def _head(row: RankingRow) -> MatrixColumn:
    return MatrixColumn(
        vendor_id=row.vendor_id,
        name=row.name,
        short=row.short,
        status=row.status,
        rank=row.rank_text if row.rank else row.status_text,
        total=row.total_text,
    )


def _outsiders(
    case: Case, comparison: Comparison, ranking: Ranking, words: Wording
) -> tuple[Outsider, ...]:
    vendors = {vendor.id: vendor for vendor in case.vendors}
    at = {vendor: place for place, vendor in enumerate(comparison.sheet.vendors)}
    return tuple(
        Outsider(
            vendor_id=row.vendor_id,
            name=row.name,
            status=row.status,
            status_text=row.status_text,
            reasons=build_reasons(
                case, comparison, at[row.vendor_id], vendors[row.vendor_id], words
            ),
            total_text=row.total_text,
        )
        for row in ranking.rows
        if row.rank is None
    )


def need_facts(case: Case, words: Wording, result: Text) -> tuple[Fact, ...]:
    """What is bought and by which criteria it is judged.

    Args:
        case: the evaluation.
        words: of the reader.
        result: what counts as the result bought.
    """
    evaluation, criteria = case.evaluation, case.criteria
    purchase, _ = evaluation.purchase, words.gettext
    texts = [
        (_("Buyer"), words.of(evaluation.buyer)),
        (_("Kind of engagement"), _profile(case, words)),
        (_("Calls"), words.listed(_(FLOWS[flow]) for flow in purchase.flow)),
        (_("Scope"), _(SCOPES[purchase.scope]) if purchase.scope else ""),
        (_("Purposes"), words.listed(_(PURPOSES.get(each, each)) for each in evaluation.purposes)),
        (_("Result bought"), words.of(result)),
        (_("Term"), _term(purchase.term_months, words)),
        (_("Criteria"), f"{words.of(criteria.title)} {criteria.version}"),
    ]
    return tuple(Fact(label=label, text=text) for label, text in texts if text)


def _term(months: int | None, words: Wording) -> str:
    return words.ngettext("%(count)d month", "%(count)d months", months) if months else ""


def _profile(case: Case, words: Wording) -> str:
    purchase = case.evaluation.purchase
    named = []
    if purchase.profile is not None:
        named.append(words.of(case.criteria.profile(purchase.profile).title))
    if purchase.variant is not None:
        named.append(words.of(case.criteria.variant(purchase.variant).title))
    return words.listed(named)


def conclude(case: Case, comparison: Comparison, ranking: Ranking, words: Wording) -> list[str]:
    """Who comes first, who follows, and whether that is a win: whole sentences."""
    ranked = ranking.ranked
    if not ranking.rows:
        return [words.gettext("No vendor has been entered yet.")]
    if not ranked:
        return [words.gettext("No vendor has a rank yet.")]
    leaders = [row for row in ranked if row.rank == 1]
    sentences = [_first(leaders, ranking, words)]
    if len(leaders) == 1 and len(ranked) > 1:
        second = ranked[1]
        sentences.append(
            words.gettext(
                "%(vendor)s follows with %(total)s points, %(gap)s behind.",
                vendor=second.short,
                total=second.total_text,
                gap=second.gap_text,
            )
        )
    lead = lead_text(case, comparison, words)
    return [*sentences, lead] if lead else sentences


def _first(leaders: list[RankingRow], ranking: Ranking, words: Wording) -> str:
    names = words.listed(row.short for row in leaders)
    values = {"vendor": names, "total": leaders[0].total_text, "out_of": ranking.out_of}
    if len(leaders) > 1:
        return words.gettext(
            "%(vendor)s share the first place with %(total)s of %(out_of)s points.", **values
        )
    return words.gettext("%(vendor)s comes first with %(total)s of %(out_of)s points.", **values)
