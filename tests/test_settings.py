import os
import stat
from pathlib import Path

import pytest

from vendor_eval.errors import SettingError
from vendor_eval.language import translate
from vendor_eval.settings import SETTINGS, default_data, read_settings


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Variables with a data folder."""
    return {"VENDOR_EVAL_DATA": str(folder), **more}


def test_without_settings_everything_has_a_place(tmp_path: Path) -> None:
    settings = read_settings(environment(tmp_path / "new" / "data"))

    assert settings.database_url == f"sqlite:///{tmp_path / 'new/data/vendor-eval.sqlite'}"
    assert settings.language == "ja"
    assert settings.upload_mb == 50
    assert not settings.https
    assert stat.S_IMODE((tmp_path / "new/data").stat().st_mode) == 0o700


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = read_settings(environment(tmp_path))
    second = read_settings(environment(tmp_path))

    assert len(first.secret_key) >= 32
    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_key_of_digits_stays_text(tmp_path: Path) -> None:
    key = "1" * 40
    assert read_settings(environment(tmp_path, VENDOR_EVAL_SECRET_KEY=key)).secret_key == key
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "VENDOR_EVAL_DATABASE_URL",
            "mysql://localhost/x",
            (
                "VENDOR_EVAL_DATABASE_URL: this is no address of a database."
                " Write postgresql://user@host/name, or leave it out for the embedded database."
            ),
        ),
        (
            "VENDOR_EVAL_SECRET_KEY",
            "short",
            (
                "VENDOR_EVAL_SECRET_KEY: the key is too short."
                " Use at least 32 characters that nobody can guess."
            ),
        ),
        (
            "VENDOR_EVAL_LANGUAGE",
            "fr",
            "VENDOR_EVAL_LANGUAGE: fr cannot be used. Write ja or en.",
        ),
        (
            "VENDOR_EVAL_TIME_ZONE",
            "../etc/passwd",
            (
                "VENDOR_EVAL_TIME_ZONE: ../etc/passwd cannot be used."
                " Write a name such as Asia/Tokyo or Europe/London."
            ),
        ),
        (
            "VENDOR_EVAL_UPLOAD_MB",
            "many",
            "VENDOR_EVAL_UPLOAD_MB: many cannot be used. Write a whole number from 1 to 10000.",
        ),
        ("VENDOR_EVAL_HTTPS", "maybe", "VENDOR_EVAL_HTTPS: maybe cannot be used. Write yes or no."),
        (
            "VENDOR_EVAL_PROXIES",
            "-1",
            "VENDOR_EVAL_PROXIES: -1 cannot be used. Write a whole number from 0 to 10.",
        ),
        (
            "VENDOR_EVAL_LANGAUGE",
            "ja",
            (
                "VENDOR_EVAL_LANGAUGE: there is no such setting."
                " Write VENDOR_EVAL_LANGUAGE, or remove it."
            ),
        ),
        ("VENDOR_EVAL_X", "1", "VENDOR_EVAL_X: there is no such setting. Remove it."),
    ],
)
def test_a_wrong_setting_says_how_to_mend_it(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings(environment(tmp_path, **{name: value}))

    assert str(caught.value) == message


def test_a_wrong_setting_speaks_japanese(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings(environment(tmp_path, VENDOR_EVAL_LANGUAGE="fr"))

    assert caught.value.text("ja") == (
        "VENDOR_EVAL_LANGUAGE: fr は使えません。ja か en を指定してください。"
    )


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(SettingError, match="data cannot be read or written"):
        read_settings(environment(tmp_path / "file" / "data"))


def test_the_short_name_of_postgresql_is_understood(tmp_path: Path) -> None:
    url = "postgres://me@host/name"
    settings = read_settings(environment(tmp_path, VENDOR_EVAL_DATABASE_URL=url))

    assert settings.database_url == "postgresql://me@host/name"


def test_a_checkout_keeps_its_data_beside_it() -> None:
    assert default_data(os.environ).name == "instance"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_explained_in_both_languages(setting: object) -> None:
    meaning = getattr(setting, "meaning", "")

    assert translate(meaning, "en") == meaning
    assert translate(meaning, "ja") != meaning
