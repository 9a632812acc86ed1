"""One line per measurement: a ratio, what it may be, and whether it is."""

import time
from collections.abc import Callable


def in_turn(
    first: Callable[[], object], second: Callable[[], object], rounds: int = 9
) -> tuple[float, float]:
    """Seconds of two pieces of work done in turn: the least disturbed run of each."""
    pair = (first, second)
    times: tuple[list[float], list[float]] = ([], [])
    for each in pair:
        each()
    for _round in range(rounds):
        for work, kept in zip(pair, times, strict=True):
            start = time.perf_counter()
            work()
            kept.append(time.perf_counter() - start)
    return min(times[0]), min(times[1])


def tell(what: str, ratio: float, limit: float, note: str) -> bool:
    """Print a ratio beside its limit; True when it holds."""
    holds = ratio <= limit
    word = "holds" if holds else "MISSED"
    print(f"{word:6}  {ratio:7.2f} of at most {limit:g}  {what}  ({note})")
    return holds
