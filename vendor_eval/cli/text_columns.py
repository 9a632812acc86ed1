"""Text in columns of a terminal, where a kanji is as wide as two letters."""

from collections.abc import Iterator, Sequence
from unicodedata import category, east_asian_width

GAP = "  "
"""Between columns."""
WIDEST_HEAD = 12
"""Columns of one line of a heading; also the least a text is broken to."""

NO_LINE_BEGINS_WITH = "、。，．・：；？！）」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"


def width(text: str) -> int:
    """Columns a text takes."""
    if text.isascii():
        return len(text)
    if not any(category(char) in ("Mn", "Me", "Cf", "Cc", "So") for char in text):
        return len(text) + sum(map(is_wide, text))
    from wcwidth import wcswidth  # noqa: PLC0415 - its tables take long to load

    columns = int(wcswidth(text))
    return columns if columns >= 0 else len(text)


def is_wide(char: str) -> bool:
    """Whether a character takes two columns, as kanji and kana do."""
    return east_asian_width(char) in "WF"


def left(text: str, columns: int) -> str:
    """The text filled up with spaces."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """The text pushed to the right."""
    return " " * (columns - width(text)) + text


def cut(text: str, columns: int) -> str:
    """The text, its end replaced by two points where it is too long."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 2:
        text = text[:-1]
    return text + ".."


def pieces(text: str) -> Iterator[str]:
    """What a line may be broken between: words, spaces, single wide characters."""
    word = ""
    for char in text:
        if char == " " or is_wide(char):
            yield from (word, char) if word else (char,)
            word = ""
        else:
            word += char
    if word:
        yield word


def wrap(text: str, columns: int, indent: str = "") -> Iterator[str]:
    """Lines of at most ``columns``, all of them indented; spaces collapse."""
    line, taken = "", len(indent)
    for piece in pieces(" ".join(text.split())):
        if not line and piece == " ":
            continue
        wide = width(piece)
        if line and taken + wide > columns and piece not in NO_LINE_BEGINS_WITH:
            yield indent + line.rstrip()
            line, taken = "", len(indent)
            if piece == " ":
                continue
        line += piece
        taken += wide
    if line.strip():
        yield indent + line.rstrip()


def head(text: str) -> list[str]:
    """The lines of a heading."""
    return list(wrap(text, WIDEST_HEAD))


def table(
    heads: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], columns: int, pushed: range
) -> Iterator[str]:
    """Rows in columns as wide as their widest cell.

    Args:
        heads: lines of the heading of each column; they end on the same line.
        rows: cells; the last of a row is broken where it does not fit.
        columns: how wide the terminal is.
        pushed: places of the columns that are pushed to the right.
    """
    high = max(map(len, heads))
    above = zip(*([""] * (high - len(lines)) + list(lines) for lines in heads), strict=True)
    lines = [*above, *rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    last = len(widths) - 1
    room = max(WIDEST_HEAD, columns - sum(widths[:-1]) - len(GAP) * last)
    for line in lines:
        for place, part in enumerate(list(wrap(line[last], room)) or [""]):
            cells = [*(line[:last] if place == 0 else [""] * last), part]
            padded = zip(cells, widths, strict=True)
            yield GAP.join(
                right(cell, wide) if at in pushed else left(cell, wide)
                for at, (cell, wide) in enumerate(padded)
            ).rstrip()
