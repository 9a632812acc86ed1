"""Each document is made, proves itself, can be read back, and carries no more than it may."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pikepdf  # noqa: TID253 - light enough for the tests of documents
import pytest
from hypothesis import HealthCheck, given, settings

from tests.exchange.strategies import cases
from tests.reports.conftest import printed
from tests.web.planted import CRITERIA, NUMBERS, PRICE, SHEETS, VENDORS, read_planted
from vendor_eval.case import Case, Consensus, Panel, Words, score_sheet
from vendor_eval.dossier import (
    DeclaredFacts,
    Dossier,
    GateFacts,
    Happened,
    KeptAct,
    MemberFacts,
    QuestionFacts,
    Record,
)
from vendor_eval.reports.cuts import ALPHABET
from vendor_eval.reports.documents import reduced
from vendor_eval.reports.trail_paper import broken_at
from vendor_eval.scoring import compare
from vendor_eval.scoring.rounding import rounded
from vendor_eval.trail import START, Act, hash_of
from vendor_eval.verification.carried import carry, read_carried
from vendor_eval.verification.checking import attachments_of, page_texts, verify
from vendor_eval.verification.making import make_document

pytestmark = pytest.mark.pdf
PAPERS = {"report": "", "criteria": "", "score-sheet": "sumire", "vendor-profile": "hoshikuzu"}
"""Kinds and whom they are about."""
MINE = "sumire"


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A small evaluation in which every vendor, person and number can be told apart."""
    return read_planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module", params=[(kind, each) for kind in PAPERS for each in ("ja", "en")])
def paper(request: pytest.FixtureRequest, planted: Case) -> tuple[str, str, bytes]:
    """A document of the small evaluation: kind, language, bytes."""
    kind, language = request.param
    printing = printed(kind, language, subject=PAPERS[kind], samples=100)
    return kind, language, make_document(Dossier(case=planted), printing)


def squeezed(pages: list[str]) -> str:
    return "".join("".join(pages).split())


def inside(document: bytes) -> str:
    """Everything a document says or carries, as text."""
    files = attachments_of(document)
    with zipfile.ZipFile(BytesIO(files["case.zip"])) as case:
        parts = [case.read(name).decode() for name in case.namelist()]
    parts += [files[name].decode() for name in ("criteria.toml", "document.json")]
    with pikepdf.open(BytesIO(document)) as opened:
        parts += [str(value) for value in opened.docinfo.values()]
    return "\n".join([*parts, *page_texts(document)])


def test_it_agrees_with_its_own_data(paper: tuple[str, str, bytes]) -> None:
    assert verify(paper[2]).differences == ()


def test_it_is_tagged_titled_and_has_bookmarks(paper: tuple[str, str, bytes]) -> None:
    _kind, language, document = paper
    with pikepdf.open(BytesIO(document)) as opened:
        assert str(opened.Root.Lang) == language
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.docinfo["/Title"])
        assert "/StructTreeRoot" in opened.Root
        with opened.open_outline() as outline:
            assert outline.root
        assert set(opened.attachments) == {"case.zip", "criteria.toml", "document.json"}


def test_the_criteria_document_says_every_criterion(sample_case: Case) -> None:
    document = make_document(Dossier(case=sample_case), printed("criteria", "ja"))
    text = squeezed(page_texts(document))
    counting = {column.id for column in score_sheet(sample_case).weights.columns}
    for criterion in sample_case.criteria.criteria:
        if criterion.id in counting:
            assert "".join(criterion.title["ja"].split()) in text
            for anchor in criterion.anchors.values():
                assert "".join(anchor["ja"].split()) in text
    assert "100.00" in text


def test_the_criteria_document_knows_no_vendor_person_or_price(planted: Case) -> None:
    document = make_document(Dossier(case=planted), printed("criteria", "ja"))
    said = inside(document)
    for criterion in CRITERIA:
        assert criterion in said
    for vendor, names in VENDORS.items():
        assert not {vendor, *names} & set(re.findall(r"[\w-]+", said))
    for person, numbers in NUMBERS.items():
        assert person not in said
        assert not any(number in said for number in numbers)
    assert str(PRICE) not in said
    assert "青木" not in said


def test_a_score_sheet_carries_one_persons_ratings_alone(planted: Case) -> None:
    said = inside(make_document(Dossier(case=planted), printed("score-sheet", "ja", subject=MINE)))
    for person, numbers in NUMBERS.items():
        found = {number for number in numbers if number in said}
        assert found == (set(numbers) if person == MINE else set())
        assert (person in said) == (person == MINE)
        assert (f"himitsu-{person}-note" in said) == (person == MINE)
    assert str(PRICE) not in said


def test_an_empty_sheet_says_nothing_and_hides_names_where_asked(planted: Case) -> None:
    choices = {"filled": "no", "names": "letters"}
    printing = printed("score-sheet", "ja", subject=MINE, choices=choices)
    said = inside(make_document(Dossier(case=planted), printing))
    assert "himitsu" not in said
    assert not any(number in said for numbers in NUMBERS.values() for number in numbers)
    for vendor, names in VENDORS.items():
        assert not any(each in said for each in (vendor, *names))
    assert f"会社{ALPHABET[len(VENDORS) - 1]}" in said


def test_a_general_sheet_names_nobody(planted: Case) -> None:
    printing = printed("score-sheet", "en", choices={"filled": "no"})
    said = inside(make_document(Dossier(case=planted), printing))
    assert not any(person in said for person in SHEETS)
    assert all(en in said for _ja, en in VENDORS.values())


def test_a_profile_names_no_other_vendor_and_no_person(planted: Case) -> None:
    """Its price score depends on the other offers: it is printed as it came about among all."""
    document = make_document(
        Dossier(case=planted), printed("vendor-profile", "en", subject="hoshikuzu")
    )
    said = inside(document)
    for vendor, names in VENDORS.items():
        if vendor != "hoshikuzu":
            assert not any(each in said for each in (vendor, *names))
    assert not any(f"himitsu-{person}" in said or person in said for person in SHEETS)
    comparison = compare(score_sheet(planted))
    total = comparison.total(comparison.sheet.vendors.index("hoshikuzu"))
    rank = comparison.ranks[comparison.sheet.vendors.index("hoshikuzu")]
    pages = " ".join(page_texts(document))
    assert f"Rank {rank} of {len(VENDORS)}, {total} points" in pages


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_cutting_leaves_nothing_of_others_and_cuts_once(case: Case) -> None:
    vendor, person = case.vendors[0].id, case.evaluators[0].id
    sheet = printed("score-sheet", "ja", subject=person)
    own = reduced(Dossier(case=case), sheet)[0]
    assert reduced(own, sheet)[0] == own
    assert {each.evaluator for each in own.case.ratings} <= {person}
    assert [each.id for each in own.case.evaluators] == [person]
    for part in ("quotes", "gates", "measures", "consensus", "recusals"):
        assert getattr(own.case, part) == ()
    assert own.case.evaluation.purchase.budget is None
    profile = printed("vendor-profile", "ja", subject=vendor)
    left = reduced(Dossier(case=case), profile)[0]
    assert reduced(left, profile)[0] == left
    for part in ("ratings", "measures", "gates", "quotes", "consensus", "recusals"):
        assert {each.vendor for each in getattr(left.case, part)} <= {vendor}
    assert [each.id for each in left.case.vendors] == [vendor]
    assert not any(each.name or each.role for each in left.case.evaluators)
    assert not any(each.comment or each.external or each.page for each in left.case.ratings)
    lettered = printed("score-sheet", "ja", choices={"filled": "no", "names": "letters"})
    blank = reduced(Dossier(case=case), lettered)[0]
    assert reduced(blank, lettered)[0] == blank
    assert all(each.name["en"] == f"Vendor {each.id}" for each in blank.case.vendors)
    for cut, printing in ((own, sheet), (left, profile), (blank, lettered)):
        files = carry(cut, compare(score_sheet(cut.case)), printing)
        assert read_carried({each.name: each.content for each in files}) == (cut, printing)


def test_a_report_tells_how_it_came_about(planted: Case) -> None:
    """People and declarations, evidence and who confirmed, questions, later changes, dissent."""
    agreed = Consensus(
        vendor="hoshikuzu", criterion="talk", value=Decimal(50), reason={"en": "Talked over."},
        dissent="Sumire holds 60.",
    )  # fmt: skip
    case = replace(
        planted,
        consensus=(agreed,),
        panel=Panel(
            words=(
                Words(vendor="hoshikuzu", evaluator=MINE, strengths="Calm.", weaknesses="Slow."),
            )
        ),
    )
    late = {"vendor": "hoshikuzu", "criterion": "talk", "evaluator": MINE}
    declared = DeclaredFacts(
        vendor="hoshikuzu", state="allowed", day="2026-03-01", what="A cousin.", reason="Far away."
    )
    record = Record(
        people=(MemberFacts(name="Rin", part="lead", declared=(declared,)),),
        gates=(
            GateFacts(
                vendor="hoshikuzu", criterion="certificate", evidence="p. 12", noted="Rin",
                confirmed="Nao",
            ),
        ),
        questions=(
            QuestionFacts(
                number=7, vendor="hoshikuzu", asked="2026-03-02", question="Why?", answer="So."
            ),
        ),
        happened=(
            Happened(at="2026-03-03 10:00", name="Rin", what="sheet.submit"),
            Happened(
                at="2026-03-04 10:00", name="Rin", what="rating.set", about=late, old="1", new="2",
                reason="Misread.",
            ),
        ),
        trail=(9, "ab" * 32),
    )  # fmt: skip
    dossier = Dossier(case=case, record=record)
    document = make_document(dossier, printed("report", "en", samples=0))
    pages = " ".join(" ".join(page_texts(document)).split())
    for text in (
        "A cousin.", "Far away.", "p. 12", "Rin / Nao", "Why?", "So.", "2026-03-03 10:00",
        "Misread.", "Talked over.", "Sumire holds 60.", "Calm.", "Slow.", "9 acts",
    ):  # fmt: skip
        assert text in pages
    alone = compare(score_sheet(replace(case, consensus=())))
    place = alone.sheet.vendors.index("hoshikuzu")
    column = [each.id for each in alone.sheet.weights.columns].index("talk")
    original = rounded(
        alone.cells.exact(place, column) or Fraction(0), case.criteria.rules.rounding
    )
    assert f"Conversations {original} " in pages
    assert verify(document).printed == (dossier, printed("report", "en", samples=0))


def chained(count: int) -> tuple[KeptAct, ...]:
    """A sound record whose second act is sealed."""
    kept: list[KeptAct] = []
    for number in range(1, count + 1):
        act = Act(
            number=number,
            at=f"2026-03-0{number}T10:00:00.000000+00:00",
            who="user:1",
            name="Rin",
            what="rating.set",
            about={"vendor": "hoshikuzu", "seal": "5" * 32},
            new=f"value-{number}",
            previous=kept[-1].hash if kept else START,
        )
        bare = replace(act, about={}, new=None) if number == 2 else act
        kept.append(KeptAct(act=bare, hash=hash_of(act), sealed=bare is not act))
    return tuple(kept)


def test_an_extract_of_the_record_tells_every_act_and_nothing_sealed(planted: Case) -> None:
    acts = chained(3)
    dossier = Dossier(case=planted, record=Record(acts=acts))
    document = make_document(dossier, printed("trail", "en"))
    assert verify(document).differences == ()
    said = inside(document)
    text = squeezed(page_texts(document))
    assert all(each.hash in text for each in acts)
    assert "value-1" in text
    assert "value-2" not in said
    assert "Thechainholds" in text
    assert not any(number in said for numbers in NUMBERS.values() for number in numbers)


def test_an_act_that_was_altered_or_left_out_is_named() -> None:
    acts = chained(4)
    altered = replace(acts[2], act=replace(acts[2].act, new="other"))
    assert list(broken_at(acts)) == []
    assert list(broken_at((*acts[:2], altered, acts[3]))) == [3]
    assert list(broken_at((acts[0], *acts[2:]))) == [3, 4]
