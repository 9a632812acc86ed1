"""A small evaluation as files, to be spoilt in one place at a time."""

from collections.abc import Mapping
from pathlib import Path

Files = dict[str, str | bytes]
Changes = Mapping[str, str | bytes | None]

CRITERIA = """\
format = 1
id = "small"
version = "1"
languages = ["ja", "en"]
title = { ja = "小さな評価項目", en = "Small criteria" }

[scale]
min = 0
max = 5
step = 1
meets = 3

[[groups]]
id = "quality"
title = { ja = "品質", en = "Quality" }
weight = 60

[[groups]]
id = "price"
title = { ja = "価格", en = "Price" }
weight = 40
weight_band = [10, 90]

[[criteria]]
id = "talk"
group = "quality"
kind = "rating"
title = { ja = "応対", en = "Conversations" }
weight = 2

[[criteria]]
id = "answered"
group = "quality"
kind = "measure"
title = { ja = "応答率", en = "Answered" }
weight = 1
unit = { ja = "%", en = "%" }
breakpoints = [[50, 0], [100, 5]]
per = 100

[[criteria]]
id = "occupancy"
group = "quality"
kind = "measure"
title = { ja = "占有率", en = "Occupancy" }
weight = 1
unit = { ja = "%", en = "%" }
breakpoints = [[50, 0], [90, 5]]

[[criteria]]
id = "terms"
group = "price"
kind = "rating"
title = { ja = "条件", en = "Terms" }
weight = 1

[[criteria]]
id = "total"
group = "price"
kind = "cost"
title = { ja = "総費用", en = "Total cost" }
weight = 1
of = "total"
formula = "breakpoints"
against = "budget"
breakpoints = [[0.5, 5], [1.0, 0]]

[[criteria]]
id = "certificate"
group = "quality"
kind = "gate"
title = { ja = "認証", en = "Certificate" }

[cost_drivers]
occupancy_percent = "occupancy"
"""

EVALUATION = """\
format = 1
id = "desk"
title = { ja = "窓口", en = "Desk" }
term_months = 12
budget = 1000000
[volume]
calls_offered = 100
average_handling_minutes = 6
[cost]
assumption = "claimed"
"""

FILES: Mapping[str, str] = {
    "evaluation.toml": EVALUATION,
    "criteria.toml": CRITERIA,
    "vendors.csv": "id,name_ja,name_en\nsora,そら,Sora\numi,うみ,Umi\n",
    "evaluators.csv": "id,name_ja,groups\naki,秋,\nharu,春,quality\n",
    "ratings.csv": "vendor,criterion,evaluator,value\nsora,talk,aki,4\numi,talk,haru,3\n",
    "measures.csv": "vendor,criterion,value,numerator,denominator\nsora,answered,,90,120\n",
    "gates.csv": "vendor,criterion,result\nsora,certificate,pass\numi,certificate,pass\n",
    "quotes.csv": "vendor,kind,price,quantity,per_hour\nsora,monthly,50000,,\n",
}


def with_changes(changes: Changes) -> Files:
    """The files with some replaced; None takes one away."""
    return {name: content for name, content in {**FILES, **changes}.items() if content is not None}


def write_folder(folder: Path, changes: Changes | None = None) -> Path:
    """The files in a new folder."""
    folder.mkdir(parents=True)
    for name, content in with_changes(changes or {}).items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return folder


def contents_of(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, to see that nothing changed."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}
