"""In which language a command speaks."""

import os

from vendor_eval.language import LANGUAGES

VARIABLES = ("VENDOR_EVAL_LANGUAGE", "LC_ALL", "LANG")
"""Asked in this order; values such as ``ja_JP.UTF-8`` count by their beginning."""


def pick_language(option: str | None = None) -> str:
    """The language asked for, else that of the environment, else the first one."""
    for wish in (option, *(os.environ.get(name) for name in VARIABLES)):
        code = (wish or "")[:2].lower()
        if code in LANGUAGES:
            return code
    return LANGUAGES[0]
