import dataclasses
import re
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest

from tests.criteria.full import FULL
from vendor_eval.criteria import model
from vendor_eval.criteria.file import default_criteria_path, load_criteria, parse_criteria
from vendor_eval.criteria.model import CriteriaSet, Rounding, Rules
from vendor_eval.errors import InvalidFilesError

MINIMAL = """\
format = 1
id = "small"
version = "1"
languages = ["en"]
title = { en = "Small" }
[scale]
min = 1
max = 4
step = 1
meets = 2
[[groups]]
id = "all"
title = { en = "All" }
weight = 100
[[criteria]]
id = "one"
group = "all"
kind = "rating"
title = { en = "One" }
weight = 1
"""


def problems(text: str | bytes) -> list[str]:
    """The problems found in a file called f.toml, in English."""
    with pytest.raises(InvalidFilesError) as caught:
        parse_criteria(text, "f.toml")
    return [problem.text() for problem in caught.value.problems]


def with_weights(*weights: str) -> str:
    """A minimal file whose groups have these weights."""
    groups = "".join(
        f'[[groups]]\nid = "g{at}"\ntitle = {{ en = "G" }}\nweight = {weight}\n'
        f'[[criteria]]\nid = "c{at}"\ngroup = "g{at}"\nkind = "rating"\n'
        f'title = {{ en = "C" }}\nweight = 1\n'
        for at, weight in enumerate(weights)
    )
    return MINIMAL[: MINIMAL.index("[[groups]]")] + groups


def test_minimal_file_gets_the_defaults_of_the_contract() -> None:
    criteria = parse_criteria(MINIMAL, "f.toml")
    assert criteria.rules == Rules(
        out_of=Decimal(100),
        base=Decimal(0),
        weights="exact",
        aggregate="mean",
        unrated="exclude",
        rounding=Rounding(places=2, mode="half-up"),
        rank_on="exact",
        ties=(),
        minimum_total=Decimal(0),
        below_minimum="flag",
        practically_equal=Decimal(0),
        reasons_at=(),
        spread_flag=None,
    )
    (one,) = criteria.criteria
    assert (one.flow, one.scope, one.not_applicable) == (None, None, "exclude")
    assert criteria.scale.only_levels is False


def test_default_criteria_are_sound() -> None:
    criteria = load_criteria(default_criteria_path())
    assert (len(criteria.groups), len(criteria.criteria), len(criteria.profiles)) == (10, 60, 6)
    assert criteria.languages == ("ja", "en")


def test_numbers_are_the_decimals_that_are_written() -> None:
    criteria = parse_criteria(FULL.replace("per = 100", "per = 1_000.10"), "f.toml")
    assert str(criteria.criterion("abandonment").per) == "1000.10"
    assert criteria.scale.step == Decimal("0.5")
    assert criteria.criterion("price").breakpoints[0] == (Decimal("0.5"), Decimal(5))
    assert all(type(item.weight) is Decimal for item in criteria.groups)
    assert criteria.criterion("calls").anchors[Decimal(3)]["en"] == "Usual"


def test_full_example_uses_every_field() -> None:
    criteria = parse_criteria(FULL, "f.toml")
    unused = [
        f"{kind.__name__}.{field.name}"
        for kind, things in _by_kind(criteria).items()
        for field in dataclasses.fields(kind)
        if not any(getattr(thing, field.name) for thing in things)
        and (kind.__name__, field.name) != ("Scale", "min")
    ]
    assert unused == []


def _by_kind(criteria: CriteriaSet) -> dict[type, list[object]]:
    found: dict[type, list[object]] = {}

    def collect(thing: object) -> None:
        if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
            found.setdefault(type(thing), []).append(thing)
            for field in dataclasses.fields(thing):
                collect(getattr(thing, field.name))
        elif isinstance(thing, tuple):
            for item in thing:
                collect(item)

    collect(criteria)
    return found


def test_shape_and_model_name_the_same_words() -> None:
    from typing import Literal  # noqa: PLC0415

    from vendor_eval.criteria import shape  # noqa: PLC0415

    tables = {"criteria": model.Criterion, "rules": model.Rules, "rounding": model.Rounding}
    fields = {"criteria": shape.CRITERION, "rules": shape.RULES, "rounding": shape.ROUNDING}
    for table, kind in tables.items():
        for name, hint in get_type_hints(kind).items():
            parts = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
            words = [get_args(part) for part in parts if get_origin(part) is Literal]
            if words:
                declared: dict[str, dict[str, object]] = fields[table]["fields"]
                assert declared[name]["schema"]["expected"] == list(words[0])  # type: ignore[index]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_mark_and_line_ends_of_any_editor(start: str, end: str) -> None:
    text = (start + FULL.replace("\n", end)).encode()
    assert parse_criteria(text, "f.toml") == parse_criteria(FULL, "f.toml")
    broken = (start + FULL.replace("per = 100", "per = 0").replace("\n", end)).encode()
    line = FULL[: FULL.index("per = 100")].count("\n") + 1
    assert problems(broken)[0].startswith(f"f.toml:{line}: criteria.abandonment.per: 0 is not")


# --- weights -----------------------------------------------------------------------------


def test_weights_are_added_exactly() -> None:
    eight = ("8.7", "9.3", "11.4", "12.1", "13.6", "14.2", "15.1", "15.6")
    parse_criteria(with_weights(*eight), "f.toml")


def test_weights_that_miss_their_total_are_refused_with_the_difference() -> None:
    (found,) = problems(with_weights("33.3", "33.3", "33.3"))
    assert found == (
        "f.toml:11: groups: the weights total 99.9, not 100: 0.1 is missing; correct the weights,"
        ' or write weights = "relative" under [rules]'
    )
    assert "total 100.5, not 100: 0.5 too much" in problems(with_weights("33.5", "33.5", "33.5"))[0]


def test_weights_total_what_the_base_leaves() -> None:
    rules = "[rules]\nout_of = 2000\nbase = 600\n"
    parse_criteria(with_weights("1000", "400").replace("[[", rules + "[[", 1), "f.toml")
    assert (
        "total 2000, not 1400"
        in problems(with_weights("1000", "1000").replace("[[", rules + "[[", 1))[0]
    )


def test_relative_weights_need_no_total_but_one_weight() -> None:
    rules = '[rules]\nweights = "relative"\n[['
    parse_criteria(with_weights("1", "0.5").replace("[[", rules, 1), "f.toml")
    without = with_weights("1").replace("[[", rules, 1).replace("weight = 1\n[[cri", "[[cri")
    assert [line.partition(": ")[2] for line in problems(without)] == [
        "groups: no weight is above 0; give at least one group a weight above 0"
    ]


def test_with_profiles_only_their_weights_must_total() -> None:
    parse_criteria(FULL.replace("weight = 299.5\n", ""), "f.toml")
    (found,) = problems(FULL.replace("{ cost = 900 }", "{ cost = 899.9 }"))
    assert found == (
        f"f.toml:{line_of('{ cost = 900 }')}: profiles.cheap.weights: the weights total 899.9,"
        " not 900: 0.1 is missing; correct the weights,"
        ' or write weights = "relative" under [rules]'
    )


def test_a_profile_may_weigh_a_group_with_0() -> None:
    parse_criteria(FULL.replace("{ cost = 900 }", "{ quality = 0, cost = 900 }"), "f.toml")


def line_of(part: str) -> int:
    """The line on which something begins that FULL has once."""
    assert FULL.count(part) == 1, part
    return FULL[: FULL.index(part)].count("\n") + 1


# --- files that are no criteria file -----------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "f.toml:1: the file is empty; start from a copy of the default criteria.toml"),
        (b"\n \n", "f.toml:1: the file is empty;"),
        ('format = 1\nid = "電話"'.encode("cp932"), "f.toml:2: the text is not UTF-8; save"),
        ('{"format": 1}', "f.toml:1: this is not a criteria file but another format (JSON)"),
        (b"PK\x03\x04\x14\x00", "f.toml:1: this is not a criteria file but another format (ZIP"),
        (b"%PDF-1.7\n", "f.toml:1: this is not a criteria file but another format (PDF)"),
        ("<html>", "f.toml:1: this is not a criteria file but another format (HTML"),
        ("vendor,criterion,value\na,b,1", "f.toml:1: vendor,criterion,value: there is no equals"),
        (FULL.encode("utf-16"), "f.toml:1: the text is not UTF-8"),
        (b"a = 1 # " + b"x" * 2_000_000, "f.toml: the file is larger than 1 MB; give the"),
        ("a" + ".a" * 5000 + " = 1", "f.toml:1: the line is too long; spread it"),
        ("a = " + "[" * 100_000, "f.toml: a value is too long or too deeply nested; remove"),
        ("a = " + "9" * 5000, "f.toml: a value is too long or too deeply nested; remove"),
        ("a = '\x00'", "f.toml:1: a = '�': a text has no end, or holds a character that"),
    ],
)
def test_a_file_of_another_kind_is_named(content: str | bytes, message: str) -> None:
    (problem,) = problems(content)
    assert problem.startswith(message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format = 1", "format 1", "there is no equals sign after the key; write key = value"),
        ("weight = 600.5", "weight = ", "the value is not one TOML knows; write a number"),
        ("weight = 600.5", "weight = heavy", "the value is not one TOML knows; write a number"),
        ("weight = 600.5", "weight = 600,5", "something follows the value on the same line"),
        ('id = "bid"', 'id = "bid', "a text has no end, or holds a character that is not"),
        ('id = "bid"', 'id = "b\\id"', "a backslash in a text is followed by something"),
        ("per = 100", "per = 100\nper = 10", "a key or heading is there twice; delete one"),
        ("[rules]", "[rules\n", "the heading is not closed; write [name] or [[name]]"),
        ('authors = ["A. Author",', 'authors = ["A. Author"', "a list has no end; put commas"),
        ("{ cost = 900 }", "{ cost = 900", "a table in braces has no end on its line; put"),
    ],
)
def test_toml_that_cannot_be_read_names_the_line(old: str, new: str, message: str) -> None:
    (problem,) = problems(FULL.replace(old, new))
    found = re.fullmatch(r"f\.toml:(\d+): (.*?): (.*)", problem)
    assert found is not None
    assert abs(int(found[1]) - line_of(old)) <= 1
    assert found[3].startswith(message)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "none"
    with pytest.raises(InvalidFilesError, match="none: there is no such file; check its name"):
        load_criteria(path)
    with pytest.raises(InvalidFilesError, match="this is a folder; name the criteria"):
        load_criteria(tmp_path)


def test_a_large_file_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(InvalidFilesError, match="large: the file is larger than 1 MB"):
        load_criteria(path)
