"""What `draft` writes is no error for `check` as a team has configured it, and what it says of terms and languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from test_draft import by_people, catalog
from test_draft_again import SIMILAR, Speaking, drafted, foreign

from ccb_l10n import workspace as workspaces
from ccb_l10n.drafting.quality import FOREIGN
from ccb_l10n.workflow import drafts

PAGE = "# Plan\n\nUse the server of the team today.\n"
CONCEPT = """id = "server"
subject = "cyber"
status = "approved"
definition = "d"
source = "s"
severity = "error"
match = "lemma"
[[term]]
lang = "en"
text = "server"
[[term]]
lang = "fr"
text = "serveur"
[[term]]
lang = "fr"
text = "servante"
status = "forbidden"
"""
GOOD, FORBIDDEN, MISSING = (f"Utiliso lu {word} du l’équipo aujourd’hui." for word in ("serveur", "servante", "chat"))


class Several(Speaking):
    """An engine with several things to say of each text."""

    def hypotheses(self, sentences: Sequence[str], **more: Any) -> list[tuple[str, ...]]:
        return [tuple(self.say(each).split("|")) for each in sentences]


def configured(root: Path, say: Callable[[str], str]) -> list[drafts.Drafted]:
    return list(drafts.draft(workspaces.find(root), ["fr"], engine_for=lambda source, target: Several(say)))


@pytest.fixture
def root(workspace: Any) -> Path:
    made: Path = workspace({"content/first/index.md": PAGE, "glossary/concepts/server.toml": CONCEPT})
    return made


@pytest.mark.parametrize(
    ("said", "written", "why"),
    [
        (FORBIDDEN, "", "forbidden-term"),
        (MISSING, "", "missing-term"),
        (f"{FORBIDDEN}|{MISSING}|{GOOD}", GOOD, ""),
    ],
)
def test_a_concept_that_is_an_error_is_none_in_drafts(root: Path, ccb: Any, said: str, written: str, why: str) -> None:
    (outcome,) = configured(root, lambda text: said if "server" in text else foreign(text))
    assert catalog(root, "first").find("Use the server of the team today.").msgstr == written
    assert list(outcome.refused) == ([why] if why else [])
    assert ccb(root, "check", "--lang", "fr").exit_code == 0


@pytest.mark.parametrize(("level", "written"), [("error", ""), ("warning", "Plon (o")])
def test_a_check_that_the_course_calls_an_error_is_heard(root: Path, ccb: Any, level: str, written: str) -> None:
    (root / "content/first/course.toml").write_text(f'[checks]\nbracket-pairs = "{level}"\n')
    configured(root, lambda text: "Plon (o" if text.startswith("Plan") else GOOD)
    assert catalog(root, "first").find("Plan").msgstr == written
    assert ccb(root, "check", "--lang", "fr").exit_code == 0


def test_terms_that_are_missed_or_forbidden_are_counted_and_told(root: Path, ccb: Any) -> None:
    (root / "glossary/concepts/server.toml").write_text(CONCEPT.replace('"error"', '"warning"'))
    (root / "content/first/index.md").write_text("Server.\n\nUse the server of the team today.\n")
    (outcome,) = configured(root, lambda text: FORBIDDEN if text.startswith("Use") else text)
    assert (outcome.drafted, outcome.without_term, outcome.wrong_term) == (2, 1, 1)
    told = ccb(root, "check", "--lang", "fr").stdout
    assert "missing-term" in told
    assert "forbidden-term" in told


def test_a_page_in_another_language_is_left_and_says_so(root: Path) -> None:
    spanish = "\n\n".join(f"Los informes de la {n} no son para el equipo, pero hay más en la sede." for n in range(20))
    pages = {"zh.md": "# 计划\n\n团队阅读每周的报告。\n", "es.md": f"{spanish}\n"}
    for name, text in pages.items():
        (root / f"content/first/{name}").write_text(text)
    (outcome,) = configured(root, lambda text: GOOD if "server" in text else foreign(text))
    assert outcome.refused == {FOREIGN: 22}
    assert catalog(root, "first").find("计划").tcomment == f"Not drafted: {FOREIGN}"


def test_check_says_of_a_similar_text_that_it_is_one(root: Path, ccb: Any) -> None:
    other = SIMILAR.replace("week", "month")
    (root / "content/first/index.md").write_text(f"{SIMILAR}\n")
    ccb(root, "extract")
    ccb(root, "merge", "--lang", "fr")
    by_people(root, {SIMILAR: "Équipe."}, "first")
    (root / "content/first/index.md").write_text(f"{SIMILAR}\n\n{other}\n")
    drafted(root)
    told = ccb(root, "check", "--lang", "fr").stdout
    assert "the translation was written for a similar text" in told
    assert "the source changed" not in told
