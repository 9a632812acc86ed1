"""Published tables and how far one weight may move, as a share, before another row is first."""

from tests.worked_examples.weighted_sums import TRIANTAPHYLLOU_1997

# E. Triantaphyllou and A. Sanchez, "A sensitivity analysis approach for some deterministic
# multi-criteria decision-making methods", Decision Sciences 28(1), 1997, 151-194, example 1; the
# intervals follow from the printed figures with the other weights rescaled in proportion.
# The second table is small enough to solve by hand: with weights t, 0.6 (1 - t), 0.4 (1 - t) the
# rows come to 0.2 + 0.8 t, 0.8 - 0.6 t and 0.7 - 0.2 t; today the first and the last are equal.
HAND = {
    "weights": ("0.5", "0.3", "0.2"),
    "scores": (("1", "0", "0.5"), ("0.2", "1", "0.5"), ("0.5", "0.5", "1")),
}
INTERVALS = (
    # Table, row that leads, weight that moves, interval.
    (TRIANTAPHYLLOU_1997, 0, 0, 0.0, 0.5125864443505137),
    (TRIANTAPHYLLOU_1997, 0, 2, 0.12417186136702177, 1.0),
    (HAND, 2, 0, 0.25, 0.5),
    (HAND, 2, 2, 0.2, 1.0),
)
