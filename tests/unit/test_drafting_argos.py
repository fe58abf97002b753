"""The engine runs a genuine package that the test builds, offline, and agrees with argostranslate itself."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from ccb_l10n.drafting import argos, packages, runtime
from ccb_l10n.drafting.cache import Cached, open_store
from ccb_l10n.drafting.engine import Streaming
from ccb_l10n.drafting.fill import draft
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Message, State

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import argos_package
from drafted import accept

pytestmark = [pytest.mark.argos, argos_package.needs_argos()]

SENTENCES = [
    "The team reads the report.",
    "Open the file, then save the password on the server!",
    "Is the network new?",
    "Run REF0 and REF1 (now) in a CSIRT.",
    "every week",
    "Save: open; run, 'read' and write.",
]


def best(engine: Streaming, sentences: Sequence[str]) -> list[str]:
    return [candidates[0] for candidates in engine.hypotheses(sentences)]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return argos_package.build(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="module")
def engine(package: Path) -> argos.ArgosEngine:
    return argos.engine(packages.read(package))


def test_a_missing_runtime_skips_here_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos_package, "find_spec", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    assert argos_package.needs_argos().args == (True,)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(RuntimeError, match="CI must have ctranslate2, sentencepiece"):
        argos_package.needs_argos()


def test_the_package_is_small_and_the_same_each_time(package: Path, tmp_path: Path) -> None:
    again = argos_package.build(tmp_path)
    assert again.read_bytes() == package.read_bytes()
    assert package.stat().st_size < 47_000


def test_sentences_come_back_in_order_and_distinct(engine: argos.ArgosEngine) -> None:
    found = engine.hypotheses(["The team reads the report.", "every week", "", "42", "every week"], number=2)
    assert [each[0] for each in found] == ["Le équipe lit le rapport.", "chaque semaine", "", "42", "chaque semaine"]
    assert [len(set(each)) for each in found] == [2, 2, 1, 1, 2]


def test_each_distinct_sentence_is_translated_once(engine: argos.ArgosEngine) -> None:
    seen: list[tuple[int, int]] = []
    found = engine.hypotheses(["Open.", "Run.", "7"] * 50, progress=lambda done, whole: seen.append((done, whole)))
    assert found == [("Ouvrez.",), ("Lancez.",), ("7",)] * 50
    assert seen == [(1, 3), (3, 3)]


def test_batches_come_as_they_end(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos, "_BATCH", (8, 8))
    engine = argos.engine(packages.read(package), threads=1)
    sentences = [f"Open the file {number}" for number in range(20)]
    batches = [[sentence for sentence, _ in batch] for batch in engine.stream(sentences) if batch]
    assert len(batches) > 5
    assert sorted(each for batch in batches for each in batch) == sorted(sentences)


def test_long_sentences_are_whole(engine: argos.ArgosEngine) -> None:
    source = "The team and " * 700 + "the server."
    assert best(engine, [source]) == ["Le équipe et " * 700 + "le serveur."]


def test_a_word_longer_than_the_limit_stays_as_it_is(engine: argos.ArgosEngine) -> None:
    key = "".join(argos_package.SAME[:4]) * 100 + "key"
    assert best(engine, [f"Open the file {key} and run"]) == [f"Ouvrez le fichier {key} et lancez"]


def test_an_output_without_end_is_no_candidate(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos, "_most", lambda longest: 4)
    engine = argos.engine(packages.read(package))
    long = "Open the file, " * 60
    assert engine.hypotheses(["Open the file, then run.", "Run.", long]) == [(), ("Lancez.",), ()]


def test_gentle_holds_repetition_down(engine: argos.ArgosEngine) -> None:
    loop = "run " * 30
    (plain,), (gentle,) = best(engine, [loop]), engine.hypotheses([loop], gentle=True)[0]
    assert plain == "lancez " * 29 + "lancez"
    assert gentle.count("lancez lancez lancez lancez lancez") <= 1


def test_the_fingerprint_tells_all_that_text_depends_on(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = argos_package.build(tmp_path, target_prefix="▁le")
    found = {
        argos.engine(packages.read(package)).fingerprint,
        argos.engine(packages.read(package), beam=2).fingerprint,
        argos.engine(packages.read(other)).fingerprint,
        argos.engine(packages.read(argos_package.build(tmp_path / "bpe", splitter=argos_package.BPE))).fingerprint,
    }
    assert len(found) == 4
    assert argos.engine(packages.read(package), threads=7).fingerprint in found
    name = argos.engine(packages.read(package)).name
    monkeypatch.setattr(runtime, "processor", lambda kind: "another")
    assert argos.engine(packages.read(package)).fingerprint not in found
    assert argos.engine(packages.read(package)).name == name


def test_a_package_with_two_sentencepiece_models(engine: argos.ArgosEngine, tmp_path: Path) -> None:
    two = argos.engine(packages.read(argos_package.build(tmp_path, splitter=argos_package.TWO)))
    assert two.package.tokenizer == ("source.spm", "target.spm")
    assert best(two, SENTENCES) == best(engine, SENTENCES)


def test_a_package_with_bpe_codes(tmp_path: Path) -> None:
    engine = argos.engine(packages.read(argos_package.build(tmp_path, splitter=argos_package.BPE)))
    assert best(engine, ["The team (CSIRT) reads REF0, on the server."]) == [
        "Le équipe (CSIRT) lit REF0, sur le serveur."
    ]


def test_folder_and_file_are_one_engine(package: Path, engine: argos.ArgosEngine, tmp_path: Path) -> None:
    unpacked = argos.engine(packages.read(argos_package.unpack(package, tmp_path)))
    assert best(unpacked, SENTENCES) == best(engine, SENTENCES)
    assert (unpacked.name, unpacked.fingerprint) == (engine.name, engine.fingerprint)
    weights = hashlib.sha256((unpacked.package.path / "model" / "model.bin").read_bytes()).hexdigest()
    assert engine.name == f"argos translate-en_fr-1.9 sha256:{weights[:12]}"  # what sha256sum says


def test_a_width_of_the_search_that_is_not_the_usual_one_is_named(package: Path) -> None:
    name = argos.engine(packages.read(package), device="cpu").name
    assert argos.engine(packages.read(package), beam=2, device="cpu").name == f"{name} beam 2"


def test_a_target_prefix_is_given_and_taken_away(tmp_path: Path) -> None:
    engine = argos.engine(packages.read(argos_package.build(tmp_path, target_prefix="▁le")))
    assert best(engine, ["The team reads."]) == ["équipe lit."]


def test_a_target_prefix_that_the_model_does_not_know_is_an_error(tmp_path: Path) -> None:
    engine = argos.engine(packages.read(argos_package.build(tmp_path, target_prefix="__fr__")))
    with pytest.raises(CcbError, match="target prefix __fr__, which its model does not know") as caught:
        engine.hypotheses(["The team reads."])
    assert caught.value.path == str(engine.package.path)


def test_a_tokenizer_of_another_model_is_an_error(package: Path, tmp_path: Path) -> None:
    folder = argos_package.unpack(package, tmp_path)
    vocabulary = folder / "model" / "shared_vocabulary.json"
    pieces = json.loads(vocabulary.read_text(encoding="utf-8"))
    vocabulary.write_text(json.dumps([f"{each}x" for each in pieces]), encoding="utf-8")
    with pytest.raises(CcbError, match=rf"another model's: that knows 0 of {len(pieces)} pieces"):
        argos.engine(packages.read(folder)).hypotheses(["Run."])


def test_spaces_follow_the_target_script(tmp_path: Path) -> None:
    engine = argos.engine(packages.read(argos_package.build(tmp_path, pair=("zh", "fr"))))
    (found,) = best(engine, ["打." * 100])
    assert found.replace(" ", "") == "打." * 100
    assert " " in found  # where it was cut: French has a space


def test_threads_and_order_do_not_change_the_text(package: Path, engine: argos.ArgosEngine) -> None:
    single = argos.engine(packages.read(package), threads=1)
    assert single.hypotheses(SENTENCES[::-1], number=3)[::-1] == engine.hypotheses(SENTENCES, number=3)


def test_drafting_opens_no_socket(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> socket.socket:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(AssertionError):
        socket.create_connection(("localhost", 9))
    catalog = Catalog((Message("**Read** the `report.md` and [open](a.md) the file 🎉"), Message("`x`")), locale="fr")
    engine = argos.load("en", "fr", {"ARGOS_PACKAGES_DIR": str(package.parent)})
    after = accept(catalog, draft(catalog.messages, engine))
    assert [message.target for message in after.messages] == [
        "**Lisez** le `report.md` et [ouvrez](a.md) le fichier 🎉",
        "`x`",
    ]
    assert {message.state for message in after.messages} == {State.DRAFT}


def failing(folder: Path) -> CcbError:
    with pytest.raises(CcbError) as caught:
        argos.engine(packages.read(folder)).hypotheses(["Run."])
    assert caught.value.path == str(folder)
    return caught.value


BREAKS = {
    "model/model.bin": [b"", b"no model at all", bytes(5000), b"\x06\x00\x00\x00nonsense", b"\xff" * 500],
    "model/config.json": [b"{", b"[]"],
    "model/shared_vocabulary.json": [b"", b"7", b'["<unk>", "<s>", "</s>"]'],
    "sentencepiece.model": [b"", b"nonsense"],
}


@pytest.mark.parametrize(("part", "content"), [(part, each) for part, all_ in BREAKS.items() for each in all_])
def test_a_part_that_is_damaged_is_an_error_with_the_next_step(
    package: Path, tmp_path: Path, part: str, content: bytes
) -> None:
    folder = argos_package.unpack(package, tmp_path)
    (folder / part).write_bytes(content)
    error = failing(folder)
    assert error.hint == "get the package again, from where it was published"
    assert "newer" not in error.message
    with pytest.raises(CcbError):
        argos.prove(packages.read(folder))


def test_a_model_without_vocabulary_is_an_error_with_the_next_step(package: Path, tmp_path: Path) -> None:
    folder = argos_package.unpack(package, tmp_path)
    (folder / "model" / "shared_vocabulary.json").unlink()
    error = failing(folder)
    assert error.message == "its model has no vocabulary"
    assert error.hint == "get the package again, from where it was published"


@pytest.mark.parametrize("part", ["source.spm", "target.spm"])
def test_an_empty_one_of_two_sentencepiece_models_is_an_error(tmp_path: Path, part: str) -> None:
    folder = argos_package.unpack(argos_package.build(tmp_path / "built", splitter=argos_package.TWO), tmp_path)
    (folder / part).write_bytes(b"")
    assert failing(folder).message == f"its {part} is empty"


def test_an_installed_package_that_is_damaged_goes_alone(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path))
    folder = argos_package.unpack(package, tmp_path)
    (folder / "model" / "model.bin").write_bytes(b"nonsense")
    assert failing(folder).hint == ("ccb-l10n models remove en fr --version 1.9, then ccb-l10n models install en fr")


@pytest.mark.parametrize(("number", "newer"), [(7, True), (99, True), (200, False)])
def test_a_model_for_a_newer_runtime_is_an_error_with_the_next_step(
    package: Path, tmp_path: Path, number: int, newer: bool
) -> None:
    folder = argos_package.unpack(package, tmp_path)
    model = folder / "model" / "model.bin"
    model.write_bytes(number.to_bytes(4, "little") + model.read_bytes()[4:])
    error = failing(folder)
    assert ("its model is for a newer CTranslate2" in error.message) == newer
    assert (error.hint == "pip install -U ctranslate2") == newer


def test_memory_that_runs_out_is_an_error_with_the_next_step(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2

    for error in (MemoryError("std::bad_alloc"), RuntimeError("mkl_malloc: failed to allocate memory")):

        def full(*args: object, error: Exception = error, **kwargs: object) -> None:
            raise error

        monkeypatch.setattr(ctranslate2, "Translator", full)
        with pytest.raises(CcbError, match=r"not enough memory .* drafts made so far are kept") as caught:
            argos.engine(packages.read(package)).hypotheses(["Run."])
        assert "the same command again" in caught.value.hint
        assert "remove" not in caught.value.hint


def test_what_is_known_loads_no_model(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2

    store = open_store(tmp_path / "drafts.sqlite", pytest.fail)
    first = Cached(argos.engine(packages.read(package)), store).hypotheses(SENTENCES, number=2)
    monkeypatch.delattr(ctranslate2, "Translator")
    again = Cached(argos.engine(packages.read(package)), store)
    assert again.hypotheses(SENTENCES[::-1], number=2)[::-1] == first
    with pytest.raises(AttributeError):
        again.hypotheses(SENTENCES, number=1)
    store.close()


def test_a_missing_runtime_says_what_to_install(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(CcbError) as caught:
        argos.engine(packages.read(package))
    assert caught.value.hint == "pip install 'ccb-l10n[draft]'"


def test_without_int8_the_fallback_is_named(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctranslate2

    monkeypatch.setattr(ctranslate2, "get_supported_compute_types", lambda device: {"float32"})
    engine = argos.engine(packages.read(package))
    assert engine.name.endswith(" float32")
    assert best(engine, ["every week"]) == ["chaque semaine"]


def test_only_argos_runtimes_are_loaded_not_argostranslate(package: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ccb_l10n.drafting import argos, packages\n"
        f"print(argos.engine(packages.read(Path({str(package)!r}))).hypotheses(['every day'])[0][0])\n"
        "print('argostranslate' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "chaque jour\nFalse\n"


ARGOSTRANSLATE = """
import json, socket, sys

def refuse(*args, **kwargs):
    raise OSError("no network here")

socket.socket.connect = socket.getaddrinfo = refuse
from argostranslate import package, translate
package.install_from_path(sys.argv[1])
print(json.dumps([translate.translate(text, "en", "fr") for text in json.loads(sys.argv[2])]))
"""


@pytest.mark.skipif(find_spec("argostranslate") is None, reason="not installed: argostranslate")
@pytest.mark.parametrize("splitter", [argos_package.SHARED, argos_package.BPE])
def test_argostranslate_gives_the_same_text(tmp_path: Path, splitter: str) -> None:
    """The contract: one package, their public API and our engine, sentence by sentence."""
    package = argos_package.build(tmp_path, splitter=splitter)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ARGOS_", "XDG_", "SNAP"))}
    ran = subprocess.run(
        [sys.executable, "-c", ARGOSTRANSLATE, str(package), json.dumps(SENTENCES)],
        env={**kept, "HOME": str(tmp_path), "ARGOS_PACKAGES_DIR": str(tmp_path / "packages")},
        capture_output=True,
        text=True,
        check=True,
    )
    engine = argos.engine(packages.read(package))
    assert json.loads(ran.stdout) == best(engine, SENTENCES)
    installed = packages.find("en", "fr", {"ARGOS_PACKAGES_DIR": str(tmp_path / "packages")})
    assert best(argos.engine(installed), SENTENCES) == best(engine, SENTENCES)
