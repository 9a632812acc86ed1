"""Every mistake gets one clear line with its place and cure, in both languages."""

from pathlib import Path

import pytest

from tests.exchange.mistakes import SPOILT
from tests.exchange.small_case import contents_of, write_folder
from vendor_eval.errors import InvalidFilesError
from vendor_eval.exchange.case_folder import read_case


def said() -> dict[str, list[str]]:
    """What mistakes.txt says of each: the lines in English, then those in Japanese."""
    text = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8")
    sections = [section.splitlines() for section in text.split("# ")[1:]]
    return {name: [line for line in lines if line] for name, *lines in sections}


SAID = said()


def test_each_mistake_has_its_lines() -> None:
    assert SAID.keys() == SPOILT.keys()


@pytest.mark.parametrize("name", SPOILT)
def test_a_mistake_is_named_with_its_place_and_cure(name: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "case", SPOILT[name])
    before = contents_of(folder)

    with pytest.raises(InvalidFilesError) as caught:
        read_case(folder)

    problems = caught.value.problems
    lines = [problem.text("en") for problem in problems]
    assert lines + [problem.text("ja") for problem in problems] == SAID[name]
    assert contents_of(folder) == before


def test_all_mistakes_of_all_files_are_found_in_one_run(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "case",
        {
            "recusals.csv": "vendor,evaluator\nsora,nobody\n",
            "ratings.csv": "vendor,criterion,evaluator,value\numi,talk,haru,9\nsora,talk,aki,NaN\n",
            "evaluation.toml": 'format = 1\nid = "desk"\nterm_months = 0\n',
            "criteria.toml": "format = 1\n",
        },
    )

    with pytest.raises(InvalidFilesError) as caught:
        read_case(folder)

    places = [problem.place for problem in caught.value.problems]
    assert places == sorted(places, key=lambda place: FILES_IN_ORDER.index(place.split(":")[0]))
    assert {*places} >= {
        "evaluation.toml:1",
        "evaluation.toml:3",
        "ratings.csv:3",
        "recusals.csv:2",
    }
    assert sum(place.startswith("criteria.toml:") for place in places) > 3


FILES_IN_ORDER = ["evaluation.toml", "criteria.toml", "ratings.csv", "recusals.csv"]


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", "1 problem(s) found. Correct them and try again."),
        ("ja", "誤りが1件あります。直してから、もう一度お試しください。"),
    ],
)
def test_the_whole_message_counts_and_lists(tmp_path: Path, language: str, first: str) -> None:
    folder = write_folder(tmp_path / "case", SPOILT["term 0"])

    with pytest.raises(InvalidFilesError) as caught:
        read_case(folder)

    assert caught.value.text(language).split("\n") == [
        first,
        caught.value.problems[0].text(language),
    ]


def test_a_folder_without_an_evaluation_is_not_a_case(tmp_path: Path) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        read_case(tmp_path)

    assert caught.value.problems[0].text() == (
        f"{tmp_path.name}: there is no evaluation.toml in it;"
        " give the folder of an evaluation, or a zip of one"
    )


def test_a_file_that_is_no_zip_is_not_a_case(tmp_path: Path) -> None:
    path = tmp_path / "case.zip"
    path.write_bytes(b"vendor,criterion\n")

    with pytest.raises(InvalidFilesError) as caught:
        read_case(path)

    assert caught.value.problems[0].text() == (
        "case.zip: this is neither a folder nor a zip;"
        " give the folder of an evaluation, or a zip of one"
    )


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidFilesError) as caught:
        read_case(tmp_path / "gone")

    assert caught.value.problems[0].text() == (
        "gone: this cannot be read (No such file or directory);"
        " check the path and your right to read it"
    )


def test_no_more_problems_are_listed_than_anybody_reads(tmp_path: Path) -> None:
    rows = "sora,talk,aki,9\n" * 3_000
    folder = write_folder(
        tmp_path / "case", {"ratings.csv": f"vendor,criterion,evaluator,value\n{rows}"}
    )

    with pytest.raises(InvalidFilesError) as caught:
        read_case(folder)

    assert len(caught.value.problems) == 1_000
