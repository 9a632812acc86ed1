"""``compare`` of the sample from a cold shell, against importing NumPy alone."""

import subprocess
import sys
from pathlib import Path

from benchmarks.report import in_turn, tell

SAMPLE = Path(__file__).parent.parent / "vendor_eval" / "sample" / "inbound-desk"
LIMIT = 3


def measure() -> bool:
    """Whole processes, in turn."""
    compare = [sys.executable, "-m", "vendor_eval", "compare", str(SAMPLE), "--samples", "0"]
    numpy = [sys.executable, "-c", "import numpy"]
    ours, theirs = in_turn(
        lambda: subprocess.run(compare, check=True, capture_output=True),
        lambda: subprocess.run(numpy, check=True, capture_output=True),
        rounds=15,
    )
    note = f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms"
    return tell("compare --samples 0 of the sample / import numpy", ours / theirs, LIMIT, note)
