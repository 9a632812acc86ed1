"""``make bench``: every measurement, or those named: ``make bench ARGS="scoring pdf"``."""

import importlib
import sys

NAMES = (
    "scoring",
    "acceptability",
    "command",
    "robustness",
    "comparison_page",
    "what_if",
    "pdf",
    "saving",
)

if __name__ == "__main__":
    results = [
        importlib.import_module(f"benchmarks.{name}").measure() for name in sys.argv[1:] or NAMES
    ]
    sys.exit(0 if all(results) else 1)
