"""Every setting: its name, default, meaning, and what to do when it is wrong.

Settings are environment variables, read as the text they are. A value that
cannot be used, or a name that nothing reads, stops the program at once.
"""

import difflib
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vendor_eval.errors import SettingError
from vendor_eval.language import LANGUAGES, N_

PREFIX = "VENDOR_EVAL_"
SHORTEST_KEY = 32
"""Characters of a secret key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of one process, checked."""

    data: Path
    """Folder of the embedded database and of the secret key."""
    database_url: str
    secret_key: str
    language: str = "ja"
    time_zone: str = "Asia/Tokyo"
    upload_mb: int = 50
    https: bool = False
    proxies: int = 0
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    workers: int = 1
    threads: int = 8
    document_workers: int = 2
    smtp_host: str = ""
    """Server that takes mail; without one, links are shown to be copied."""
    smtp_port: int = 587
    smtp_encryption: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = "vendor-eval@localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One environment variable; texts are source texts of translations."""

    field: str
    default: str
    meaning: str
    read: Callable[[str], object] = str
    """Raises ValueError when the text cannot be used."""
    problem: str = N_("%(value)s cannot be used")
    cure: str

    @property
    def name(self) -> str:
        """What the variable is called."""
        return PREFIX + self.field.upper()


def _folder(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _database_url(text: str) -> str:
    if not re.match(r"(postgresql|postgres|sqlite)(\+\w+)?://", text):
        raise ValueError(text)
    return re.sub(r"^postgres://", "postgresql://", text)


def _secret_key(text: str) -> str:
    if len(text) < SHORTEST_KEY:
        raise ValueError(text)
    return text


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise ValueError(text)
    return text


def _time_zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(text) from error


def _host_names(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    if not names or not all(re.fullmatch(r"[\w.-]+|\[[0-9a-f:]+\]", name) for name in names):
        raise ValueError(text)
    return names


def _whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not lowest <= int(text) <= highest:
            raise ValueError(text)
        return int(text)

    return read


def _yes_or_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(text)
    return text == "yes"


def _encryption(text: str) -> str:
    if text not in {"starttls", "tls", "none"}:
        raise ValueError(text)
    return text


def _host_name(text: str) -> str:
    [name] = _host_names(text)
    return name


def _mail_address(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        raise ValueError(text)
    return text


SETTINGS = (
    Setting(
        field="data",
        default="instance/",
        meaning=N_(
            "Folder of the embedded database and the secret key. Without a checkout:"
            " ~/.local/share/vendor-eval"
        ),
        read=_folder,
        cure=N_("Name a folder this program may write to"),
    ),
    Setting(
        field="database_url",
        default="sqlite:///…/vendor-eval.sqlite",
        meaning=N_("The database: nothing for the embedded one, or postgresql://user@host/name"),
        read=_database_url,
        problem=N_("this is no address of a database"),
        cure=N_("Write postgresql://user@host/name, or leave it out for the embedded database"),
    ),
    Setting(
        field="secret_key",
        default="…/secret-key",
        meaning=N_(
            "Signs sessions and links; made once and kept in the data folder."
            " Several machines need the same one"
        ),
        read=_secret_key,
        problem=N_("the key is too short"),
        cure=N_("Use at least 32 characters that nobody can guess"),
    ),
    Setting(
        field="language",
        default="ja",
        meaning=N_("Language of people and commands that ask for none: ja or en"),
        read=_language,
        cure=N_("Write ja or en"),
    ),
    Setting(
        field="time_zone",
        default="Asia/Tokyo",
        meaning=N_("Time zone of the dates on pages and paper"),
        read=_time_zone,
        cure=N_("Write a name such as Asia/Tokyo or Europe/London"),
    ),
    Setting(
        field="upload_mb",
        default="50",
        meaning=N_("Largest upload, in MB"),
        read=_whole_number(1, 10_000),
        cure=N_("Write a whole number from 1 to 10000"),
    ),
    Setting(
        field="https",
        default="no",
        meaning=N_("yes where browsers reach the program by https: cookies then go no other way"),
        read=_yes_or_no,
        cure=N_("Write yes or no"),
    ),
    Setting(
        field="proxies",
        default="0",
        meaning=N_("How many reverse proxies stand before the program and name the visitor"),
        read=_whole_number(0, 10),
        cure=N_("Write a whole number from 0 to 10"),
    ),
    Setting(
        field="hosts",
        default="localhost,127.0.0.1,[::1]",
        meaning=N_("Names by which browsers may call the program, separated by commas"),
        read=_host_names,
        problem=N_("%(value)s is no list of host names"),
        cure=N_("Write names such as vendors.example.com,localhost"),
    ),
    Setting(
        field="workers",
        default="1",
        meaning=N_("Processes that answer browsers; more than one pays off from about two cores"),
        read=_whole_number(1, 64),
        cure=N_("Write a whole number from 1 to 64"),
    ),
    Setting(
        field="threads",
        default="8",
        meaning=N_("Requests that one process answers at the same time"),
        read=_whole_number(1, 256),
        cure=N_("Write a whole number from 1 to 256"),
    ),
    Setting(
        field="document_workers",
        default="2",
        meaning=N_(
            "Processes that make documents, beside the server or by vendor-eval work; 0: this"
            " server starts none"
        ),
        read=_whole_number(0, 64),
        cure=N_("Write a whole number from 0 to 64"),
    ),
    Setting(
        field="smtp_host",
        default="–",
        meaning=N_(
            "Server that sends mail: invitations, reminders, lost passwords; without one, links are"
            " there to copy"
        ),
        read=_host_name,
        cure=N_("Write the name of one server, such as mail.example.com"),
    ),
    Setting(
        field="smtp_port",
        default="587",
        meaning=N_("Port of that server"),
        read=_whole_number(1, 65_535),
        cure=N_("Write a whole number from 1 to 65535"),
    ),
    Setting(
        field="smtp_encryption",
        default="starttls",
        meaning=N_("How mail is protected on its way there: starttls, tls or none"),
        read=_encryption,
        cure=N_("Write starttls, tls or none"),
    ),
    Setting(
        field="smtp_user",
        default="–",
        meaning=N_("User name on that server, where it asks for one"),
        cure=N_("Write the user name"),
    ),
    Setting(
        field="smtp_password",
        default="–",
        meaning=N_("Password of that user"),
        cure=N_("Write the password"),
    ),
    Setting(
        field="smtp_from",
        default="vendor-eval@localhost",
        meaning=N_("Address that mail comes from"),
        read=_mail_address,
        cure=N_("Write an address such as vendor-eval@example.com"),
    ),
)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from environment variables; makes the data folder and the secret key.

    Raises:
        SettingError: one cannot be used, or there is none of that name.
    """
    environment = os.environ if environment is None else environment
    _refuse_unknown(environment)
    found = {
        setting.field: _read(setting, environment[setting.name])
        for setting in SETTINGS
        if environment.get(setting.name)
    }
    data = cast("Path", found.setdefault("data", default_data(environment)))
    _make_folder(data)
    found.setdefault("database_url", f"sqlite:///{data / 'vendor-eval.sqlite'}")
    if "secret_key" not in found:
        found["secret_key"] = kept_secret(data / "secret-key")
    return Settings(**cast("dict[str, Any]", found))


def default_data(environment: Mapping[str, str]) -> Path:
    """``instance`` in a checkout, else where the user's programs keep data."""
    root = Path(__file__).parents[1]
    if (root / "pyproject.toml").exists():
        return root / "instance"
    home = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "vendor-eval"


def kept_secret(file: Path) -> str:
    """The secret of a file that only its owner can read, made the first time.

    Raises:
        SettingError: it cannot be read or made.
    """
    try:
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(48))
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _unwritable(file) from error


def _write_once(file: Path, text: str) -> None:
    """Whole or not at all; of several processes, the first wins."""
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    draft = Path(name)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder) from error


def _unwritable(path: Path) -> SettingError:
    return SettingError(
        name="VENDOR_EVAL_DATA",
        problem=N_("%(path)s cannot be read or written"),
        cure=N_("Name a folder this program may write to"),
        path=path,
    )


def _read(setting: Setting, text: str) -> object:
    try:
        return setting.read(text)
    except ValueError as error:
        raise SettingError(
            name=setting.name, problem=setting.problem, cure=setting.cure, value=text
        ) from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    names = [setting.name for setting in SETTINGS]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in names:
            fields = [known.removeprefix(PREFIX) for known in names]
            near = difflib.get_close_matches(name.removeprefix(PREFIX), fields, 1)
            raise SettingError(
                name=name,
                problem=N_("there is no such setting"),
                cure=N_("Write %(near)s, or remove it") if near else N_("Remove it"),
                near=PREFIX + "".join(near),
            )
