"""Annotations: where they stand, what they say, and that nothing of a catalog is lost when they go."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.catalog import po
from ccb_l10n.checks.annotation import LENGTH, annotated, stripped
from ccb_l10n.model import Catalog, Finding, Message, Severity, State
from ccb_l10n.reports.visible import quoting

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
ENTRIES = """
# Machine draft (test), not reviewed.
#. paragraph
#: index.md
#, fuzzy
msgid "One"
msgstr "Un"

# a comment of its own

# ccb-l10n: ignore empty
msgctxt ""
"menu"
msgid "Two"
msgstr "Deux"
msgid "Three"
msgstr "Trois"

#~ msgid "Gone"
#~ msgstr "Parti"
"""


def finding(line: int, text: str = "text", hint: str = "", id: str = "empty") -> Finding:
    return Finding(id, Severity.WARNING, text, "a.po", line, hint=hint)


def made(text: str, *found: Finding) -> str:
    return annotated(text.encode(), found, "utf-8", quoting)[0].decode()


def all_found(data: bytes) -> list[Finding]:
    """A finding for every live message, and one for the header."""
    catalog = po.parse(data, "a.po")
    return [finding(1, "head"), *(finding(each.line) for each in catalog.messages if each.state is not State.OBSOLETE)]


def test_an_annotation_stands_above_its_entry() -> None:
    text = made(HEADER + ENTRIES, *all_found((HEADER + ENTRIES).encode()))
    note = "# ccb-l10n warning empty: text #\n"
    assert text.startswith("# ccb-l10n warning empty: head #\n" + HEADER)
    assert f"\n{note}# Machine draft (test), not reviewed.\n#. paragraph" in text
    assert f'its own\n\n{note}# ccb-l10n: ignore empty\nmsgctxt ""' in text
    assert f'msgstr "Deux"\n{note}msgid "Three"' in text
    assert text.count("# ccb-l10n warning") == 4


def test_an_annotation_stays_below_an_entry_out_of_use() -> None:
    text = HEADER + '\n#~ msgid "Gone"\n#~ msgstr "Parti"\n# mine\nmsgid "One"\nmsgstr "Un"\n'
    note = "# ccb-l10n warning empty: text #\n"
    assert made(text, finding(9)) == text.replace("# mine", f"{note}# mine")


def test_what_an_annotation_says() -> None:
    text = made(HEADER + ENTRIES, finding(11, "no “firewall”", "use pare-feu"), finding(11, "a\nb\x1b[2Jc\u202ed"))
    assert "# ccb-l10n warning empty: no “firewall” -> use pare-feu #\n" in text
    assert "# ccb-l10n warning empty: a↵b<U+001B>[2Jc<U+202E>d #\n" in text


def test_an_annotation_is_of_bounded_length_and_said_once() -> None:
    text = made(HEADER, *[finding(1, "long " * 1000)] * 3)
    [line] = [line for line in text.splitlines() if line.startswith("#")]
    assert len(line) <= LENGTH + len("# ccb-l10n  #")
    assert line.endswith("… #")


def test_what_editors_show_by_themselves_is_left_out() -> None:
    assert made(HEADER, finding(1, id="untranslated"), finding(1, id="draft")) == HEADER


def test_findings_get_the_lines_that_they_have_now() -> None:
    data = (HEADER + ENTRIES).encode()
    text, moved = annotated(data, [*all_found(data), finding(0, "whole")], "utf-8", quoting)
    live = [each.line for each in po.parse(text, "a.po").messages if each.state is not State.OBSOLETE]
    assert [each.line for each in moved] == [3, *live, 0]  # two annotations stand above the header


@pytest.mark.parametrize(
    "data",
    [
        pytest.param((HEADER + ENTRIES).encode(), id="plain"),
        pytest.param((HEADER + ENTRIES).replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param((HEADER + ENTRIES).replace("\n", "\r").encode(), id="CR"),
        pytest.param((HEADER + ENTRIES).replace("\n", "\r\n", 9).encode(), id="mixed"),
        pytest.param((HEADER + ENTRIES).rstrip("\n").encode(), id="no newline at the end"),
        pytest.param((HEADER + ENTRIES).rstrip("\n").replace("\n", "\r\n").encode(), id="CRLF, none at the end"),
        pytest.param(("\ufeff" + HEADER + ENTRIES).encode(), id="byte-order mark"),
        pytest.param(("# titre\n" + HEADER + ENTRIES + "\n# the end").encode(), id="comments around"),
        pytest.param(ENTRIES.encode(), id="no header"),
        pytest.param(ENTRIES.lstrip().encode(), id="an entry at the very start"),
        pytest.param((HEADER.replace("UTF-8", "ISO-8859-1") + '\n# é\nmsgid "a"\nmsgstr "é"\n').encode("latin-1"),
                     id="another charset"),
        pytest.param(b"# only a comment", id="no entry"),
        pytest.param(b"", id="empty"),
    ],
)  # fmt: skip
def test_a_stripped_catalog_is_what_it_was(data: bytes) -> None:
    charset = "iso-8859-1" if b"8859" in data else "utf-8"
    found = [replace(each, message="“x” ≠ ы") for each in all_found(data)]
    text, moved = annotated(data, found, charset, quoting)
    assert b"# ccb-l10n warning empty: " in text
    assert stripped(text) == data
    assert annotated(text, found, charset, quoting) == (text, moved)
    before, after = po.parse(data, "a.po"), po.parse(text, "a.po")
    assert after.newline == before.newline
    assert [_bare(each) for each in after.messages] == [_bare(each) for each in before.messages]


def _bare(message: Message) -> Message:
    comments = (line for line in message.comments if not line.startswith("ccb-l10n warning"))
    return replace(message, comments=tuple(comments))


lines = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=30).map(str.strip)
comments = st.lists(lines.filter(lambda line: line[:1] not in (".", ":", ",", "|", "~")), max_size=3).map(tuple)
messages = st.builds(
    Message,
    source=lines.filter(bool),
    target=lines,
    context=st.none() | lines,
    state=st.sampled_from([State.TRANSLATED, State.STALE, State.OBSOLETE]),
    comments=comments,
    extracted=st.lists(lines, max_size=1).map(tuple),
    references=st.sampled_from([(), ("index.md",)]),
    previous=st.none() | lines,
)


@given(
    st.lists(messages, max_size=5, unique_by=lambda message: message.key),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    lines,
)
def test_any_catalog_comes_back(entries: list[Message], newline: str, whole: bool, text: str) -> None:
    catalog = Catalog(tuple(entries), {"Language": "fr"}, "fr", newline=newline)
    written = po.render(catalog)
    data = (written if whole else written.rstrip("\r\n")).encode()
    found = [replace(each, message=text) for each in all_found(data)]
    annotations, moved = annotated(data, found, "utf-8", quoting)
    assert stripped(annotations) == data
    assert stripped(data) == data
    assert annotated(annotations, found, "utf-8", quoting) == (annotations, moved)
    read = po.parse(annotations, "a.po").messages
    assert [_bare(each) for each in read] == list(po.parse(data, "a.po").messages)
    live = [each.line for each in read if each.state is not State.OBSOLETE]
    assert [each.line for each in moved][1:] == live


@pytest.mark.parametrize(
    "line",
    [
        "# ccb-l10n: ignore empty",
        "# ccb-l10n is great: it checks",
        "# see ccb-l10n warning empty: x",
        "#. ccb-l10n info a: b",
    ],
)
def test_comments_of_other_kinds_stay(line: str) -> None:
    text = f'{HEADER}\n{line}\nmsgid "a"\nmsgstr "b"\n'
    assert stripped(text.encode()).decode() == text


@pytest.mark.tools
@pytest.mark.parametrize("options", ["", "--width=30", "--sort-output", "--no-wrap"])
def test_annotations_leave_a_catalog_that_msgcat_wrote(
    options: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    data = (HEADER + ENTRIES).encode()
    found = [replace(each, message="a long text about a word " * 8) for each in all_found(data)]
    path = tmp_path / "a.po"
    path.write_bytes(annotated(data, found, "utf-8", quoting)[0])
    command = [tool("msgcat"), *options.split(), str(path)]
    saved = subprocess.run(command, capture_output=True, check=True).stdout
    assert saved.count(b"ccb-l10n warning") == 4
    path.write_bytes(data)
    assert stripped(saved) == subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("width", range(50, 110, 3))
def test_annotations_leave_a_catalog_that_an_editor_wrapped(width: int) -> None:
    text = HEADER + ENTRIES.replace("# Machine draft (test), not reviewed.", "# mine\n# and mine #")
    text = polib.pofile(text, wrapwidth=width).__unicode__()
    found = [replace(each, message="no term for “firewall”", hint="use pare-feu, or " * n)
             for n, each in enumerate(all_found(text.encode()))]  # fmt: skip
    saved = polib.pofile(made(text, *found), wrapwidth=width).__unicode__()
    assert saved.count("# ccb-l10n warning") >= 3
    assert stripped(saved.encode()).decode() == text


def test_an_annotation_without_its_end_is_one_line() -> None:
    text = f'{HEADER}\n# ccb-l10n warning empty: cut\n# mine\n#\n# other #\nmsgid "a"\nmsgstr "b"\n'
    assert stripped(text.encode()).decode() == text.replace("# ccb-l10n warning empty: cut\n", "")
