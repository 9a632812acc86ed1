"""What if, as people use it; and that nothing official ever notices."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import col

from benchmarks.large_case import large_case
from tests.factories import Part, import_sample, make_person
from tests.web.reading import in_language, words
from vendor_eval.case import Case, score_sheet
from vendor_eval.exchange.case_folder import write_case
from vendor_eval.storage import db, load_case
from vendor_eval.storage.scenarios import list_trials
from vendor_eval.storage.tables import Evaluation
from vendor_eval.workflow import Stage

PAGE = "/evaluations/inbound-desk/what-if"
SAVED = f"{PAGE}/saved"
FLIP = "w-security=10.78"

SignIn = Callable[[Part], FlaskClient]


@pytest.fixture
def lead(sign_in: SignIn) -> FlaskClient:
    """A browser of the lead, in English."""
    return in_language(sign_in("lead"), "en")


def weights_in(page: str) -> dict[str, str]:
    """What stands in the fields of the weights."""
    return dict(re.findall(r'name="w-([a-z]+)" value="([^"]*)"', page))
