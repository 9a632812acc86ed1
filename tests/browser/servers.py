"""The program as people start it, in a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

NO_WORKERS = {"VENDOR_EVAL_DOCUMENT_WORKERS": "0"}
"""Most tests ask for no document: processes that wait for one would only take time."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    address: str
    link: str
    """The one-time link it printed."""
    process: subprocess.Popen[str]


def free_port() -> int:
    """A port that nothing listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(command: str, data: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Run ``vendor-eval serve`` or ``demo`` until the block ends; then as Ctrl+C does."""
    address = f"http://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    ours = {name: value for name, value in os.environ.items() if "VENDOR_EVAL" not in name}
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "vendor_eval", command, "--port", port, *options],
        env=ours
        | {"VENDOR_EVAL_DATA": str(data), "VENDOR_EVAL_LANGUAGE": "en"}
        | NO_WORKERS
        | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield Server(address, link_of(process), process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=60)


def link_of(process: subprocess.Popen[str]) -> str:
    """The link the program prints below its address."""
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if found := re.search(r"http\S+/start\?token=\S+", line):
            return found[0]
    raise AssertionError(seen)
