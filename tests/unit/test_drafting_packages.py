"""Packages are found among stray files, read with suspicion, and asked for by name where they lack."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ccb_l10n.drafting import packages
from ccb_l10n.errors import CcbError

PARTS = ("model/model.bin", "model/config.json", "sentencepiece.model")


def lay(folder: Path, version: str = "1.0", pair: str = "en_fr", parts: tuple[str, ...] = PARTS, **fields) -> Path:
    """An unpacked package that no runtime could load, but that looks like one."""
    source, target = pair.split("_")
    root = folder / f"translate-{pair}-{version.replace('.', '_')}"
    metadata = {"from_code": source, "to_code": target, "package_version": version, **fields}
    for name, content in {"metadata.json": json.dumps(metadata), **dict.fromkeys(parts, "x")}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return root


def packed(root: Path) -> Path:
    path = root.with_suffix(packages.SUFFIX)
    with zipfile.ZipFile(path, "w") as archive:
        for each in sorted(root.rglob("*")):
            archive.write(each, each.relative_to(root.parent).as_posix())
    return path


def at(*folders: Path) -> dict[str, str]:
    return {"ARGOS_PACKAGES_DIR": os.pathsep.join(map(str, folders))}


def test_the_newest_version_wins_wherever_it_lies(tmp_path: Path) -> None:
    lay(tmp_path / "a", "1.9")
    newest = packed(lay(tmp_path / "c", "1.10"))
    (tmp_path / "b").mkdir()
    newest = newest.rename(tmp_path / "b" / newest.name)
    found = packages.find("en", "fr-CA", at(tmp_path / "a", tmp_path / "b", tmp_path / "missing"))
    assert (found.version, found.path, found.problem) == ("1.10", newest, "")
    assert found.name == "translate-en_fr-1.10"
    assert found.size == newest.stat().st_size


def test_stray_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "readme.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "bad.argosmodel").write_text("no zip", encoding="utf-8")
    lay(tmp_path)
    usable, broken = sorted(packages.installed(at(tmp_path)), key=lambda each: each.problem)
    assert (usable.source, usable.target) == ("en", "fr")
    assert "not a readable zip" in broken.problem


def test_what_may_not_be_read_is_a_problem_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, opened = lay(tmp_path / "a", pair="en_es"), lay(tmp_path / "a")
    shut = tmp_path / "shut"
    lay(shut, pair="en_de")
    refused = {"is_file": closed / "metadata.json", "read_bytes": closed / "metadata.json", "iterdir": shut}
    for name, place in refused.items():
        monkeypatch.setattr(Path, name, refusing(getattr(Path, name), place))
    broken, usable = packages.installed(at(tmp_path / "a", shut))
    assert usable.path == opened
    assert (broken.path, broken.problem) == (closed, "it has no readable metadata.json: Permission denied")


def test_a_package_that_goes_away_while_it_is_read_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path)
    monkeypatch.setattr(packages.parts, "size", refusing(packages.parts.size, root))
    assert packages.read(root).problem == "it cannot be read: Permission denied"


def refusing(real: Callable[[Path], object], place: Path) -> Callable[[Path], object]:
    """The same, but for one place, that nobody may read."""

    def read(path: Path) -> object:
        if path == place:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    return read


@pytest.mark.parametrize(
    ("asked", "pair"), [("pt-BR", "en_pb"), ("zh-Hant", "en_zt"), ("zh-TW", "en_zt"), ("pt", "en_pt")]
)
def test_codes_are_argos_own(tmp_path: Path, asked: str, pair: str) -> None:
    for each in ("en_pb", "en_pt", "en_zh", "en_zt"):
        lay(tmp_path, pair=each)
    assert packages.find("en", asked, at(tmp_path)).path.name == f"translate-{pair}-1_0"


def test_brazilian_falls_back_to_portuguese_and_nothing_else_falls_anywhere(tmp_path: Path) -> None:
    for each in ("en_pt", "en_zh"):
        lay(tmp_path, pair=each)
    assert packages.find("en", "pt-BR", at(tmp_path)).target == "pt"
    with pytest.raises(CcbError, match=r"translates en to zh-Hant\n"):
        packages.find("en", "zh-Hant", at(tmp_path))


@pytest.mark.parametrize(
    ("pair", "asked", "said"),
    [("en_pb", "pt", "Portuguese .Brazil. .pt-BR. is installed"), ("en_zt", "zh", ".zh-Hant. is installed")],
)
def test_a_narrower_package_is_named_not_taken(tmp_path: Path, pair: str, asked: str, said: str) -> None:
    lay(tmp_path, pair=pair)
    with pytest.raises(CcbError, match=f"translates en to {asked}; one for .*{said}") as caught:
        packages.find("en", asked, at(tmp_path))
    assert caught.value.hint.startswith("draft with --lang ")
    assert f"ccb-l10n models install en {asked};" in caught.value.hint


def test_two_hops_go_through_english_where_they_can(tmp_path: Path) -> None:
    for each in ("fr_de", "de_sw", "fr_en", "en_sw", "en_fr"):
        lay(tmp_path, pair=each)
    lay(tmp_path, "2.0", "en_sw", PARTS[:1])
    route = packages.route("fr", "sw", at(tmp_path), allow_pivot=True)
    assert [each.name for each in route] == ["translate-fr_en-1.0", "translate-en_sw-1.0"]
    assert len(packages.route("fr", "en", at(tmp_path), allow_pivot=True)) == 1
    with pytest.raises(CcbError) as caught:
        packages.route("fr", "sw", at(tmp_path))
    assert caught.value.hint.startswith("--allow-pivot drafts through en")
    with pytest.raises(CcbError):
        packages.route("sw", "fr", at(tmp_path), allow_pivot=True)


def test_two_hops_go_through_another_language_where_english_is_missing(tmp_path: Path) -> None:
    for each in ("fr_de", "de_sw", "fr_es", "es_sw", "fr_en"):
        lay(tmp_path, pair=each)
    route = packages.route("fr", "sw", at(tmp_path), allow_pivot=True)
    assert [each.target for each in route] == ["de", "sw"]


@pytest.mark.parametrize("tokenizer", packages.TOKENIZERS)
def test_each_way_to_split_words_is_read_and_counts_in_the_digest(tmp_path: Path, tokenizer: tuple[str, ...]) -> None:
    root = lay(tmp_path, parts=(*PARTS[:2], *tokenizer))
    found = packages.read(root)
    assert (found.tokenizer, found.problem) == (tokenizer, "")
    before = found.digest
    (root / tokenizer[-1]).write_text("y", encoding="utf-8")
    assert packages.read(root).digest != before


def test_a_missing_pair_says_what_to_put_where(tmp_path: Path) -> None:
    lay(tmp_path, pair="en_es")
    lay(tmp_path, pair="en_fr", parts=("model/model.bin",))
    with pytest.raises(CcbError) as caught:
        packages.find("en", "fr", at(tmp_path))
    hint = caught.value.hint
    assert hint.startswith("ccb-l10n models install en fr;")
    assert f"translate-en_fr-*.argosmodel (from https://www.argosopentech.com/argospm/index/) into {tmp_path}" in hint
    assert "ARGOS_PACKAGES_DIR" in hint
    assert "installed: en to es" in hint
    assert "it lacks model/config.json, sentencepiece.model" in hint


@pytest.mark.parametrize(
    ("fields", "parts", "problem"),
    [
        ({"from_code": None}, PARTS, "no valid from_code"),
        ({"to_code": "../.."}, PARTS, "no valid to_code"),
        ({"to_code": ".."}, PARTS, "no valid to_code"),
        ({"to_code": "xx_yy"}, PARTS, "no valid to_code"),
        ({"from_code": "EN"}, PARTS, "no valid from_code"),
        ({"package_version": 1.9}, PARTS, "no valid package_version"),
        ({"package_version": ".."}, PARTS, "no valid package_version"),
        ({"package_version": "\u0663"}, PARTS, "no valid package_version"),
        ({"type": "sbd"}, PARTS, "of type sbd"),
        ({"to_code": "en"}, PARTS, "names one language twice"),
        ({"target_prefix": "two words"}, PARTS, "no valid target_prefix"),
        ({}, (*PARTS[:2], "source.spm"), "it lacks sentencepiece.model"),
        ({}, PARTS[:2], "it lacks sentencepiece.model"),
    ],
)
def test_metadata_that_lies_is_a_problem(tmp_path: Path, fields: dict, parts: tuple[str, ...], problem: str) -> None:
    root = lay(tmp_path, parts=parts, **fields)
    for path in (root, packed(root)):
        assert problem in packages.read(path).problem
        assert packages.installed(at(tmp_path))[0].problem


def damaged(path: Path, compression: int, at: int, length: int) -> Path:
    """A packed package whose bytes from `at` on, after the name of its first part, are of no use."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        archive.writestr("a/metadata.json", json.dumps({"from_code": "en", "to_code": "fr"}) * 20)
    data = bytearray(path.read_bytes())
    start = data.index(b"metadata.json") + len("metadata.json") + at
    data[start : start + length] = b"\xff" * length
    path.write_bytes(data)
    return path


def encrypted(path: Path) -> Path:
    """A package whose parts are marked as encrypted, in both of the zip's headers."""
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(mark)
        while position >= 0:
            data[position + flags] |= 1
            position = data.find(mark, position + 1)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("compression", "at_byte"),
    [(zipfile.ZIP_DEFLATED, 0), (zipfile.ZIP_BZIP2, 4), (zipfile.ZIP_LZMA, 0), (zipfile.ZIP_LZMA, 12)],
)
def test_a_damaged_file_is_a_problem(tmp_path: Path, compression: int, at_byte: int) -> None:
    path = damaged(tmp_path / "a.argosmodel", compression, at_byte, 20)
    (found,) = packages.installed(at(tmp_path))
    assert (found.path, found.problem.startswith("it is not a readable zip: ")) == (path, True)


def test_an_encrypted_file_is_a_problem_and_its_parts_an_error(tmp_path: Path) -> None:
    path = packed(lay(tmp_path))
    whole = packages.read(path)
    encrypted(path)
    assert "encrypted" in packages.read(path).problem
    with pytest.raises(CcbError, match="encrypted") as caught:
        whole.model_files()
    assert caught.value.path == str(path)


def test_a_file_that_breaks_after_it_was_found_is_an_error_with_its_path(tmp_path: Path) -> None:
    path = packed(lay(tmp_path))
    found = packages.read(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(CcbError, match="not a readable zip") as caught:
        assert found.digest
    assert caught.value.path == str(path)


def test_a_version_of_any_length_and_json_of_any_depth_is_a_problem(tmp_path: Path) -> None:
    lay(tmp_path)
    for path, version in ((tmp_path / "long", "9" * 5000), (tmp_path / "deep", "")):
        path.mkdir()
        deep = "[" * 100_000
        text = json.dumps({"from_code": "en", "to_code": "fr", "package_version": version}) if version else deep
        (path / "metadata.json").write_text(text, encoding="utf-8")
    problems = sorted(each.problem for each in packages.installed(at(tmp_path)))
    assert [each[:28] for each in problems] == ["", "metadata.json has no valid p", "metadata.json is not JSON: m"]


@pytest.mark.parametrize("content", ["{", "[1]", "\udcff"])
def test_metadata_that_is_no_object_is_a_problem(tmp_path: Path, content: str) -> None:
    root = lay(tmp_path)
    (root / "metadata.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert "metadata.json" in packages.read(root).problem or "utf-8" in packages.read(root).problem


def test_default_folders_are_argos_own(tmp_path: Path) -> None:
    assert packages.folders({"HOME": "/home/a"}) == [Path("/home/a/.local/share/argos-translate/packages")]
    assert packages.folders({"XDG_DATA_HOME": "/d"}) == [Path("/d/argos-translate/packages")]


def test_folder_and_file_have_one_digest(tmp_path: Path) -> None:
    root = lay(tmp_path)
    path = packed(root)
    first, second = packages.read(root), packages.read(path)
    assert first.digest == second.digest
    (root / "model" / "model.bin").write_text("y", encoding="utf-8")
    assert packages.read(root).digest != first.digest
    assert second.model_files() == {"model.bin": b"x", "config.json": b"x"}


def zeros(root: Path, name: str, size: int) -> Path:
    """A packed package with a part of so many zeros, in few bytes."""
    (root / name).write_bytes(bytes(size))
    path = root.with_suffix(packages.SUFFIX)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(root.rglob("*")):
            archive.write(each, each.relative_to(root.parent).as_posix())
    return path


def peak(read: Callable[[], object]) -> int:
    """Bytes of memory that something takes at most."""
    tracemalloc.start()
    try:
        read()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["metadata.json", "sentencepiece.model", "model/model.bin"])
def test_a_part_that_unpacks_to_too_much_is_never_unpacked(tmp_path: Path, name: str) -> None:
    root = lay(tmp_path)
    path = zeros(root, name, 80 * 2**20)

    def read() -> None:
        with pytest.raises(CcbError, match=r"unpacks to|larger than"):
            packages.parts.content(path, name)
        packages.read(path)

    assert peak(read) < 2**20
    assert bool(packages.read(path).problem) == (name == "metadata.json")


def test_a_part_larger_than_it_says_is_not_unpacked_whole(tmp_path: Path) -> None:
    path = zeros(lay(tmp_path), "metadata.json", 40 * 2**20)
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02", 0, data.rfind(b"/metadata.json"))
    data[entry + 24 : entry + 28] = (100).to_bytes(4, "little")  # its size, unpacked
    path.write_bytes(data)
    assert peak(lambda: packages.read(path)) < 2**20
    assert "not a readable zip" in packages.read(path).problem


def test_a_large_file_in_a_folder_is_not_read(tmp_path: Path) -> None:
    root = lay(tmp_path)
    with (root / "metadata.json").open("wb") as file:
        file.truncate(3 * 2**30)  # takes no room on the disk
    assert packages.read(root).problem == "its metadata.json is larger than 1 MB, as none is"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.argosmodel")
    assert packages.installed(at(tmp_path))[0].problem == "it is neither a file nor a folder"
    root = lay(tmp_path)
    (root / "metadata.json").unlink()
    os.mkfifo(root / "metadata.json")
    assert packages.read(root).problem == "its metadata.json is no file"


def test_memory_that_runs_out_while_a_part_is_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> bytes:
        raise MemoryError

    root = lay(tmp_path)
    path, (folder, file) = packed(root), (packages.read(root), packages.read(packed(root)))
    monkeypatch.setattr(Path, "read_bytes", full)
    monkeypatch.setattr(zipfile.ZipFile, "open", full)
    for package in (folder, file):
        with pytest.raises(CcbError, match="not enough memory"):
            package.part("model/model.bin")
    assert packages.read(path).problem.startswith("there is not enough memory")


def test_the_digest_of_the_weights_is_that_of_their_file(tmp_path: Path) -> None:
    root = lay(tmp_path)
    wanted = hashlib.sha256((root / "model" / "model.bin").read_bytes()).hexdigest()
    assert packages.read(root).weights == packages.read(packed(root)).weights == wanted
    assert packages.read(root).digest != wanted


def test_a_package_that_is_named_serves_as_an_installed_one(tmp_path: Path) -> None:
    pt, pb = packed(lay(tmp_path, pair="en_pt")), packed(lay(tmp_path, pair="en_pb"))
    assert packages.given(pt, "en-GB", "pt-BR").path == pt
    assert packages.given(pb, "en", "pt-BR").path == pb
    with pytest.raises(CcbError, match="translates en to pb, not en to pt") as caught:
        packages.given(pb, "en", "pt")
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"<!doctype html>", b"PK\x03\x04 cut", b""])
def test_a_named_file_that_is_no_package_says_the_next_step(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.argosmodel"
    path.write_bytes(content)
    with pytest.raises(CcbError, match="cannot be used: it is not a readable zip") as caught:
        packages.given(path, "en", "fr")
    assert (caught.value.path, caught.value.hint) == (str(path), packages.parts.AGAIN)
