"""Published weighted sums: the inputs as printed, and the results as printed."""

# E. Triantaphyllou and A. Sanchez, "A sensitivity analysis approach for some deterministic
# multi-criteria decision-making methods", Decision Sciences 28(1), 1997, 151-194, example 1.
# The printed weights total 1.0001 and the printed results carry four places.
TRIANTAPHYLLOU_1997 = {
    "weights": ("0.3277", "0.3058", "0.2876", "0.0790"),
    "scores": (
        ("0.3088", "0.2897", "0.3867", "0.1922"),
        ("0.2163", "0.3458", "0.1755", "0.6288"),
        ("0.4509", "0.2473", "0.1194", "0.0575"),
        ("0.0240", "0.1172", "0.3184", "0.1215"),
    ),
    "totals": ("0.3162", "0.2768", "0.2621", "0.1449"),
    "ranks": (1, 2, 3, 4),
    "tolerance": "0.00025",
}

# M. Kracka, W. K. M. Brauers and E. K. Zavadskas, "Ranking heating losses in a building by
# applying the MULTIMOORA", Inzinerine Ekonomika 21(4), 2010, 352-359: seven criteria of equal
# weight, each column divided by its sum, columns to be minimised inverted before that.
KRACKA_2010 = {
    "minimised": (True, True, True, True, False, True, False),
    "figures": (
        ("33.95", "23.78", "11.45", "39.97", "29.44", "167.10", "3.852"),
        ("38.90", "4.17", "6.32", "0.01", "4.29", "132.52", "25.184"),
        ("37.59", "9.36", "8.23", "4.35", "10.22", "136.71", "10.845"),
        ("30.44", "37.59", "13.91", "74.08", "45.10", "198.34", "2.186"),
        ("36.21", "14.79", "9.17", "17.77", "17.06", "148.30", "6.610"),
        ("37.80", "8.55", "7.97", "2.35", "9.25", "134.83", "11.935"),
    ),
    "totals": ("0.12040426", "0.3458235", "0.13838192", "0.12841246", "0.12346084", "0.14351701"),
    "ranks": (6, 1, 3, 4, 5, 2),
    "tolerance": "0.0000001",
}
