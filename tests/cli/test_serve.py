"""The commands that serve, as processes of their own."""

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.servers import Server, running
from vendor_eval.cli.serve import host_names


def fetch(address: str) -> tuple[int, str]:
    """Status and page of an address, redirects followed, cookies kept."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(address) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_demo_serves_the_sample_again_and_again(tmp_path: Path) -> None:
    links = []
    for _start in range(2):
        with running("demo", tmp_path) as server:
            status, page = fetch(server.link)
            assert status == 200
            assert page.count('href="/evaluations/inbound-desk"') == 1
            assert fetch(server.link)[0] == 403
            links.append(server.link.partition("?")[2])
    assert links[0] != links[1]


def test_ctrl_c_ends_it_at_once_and_without_noise(tmp_path: Path) -> None:
    with running("serve", tmp_path) as server:
        assert fetch(f"{server.address}/sign-in")[0] == 200
        server.process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        rest, _ = server.process.communicate(timeout=10)
    assert time.monotonic() - begun < 5
    assert (server.process.returncode, rest.strip()) == (0, "")


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Port {} of 127.0.0.1 cannot be used"), ("ja", "127.0.0.1 のポート {} は使えません")],
)
def test_a_port_in_use_is_said_with_a_cure(tmp_path: Path, language: str, text: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "vendor_eval", "serve", "--port", str(port)],
            env={"VENDOR_EVAL_DATA": str(tmp_path), "VENDOR_EVAL_LANGUAGE": language},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert text.format(port) in done.stderr
    assert f"--port {port + 1 if port < 65535 else port - 1}" in done.stderr


@pytest.fixture(scope="module")
def two_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that answers with two processes."""
    with running("serve", tmp_path_factory.mktemp("two"), VENDOR_EVAL_WORKERS="2") as server:
        yield server


def test_limits_hold_over_all_processes(two_processes: Server) -> None:
    guesses = [fetch(f"{two_processes.address}/start?token={n}")[0] for n in range(24)]
    assert guesses == [403] * 20 + [429] * 4


def test_an_upload_that_is_too_large_is_refused_early(two_processes: Server) -> None:
    parts = urlsplit(two_processes.address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    begun = time.monotonic()
    with closing(connection):
        connection.putrequest("POST", "/sign-in")
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.putheader("Content-Length", str(200 * 1024**2))
        connection.putheader("Accept-Language", "en")
        connection.endheaders(b"--x\r\n")
        answer = connection.getresponse()
        page = answer.read().decode()
    assert answer.status == 413
    assert "What you sent is larger than 50 MB." in page
    assert time.monotonic() - begun < 5


def test_a_foreign_host_name_is_refused(two_processes: Server) -> None:
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{two_processes.address}/sign-in", headers={"Host": "evil.example"}
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310 - our own server
    with refused.value as answer:
        assert answer.code == 400
        assert "evil.example" in answer.read().decode()


def test_a_machine_answers_to_its_own_names() -> None:
    own = ["localhost", "127.0.0.1", "[::1]"]
    assert host_names("127.0.0.1") == own
    everywhere = host_names("0.0.0.0")  # noqa: S104 - a test of names
    assert everywhere[:3] == own
    assert socket.gethostname().lower() in everywhere
    assert "192.0.2.7" in host_names("192.0.2.7")


def test_a_wrong_setting_stops_it_with_a_cure(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vendor_eval", "serve", "--port", "65531"],
        env={"VENDOR_EVAL_DATA": str(tmp_path), "VENDOR_EVAL_HOSTS": "no host"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search("VENDOR_EVAL_HOSTS: no host", done.stderr)
    assert "Traceback" not in done.stderr
