"""A criteria set as people read it: what is judged, how, how much it weighs, on what grounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from vendor_eval.criteria.model import CriteriaSet, Criterion, Kind
from vendor_eval.language import N_
from vendor_eval.reports.criteria_words import (
    conversion_words,
    limits_words,
    na_words,
    title_of,
    where_words,
)
from vendor_eval.reports.weights import PrintedWeights
from vendor_eval.reports.wording import Wording, plain
from vendor_eval.scoring import ScoreSheet
from vendor_eval.scoring.weighting import applies

KINDS: dict[Kind, str] = {
    "rating": N_("Rated by the evaluators"),
    "measure": N_("Key figure, converted by a table"),
    "cost": N_("Cost, from the quotation"),
    "gate": N_("Mandatory requirement"),
}
BASES = {
    "published": N_(
        "The value that scores %(meets)s is published; the points around it are design."
    ),
    "mixed": N_("Partly published, partly chosen here. Review it against your own figures."),
    "recalled": N_("General knowledge, not checked. Review it against your own figures."),
    "design": N_("Chosen here. Review it against your own figures."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSource:
    """Something published that a criterion rests on."""

    title: str
    url: str
    """Empty when it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What one rating looks like."""

    value: str
    level: str
    """What the scale calls it, such as "Meets the requirement"."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideCriterion:
    """One criterion or mandatory requirement."""

    id: str
    title: str
    kind: Kind
    kind_text: str
    counts: bool
    """Whether this evaluation uses it."""
    weight: str
    """In percent of all; empty when it does not count."""
    share: str
    """Its weight inside its group, as the file has it; empty for a gate."""
    definition: str
    evidence: str
    anchors: tuple[Anchor, ...]
    unit: str
    steps: tuple[tuple[str, str], ...]
    """Breakpoints: a value in its unit and the score it gives."""
    notes: tuple[str, ...]
    """How it becomes a score, where it applies, its minimum and the like, in sentences."""
    basis: str
    sources: tuple[GuideSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideGroup:
    """A group with its criteria."""

    id: str
    title: str
    weight: str
    """In percent of all; empty when it is not in use."""
    minimum: str
    criteria: tuple[GuideCriterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightTable:
    """Profiles or industries across, groups down."""

    heads: tuple[tuple[str, bool], ...]
    """Title, and whether this evaluation uses it."""
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """Title of the group and a number under each head; empty is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaGuide:
    """Everything the criteria page shows."""

    id: str
    version: str
    digest: str
    title: str
    description: str
    authors: str
    licence: str
    based_on: str
    levels: tuple[Anchor, ...]
    groups: tuple[GuideGroup, ...]
    """Groups in use first, in the order of the file."""
    gates: tuple[GuideCriterion, ...]
    count: int
    """Criteria that count in this evaluation, gates left out."""
    profiles: WeightTable
    variants: WeightTable
    weight_total = PrintedWeights.total_text

    @property
    def unused(self) -> tuple[GuideCriterion, ...]:
        """What the file holds and this evaluation does not use."""
        members = [each for group in self.groups for each in group.criteria]
        return tuple(each for each in (*members, *self.gates) if not each.counts)


def build_criteria_guide(sheet: ScoreSheet, digest: str, words: Wording) -> CriteriaGuide:
    """A criteria set with the weights of one evaluation.

    Args:
        sheet: the evaluation; its vendors and ratings are not looked at.
        digest: of the criteria file.
        words: the language.
    """
    criteria = sheet.criteria
    writer = _Writer(sheet, words)
    groups = [writer.group(group.id) for group in criteria.groups]
    used = {gate.id for gate in sheet.gates}
    return CriteriaGuide(
        id=criteria.id,
        version=criteria.version,
        digest=digest,
        title=words.of(criteria.title),
        description=words.of(criteria.description),
        authors=words.listed(criteria.authors),
        licence=criteria.licence or "",
        based_on=_based_on(criteria),
        levels=tuple(
            Anchor(value=plain(level.value), level=words.of(level.title), text="")
            for level in criteria.scale.levels
        ),
        groups=tuple(sorted(groups, key=lambda group: not group.weight)),
        gates=tuple(
            writer.criterion(gate, gate.id in used)
            for gate in sorted(criteria.criteria, key=lambda each: each.id not in used)
            if gate.kind == "gate"
        ),
        count=len(sheet.weights.columns),
        profiles=_profiles(sheet, words),
        variants=_variants(sheet, words),
    )


class _Writer:
    """Puts criteria of one evaluation into words."""

    def __init__(self, sheet: ScoreSheet, words: Wording) -> None:
        self.sheet, self.words, self.criteria = sheet, words, sheet.criteria
        self.weights = PrintedWeights(sheet)
        self.levels = {level.value: level for level in self.criteria.scale.levels}
        self.sources = {source.id: source for source in self.criteria.sources}

    def group(self, group_id: str) -> GuideGroup:
        group = self.criteria.group(group_id)
        members = [
            each
            for each in self.criteria.criteria
            if each.group == group_id and each.kind != "gate"
        ]
        return GuideGroup(
            id=group_id,
            title=self.words.of(group.title),
            weight=self.weights.groups.get(group_id, ""),
            minimum="" if group.minimum is None else plain(group.minimum),
            criteria=tuple(
                self.criterion(each, each.id in self.weights.criteria)
                for each in sorted(members, key=lambda each: each.id not in self.weights.criteria)
            ),
        )

    def criterion(self, criterion: Criterion, counts: bool) -> GuideCriterion:
        words = self.words
        return GuideCriterion(
            id=criterion.id,
            title=words.of(criterion.title),
            kind=criterion.kind,
            kind_text=words.gettext(KINDS[criterion.kind]),
            counts=counts,
            weight=self.weights.criteria.get(criterion.id, ""),
            share=self._share(criterion),
            definition=words.of(criterion.definition),
            evidence=words.of(criterion.evidence),
            anchors=self._anchors(criterion),
            unit=words.of(criterion.unit),
            steps=tuple((plain(x), plain(score)) for x, score in criterion.breakpoints),
            notes=tuple(self._notes(criterion, counts)),
            basis=self._basis(criterion),
            sources=tuple(
                GuideSource(title=self.sources[name].title, url=self.sources[name].url or "")
                for name in criterion.sources
                if name in self.sources
            ),
        )

    def _share(self, criterion: Criterion) -> str:
        if criterion.weight is None:
            return ""
        used = self.sheet.weights.shares.get(criterion.id)
        return plain(
            criterion.weight if used is None else Decimal(used.numerator) / used.denominator
        )

    def _anchors(self, criterion: Criterion) -> tuple[Anchor, ...]:
        return tuple(
            Anchor(
                value=plain(value),
                level=title_of(self.levels.get(value), self.words),
                text=self.words.of(text),
            )
            for value, text in sorted(criterion.anchors.items())
        )

    def _notes(self, criterion: Criterion, counts: bool) -> Iterable[str]:
        words = self.words
        if not counts:
            yield self._why_not(criterion)
        yield from conversion_words(criterion, self.criteria, words)
        yield from where_words(criterion, words)
        yield from limits_words(criterion, self.criteria, words)
        yield from na_words(criterion, self.criteria, words)

    def _why_not(self, criterion: Criterion) -> str:
        purchase = self.sheet.purchase
        if not applies(criterion, purchase.flow, purchase.scope):
            return self.words.gettext("Not used here: it does not apply to what is bought.")
        if criterion.kind == "gate":
            return self.words.gettext("Not used here: the evaluation does not switch it on.")
        return self.words.gettext("Not used here: its group has no weight in this evaluation.")

    def _basis(self, criterion: Criterion) -> str:
        if criterion.basis is None:
            return ""
        meets = plain(self.criteria.scale.meets)
        return self.words.gettext(BASES[criterion.basis], meets=meets)


def _based_on(criteria: CriteriaSet) -> str:
    origin = criteria.based_on
    return f"{origin.id} {origin.version} ({origin.digest})" if origin else ""


def _profiles(sheet: ScoreSheet, words: Wording) -> WeightTable:
    profiles = sheet.criteria.profiles
    return WeightTable(
        heads=tuple(
            (words.of(profile.title), profile.id == sheet.purchase.profile) for profile in profiles
        ),
        rows=tuple(
            (
                words.of(group.title),
                tuple(_or_nothing(profile.weights.get(group.id)) for profile in profiles),
            )
            for group in sheet.criteria.groups
        ),
    )


def _variants(sheet: ScoreSheet, words: Wording) -> WeightTable:
    variants = sheet.criteria.variants
    return WeightTable(
        heads=tuple(
            (words.of(variant.title), variant.id == sheet.purchase.variant) for variant in variants
        ),
        rows=tuple(
            (
                words.of(group.title),
                tuple(_or_nothing(each.delta.get(group.id), signed=True) for each in variants),
            )
            for group in sheet.criteria.groups
        ),
    )


def _or_nothing(number: Decimal | None, *, signed: bool = False) -> str:
    if not number:
        return ""
    return f"+{plain(number)}" if signed and number > 0 else plain(number).replace("-", "−")
