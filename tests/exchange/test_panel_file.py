"""panel.toml: what people have noted goes out and comes back, and nothing asks for the file."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.test_round_trip import SAMPLE, bounded, result_of, written
from tests.factories import NOW
from vendor_eval.case import Brought, Case, Panel, Words
from vendor_eval.errors import InvalidFilesError
from vendor_eval.exchange.case_folder import read_case
from vendor_eval.exchange.case_writing import case_files, write_case
from vendor_eval.exchange.panel_file import NAME
from vendor_eval.needs import ITEMS
from vendor_eval.storage import db, load_whole_case, save_case

notes = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n"),
    max_size=40,
).map(str.strip)
panels = st.builds(
    Panel,
    result_definition=st.dictionaries(st.sampled_from(["ja", "en"]), notes.filter(bool)),
    readiness=st.lists(st.sampled_from(ITEMS), unique=True).flatmap(
        lambda items: st.tuples(
            *(
                st.builds(
                    Brought,
                    item=st.just(item),
                    owner=st.sampled_from(["buyer", "vendor", "both", None]),
                    state=st.sampled_from(["open", "in-hand", "ready"]),
                    note=notes,
                )
                for item in items
            )
        )
    ),
    words=st.lists(
        st.builds(
            Words,
            vendor=st.sampled_from(["minamo", "olive"]),
            evaluator=st.sampled_from(["aoki", "ueda"]),
            strengths=notes.filter(bool),
            weaknesses=notes,
        ),
        unique_by=lambda each: (each.vendor, each.evaluator),
    ).map(tuple),
)


@bounded
@given(panel=panels)
def test_notes_come_back_as_they_were(panel: Panel, sample_case: Case) -> None:
    case = replace(sample_case, panel=panel)
    again, warnings = read_case(BytesIO(written(case)))
    assert again == case
    assert warnings == read_case(SAMPLE)[1]


def test_without_notes_there_is_no_file(sample_case: Case) -> None:
    plain = case_files(sample_case, result_of(sample_case))
    noted = replace(sample_case, panel=Panel(result_definition={"ja": "有効なアポ"}))
    files = case_files(noted, result_of(noted))
    assert NAME not in plain
    assert {name: content for name, content in files.items() if name != NAME} == plain


def test_notes_survive_the_database(app: Flask, sample_case: Case) -> None:
    panel = Panel(
        result_definition={"ja": "決裁者との面談が成立したアポ"},
        readiness=(Brought(item="faq", owner="buyer", state="ready", note="第3版"),),
        words=(Words(vendor="minamo", evaluator="aoki", strengths="教育", weaknesses="夜間"),),
    )
    case = replace(sample_case, panel=panel)
    with app.app_context():
        save_case(db.session, case, NOW)
        assert load_whole_case(db.session, "inbound-desk") == case


def test_what_is_wrong_in_it_is_named_with_its_line(tmp_path: Path, sample_case: Case) -> None:
    write_case(sample_case, result_of(sample_case), tmp_path / "case")
    text = 'format = 1\n[[words]]\nvendor = "minama"\nevaluator = "aoki"\nstrengths = "x"\n'
    (tmp_path / "case" / NAME).write_text(text)
    with pytest.raises(InvalidFilesError, match=r"panel.toml:3: .*minama"):
        read_case(tmp_path / "case")
