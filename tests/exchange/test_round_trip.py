"""Writing an evaluation and reading it again gives the same evaluation, and the same bytes."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.small_case import contents_of, write_folder
from tests.exchange.strategies import cases, texts
from vendor_eval.case import Case, score_sheet
from vendor_eval.errors import InvalidFilesError
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.case_writing import case_files, write_case
from vendor_eval.exchange.csv_rows import escaped, unescaped
from vendor_eval.scoring import Comparison, compare

SAMPLE = Path(__file__).parents[2] / "vendor_eval" / "sample" / "inbound-desk"

bounded = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def result_of(case: Case) -> Comparison:
    """The comparison of a case."""
    return compare(score_sheet(case))


def written(case: Case) -> bytes:
    """The case as a zip."""
    file = io.BytesIO()
    write_case(case, result_of(case), file)
    return file.getvalue()


@bounded
@given(cases())
def test_any_evaluation_comes_back_as_it_was(case: Case) -> None:
    content = written(case)

    again, _warnings = read_case(io.BytesIO(content))

    assert again == case
    assert written(again) == content


def test_the_sample_comes_back_with_the_same_totals(tmp_path: Path) -> None:
    case, warnings = read_case(SAMPLE)
    write_case(case, result_of(case), tmp_path / "out")

    again, warnings_again = read_case(tmp_path / "out")

    assert again == case
    assert warnings_again == warnings
    assert again.criteria_digest == case.criteria_digest
    totals = [result_of(each).total for each in (case, again)]
    assert [totals[1](place) for place in range(7)] == [totals[0](place) for place in range(7)]


def test_a_path_that_ends_in_zip_becomes_a_zip(tmp_path: Path) -> None:
    case, _warnings = read_case(write_folder(tmp_path / "case"))
    write_case(case, result_of(case), tmp_path / "out.zip")

    assert read_case(tmp_path / "out.zip")[0] == case


def test_the_criteria_file_keeps_every_byte(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "case")
    text = "# 注釈 / comment\r\n" + (folder / "criteria.toml").read_text(encoding="utf-8")
    (folder / "criteria.toml").write_bytes(text.encode())
    case, _warnings = read_case(folder)

    assert case_files(case, result_of(case))["criteria.toml"] == text.encode()


def test_the_result_lies_beside_the_files(tmp_path: Path) -> None:
    case, _warnings = read_case(write_folder(tmp_path / "case"))
    files = case_files(case, result_of(case), "en")
    results = json.loads(files["results.json"])

    assert "recusals.csv" not in files
    assert results["evaluation"] == {"id": "desk"}
    assert [vendor["id"] for vendor in results["vendors"]] == ["sora", "umi"]


def test_files_open_rightly_in_a_spreadsheet(tmp_path: Path) -> None:
    case, _warnings = read_case(
        write_folder(
            tmp_path / "case",
            {
                "measures.csv": "vendor,criterion,value,note\nsora,answered,-5,-5\n",
                "vendors.csv": "id,name_ja,memo\nsora,=1+1,@x\numi,＝cmd,'plain\n",
            },
        )
    )
    files = case_files(case, result_of(case))

    assert files["measures.csv"].startswith(b"\xef\xbb\xbfvendor,criterion,value,")
    assert files["measures.csv"].decode("utf-8-sig").splitlines()[1] == ("sora,answered,-5,,,,,'-5")
    assert files["vendors.csv"].decode("utf-8-sig").splitlines()[1:] == [
        "sora,'=1+1,,active,,,,,'@x",
        "umi,'＝cmd,,active,,,,,'plain",
    ]


@bounded
@given(texts | st.text())
def test_an_escaped_text_is_no_formula_and_comes_back(text: str) -> None:
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert unescaped(escaped(text)) == text


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "case")
    case, _warnings = read_case(folder)
    before = contents_of(folder)

    with pytest.raises(InvalidFilesError) as caught:
        write_case(case, result_of(case), folder)

    assert caught.value.problems[0].text() == (
        f"{folder}: this cannot be written (the folder is not empty);"
        " name a new file, or a folder that is empty, where you may write"
    )
    assert contents_of(folder) == before
