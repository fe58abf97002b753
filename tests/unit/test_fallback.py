"""Targets along the chain of locales, and sparse regional catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polib
import pytest

from ccb_l10n import workspace as places
from ccb_l10n.catalog.sparse import is_sparse
from ccb_l10n.model import Catalog, Message, State
from ccb_l10n.workflow.catalogs import parents
from ccb_l10n.workflow.fallback import Gathered, behind_digest, gathered, targets
from ccb_l10n.workflow.templates import needed_template

WORDS = [f"Word {number} of the course." for number in range(10)]
PAGE = "\n\n".join(WORDS) + "\n"


def po(lang: str, said: Mapping[str, str], flags: str = "") -> str:
    head = f'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    entries = (f'\n{flags}msgid "{source}"\nmsgstr "{target}"\n' for source, target in said.items())
    return head + "".join(entries)


@pytest.fixture
def made(workspace: Any, ccb: Any) -> Any:
    """A function that makes a workspace of catalogs, path's language -> PO text, with the template in step."""

    def make(**catalogs: str) -> Path:
        files = {f"locales/{lang}/LC_MESSAGES/demo.po": text for lang, text in catalogs.items()}
        root: Path = workspace({"content/demo/index.md": PAGE, **files})
        assert ccb(root, "extract").exit_code == 0
        return root

    return make


def gather(root: Path, lang: str, **options: Any) -> Gathered:
    found = places.find(root)
    course = found.courses()[0]
    return gathered(found, course, lang, needed_template(found, course), **options)


FRENCH = {word: f"fr {word}" for word in WORDS[:8]}
QUEBEC = {word: f"ca {word}" for word in WORDS[:2]}


def test_a_message_takes_the_nearest_target(made: Any) -> None:
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", QUEBEC))
    found = gather(root, "fr-CA")
    shown = [found.targets[None, word].target[:2] if (None, word) in found.targets else "" for word in WORDS]
    assert shown == ["ca"] * 2 + ["fr"] * 6 + [""] * 2
    assert found.counts == {"fr-CA": 2, "fr": 6, "": 2}
    assert [message.source for message in found.catalog.messages] == WORDS
    assert found.catalog.locale == "fr-CA"
    course = places.find(root).courses()[0]
    assert targets(places.find(root), course, "fr-CA", needed_template(places.find(root), course)) == found.targets


def test_what_may_not_ship_gives_way_to_what_stands_behind_it(made: Any) -> None:
    changed = '#, fuzzy\n#| msgid "Word naught."\n'
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", {**QUEBEC, WORDS[9]: "ca 9"}, changed))
    found = gather(root, "fr-CA")
    assert found.counts == {"fr-CA": 0, "fr": 8, "": 2}
    states = {message.source: message.state for message in found.catalog.messages}
    assert states[WORDS[0]] is State.TRANSLATED
    assert states[WORDS[9]] is State.STALE
    assert states[WORDS[8]] is State.UNTRANSLATED
    assert found.targets[None, WORDS[9]].state is State.STALE and (None, WORDS[8]) not in found.targets


def test_drafts_ship_only_where_they_are_let(made: Any, ccb: Any) -> None:
    root = made(
        fr=po("fr", FRENCH, "# Machine translation, not reviewed by a person.\n#, fuzzy\n"), fr_CA=po("fr_CA", QUEBEC)
    )
    drafts = {message.state for message in gather(root, "fr-CA").catalog.messages}
    assert State.DRAFT in drafts or State.STALE in drafts
    settled = frozenset({State.TRANSLATED, State.REVIEWED})
    assert gather(root, "fr-CA", states=settled).counts == {"fr-CA": 2, "fr": 0, "": 8}


def test_a_locale_without_a_catalog_falls_back_all_the_way(made: Any) -> None:
    root = made(fr=po("fr", FRENCH))
    assert gather(root, "fr-CA").counts == {"fr-CA": 0, "fr": 8, "": 2}
    assert not (root / "locales/fr_CA").exists()


@pytest.mark.parametrize(
    ("lang", "behind"),
    [
        ("zh-Hant", []),
        ("zh-TW", ["zh-Hant"]),
        ("zh-CN", ["zh"]),
        ("pt-BR", ["pt"]),
        ("pt-AO", ["pt-PT", "pt"]),
        ("fr", []),
        ("en-GB", []),
    ],
)
def test_the_chain_crosses_no_script_and_stops_before_the_source(made: Any, lang: str, behind: list[str]) -> None:
    root = made(zh=po("zh", {}), zh_Hant=po("zh_Hant", {}), pt=po("pt", {}), pt_PT=po("pt_PT", {}), en=po("en", {}))
    found = places.find(root)
    assert parents(found, found.courses()[0], lang) == behind


def test_a_sparse_catalog_stays_sparse(made: Any, ccb: Any) -> None:
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", QUEBEC))
    path = root / "locales/fr_CA/LC_MESSAGES/demo.po"
    assert "written, 2 messages (2 moved)" in ccb(root, "merge", "--lang", "fr-CA").stdout
    assert [entry.msgid for entry in polib.pofile(str(path))] == WORDS[:2]
    before = path.read_bytes()
    assert "up to date" in ccb(root, "merge", "--lang", "fr-CA").stdout
    (root / "content/demo/index.md").write_text(PAGE + "\nSomething new.\n")
    ccb(root, "extract")
    assert "up to date" in ccb(root, "merge", "--lang", "fr-CA").stdout
    assert path.read_bytes() == before


def test_a_sparse_catalog_follows_what_changed_of_its_own(made: Any, ccb: Any) -> None:
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", QUEBEC))
    (root / "content/demo/index.md").write_text(PAGE.replace("Word 1 of the course.", "Word 1 of this course."))
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr-CA")
    read = polib.pofile(str(root / "locales/fr_CA/LC_MESSAGES/demo.po"))
    assert [(entry.msgid, entry.msgstr, entry.fuzzy) for entry in read] == [
        (WORDS[0], f"ca {WORDS[0]}", False),
        ("Word 1 of this course.", f"ca {WORDS[1]}", True),
    ]


def test_the_same_words_in_another_context_are_not_pulled_in(made: Any, ccb: Any) -> None:
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", {**QUEBEC, "Gone.": "ca parti"}))
    (root / "content/demo/index.md").write_text(PAGE + f"\n<!-- l10n:context again -->\n\n{WORDS[0]}\n")
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr-CA")
    read = polib.pofile(str(root / "locales/fr_CA/LC_MESSAGES/demo.po"))
    assert [entry.msgctxt for entry in read if not entry.obsolete] == [None, None]


def test_a_regional_catalog_that_says_everything_gets_what_is_new(made: Any, ccb: Any) -> None:
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", {word: f"ca {word}" for word in WORDS[:6]}))
    ccb(root, "merge", "--lang", "fr-CA")
    assert len(polib.pofile(str(root / "locales/fr_CA/LC_MESSAGES/demo.po"))) == len(WORDS)


def test_without_a_catalog_behind_it_a_regional_one_is_whole(made: Any, ccb: Any) -> None:
    root = made(fr_CA=po("fr_CA", QUEBEC))
    ccb(root, "merge", "--lang", "fr-CA")
    assert len(polib.pofile(str(root / "locales/fr_CA/LC_MESSAGES/demo.po"))) == len(WORDS)


def test_merge_starts_a_regional_catalog_empty_and_a_build_starts_none(made: Any, ccb: Any) -> None:
    root = made(fr=po("fr", FRENCH))
    path = root / "locales/fr_CA/LC_MESSAGES/demo.po"
    assert ccb(root, "build", "--lang", "fr-CA", "--format", "markdown").exit_code == 0
    assert not path.exists()
    ccb(root, "merge", "--lang", "fr-CA")
    read = polib.pofile(str(path))
    assert len(read) == 0
    assert read.metadata["Language"] == "fr_CA"


def test_a_build_writes_nothing_into_a_sparse_catalog(made: Any, ccb: Any) -> None:
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", QUEBEC))
    ccb(root, "merge")
    path = root / "locales/fr_CA/LC_MESSAGES/demo.po"
    before = path.read_bytes()
    ccb(root, "build", "--lang", "fr-CA", "--format", "markdown")
    assert path.read_bytes() == before


def test_the_digest_watches_every_catalog_behind(made: Any) -> None:
    root = made(fr=po("fr", FRENCH), fr_CA=po("fr_CA", QUEBEC))
    found = places.find(root)
    course = found.courses()[0]
    before = behind_digest(found, course, "fr-CA")
    path = root / "locales/fr/LC_MESSAGES/demo.po"
    path.write_text(po("fr", {**FRENCH, WORDS[9]: "neuf"}))
    assert behind_digest(found, course, "fr-CA") != before
    assert behind_digest(found, course, "fr") == behind_digest(found, course, "fr")


def test_half_a_template_is_still_sparse() -> None:
    def holding(count: int) -> Catalog:
        return Catalog(tuple(Message(str(number), "x", state=State.TRANSLATED) for number in range(count)))

    assert is_sparse(holding(5), holding(10))
    assert not is_sparse(holding(6), holding(10))
