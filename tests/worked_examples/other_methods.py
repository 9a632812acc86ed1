"""Published results of TOPSIS and PROMETHEE II."""

# G.-H. Tzeng and J.-J. Huang, Multiple Attribute Decision Making: Methods and Applications, 2011,
# the example of TOPSIS, as the tests of the package scikit-criteria give it.
TZENG_2011 = {
    "scores": ((5, 8, 4), (7, 6, 8), (8, 8, 6), (7, 4, 6)),
    "weights": (0.3, 0.4, 0.3),
    "falling": (False, False, False),
    "closeness": (0.5037, 0.6581, 0.7482, 0.334),
    "tolerance": 0.00015,
}

# N. Ersoy, LogForum 17(3), 2021, as the tests of the package pyrepo-mcda give it;
# the last two columns are to be low.
ERSOY_2021 = {
    "scores": (
        (256, 8, 41, 1.6, 1.77, 7347.16),
        (256, 8, 32, 1.0, 1.8, 6919.99),
        (256, 8, 53, 1.6, 1.9, 8400),
        (256, 8, 41, 1.0, 1.75, 6808.9),
        (512, 8, 35, 1.6, 1.7, 8479.99),
        (256, 4, 35, 1.6, 1.7, 7499.99),
    ),
    "weights": (0.405, 0.221, 0.134, 0.199, 0.007, 0.034),
    "falling": (False, False, False, False, True, True),
    "closeness": (0.308, 0.254, 0.327, 0.263, 0.857, 0.192),
    "tolerance": 0.006,
}

# H. Zhao, Y. Peng and W. Li, Procedia Computer Science 17, 2013, 181-188, as the tests of the
# package pymcdm give it; the usual criterion in every column.
ZHAO_2013 = {
    "scores": ((4, 3, 2), (3, 2, 4), (5, 1, 3)),
    "weights": (0.5, 0.3, 0.2),
    "net_flow": (0.1, -0.3, 0.2),
    "tolerance": 0.006,
}
