from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlmodel import func, select

from tests.factories import NOW
from vendor_eval import case as c
from vendor_eval.case import Case, score_sheet
from vendor_eval.errors import ExistsError, NotFoundError
from vendor_eval.scoring.comparison import compare
from vendor_eval.storage import db, load_case, load_comparable, save_case
from vendor_eval.storage.tables import CriteriaVersion, Table


def test_a_case_comes_back_as_it_went_in(any_app: Flask, sample_case: Case) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)

        assert load_case(db.session, "inbound-desk") == sample_case
