"""A built wheel holds everything the program needs and works where there is no checkout."""

import json
import os
import re
import socket
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from vendor_eval.criteria.digest import digest
from vendor_eval.criteria.file import load_criteria

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel installed; other packages are those of the tests.

    A path file names their folder. Path files in that folder are not followed, so the
    checkout that is installed there does not get in.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, symlinks=True)
    paths = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    Path(paths["purelib"], "packages-of-the-tests.pth").write_text(sysconfig.get_path("purelib"))
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    run(*pip, "install", "--no-deps", "--no-index", "--ignore-installed", wheel)
    return folder


def test_wheel_holds_what_is_beside_the_code(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    beside = {
        f"vendor_eval/{path.relative_to(ROOT).as_posix()}"
        for path in [
            ROOT / "criteria.toml",
            *ROOT.glob("templates/**/*.*"),
            *ROOT.glob("static/**/*.*"),
        ]
        if path.is_file()
    }
    inside = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("vendor_eval/**/*.*")
        if not {"__pycache__", "parts"}.intersection(path.parts)
    }
    inside.remove("vendor_eval/translations/compile.py")
    assert "vendor_eval/translations/ja/LC_MESSAGES/messages.mo" in inside
    assert {name for name in names if ".dist-info/" not in name} == beside | inside


def test_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith("/METADATA")]
        lines = archive.read(metadata).decode().splitlines()
        licences = [name for name in archive.namelist() if "/licenses/" in name]
    assert {"Name: vendor-eval", "License-Expression: MIT", "Requires-Python: >=3.11"} <= set(lines)
    assert any(name.endswith("/LICENSE") for name in licences)


def test_installed_program_reads_the_packaged_criteria(elsewhere: Path, tmp_path: Path) -> None:
    package = packaged(elsewhere, tmp_path)
    printed = run(program(elsewhere), "criteria", "digest", package / "criteria.toml", cwd=tmp_path)
    assert printed.strip() == digest(load_criteria(ROOT / "criteria.toml"))


def test_installed_program_compares_the_packaged_sample(elsewhere: Path, tmp_path: Path) -> None:
    sample = packaged(elsewhere, tmp_path) / "sample" / "inbound-desk"
    options = ("--json", "--samples", "0", "--pdf", "comparison.pdf")
    printed = run(program(elsewhere), "compare", sample, *options, cwd=tmp_path)
    vendors = {vendor["id"]: vendor["total"] for vendor in json.loads(printed)["vendors"]}
    assert vendors["minamo"] == 76.33
    assert vendors["aponoki"] is None
    assert (tmp_path / "comparison.pdf").read_bytes().startswith(b"%PDF-")


def test_installed_program_serves_the_sample(elsewhere: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    server = subprocess.Popen(  # noqa: S603 - the installed command
        (program(elsewhere), "demo", "--port", port),
        cwd=tmp_path,
        env=environment() | {"VENDOR_EVAL_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        [link] = [line.strip() for line in read_until(server, "/start?") if "/start?" in line]
        wait_for(int(port))
        browser = build_opener(HTTPCookieProcessor())
        browser.addheaders = [("Accept-Language", "ja")]
        with browser.open(link) as page:
            text = page.read().decode()
        assert "お客様相談窓口の運営業務委託" in text
        [style] = set(re.findall(r'href="([^"]+/app\.css[^"]*)"', text))
        with browser.open(urljoin(link, style)) as sheet:
            assert sheet.status == 200
    finally:
        server.terminate()
        server.communicate()


def read_until(server: subprocess.Popen[str], text: str) -> Iterator[str]:
    """Lines a server prints, up to the one that holds the text."""
    assert server.stdout
    for line in server.stdout:
        yield line
        if text in line:
            return


def wait_for(port: int) -> None:
    """Return when something on this machine answers at the port; a loaded machine takes a while."""
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers at port {port}")


def packaged(elsewhere: Path, folder: Path) -> Path:
    """Folder of the installed package."""
    ask = "import vendor_eval; print(vendor_eval.__file__)"
    package = Path(run(elsewhere / "bin" / "python", "-c", ask, cwd=folder).strip()).parent
    assert package.is_relative_to(elsewhere)
    return package


def program(elsewhere: Path) -> Path:
    """The installed command."""
    return elsewhere / "bin" / "vendor-eval"


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Standard output of a command that must succeed, away from the checkout's environment."""
    done = subprocess.run(  # noqa: S603 - commands of this file
        command,
        cwd=cwd,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment() -> dict[str, str]:
    """Environment variables that say nothing about the checkout."""
    kept = {"HOME", "LANG", "PATH", "TMPDIR"}
    return {name: value for name, value in os.environ.items() if name in kept}
