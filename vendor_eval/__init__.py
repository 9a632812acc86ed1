"""Choose an outsourced call centre or telemarketing contractor, and show why.

This file imports nothing, so that the arithmetic can be loaded without the web.
"""
