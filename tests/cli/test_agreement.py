"""``vendor-eval agreement``: ratings in, figures or one clear message out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.worked_examples.judges import KRIPPENDORFF_2011
from vendor_eval.cli.agreement import agreement

SAMPLE = Path(__file__).parents[2] / "vendor_eval" / "sample" / "inbound-desk"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file and say where it lies."""

    def write(text: str | bytes, name: str = "ratings.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def run(*words: object) -> Result:
    return CliRunner().invoke(agreement, [str(word) for word in words])


def result(*words: object) -> dict[str, Any]:
    done = run(*words, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert isinstance(document, dict)
    return document


def test_a_table_with_gaps_as_json(write: Write) -> None:
    observers: Any = KRIPPENDORFF_2011["ratings"]
    units = zip(*observers, strict=True)
    rows = [
        ",".join([f"unit-{at}", *("" if each is None else str(each) for each in unit)])
        for at, unit in enumerate(units)
    ]
    found = result(write("\n".join(["unit,A,B,C,D", *rows])))
    assert found["kendall_w"]["raters"] == 4
    assert found["kendall_w"]["items"] == 8
    assert found["krippendorff"] == pytest.approx({"ordinal": 0.815, "interval": 0.849}, abs=0.0006)
    assert set(found["icc"]) == {"icc_2_1", "icc_2_k"}
    assert set(found) == {"kendall_w", "krippendorff", "icc"}


def test_what_cannot_be_computed_is_null_with_a_note(write: Write) -> None:
    found = result(write("id,a,b\nx,3,3\ny,3.0,３\nz,,\n"), "--lang", "ja")
    assert found == {
        "kendall_w": {
            "w": None,
            "raters": 2,
            "items": 2,
            "note": "an evaluator gave every item the same rating",
        },
        "krippendorff": {"ordinal": 1.0, "interval": 1.0, "note": "no variation"},
        "icc": {"icc_2_1": None, "icc_2_k": None, "note": "no variation"},
    }


def test_a_case_has_figures_by_group_and_for_each_evaluator() -> None:
    found = result(SAMPLE)
    assert found["kendall_w"]["raters"] == 4
    assert len(found["groups"]) == 9
    assert all(0 < each["kendall_w"]["w"] <= 1 for each in found["groups"].values())
    leaning = {each["evaluator"]: each["deviation"] for each in found["evaluators"]}
    assert sorted(leaning, key=leaning.__getitem__) == ["ueda", "ishida", "aoki", "eguchi"]


def test_a_case_in_words() -> None:
    english, japanese = run(SAMPLE, "--lang", "en"), run(SAMPLE, "--lang", "ja")
    assert english.exit_code == japanese.exit_code == 0
    text = " ".join(english.stdout.split())
    assert "the evaluators agree strongly on the order" in text
    assert "the ratings allow tentative conclusions only" in text
    assert "Eguchi (Sales Planning) (lenient)" in english.stdout
    assert "Ueda (IT and Security) (strict)" in english.stdout
    assert "順位のつけ方はかなり一致しています" in "".join(japanese.stdout.split())


def test_few_items_are_said_to_say_nothing(write: Write) -> None:
    path = write("id,a,b\nx,1,2\ny,2,3\nz,5,4\n")
    text = " ".join(run(path, "--lang", "en").stdout.split())
    assert "This says nothing: it takes 8 items." in text
    assert "This says nothing: it takes 30 items and 3 evaluators." in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "{file}:1: the file is empty"),
        ("id\nx\n", "{file}:1: there is no evaluator; write the evaluators in the first row"),
        ("id,a,b\n", "{file}: nothing is rated"),
        ("id;a;b\nx;1;2\n", "{file}:1: the columns are not separated by commas"),
        ("id,a,b\nx,1,2\ny,good,3\n", '{file}:3: y, a: "good" is not a number; write a number'),
        ("id,a,b\nx,1,2\n\nx,2,3\n", '{file}:4: the id "x" is there twice, first in line 2'),
        ("id,a,a\nx,1,2\n", '{file}:1: the id "a" is there twice'),
        ("id,a,b\n,1,2\n", "{file}:2: an id is missing"),
        ("id,a,b\nx,1,2,3\n", "{file}:2: x: the row is longer than the first one"),
        (
            "id,a,b\nx,1,99999999999999999\n",
            '{file}:2: x, b: "99999999999999999" has too many digits; write at most 15',
        ),
        (b"PK\x03\x04rest", "{file}: this is not CSV but another format (Excel, ZIP)"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_cure(
    write: Write, text: str | bytes, message: str
) -> None:
    path = write(text)
    done = run(path, "--lang", "en")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(message.format(file=path))
    assert done.stderr.count("\n") == 1


def test_a_missing_file_and_a_folder_without_a_case(tmp_path: Path) -> None:
    missing = run(tmp_path / "none.csv", "--lang", "en")
    assert missing.exit_code == 1
    assert "this cannot be read" in missing.stderr
    folder = run(tmp_path, "--lang", "en")
    assert folder.exit_code == 1
    assert "there is no evaluation.toml in it" in folder.stderr
