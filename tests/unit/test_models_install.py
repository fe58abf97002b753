"""Packages from elsewhere are looked at before anything is written, and take their place whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ccb_l10n.drafting import archive, install, packages, parts
from ccb_l10n.errors import CcbError

TOP = "translate-en_fr-1_9"
PARTS = {"model/model.bin": b"weights", "model/config.json": b"{}", "sentencepiece.model": b"pieces"}


def entries(version: str = "1.9", **changed: bytes | None) -> dict[str, bytes]:
    """The files of a package that looks like one; None leaves a part out."""
    metadata = {"from_code": "en", "to_code": "fr", "package_version": version}
    found = {"metadata.json": json.dumps(metadata).encode(), **PARTS, **changed}
    return {f"{TOP}/{name}": content for name, content in found.items() if content is not None}


def packed(path: Path, files: Mapping[str, bytes], *odd: zipfile.ZipInfo) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        for entry in odd:
            archive.writestr(entry, b"/etc/passwd")
    return path


def entry(name: str, kind: int = stat.S_IFREG) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name  # ZipInfo would change what it is given
    info.external_attr = (kind | 0o644) << 16
    return info


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "packages"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return packed(tmp_path / "got" / f"{TOP}.argosmodel", entries())


def known(folder: Path) -> list[packages.Package]:
    return packages.installed({"ARGOS_PACKAGES_DIR": str(folder)})


def put(path: Path, folder: Path) -> install.Installed:
    return install.install(path, known(folder), folder)


def refused(path: Path, folder: Path) -> CcbError:
    """What is said of a file that is not installed; nothing lies where it would have been written."""
    before = everything(folder.parent)
    with pytest.raises(CcbError) as caught:
        put(path, folder)
    assert everything(folder.parent) == before
    return caught.value


def everything(folder: Path) -> dict[str, bytes]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def test_a_package_is_unpacked_in_its_place(file: Path, folder: Path) -> None:
    done = put(file, folder)
    assert done.fresh
    assert done.package.path == folder / TOP
    assert {f"{TOP}/{name}" for name in ("metadata.json", *PARTS)} == set(everything(folder))
    assert everything(folder)[f"{TOP}/model/model.bin"] == b"weights"
    assert [each.name for each in folder.parent.iterdir()] == ["packages"]
    assert [each.name for each in known(folder)] == ["translate-en_fr-1.9"]


def test_its_place_is_named_by_its_metadata(file: Path, folder: Path, tmp_path: Path) -> None:
    files = {name.replace(TOP, "en_fr"): content for name, content in entries("1.10").items()}
    done = put(packed(tmp_path / "x.argosmodel", files), folder)
    assert done.package.path == folder / "translate-en_fr-1_10"


def test_the_same_package_again_is_left_alone(file: Path, folder: Path) -> None:
    put(file, folder)
    before = (folder / TOP).stat().st_ino
    again = put(file, folder)
    assert (again.fresh, again.package.path) == (False, folder / TOP)
    assert (folder / TOP).stat().st_ino == before


def test_another_content_of_one_version_takes_its_place(file: Path, folder: Path, tmp_path: Path) -> None:
    put(file, folder)
    other = packed(tmp_path / "other.argosmodel", entries(**{"model/model.bin": b"better"}))
    assert put(other, folder).fresh
    assert (folder / TOP / "model/model.bin").read_bytes() == b"better"
    assert [each.name for each in folder.parent.rglob("*") if each.name.startswith(".")] == []
    assert len(known(folder)) == 1


def test_another_version_lies_beside_the_old_one(file: Path, folder: Path, tmp_path: Path) -> None:
    put(file, folder)
    done = put(packed(tmp_path / "new.argosmodel", entries("2.0")), folder)
    assert [each.version for each in done.others] == ["1.9"]
    assert [each.version for each in known(folder)] == ["2.0", "1.9"]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("/etc/cron.d/x", "leads out"),
        (f"{TOP}/../../x", "leads out"),
        ("..", "leads out"),
        (f"{TOP}\\..\\x", "leads out"),
        ("C:/x/y", "leads out"),
        (f"{TOP}//x", "a name that is none"),
        (f"{TOP}/./x", "a name that is none"),
        (f"{TOP}/a\nb", "a name that is none"),
        (f"{TOP}/{'x' * 300}", "a name that is none"),
        ("stray", "outside its one top folder"),
        ("other/x", "2 top folders"),
        (f"{TOP}/metadata.json", "a name twice"),
        (f"{TOP}/METADATA.json", "a name twice"),
        (f"{TOP}/model", "a file and a folder"),
    ],
)
def test_names_that_are_no_packages_are_refused(tmp_path: Path, folder: Path, name: str, fault: str) -> None:
    with pytest.warns(UserWarning) if name.endswith("/metadata.json") else _quiet():
        path = packed(tmp_path / "bad.argosmodel", entries(), entry(name))
    error = refused(path, folder)
    assert fault in error.message
    assert "nothing was written" in error.message
    assert error.path == str(path)


def _quiet() -> Any:
    import contextlib

    return contextlib.nullcontext()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_special_files_are_refused(tmp_path: Path, folder: Path, kind: int) -> None:
    path = packed(tmp_path / "bad.argosmodel", entries(), entry(f"{TOP}/link", kind))
    assert "a link or another special file" in refused(path, folder).message


def test_an_encrypted_file_is_refused(tmp_path: Path, folder: Path, file: Path) -> None:
    data = bytearray(file.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rfind(mark) + flags] |= 1  # of the last file in it
    file.write_bytes(data)
    assert "it is encrypted" in refused(file, folder).message


def test_bombs_are_refused(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "bomb.argosmodel", entries(**{"model/model.bin": bytes(80 * 2**20)}))
    assert "times its size" in refused(path, folder).message
    monkeypatch.setattr(parts, "LARGEST", 2**20)
    assert "it unpacks to 0.1 GB" in refused(path, folder).message
    monkeypatch.setattr(archive, "ENTRIES", 3)
    assert "it holds 4 files, more than 3" in refused(path, folder).message


def test_a_model_of_the_usual_kind_is_no_bomb(tmp_path: Path, folder: Path) -> None:
    for version, weights in (("1", os.urandom(2**20) * 70), ("2", bytes(2**20))):
        path = packed(tmp_path / "a.argosmodel", entries(version, **{"model/model.bin": weights}))
        assert put(path, folder).fresh


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 and then nothing"])
def test_what_is_no_zip_is_refused(tmp_path: Path, folder: Path, content: bytes) -> None:
    path = tmp_path / "a.argosmodel"
    path.write_bytes(content)
    error = refused(path, folder)
    assert "not a readable zip" in error.message or "empty" in error.message
    assert "download the package again" in error.hint


def test_a_file_that_is_not_there_is_said(tmp_path: Path, folder: Path) -> None:
    assert refused(tmp_path / "missing.argosmodel", folder).message == "there is no such file"


def test_a_folder_is_called_one(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "model").mkdir()
    error = refused(tmp_path / "model", folder)
    assert error.message == "it is a folder, not an .argosmodel file"
    assert "models import DIR" in error.hint


def test_a_package_that_does_not_prove_itself_leaves_the_old_one(file: Path, folder: Path, tmp_path: Path) -> None:
    def prove(package: packages.Package) -> None:
        assert (package.path / "model/model.bin").read_bytes() == b"worse"
        raise CcbError("it does not work", str(package.path), hint="get it again")

    put(file, folder)
    other = packed(tmp_path / "other.argosmodel", entries(**{"model/model.bin": b"worse"}))
    with pytest.raises(CcbError, match="it does not work; nothing was installed") as caught:
        install.install(other, known(folder), folder, prove)
    assert (caught.value.path, caught.value.hint) == (str(other), "get it again")
    assert (folder / TOP / "model/model.bin").read_bytes() == b"weights"
    assert [each.name for each in folder.parent.iterdir()] == ["packages"]


def test_a_compression_that_unpacks_without_bounds_is_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as made:
        for name, content in entries().items():
            made.writestr(name, content)
    assert "compressed in a way that packages are not" in refused(path, folder).message


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"metadata.json": None}, "no metadata.json"),
        ({"metadata.json": b"{"}, "not JSON"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "fr"}'}, "no valid package_version"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "en", "package_version": "1"}'}, "one language twice"),
        ({"metadata.json": b'{"from_code": "..", "to_code": "fr", "package_version": "1"}'}, "no valid from_code"),
        ({"metadata.json": b'{"from_code": "en", "to_code": "fr", "package_version": ".."}'}, "no valid package_ver"),
        ({"model/model.bin": None}, "model/model.bin"),
        ({"model/config.json": None}, "model/config.json"),
        ({"sentencepiece.model": None}, "lacks"),
    ],
)
def test_parts_that_are_missing_or_lie_are_refused(
    tmp_path: Path, folder: Path, changed: dict[str, bytes | None], fault: str
) -> None:
    assert fault in refused(packed(tmp_path / "a.argosmodel", entries(**changed)), folder).message


def test_damage_inside_is_found_and_nothing_is_left(file: Path, folder: Path) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(b"config.json") + len("config.json")] ^= 0xFF
    file.write_bytes(data)
    error = refused(file, folder)
    assert "damaged at" in error.message
    assert "config.json" in error.message


def test_a_disk_without_room_is_said_before(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 5))
    error = refused(file, folder)
    assert "no room: it takes 0.1 kB, and 0.0 kB are free" in error.message
    assert "ARGOS_PACKAGES_DIR" in error.hint


@pytest.mark.parametrize(
    ("number", "fault"),
    [(errno.ENOSPC, "the disk is full; what was installed before is as it was"), (errno.EROFS, "no permission")],
)
def test_a_disk_that_refuses_leaves_the_old_package(
    file: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: str
) -> None:
    put(file, folder)
    other = packed(tmp_path / "other.argosmodel", entries(**{"model/model.bin": b"better"}))

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(archive, "_write", fail)
    error = refused(other, folder)
    assert fault in error.message
    assert error.path == str(folder)


def test_a_move_that_fails_brings_the_old_package_back(
    file: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(file, folder)
    other = packed(tmp_path / "other.argosmodel", entries(**{"model/model.bin": b"better"}))
    rename = Path.rename

    def second_fails(self: Path, target: Path) -> Path:
        if self.parent.name == "new" and self.name == TOP:
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    assert "cannot write here: Input/output error" in refused(other, folder).message
    assert (folder / TOP / "model/model.bin").read_bytes() == b"weights"


def test_packages_are_unpacked_beside_the_folder_that_argos_reads(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    unpack = archive.unpack

    def spy(path: Path, stage: Path) -> Path:
        seen.append(stage)
        return unpack(path, stage)

    monkeypatch.setattr(archive, "unpack", spy)
    put(file, folder)
    assert [stage.parent.parent for stage in seen] == [folder.parent]


def test_stopping_leaves_nothing_behind(file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(archive, "_write", stop)
    with pytest.raises(KeyboardInterrupt):
        put(file, folder)
    assert everything(folder.parent) == {}
    assert list(folder.iterdir()) == []


def test_removing_takes_the_folder_or_the_file_and_nothing_else(file: Path, folder: Path, tmp_path: Path) -> None:
    put(file, folder)
    shutil.copy(file, folder / "copy.argosmodel")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    for package in known(folder):
        install.remove(package, [folder])
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]


def test_removing_a_link_leaves_what_it_leads_to(file: Path, folder: Path, tmp_path: Path) -> None:
    put(file, tmp_path / "elsewhere")
    folder.mkdir(parents=True)
    (folder / TOP).symlink_to(tmp_path / "elsewhere" / TOP)
    install.remove(known(folder)[0], [folder])
    assert list(folder.iterdir()) == []
    assert len(known(tmp_path / "elsewhere")) == 1


def test_nothing_outside_of_the_packages_folders_is_removed(file: Path, folder: Path, tmp_path: Path) -> None:
    put(file, tmp_path / "elsewhere")
    with pytest.raises(CcbError, match="does not lie in a folder of packages"):
        install.remove(known(tmp_path / "elsewhere")[0], [folder])
    assert len(known(tmp_path / "elsewhere")) == 1


STOPS = """
import sys, time
from pathlib import Path
from ccb_l10n.drafting import archive, install, packages, parts

def stop(*_):
    print("here", flush=True)
    time.sleep(60)

file, folder, where = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
rename = Path.rename
if where == "unpacking":
    archive._write = stop
else:
    Path.rename = lambda self, target: stop() if self.parent.name == "new" else rename(self, target)
install.install(file, packages.installed({"ARGOS_PACKAGES_DIR": str(folder)}), folder)
"""


def stopped(file: Path, folder: Path, where: str) -> subprocess.Popen[str]:
    """A process that stands still in the middle of an installation."""
    command = [sys.executable, "-c", STOPS, str(file), str(folder), where]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.kill()
        process.communicate()


def hidden(folder: Path) -> list[Path]:
    return [each for place in (folder, folder.parent) for each in place.iterdir() if each.name.startswith(".ccb")]


needs_kill = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


@needs_kill
def test_what_a_killed_installation_left_goes_but_not_what_a_running_one_has(file: Path, folder: Path) -> None:
    first, second = (stopped(file, folder, "unpacking") for _ in range(2))
    try:
        assert len(hidden(folder)) == 2
        kill(first)
        install.sweep(folder)
        assert len(hidden(folder)) == 1
        put(file, folder)
        assert len(hidden(folder)) == 1
    finally:
        kill(first)
        kill(second)
    install.sweep(folder)
    assert hidden(folder) == []
    assert [each.name for each in known(folder)] == ["translate-en_fr-1.9"]


@needs_kill
def test_the_next_installation_takes_it_away_too(file: Path, folder: Path) -> None:
    kill(stopped(file, folder, "unpacking"))
    assert len(hidden(folder)) == 1
    put(file, folder)
    assert hidden(folder) == []


@needs_kill
def test_a_package_that_was_making_way_when_all_ended_comes_back(file: Path, folder: Path, tmp_path: Path) -> None:
    put(file, folder)
    other = packed(tmp_path / "other.argosmodel", entries(**{"model/model.bin": b"better"}))
    kill(stopped(other, folder, "exchanging"))
    assert known(folder) == []
    install.sweep(folder)
    assert (folder / TOP / "model/model.bin").read_bytes() == b"weights"
    assert hidden(folder) == []


def test_folders_that_are_not_ours_stay(file: Path, folder: Path) -> None:
    put(file, folder)
    names = [".ccb-l10n-others-12345678", ".ccb-l10n-packages-more-12345678", ".ccb-l10n-packages-mine", ".ccb-l10n"]
    for name in names:
        (folder.parent / name).mkdir()
    (folder.parent / ".ccb-l10n-packages-12345678").write_text("a file", encoding="utf-8")
    install.sweep(folder)
    assert {*names, "packages", ".ccb-l10n-packages-12345678"} == {each.name for each in folder.parent.iterdir()}


def test_a_removal_that_is_cut_leaves_nothing_that_argos_stops_at(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(file, folder)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(shutil, "rmtree", stop)
        install.remove(known(folder)[0], [folder])
    assert list(folder.iterdir()) == []
    install.sweep(folder)
    assert hidden(folder) == []
    assert known(folder) == []


INSTALLS = """
import sys, time
from pathlib import Path
from ccb_l10n.drafting import install, packages

file, folder = Path(sys.argv[1]), Path(sys.argv[2])
sys.stdin.readline()
print(install.install(file, packages.installed({"ARGOS_PACKAGES_DIR": str(folder)}), folder).fresh)
"""


def test_processes_that_install_the_same_at_once_end_well(file: Path, folder: Path) -> None:
    command = [sys.executable, "-c", INSTALLS, str(file), str(folder)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = [subprocess.Popen(command, text=True, **pipes) for _ in range(4)]
    time.sleep(0.5)  # until all have imported what they need
    for each in running:
        each.stdin.write("go\n")
        each.stdin.flush()
    answers = [each.communicate() for each in running]
    assert [each.returncode for each in running] == [0] * 4, answers
    assert sorted(out for out, _ in answers) == ["False\n"] * 3 + ["True\n"]
    assert [each.name for each in known(folder)] == ["translate-en_fr-1.9"]
    assert [each.name for each in folder.parent.iterdir()] == ["packages"]


def test_what_another_process_installed_while_this_one_unpacked_is_left_alone(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpack = archive.unpack

    def overtaken(path: Path, stage: Path) -> Path:
        monkeypatch.setattr(archive, "unpack", unpack)
        assert put(file, folder).fresh
        return unpack(path, stage)

    monkeypatch.setattr(archive, "unpack", overtaken)
    assert not put(file, folder).fresh
    assert [each.name for each in folder.parent.iterdir()] == ["packages"]


def test_packages_are_exchanged_by_one_process_at_a_time(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(file, folder)
    monkeypatch.setattr(install, "_PATIENCE", 0.2)
    with install._alone(folder), pytest.raises(CcbError, match="another ccb-l10n is at work here"):
        install.remove(known(folder)[0], [folder])
    made = archive.unpack(file, folder.parent / "made")
    with install._alone(folder), pytest.raises(CcbError, match="another ccb-l10n is at work here"):
        install.place(made, [], folder, made.parent)
    assert len(known(folder)) == 1
