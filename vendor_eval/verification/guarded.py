"""Checking a file that may be made to do harm: in a process of its own, with limits.

A PDF can unpack to a thousand times its size, or have pages without end. The process that
opens it may take ``MEGABYTES`` and ``SECONDS``; beyond that it is ended and the file refused.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore

from vendor_eval.errors import TooLargeError, VendorEvalError
from vendor_eval.verification.checking import Difference

MEGABYTES = 2048
"""Of memory, for the checking process."""
SECONDS = 120
"""Of computing."""
PATIENCE = 5
"""How many times as long it may take by the clock, on a busy machine."""
LARGEST = 100
"""MB of a file."""
AT_ONCE = BoundedSemaphore(2)
"""How many are checked at a time by one server process; others wait."""
REFUSED = 3
"""Exit code of the process when the file is refused with a reason."""


class TooHeavyError(VendorEvalError):
    """A file that takes more than any document of this program."""

    http_status = 413
    template = (
        "Checking this file takes more memory or time than any report or case zip of this program,"
        " so it was stopped. Ask whoever gave it to you for the file as it was issued."
    )


class BusyError(VendorEvalError):
    """Too many files are being checked."""

    http_status = 503
    template = "Other files are being checked. Wait a minute, then send yours again."


class RefusedError(VendorEvalError):
    """What the checking process said of a file it does not take."""

    def __init__(self, template: str, values: Mapping[str, object]) -> None:
        """Keep the text of the error over there."""
        self.template = template
        super().__init__(**values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a file is, and where it does not agree with its data."""

    evaluation: str
    criteria_digest: str
    differences: tuple[Difference, ...]
    kind: str = ""
    """Of document; empty for a case zip."""
    number: str = ""
    author: str = ""
    printed_at: str = ""
    """ISO 8601."""


def verify_guarded(content: bytes, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Checked:
    """Work out everything in a file again and compare, whatever the file is.

    Args:
        content: the file.
        seconds: of computing, after which the checking ends.
        megabytes: beyond which it ends.

    Raises:
        TooLargeError: the file itself is too large.
        TooHeavyError: to check it takes more than is given.
        RefusedError: it is no file of this program, or cannot be read.
        BusyError: too many are checked at the moment.
    """
    if len(content) > LARGEST * 1024**2:
        raise TooLargeError(name="PDF/zip", limit=LARGEST)
    if not AT_ONCE.acquire(timeout=SECONDS):
        raise BusyError
    try:
        ended = subprocess.run(  # noqa: S603 - our own program
            (sys.executable, "-P", "-m", "vendor_eval.verification.child", str(megabytes)),
            input=content,
            capture_output=True,
            timeout=seconds * PATIENCE,
            check=False,
            # Threads would each want memory of their own.
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as error:
        raise TooHeavyError from error
    finally:
        AT_ONCE.release()
    if ended.returncode not in {0, REFUSED}:
        raise TooHeavyError
    said = json.loads(ended.stdout)
    if ended.returncode == REFUSED:
        raise RefusedError(said["template"], said["values"])
    differences = tuple(Difference(**each) for each in said.pop("differences"))
    return Checked(differences=differences, **said)
