"""``vendor-eval compare``: table, JSON and PDF of a folder or zip, and what it says when wrong."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from wcwidth import wcswidth

from tests.exchange.small_case import CRITERIA, FILES, contents_of, with_changes, write_folder
from vendor_eval.__main__ import COMMANDS, main

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "vendor_eval" / "sample" / "inbound-desk"


def run(*arguments: object, columns: int = 80) -> Result:
    """Run the program."""
    return CliRunner().invoke(
        main, [str(each) for each in arguments], env={"COLUMNS": str(columns), "LANG": "C"}
    )


RANKING = {
    "en": """\
   1  76.33      -     44/44  36,594,000         537.8  Minamo Tsuwa Service K.K. (minamo)
   2  76.21   0.12     44/44  41,620,000         603.4  Tsubame Otosha Co., Ltd. (tsubame)
   3  71.28   4.93     43/44  39,480,000         565.9  Olive Taiwa Kiko K.K. (olive)
   4  57.57  13.71     44/44  36,396,303         568.0  Hayate Kaden Kobo Co., Ltd. (hayate)
   5  42.32  15.25     44/44  25,465,200         411.3  Tsukushi Denwa Madoguchi K.K. (tsukushi)
""",
    "ja": """\
   1   76.33      -   44/44  36,594,000        537.8  みなも通話サービス株式会社 (minamo)
   2   76.21   0.12   44/44  41,620,000        603.4  株式会社つばめ応答社 (tsubame)
   3   71.28   4.93   43/44  39,480,000        565.9  オリーブ対話機構株式会社 (olive)
   4   57.57  13.71   44/44  36,396,303        568.0  株式会社はやて架電工房 (hayate)
   5   42.32  15.25   44/44  25,465,200        411.3  つくし電話窓口株式会社 (tsukushi)
""",
}
POINTS = {
    "en": """\
Operator training and people                      14.00   12.03    11.74  10.60    9.54
Inbound capability                                18.00   14.58    15.04  14.77    5.48
Industry fit and track record                     12.00    9.81     9.30   6.00    7.29
Quality management and customer satisfaction      12.00    8.28     9.30   9.42    5.80
Information security and privacy                  10.00    7.20     8.70   7.60    7.20
Legal compliance and ethics                        4.00    2.90     3.20   2.80    2.70
Operations and continuity                          8.00    5.69     6.63   5.97    4.86
Data and reporting                                 4.00    3.03     3.05   3.67    3.13
Cost and commercial terms                         18.00   12.81     9.25  10.45   11.57
Total                                            100.00   76.33    76.21  71.28   57.57
""",
    "ja": """\
オペレーター教育・人材            14.00   12.03    11.74  10.60    9.54
インバウンド対応力                18.00   14.58    15.04  14.77    5.48
業界適合・受託実績                12.00    9.81     9.30   6.00    7.29
品質管理・顧客満足                12.00    8.28     9.30   9.42    5.80
情報セキュリティ・個人情報保護    10.00    7.20     8.70   7.60    7.20
法令順守・業界倫理                 4.00    2.90     3.20   2.80    2.70
運営体制・事業継続                 8.00    5.69     6.63   5.97    4.86
データ活用・報告                   4.00    3.03     3.05   3.67    3.13
費用・契約条件                    18.00   12.81     9.25  10.45   11.57
総合点                           100.00   76.33    76.21  71.28   57.57
""",
}


def numbers(block: str) -> list[list[str]]:
    """The words of each line, however they are spaced."""
    return [line.split() for line in block.splitlines()]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_table_of_the_sample(language: str) -> None:
    result = run("compare", SAMPLE, "--lang", language, columns=140)

    assert result.exit_code == 0
    lines = numbers(result.stdout)
    for expected in numbers(RANKING[language]):
        assert expected in lines
    for expected in numbers(POINTS[language]):
        assert expected in [line[: len(expected)] for line in lines]


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("columns", [80, 120])
def test_columns_stand_under_each_other_and_fit(language: str, columns: int) -> None:
    output = run("compare", SAMPLE, "--lang", language, columns=columns).stdout
    tables = [part.splitlines() for part in output.split("\n\n") if "100.00" in part]

    assert {max(map(wcswidth, output.splitlines())) <= columns} == {True}
    assert len(tables) == (2 if columns == 80 else 1)
    for rank, _ids, *rows in tables:
        # A total in brackets and the dash above it end where the numbers end.
        assert {wcswidth(line) for line in [rank, *rows]} == {wcswidth(rows[0])}


@pytest.mark.parametrize(
    ("language", "disqualified", "declined", "reasons"),
    [
        (
            "en",
            "Disqualified\n  Komadori Taiwa Center Co., Ltd. (komadori) (78.93)\n",
            "Declined\n  Apo-no-Ki LLC (aponoki)\n    Declined: does not take inbound work\n",
            ("Privacy Mark or ISO/IEC 27001", "Neither Privacy Mark nor ISO/IEC 27001"),
        ),
        (
            "ja",
            "失格\n  株式会社こまどり対話センター (komadori) (78.93)\n",
            "辞退\n  合同会社アポの木 (aponoki)\n    受信業務は対象外として辞退\n",
            ("プライバシーマークまたはISO/IEC 27001", "とも未取得(申請中)"),
        ),
    ],
)
def test_vendors_without_a_rank_come_below_with_their_reasons(
    language: str, disqualified: str, declined: str, reasons: tuple[str, ...]
) -> None:
    output = run("compare", SAMPLE, "--lang", language, columns=140).stdout

    assert disqualified in output
    assert declined in output
    assert all(reason in output for reason in reasons)


def test_an_incomplete_vendor_a_missed_minimum_and_a_tie_are_said(tmp_path: Path) -> None:
    rules = "[rules]\nminimum_total = 90\n\n[[groups]]"
    folder = write_folder(
        tmp_path / "case",
        {
            "criteria.toml": CRITERIA.replace("[[groups]]", rules, 1),
            "vendors.csv": FILES["vendors.csv"] + "yama,やま,Yama\n",
            "ratings.csv": "vendor,criterion,evaluator,value\nsora,talk,aki,4\numi,talk,aki,4\n",
            "measures.csv": None,
            "quotes.csv": None,
        },
    )

    output = run("compare", folder, "--lang", "en").stdout

    assert "Incomplete\n  Yama (yama)\n    The mandatory requirement “Certificate”" in output
    assert "Below a minimum: *\n  Sora (sora): Total: 80.00, minimum 90\n" in output
    assert "Ties\n  " in output


def test_warnings_go_to_stderr_alone() -> None:
    result = run("compare", SAMPLE, "--lang", "ja")

    assert result.stderr.startswith("注意: 理由を書くべき評点に理由がありません(75件): ")
    assert result.stderr.count("\n") == 1
    assert "注意" not in result.stdout


def test_json_is_all_that_stdout_carries() -> None:
    result = run("compare", SAMPLE, "--json", "--lang", "en", "--samples", "0", "--seed", "7")

    document = json.loads(result.stdout)
    assert [(each["id"], each["total"]) for each in document["vendors"]] == [
        ("minamo", 76.33),
        ("tsubame", 76.21),
        ("olive", 71.28),
        ("hayate", 57.57),
        ("tsukushi", 42.32),
        ("komadori", 78.93),
        ("aponoki", None),
    ]
    assert document["robustness"]["leader"] == "minamo"
    assert "rank_acceptability" not in document["robustness"]


def test_samples_and_seed_draw_the_shares_of_ranks() -> None:
    arguments = ("compare", SAMPLE, "--json", "--samples", "3000", "--seed")
    first, again, other = (json.loads(run(*arguments, seed).stdout) for seed in ("7", "7", "8"))

    shares = first["robustness"]["rank_acceptability"]
    assert (shares["samples"], shares["seed"]) == (3000, 7)
    assert 0 < shares["standard_error"] <= 0.5 / 3000**0.5
    for mode in ("any_weights", "near_weights", "redrawn_panel"):
        assert list(shares[mode]) == ["minamo", "tsubame", "olive", "hayate", "tsukushi"]
        assert all(sum(held) == pytest.approx(1) for held in shares[mode].values())
    assert again == first
    assert other["robustness"]["rank_acceptability"]["any_weights"] != shares["any_weights"]


def test_a_second_opinion_stands_beside_the_result() -> None:
    document = json.loads(run("compare", SAMPLE, "--json", "--second-opinion").stdout)
    order = [each["id"] for each in document["vendors"] if each["rank"]]
    topsis, promethee = document["second_opinion"].values()
    assert topsis["ranking"] == list(topsis["closeness"]) == order
    assert promethee["ranking"] == ["tsubame", "minamo", *order[2:]]
    assert sum(promethee["net_flow"].values()) == pytest.approx(0)

    english = run("compare", SAMPLE, "--second-opinion", "--lang", "en").stdout
    japanese = run("compare", SAMPLE, "--second-opinion", "--lang", "ja").stdout
    assert "TOPSIS puts the vendors in the same order." in english
    assert "PROMETHEE II would order them otherwise: tsubame, minamo, olive" in english
    assert "PROMETHEE IIでは順位が変わります: tsubame、minamo" in japanese
    assert "TOPSIS" not in run("compare", SAMPLE).stdout


@pytest.mark.pdf
def test_json_and_pdf_at_once(tmp_path: Path) -> None:
    target = tmp_path / "out" / "comparison.pdf"
    target.parent.mkdir()

    result = run("compare", SAMPLE, "--json", "--pdf", target)

    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["format"] == 1
    assert target.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in target.parent.iterdir()] == ["comparison.pdf"]


def test_a_pdf_that_cannot_be_written_is_said_before_any_work(tmp_path: Path) -> None:
    target = tmp_path / "gone" / "comparison.pdf"

    result = run("compare", SAMPLE, "--pdf", target, "--lang", "en")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "1 problem(s) found. Correct them and try again.\n"
        f"{target}: this cannot be written (No such file or directory);"
        " name a file in a folder that exists and where you may write\n"
    )


def test_a_zip_compares_as_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "desk.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in with_changes({}).items():
            archive.writestr(f"desk/{name}", content)

    from_zip, from_folder = run("compare", path), run("compare", write_folder(tmp_path / "desk"))

    assert from_zip.exit_code == 0
    assert from_zip.stdout == from_folder.stdout


@pytest.mark.parametrize(
    ("language", "stderr"),
    [
        (
            "en",
            (
                "2 problem(s) found. Correct them and try again.\n"
                "evaluation.toml:4: term_months: 0 is not a number of months;"
                " write a whole number from 1 to 1200, such as 12\n"
                "ratings.csv:4: value: 9 is outside the scale of 0 to 5;"
                " write a rating from 0 to 5\n"
            ),
        ),
        (
            "ja",
            (
                "誤りが2件あります。直してから、もう一度お試しください。\n"
                "evaluation.toml:4: term_months: 0 は月数ではありません;"
                " 12 のように、1 から 1200 までの整数を書いてください\n"
                "ratings.csv:4: value: 9 は評点の範囲(0 から 5)の外です;"
                " 0 から 5 までの評点を書いてください\n"
            ),
        ),
    ],
)
def test_mistakes_end_with_exit_1_and_change_nothing(
    tmp_path: Path, language: str, stderr: str
) -> None:
    term = FILES["evaluation.toml"].replace("term_months = 12", "term_months = 0")
    rating = FILES["ratings.csv"] + "umi,talk,aki,9\n"
    folder = write_folder(tmp_path / "case", {"evaluation.toml": term, "ratings.csv": rating})
    before = contents_of(folder)

    result = run("compare", folder, "--lang", language, "--pdf", tmp_path / "out.pdf")

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", stderr)
    assert contents_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["case"]


@pytest.mark.parametrize(
    "arguments", [[], ["--wrong"], ["--samples", "-1"], ["--lang", "fr"], ["--samples", "many"]]
)
def test_wrong_usage_ends_with_exit_2(arguments: list[str]) -> None:
    case = [] if not arguments else [SAMPLE]

    result = run("compare", *case, *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: main compare" in result.stderr


def test_a_closed_pipe_is_no_fault() -> None:
    command = [sys.executable, "-m", "vendor_eval", "compare", str(SAMPLE), "--json"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        errors = program.stderr.read().decode()
        code = program.wait()

    assert code in (0, 1)
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors


def test_a_command_loads_only_what_it_needs() -> None:
    program = (
        "import sys; sys.argv = ['vendor-eval', 'compare', sys.argv[1], '--samples', '0']\n"
        "from vendor_eval.__main__ import main\n"
        "main(standalone_mode=False)\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    loaded = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program, str(SAMPLE)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stderr.split()

    heavy = "asyncio pydantic flask sqlalchemy weasyprint vl_convert zipfile tree_sitter wcwidth"
    assert not set(heavy.split()) & set(loaded)


def test_a_command_that_is_not_there_yet_does_not_break_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(COMMANDS, "tomorrow", "vendor_eval.cli.tomorrow:tomorrow")

    result = run("--help")

    assert result.exit_code == 0
    assert "compare" in result.stdout
    assert "tomorrow" not in result.stdout
    assert run("tomorrow").exit_code == 2
