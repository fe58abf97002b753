"""The translation memory: what enters, which unit serves, and what happens to its file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ccb_l10n.catalog import memory, memory_file
from ccb_l10n.catalog.memory import Memory
from ccb_l10n.model import Catalog, Message, Origin, State

REVIEWED, TRANSLATED, DRAFT, STALE = State.REVIEWED, State.TRANSLATED, State.DRAFT, State.STALE


@pytest.fixture
def held() -> Iterator[Memory]:
    with memory.open(None) as opened:
        yield opened


def fill(held: Memory, course: str, *messages: Message, lang: str = "fr") -> None:
    held.refresh(course, lang, Catalog(messages, locale=lang), f"digest of {messages}")


def message(source: str, target: str, state: State = TRANSLATED, **more: object) -> Message:
    return Message(source, target, state=state, origin=more.pop("origin", Origin.HUMAN), **more)  # type: ignore[arg-type]


def test_a_target_serves_the_same_source_in_any_course(held: Memory) -> None:
    fill(held, "basics", message("Lock your screen", "Verrouillez votre écran"))
    unit = held.exact("fr", ["Lock your screen", "Unlock it"])["Lock your screen"]
    assert (unit.target, unit.course, unit.lang, unit.state) == ("Verrouillez votre écran", "basics", "fr", TRANSLATED)
    assert held.exact("es", ["Lock your screen"]) == {}


@pytest.mark.parametrize(
    "left_out",
    [
        message("Source", "Machine", DRAFT, origin=Origin.MACHINE),
        message("Source", "From the memory", DRAFT, origin=Origin.MEMORY),
        message("Source", "Stale", STALE),
        message("Source", "Was a machine's", STALE, previous="Source", origin=Origin.MACHINE),
        message("Source", "Offered by this memory", STALE, previous="Source", origin=Origin.MEMORY),
        message("Source", "", State.UNTRANSLATED),
        message("Source", "Fuzzy and out of use", State.OBSOLETE, flags=("fuzzy",)),
        message("Source", "One", plural="Sources", targets=("One", "Many")),
    ],
    ids=lambda each: each.target or "nothing",
)
def test_what_no_person_stands_for_does_not_enter(held: Memory, left_out: Message) -> None:
    fill(held, "course", left_out)
    assert held.exact("fr", ["Source"]) == {}
    assert held.similar("fr", ["Source"]) == {}


def test_an_accepted_machine_draft_and_a_settled_message_out_of_use_serve(held: Memory) -> None:
    accepted = message("Accepted", "Accepté", origin=Origin.MACHINE)
    fill(held, "course", accepted, message("Out of use", "Hors d'usage", State.OBSOLETE))
    found = held.exact("fr", ["Accepted", "Out of use"])
    assert [(unit.target, unit.state) for unit in found.values()] == [
        ("Accepté", TRANSLATED),
        ("Hors d'usage", TRANSLATED),
    ]


def test_a_stale_target_is_only_similar_and_to_its_previous_source(held: Memory) -> None:
    stale = message("Click the green button twice", "Cliquez sur le bouton", STALE, previous="Click the green button")
    fill(held, "course", stale)
    assert held.exact("fr", ["Click the green button", "Click the green button twice"]) == {}
    unit, points = held.similar("fr", ["Click the green buttons"])["Click the green buttons"]
    assert (unit.source, unit.state) == ("Click the green button", STALE)
    assert 95 < points < 100


def test_the_best_of_several_targets(held: Memory) -> None:
    fill(held, "a", message("Open", "rare"))
    fill(held, "b", message("Open", "frequent"))
    fill(held, "c", message("Open", "frequent"))
    assert held.exact("fr", ["Open"])["Open"].target == "frequent"
    fill(held, "d", message("Open", "reviewed", REVIEWED))
    assert held.exact("fr", ["Open"])["Open"].target == "reviewed"


def test_equal_targets_go_by_the_course_and_imports_come_last(held: Memory) -> None:
    fill(held, "memory/acme", message("Open", "imported", REVIEWED, origin=Origin.IMPORT))
    assert held.exact("fr", ["Open"])["Open"].target == "imported"
    fill(held, "z", message("Open", "of z"))
    fill(held, "y", message("Open", "of y"))
    assert held.exact("fr", ["Open"])["Open"].target == "of y"


def test_a_region_takes_what_its_language_has_and_its_own_first(held: Memory) -> None:
    fill(held, "a", message("Email", "E-mail", REVIEWED), message("Weekend", "Week-end"))
    fill(held, "b", message("Email", "Courriel"), lang="fr-CA")
    found = held.exact("fr-CA", ["Email", "Weekend"])
    assert {source: (unit.target, unit.lang) for source, unit in found.items()} == {
        "Email": ("Courriel", "fr-CA"),
        "Weekend": ("Week-end", "fr"),
    }
    assert held.exact("fr", ["Email"])["Email"].target == "E-mail"


def test_a_context_is_served_by_the_same_context_only(held: Memory) -> None:
    fill(held, "a", message("Open", "Ouvrir", context="verb"), message("Open", "Ouvert"))
    assert held.exact("fr", ["Open"])["Open"].target == "Ouvert"
    assert held.exact("fr", ["Open"], "verb")["Open"].target == "Ouvrir"
    assert held.exact("fr", ["Open"], "noun") == {}


def test_similar_prefers_the_same_markup_then_the_same_numbers(held: Memory) -> None:
    fill(held, "a", message("Wait 30 seconds, then press the button", "30"))
    fill(held, "b", message("Wait 31 seconds and then press the button", "31"))
    source = "Wait 31 seconds, then press the button"
    assert held.similar("fr", [source])[source][0].target == "31"
    only = held.similar("fr", [source], fits=lambda asked, found: "30" in found)
    assert only[source][0].target == "30"
    none = held.similar("fr", [source], fits=lambda asked, found: False)
    assert none[source][0].target == "31"


def test_refresh_replaces_what_a_course_said(held: Memory) -> None:
    fill(held, "a", message("One", "Un"), message("Two", "Deux"))
    fill(held, "a", message("Two", "Les deux"))
    assert {source: unit.target for source, unit in held.exact("fr", ["One", "Two"]).items()} == {"Two": "Les deux"}


def test_a_known_digest_is_not_read_again(held: Memory) -> None:
    held.refresh("a", "fr", Catalog((message("One", "Un"),)), "same")
    held.refresh("a", "fr", Catalog((message("One", "Another"),)), "same")
    assert held.exact("fr", ["One"])["One"].target == "Un"
    assert held.digests() == {("a", "fr", "en"): "same"}


def test_what_is_forgotten_is_gone_and_the_rest_stays(held: Memory) -> None:
    fill(held, "a", message("One", "Un"))
    fill(held, "a", message("One", "Uno"), lang="es")
    held.forget("a", "fr")
    assert held.exact("fr", ["One"]) == {}
    assert held.exact("es", ["One"])["One"].target == "Uno"


def test_an_error_on_the_way_changes_nothing(held: Memory) -> None:
    def broken() -> Iterator[Message]:
        yield message("Two", "Deux")
        raise ValueError("the file is cut off")

    fill(held, "a", message("One", "Un"))
    with pytest.raises(ValueError, match="cut off"):
        held.take("a", "fr", broken(), "new")
    assert set(held.exact("fr", ["One", "Two"])) == {"One"}


def test_many_sources_at_once(held: Memory) -> None:
    sources = [f"Sentence {number}" for number in range(2000)]
    fill(held, "a", *(message(source, source.upper()) for source in sources))
    assert list(held.exact("fr", sources)) == sources


def test_the_file_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "memory.sqlite"
    with memory.open(path) as opened:
        fill(opened, "a", message("One\nline \U0001f512", "Un"))
    with memory.open(path) as opened:
        assert opened.exact("fr", ["One\nline \U0001f512"])


def damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def torn(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xaa" * 4096 + data[8192:])


def of_another_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()


def foreign(path: Path) -> None:
    path.write_text("not a database at all, but long enough to look at")


@pytest.mark.parametrize("harm", [damaged, torn, of_another_version, foreign, Path.unlink])
def test_a_file_that_is_of_no_use_is_made_anew(tmp_path: Path, harm: object) -> None:
    path = tmp_path / "memory.sqlite"
    with memory.open(path) as opened:
        fill(opened, "a", *(message(f"One {number}", "Un") for number in range(500)))
    harm(path)  # type: ignore[operator]
    with memory.open(path) as opened:
        assert opened.digests() == {}
        fill(opened, "a", message("One", "Un"))
    with memory.open(path) as opened:
        assert opened.exact("fr", ["One"])


def test_a_locked_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_file, "_PATIENCE", 0.05)
    path = tmp_path / "memory.sqlite"
    with memory.open(path) as opened:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(memory.CacheError, match="locked"):
            fill(opened, "a", message("One", "Un"))
        other.close()


@pytest.mark.parametrize("harm", [damaged, foreign, of_another_version, Path.unlink])
def test_what_another_process_made_meanwhile_is_not_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[Path], None]
) -> None:
    """Two processes find a file of no use; the second one makes it, and writes, before the first one goes on."""
    path = tmp_path / "memory.sqlite"
    memory.open(path).close()
    harm(path)
    real = memory_file._known
    second: list[Memory] = []

    def looked(at: Path) -> sqlite3.Connection | None:
        found = real(at)
        if not second:
            monkeypatch.setattr(memory_file, "_known", real)
            second.append(memory.open(at))
            fill(second[0], "a", message("One", "Un"))
        return found

    monkeypatch.setattr(memory_file, "_known", looked)
    with memory.open(path) as first, second[0] as other:
        assert first.exact("fr", ["One"])
        fill(other, "b", message("Two", "Deux"))
        assert first.exact("fr", ["Two"])


AT_ONCE = """
import sys, time
from pathlib import Path
from ccb_l10n.catalog import memory
from ccb_l10n.model import Catalog, Message, State

time.sleep(max(0, float(sys.argv[2]) - time.time()))
with memory.open(Path(sys.argv[1])) as held:
    messages = tuple(Message(f"{sys.argv[3]} {number}", "Un", state=State.TRANSLATED) for number in range(50))
    held.refresh(sys.argv[3], "fr", Catalog(messages, locale="fr"), "digest")
"""


def test_processes_that_begin_at_once_share_one_file(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    start = str(time.time() + 1)
    names = ["a", "b", "c"]
    running = [subprocess.Popen([sys.executable, "-c", AT_ONCE, str(path), start, name]) for name in names]
    assert [each.wait() for each in running] == [0, 0, 0]
    with memory.open(path) as opened:
        assert sorted(course for course, _, _ in opened.digests()) == names


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(memory.CacheError):
        memory.open(tmp_path / "file" / "memory.sqlite")
    (tmp_path / "folder.sqlite").mkdir()
    with pytest.raises(memory.CacheError):
        memory.open(tmp_path / "folder.sqlite")


def similar(held: Memory, source: str) -> list[str]:
    return [unit.source for unit, _ in held.similar("fr", [source]).values()]


def test_sources_in_another_language_are_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    texts = {"en": "Incident", "es-MX": "Incidente", "en-GB": "Incident"}
    for spoken, target in texts.items():
        with memory.open(path, spoken) as opened:
            fill(opened, "a", message("Normal", target), message(f"Only {spoken} of this", target))
    with memory.open(path, "es") as opened:
        assert opened.exact("fr", ["Normal"])["Normal"].target == "Incidente"
        assert opened.exact("fr", ["Only en-GB of this"]) == {}
        assert similar(opened, "Only en of this") == ["Only es-MX of this"]
        assert set(opened.digests()) == {("a", "fr", "en"), ("a", "fr", "es")}
    with memory.open(path, "en-US") as opened:
        assert similar(opened, "Only es-MX of this") == ["Only en-GB of this"]
        assert opened.exact("fr", ["Normal"])["Normal"].target == "Incident"
        opened.forget("a", "fr")
        assert set(opened.digests()) == {("a", "fr", "es")}
    with memory.open(path, "") as opened:
        assert opened.exact("fr", ["Normal"]) == {}


def test_scripts_are_languages_of_their_own_and_regions_are_not() -> None:
    assert [memory.tongue(each) for each in ("en-GB", "pt-BR", "zh-TW", "zh-CN", "sr-Latn")] == [
        "en", "pt", "zh-Hant", "zh", "sr-Latn",
    ]  # fmt: skip
