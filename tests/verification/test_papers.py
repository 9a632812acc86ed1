"""Each document is made, proves itself, can be read back, and carries no more than it may."""

import re
import zipfile
from io import BytesIO

import pikepdf  # noqa: TID253 - light enough for the tests of documents
import pytest

from tests.reports.conftest import printed
from tests.web.planted import CRITERIA, NUMBERS, PRICE, SHEETS, VENDORS, read_planted
from vendor_eval.case import Case, score_sheet
from vendor_eval.dossier import Dossier
from vendor_eval.verification.checking import attachments_of, page_texts, verify
from vendor_eval.verification.making import make_document

pytestmark = pytest.mark.pdf
PAPERS = {"criteria": ""}
"""Kinds and whom they are about."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A small evaluation in which every vendor, person and number can be told apart."""
    return read_planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module", params=[(kind, each) for kind in PAPERS for each in ("ja", "en")])
def paper(request: pytest.FixtureRequest, planted: Case) -> tuple[str, str, bytes]:
    """A document of the small evaluation: kind, language, bytes."""
    kind, language = request.param
    printing = printed(kind, language, subject=PAPERS[kind])
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
    assert SHEETS
