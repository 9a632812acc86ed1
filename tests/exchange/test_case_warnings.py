"""What can be used but should be looked at: once for each code, counted, first places named."""

from pathlib import Path

import pytest

from tests.exchange.small_case import CRITERIA, EVALUATION, FILES, Changes, write_folder
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.findings import CaseWarning

REASONS = CRITERIA.replace("[[groups]]", "[rules]\nreasons_at = [0, 5]\n\n[[groups]]", 1)
FLOW = CRITERIA.replace(
    'kind = "rating"\ntitle = { ja = "条件"',
    'kind = "rating"\napplies = { flow = ["outbound"] }\ntitle = { ja = "条件"',
).replace('of = "total"', 'of = "total"\napplies = { flow = ["outbound"] }')
CONSENSUS = "vendor,criterion,value,reason_en\n"

WARNED: dict[str, tuple[Changes, str, str]] = {
    "unknown column": (
        {"ratings.csv": FILES["ratings.csv"].replace("value", "value,coment_ja,x", 1)},
        (
            "Columns with an unknown name are not read (2): ratings.csv:1: coment_ja (comment_ja?),"
            " ratings.csv:1: x. Correct the name, or delete the column."
        ),
        (
            "名前のわからない列は読みません(2件): ratings.csv:1: coment_ja (comment_ja?),"
            " ratings.csv:1: x。列名を直すか、列を削除してください。"
        ),
    ),
    "unknown file": (
        {"rating.csv": "", "qoutes.csv": "", "quotes.csv": None, "notes.txt": ""},
        (
            "Files with an unknown name are not read (2): qoutes.csv (quotes.csv?), rating.csv."
            " Correct the name, or delete the file."
        ),
        (
            "名前のわからないファイルは読みません(2件): qoutes.csv (quotes.csv?), rating.csv。"
            "名前を直すか、削除してください。"
        ),
    ),
    "reason missing": (
        {
            "criteria.toml": REASONS,
            "ratings.csv": "vendor,criterion,evaluator,value,comment_en\n"
            "sora,talk,aki,5,\numi,talk,aki,0,bad\nsora,talk,haru,0,\nsora,terms,aki,4,\n",
        },
        (
            "Ratings that need a written reason have none (2): sora/talk/aki, sora/talk/haru."
            " Add a comment."
        ),
        (
            "理由を書くべき評点に理由がありません(2件): sora/talk/aki, sora/talk/haru。"
            "コメントを加えてください。"
        ),
    ),
    "consensus without a reason": (
        {"consensus.csv": CONSENSUS + "sora,talk,5,\numi,talk,3,\n"},
        (
            "Consensus values differ from the evaluators' ratings without a reason (1): sora/talk."
            " Write down what the panel went by."
        ),
        (
            "合議の値が評価者の評点と異なるのに理由がありません(1件): sora/talk。"
            "合議の根拠を書いてください。"
        ),
    ),
    "consensus between steps": (
        {"consensus.csv": CONSENSUS + "sora,talk,4.25,all agreed\n"},
        (
            "Consensus values lie between the steps of the scale (1): sora/talk. They count as they"
            " are; check that this is what the panel agreed on."
        ),
        (
            "合議の値が評点の刻みに合いません(1件): sora/talk。そのまま数えますので、"
            "合議の結果どおりか確かめてください。"
        ),
    ),
    "weights rescaled": (
        {
            "criteria.toml": FLOW,
            "evaluation.toml": 'flow = ["inbound"]\n' + EVALUATION,
        },
        (
            "Groups have a weight but no criterion that applies (1): price. Their weight is spread"
            " over the other groups in proportion; check that this is what you want."
        ),
        (
            "重みがあるのに、対象となる評価項目のない評価群があります(1件): price。その重みはほかの"
            "評価群に比例して配分しますので、意図どおりか確かめてください。"
        ),
    ),
    "relative price formula": (
        {
            "criteria.toml": CRITERIA.replace(
                'formula = "breakpoints"\nagainst = "budget"\nbreakpoints = [[0.5, 5], [1.0, 0]]',
                'formula = "lowest"',
            )
        },
        (
            "The price score depends on the other offers (1): total. The order of two vendors can"
            " change when a third joins or leaves; a formula against the budget or the ceiling"
            " avoids this."
        ),
        (
            "価格の評点が他社の見積りによって変わります(1件): total。第三の会社の参加や辞退で2社の"
            "順位が入れ替わることがあります。予算額や上限額に対する式にすると避けられます。"
        ),
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_a_warning_says_how_often_where_and_what_to_do(name: str, tmp_path: Path) -> None:
    changes, english, japanese = WARNED[name]

    _case, warnings = read_case(write_folder(tmp_path / "case", changes))

    assert [warning.text("en") for warning in warnings] == [english]
    assert [warning.text("ja") for warning in warnings] == [japanese]


def test_only_the_first_places_are_named(tmp_path: Path) -> None:
    header = ",".join(["vendor,criterion,evaluator,value", *"abcdefg"])
    content = header + "\nsora,talk,aki,4\n"

    _case, warnings = read_case(write_folder(tmp_path / "case", {"ratings.csv": content}))

    places = tuple(f"ratings.csv:1: {letter}" for letter in "abcde")
    assert warnings == (CaseWarning(code="unknown-column", count=7, places=places),)
    assert "(7): ratings.csv:1: a, " in warnings[0].text("en")
    assert ", …" in warnings[0].text("en")


def test_a_consensus_outside_the_ratings_or_without_any_needs_a_reason(tmp_path: Path) -> None:
    ratings = "vendor,criterion,evaluator,value\nsora,talk,aki,4\nsora,talk,haru,2\n"
    agreed = CONSENSUS + "sora,talk,3,\numi,talk,3,\nsora,terms,na,\n"

    _case, warnings = read_case(
        write_folder(tmp_path / "case", {"ratings.csv": ratings, "consensus.csv": agreed})
    )

    assert [(warning.code, warning.places) for warning in warnings] == [
        ("consensus-reason-missing", ("umi/talk",))
    ]
