"""Suppressions: what a comment silences, how it may be written, and what is said of comments that are wrong."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from ccb_l10n.catalog import po
from ccb_l10n.checks import suppression
from ccb_l10n.checks.suppression import ROWS, Silence, ignored
from ccb_l10n.model import Catalog, Finding, Message, Severity, State

KNOWN = ["missing-term", "doubled-words", "empty", "header-language", "unknown-ignore", "unused-ignore"]
COMMENT = "ccb-l10n: ignore missing-term:firewall, doubled-words -- the product's own name"


def message(*comments: str, source: str = "A firewall", state: State = State.TRANSLATED, line: int = 5) -> Message:
    return Message(source, "Un pare-feu", comments=comments, state=state, line=line)


def finding(id: str = "missing-term", concept: str | None = "firewall", source: str = "A firewall",
            line: int = 5) -> Finding:  # fmt: skip
    return Finding(id, Severity.ERROR, "text", "a.po", line, "fr", source, concept=concept)


def left(messages: list[Message], found: list[Finding], header: str = "") -> list[tuple[str, int]]:
    """The ids and lines of what is left, and of what is said about the comments."""
    silence = Silence(Catalog(tuple(messages), {}, "fr", header), "a.po")
    rest = silence.left(found)
    return [(each.id, each.line) for each in (*rest, *silence.said(ROWS, KNOWN, KNOWN))]


@pytest.mark.parametrize(
    ("comments", "silenced"),
    [
        pytest.param([COMMENT], {"missing-term firewall", "doubled-words None"}, id="as documented"),
        pytest.param(["ccb-l10n: ignore missing-term"], {"missing-term firewall", "missing-term malware"}, id="all"),
        pytest.param(["  ccb-l10n:  ignore   doubled-words  "], {"doubled-words None"}, id="blanks"),
        pytest.param(["ccb-l10n ignore doubled-words"], {"doubled-words None"}, id="no colon"),
        pytest.param(["ccb-l10n-ignore: doubled-words"], {"doubled-words None"}, id="the colon behind"),
        pytest.param(["CCB-L10N : Ignore Doubled-Words,empty"], {"doubled-words None", "empty None"}, id="capitals"),
        pytest.param(["ccb-l10n: IGNORE", "doubled-words"], {"doubled-words None"}, id="wrapped capitals"),
        pytest.param(["ccb-l10n ignores nothing, doubled-words"], set(), id="prose about us"),
        pytest.param(["ccb-l10n: ignore missing-term : firewall"], {"missing-term firewall"}, id="blanks at colons"),
        pytest.param(["ccb-l10n: ignore doubled-words — on purpose"], {"doubled-words None"}, id="a dash"),
        pytest.param(["ccb-l10n: ignore doubled-words -- not, empty"], {"doubled-words None"}, id="reason"),
        pytest.param(
            ["ccb-l10n: ignore missing-term:firewall,", "doubled-words"],
            {"missing-term firewall", "doubled-words None"},
            id="wrapped after a comma",
        ),
        pytest.param(["ccb-l10n: ignore missing-", "term:firewall"], {"missing-term firewall"}, id="at a hyphen"),
        pytest.param(["ccb-l10n:", "ignore", "doubled-words"], {"doubled-words None"}, id="wrapped early"),
        pytest.param(
            ["ccb-l10n: ignore doubled-words", "empty, he said"], {"doubled-words None"}, id="a comment below"
        ),
        pytest.param(
            ["Mine", "ccb-l10n: ignore doubled-words --", "ccb-l10n: ignore missing-term"],
            {"doubled-words None", "missing-term firewall", "missing-term malware"},
            id="two of them",
        ),
        pytest.param(["See ccb-l10n: ignore doubled-words"], set(), id="mentioned"),
        pytest.param(["ccb-l10n warning doubled-words: the the"], set(), id="an annotation"),
    ],
)
def test_what_a_comment_silences(comments: list[str], silenced: set[str]) -> None:
    found = [finding(), finding(concept="malware"), finding("doubled-words", None), finding("empty", None)]
    rest = Silence(Catalog((message(*comments),)), "a.po").left(found)
    assert {f"{each.id} {each.concept}" for each in found if each not in rest} == silenced


def test_only_its_own_message_is_silenced() -> None:
    other = message(source="Another firewall", line=9)
    rest = left([message("ccb-l10n: ignore missing-term"), other], [finding(), finding(source=other.source, line=9)])
    assert rest == [("missing-term", 9)]


def test_messages_with_one_source_are_told_apart_by_their_lines() -> None:
    twins = [message("ccb-l10n: ignore missing-term"), message(line=9)]
    assert left(twins, [finding(), finding(line=9)]) == [("missing-term", 9)]
    assert left(twins[:1], [finding(line=6)]) == []  # a finding may point at another line of its entry


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("ccb-l10n: ignore mising-term", ["missing-term", "unknown-ignore"], id="a misspelt id"),
        pytest.param("ccb-l10n: ingore missing-term", ["missing-term", "unknown-ignore"], id="a misspelt verb"),
        pytest.param("ccb-l10n: ignore", ["missing-term", "unknown-ignore"], id="nothing to ignore"),
        pytest.param("ccb-l10n: ignore empty", ["missing-term", "unused-ignore"], id="unused"),
        pytest.param("ccb-l10n: ignore missing-term:malware", ["missing-term", "unused-ignore"], id="another concept"),
        pytest.param("ccb-l10n: ignore missing-term because", ["missing-term", "unknown-ignore"], id="no dashes"),
        pytest.param("ccb-l10n: ignore missing-term, missing-term", [], id="twice"),
        pytest.param("ccb-l10n ingore missing-term", ["missing-term", "unknown-ignore"], id="a slip and no colon"),
        pytest.param("ccb-l10n warning missing-term: an annotation", ["missing-term"], id="an annotation"),
    ],
)
def test_what_is_said_of_comments(comment: str, expected: list[str]) -> None:
    assert left([message(comment)], [finding()]) == [(id, 5) for id in expected]


def test_the_nearest_check_is_offered() -> None:
    silence = Silence(Catalog((message("ccb-l10n: ignore mising-term"),)), "a.po")
    [said] = silence.said(ROWS, KNOWN, KNOWN)
    assert (said.severity, said.message) == (Severity.WARNING, "no check 'mising-term' to ignore")
    assert said.hint.startswith("did you mean 'missing-term'? the checks are: doubled-words, ")


def test_a_long_list_of_checks_is_not_printed() -> None:
    many = [*KNOWN, *(f"check-{number}" for number in range(20))]
    for id, hint in (
        ("mising-term", "did you mean 'missing-term'? (a reason stands after --)"),
        ("zzz", "docs/checks.md lists the checks (a reason stands after --)"),
    ):
        [said] = Silence(Catalog((message(f"ccb-l10n: ignore {id}"),)), "a.po").said(ROWS, many, many)
        assert said.hint == hint


def test_a_concept_that_there_is_not_is_told() -> None:
    silence = Silence(Catalog((message("ccb-l10n: ignore missing-term:firewal"),)), "a.po")
    [said] = silence.said(ROWS, KNOWN, KNOWN, ["firewall", "malware"])
    assert (said.id, said.message) == ("unknown-ignore", "no concept 'firewal' to ignore")
    assert said.hint.startswith("did you mean 'firewall'?")
    assert [each.id for each in silence.said(ROWS, KNOWN, KNOWN, ["firewal"])] == ["unused-ignore"]


@pytest.mark.parametrize("state", [State.STALE, State.UNTRANSLATED])
def test_a_message_that_is_not_shipped_keeps_its_comment_in_peace(state: State) -> None:
    assert left([message("ccb-l10n: ignore missing-term", state=state)], []) == []


def test_a_check_that_did_not_run_is_not_called_unused() -> None:
    silence = Silence(Catalog((message("ccb-l10n: ignore missing-term"),)), "a.po")
    assert silence.said(ROWS, ["empty"], KNOWN) == []


def test_the_rows_say_whether_and_how_loudly() -> None:
    silence = Silence(Catalog((message("ccb-l10n: ignore empty, nothing"),)), "a.po")
    assert [each.id for each in silence.said(ROWS[1:], KNOWN, KNOWN)] == ["unused-ignore"]


def test_a_comment_in_the_header_silences_the_header() -> None:
    header = '# ccb-l10n: ignore header-language -- it is a pidgin\nmsgid ""\nmsgstr ""\n'
    about_header = finding("header-language", None, source="", line=3)
    assert left([message()], [about_header, finding()], header) == [("missing-term", 5)]


def test_ids_that_a_repair_must_respect() -> None:
    assert ignored(message(COMMENT)) == {"missing-term", "doubled-words"}
    assert ignored(message()) == frozenset()


CATALOG = f"""\
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# {COMMENT}
#. paragraph
#: index.md
msgid "A firewall"
msgstr "Un firewall"
"""


@pytest.mark.tools
@pytest.mark.parametrize("name", ["msgcat", "msgmerge", "msgcat --width=40", "msgattrib --set-fuzzy"])
def test_comments_survive_gettext(name: str, tool: Callable[[str], str], tmp_path: Path) -> None:
    catalog, template = tmp_path / "fr.po", tmp_path / "a.pot"
    catalog.write_text(CATALOG)
    template.write_text(CATALOG.replace("Un firewall", "").replace(f"# {COMMENT}\n", ""))
    program, *options = name.split()
    files = [str(catalog), str(template)] if program == "msgmerge" else [str(catalog)]
    command = [tool(program), *options, *files]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert _ignored_in(result.stdout) == {"missing-term", "doubled-words"}


@pytest.mark.parametrize("width", range(20, 90))
def test_comments_survive_editors_that_wrap_them(width: int) -> None:
    text = polib.pofile(CATALOG, wrapwidth=width).__unicode__()
    assert "\n# " in text
    assert _ignored_in(text) == {"missing-term", "doubled-words"}


def _ignored_in(text: str) -> frozenset[str]:
    catalog = po.parse(text.encode(), "fr.po")
    [entry] = catalog.messages
    found = [finding(source=entry.source, line=entry.line), finding("doubled-words", None, entry.source, entry.line)]
    assert Silence(catalog, "fr.po").left(found) == []
    return ignored(entry)


def test_a_comment_elsewhere_costs_nothing_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(comments: object) -> None:
        raise AssertionError

    monkeypatch.setattr(suppression, "_statements", never)
    assert Silence(Catalog((message("mine"), message())), "a.po").left([finding()]) == [finding()]


def test_a_long_comment_is_read_at_once() -> None:
    long = message(f"ccb-l10n: ignore {'a ' * 50_000}{' ' * 50_000}:{':' * 50_000}, doubled-words -{'-' * 50_000}")
    begun = time.perf_counter()
    left([long, message(*["ccb-l10n: ignore a,"] * 300, source="B")], [finding()])
    assert time.perf_counter() - begun < 2
