"""How an evaluation was carried out: who took part, what they declared, what was done when."""

from collections.abc import Mapping
from dataclasses import dataclass

from vendor_eval.case import Case
from vendor_eval.dossier import DeclaredFacts, Dossier, Happened, MemberFacts
from vendor_eval.language import N_
from vendor_eval.reports.act_words import ACTS
from vendor_eval.reports.wording import Wording, plain

PARTS = {
    "lead": N_("Lead"),
    "evaluator": N_("Evaluator"),
    "adviser": N_("Adviser"),
    "approver": N_("Approver"),
}
LATER = ("sheet.reopen", "rating.set", "assessment.set", "decision.reopen")
"""What changes something after it was closed."""
NOT_TOLD = ("rating.set", "assessment.set", "consensus.set", "consensus.clear", "gate.confirm")
"""Told of elsewhere in a report, not in the course of things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person of the panel."""

    name: str
    part: str
    weight: str
    groups: str
    declared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRow:
    """One thing that was done."""

    at: str
    name: str
    what: str
    detail: str
    reason: str


def build_people(dossier: Dossier, words: Wording) -> tuple[PersonRow, ...]:
    """Everybody who takes part, then score sheets that belong to nobody of them."""
    case, members = dossier.case, dossier.record.people
    sheets = {each.id: each for each in case.evaluators}
    rows = [
        PersonRow(
            name=member.name,
            part=words.gettext(PARTS[member.part]) if member.part in PARTS else member.part,
            weight=plain(sheets[member.sheet].weight) if member.sheet in sheets else "",
            groups=_groups(case, member.sheet, words),
            declared=_declared(case, member, words),
        )
        for member in members
    ]
    linked = {member.sheet for member in members}
    return (
        *rows,
        *(
            PersonRow(
                name=words.of(each.name) or each.id,
                part=each.role or words.gettext("Evaluator"),
                weight=plain(each.weight),
                groups=_groups(case, each.id, words),
                declared="",
            )
            for each in case.evaluators
            if each.id not in linked
        ),
    )


def _groups(case: Case, sheet: str, words: Wording) -> str:
    for each in case.evaluators:
        if each.id == sheet:
            named = words.listed(words.of(case.criteria.group(g).title) for g in each.groups)
            return named or words.gettext("all")
    return ""


def _declared(case: Case, member: MemberFacts, words: Wording) -> str:
    names = {vendor.id: words.name(vendor) for vendor in case.vendors}
    clear = [each for each in member.declared if each.state == "none"]
    sentences = []
    if clear:
        days = sorted({each.day for each in clear if each.day})
        sentences.append(
            words.ngettext(
                "No conflict with %(count)d vendor (signed %(day)s).",
                "No conflict with %(count)d vendors (signed %(day)s).",
                len(clear),
                day=days[-1] if days else "–",
            )
        )
    sentences += [
        _conflict(each, names.get(each.vendor, each.vendor), words)
        for each in member.declared
        if each.state in CONFLICTS
    ]
    unsigned = [
        names.get(each.vendor, each.vendor) for each in member.declared if each.state == "unsigned"
    ]
    if unsigned:
        sentences.append(
            words.gettext("Not signed for %(vendors)s.", vendors=words.listed(unsigned))
        )
    return words.sentences(sentences)


CONFLICTS = {
    "open": N_("%(vendor)s: %(what)s (not decided on)."),
    "recused": N_("%(vendor)s: %(what)s (left out; %(reason)s)."),
    "allowed": N_("%(vendor)s: %(what)s (no obstacle; %(reason)s)."),
}


def _conflict(declared: DeclaredFacts, vendor: str, words: Wording) -> str:
    return words.gettext(
        CONFLICTS[declared.state],
        vendor=vendor,
        what=declared.what or "–",
        reason=declared.reason or "–",
    )


def build_course(dossier: Dossier, words: Wording) -> tuple[ActRow, ...]:
    """Stages, sheets handed in and signatures, in order."""
    return tuple(
        act_row(dossier.case, each, words)
        for each in dossier.record.happened
        if each.what not in NOT_TOLD
    )


def build_later(dossier: Dossier, words: Wording) -> tuple[ActRow, ...]:
    """Everything that was changed after it had been handed in or signed."""
    return tuple(
        act_row(dossier.case, each, words) for each in dossier.record.happened if each.what in LATER
    )


def act_row(case: Case, act: Happened, words: Wording) -> ActRow:
    """An act in words."""
    change = " → ".join(part for part in (act.old, act.new) if part)
    parts = [about_text(case, act.about, words), stage_text(act, words) or change]
    return ActRow(
        at=act.at,
        name=act.name,
        what=words.gettext(ACTS[act.what]) if act.what in ACTS else act.what,
        detail=" / ".join(part for part in parts if part),
        reason=act.reason,
    )


STAGES = {
    "preparing": N_("In preparation"),
    "scoring": N_("Scoring"),
    "agreeing": N_("Agreeing"),
    "deciding": N_("Deciding"),
    "decided": N_("Decided"),
}


def stage_text(act: Happened, words: Wording) -> str:
    """From which stage to which; empty for other acts."""
    if act.what != "stage.move":
        return ""
    return " → ".join(
        words.gettext(STAGES[part]) if part in STAGES else part
        for part in (act.old, act.new)
        if part
    )


def about_text(case: Case, about: Mapping[str, str], words: Wording) -> str:
    """What an act was done to, by name where it is known."""
    vendors = {vendor.id: words.name(vendor) for vendor in case.vendors}
    criteria = {each.id: words.of(each.title) for each in case.criteria.criteria}
    people = {each.id: words.of(each.name) or each.id for each in case.evaluators}
    known = {"vendor": vendors, "criterion": criteria, "evaluator": people}
    return " / ".join(known[key].get(about[key], about[key]) for key in known if about.get(key))
