"""Zip archives: the same bytes everywhere, readable by others, and harmless when unpacked."""

from __future__ import annotations

import hashlib
import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ccb_l10n.errors import CcbError
from ccb_l10n.packs import archive
from ccb_l10n.packs.archive import UnsafeError, unpack, zipped
from ccb_l10n.packs.deflate import _codes, deflate

TEXT = "Une équipe nationale répond aux incidents. 国家应急响应小组。 فريق وطني. ".encode() * 40
FILES = {"index.html": TEXT, "a/ب.html": TEXT[::-1], "mimetype": b"application/epub+zip", "a/empty": b""}


def inflated(stream: bytes) -> bytes:
    whole = zlib.decompressobj(-15)
    data = whole.decompress(stream) + whole.flush()
    assert whole.eof and not whole.unused_data
    return data


@settings(deadline=None)  # the examples are large
@given(st.one_of(st.binary(max_size=2000), st.text("ab<>é中", max_size=3000).map(str.encode)))
@example(b"")
@example(b"a" * 100_000)
@example(bytes(range(256)) * 200)
@example(b"x" + bytes(40_000) + b"x")
@example(random.Random(5).randbytes(70_000) * 2)
def test_what_is_deflated_inflates_to_the_same(data: bytes) -> None:
    assert inflated(deflate(data)) == data


@pytest.mark.parametrize("longest", [7, 15])
def test_codes_longer_than_deflate_allows_are_shortened(longest: int) -> None:
    counts = {0: 1, 1: 1}
    while len(counts) < 19:  # Fibonacci's numbers make the deepest tree
        counts[len(counts)] = counts[len(counts) - 1] + counts[len(counts) - 2]
    codes = _codes(counts, longest)
    assert max(map(len, codes.values())) <= longest
    assert sum(2 ** -len(code) for code in codes.values()) == 1  # every stream of bits means something
    assert len(codes[18]) == min(map(len, codes.values()))


def test_several_blocks_make_one_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccb_l10n.packs.deflate._CHUNK", 300)
    for size in (299, 300, 301, 2000):
        data = random.Random(2).randbytes(size)
        assert inflated(deflate(data)) == data


def test_text_gets_nearly_as_small_as_zlib_makes_it() -> None:
    text = b"".join(path.read_bytes() for path in sorted(Path(archive.__file__).parent.glob("*.py")))
    assert len(deflate(text)) < 1.15 * len(zlib.compress(text, 9))


def test_the_bytes_are_those_of_every_other_machine() -> None:
    """Recorded once: a change of these bytes changes every pack that anybody rebuilds."""
    assert hashlib.sha256(zipped(FILES.items(), first=("mimetype",))).hexdigest() == (
        "e74031a7a599dc491ee4301ca2f2f00947aba60630c220b20f69286fe59c9efd"
    )


def test_order_of_the_files_counts_for_nothing() -> None:
    one = zipped(FILES.items(), first=("mimetype",), stored=frozenset({"mimetype"}))
    two = zipped(reversed(FILES.items()), first=("mimetype",), stored=frozenset({"mimetype"}))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as read:
        assert read.namelist() == ["mimetype", "a/empty", "a/ب.html", "index.html"]
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == FILES


def test_every_entry_has_the_same_time_and_rights() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(FILES.items(), stored=frozenset({"index.html"})))) as read:
        for entry in read.infolist():
            assert (entry.date_time, entry.create_system, entry.external_attr >> 16) == (
                (1980, 1, 1, 0, 0, 0),
                3,
                0o100644,
            )
            assert not entry.extra
        kinds = {entry.filename: entry.compress_type for entry in read.infolist()}
    assert kinds == {"index.html": 0, "a/ب.html": 8, "mimetype": 0, "a/empty": 0}


@pytest.mark.parametrize(
    ("epoch", "date"),
    [(1767225600, (2026, 1, 1, 0, 0, 0)), (1767225661, (2026, 1, 1, 0, 1, 0)), (0, (1980, 1, 1, 0, 0, 0)),
     (-5, (1980, 1, 1, 0, 0, 0)), (4354819199, (2107, 12, 31, 23, 59, 58)), (2**33, (1980, 1, 1, 0, 0, 0))],
)  # fmt: skip
def test_the_time_is_a_value(epoch: int, date: tuple[int, ...]) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(FILES.items(), epoch=epoch))) as read:
        assert read.infolist()[0].date_time == date


def test_what_is_packed_already_is_stored() -> None:
    noise = random.Random(3).randbytes(50_000)
    with zipfile.ZipFile(io.BytesIO(zipped([("photo.jpg", noise), ("page.html", TEXT)]))) as read:
        assert read.getinfo("photo.jpg").compress_type == 0
        assert read.getinfo("page.html").compress_size < len(TEXT) / 5


OUT = ["/etc/passwd", "../up", "a/../../up", "a\\b", "C:x", "c:\\x", "..", "a/.."]
NAMES = [*OUT, "a//b", "./a", "a/", "", "nul.txt", "a/COM1",
         "end.", "end ", "what?", "new\nline", "x" * 256, "\u202etxt.exe"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_that_are_refused_on_the_way_in(name: str) -> None:
    with pytest.raises(CcbError, match="cannot be in a zip"):
        zipped([(name, b"")])


@pytest.mark.parametrize(
    "names", [("a", "A"), ("é", "e\u0301"), ("a", "a"), ("a", "A/b"), ("straße", "STRASSE"), ("a/1", "A/2")]
)
def test_names_that_are_one_elsewhere_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(CcbError, match="cannot be in a zip"):
        zipped([(name, b"") for name in names])


# Unpacking.


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Write a zip with these entries as they are, however wrong."""

    def write(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED) -> Path:
        path = tmp_path / "some.zip"
        with zipfile.ZipFile(path, "w", method) as file:
            for name, data in entries:
                info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo("x")
                if isinstance(name, str):
                    info.filename = name  # past what ZipInfo would tidy
                file.writestr(info, data, compress_type=method)
        return path

    return write


def left(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_what_was_zipped_unpacks_to_the_same(tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(zipped(FILES.items()))
    assert unpack(path, tmp_path / "out") == 4
    out = tmp_path / "out"
    assert {each.relative_to(out).as_posix(): each.read_bytes() for each in out.rglob("*") if each.is_file()} == FILES


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("", "a/")])
def test_names_that_are_refused_on_the_way_out(name: str, put: Callable[..., Path], tmp_path: Path) -> None:
    path = put(("good.html", b"x"), (name, b"bad"))
    with pytest.raises(UnsafeError, match="nothing was unpacked") as told:
        unpack(path, tmp_path / "out")
    assert ("leads out of it" in told.value.message) == (name in OUT)
    assert told.value.path == str(path)
    assert left(tmp_path) == ["some.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int, put: Callable[..., Path], tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (kind | 0o777) << 16
    with pytest.raises(UnsafeError, match="special file, 'link'"):
        unpack(put((info, b"/etc/passwd")), tmp_path / "out")
    assert left(tmp_path) == ["some.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "names", [("a", "A"), ("é", "e\u0301"), ("a", "a"), ("a", "A/b"), ("a/b", "a"), ("a", "a/"), ("a/1", "A/2")]
)
def test_twins_are_refused(names: tuple[str, str], put: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(UnsafeError, match="it has"):
        unpack(put(*((name, b"") for name in names)), tmp_path / "out")
    assert left(tmp_path) == ["some.zip"]


def test_a_bomb_is_refused(put: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(UnsafeError, match="times its size"):
        unpack(put(("zeros", bytes(20 * 2**20)), method=zipfile.ZIP_DEFLATED), tmp_path / "out")
    assert left(tmp_path) == ["some.zip"]


def test_limits_hold(put: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(*((f"{number}.txt", b"12345") for number in range(5)))
    monkeypatch.setattr(archive, "ENTRIES", 4)
    with pytest.raises(UnsafeError, match="5 files, more than 4"):
        unpack(path, tmp_path / "out")
    monkeypatch.setattr(archive, "ENTRIES", 5)
    monkeypatch.setattr(archive, "LARGEST", 24)
    with pytest.raises(UnsafeError, match="GB of files"):
        unpack(path, tmp_path / "out")
    monkeypatch.setattr(archive, "LARGEST", 25)
    assert unpack(path, tmp_path / "out") == 5


def test_a_size_that_lies_is_found_out(put: Callable[..., Path], tmp_path: Path) -> None:
    path = put(("a.txt", b"x" * 1000), method=zipfile.ZIP_DEFLATED)
    size = struct.pack("<L", 1000)
    data = path.read_bytes()
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, struct.pack("<L", 10)))
    with pytest.raises(UnsafeError, match=r"a\.txt is damaged"):
        unpack(path, tmp_path / "out")
    assert left(tmp_path) == ["some.zip"]


def test_every_damaged_byte_of_a_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "some.zip"
    data = zipped([("first.html", TEXT[:400]), ("last.html", TEXT[:50])], stored=frozenset({"first.html"}))
    start, end = data.index(b"first.html") + 10, data.index(b"PK\3\4", 4)
    for at in range(start, end, 11):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(UnsafeError, match=r"first\.html is damaged"):
            unpack(path, tmp_path / "out")
        assert left(tmp_path) == ["some.zip"]


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped([("a.txt", b"x")]))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    (tmp_path / "some.zip").write_bytes(data)
    with pytest.raises(UnsafeError, match="an encrypted file"):
        unpack(tmp_path / "some.zip", tmp_path / "out")


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\3\4", b"PK\5\6" + bytes(3)])
def test_what_is_no_zip_is_said(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "some.zip").write_bytes(data)
    with pytest.raises(CcbError, match="not a readable zip"):
        unpack(tmp_path / "some.zip", tmp_path / "out")
    assert left(tmp_path) == ["some.zip"]


def test_a_folder_with_something_in_it_stays_as_it_is(put: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    path = put(("a.txt", b"new"))
    assert unpack(path, out) == 1
    (out / "a.txt").write_text("mine")
    with pytest.raises(CcbError, match="something here already"):
        unpack(path, out)
    assert (out / "a.txt").read_text() == "mine"


def test_a_link_is_no_place_to_unpack_to(put: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CcbError, match="something here already"):
        unpack(put(("a.txt", b"new")), tmp_path / "out")
    assert left(tmp_path / "elsewhere") == []
