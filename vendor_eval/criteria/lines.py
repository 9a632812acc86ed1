"""The line of each key of a TOML file. Loaded only once there is a mistake to point at."""

import tomllib
from collections.abc import Iterator

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from vendor_eval.criteria.mistakes import Path

KEYS = ("bare_key", "quoted_key", "dotted_key")


def find_lines(text: str) -> dict[Path, int]:
    """Lines, from 1, by place: keys at any depth, entries of lists, tables by their heading."""
    parser = Parser(Language(tree_sitter_toml.language()))
    # tomllib reads \r\n as \n; lines count the same either way.
    document = parser.parse(text.encode()).root_node
    lines: dict[Path, int] = {(): 1}
    counts: dict[Path, int] = {}
    for node in document.children:
        if node.type == "pair":
            _pair(node, (), lines)
        elif node.type in {"table", "table_array_element"}:
            _table(node, lines, counts)
    return lines


def line_of(path: Path, lines: dict[Path, int]) -> int:
    """The line of a place, or of the nearest thing around it."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _table(node: Node, lines: dict[Path, int], counts: dict[Path, int]) -> None:
    heading = next(child for child in node.children if child.type in KEYS)
    *outer, last = _key(heading)
    path: Path = ()
    for part in outer:
        path = _latest((*path, part), counts)
        _note(path, node, lines)
    path = (*path, last)
    _note(path, node, lines)
    if node.type == "table_array_element":
        counts[path] = counts.get(path, 0) + 1
        path = _latest(path, counts)
        _note(path, node, lines)
    for child in node.children:
        if child.type == "pair":
            _pair(child, path, lines)


def _latest(path: Path, counts: dict[Path, int]) -> Path:
    return (*path, counts[path] - 1) if path in counts else path


def _pair(node: Node, outer: Path, lines: dict[Path, int]) -> None:
    key, *_, value = (child for child in node.children if child.type != "comment")
    for part in _key(key):
        outer = (*outer, part)
        _note(outer, key, lines)
    _value(value, outer, lines)


def _value(node: Node, path: Path, lines: dict[Path, int]) -> None:
    if node.type == "inline_table":
        for child in node.children:
            if child.type == "pair":
                _pair(child, path, lines)
    elif node.type == "array":
        for at, item in enumerate(_items(node)):
            _note((*path, at), item, lines)
            _value(item, (*path, at), lines)


def _items(node: Node) -> Iterator[Node]:
    return (child for child in node.named_children if child.type != "comment")


def _key(node: Node) -> tuple[str, ...]:
    if node.type == "dotted_key":
        return tuple(part for child in node.named_children for part in _key(child))
    text = (node.text or b"").decode()
    return (next(iter(tomllib.loads(f"{text} = 0"))),) if node.type == "quoted_key" else (text,)


def _note(path: Path, node: Node, lines: dict[Path, int]) -> None:
    lines.setdefault(path, node.start_point.row + 1)
