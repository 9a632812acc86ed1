"""The JSON of a comparison holds the published numbers of the sample and nothing it should not."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.small_case import CRITERIA, FILES, Changes, write_folder
from vendor_eval.case import score_sheet
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.results import build_results, format_results
from vendor_eval.scoring import compare
from vendor_eval.scoring.robustness import assess

SAMPLE = Path(__file__).parents[2] / "vendor_eval" / "sample" / "inbound-desk"
PUBLISHED = Path(__file__).parent / "inbound-desk.json"


def results_of(folder: Path, language: str = "en") -> dict[str, Any]:
    """The document, as another program reads it."""
    case, warnings = read_case(folder)
    comparison = compare(score_sheet(case))
    robustness = assess(comparison, samples=0)
    document = build_results(case, comparison, warnings, language, robustness)
    read: dict[str, Any] = json.loads(format_results(document), parse_float=Decimal)
    return read


def vendor(folder: Path, vendor_id: str) -> dict[str, Any]:
    """One vendor's part."""
    found: dict[str, Any] = next(
        each for each in results_of(folder)["vendors"] if each["id"] == vendor_id
    )
    return found


def assert_equal(published: object, ours: object, place: str) -> None:
    """The same shape and texts; numbers to twelve digits, printed totals in each digit."""
    if isinstance(published, dict):
        assert isinstance(ours, dict), place
        assert published.keys() == ours.keys(), place
        for key, value in published.items():
            assert_equal(value, ours[key], f"{place}.{key}")
    elif isinstance(published, list):
        assert isinstance(ours, list), place
        assert len(published) == len(ours), place
        for at, (value, own) in enumerate(zip(published, ours, strict=True)):
            assert_equal(value, own, f"{place}.{at}")
    elif isinstance(published, Decimal | int) and not (
        isinstance(published, bool) or place.endswith(".total")
    ):
        assert float(str(ours)) == pytest.approx(float(published), rel=1e-12, abs=1e-12), place
    else:
        assert published == ours, place


def test_the_sample_gives_the_published_document() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"), parse_float=Decimal)
    ours = results_of(SAMPLE)

    assert ours["criteria"].pop("digest").startswith("sha256:")
    assert published["criteria"].pop("digest") is None
    assert [warning["code"] for warning in ours.pop("warnings")] == ["reason-missing"]
    assert published.pop("warnings") == []
    assert_equal(published, ours, "")


def test_a_total_is_printed_with_the_digits_of_the_rules(tmp_path: Path) -> None:
    rules = CRITERIA.replace("[[groups]]", "[rules]\nrounding = { places = 4 }\n\n[[groups]]", 1)
    folder = write_folder(tmp_path / "case", {"criteria.toml": rules})
    case, _warnings = read_case(folder)
    comparison = compare(score_sheet(case))
    document = build_results(case, comparison, (), "en", assess(comparison, samples=0))

    assert str(document["vendors"][0]["total"]) == "74.0000"
    assert '"total": 74.0000,\n' in format_results(document)


def test_a_vendor_that_declined_has_no_numbers(tmp_path: Path) -> None:
    vendors = "id,name_ja,status\nsora,そら,withdrawn\numi,うみ,\n"
    folder = write_folder(tmp_path / "case", {"vendors.csv": vendors})

    assert results_of(folder)["vendors"][1] == {
        "id": "sora",
        "status": "withdrawn",
        "rank": None,
        "total": None,
        "total_exact": None,
    }


def test_what_is_missing_is_null_and_not_zero(tmp_path: Path) -> None:
    changes: Changes = {
        "ratings.csv": "vendor,criterion,evaluator,value\nsora,talk,aki,0\numi,talk,aki,na\n",
        "gates.csv": "vendor,criterion,result\nsora,certificate,pass\n",
    }
    folder = write_folder(tmp_path / "case", changes)
    sora, umi = vendor(folder, "sora"), vendor(folder, "umi")

    assert sora["criteria"]["talk"] == {"state": "scored", "score": 0, "points": 0}
    assert umi["criteria"]["talk"] == {"state": "not-applicable", "score": None, "points": None}
    assert umi["criteria"]["terms"] == {"state": "unrated", "score": None, "points": None}
    assert umi["groups"]["price"] == {"score": None, "points": None}
    assert umi["cost"] is None
    assert (umi["status"], umi["total"], umi["total_exact"]) == ("incomplete", None, None)
    assert umi["gates"] == {"certificate": "not-checked"}
    assert umi["coverage"] == {"scored": 0, "applicable": 4, "weight": 0}


def test_cost_per_outcome_is_null_without_outcomes(tmp_path: Path) -> None:
    text = FILES["evaluation.toml"].replace("calls_offered = 100\n", "")
    folder = write_folder(tmp_path / "case", {"evaluation.toml": text})

    assert vendor(folder, "sora")["cost"] == {
        "one_off": 0,
        "monthly": 50_000,
        "total": 600_000,
        "outcomes": 0,
        "per_outcome": None,
    }


def test_warnings_are_in_the_language_asked_for(tmp_path: Path) -> None:
    content = FILES["ratings.csv"].replace("value", "value,memo", 1)
    folder = write_folder(tmp_path / "case", {"ratings.csv": content})

    assert results_of(folder, "ja")["warnings"] == [
        {
            "code": "unknown-column",
            "text": "名前のわからない列は読みません(1件): ratings.csv:1: memo。"
            "列名を直すか、列を削除してください。",
        }
    ]


def test_ties_name_their_vendors_and_what_broke_them(tmp_path: Path) -> None:
    rules = CRITERIA.replace("[[groups]]", '[rules]\nties = ["lot"]\n\n[[groups]]', 1)
    changes: Changes = {
        "criteria.toml": rules,
        "ratings.csv": "vendor,criterion,evaluator,value\nsora,talk,aki,4\numi,talk,aki,4\n",
        "measures.csv": None,
        "quotes.csv": None,
    }
    standing = write_folder(tmp_path / "standing", changes)
    lot = FILES["evaluation.toml"] + '[[lots]]\norder = ["umi", "sora"]\n'
    drawn = write_folder(tmp_path / "drawn", {**changes, "evaluation.toml": lot})

    assert results_of(standing)["ties"] == [{"vendors": ["sora", "umi"], "broken_by": None}]
    assert results_of(drawn)["ties"] == [{"vendors": ["sora", "umi"], "broken_by": "lot"}]
    ranks = [(each["id"], each["rank"]) for each in results_of(drawn)["vendors"]]
    assert ranks == [("umi", 1), ("sora", 2)]
