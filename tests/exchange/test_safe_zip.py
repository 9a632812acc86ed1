"""A zip is read without trusting it: nothing leaves its folder, nothing grows without limit."""

import io
import stat
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.exchange.small_case import contents_of, with_changes, write_folder
from vendor_eval.errors import InvalidFilesError, TooLargeError, UnsafeZipError
from vendor_eval.exchange.case_folder import read_case

SIZE = 200_000_000


def zipped(entries: Mapping[str, str | bytes]) -> io.BytesIO:
    """A zip of these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file


def with_entry(info: zipfile.ZipInfo, content: bytes = b"") -> io.BytesIO:
    """A case with one more entry."""
    file = zipped(with_changes({}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(info, content)
    return file


@pytest.mark.parametrize("top", ["", "desk/", "案件/"])
def test_a_zip_reads_as_its_folder_with_or_without_a_folder_around_it(
    top: str, tmp_path: Path
) -> None:
    plain, _warnings = read_case(write_folder(tmp_path / "case"))
    entries = {top + name: content for name, content in with_changes({}).items()}
    rubbish = {"__MACOSX/._evaluation.toml": b"\0", ".DS_Store": b"\0"}

    case, warnings = read_case(zipped({**entries, **rubbish}))

    assert case == plain
    assert warnings == ()


def test_a_zip_on_disk_is_only_read(tmp_path: Path) -> None:
    folder = tmp_path / "zips"
    folder.mkdir()
    (folder / "desk.zip").write_bytes(zipped(with_changes({})).getvalue())
    before = contents_of(folder)

    read_case(folder / "desk.zip")

    assert contents_of(folder) == before


def test_names_in_cp932_are_understood(tmp_path: Path) -> None:
    """As Windows in Japan writes them: the second byte of 表 is a backslash."""
    names = {f"{'x' * 2}/{name}": content for name, content in with_changes({}).items()}
    data = zipped(names).getvalue().replace(b"xx/", "表".encode("cp932") + b"/")

    case, _warnings = read_case(io.BytesIO(data))

    assert case == read_case(write_folder(tmp_path / "case"))[0]


LINK = zipfile.ZipInfo("link.csv")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16

UNSAFE = {
    "up": (zipfile.ZipInfo("../evil.csv"), "../evil.csv points out of the folder"),
    "up inside": (zipfile.ZipInfo("a/../../evil"), "a/../../evil points out of the folder"),
    "absolute": (zipfile.ZipInfo("/etc/passwd"), "/etc/passwd points out of the folder"),
    "drive": (zipfile.ZipInfo("C:/evil.csv"), "C:/evil.csv points out of the folder"),
    "backslash": (zipfile.ZipInfo("..\\evil.csv"), "..\\evil.csv points out of the folder"),
    "link": (LINK, "link.csv is a link or a device, not a file"),
    "twice": (zipfile.ZipInfo("Ratings.CSV"), "Ratings.CSV is in it twice"),
    "deep": (zipfile.ZipInfo("a/" * 8 + "b"), "a/a/a/a/a/a/a/a/b lies more than 8 folders deep"),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_entry_is_refused(name: str) -> None:
    info, reason = UNSAFE[name]

    with pytest.raises(UnsafeZipError) as caught:
        read_case(with_entry(info))

    assert caught.value.text("en") == (
        f"zip: {reason}. Make the zip again from the case folder alone."
    )


def test_a_refusal_is_said_in_japanese() -> None:
    with pytest.raises(UnsafeZipError) as caught:
        read_case(with_entry(zipfile.ZipInfo("../evil.csv")))

    assert caught.value.text("ja") == (
        "zip: ../evil.csv はフォルダーの外を指しています。"
        "評価のフォルダーだけからZIPを作り直してください。"
    )


def test_a_password_is_refused() -> None:
    data = bytearray(zipped(with_changes({})).getvalue())
    table = data.index(b"PK\x01\x02")
    data[table + 8] |= 1

    with pytest.raises(UnsafeZipError, match=r"evaluation\.toml needs a password"):
        read_case(io.BytesIO(data))


def test_an_unusual_method_is_refused() -> None:
    info = zipfile.ZipInfo("x.txt")
    info.compress_type = zipfile.ZIP_BZIP2

    with pytest.raises(UnsafeZipError, match=r"x\.txt is packed in a way this program does not"):
        read_case(with_entry(info, b"x"))


def test_too_many_files_are_refused() -> None:
    entries = {f"{number}.txt": b"" for number in range(1_001)}

    with pytest.raises(UnsafeZipError, match="it holds more than 1000 files"):
        read_case(zipped({**with_changes({}), **entries}))


def bomb(size: int, name: str) -> io.BytesIO:
    """A case with an entry of zeros, made without holding them."""
    file = zipped(with_changes({name: None}))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as entry,
    ):
        for _megabyte in range(size // 1_000_000):
            entry.write(bytes(1_000_000))
    return file


@pytest.mark.parametrize("name", ["ratings.csv", "proposal.bin"])
def test_a_bomb_is_refused_without_unpacking_it(name: str) -> None:
    file = bomb(SIZE, name)
    tracemalloc.start()
    try:
        with pytest.raises(UnsafeZipError) as caught:
            read_case(file)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert str(caught.value).startswith(f"zip: {name} grows more than 200-fold when unpacked.")
    assert most < 5_000_000


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(bomb(20_000_000, "ratings.csv").getvalue())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.rindex(mark, 0, data.rindex(b"ratings.csv"))
        data[start + at : start + at + 4] = (100).to_bytes(4, "little")

    with pytest.raises(InvalidFilesError) as caught:
        read_case(io.BytesIO(data))

    assert caught.value.problems[0].text() == "zip: the zip is damaged; make the zip again"


def test_a_file_larger_than_any_evaluation_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "case")
    with (folder / "ratings.csv").open("wb") as file:
        file.truncate(65_000_000)

    with pytest.raises(TooLargeError) as caught:
        read_case(folder)

    assert caught.value.text("en") == (
        "ratings.csv is larger than 64 MB. Remove what does not belong to the evaluation."
    )
    assert caught.value.text("ja") == (
        "ratings.csv は64 MBを超えています。評価に関係のないものを除いてください。"
    )


def test_two_evaluations_in_one_zip_are_refused() -> None:
    entries = {top + name: text for top in "ab" for name, text in with_changes({}).items()}
    inside = {f"{name[0]}/{name[1:]}": text for name, text in entries.items()}

    with pytest.raises(InvalidFilesError) as caught:
        read_case(zipped(inside))

    assert caught.value.problems[0].text() == (
        "zip: there are several evaluations in it; make one zip for each evaluation"
    )


@pytest.mark.parametrize("end", [1, 30, 200, 1_000])
def test_a_cut_zip_is_refused(end: int) -> None:
    data = zipped(with_changes({})).getvalue()

    with pytest.raises(InvalidFilesError) as caught:
        read_case(io.BytesIO(data[:-end]))

    assert len(caught.value.problems) == 1
