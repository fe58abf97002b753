"""The engine runs a genuine package that the test builds, offline, and agrees with argostranslate itself."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from ccb_l10n.drafting import argos, packages
from ccb_l10n.drafting.fill import accept, draft
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Message, State

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import argos_package

pytestmark = [pytest.mark.argos, argos_package.needs_argos()]

SENTENCES = [
    "The team reads the report.",
    "Open the file, then save the password on the server!",
    "Is the network new?",
    "Run REF0 and REF1 (now) in a CSIRT.",
    "every week",
    "Save: open; run, 'read' and write.",
]


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


def test_sentences_come_back_in_order_with_their_spaces(engine: argos.ArgosEngine) -> None:
    assert engine.translate(
        ["The team reads the report.  Then the team writes.", "every week", "", "42", "  Save the password. "]
    ) == [
        "Le équipe lit le rapport.  Puis le équipe écrit.",
        "chaque semaine",
        "",
        "42",
        "  Enregistrez le mot de passe. ",
    ]


def test_each_distinct_sentence_is_translated_once(engine: argos.ArgosEngine) -> None:
    seen: list[tuple[int, int]] = []
    found = engine.translate(["Open. Open. Run.", "Run."] * 50, lambda done, whole: seen.append((done, whole)))
    assert found == ["Ouvrez. Ouvrez. Lancez.", "Lancez."] * 50
    assert seen == [(2, 2)]


def test_long_sentences_are_whole(engine: argos.ArgosEngine) -> None:
    source = "The team and " * 700 + "the server."
    (target,) = engine.translate([source])
    assert target == "Le équipe et " * 700 + "le serveur."


def test_a_word_longer_than_the_limit_stays_as_it_is(engine: argos.ArgosEngine) -> None:
    key = "".join(argos_package.SAME[:4]) * 100 + "key"
    assert engine.translate([f"Open the file {key} and run"]) == [f"Ouvrez le fichier {key} et lancez"]


def test_an_output_without_end_is_no_translation(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(argos, "_most", lambda longest: 4)
    engine = argos.engine(packages.read(package))
    assert engine.translate(["Open the file, then run.", "Run.", "Run. Open the file, then run."]) == [
        "",
        "Lancez.",
        "",
    ]


def test_folder_and_file_are_one_engine(package: Path, engine: argos.ArgosEngine, tmp_path: Path) -> None:
    unpacked = argos.engine(packages.read(argos_package.unpack(package, tmp_path)))
    assert unpacked.translate(SENTENCES) == engine.translate(SENTENCES)
    assert unpacked.name == engine.name
    digest = packages.read(package).digest[:12]
    assert engine.name.startswith(f"argos translate-en_fr-1.9 sha256:{digest}")


def test_a_target_prefix_is_given_and_taken_away(tmp_path: Path) -> None:
    engine = argos.engine(packages.read(argos_package.build(tmp_path, target_prefix="▁le")))
    (target,) = engine.translate(["The team reads."])
    assert target == "équipe lit."


def test_spaces_follow_the_target_script(tmp_path: Path) -> None:
    engine = argos.engine(packages.read(argos_package.build(tmp_path, pair=("zh", "fr"))))
    assert engine.translate(["打开。关闭。"]) == ["打开。 关闭。"]


def test_threads_and_order_do_not_change_the_text(package: Path, engine: argos.ArgosEngine) -> None:
    single = argos.engine(packages.read(package), threads=1)
    assert single.translate(SENTENCES[::-1])[::-1] == engine.translate(SENTENCES)


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


def test_a_model_that_is_not_one_is_an_error_with_its_path(package: Path, tmp_path: Path) -> None:
    folder = argos_package.unpack(package, tmp_path)
    (folder / "model" / "model.bin").write_bytes(b"\x06\x00\x00\x00nonsense")
    with pytest.raises(CcbError, match="model does not work") as caught:
        argos.engine(packages.read(folder)).translate(["Run."])
    assert caught.value.path == str(folder)
    (folder / "sentencepiece.model").write_bytes(b"nonsense")
    with pytest.raises(CcbError, match=r"sentencepiece[.]model does not work"):
        argos.engine(packages.read(folder)).translate(["Run."])


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
    assert engine.translate(["every week"]) == ["chaque semaine"]


def test_only_argos_runtimes_are_loaded_not_argostranslate(package: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ccb_l10n.drafting import argos, packages\n"
        f"print(argos.engine(packages.read(Path({str(package)!r}))).translate(['every day'])[0])\n"
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
def test_argostranslate_gives_the_same_text(package: Path, engine: argos.ArgosEngine, tmp_path: Path) -> None:
    """The contract: one package, their public API and our engine, sentence by sentence."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ARGOS_", "XDG_", "SNAP"))}
    ran = subprocess.run(
        [sys.executable, "-c", ARGOSTRANSLATE, str(package), json.dumps(SENTENCES)],
        env={**kept, "HOME": str(tmp_path), "ARGOS_PACKAGES_DIR": str(tmp_path / "packages")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout) == engine.translate(SENTENCES)
    installed = packages.find("en", "fr", {"ARGOS_PACKAGES_DIR": str(tmp_path / "packages")})
    assert argos.engine(installed).translate(SENTENCES) == engine.translate(SENTENCES)
