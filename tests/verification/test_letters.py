"""A letter tells its vendor its own result, and nothing of anybody else: printed or carried."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.strategies import EVALUATORS, VENDORS, cases
from tests.reports.conftest import printed
from tests.reports.variations import compared
from tests.verification.test_proof import with_attachment
from vendor_eval.__main__ import main
from vendor_eval.case import Case, Decision
from vendor_eval.dossier import Dossier, LetterFacts, Organisation, Printing
from vendor_eval.reports.documents import KINDS, reduced
from vendor_eval.reports.letter_facts import letter_only
from vendor_eval.reports.letter_scores import exact_scores
from vendor_eval.reports.redaction import STANDS_FOR_A_NAME, Redactor
from vendor_eval.scoring.exact import group_scores_of, total_of
from vendor_eval.verification.carried import carry
from vendor_eval.verification.checking import attachments_of, page_texts, verify
from vendor_eval.verification.making import make_document

SAMPLE = "vendor_eval/sample/inbound-desk"
SECRET = "内緒QX"
PRICE = Decimal(98765432)
WITH_SCORES = {"scores": "yes"}
random_cases = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
"""Whole evaluations, which take their time to invent."""


def marked(case: Case, own: str, mark: str) -> Case:
    """The case with names, remarks and prices that could come from nowhere else."""
    names = {vendor.id: f"{mark}{place}商会" for place, vendor in enumerate(case.vendors)}
    return replace(
        case,
        vendors=tuple(
            each
            if each.id == own
            else replace(each, name={"ja": names[each.id]}, short={}, reason={"en": SECRET})
            for each in case.vendors
        ),
        evaluators=tuple(
            replace(each, name={"ja": f"{mark}田 {place}郎"}, weight=Decimal(1))
            for place, each in enumerate(case.evaluators)
        ),
        ratings=tuple(replace(each, comment={"ja": SECRET}) for each in case.ratings),
        gates=tuple(replace(each, note={"ja": SECRET}) for each in case.gates),
        consensus=tuple(
            replace(each, reason={"ja": SECRET}, dissent=SECRET) for each in case.consensus
        ),
        recusals=tuple(replace(each, reason={"ja": SECRET}) for each in case.recusals),
        quotes=tuple(
            each if each.vendor == own else replace(each, line=replace(each.line, price=PRICE))
            for each in case.quotes
        ),
    )


def without_others(case: Case, own: str) -> Case:
    """The same with nothing said of any other vendor."""
    return replace(
        case,
        vendors=tuple(
            each if each.id == own else replace(each, status="active") for each in case.vendors
        ),
        ratings=tuple(each for each in case.ratings if each.vendor == own),
        measures=tuple(each for each in case.measures if each.vendor == own),
        gates=tuple(each for each in case.gates if each.vendor == own),
        quotes=tuple(each for each in case.quotes if each.vendor == own),
        consensus=tuple(each for each in case.consensus if each.vendor == own),
        recusals=tuple(each for each in case.recusals if each.vendor == own),
    )


def told(case: Case, printing: Printing) -> str:
    """All that a letter says, on paper and inside."""
    left, printing = reduced(Dossier(case=case, decision=Decision(recommended="x")), printing)
    comparison = compared(left.case)
    attached = carry(left, comparison, printing)
    texts = [KINDS["letter"].draw(left, comparison, printing, attached).html]
    for file in attached:
        if file.name.endswith(".zip"):
            with zipfile.ZipFile(BytesIO(file.content)) as archive:
                texts += [archive.read(name).decode() for name in archive.namelist()]
        else:
            texts.append(file.content.decode())
    return "\n".join(texts)


@random_cases
@given(cases(), st.sampled_from(VENDORS), st.sampled_from(["ja", "en"]))
def test_nothing_of_others_is_told(case: Case, own: str, language: str) -> None:
    """Not even where words meant for the vendor name somebody."""
    case = marked(case, own, "ＱＸ")
    others = [each.name["ja"] for each in case.vendors if each.id != own]
    people = [each.name["ja"] for each in case.evaluators]
    spoken = " ".join([*others, *people, *(name.split()[0] + "さん" for name in people)])
    case = replace(
        case, ratings=tuple(replace(each, external={"ja": spoken}) for each in case.ratings)
    )
    printing = printed("letter", language, subject=own, choices=WITH_SCORES)
    text = told(case, replace(printing, author=people[0]))
    for name in ("ＱＸ", SECRET, str(PRICE), f"{PRICE:,}"):
        assert name not in text
    for name in {*VENDORS, *EVALUATORS} - {own}:
        assert not re.search(rf'["\n,]{re.escape(name)}["\n,]', text)


@random_cases
@given(cases(), st.sampled_from(VENDORS), st.sampled_from(["yes", "no"]))
def test_a_letter_is_the_same_whatever_becomes_of_others(case: Case, own: str, scores: str) -> None:
    """The strongest proof that nothing of others is in it: they cannot change it."""
    printing = printed("letter", "ja", subject=own, choices={"scores": scores})
    one = letter_only(Dossier(case=marked(case, own, "ＱＸ")), printing)
    other = letter_only(Dossier(case=without_others(marked(case, own, "ＺＷ"), own)), printing)
    assert one == other


@random_cases
@given(cases(), st.sampled_from(VENDORS))
def test_scores_come_to_the_same_total(case: Case, own: str) -> None:
    printing = printed("letter", "en", subject=own, choices=WITH_SCORES)
    facts = facts_of(letter_only(Dossier(case=case), printing))
    comparison, place = compared(case), VENDORS.index(own)
    if facts.outcome in ("declined", "withdrawn"):
        assert (facts.cells, facts.has_total) == ((), False)
        return
    groups = group_scores_of(comparison.sheet, exact_scores(facts))
    assert groups == comparison.exact_group_scores(place)
    assert facts.has_total == (comparison.total(place) is not None)
    if facts.has_total:
        assert total_of(comparison.sheet, groups) == comparison.exact_total(place)


@random_cases
@given(cases(), st.sampled_from(VENDORS))
def test_without_scores_no_score_travels_inside(case: Case, own: str) -> None:
    printing = printed("letter", "ja", subject=own)
    facts = facts_of(letter_only(Dossier(case=case), printing))
    assert not facts.scores
    assert (facts.has_total, facts.cost, facts.rank) == (False, "", None)
    assert all(cell.score == "" for cell in facts.cells)


def facts_of(dossier: Dossier) -> LetterFacts:
    assert dossier.letter is not None
    return dossier.letter


@pytest.mark.parametrize(
    ("own", "recommended", "expected"),
    [
        ("minamo", "minamo", "selected"),
        ("tsubame", "minamo", "not-selected"),
        ("tsubame", "", "undecided"),
        ("komadori", "minamo", "disqualified"),
        ("aponoki", "minamo", "declined"),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_vendor_hears_how_it_ended(
    sample_case: Case, own: str, recommended: str, expected: str, language: str
) -> None:
    dossier = Dossier(case=sample_case, decision=Decision(recommended=recommended))
    printing = printed("letter", language, subject=own)
    left = letter_only(dossier, printing)
    assert facts_of(left).outcome == expected
    html = KINDS["letter"].draw(left, compared(left.case), printing, ()).html
    sentence = {
        "selected": ("選定させていただきました", "has been selected"),
        "not-selected": ("見送らせていただく", "has not been selected"),
        "undecided": ("まだ確定しておりません", "still open"),
        "disqualified": ("を満たしていないこと。", "is not met."),
        "declined": ("ご辞退の旨", "chosen not to make an offer"),
    }[expected]
    assert sentence[language == "en"] in html
    assert ("拝啓" in html, "敬具" in html) == (language == "ja",) * 2


def test_names_are_taken_out_and_the_own_name_stays(sample_case: Case) -> None:
    vendors = tuple(
        replace(each, name={"ja": "みなも通信株式会社", "en": "Minamo Contact, Inc."})
        if each.id == "minamo"
        else replace(each, name={"ja": "株式会社みなも", "en": "Sky Ltd"}, short={})
        if each.id == "tsubame"
        else each
        for each in sample_case.vendors
    )
    people = (replace(sample_case.evaluators[0], name={"ja": "青木 花子(調達部)", "en": "A. Pry"}),)
    redactor = Redactor(replace(sample_case, vendors=vendors, evaluators=people), "minamo")
    assert redactor.redact("青木花子、青木さん") == f"{STANDS_FOR_A_NAME}、{STANDS_FOR_A_NAME}さん"
    assert redactor.redact("株式会社みなもに劣る") == f"{STANDS_FOR_A_NAME}に劣る"
    assert redactor.redact("minamo contact, inc. is not SKY") == (
        f"minamo contact, inc. is not {STANDS_FOR_A_NAME}"
    )
    assert redactor.redact("みなも通信は skyline より良い") == "みなも通信は skyline より良い"


@pytest.mark.pdf
def test_a_letter_proves_itself(sample_case: Case) -> None:
    """It is drawn again from what it carries; a page drawn from other scores is found."""
    dossier = Dossier(
        case=sample_case,
        decision=Decision(recommended="minamo"),
        organisation=Organisation(name={"en": "Hinata"}, contact={"en": "Ask us\nsoon"}),
    )
    printing = printed("letter", "en", subject="tsubame")
    pdf = make_document(dossier, printing)
    assert verify(pdf).differences == ()
    text = "".join(page_texts(pdf))
    assert "Ask us" in text
    assert "Hanako" not in text
    left = letter_only(dossier, printing)
    facts = facts_of(left)
    first, *rest = facts.cells
    raised = replace(first, score=str(Fraction(first.score) - Fraction(1, 100)))
    forged = make_document(replace(left, letter=replace(facts, cells=(raised, *rest))), printing)
    for name, content in attachments_of(pdf).items():
        forged = with_attachment(forged, name, content)
    found = [each.text("en") for each in verify(forged).differences]
    assert any(re.match(r"page \d: “[^”]*” is printed, the data come to “", each) for each in found)


@pytest.mark.pdf
def test_the_commands_make_and_check_a_letter(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    run = CliRunner().invoke
    about = ["--about", "tsubame", "--lang", "ja"]
    made = run(main, ["document", "letter", SAMPLE, str(file), *about, "--choose", "scores=no"])
    assert made.exit_code == 0, made.output
    assert run(main, ["verify", str(file)]).exit_code == 0
    file.write_bytes(with_attachment(file.read_bytes(), "criteria.toml", b"format = 1\n"))
    assert run(main, ["verify", str(file)]).exit_code == 1
    refused = run(main, ["document", "letter", SAMPLE, str(file), *about, "--choose", "rank=yes"])
    assert refused.exit_code != 0
    assert "rank=yes" in refused.output
