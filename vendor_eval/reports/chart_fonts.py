"""A drawing that brings the letters it uses: browsers lend an image no font of its page."""

import re
from base64 import b64encode
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

from vendor_eval.reports.resources import resource_folder

FACES = {"normal": "BIZUDPGothic-Regular.ttf", "bold": "BIZUDPGothic-Bold.ttf"}
FAMILY = "BIZ UDPGothic"
FACE = (
    '@font-face{{font-family:"{family}";font-weight:{weight};'
    "src:url(data:font/woff;base64,{data})}}"
)


def with_fonts(svg: str) -> str:
    """The drawing with a style sheet that holds the few characters it shows, in each weight."""
    shown = frozenset(unescape("".join(re.findall(r">([^<]+)<", svg))))
    faces = [
        FACE.format(family=FAMILY, weight=weight, data=_subset(name, shown))
        for weight, name in FACES.items()
    ]
    start = svg.index(">") + 1
    return f"{svg[:start]}<style>{''.join(faces)}</style>{svg[start:]}"


def _subset(name: str, characters: frozenset[str]) -> str:
    """A font with these characters and no other, as text."""
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - slow to load
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = Options(layout_features=[], hinting=False)
    options.drop_tables += ["meta", "GSUB", "GPOS", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    with TTFont(BytesIO(_file(resource_folder("static") / "fonts" / name)), lazy=True) as font:
        subsetter.subset(font)
        font.flavor = "woff"
        written = BytesIO()
        font.save(written, reorderTables=False)
    return b64encode(written.getvalue()).decode()


@cache
def _file(path: Path) -> bytes:
    return path.read_bytes()
