"""A Marian model becomes a package that the engine runs, or it is said why not, and nothing is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import marian_model
from argos_package import _sentencepiece, needs_argos
from ccb_l10n.drafting import argos, convert, marian, packages
from ccb_l10n.drafting.convert import Order
from ccb_l10n.errors import CcbError

pytestmark = [pytest.mark.argos, needs_argos()]

MARKS = (">>fra<<", ">>swc<<", ">>swh<<")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    return marian_model.build(tmp_path / "opus-mt-en-sw")


def made(release: Path, tmp_path: Path, **order: str) -> packages.Package:
    folder = tmp_path / "made"
    convert.convert(marian.read(release), Order("en", "sw", **order), folder)
    return packages.read(folder)


def refused(release: Path, tmp_path: Path, **order: str) -> CcbError:
    with pytest.raises(CcbError) as caught:
        made(release, tmp_path, **order)
    return caught.value


def translated(package: packages.Package, text: str) -> str:
    return argos.engine(package, threads=1).hypotheses([text])[0][0]


def test_a_converted_model_translates(release: Path, tmp_path: Path) -> None:
    package = made(release, tmp_path)
    assert (package.source, package.target, package.version, package.problem) == ("en", "sw", "1.0", "")
    assert package.tokenizer == ("source.spm", "target.spm")
    assert translated(package, "The team reads every report.") == "Le équipe lit chaque rapport."


def test_a_vocabulary_may_be_a_sentencepiece_model(tmp_path: Path) -> None:
    release = marian_model.build(tmp_path / "model", "spm")
    assert translated(made(release, tmp_path), "Open a file.") == "Ouvrez un fichier."


def test_a_piece_that_marian_cannot_spell_is_said(tmp_path: Path) -> None:
    release = marian_model.build(tmp_path / "model", "spm")
    (release / "source.vocab.spm").write_bytes(_sentencepiece(["<unk>", "<s>", "</s>", "\\x41"]))
    assert "cannot spell" in refused(release, tmp_path).message


def test_a_folder_without_decoder_yml_will_do(release: Path, tmp_path: Path) -> None:
    (release / "decoder.yml").unlink()
    (release / "target.vocab.yml").rename(release / "a.trg.vocab.yml")  # the target's, though first by name
    assert translated(made(release, tmp_path), "Save the report.") == "Enregistrez le rapport."


def test_the_metadata_say_where_it_came_from(release: Path, tmp_path: Path) -> None:
    (release / "LICENSE").write_text("CC-BY 4.0", encoding="utf-8")
    (release / "README.md").write_text("trained on OPUS", encoding="utf-8")
    folder = made(release, tmp_path, version="2.1", name="opus-2020").path
    told = json.loads((folder / "metadata.json").read_text("utf-8"))
    assert (told["type"], told["from_code"], told["to_code"], told["to_name"]) == ("translate", "en", "sw", "Swahili")
    assert told["package_version"] == "2.1"
    assert told["source"].startswith(f"opus-2020: {marian_model.WEIGHTS} sha256:")
    assert told["conversion"].endswith(", int8")
    assert told["notes"] == ["LICENSE", "README.md"]
    assert (folder / "LICENSE").read_text("utf-8") == "CC-BY 4.0"


def test_the_weights_are_made_small(release: Path, tmp_path: Path) -> None:
    folder = made(release, tmp_path).path
    assert (folder / "model/model.bin").stat().st_size < (release / marian_model.WEIGHTS).stat().st_size / 2


def test_the_same_model_twice_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    first = made(release, tmp_path).digest
    shutil.rmtree(tmp_path / "made")
    assert made(release, tmp_path).digest == first


def test_a_model_of_many_languages_is_asked_for_one(tmp_path: Path) -> None:
    release = marian_model.build(tmp_path / "model", marks=MARKS)
    error = refused(release, tmp_path)
    assert "translates into several languages" in error.message
    assert error.hint == "name one with --mark: >>swc<<, >>swh<<, >>fra<<"
    assert "has no mark >>xyz<<" in refused(release, tmp_path, mark=">>xyz<<").message
    assert translated(made(release, tmp_path, mark=">>swh<<"), "A server") == "Puis Un serveur"


def test_a_mark_that_the_model_does_not_know_is_refused(release: Path, tmp_path: Path) -> None:
    error = refused(release, tmp_path, mark=">>swh<<")
    assert (error.message, error.hint) == ("it has no mark >>swh<<", "leave out --mark")


def unlink(*names: str) -> Callable[[Path], None]:
    return lambda release: [(release / name).unlink() for name in names] and None


def write(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda release: (release / name).write_bytes(content) and None


def configured(**fields: object) -> Callable[[Path], None]:
    return write("decoder.yml", json.dumps(fields).encode())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (shutil.rmtree, "there is no such folder"),
        (unlink("source.spm"), "it has no source.spm and target.spm"),
        (unlink("target.vocab.yml"), "target.vocab.yml is missing"),
        (unlink("decoder.yml", marian_model.WEIGHTS), "no .npz files and no decoder.yml"),
        (unlink("decoder.yml", "source.vocab.yml", "target.vocab.yml"), "no vocabularies"),
        (write("decoder.yml", b"models: ["), "not a decoder.yml"),
        (write("decoder.yml", b"- models"), "not a decoder.yml"),
        (write("decoder.yml", b"[" * 100_000), "not a decoder.yml"),
        (configured(models=[], vocabs=["source.vocab.yml"]), "not a decoder.yml"),
        (configured(models=["a.npz", "b.npz"], vocabs=["v.yml"]), "an ensemble"),
        (configured(models=["../outside.npz"], vocabs=["source.vocab.yml"]), "leads out"),
        (write("source.spm", b"no model"), "not a SentencePiece model"),
        (write("source.spm", b""), "not a SentencePiece model: it is empty"),
        (write("target.spm", b""), "not a SentencePiece model: it is empty"),
        (write("source.vocab.yml", b"one two three"), "not a vocabulary"),
        (write("source.vocab.yml", b"\xff"), "not a vocabulary"),
        (write("source.vocab.yml", b"\n"), "the vocabulary is empty"),
        (write("source.vocab.yml", b'"</s>": 0\n"<unk>": 1\n'), "it is not of this model"),
        (write(marian_model.WEIGHTS, b"no zip"), "it cannot be converted"),
    ],
)
def test_what_cannot_be_converted_is_said(
    release: Path, tmp_path: Path, change: Callable[[Path], Any], fault: str
) -> None:
    (tmp_path / "outside.npz").write_bytes(b"")
    change(release)
    error = refused(release, tmp_path)
    assert fault in error.message
    assert error.path.startswith(str(release))
    assert error.hint


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"type": "s2s"}, "--type must be 'transformer'"),
        ({"enc-depth": 2}, "cannot be converted"),
        ({"transformer-heads": 3}, "it was converted, but does not run"),
    ],
)
def test_another_architecture_is_said(tmp_path: Path, fields: dict[str, Any], fault: str) -> None:
    assert fault in refused(marian_model.build(tmp_path / "model", **fields), tmp_path).message


def test_files_of_bpe_and_of_marians_binary_form_are_named(release: Path, tmp_path: Path) -> None:
    (release / "source.spm").rename(release / "source.bpe")
    assert "splits words with BPE" in refused(release, tmp_path).message
    (release / "decoder.yml").unlink()
    (release / marian_model.WEIGHTS).rename(release / "model.bin")
    assert "binary form" in refused(release, tmp_path).message


def test_a_version_is_a_number(release: Path, tmp_path: Path) -> None:
    assert "not a version" in refused(release, tmp_path, version="../1").message


def test_marks_of_many_languages_are_not_all_listed(tmp_path: Path) -> None:
    release = marian_model.build(tmp_path / "model", marks=[f">>a{letter}<<" for letter in "abcdefghijklmnop"])
    assert refused(release, tmp_path).hint.endswith(">>al<< and 4 more")
