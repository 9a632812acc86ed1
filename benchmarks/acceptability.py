"""Rank acceptability of 20 vendors by 30 criteria, weights drawn inside, against two peers.

Peers live in an environment of their own, ``.venv-bench``, made here from locked versions.
``python -m benchmarks acceptability``.
"""

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.report import in_turn, tell
from vendor_eval.scoring.acceptability import shares_under_any_weights
from vendor_eval.scoring.sheet import FloatArray

VENDORS, CRITERIA = 20, 30
FEW, MANY = 10_000, 100_000
FOLDER = Path(__file__).parent
ENVIRONMENT = FOLDER.parent / ".venv-bench"
LOCK = FOLDER / "peers.lock"
MEMORY_LIMIT = 300
"""Megabytes."""
MEMORY = """
import resource, sys
import numpy as np
from vendor_eval.scoring.acceptability import shares_under_any_weights
shares_under_any_weights(np.load(sys.argv[1]), int(sys.argv[2]), 1)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(most / (1e6 if sys.platform == "darwin" else 1e3))
"""


def measure() -> bool:
    """The bound, both peers in turn with ours, memory, and one core against two."""
    points = np.random.default_rng(1).random((VENDORS, CRITERIA)) * 100
    few, many = (partial(shares_under_any_weights, points, count, 1) for count in (FEW, MANY))
    with tempfile.TemporaryDirectory() as folder:
        matrix = Path(folder) / "matrix.npy"
        np.save(matrix, points)
        holds = [_beside_bound(points, many), *_cores(many), _memory(matrix)]
        with _peers(matrix) as ask:
            for name, count, ours, times, rounds in (
                ("pysensmcda", FEW, few, 5, 9),
                ("pysensmcda", MANY, many, 10, 5),
                ("pymcdm", FEW, few, 300, 3),
            ):
                mine, theirs = _in_turn(ours, partial(ask, name, count), rounds)
                note = f"{mine * 1000:.1f} ms against {theirs * 1000:.1f} ms"
                what = f"{count:,} weightings {times} times / {name} once"
                holds.append(tell(what, times * mine / theirs, 1, note))
    return all(holds)


def _beside_bound(points: FloatArray, many: Callable[[], object]) -> bool:
    """The least that has to be done: draw weights, one product, sort the totals."""

    def least() -> None:
        weights = np.random.default_rng(1).standard_exponential((MANY, CRITERIA))
        np.sort(weights @ points.T, axis=1)

    ours, bound = in_turn(many, least)
    note = f"{ours * 1000:.1f} ms against {bound * 1000:.1f} ms"
    return tell(f"{MANY:,} weightings / draw, product and sort", ours / bound, 4, note)


def _cores(many: Callable[[], object]) -> Iterator[bool]:
    """Two cores against one, where the system lets a program choose."""
    if not hasattr(os, "sched_setaffinity") or len(os.sched_getaffinity(0)) == 1:
        print("only one core here: two are not compared with one")
        return
    cores = os.sched_getaffinity(0)

    def on(chosen: set[int]) -> None:
        os.sched_setaffinity(0, chosen)
        many()

    pair = sorted(cores)[:2]
    two, one = in_turn(partial(on, set(pair)), partial(on, {pair[0]}))
    os.sched_setaffinity(0, cores)
    note = f"{two * 1000:.1f} ms against {one * 1000:.1f} ms"
    yield tell(f"{MANY:,} weightings, two cores / one", two / one, 0.999, note)


def _memory(matrix: Path) -> bool:
    """Most memory a program takes that does nothing else."""
    command = [sys.executable, "-c", MEMORY, str(matrix), str(MANY)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    megabytes = float(done.stdout)
    return tell(f"{MANY:,} weightings, megabytes", megabytes, MEMORY_LIMIT, "whole program")


def _in_turn(
    ours: Callable[[], object], theirs: Callable[[], float], rounds: int
) -> tuple[float, float]:
    """Least seconds of ours, and of the peer by its own watch."""
    mine, told = [], []
    for _round in range(rounds):
        start = time.perf_counter()
        ours()
        mine.append(time.perf_counter() - start)
        told.append(theirs())
    return min(mine), min(told)


@contextmanager
def _peers(matrix: Path) -> Iterator[Callable[[str, int], float]]:
    """A program in the peers' environment that times one of them when asked."""
    program = str(FOLDER / "weighted_sum_peers.py")
    command = [str(_interpreter()), program, str(matrix)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        questions, answers = running.stdin, running.stdout

        def ask(name: str, count: int) -> float:
            questions.write(f"{name} {count}\n")
            questions.flush()
            return float(answers.readline())

        yield ask
        questions.close()


def _interpreter() -> Path:
    """Python of the peers' environment, made and filled where it is missing or older."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "installed.lock"
    if not stamp.exists() or stamp.read_bytes() != LOCK.read_bytes():
        print(f"Installing the peers into {ENVIRONMENT.name}; this takes a minute, once.")
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
        install = [str(python), "-m", "pip", "install", *options, "--requirement", str(LOCK)]
        subprocess.run(install, check=True)
        stamp.write_bytes(LOCK.read_bytes())
    return python
