"""Every text a person sees exists in Japanese, and every Japanese text is in use."""

import ast
import io
import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parent.parent
PARTS = sorted(ROOT.glob("vendor_eval/translations/ja/parts/*.po"))
MARKS = ("N_", "_", "gettext", "lazy_gettext", "lazy_ngettext", "ngettext", "translate")
COMPILE = runpy.run_path(str(ROOT / "vendor_eval" / "translations" / "compile.py"))
PLACE = re.compile(r"(?<!%)(?:%%)*%\((\w+)\)")


def test_every_text_has_a_japanese_translation() -> None:
    japanese = {message_id(message): message for message in translations()}
    missing = sorted(
        f"{place}: {text}"
        for text, place in sources().items()
        if text not in japanese or not japanese[text].string or japanese[text].fuzzy
    )
    assert not missing, "\n".join(missing)


def test_no_translation_is_left_over() -> None:
    used = sources()
    unused = [place_of(entry) for entry in translations() if message_id(entry) not in used]
    assert not unused, "\n".join(unused)


def test_translations_keep_the_places_to_be_filled() -> None:
    wrong = [
        place_of(entry)
        for entry in translations()
        if places(last(entry.string)) != places(last(entry.id))
        or formatted(last(entry.string)) is None
    ]
    assert not wrong, "\n".join(wrong)


def test_each_text_is_translated_in_one_part_only() -> None:
    ids = Counter(message_id(entry) for entry in translations())
    assert [text for text, count in ids.items() if count > 1] == []


def test_parts_that_disagree_are_not_compiled(tmp_path: Path) -> None:
    parts = [tmp_path / "forms.po", tmp_path / "pages.po"]
    parts[0].write_text('msgid "Score"\nmsgstr "得点"\n', encoding="utf-8")
    parts[1].write_text('\n\nmsgid "Score"\nmsgstr "評点"\n', encoding="utf-8")
    with pytest.raises(
        COMPILE["ConflictError"],
        match=r"^pages\.po:3: 'Score' is translated differently in forms\.po:1\.$",
    ):
        COMPILE["merge"](parts, "ja")


def test_a_part_that_is_no_po_file_is_named(tmp_path: Path) -> None:
    part = tmp_path / "pages.po"
    part.write_text('msgid "Score\n', encoding="utf-8")
    with pytest.raises(COMPILE["ConflictError"], match=r"^pages\.po: "):
        COMPILE["merge"]([part], "ja")


def test_the_same_parts_give_the_same_file(tmp_path: Path) -> None:
    folder = tmp_path / "ja"
    (folder / "parts").mkdir(parents=True)
    (folder / "parts" / "pages.po").write_text('msgid "Score"\nmsgstr "得点"\n', encoding="utf-8")
    written = [COMPILE["compile_language"](folder).read_bytes() for _ in range(2)]
    assert written[0] == written[1]
    assert [path.name for path in (folder / "LC_MESSAGES").iterdir()] == ["messages.mo"]


def sources() -> dict[str, str]:
    """Every source text, with one place where it stands."""
    found: dict[str, str] = {}
    for path in sorted(ROOT.glob("vendor_eval/**/*.py")):
        for line, text in python_texts(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    for path in sorted(ROOT.glob("templates/**/*.*")):
        for line, text in template_texts(path):
            found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


def python_texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Marked texts, and what error classes call their ``template``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name),
                args=[ast.Constant(value=str(text)), *_],
            ) if name in MARKS and text:
                yield node.lineno, text
            case ast.Assign(targets=[ast.Name(id="template")], value=ast.Constant(value=str(text))):
                yield node.lineno, text
            case _:
                pass


def template_texts(path: Path) -> Iterator[tuple[int, str]]:
    """Texts that a Jinja template translates."""
    options = {"silent": "false"}
    with io.BytesIO(path.read_bytes()) as file:
        for line, _function, texts, _comments in babel_extract(file, MARKS, [], options):
            first = texts if isinstance(texts, str) else (texts or [""])[0]
            if first:
                yield line, first


def translations() -> list[Message]:
    """Every entry of every part."""
    return [message for part in PARTS for message in read_part(part)]


def read_part(part: Path) -> list[Message]:
    """The entries of one part, without its header."""
    with part.open("rb") as file:
        catalogue = read_po(file, locale="ja", abort_invalid=True)
    for message in catalogue:
        message.locations = [(part.name, message.lineno or 0)]
    return [message for message in catalogue if message.id]


def message_id(message: Message) -> str:
    """The singular source text."""
    return message.id if isinstance(message.id, str) else message.id[0]


def place_of(message: Message) -> str:
    """Where a translation stands, and of what."""
    [(name, line)] = message.locations
    return f"{name}:{line}: {message_id(message)}"


def last(texts: str | list[str] | tuple[str, ...] | None) -> str:
    """The only text, or the plural: the one that names every place."""
    return (texts or "") if isinstance(texts, str | None) else texts[-1]


def places(text: str) -> set[str]:
    """Names of the places to be filled."""
    return set(PLACE.findall(text))


def formatted(text: str) -> str | None:
    """The text with its places filled, or nothing if it cannot be."""
    names = places(text)
    try:
        return text % dict.fromkeys(names, 1) if names else text
    except (TypeError, ValueError):
        return None
