"""The process in which a file of unknown origin is checked: its limits, and its answer as JSON."""

import json
import resource
import sys
from collections.abc import Mapping

from vendor_eval.errors import VendorEvalError
from vendor_eval.verification.checking import Verified, verify
from vendor_eval.verification.guarded import REFUSED, SECONDS

LONGEST = 300
"""Characters of a text that is quoted from a file."""


def main() -> int:
    """Check standard input; the exit code says whether there is an answer."""
    most = int(sys.argv[1]) * 1024**2
    # Not all addresses: what draws charts reserves far more of them than it ever uses.
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said: Mapping[str, object] = answer(verify(sys.stdin.buffer.read()))
        code = 0
    except VendorEvalError as error:
        said = {"template": error.template, "values": shortened(error.values)}
        code = REFUSED
    sys.stdout.write(json.dumps(said))
    return code


def answer(found: Verified) -> dict[str, object]:
    """What was found, as ``guarded.Checked`` takes it."""
    said: dict[str, object] = {
        "evaluation": found.evaluation,
        "criteria_digest": found.criteria_digest,
        "differences": [
            {"place": each.place, "what": each.what, "values": shortened(each.values)}
            for each in found.differences
        ],
    }
    if found.printed is not None:
        printing = found.printed.printing
        said |= {
            "kind": printing.kind,
            "number": printing.number,
            "author": printing.author,
            "printed_at": printing.printed_at.isoformat(),
        }
    return said


def shortened(values: Mapping[str, object]) -> dict[str, object]:
    """Values for a text, none of them longer than a reader wants."""
    return {
        name: value if isinstance(value, int) else cut(str(value)) for name, value in values.items()
    }


def cut(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


if __name__ == "__main__":
    sys.exit(main())
