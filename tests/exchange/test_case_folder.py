"""What people write in many ways is read as what they mean."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.exchange.small_case import CRITERIA, EVALUATION, FILES, Changes, write_folder
from vendor_eval.case import Case, Measure, score_sheet
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.scoring import Lot, compare

SAMPLE = Path(__file__).parents[2] / "vendor_eval" / "sample" / "inbound-desk"


def read(folder: Path) -> Case:
    """The case without its warnings."""
    return read_case(folder)[0]


def test_the_sample_gives_the_published_totals() -> None:
    case = read(SAMPLE)
    result = compare(score_sheet(case))

    assert {
        vendor.id: (result.status(place), str(result.total(place)), int(result.ranks[place]))
        for place, vendor in enumerate(case.vendors)
    } == {
        "minamo": ("ranked", "76.33", 1),
        "tsubame": ("ranked", "76.21", 2),
        "olive": ("ranked", "71.28", 3),
        "hayate": ("ranked", "57.57", 4),
        "tsukushi": ("ranked", "42.32", 5),
        "komadori": ("disqualified", "78.93", 0),
        "aponoki": ("declined", "None", 0),
    }


ALIKE: dict[str, Changes] = {
    "bom": {name: b"\xef\xbb\xbf" + text.encode() for name, text in FILES.items()},
    "cp932": {name: text.encode("cp932") for name, text in FILES.items() if name.endswith(".csv")},
    "crlf": {name: text.replace("\n", "\r\n") for name, text in FILES.items()}
    | {"criteria.toml": CRITERIA},
    "full-width digits": {
        "ratings.csv": "vendor,criterion,evaluator,value\nsora,talk,aki,４\numi,talk,haru,３．０\n",
        "measures.csv": "vendor,criterion,numerator,denominator\nsora,answered,９０,１２０\n",
        "quotes.csv": "vendor,kind,price,quantity,per_hour\nsora,monthly,５０，０００,,\n",
    },
    "full-width names": {
        "ratings.csv": "ｖｅｎｄｏｒ,criterion,evaluator,Value\n"
        "ｓｏｒａ,talk,aki,4\numi,talk,haru,3"
    },
    "spaces": {
        "ratings.csv": (
            "vendor , criterion,evaluator,value\n sora,talk ,\u3000aki\u3000, 4 \numi,talk,haru,3\n"
        )
    },
    "columns in any order": {
        "ratings.csv": "value,evaluator,vendor,criterion\n4,aki,sora,talk\n3,haru,umi,talk\n"
    },
    "trailing empty rows and columns": {
        "ratings.csv": FILES["ratings.csv"].replace("\n", ",,\n") + ",,,,,\n\n \n",
        "vendors.csv": "\n" + FILES["vendors.csv"].replace("\n", ",\n"),
    },
    "quoted": {
        "ratings.csv": (
            '"vendor","criterion","evaluator","value"\n"sora", "talk","aki","4"\numi,talk,haru,3\n'
        )
    },
    "thousands": {"quotes.csv": 'vendor,kind,price\nsora,monthly,"50,000.00"\n'},
    "numbers as text": {
        "evaluation.toml": EVALUATION.replace("1000000", '"1,000,000"').replace("12", '"12"')
    },
    "empty gate result": {"gates.csv": FILES["gates.csv"].replace("pass\n", "pass\n\n")},
}


@pytest.mark.parametrize("name", ALIKE)
def test_ways_to_write_the_same(name: str, tmp_path: Path) -> None:
    plain = read(write_folder(tmp_path / "plain"))
    case, warnings = read_case(write_folder(tmp_path / "other", ALIKE[name]))

    assert replace(case, criteria_toml=plain.criteria_toml) == plain
    assert warnings == ()


def test_numbers_are_exact(tmp_path: Path) -> None:
    measures = "vendor,criterion,value\nsora,answered,0.1\nsora,occupancy,na\n"
    tax = 'tax_rate = "0.10"\n'
    case = read(
        write_folder(
            tmp_path / "case", {"measures.csv": measures, "evaluation.toml": tax + EVALUATION}
        )
    )

    assert case.measures[0] == Measure(vendor="sora", criterion="answered", value=Decimal("0.1"))
    assert case.measures[1].value == "na"
    assert case.evaluation.tax_rate == Decimal("0.1")


def test_the_three_states_stay_apart(tmp_path: Path) -> None:
    rows = ["sora,talk,aki,", "sora,talk,haru,0", "umi,talk,aki,na", "umi,talk,haru,ＮＡ"]
    content = "\n".join(["vendor,criterion,evaluator,value", *rows, ""])
    case = read(write_folder(tmp_path / "case", {"ratings.csv": content}))

    assert [rating.value for rating in case.ratings] == [None, Decimal(0), "na", "na"]


def test_an_answer_that_is_no_judgement_counts_as_unrated(tmp_path: Path) -> None:
    content = "vendor,criterion,evaluator,value,no_basis\nsora,talk,aki,4,yes\numi,talk,aki,,Yes\n"
    case, warnings = read_case(write_folder(tmp_path / "case", {"ratings.csv": content}))

    assert [(rating.value, rating.no_basis) for rating in case.ratings] == [(None, True)] * 2
    assert [(warning.code, warning.places) for warning in warnings] == [
        ("no-basis-with-value", ("ratings.csv:2",))
    ]


def test_flow_and_scope_are_the_profiles_unless_said_otherwise(tmp_path: Path) -> None:
    profile = (
        '[[profiles]]\nid = "inbound"\ntitle = { ja = "受電", en = "Inbound" }\n'
        'flow = ["inbound"]\nscope = "department"\nweights = { quality = 60, price = 40 }\n'
    )
    criteria = {"criteria.toml": CRITERIA + profile}
    own = 'profile = "inbound"\nflow = ["outbound", "inbound"]\nscope = "activity"\n' + EVALUATION
    nothing = 'profile = "inbound"\nflow = []\n' + EVALUATION
    given = [
        read(write_folder(tmp_path / name, {**criteria, "evaluation.toml": text})).evaluation
        for name, text in {
            "default": 'profile = "inbound"\n' + EVALUATION,
            "own": own,
            "nothing": nothing,
        }.items()
    ]

    assert [(each.purchase.flow, each.purchase.scope) for each in given] == [
        (("inbound",), "department"),
        (("inbound", "outbound"), "activity"),
        ((), "department"),
    ]


def test_further_columns_keys_and_draws_are_kept(tmp_path: Path) -> None:
    case, warnings = read_case(
        write_folder(
            tmp_path / "case",
            {
                "vendors.csv": "id,name_ja,席数,url\nsora,そら,120,\numi,うみ,,umi.example\n",
                "evaluation.toml": 'note = "x"\n'
                + EVALUATION
                + "hours = [9, 17]\n"
                + '[[lots]]\norder = ["umi", "sora"]\ndrawn = 2026-01-15\nseed = 7\n',
            },
        )
    )

    assert [vendor.profile for vendor in case.vendors] == [{"席数": "120"}, {"url": "umi.example"}]
    assert case.evaluation.further == {"note": "x", "cost": {"hours": [9, 17]}}
    assert [(warning.code, warning.places) for warning in warnings] == [
        ("unknown-key", ("note", "cost.hours"))
    ]
    lot = case.evaluation.purchase.lots[0]
    assert lot.order == ("umi", "sora")
    assert lot == Lot(order=lot.order, record=lot.record)
    assert [str(value) for value in lot.record.values()] == ["2026-01-15", "7"]


def test_without_criteria_the_default_set_is_used(tmp_path: Path) -> None:
    case = read(
        write_folder(
            tmp_path / "case",
            {
                **dict.fromkeys(("criteria.toml", "ratings.csv", "measures.csv", "gates.csv")),
                "evaluators.csv": None,
                "evaluation.toml": 'profile = "inbound-centre"\n' + EVALUATION,
            },
        )
    )

    assert case.criteria.id == "contact-centre-outsourcing"


def test_weights_total_exactly_in_decimals(tmp_path: Path) -> None:
    weights = "weights = { quality = 33.3, price = 66.7 }\n"
    case = read(write_folder(tmp_path / "case", {"evaluation.toml": weights + EVALUATION}))

    assert case.evaluation.purchase.weights == {
        "quality": Decimal("33.3"),
        "price": Decimal("66.7"),
    }
