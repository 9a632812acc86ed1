"""Evaluations from case folders into the database and back, by command."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.factories import SAMPLE
from vendor_eval.__main__ import main
from vendor_eval.app import create_server_app
from vendor_eval.case import score_sheet
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.results import build_results
from vendor_eval.scoring.comparison import compare
from vendor_eval.storage import db, load_acts


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, named by the environment."""
    folder = tmp_path / "data"
    monkeypatch.setenv("VENDOR_EVAL_DATA", str(folder))
    return folder


def run(*arguments: object) -> Result:
    """Run the program."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_there_and_back_loses_nothing(data: Path, tmp_path: Path, name: str) -> None:
    imported = run("import", SAMPLE, "--lang", "en")
    exported = run("export", "inbound-desk", tmp_path / name, "--lang", "en")

    before, _warnings = read_case(SAMPLE)
    after, _warnings = read_case(tmp_path / name)
    assert imported.exit_code == 0
    assert imported.stdout.startswith(
        "inbound-desk is in the database (vendors: 7, evaluators: 4, ratings: 720"
    )
    assert before.criteria_digest in imported.stdout
    assert exported.stdout == f"inbound-desk is written to {tmp_path / name}.\n"
    assert after == before
    assert build_results(after, compare(score_sheet(after)), (), "ja") == build_results(
        before, compare(score_sheet(before)), (), "ja"
    )


def test_an_id_that_is_taken_is_refused(data: Path, tmp_path: Path) -> None:
    run("import", SAMPLE)

    again = run("import", SAMPLE, "--lang", "en")
    other = run("import", SAMPLE, "--as", "second", "--lang", "en")
    run("export", "second", tmp_path / "out")

    assert again.exit_code == 1
    assert again.stdout == ""
    assert again.stderr == (
        "An evaluation with the id inbound-desk exists already."
        " Import it under another id (--as NEW-ID on the command line).\n"
    )
    assert other.exit_code == 0
    first, _warnings = read_case(SAMPLE)
    second, _warnings = read_case(tmp_path / "out")
    assert second == replace(first, evaluation=replace(first.evaluation, id="second"))


def test_the_record_begins_with_the_import(data: Path) -> None:
    run("import", SAMPLE, "--as", "other")

    with create_server_app().app_context():
        first = next(iter(load_acts(db.session, "other")))
    assert (first.act.number, first.act.who, first.act.what) == (1, "system", "evaluation.import")
    assert first.act.about == {
        "evaluation": "other",
        "origin": "inbound-desk",
        "criteria": read_case(SAMPLE)[0].criteria_digest,
    }


def test_a_folder_with_mistakes_leaves_no_database(data: Path, tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "evaluation.toml").write_text('format = 1\nid = "x"\n', encoding="utf-8")

    result = run("import", tmp_path / "case", "--lang", "en")

    assert result.exit_code == 1
    assert "evaluation.toml" in result.stderr
    assert "title" in result.stderr
    assert not data.exists()


def test_an_evaluation_that_is_not_there(data: Path, tmp_path: Path) -> None:
    result = run("export", "gone", tmp_path / "out", "--lang", "ja")

    assert result.exit_code == 1
    assert "gone" in result.stderr
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(data: Path, tmp_path: Path) -> None:
    run("import", SAMPLE)
    (tmp_path / "out.zip").write_text("mine")

    result = run("export", "inbound-desk", tmp_path / "out.zip")

    assert result.exit_code == 1
    assert (tmp_path / "out.zip").read_text() == "mine"


def test_a_wrong_id_is_wrong_usage(data: Path) -> None:
    result = run("import", SAMPLE, "--as", "a b", "--lang", "en")

    assert result.exit_code == 2
    assert "a b is not an id; use up to 64 letters a-z" in result.stderr


def test_a_wrong_setting_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDOR_EVAL_HTTPS", "maybe")

    result = run("import", SAMPLE, "--lang", "en")

    assert result.exit_code == 1
    assert result.stderr.endswith("VENDOR_EVAL_HTTPS: maybe cannot be used. Write yes or no.\n")
