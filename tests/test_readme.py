"""The README names every command and every setting."""

from pathlib import Path

import pytest

from vendor_eval.__main__ import COMMANDS
from vendor_eval.settings import SETTINGS

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_described(command: str) -> None:
    assert f"vendor-eval {command}" in README or f"`{command} " in README.replace("/ `", "`")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_listed_with_default_and_meaning(setting: object) -> None:
    name, default, meaning = (getattr(setting, key) for key in ("name", "default", "meaning"))
    assert f"| `{name}` | `{default}` | {meaning} |" in README


def test_pictures_are_there() -> None:
    pictures = [part.partition(")")[0] for part in README.split("](")[1:] if ".png)" in part]
    assert pictures
    assert all((Path(__file__).parent.parent / picture).is_file() for picture in pictures)
