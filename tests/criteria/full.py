"""A criteria file that uses every key there is."""

FULL = """\
# Every key, none of them left to its default.
format = 1
id = "full"
version = "1.2.0"
languages = ["ja", "en"]
title = { ja = "全部", en = "Everything" }
description = { ja = "すべてのキーを使う", en = "Uses every key" }
authors = ["A. Author", "B. Author"]
licence = "CC0-1.0"

[based_on]
id = "origin"
version = "1.0.0"
digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

[scale]
min = 0
max = 5
step = 0.5
meets = 3
levels = [
  { value = 5, title = { ja = "優", en = "Good" } },
  { value = 4, title = { ja = "良", en = "Fair" } },  # a comment inside
  { value = 3, title = { ja = "可", en = "Meets" } },
  { value = 0, title = { ja = "不可", en = "Bad" } },
]
only_levels = true
marks = [{ from = 4.0, ja = "◎", en = "Strong" }, { from = 3, ja = "○", en = "Meets" }]

[rules]
out_of = 1000
base = 100
weights = "exact"
aggregate = "trimmed-mean"
unrated = "refuse"
rounding = { places = 1, mode = "half-even" }
rank_on = "rounded"
ties = ["group:quality", "criterion:calls", "lot"]
minimum_total = 450
below_minimum = "disqualify"
practically_equal = 10
reasons_at = [0, 5]
spread_flag = 3

[cost_drivers]
abandonment_percent = "abandonment"
handling_ratio = "abandonment"

[[groups]]
id = "quality"
title = { ja = "品質", en = "Quality" }
weight = 600.5
minimum = 2.5
weight_band = [100, 700]

[[groups]]
id = "cost"
title = { ja = "費用", en = "Cost" }
weight = 299.5

[[criteria]]
id = "calls"
group = "quality"
kind = "rating"
title = { ja = "応対", en = "Calls" }
weight = 4
definition = { ja = "応対の質", en = "How calls are handled" }
evidence = { ja = "録音", en = "Recordings" }
applies = { flow = ["inbound"], scope = ["activity", "department"] }
not_applicable = "neutral"
minimum = 2
sources = ["iso", "book"]
basis = "published"

[criteria.anchors]
0 = { ja = "なし", en = "None" }
3 = { ja = "普通", en = "Usual" }

[[criteria]]
id = "abandonment"
group = "quality"
kind = "measure"
title = { ja = "放棄呼率", en = "Abandonment" }
weight = 2
unit = { ja = "%", en = "%" }
breakpoints = [
  [2, 5],
  [5, 3],
  [10, 0],
]
per = 100

[[criteria]]
id = "price"
group = "cost"
kind = "cost"
title = { ja = "総費用", en = "Total cost" }
weight = 1
of = "per-outcome"
formula = "breakpoints"
against = "target"
breakpoints = [[0.5, 5], [1, 3], [1.5, 0]]

[[criteria]]
id = "bid"
group = "cost"
kind = "cost"
title = { ja = "入札額", en = "Bid" }
weight = 1
of = "total"
formula = "lowest"

[[criteria]]
id = "ceiling"
group = "cost"
kind = "gate"
title = { ja = "上限額", en = "Ceiling" }
when = "price_ceiling"
check = "ceiling"

[[criteria]]
id = "screening"
group = "quality"
kind = "gate"
title = { ja = "反社チェック", en = "Screening" }

[[profiles]]
id = "inbound"
title = { ja = "受電", en = "Inbound" }
flow = ["inbound", "outbound"]
scope = "department"
weights = { quality = 500, cost = 400 }
criterion_weights = { calls = 3, price = 2 }

[[profiles]]
id = "cheap"
title = { ja = "価格重視", en = "Cheap" }
weights = { cost = 900 }

[[variants]]
id = "finance"
title = { ja = "金融", en = "Finance" }
delta = { quality = 50.5, cost = -50.5 }
gates_on = ["ceiling", "screening"]

[[sources]]
id = "iso"
title = "ISO 18295-1"
url = "https://www.iso.org/standard/64739.html"

[[sources]]
id = "book"
title = "A book"
"""
