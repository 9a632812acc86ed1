"""Rules of the house that no linter knows: what may lie in the tree, and how long a file grows."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = {".cfg", ".css", ".csv", ".html", ".ini", ".js", ".json", ".lock", ".md", ".po", ".py"}
TEXT |= {".sh", ".svg", ".toml", ".txt", ".yaml", ".yml", ""}
FONTS = ROOT / "static" / "fonts"

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_PAGE = 30
LONGER_FOR_A_REASON: dict[str, str] = {}
"""Path of a file -> why it may be longer."""

MACHINE_PATH = re.compile(r"(?<![\w.~])/(?:work|home|root|Users|tmp)/\w")
REGISTRY = re.compile(
    r"pypi\.(?:org|io)|pythonhosted|npmjs|(?:deb|security)\.debian\.org", re.IGNORECASE
)
FOREIGN = re.compile(
    r"@license|\bLicensed under\b|\bCopyright (?:\(c\)|©)|\bAll rights reserved", re.IGNORECASE
)


def test_no_path_of_a_machine_is_written_down() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_package_registry_is_named() -> None:
    assert lines_with(REGISTRY) == []


def test_fonts_are_the_only_files_of_others() -> None:
    assert [line for line in lines_with(FOREIGN) if not line.startswith("LICENSE:")] == []
    foreign = re.compile(r"\.min\.|\.(?:whl|zip|gz|jar|exe|so|dll|woff2?|ttf|otf)$|/node_modules/")
    assert [name for name in tree() if foreign.search(name) and not in_fonts(name)] == []


def test_each_font_comes_with_its_licence() -> None:
    fonts = [path for path in FONTS.rglob("*") if path.suffix in {".ttf", ".otf", ".woff2"}]
    assert not fonts or "SIL OPEN FONT LICENSE" in "".join(
        path.read_text(encoding="utf-8") for path in FONTS.rglob("OFL*.txt")
    )


def test_no_file_is_too_long_to_read() -> None:
    long = {
        name: count
        for name in tree()
        if Path(name).suffix in {".py", ".html", ".js", ".css"}
        and (count := read(name).count("\n")) > MOST_LINES
    }
    assert long.keys() == LONGER_FOR_A_REASON.keys(), long


def test_no_function_is_too_long_to_read() -> None:
    long = [
        f"{name}:{function.lineno}: {function.name}: {length} lines"
        for name in tree()
        if name.startswith("vendor_eval/") and name.endswith(".py")
        for function, length in functions(read(name))
        if length > (MOST_LINES_OF_A_PAGE if "/web/" in name else MOST_LINES_OF_A_FUNCTION)
    ]
    assert long == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(
        r"\b(?:TO[D]O|FIX[M]E|X[X]X|NotImplemented[E]rror)\b|pytest\.(?:mark\.)?skip\b"
    )
    assert lines_with(later) == []


def test_the_arithmetic_loads_without_the_web_and_the_database() -> None:
    program = "import sys, vendor_eval.scoring; print(*sorted(sys.modules))"
    loaded = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()
    heavy = {
        "babel",
        "click",
        "flask",
        "jinja2",
        "pydantic",
        "sqlalchemy",
        "sqlmodel",
        "weasyprint",
    }
    assert heavy.intersection(loaded) == set()


@cache
def tree() -> tuple[str, ...]:
    """Names of the files of the project, below its root, generated ones left out."""
    generated = {"__pycache__", "dist", "instance", "test-results", "migrations"}
    tops = [
        path
        for path in sorted(ROOT.iterdir())
        if not path.name.startswith(".") or path.name in {".ci", ".gitignore"}
    ]
    files = [path for top in tops for path in (top, *sorted(top.rglob("*"))) if path.is_file()]
    names = [path.relative_to(ROOT) for path in files]
    return tuple(name.as_posix() for name in names if not generated.intersection(name.parts))


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """``FILE:LINE: text`` of the lines of text files, this one left out, that match."""
    this = Path(__file__).relative_to(ROOT).as_posix()
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in tree()
        if name != this and Path(name).suffix in TEXT and not in_fonts(name)
        for number, line in enumerate(read(name).splitlines(), 1)
        if pattern.search(line)
    ]


def in_fonts(name: str) -> bool:
    """Whether a file lies in the fonts' folder."""
    return (ROOT / name).is_relative_to(FONTS)


@cache
def read(name: str) -> str:
    """The text of a file; case folders may be in CP932, whose bytes matter to no rule here."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def functions(source: str) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Every function with its length in lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1
