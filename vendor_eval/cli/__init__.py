"""Commands of the ``vendor-eval`` program: one file per noun."""
