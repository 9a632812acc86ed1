"""Whatever lies in the files, people get a message and never a fault of the program."""

import io
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exchange.small_case import FILES, Files, with_changes
from tests.exchange.test_safe_zip import zipped
from vendor_eval.errors import VendorEvalError
from vendor_eval.exchange.case_folder import build_case, read_case
from vendor_eval.exchange.findings import Findings

bounded = settings(max_examples=150, deadline=None, derandomize=True, database=None)

NAMES = sorted(FILES)
WORDS = [
    "vendor", "criterion", "evaluator", "value", "sora", "talk", "aki", "na", "-5", "0", "９",
    "1e999", "NaN", "=1+1", "'", '"', "\n", "\r", "\t", ",", ";", "\u3000", "\0", "\ufeff",
    "[", "]", "{", "}", "=", "id", "weights", "[[lots]]", "order", "'''", '"""', "#", ".",
    "1979-05-27T07:32:00Z", "0x1F", "inf", "𠮷", "é",
]  # fmt: skip


def as_bytes(files: Files) -> dict[str, bytes]:
    """The files as they lie on disk."""
    return {
        name: content.encode() if isinstance(content, str) else content
        for name, content in files.items()
    }


def read(files: Files) -> None:
    """Read a case that may be wrong in any way."""
    findings = Findings()
    said = ["read"]
    try:
        build_case(as_bytes(files), findings)
    except VendorEvalError as error:
        said = [error.text("en"), error.text("ja")]
    assert all(said)
    assert all(warning.text("ja") for warning in findings.warnings())


@bounded
@given(st.sampled_from(NAMES), st.binary(max_size=200))
def test_any_bytes_in_place_of_a_file(name: str, content: bytes) -> None:
    read(with_changes({name: content}))


@bounded
@given(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_any_words_in_place_of_a_file(name: str, content: str) -> None:
    read(with_changes({name: content}))


@bounded
@given(st.data())
def test_any_text_inside_a_file(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    start = data.draw(st.integers(0, len(FILES[name])))
    end = data.draw(st.integers(start, min(len(FILES[name]), start + 30)))
    word = data.draw(st.sampled_from(WORDS) | st.text(max_size=8).filter(encodable))
    read(with_changes({name: FILES[name][:start] + word + FILES[name][end:]}))


def read_zip(content: bytes) -> None:
    """Read a zip that may be wrong in any way."""
    said = "read"
    try:
        read_case(io.BytesIO(content))
    except VendorEvalError as error:
        said = error.text("ja")
    assert said


def encodable(text: str) -> bool:
    """Whether a file can hold the text."""
    with suppress(UnicodeEncodeError):
        return bool(text.encode() or True)
    return False


@bounded
@given(st.data())
def test_any_bytes_inside_a_zip(data: st.DataObject) -> None:
    content = bytearray(ZIP)
    for _time in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read_zip(bytes(content))


ZIP = zipped(with_changes({})).getvalue()


@bounded
@given(st.binary(max_size=300))
def test_any_bytes_as_a_zip(content: bytes) -> None:
    read_zip(content + b"PK\x05\x06" + content[:18])
