"""pack verify, sign, keygen and unpack, as a regional body and its readers meet them."""

from __future__ import annotations

import json
import os
import socket
import stat
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import finished_pack
from ccb_l10n.packs.archive import zipped
from ccb_l10n.workflow import trust

NAMES = sorted([*finished_pack.FILES, "manifest.json", "SHA256SUMS"])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return finished_pack.write(tmp_path / "dist" / "course-fr")


@pytest.fixture
def signed(pack: Path, tmp_path: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack, signed with the key of tmp_path/pack.key and pack.pub."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert ccb(tmp_path, "pack", "keygen", "-s", "pack.key", "-p", "pack.pub", "--no-password").exit_code == 0
    assert ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key").exit_code == 0
    return pack


@pytest.fixture
def told(tmp_path: Path, ccb: Any) -> Callable[..., tuple[int, list[str]]]:
    """Verify the pack: the exit code and the lines on stdout."""

    def verify(*arguments: str, place: str = "dist/course-fr") -> tuple[int, list[str]]:
        result = ccb(tmp_path, "pack", "verify", place, *arguments)
        return result.exit_code, result.stdout.splitlines()

    return verify


def as_zip(folder: Path, path: Path, top: str = "") -> Path:
    files = [each for each in folder.rglob("*") if each.is_file()]
    path.write_bytes(zipped((f"{top}{each.relative_to(folder).as_posix()}", each.read_bytes()) for each in files))
    return path


def test_a_pack_as_it_was_built(pack: Path, told: Any) -> None:
    assert told() == (0, [
        "dist/course-fr: 6 files, each as SHA256SUMS and manifest.json say",
        "signature: none; nothing says who made this pack",
    ])  # fmt: skip


def test_what_build_makes_verifies(workspace: Any, ccb: Any) -> None:
    root = workspace({"content/course/page.md": "# A team\n\nIt helps.\n"})
    assert ccb(root, "build", "--lang", "ar", "--format", "html").exit_code == 0
    result = ccb(root, "pack", "verify", "dist/course-ar")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("name", NAMES)
def test_one_changed_byte_is_found_with_its_file(name: str, pack: Path, told: Any) -> None:
    data = (pack / name).read_bytes()
    for at in range(0, len(data), max(1, len(data) // 40)):
        (pack / name).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        code, lines = told()
        assert code == 1
        assert any(name in line for line in lines), (at, lines)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("change", [lambda data: data + b"\n", lambda data: data[:-1], lambda data: b"\n" + data])
def test_an_added_or_a_removed_byte_is_found_with_its_file(name: str, change: Any, pack: Path, told: Any) -> None:
    data = (pack / name).read_bytes()
    (pack / name).write_bytes(change(data))
    code, lines = told()
    assert code == 1
    assert any(name in line for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_a_removed_file_is_named(name: str, pack: Path, told: Any) -> None:
    (pack / name).unlink()
    code, lines = told()
    assert code == 1
    assert f"{name}: missing" in lines


def test_an_added_file_is_named(pack: Path, told: Any) -> None:
    (pack / "html/more.html").write_text("more")
    assert told() == (1, ["html/more.html: added; SHA256SUMS does not list it"])


def test_a_byte_inside_a_zip_is_found(pack: Path, told: Any) -> None:
    place = pack / "scorm/course-fr.zip"
    place.write_bytes(zipped([("imsmanifest.xml", b"<manifest/>\n"), ("index.html", b"<p>Bonsoir</p>\n")]))
    assert told() == (1, ["scorm/course-fr.zip: changed"])


def test_lines_in_another_order_are_a_changed_list(pack: Path, told: Any) -> None:
    sums = pack / "SHA256SUMS"
    sums.write_bytes(b"".join(sums.read_bytes().splitlines(keepends=True)[::-1]))
    assert told() == (1, ["SHA256SUMS: changed; its lines are not in order"])


def test_a_list_that_was_made_to_fit_is_found_by_the_manifest(pack: Path, told: Any) -> None:
    """Somebody changed a file and its checksum, and forgot the manifest."""
    sums, old = pack / "SHA256SUMS", sha256(finished_pack.FILES["LICENSE"]).hexdigest()
    (pack / "LICENSE").write_bytes(b"Free!\n")
    sums.write_text(sums.read_text("utf-8").replace(old, sha256(b"Free!\n").hexdigest()), "utf-8")
    assert told() == (1, ["LICENSE: manifest.json and SHA256SUMS differ about it"])


def _manifest(pack: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest, and its checksum to fit."""
    place, sums = pack / "manifest.json", pack / "SHA256SUMS"
    old = place.read_bytes()
    made = json.loads(old)
    change(made)
    place.write_text(json.dumps(made), "utf-8")
    hashes = (sha256(each).hexdigest() for each in (old, place.read_bytes()))
    sums.write_text(sums.read_text("utf-8").replace(*hashes), "utf-8")


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda made: made["files"].pop(0), "LICENSE: not in manifest.json"),
        (lambda made: made["files"][0].update(bytes=1), "LICENSE: not of the size that manifest.json says"),
        (lambda made: made["files"].append({"path": "../x", "bytes": 1, "sha256": ""}), "../x: missing"),
        (lambda made: made.update(schema=2), "manifest.json: of schema 2, which is newer than this program knows; "
                                             "install a newer ccb-l10n"),
        (lambda made: made.pop("files"), "manifest.json: not the manifest of a pack"),
        (lambda made: made.update(files=[5]), "manifest.json: not the manifest of a pack"),
        (lambda made: made.update(schema="one"), "manifest.json: not the manifest of a pack"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_something_else(change: Any, line: str, pack: Path, told: Any) -> None:
    _manifest(pack, change)
    assert told() == (1, [line])


@pytest.mark.parametrize("name", ["html/index.html", "manifest.json", "SHA256SUMS", "LICENSE"])
def test_a_link_in_the_place_of_a_file_is_caught(name: str, pack: Path, tmp_path: Path, told: Any) -> None:
    (pack / name).rename(tmp_path / "elsewhere")
    (pack / name).symlink_to(tmp_path / "elsewhere")
    code, lines = told()
    assert code == 1
    assert lines[0] == f"'{name}': a link; a pack has only files of its own"


def test_a_folder_that_is_a_link_is_caught(pack: Path, tmp_path: Path, told: Any) -> None:
    (pack / "html").rename(tmp_path / "html")
    (pack / "html").symlink_to(tmp_path / "html", target_is_directory=True)
    code, lines = told()
    assert (code, lines[0]) == (1, "'html': a link; a pack has only files of its own")
    assert "html/index.html: missing" in lines


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (".hidden", ".hidden: hidden; a pack has no hidden files"),
        ("html/.git/config", "html/.git: hidden; a pack has no hidden files"),
        ("html/Index.html", "the pack has names that differ in case alone, 'html/Index.html' and 'html/index.html'"),
        ("HTML/more.html", "the pack has names that differ in case alone, 'HTML' and 'html'"),
        ("nul", "the pack has a name that Windows does not take, 'nul'"),
        ("a\u202eb.html", "the pack has a name that is none, 'a\\u202eb.html'"),
    ],
)
def test_files_that_no_pack_has_are_caught(name: str, line: str, pack: Path, told: Any) -> None:
    (pack / name).parent.mkdir(parents=True, exist_ok=True)
    (pack / name).write_text("x")
    code, lines = told()
    assert code == 1
    assert line in lines


def test_a_twin_in_another_spelling_of_the_accent_is_caught(pack: Path, told: Any) -> None:
    (pack / "html/images/e\u0301quipe.svg").write_bytes(b"<svg/>\n")
    code, lines = told()
    assert code == 1
    assert any("differ in case alone" in line for line in lines)


def test_special_files_and_empty_folders_are_caught(pack: Path, told: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (pack / "empty").mkdir()
    monkeypatch.chdir(pack)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        assert told()[1][:2] == ["empty/: an empty folder", "socket: a special file"]


def test_what_is_no_pack_cannot_be_verified(tmp_path: Path, told: Any) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "file").write_text("no zip")
    for place in ("dist", "file", "nowhere"):
        assert told(place=place) == (2, [])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser can read everything")
def test_what_cannot_be_read_cannot_be_verified(pack: Path, told: Any) -> None:
    (pack / "LICENSE").chmod(0)
    assert told()[0] == 2


@pytest.mark.parametrize("top", ["", "course-fr/"])
def test_a_zip_of_a_pack_verifies_like_its_folder(top: str, signed: Path, tmp_path: Path, told: Any) -> None:
    as_zip(signed, tmp_path / "pack.zip", top)
    code, lines = told("--key", "pack.pub", place="pack.zip")
    assert (code, lines[0]) == (0, "pack.zip: 6 files, each as SHA256SUMS and manifest.json say")
    assert lines[1].startswith("signature: good")
    (signed / "LICENSE").write_text("x")
    as_zip(signed, tmp_path / "pack.zip", top)
    assert told("--key", "pack.pub", place="pack.zip") == (1, ["LICENSE: changed"])


def test_a_zip_with_a_link_fails(tmp_path: Path, told: Any) -> None:
    info = zipfile.ZipInfo("manifest.json")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as file:
        file.writestr(info, "/etc/passwd")
    code, [line] = told(place="pack.zip")
    assert code == 1
    assert "special file, 'manifest.json'" in line


# Signatures.


def test_without_a_key_it_is_said_that_the_signature_was_not_checked(signed: Path, told: Any) -> None:
    code, lines = told()
    assert code == 0
    assert "NOT CHECKED" in lines[1]


def test_with_the_key_from_a_file_and_as_text(signed: Path, tmp_path: Path, told: Any) -> None:
    line = (tmp_path / "pack.pub").read_text().splitlines()[1]
    for key in ("pack.pub", line):
        code, lines = told("--key", key)
        assert code == 0
        assert lines[1:] == [
            f"signature: good, by the key {(tmp_path / 'pack.pub').read_text().split()[5]}",
            "signed comment: pack:course-fr\tversion:1.0\tmade by ccb-l10n",
        ]


def test_a_changed_list_fails_by_its_signature(signed: Path, told: Any) -> None:
    """Somebody changed a file and made all lists fit: only the signature tells."""
    finished_pack.write(signed, {**finished_pack.FILES, "LICENSE": b"Free!\n"})
    assert told()[0] == 0
    code, [line] = told("--key", "pack.pub")
    assert code == 1
    assert line == "SHA256SUMS.minisig: the signature does not fit: it, or what was signed, has changed"


def test_every_changed_byte_of_the_signature_is_found(signed: Path, told: Any) -> None:
    place = signed / "SHA256SUMS.minisig"
    data = place.read_bytes()
    for at in range(0, len(data), 5):
        place.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        code, lines = told("--key", "pack.pub")
        assert code == 1, at
        assert lines[0].startswith("SHA256SUMS.minisig: ")


def test_a_pack_without_a_signature_fails_where_a_key_is_given(signed: Path, told: Any) -> None:
    (signed / "SHA256SUMS.minisig").unlink()
    assert told("--key", "pack.pub") == (1, ["SHA256SUMS.minisig: missing; the pack is not signed"])


def test_another_key_fails(signed: Path, tmp_path: Path, ccb: Any, told: Any) -> None:
    ccb(tmp_path, "pack", "keygen", "-s", "other.key", "-p", "other.pub", "--no-password")
    code, [line] = told("--key", "other.pub")
    assert code == 1
    assert "another key" in line
    assert told("--key", "nowhere.pub")[0] == 2
    assert told("--key", "pack.key")[0] == 2


def test_signing_twice_gives_the_same_bytes(signed: Path, tmp_path: Path, ccb: Any) -> None:
    first = (signed / "SHA256SUMS.minisig").read_bytes()
    result = ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key")
    assert "up to date" in result.stdout
    (signed / "SHA256SUMS.minisig").unlink()
    assert "written" in ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key").stdout
    assert (signed / "SHA256SUMS.minisig").read_bytes() == first


def test_the_time_in_a_signature_is_that_of_the_environment(
    signed: Path, tmp_path: Path, ccb: Any, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key")
    assert told("--key", "pack.pub")[1][2].split("\t")[2] == "timestamp:1767225600"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    assert ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key").exit_code == 2


def test_a_damaged_signature_can_be_replaced(signed: Path, tmp_path: Path, ccb: Any, told: Any) -> None:
    (signed / "SHA256SUMS.minisig").write_text("broken")
    assert told()[0] == 1
    assert ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key").exit_code == 0
    assert told("--key", "pack.pub")[0] == 0


def test_a_pack_that_does_not_verify_is_not_signed(signed: Path, tmp_path: Path, ccb: Any) -> None:
    (signed / "SHA256SUMS.minisig").unlink()
    (signed / "LICENSE").write_text("x")
    (signed / "more").write_text("x")
    result = ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key")
    assert result.exit_code == 2
    assert "LICENSE: changed, and 1 more" in result.stderr
    assert not (signed / "SHA256SUMS.minisig").exists()


# Keys.


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that need 4 MiB to open rather than minisign's 1 GiB."""
    given = trust.SecretKey.text

    def text(self: Any, password: str, salt: bytes, **_: int) -> str:
        return given(self, password, salt, operations=2**16, memory=2**22)

    monkeypatch.setattr(trust.SecretKey, "text", text)


def test_a_new_key_is_for_its_owner_alone(tmp_path: Path, ccb: Any) -> None:
    old = os.umask(0)
    try:
        result = ccb(tmp_path, "pack", "keygen", "-s", "keys/pack.key", "-p", "pack.pub", "--no-password")
    finally:
        os.umask(old)
    assert result.exit_code == 0
    assert stat.S_IMODE((tmp_path / "keys/pack.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert (tmp_path / "keys/pack.key").read_text().splitlines()[1] not in result.output
    assert (tmp_path / "pack.pub").read_text().splitlines()[1] in result.stdout


@pytest.mark.parametrize("there", ["pack.key", "pack.pub"])
def test_no_key_is_overwritten(there: str, tmp_path: Path, ccb: Any) -> None:
    (tmp_path / there).write_text("mine")
    result = ccb(tmp_path, "pack", "keygen", "-s", "pack.key", "-p", "pack.pub", "--no-password")
    assert result.exit_code == 2
    assert [each.name for each in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "mine"


def test_a_key_is_made_in_minisigns_own_place(tmp_path: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert ccb(tmp_path, "pack", "keygen", "--no-password").exit_code == 0
    assert (tmp_path / "home/.minisign/minisign.key").is_file()
    assert (tmp_path / "minisign.pub").is_file()


@pytest.mark.usefixtures("quick")
def test_a_password_from_the_environment(pack: Path, tmp_path: Path, ccb: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    keygen = ("pack", "keygen", "-s", "pack.key", "-p", "pack.pub")
    sign = ("pack", "sign", "dist/course-fr", "-s", "pack.key")
    assert "nobody to ask" in ccb(tmp_path, *keygen).stderr
    monkeypatch.setenv("CCB_PACK_PASSWORD", "")
    assert "password is empty" in ccb(tmp_path, *keygen).stderr
    monkeypatch.setenv("CCB_PACK_PASSWORD", "geheim")
    assert ccb(tmp_path, *keygen).exit_code == 0
    assert "encrypted" in (tmp_path / "pack.key").read_text()
    assert ccb(tmp_path, *sign).exit_code == 0
    monkeypatch.setenv("CCB_PACK_PASSWORD", "falsch")
    result = ccb(tmp_path, *sign)
    assert (result.exit_code, "the password is wrong" in result.stderr) == (2, True)
    assert "falsch" not in result.output
    monkeypatch.delenv("CCB_PACK_PASSWORD")
    assert "nobody to ask" in ccb(tmp_path, *sign).stderr


def test_a_key_that_others_can_read_is_warned_of(signed: Path, tmp_path: Path, ccb: Any) -> None:
    (tmp_path / "pack.key").chmod(0o644)
    result = ccb(tmp_path, "pack", "sign", "dist/course-fr", "-s", "pack.key")
    assert result.exit_code == 0
    assert "others on this machine may read this key" in result.stderr


# Unpacking, and the commit that a pack is of.


def test_unpack(pack: Path, tmp_path: Path, ccb: Any, told: Any) -> None:
    as_zip(pack, tmp_path / "pack.zip")
    result = ccb(tmp_path, "pack", "unpack", "pack.zip", "out")
    assert (result.exit_code, result.stdout) == (0, "out: 6 files\n")
    assert told(place="out")[0] == 0
    assert ccb(tmp_path, "pack", "unpack", "pack.zip", "out").exit_code == 2


def test_unpack_writes_nothing_of_a_zip_that_leads_out(tmp_path: Path, ccb: Any) -> None:
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as file:
        file.writestr("good.html", "x")
        file.writestr("../evil.html", "x")
    result = ccb(tmp_path, "pack", "unpack", "pack.zip", "in/out")
    assert result.exit_code == 2
    assert "'../evil.html'; nothing was unpacked" in result.stderr
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["pack.zip"]


def test_the_source_commit_is_told_only_of_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "content").mkdir()
    (tmp_path / "content/page.md").write_text("# A\n")
    assert trust.source_commit(tmp_path, ["content"]) is None
    _git(tmp_path, "init", "-q")
    assert trust.source_commit(tmp_path, ["content"]) is None
    _git(tmp_path, "add", "content")
    _git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "A")
    head = _git(tmp_path, "rev-parse", "HEAD")
    assert trust.source_commit(tmp_path, ["content"]) == head
    (tmp_path / "notes.txt").write_text("x")
    assert trust.source_commit(tmp_path, ["content"]) == head
    (tmp_path / "content/more.md").write_text("# B\n")
    assert trust.source_commit(tmp_path, ["content"]) is None


def _git(folder: Path, *arguments: str) -> str:
    import subprocess

    return subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, check=True, text=True
    ).stdout.strip()
