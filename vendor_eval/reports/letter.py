"""The letter to one vendor: how it ended, its scores, what they mean, and why not one level higher.

It is drawn from :class:`LetterFacts` and the criteria alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from vendor_eval.case import Case
from vendor_eval.dossier import CellFacts, Dossier, LetterFacts, Printing
from vendor_eval.language import N_
from vendor_eval.reports.dates import long_day
from vendor_eval.reports.head import build_head
from vendor_eval.reports.letter_scores import LetterTable, build_letter_table, level_reached
from vendor_eval.reports.letter_words import closing_words, opening_words, reason_words
from vendor_eval.reports.method import AGGREGATES, RELATIVE, Fact, build_method
from vendor_eval.reports.paper import Paper, build_paper
from vendor_eval.reports.pdf import Attachment
from vendor_eval.reports.redaction import STANDS_FOR_A_NAME
from vendor_eval.reports.wording import Wording, fixed
from vendor_eval.scoring import Comparison
from vendor_eval.scoring.rounding import rounded

LETTER = N_("Letter to the vendor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """One strength, or one thing to improve."""

    title: str
    score: str
    """With the name of its level; empty in a letter without scores."""
    text: str
    """What was reached, or what the next level asks."""
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """A letter in one language."""

    day: str
    addressee: str
    sender: tuple[str, ...]
    subject: str
    salutation: str
    opening: tuple[str, ...]
    reasons: tuple[str, ...]
    closing: tuple[str, ...]
    farewell: str
    contact: tuple[str, ...]
    place: str
    """Rank among how many, where the letter tells it."""
    cost: str
    strengths: tuple[Highlight, ...]
    improvements: tuple[Highlight, ...]
    table: LetterTable | None
    given: tuple[str, ...]
    """What cannot be worked out from the letter alone."""
    method: tuple[Fact, ...]


def draw_letter(
    dossier: Dossier,
    comparison: Comparison,
    printing: Printing,
    attached: Sequence[Attachment] = (),
) -> Paper:
    """The letter, ready to be drawn.

    Args:
        dossier: cut down to what the vendor may know.
        comparison: of a case without vendors; of it the weights are used.
        printing: the language and day.
        attached: files to carry.
    """
    facts = dossier.letter
    if facts is None:
        raise ValueError("a letter is drawn from its facts alone: cut the dossier first")
    words = Wording(printing.language)
    values = {
        "head": build_head(dossier, printing, LETTER, words.of(facts.name) or facts.vendor),
        "letter": build_letter(dossier, facts, comparison, printing),
    }
    return build_paper(
        "reports/letter.html", printing, attached, values, organisation=dossier.organisation
    )


def build_letter(
    dossier: Dossier, facts: LetterFacts, comparison: Comparison, printing: Printing
) -> LetterText:
    """Everything the letter says."""
    case, house, words = dossier.case, dossier.organisation, Wording(printing.language)
    _, cells = words.gettext, {cell.criterion: cell for cell in facts.cells}
    title = words.of(case.evaluation.title) or case.evaluation.id
    reasons = tuple(reason_words(case, facts, words))
    return LetterText(
        day=long_day(printing.printed_at.date(), printing.language, house),
        addressee=_("To: %(name)s", name=words.of(facts.name) or facts.vendor),
        sender=_sender(dossier, words),
        subject=_("Result of the selection: %(title)s", title=title),
        salutation=_("Dear Sir or Madam,"),
        opening=opening_words(facts, title, words, has_reasons=bool(reasons)),
        reasons=reasons,
        closing=closing_words(facts, words),
        farewell=_("Yours faithfully,"),
        contact=tuple(words.of(house.contact).splitlines()),
        place=_place(facts, words),
        cost=_cost(case, facts, words),
        strengths=tuple(_highlight(case, cells[each], facts, words) for each in facts.strengths),
        improvements=tuple(
            _highlight(case, cells[each], facts, words, ask=True) for each in facts.improvements
        ),
        table=build_letter_table(comparison.sheet, facts, words) if shows_table(facts) else None,
        given=tuple(_given(comparison, facts, words)),
        method=(_panel(case, facts, words), *build_method(case, comparison, words)),
    )


def shows_table(facts: LetterFacts) -> bool:
    """Whether there are scores to tell, and they are told."""
    return facts.scores and bool(facts.cells)


def _sender(dossier: Dossier, words: Wording) -> tuple[str, ...]:
    house = dossier.organisation
    name = words.of(house.name) or words.of(dossier.case.evaluation.buyer)
    return tuple(line for line in (name, words.of(house.department)) if line)


def _place(facts: LetterFacts, words: Wording) -> str:
    if facts.rank is None or facts.ranked is None:
        return ""
    return words.ngettext(
        "Your offer took rank %(rank)d of %(count)d offer that was ranked.",
        "Your offer took rank %(rank)d of %(count)d offers that were ranked.",
        facts.ranked,
        rank=facts.rank,
    )


def _cost(case: Case, facts: LetterFacts, words: Wording) -> str:
    if not facts.cost:
        return ""
    return words.gettext(
        "On the common basis your offer comes to %(cost)s without tax.",
        cost=words.money(Fraction(facts.cost), case.evaluation.currency),
    )


def _highlight(
    case: Case, cell: CellFacts, facts: LetterFacts, words: Wording, *, ask: bool = False
) -> Highlight:
    criterion = case.criteria.criterion(cell.criterion)
    score = text = ""
    if facts.scores:
        level = level_reached(criterion, case.criteria.scale, Fraction(cell.score), words)
        number = fixed(rounded(Fraction(cell.score), case.criteria.rules.rounding))
        score = f"{number} {level.title}".strip()
        text = level.next_text if ask else level.text
    return Highlight(
        title=words.of(criterion.title),
        score=score,
        text=text,
        words=tuple(words.of(said) for said in cell.words),
    )


def _given(comparison: Comparison, facts: LetterFacts, words: Wording) -> Iterator[str]:
    """What the reader must take as it is."""
    if shows_table(facts):
        yield words.gettext(
            "The scores of the criteria are stated as the panel gave them; no person's own ratings"
            " are in this letter. Group scores and total are worked out from them."
        )
        costs = [each for each in comparison.sheet.weights.columns if each.kind == "cost"]
        relative = [words.of(each.title) for each in costs if each.formula in RELATIVE]
        others = [words.of(each.title) for each in costs if each.formula not in RELATIVE]
        if relative:
            yield words.gettext(
                "The score of %(titles)s depends on other offers as well: it is stated as it is and"
                " cannot be worked out from your data alone.",
                titles=words.listed(relative),
            )
        if others:
            yield words.gettext(
                "The score of %(titles)s rests on a sum that stays with us: it is stated as it is.",
                titles=words.listed(others),
            )
    if any(
        STANDS_FOR_A_NAME in text
        for cell in facts.cells
        for said in cell.words
        for text in said.values()
    ):
        yield words.gettext("%(sign)s stands for a name.", sign=STANDS_FOR_A_NAME)


def _panel(case: Case, facts: LetterFacts, words: Wording) -> Fact:
    """How many scored, in which roles, and what was made of their ratings; no names."""
    count = sum(number for _role, number in facts.panel)
    roles = [
        words.gettext("%(role)s: %(count)d", role=role, count=number)
        for role, number in facts.panel
        if role
    ]
    sentences = [words.ngettext("%(count)d person scores.", "%(count)d people score.", count)]
    if roles:
        sentences.append(words.gettext("Roles: %(roles)s.", roles=words.listed(roles)))
    sentences.append(words.gettext(AGGREGATES[case.criteria.rules.aggregate][facts.weighted]))
    return Fact(label=words.gettext("Evaluators"), text=words.sentences(sentences))
