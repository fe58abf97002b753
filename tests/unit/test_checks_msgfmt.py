"""What msgfmt says becomes findings at its lines; without it, that is said."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Severity
from ccb_l10n.workflow import msgfmt

HEADER = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: a 1\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n'
    '"Last-Translator: a\\n"\n"Language-Team: a\\n"\n"Language: fr\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
)
Programme = Callable[[str], None]


@pytest.fixture
def programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programme:
    """A function that puts a shell script in msgfmt's place."""

    def make(script: str) -> None:
        path = tmp_path / "msgfmt"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8", newline="\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(tmp_path))

    return make


@pytest.mark.tools
@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(f'{HEADER}\nmsgid "a"\nmsgstr "b"\n', [], id="nothing wrong"),
        pytest.param(f'{HEADER}\nmsgid "a\\n"\nmsgstr "b"\n', [("error", 13)], id="a line break lost"),
        pytest.param(f'{HEADER}\n#, c-format\nmsgid "%d"\nmsgstr "%s"\n', [("error", 14)], id="a format changed"),
        pytest.param(
            HEADER.replace("Language: fr", "X-A: b") + '\nmsgid "a"\nmsgstr "b"\n', [("info", 2)], id="header"
        ),
    ],
)
def test_msgfmt_itself_is_heard(text: str, said: list[tuple[str, int]], tool: Callable[[str], str]) -> None:
    tool("msgfmt")
    found = list(msgfmt.said_by_msgfmt(text.encode(), "a.po", "fr"))
    assert [(each.severity.value, each.line) for each in found] == said
    assert all((each.id, each.path, each.lang) == ("msgfmt", "a.po", "fr") for each in found)


def test_its_lines_and_levels_are_read(programme: Programme) -> None:
    programme(
        'echo "<stdin>:12: message catalog has plural form translations..." >&2\n'
        'echo "<stdin>:2: ...but header entry lacks a \\"nplurals=INTEGER\\" attribute" >&2\n'
        "echo \"<stdin>:2: warning: header field 'Language' missing in header\" >&2\n"
        'echo "<stdin>:9:4: warning: something else" >&2\n'
        'echo "msgfmt: found 1 fatal error" >&2\nexit 1'
    )
    found = list(msgfmt.said_by_msgfmt(b"", "a.po"))
    plural = 'message catalog has plural form translations, but header entry lacks a "nplurals=INTEGER" attribute'
    assert [(each.severity, each.line, each.message) for each in found] == [
        (Severity.ERROR, 12, plural),
        (Severity.INFO, 2, "header field 'Language' missing in header"),
        (Severity.WARNING, 9, "something else"),
    ]


def test_the_catalog_goes_in_by_its_standard_input(programme: Programme) -> None:
    programme('read line; echo "<stdin>:1: $line" >&2')
    [finding] = msgfmt.said_by_msgfmt("été\n".encode(), "a.po")
    assert finding.message == "été"


def test_a_missing_msgfmt_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    [finding] = msgfmt.said_by_msgfmt(b"", "a.po")
    assert (finding.severity, finding.line) == (Severity.INFO, 0)
    assert "not installed" in finding.message


def test_one_that_hangs_is_ended(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    programme("while :; do :; done")
    monkeypatch.setattr(msgfmt, "_SECONDS", 0.2)
    with pytest.raises(CcbError, match="did not finish"):
        list(msgfmt.said_by_msgfmt(b"", "a.po"))


def test_it_runs_only_where_a_profile_asks_for_it() -> None:
    assert msgfmt.ROW.opt_in
