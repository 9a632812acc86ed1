"""``vendor-eval weights``: files in, weights or one clear message out."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.worked_examples.weights import DRINKS
from vendor_eval.cli.weights import weights

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file and say where it lies."""

    def write(text: str | bytes, name: str = "in.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def run(*words: object) -> Result:
    return CliRunner().invoke(weights, [str(word) for word in words])


def result(*words: object) -> dict[str, Any]:
    done = run(*words, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert isinstance(document, dict)
    return document


def test_comparisons_as_json(write: Write) -> None:
    names = ["coffee", "wine", "tea", "beer", "sodas", "milk", "water"]
    rows = DRINKS["comparisons"]
    lines = [",".join([name, *row]) for name, row in zip(names, rows, strict=True)]
    found = result("ahp", write("\n".join([",".join(["", *names]), *lines])))
    assert list(found) == [
        "weights",
        "lambda_max",
        "consistency_index",
        "consistency_ratio",
        "revisit",
    ]
    assert list(found["weights"].values()) == pytest.approx(DRINKS["weights"], abs=0.0006)
    assert found["consistency_ratio"] == pytest.approx(0.022, abs=0.0006)
    assert found["revisit"] == ["wine", "water"]


def test_two_things_have_no_ratio(write: Write) -> None:
    found = result("ahp", write(",a,b\na,,3\nb,,\n"), "--lang", "en")
    assert found["weights"] == pytest.approx({"a": 0.75, "b": 0.25}, abs=1e-15)
    assert (found["consistency_ratio"], found["revisit"]) == (None, None)
    assert found["note"] == "two things can always be compared consistently"


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff,a,b,c\r\na,1,３,１／２\r\nb,0.333,1,1/6\r\nc,2,6,1\r\n".encode(),
        b",a,b,c\nc,2,6,\na,,3,0.5\nb,,,1/6\n",
        " , a , b , c \n a , 1 , 3 , ０．５ \n\n b , , 1 , 1/6 ,\n c , , , 1 \n".encode("cp932"),
    ],
    ids=["bom", "other order", "cp932"],
)
def test_the_same_comparisons_however_they_are_typed(write: Write, text: bytes) -> None:
    found = result("ahp", write(text))
    assert found["weights"] == pytest.approx({"a": 0.3, "b": 0.1, "c": 0.6}, abs=1e-12)
    assert found["consistency_index"] == pytest.approx(0, abs=1e-12)
    assert found["revisit"] is None


def test_people_are_combined_by_geometric_mean(write: Write) -> None:
    first = write(",a,b\na,,8\nb,,\n", "one.csv")
    second = write(",b,a\nb,,1/2\na,,\n", "two.csv")
    assert result("ahp", first, second)["weights"] == pytest.approx({"a": 0.8, "b": 0.2})
    shown = run("ahp", first, second, "--lang", "ja")
    assert "整合度(CR)は求められません。2つの比較が食い違うことはありません。" in shown.stdout
    assert "one.csv" in shown.stdout


def test_the_table_says_what_to_revisit(write: Write) -> None:
    path = write(",a,b,c\na,,9,1/9\nb,,,9\nc,,,\n")
    english, japanese = run("ahp", path, "--lang", "en"), run("ahp", path, "--lang", "ja")
    assert "Look again at a and b: 9 was given, the weights come to 1." in english.stdout
    assert "a と b の比較を見直してください" in japanese.stdout
    assert "33.34" in english.stdout


def test_an_order_with_ties(write: Write) -> None:
    found = result("centroid", write("ア\n\nイ ＝ ウ\nエ\n".encode("cp932"), "order.txt"))
    assert found == {
        "weights": pytest.approx({"ア": 25 / 48, "イ": 10 / 48, "ウ": 10 / 48, "エ": 3 / 48})
    }


def test_swings(write: Write) -> None:
    found = result("swing", write("\ufeffpoints,id\n１０,colour\n75,life\n100,price\n"))
    assert found == {
        "weights": pytest.approx({"colour": 10 / 185, "life": 75 / 185, "price": 100 / 185})
    }
    shown = run("swing", write("id,points\na,100\nb,0\n"), "--lang", "ja")
    assert "重み" in shown.stdout
    assert "100.00" in shown.stdout


MISTAKES: dict[str, list[tuple[str | bytes, str]]] = {
    "ahp": [
        (",a,b,c\na,,2,3\nb,,,1\n", "the column \"c\" has no row; write the ids"),
        (",a,b\na,,2\nz,,\n", ':3: the row "z" has no column; write the ids'),
        (",a,b\na,,2,4\nb,,\n", ":2: the row is longer than the first one; write"),
        (",a,b\na,,2\nb,0.6,\n", ':3: b, a: this is not the reciprocal of "a" with "b"; correct'),
        (",a,b\na,,0\nb,,\n", ':2: a, b: "0" is not above 0; write how many times'),
        (",a,b\na,,-2\nb,,\n", ':2: a, b: "-2" is not above 0; write how many times'),
        (",a,b\na,,1/0\nb,,\n", ':2: a, b: "1/0" is not above 0; write how many times'),
        (",a,b\na,,NaN\nb,,\n", ':2: a, b: "NaN" is not a number; write how many times'),
        (",a,b\na,,inf\nb,,\n", ':2: a, b: "inf" is not a number; write how many times'),
        (",a,b\na,,1/2/3\nb,,\n", ':2: a, b: "1/2/3" is not a number; write how many times'),
        (",a,b\na,,\nb,2,\n", ':2: a, b: the comparison of "a" with "b" is missing; write how'),
        (",a,b\na,2,3\nb,,\n", ":2: a, a: a thing compared with itself is not 1; write 1"),
        (",a\na,1\n", ":1: fewer than two things to weigh; name two at least"),
        (",a,a\na,,2\n", ':1: the id "a" is there twice, first in line 1; delete one'),
        (",a,b\na,,2\na,,2\nb,,\n", ':3: the id "a" is there twice, first in line 2; delete one'),
        (",a,,b\na,,2,2\nb,,,\n", ":1: an id is missing; write the id"),
        ("a;b\n1;2\n", "the columns are not separated by commas; save it"),
        ('"a,b\n', "a quotation mark is not closed"),
        ("", ":1: the file is empty; write the ids in the first row and the first column"),
        (b"PK\x03\x04", "this is not CSV but another format (Excel, ZIP); save it"),
    ],
    "centroid": [
        ("a\n", "fewer than two things to weigh; name two at least"),
        ("a\nb\na\n", ':3: the id "a" is there twice, first in line 1; delete one'),
        ("a = \nb\n", ":1: an id is missing; write the id"),
        ("a\n\x07b\n", ":2: \"\ufffdb\" cannot be an id; write at most 200"),
        ("", ":1: the file is empty; write one id a line"),
        (b"\x81\x00", "this is not text in UTF-8 or CP932 (Shift_JIS); save it in an editor"),
    ],
    "swing": [
        ("id,points\na,90\nb,50\n", "points: no swing has 100 points; give the best swing 100"),
        ("id,points\na,110\nb,100\n", ":2: points: 110 is above 100; give the best swing 100"),
        ("id,points\na,100\nb,-1\n", ":3: points: -1 is below 0; write a number"),
        ("id,points\na,100\nb,\n", ":3: points: the cell is empty; fill it in"),
        ("id,points\na,100\nb,nan\n", ':3: points: "nan" is not a number; write a number'),
        ("id,points\na,100\na,20\n", ":3: id: a is there twice, first in line 2; delete one"),
        ("id,points\na,100\n", "fewer than two things to weigh; name two at least"),
        ("id,weight\na,100\nb,2\n", "the column points is missing; "),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "text", "message"),
    [(command, *each) for command, all_of in MISTAKES.items() for each in all_of],
)
def test_each_mistake_has_a_place_and_a_cure(
    write: Write, command: str, text: str | bytes, message: str
) -> None:
    path = write(text)
    done = run(command, path, "--lang", "en")
    assert (done.exit_code, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(str(path))
    assert message in line
    japanese = run(command, path, "--json", "--lang", "ja")
    assert (japanese.exit_code, japanese.stdout) == (1, "")
    assert len(japanese.stderr.splitlines()) == 1


def test_people_compare_the_same(write: Write) -> None:
    first = write(",a,b\na,,8\nb,,\n", "one.csv")
    second = write(",a,c\na,,2\nc,,\n", "two.csv")
    done = run("ahp", first, second, "--lang", "en")
    assert done.exit_code == 1
    unknown, missing = done.stderr.splitlines()
    assert unknown == f'{second}:1: "c" is not compared in {first}; compare the same in every file'
    assert missing.startswith(f'{second}:1: "b" is compared in {first} and is missing here')


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("ahp", tmp_path / "none.csv", "--lang", "en")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path / 'none.csv'}: this cannot be read (No such file")
