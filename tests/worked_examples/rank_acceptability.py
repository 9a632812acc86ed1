"""Rank acceptability that follows from symmetry, without any sampling."""

# Three vendors, each best in one criterion and worst in the others: each takes every rank under
# a third of all weightings (R. Lahdelma and P. Salminen, "SMAA-2: stochastic multicriteria
# acceptability analysis for group decision making", Operations Research 49(3), 2001, 444-454).
SYMMETRIC = ((1, 0, 0), (0, 1, 0), (0, 0, 1))

# Uniform weights in falling order have the rank-order centroid as their mean
# (F. H. Barron and B. E. Barrett, "Decision quality using ranked attribute weights",
# Management Science 42(11), 1996, 1515-1523).
ORDERED_MEANS = (
    0.45666666666666667,
    0.25666666666666665,
    0.15666666666666668,
    0.09,
    0.04,
)
