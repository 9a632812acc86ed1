"""Times peers in their own environment: ``FILE`` with a matrix, then a line for each measurement.

Each line on stdin is a peer and a number of weightings; the answer is seconds. Run by
``benchmarks.acceptability`` with the interpreter of ``.venv-bench``, which lacks vendor-eval.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
from pymcdm.methods import WSM
from pysensmcda.smaa import simulate


def run_pysensmcda(matrix: np.ndarray, samples: int) -> None:
    """Its fastest route: a plain product, and only the counts kept."""
    types = np.ones(matrix.shape[1])
    simulate(lambda m, w, _t: m @ w, matrix, types, num_samples=samples, store="accumulate", seed=1)


def run_pymcdm(matrix: np.ndarray, samples: int) -> None:
    """A loop over its weighted sum of columns taken as they are."""
    types = np.ones(matrix.shape[1])
    method = WSM(lambda column, cost=False: column)
    for weights in np.random.default_rng(1).dirichlet(types, samples):
        method(matrix, weights, types)


PEERS: dict[str, Callable[[np.ndarray, int], None]] = {
    "pysensmcda": run_pysensmcda,
    "pymcdm": run_pymcdm,
}

if __name__ == "__main__":
    given = np.load(sys.argv[1])
    for line in sys.stdin:
        peer, count = line.split()
        start = time.perf_counter()
        PEERS[peer](given, int(count))
        print(time.perf_counter() - start, flush=True)
