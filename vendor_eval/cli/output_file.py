"""Writing a file a command was asked for: the whole of it, or nothing."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from vendor_eval.errors import InvalidFilesError, Problem
from vendor_eval.language import N_


def write_output(path: Path, draw: Callable[[], bytes]) -> None:
    """Write what ``draw`` makes, which is not called when the file cannot be written.

    Raises:
        InvalidFilesError: there is no such folder, or no right to write in it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.is_dir():
            raise IsADirectoryError(None, os.strerror(errno.EISDIR))
        draft.write_bytes(b"")
        try:
            draft.write_bytes(draw())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        what = N_("this cannot be written (%(reason)s)")
        cure = N_("name a file in a folder that exists and where you may write")
        reason = {"reason": error.strerror or "?"}
        raise InvalidFilesError([Problem(str(path), "", what, cure, reason)]) from error
