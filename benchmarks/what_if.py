"""What a moved slider costs the server: 30 vendors, 60 criteria and 8 evaluators.

The bound is the arithmetic alone, one comparison of the same sheet. Every answer is to
another weight, asked for as a browser does, signed in, with everything that checks and
surrounds it.
"""

import tempfile
from functools import partial
from itertools import cycle
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks.comparison_page import browser
from benchmarks.large_case import large_case
from benchmarks.report import in_turn, tell
from vendor_eval.case import score_sheet
from vendor_eval.scoring import compare

VENDORS, LIMIT, MOST_MS = 30, 60, 50
ADDRESS = "/evaluations/large/what-if/answer"


def measure() -> bool:
    """The answer and the bound in turn; then the answer in milliseconds, as people feel it."""
    sheet = score_sheet(large_case(VENDORS))
    weights = cycle(range(5, 60))
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as (client, _change):
        ask = partial(slide, client, weights)
        ours, bound = in_turn(ask, partial(compare, sheet), rounds=51)
    note = f"{ours * 1000:.1f} ms against {bound * 1000:.2f} ms"
    held = tell("answer to a slider / one comparison", ours / bound, LIMIT, note)
    return tell("answer to a slider / 50 ms", ours * 1000 / MOST_MS, 1, note) and held


def slide(client: FlaskClient, weights: "cycle[int]") -> None:
    """One group gets another weight; the answer must say so."""
    to = next(weights)
    answer = client.get(f"{ADDRESS}?w-group-1={to}&level=peak&assumption=claimed").get_json()
    assert answer["weights"]["group-1"]["shown"] == str(to)
