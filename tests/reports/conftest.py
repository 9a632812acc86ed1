from datetime import UTC, datetime
from typing import Any

import pytest

from vendor_eval.case import Case, score_sheet
from vendor_eval.dossier import Dossier, Printing
from vendor_eval.reports.contents import Contents, build_contents
from vendor_eval.scoring import Comparison, compare
from vendor_eval.verification.making import make_document

PRINTED_AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
AUTHORS = {"ja": "青木 花子", "en": "Hanako Aoki"}


def printed(kind: str, language: str, **values: Any) -> Printing:
    """A printing of the tests."""
    return Printing(
        kind=kind, language=language, printed_at=PRINTED_AT, author=AUTHORS[language], **values
    )


@pytest.fixture(scope="session")
def comparison(sample_case: Case) -> Comparison:
    """The sample compared."""
    return compare(score_sheet(sample_case))


@pytest.fixture(scope="session", params=["ja", "en"])
def contents(request: pytest.FixtureRequest, sample_case: Case, comparison: Comparison) -> Contents:
    """What the sample says, in each language."""
    return build_contents(sample_case, comparison, request.param)


@pytest.fixture(scope="session")
def japanese(sample_case: Case, comparison: Comparison) -> Contents:
    return build_contents(sample_case, comparison, "ja")


@pytest.fixture(scope="session")
def english(sample_case: Case, comparison: Comparison) -> Contents:
    return build_contents(sample_case, comparison, "en")


@pytest.fixture(scope="session")
def documents(sample_case: Case) -> dict[str, bytes]:
    """The sample's PDF by language, drawn once for all tests."""
    return {
        language: make_document(Dossier(case=sample_case), printed("comparison", language))
        for language in AUTHORS
    }
