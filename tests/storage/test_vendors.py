from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.factories import NOW, make_person
from vendor_eval.case import Case
from vendor_eval.errors import NotFoundError
from vendor_eval.storage import db, list_vendors, load_vendor, save_case


def test_companies_with_the_evaluations_they_took_part_in(
    any_app: Flask, sample_case: Case
) -> None:
    later = replace(
        sample_case, vendors=(replace(sample_case.vendors[0], status="withdrawn"),), ratings=(),
        gates=(), measures=(), quotes=(),
    )  # fmt: skip
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        save_case(db.session, later, NOW + timedelta(days=1), as_id="later")
        person = make_person("administrator", "later")

        vendors = {vendor.name["en"]: vendor for vendor in list_vendors(db.session, person)}

    assert len(vendors) == 7
    tsubame = vendors["Tsubame Otosha Co., Ltd."]
    assert tsubame.profile["founded"] == "1994"
    assert [(each.evaluation, each.status) for each in tsubame.participations] == [
        ("later", "withdrawn"),
        ("inbound-desk", "active"),
    ]


def test_nobody_sees_companies_of_evaluations_they_do_not_belong_to(
    any_app: Flask, sample_case: Case
) -> None:
    with any_app.app_context():
        save_case(db.session, sample_case, NOW)
        stranger = make_person("stranger", "inbound-desk")
        lead = make_person("lead", "inbound-desk")
        number = list_vendors(db.session, lead)[0].number

        assert list_vendors(db.session, stranger) == ()
        assert load_vendor(db.session, lead, number).number == number
        with pytest.raises(NotFoundError, match=f"by the name {number}"):
            load_vendor(db.session, stranger, number)


def test_a_company_known_in_one_language_is_the_same(app: Flask, sample_case: Case) -> None:
    japanese = replace(
        sample_case.vendors[0], name={"ja": sample_case.vendors[0].name["ja"]}, profile={}
    )
    with app.app_context():
        save_case(db.session, sample_case, NOW)
        save_case(
            db.session, replace(sample_case, vendors=(japanese, *sample_case.vendors[1:])), NOW,
            as_id="second",
        )  # fmt: skip
        person = make_person("administrator", "second")

        assert len(list_vendors(db.session, person)) == 7
