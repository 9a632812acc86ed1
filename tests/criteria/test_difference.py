import pytest

from tests.criteria.full import FULL
from vendor_eval.criteria.difference import Change, find_changes, sentence
from vendor_eval.criteria.file import parse_criteria

OLD = parse_criteria(FULL, "old.toml")


def changes(*replacements: tuple[str, str]) -> tuple[Change, ...]:
    """What changes when parts of the full example are replaced."""
    text = FULL
    for part, instead in replacements:
        assert text.count(part) == 1
        text = text.replace(part, instead)
    return find_changes(OLD, parse_criteria(text, "new.toml"))


def test_nothing_changed() -> None:
    assert changes(("weight = 4\n", "weight = 4.00\n")) == ()


@pytest.mark.parametrize(
    ("part", "instead", "english"),
    [
        (
            "weight = 4\n",
            "weight = 5\n",
            "Criterion calls (Calls): weight changed from 4 to 5",
        ),
        (
            "minimum = 2.5\n",
            "",
            "Group quality (Quality): minimum removed: 2.5",
        ),
        (
            'en = "Recordings" }',
            'en = "Call recordings" }',
            (
                "Criterion calls (Calls): evidence to ask for (en) changed from “Recordings” to"
                " “Call recordings”"
            ),
        ),
        (
            '3 = { ja = "普通", en = "Usual" }',
            '3 = { ja = "普通", en = "Common" }',
            (
                "Criterion calls (Calls): what earns a rating of 3 (en) changed from “Usual” to"
                " “Common”"
            ),
        ),
        (
            '3 = { ja = "普通", en = "Usual" }',
            "",
            "Criterion calls (Calls): what earns a rating of 3 removed: “Usual”",
        ),
        (
            "  [5, 3],\n",
            "  [6, 3],\n",
            (
                "Criterion abandonment (Abandonment): breakpoints changed from"
                " [[2, 5], [5, 3], [10, 0]] to [[2, 5], [6, 3], [10, 0]]"
            ),
        ),
        (
            'when = "price_ceiling"\n',
            "",
            "Criterion ceiling (Ceiling): flag removed: price_ceiling",
        ),
        (
            'aggregate = "trimmed-mean"',
            'aggregate = "median"',
            "Rules: how ratings are combined changed from trimmed-mean to median",
        ),
        (
            "places = 1,",
            "places = 2,",
            "Rules: printed decimal places changed from 1 to 2",
        ),
        (
            "step = 0.5",
            "step = 1",
            "Scale: step changed from 0.5 to 1",
        ),
        (
            'en = "Fair" }',
            'en = "Good enough" }',
            "Scale: level 4 (title, en) changed from “Fair” to “Good enough”",
        ),
        (
            'ja = "◎", en = "Strong"',
            'ja = "●", en = "Strong"',
            "Scale: mark from 4 (sign, ja) changed from “◎” to “●”",
        ),
        (
            'description = { ja = "すべてのキーを使う", en = "Uses every key" }\n',
            'description = { ja = "すべてのキーを使う", en = "No key is left out" }\n',
            "Criteria set: description (en) changed from “Uses every key” to “No key is left out”",
        ),
        (
            "delta = { quality = 50.5, cost = -50.5 }",
            "delta = { quality = 50.5 }",
            "Variant finance (Finance): shift of the group cost removed: -50.5",
        ),
        (
            "criterion_weights = { calls = 3, price = 2 }",
            "criterion_weights = { calls = 3, price = 2, bid = 1 }",
            "Profile inbound (Inbound): weight of the criterion bid added: 1",
        ),
        (
            'applies = { flow = ["inbound"], ',
            "applies = { ",
            (
                "Criterion calls (Calls): direction of calls changed from [inbound] to"
                " [inbound, outbound]"
            ),
        ),
        (
            'title = "A book"',
            'title = "Book"',
            "Source book (Book): title changed from “A book” to “Book”",
        ),
        (
            'version = "1.2.0"',
            'version = "1.3.0"',
            "Criteria set: version changed from 1.2.0 to 1.3.0",
        ),
        (
            'version = "1.0.0"',
            'version = "1.0.1"',
            "Based on: version changed from 1.0.0 to 1.0.1",
        ),
        (
            'handling_ratio = "abandonment"\n',
            "",
            "Cost drivers: handling_ratio removed: abandonment",
        ),
    ],
)
def test_one_change_in_words(part: str, instead: str, english: str) -> None:
    (change,) = changes((part, instead))
    assert sentence(change, "en") == english


def test_weights_that_move_together_in_japanese() -> None:
    found = changes(("{ quality = 500, cost = 400 }", "{ quality = 450, cost = 450 }"))
    assert [sentence(change, "ja") for change in found] == [
        "プロファイル inbound（受電）: 評価群 quality の重みを500から450に変更",
        "プロファイル inbound（受電）: 評価群 cost の重みを400から450に変更",
    ]


def test_entries_added_removed_and_moved() -> None:
    start, end = FULL.index('[[criteria]]\nid = "bid"'), FULL.index('[[criteria]]\nid = "ceiling"')
    bid = FULL[start:end]
    found = changes((bid, ""), ("criterion_weights = { calls = 3, price = 2 }", ""))
    assert sentence(found[0], "en") == "Criterion bid (Bid) removed"
    assert found[0].path == ("criteria", "bid")
    new = bid.replace('"bid"', '"offer"')
    (added,) = changes((bid, bid + new))
    assert (added.kind, added.path, added.old) == ("added", ("criteria", "offer"), None)
    first = FULL.index("[[criteria]]\n")
    moved = parse_criteria(FULL[:first] + bid + FULL[first:start] + FULL[end:], "new.toml")
    (change,) = find_changes(OLD, moved)
    assert sentence(change, "en") == "Criterion bid (Bid) moved from place 4 to place 1"
    assert sentence(change, "ja") == "評価項目 bid（入札額）を4番目から1番目に移動"
