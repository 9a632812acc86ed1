"""Published tables of ratings, None where one is missing."""

# ProofWiki, "Kendall's Coefficient of Concordance", arbitrary example 1: three items, four judges.
PROOFWIKI = {"ranks": ((1, 3, 2), (1, 2, 3), (2, 3, 1), (3, 1, 2)), "w": 0.0625}

# The package kendall-w, documentation of compute_w: three items, four judges.
KENDALL_W_PACKAGE = {"ranks": ((1, 2, 3), (1, 2, 3), (1, 2, 3), (2, 3, 1)), "w": 0.4375}

# K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011, sections C and E: four
# observers, twelve units; the last unit has one value and drops out.
KRIPPENDORFF_2011 = {
    "ratings": (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    ),
    "ordinal": 0.815,
    "interval": 0.849,
}

# P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in assessing rater reliability",
# Psychological Bulletin 86(2), 1979, 420-428, tables 2 to 4: six targets down, four judges across.
SHROUT_FLEISS_1979 = {
    "targets": (
        (9, 2, 5, 8),
        (6, 1, 3, 2),
        (8, 4, 6, 8),
        (7, 1, 2, 6),
        (10, 5, 6, 9),
        (6, 2, 4, 7),
    ),
    "icc_2_1": 0.29,
    "icc_2_k": 0.62,
    "exact_2_1": "184/635",
}
