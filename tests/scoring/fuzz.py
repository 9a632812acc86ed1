"""Compares product and judge on many random cases: ``python -m tests.scoring.fuzz COUNT [FIRST]``.

Stops at the first difference and names the seed; ``random_case(SEED)`` makes that case again.
"""

import sys

from tests.scoring.agreement import assert_same_result
from tests.scoring.strategies import random_case


def main(count: int, first: int = 0) -> None:
    """Judge the cases of this many seeds."""
    for seed in range(first, first + count):
        try:
            assert_same_result(random_case(seed))
        except Exception as error:
            error.add_note(f"the case is random_case({seed})")
            raise
    sys.stdout.write(f"{count} cases agree.\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
