"""`draft` on catalogs with a past: what it draws anew, what it leaves alone, and what it says of what it left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from test_draft import book, by_people, catalog

from ccb_l10n import workspace as workspaces
from ccb_l10n.drafting.engine import Progress
from ccb_l10n.workflow import drafts
from ccb_l10n.workflow.drafts import Drafted

PAGE = "# Plan\n\nRead the report of the team today.\n"


def foreign(text: str) -> str:
    """Words that are none of English, as many and as long."""
    return text.translate(str.maketrans("aeiouAEIOU", "eiouaEIOUA"))


class Speaking:
    """An engine that says each text its way."""

    name = "speaking 1.0 sha256:0123456789ab"
    fingerprint = source = target = ""

    def __init__(self, say: Callable[[str], str]) -> None:
        self.say = say

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: Progress | None = None
    ) -> list[tuple[str, ...]]:
        if progress:
            progress(len(sentences), len(sentences))
        return [tuple(filter(None, [self.say(each)])) for each in sentences]


@pytest.fixture
def root(workspace: Any) -> Path:
    made: Path = workspace({"content/first/index.md": PAGE})
    return made


def drafted(root: Path, say: Callable[[str], str] = foreign, **more: Any) -> list[Drafted]:
    found = drafts.draft(workspaces.find(root), ["fr"], engine_for=lambda source, target: Speaking(say), **more)  # type: ignore[arg-type,return-value]
    return list(found)


def change(root: Path, page: str) -> None:
    (root / "content/first/index.md").write_text(page, encoding="utf-8")


def test_new_pages_are_drafted_without_a_word_to_extract(root: Path, ccb: Any) -> None:
    drafted(root)
    (root / "content/first/more.md").write_text("# More\n")
    (outcome,) = drafted(root)
    assert (outcome.missing, outcome.drafted) == (1, 1)
    assert catalog(root, "first").find("More").msgstr == foreign("More")
    assert ccb(root, "extract", "--check").exit_code == 0


def test_an_untouched_draft_of_a_former_source_is_drafted_afresh(root: Path, ccb: Any) -> None:
    drafted(root)
    change(root, PAGE.replace("today", "tomorrow"))
    (outcome,) = drafted(root)
    assert (outcome.missing, outcome.drafted) == (1, 1)
    entry = catalog(root, "first").find("Read the report of the team tomorrow.")
    assert (entry.msgstr, entry.previous_msgid) == (foreign("Read the report of the team tomorrow."), None)
    assert entry.tcomment == "Machine draft (speaking 1.0), not reviewed."
    assert {line["state"] for line in book(root, "first")} == {"draft"}


@pytest.mark.parametrize("edited", ["accepted", "changed", "commented away"])
@pytest.mark.parametrize("merged", [False, True])
def test_a_persons_work_is_not(root: Path, ccb: Any, edited: str, merged: bool) -> None:
    drafted(root)
    known = catalog(root, "first")
    entry = known.find("Read the report of the team today.")
    if edited == "accepted":
        entry.flags = []
    elif edited == "changed":
        entry.msgstr = "Lisez."
    else:
        entry.tcomment = "mine"
    before = entry.msgstr
    known.save(str(root / "locales/fr/LC_MESSAGES/first.po"))
    change(root, PAGE.replace("today", "tomorrow"))
    if merged:
        ccb(root, "extract")
        ccb(root, "merge", "--lang", "fr")
    drafted(root)
    entry = catalog(root, "first").find("Read the report of the team tomorrow.")
    assert (entry.msgstr, entry.previous_msgid) == (before, "Read the report of the team today.")


def test_a_former_draft_stays_where_nothing_better_was_found(root: Path) -> None:
    drafted(root)
    change(root, PAGE.replace("today", "tomorrow"))
    (outcome,) = drafted(root, lambda text: "")
    assert (outcome.drafted, outcome.refused) == (0, {"empty": 1})
    assert catalog(root, "first").find("Read the report of the team tomorrow.").previous_msgid


def test_the_reason_stands_beside_the_message_until_somebody_translates_it(root: Path, ccb: Any) -> None:
    (outcome,) = drafted(root, lambda text: "" if "report" in text else text.upper())
    assert (outcome.missing - outcome.drafted, outcome.refused) == (1, {"empty": 1})
    source = "Read the report of the team today."
    assert catalog(root, "first").find(source).tcomment == "Not drafted: empty"
    path = root / "locales/fr/LC_MESSAGES/first.po"
    before = path.read_bytes()
    drafted(root, lambda text: "" if "report" in text else text.upper())
    assert path.read_bytes() == before
    by_people(root, {source: "Lisez le rapport."}, "first")
    ccb(root, "merge", "--lang", "fr")
    assert catalog(root, "first").find(source).tcomment == ""


def test_a_later_draft_takes_the_reason_away(root: Path) -> None:
    drafted(root, lambda text: "" if "report" in text else text.upper())
    drafted(root)
    assert catalog(root, "first").find("Read the report of the team today.").tcomment.startswith("Machine draft (")


def test_one_reason_is_counted_for_each_message(root: Path) -> None:
    change(root, "Read `a` and **b**.\n\n<!-- l10n: context=menu -->\nRead `a` and **b**.\n\nOne. Two! Three?\n")
    (outcome,) = drafted(root, lambda text: "la la la la *")
    assert sum(outcome.refused.values()) == outcome.missing - outcome.drafted


def test_nothing_is_written_for_a_language_that_nobody_can_draft(root: Path) -> None:
    (outcome,) = drafted(root, lambda text: "")
    assert outcome.drafted == 0
    assert not (root / "locales/fr").exists()


def test_what_is_being_done_is_said(root: Path) -> None:
    said: list[str] = []

    def bar(label: str) -> Progress:
        return lambda done, total: said.append(f"{label} {done}/{total}")

    drafted(root, lambda text: "" if text.startswith("Read") else text.upper(), bars=bar)
    assert said[:2] == ["drafting 2/2", "trying again: in other letter case 1/1"]


SIMILAR = "The team reads every report of the week and writes 3 answers to it."


@pytest.mark.parametrize(
    ("other", "comment"),
    [
        (SIMILAR.replace("week", "month"), "% alike there), not reviewed."),
        (SIMILAR.replace("3", "7"), "% alike and has other numbers there), not reviewed."),
        (SIMILAR.replace("reads", "never reads"), ""),
        (SIMILAR.replace("and writes", "and does not write"), ""),
    ],
)
def test_a_similar_text_says_what_it_is(root: Path, ccb: Any, other: str, comment: str) -> None:
    change(root, f"{SIMILAR}\n")
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    by_people(root, {SIMILAR: "Équipe."}, "first")
    change(root, f"{SIMILAR}\n\n{other}\n")
    (outcome,) = drafted(root, lambda text: foreign(text).replace(".", " jamais."))
    entry = catalog(root, "first").find(other)
    assert outcome.taken == ({"similar": 1} if comment else {"machine": 1})
    assert (entry.previous_msgid == SIMILAR) is bool(comment)
    assert entry.tcomment.endswith(comment or "(speaking 1.0), not reviewed.")
    assert not comment or entry.tcomment.startswith("Machine draft (copied from course first: a person translated a ")
