import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.criteria.full import FULL
from vendor_eval.cli.criteria import criteria
from vendor_eval.cli.language import pick_language
from vendor_eval.criteria.file import default_criteria_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "criteria.toml"
    path.write_text(FULL, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(criteria, [str(word) for word in words])


def test_check_says_what_was_read(file: Path) -> None:
    done = run("check", file, "--lang", "en")
    assert (done.exit_code, done.stderr) == (0, "")
    summary, digest = done.stdout.splitlines()
    assert summary == (
        f"{file} is sound: full 1.2.0, groups: 2, criteria: 6, profiles: 2, variants: 1"
    )
    assert done.stdout.splitlines()[1] == run("digest", file).stdout.strip()
    assert digest.startswith("sha256:")


def test_check_of_the_default_set_in_japanese() -> None:
    done = run("check", default_criteria_path(), "--lang", "ja")
    assert done.exit_code == 0
    assert "評価群 10、評価項目 60、プロファイル 6" in done.stdout


@pytest.mark.parametrize("command", ["check", "digest"])
def test_each_mistake_is_a_line_of_stderr(file: Path, command: str) -> None:
    text = FULL.replace("weight = 4\n", "weight = nan\n").replace("scope = ", "skope = ", 1)
    file.write_text(text, encoding="utf-8")
    done = run(command, file, "--lang", "en")
    assert (done.exit_code, done.stdout) == (1, "")
    first, second = done.stderr.splitlines()
    line = text[: text.index("weight = nan")].count("\n") + 1
    assert first == (
        f"{file}:{line}: criteria.calls.weight: nan is not a finite number; write an ordinary"
        " number, such as 4"
    )
    assert second.endswith(
        'criteria.calls.applies.skope: the key "skope" is unknown; write scope, or delete it'
    )


def test_mistakes_in_japanese(file: Path) -> None:
    file.write_text(FULL.replace("weight = 4\n", "weigth = 4\n"), encoding="utf-8")
    done = run("check", file, "--lang", "ja")
    assert done.exit_code == 1
    assert [line.partition(": ")[2] for line in done.stderr.splitlines()] == [
        "criteria.calls.weight: キー weight がありません; 書き加えてください。例: weight = 4",
        'criteria.calls.weigth: "weigth" というキーはありません; weight と書くか、削除してください',
    ]


def test_a_file_that_is_not_there_is_no_wrong_usage(tmp_path: Path) -> None:
    done = run("check", tmp_path / "none", "--lang", "en")
    assert done.exit_code == 1
    assert done.stderr == f"{tmp_path / 'none'}: there is no such file; check its name and folder\n"


def test_wrong_usage_is_2() -> None:
    assert run("check").exit_code == 2
    assert run("diff", "one").exit_code == 2
    assert run("check", "file", "--lang", "fr").exit_code == 2


def test_diff_in_words_and_as_json(file: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text(FULL.replace("weight = 4\n", "weight = 4.5\n"), encoding="utf-8")
    assert run("diff", file, new, "--lang", "en").stdout == (
        "Criterion calls (Calls): weight changed from 4 to 4.5\n"
    )
    assert run("diff", file, new, "--lang", "ja").stdout == (
        "評価項目 calls（応対）: 重みを4から4.5に変更\n"
    )
    assert json.loads(run("diff", file, new, "--json").stdout) == {
        "format": 1,
        "changes": [
            {
                "kind": "changed",
                "path": ["criteria", "calls", "weight"],
                "old": "4",
                "new": "4.5",
            }
        ],
    }


def test_diff_of_the_same_meaning(file: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text("# again\n" + FULL, encoding="utf-8")
    same = run("diff", file, new, "--lang", "en")
    assert (same.exit_code, same.stdout) == (0, "The two files mean the same.\n")


def test_diff_names_the_mistakes_of_both_files(file: Path, tmp_path: Path) -> None:
    file.write_text(FULL.replace("per = 100", "per = 0"), encoding="utf-8")
    done = run("diff", file, tmp_path / "none", "--lang", "en")
    assert done.exit_code == 1
    first, second = done.stderr.splitlines()
    assert "criteria.abandonment.per: 0 is not above 0" in first
    assert "none: there is no such file" in second


def test_schema_is_json(file: Path) -> None:
    schema = json.loads(run("schema", "--lang", "en").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "criteria" in schema["required"]


@pytest.mark.parametrize(
    ("option", "environment", "language"),
    [
        ("en", {"VENDOR_EVAL_LANGUAGE": "ja"}, "en"),
        (None, {"VENDOR_EVAL_LANGUAGE": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8"}, "en"),
        (None, {"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "de_DE.UTF-8"}, "ja"),
        (None, {}, "ja"),
    ],
)
def test_language_of_a_command(
    option: str | None,
    environment: dict[str, str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("VENDOR_EVAL_LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert pick_language(option) == language


def test_reading_a_sound_file_loads_nothing_heavy() -> None:
    script = (
        "import sys; from vendor_eval.criteria.file import default_criteria_path, load_criteria;"
        "load_criteria(default_criteria_path()); print(*sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    heavy = {"pydantic", "pydantic_core", "tree_sitter", "flask", "numpy", "difflib", "click"}
    assert heavy.isdisjoint(done.stdout.split())
