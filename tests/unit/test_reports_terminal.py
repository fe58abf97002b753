"""Reports at a terminal: grouped, short, aligned, and safe whatever the course's text holds."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.catalog.quoting import columns
from ccb_l10n.model import Finding, Severity, State
from ccb_l10n.reports import terminal
from ccb_l10n.reports.status import StatusRow
from ccb_l10n.reports.visible import excerpt, quoting, visible

ESCAPES = re.compile("\x1b\\[[0-9;]*m")
FR, AR = "locales/fr/LC_MESSAGES/a.po", "locales/ar/LC_MESSAGES/a.po"


def _todo(line: int, path: str = FR) -> Finding:
    return Finding("untranslated", Severity.INFO, "not translated yet", path, line, "fr", f"Text {line}")


def _term(target: str, span: tuple[int, int] | None, lang: str = "fr") -> Finding:
    return Finding("forbidden-term", Severity.ERROR, "a bad term", FR, 4, lang, "A source", target, span, "use another")


def test_findings_are_grouped_by_file_with_their_number_last() -> None:
    found = [
        _term("Le cryptage", (3, 11)),
        Finding("stale", Severity.WARNING, "the source changed", AR, 9, "ar", "Plan", "خطة"),
        _todo(12),
        Finding("unreadable", Severity.ERROR, "not UTF-8", "content/a/b.md"),
    ]
    assert terminal.findings(found, color=False) == (
        f"{FR}:4: error forbidden-term: a bad term\n"
        "    source  A source\n"
        "    target  Le >>>cryptage<<<\n"
        "    hint    use another\n"
        f"{FR}:12: info untranslated: not translated yet\n"
        "    source  Text 12\n"
        "\n"
        f"{AR}:9: warning stale: the source changed\n"
        "    source  Plan\n"
        "    target  \u2068\u200fخطة\u2069\n"
        "\n"
        "content/a/b.md: error unreadable: not UTF-8\n"
        "\n"
        "2 errors, 1 warning, 1 info\n"
    )


def test_nothing_found_is_said() -> None:
    assert terminal.findings([], color=False) == "no findings\n"


def test_many_infos_of_a_file_are_one_line() -> None:
    found = [_todo(line) for line in range(10, 22)] + [_todo(3, AR)]
    short = terminal.findings(found, color=False)
    assert short == (
        f"{FR}: info untranslated: not translated yet: 12 messages, the first on line 10\n\n"
        f"{AR}:3: info untranslated: not translated yet\n    source  Text 3\n\n"
        "13 infos\n"
    )
    assert terminal.findings(found, color=False, folded=()).count("info untranslated") == 13


def test_a_few_infos_are_listed() -> None:
    assert terminal.findings([_todo(line) for line in range(terminal.FEW)], color=False).count("Text") == terminal.FEW


def test_many_warnings_are_all_listed() -> None:
    found = [Finding("stale", Severity.WARNING, "changed", FR, line) for line in range(1, 21)]
    assert terminal.findings(found, color=False).count("warning stale") == 20


def test_colours_add_nothing_but_escapes_and_take_the_marks_place() -> None:
    found = [_term("Le cryptage", (3, 11)), _todo(12)]
    coloured = terminal.findings(found, color=True)
    assert "\x1b[1;31merror forbidden-term:\x1b[0m" in coloured
    plain = terminal.findings(found, color=False).replace(">>>", "").replace("<<<", "")
    assert ESCAPES.sub("", coloured) == plain


LONG = "The team coordinates its work with ministries and operators of critical infrastructure. " * 4


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize(
    ("target", "words", "lang"),
    [
        pytest.param(f"{LONG}cryptage {LONG}", "cryptage", "fr", id="in the middle"),
        pytest.param(f"cryptage {LONG}", "cryptage", "fr", id="first"),
        pytest.param(f"{LONG} cryptage", "cryptage", "fr", id="last"),
        pytest.param("事件响应是有计划的工作。" * 9 + "加密码" + "今天请参阅。" * 9, "加密码", "zh-Hans", id="Chinese"),
        pytest.param("الحادث الأمني " * 9 + "تعمية" + " تشفير البيانات" * 9, "تعمية", "ar", id="Arabic"),
    ],
)
def test_long_text_is_cut_around_the_marked_words(target: str, words: str, lang: str, width: int) -> None:
    start = target.index(words)
    lines = terminal.findings([_term(target, (start, start + len(words)), lang)], color=False, width=width)
    [line] = [line for line in lines.splitlines() if line.startswith("    target")]
    assert f">>>{words}<<<" in line
    assert columns(line) <= width
    assert columns(line) > width - 4  # and no room is wasted
    assert line.rstrip("\u2069").endswith("…") is not target.endswith(words)


@given(st.text(), st.text(min_size=1), st.text(), st.integers(min_value=10, max_value=90))
def test_an_excerpt_fits_and_keeps_the_span(before: str, inside: str, after: str, room: int) -> None:
    parts = excerpt(before + inside + after, (len(before), len(before) + len(inside)), room)
    assert columns("".join(parts)) <= room
    assert parts[1][:1] == visible(inside)[:1] or parts[1].startswith("…")
    whole = visible(before + inside + after)
    if columns(whole) <= room - 2:
        assert "".join(parts) == whole


@pytest.mark.parametrize(
    ("text", "span", "room", "expected"),
    [
        pytest.param("abcdefghijklmnop", (2, 14), 10, ("…", "cdefghi…", "…"), id="a span that does not fit"),
        pytest.param("abcdefghije\u0301fX", (13, 14), 3, ("…f", "X", ""), id="no mark without its letter"),
        pytest.param("事件响应是计划", (5, 7), 10, ("…应是", "计划", ""), id="half a wide character"),
        pytest.param("abc", None, 10, ("abc", "", ""), id="no span"),
        pytest.param("abcdefghijk", None, 10, ("abcdefghi…", "", ""), id="no span, too long"),
    ],
)
def test_excerpts(text: str, span: tuple[int, int] | None, room: int, expected: tuple[str, str, str]) -> None:
    assert excerpt(text, span, room) == expected


@given(st.text(st.characters(codec=None)), st.booleans())
def test_no_control_of_the_course_reaches_the_terminal(text: str, color: bool) -> None:
    finding = Finding(text, Severity.ERROR, text, text, 1, "ar", text, text, (0, len(text)), text)
    shown = ESCAPES.sub("", terminal.findings([finding], color=color))
    shown += ESCAPES.sub("", terminal.status([StatusRow(text, "fr", {})], color=color))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]", shown)
    assert shown.count("\u2068") == shown.count("\u2069")


def test_controls_are_named_where_they_stood() -> None:
    assert visible("a\x1b[31m\nb\u202e\x9b") == "a<U+001B>[31m↵b<U+202E><U+009B>"
    assert visible("نیم\u200cفاصله 👩\u200d💻") == "نیم\u200cفاصله 👩\u200d💻"  # joiners are spelling


def test_right_to_left_text_is_isolated() -> None:
    found = Finding("forbidden-term", Severity.ERROR, "bad: تعمية, here", AR, 4, "ar", "Plan", "CSIRT خطة", (6, 9))
    shown = terminal.findings([found], color=False)
    assert "bad: \u2068تعمية\u2069, here\n" in shown
    assert "    target  \u2068\u200fCSIRT >>>خطة<<<\u2069\n" in shown
    assert "    source  Plan\n" in shown


ROWS = [
    StatusRow("csirt", "fr", {State.REVIEWED: 1, State.TRANSLATED: 996, State.STALE: 3, State.OBSOLETE: 7}, 35),
    StatusRow("応急", "fr", {State.DRAFT: 120, State.UNTRANSLATED: 480}, 5210, 1400),
    StatusRow("ゼロ", "ar", {}),
    StatusRow("خطة", "ar", {State.REVIEWED: 12}),
]


def test_the_status_is_a_table_with_totals() -> None:
    lines = terminal.status(ROWS, color=False).splitlines()
    cells = [re.split(r" {2,}", line.strip()) for line in lines]
    assert cells == [
        ["messages", "reviewed", "translated", "draft", "stale", "untranslated", "obsolete", "words left", "to review"],
        ["ar Arabic"],
        ["\u2068خطة\u2069", "12", "12 100%", "0", "0", "0", "0", "0", "0", "0"],
        ["ゼロ", "0", "0", "0", "0", "0", "0", "0", "0", "0"],
        ["total", "12", "12 100%", "0", "0", "0", "0", "0", "0", "0"],
        ["fr French"],
        ["csirt", "1000", "1", "<1%", "996 >99%", "0", "3", "<1%", "0", "7", "35", "0"],
        ["応急", "600", "0", "0", "120", "20%", "0", "480", "80%", "0", "5210", "1400"],
        ["total", "1600", "1", "<1%", "996", "62%", "120", "8%", "3", "<1%", "480", "30%", "7", "5245", "1400"],
    ]


def test_the_statuss_columns_line_up() -> None:
    lines = terminal.status(ROWS, color=False).splitlines()
    rows = [line for line in lines if "French" not in line and "Arabic" not in line]
    assert {columns(line) for line in rows} == {columns(lines[0])}
    ends = [columns(line[: line.index("1000") + 4]) for line in rows if "1000" in line]
    assert ends == [columns(lines[0][: lines[0].index("messages") + 8])]


def test_a_single_course_needs_no_total() -> None:
    assert "total" not in terminal.status(ROWS[:1], color=False)


def test_no_catalogs_are_said() -> None:
    assert terminal.status([], color=False) == "no catalogs\n"


def test_the_status_in_colour_says_the_same() -> None:
    coloured = terminal.status(ROWS, color=True)
    assert "\x1b[1m" in coloured
    assert ESCAPES.sub("", coloured) == terminal.status(ROWS, color=False)


def test_an_info_of_many_files_is_one_line() -> None:
    found = [Finding("unreviewed", Severity.INFO, "draft", f"{at}.toml", 3) for at in range(terminal.FEW + 1)]
    found.append(Finding("stale", Severity.WARNING, "old", "0.toml", 1))
    text = terminal.findings(found, color=False)
    assert (
        f"info unreviewed: draft: {terminal.FEW + 1} times in {terminal.FEW + 1} files, the first in 0.toml:3"
        in text.splitlines()
    )
    assert text.count("unreviewed") == 1 and "0.toml:1: warning stale: old" in text
    assert terminal.findings(found, color=False, folded=()).count("unreviewed") == terminal.FEW + 1
    assert terminal.findings(found[1:], color=False).count("unreviewed") == terminal.FEW


def test_two_right_to_left_quotations_are_isolated_apart() -> None:
    assert quoting("“خطة” → “خطة جديدة”") == "“\u2068خطة\u2069” → “\u2068خطة جديدة\u2069”"


def test_a_build_folds_warnings_and_never_errors() -> None:
    found = [Finding(f"a{severity}", severity, "x", "a.po", at) for severity in Severity for at in range(1, 8)]
    text = terminal.findings(found, color=False, folded=(Severity.WARNING,))
    assert "a.po: warning awarning: x: 7 messages, the first on line 1" in text.splitlines()
    assert text.count("awarning") == 1 and text.count("aerror") == text.count("ainfo") == 7


def test_a_folded_line_names_the_words_where_messages_differ() -> None:
    names = [f"AB{letter}" for letter in "CDEFGHIJK"]
    found = [Finding("acronym", Severity.INFO, f"{name}?", "a.md", 1, "en", "", name, (0, 3)) for name in names]
    [line, *_] = terminal.findings(found, color=False).splitlines()
    assert line == f"a.md: info acronym: {', '.join(names[:8])}, …: 9 messages, the first on line 1"
    [line, *_] = terminal.findings([replace(each, span=None) for each in found], color=False).splitlines()
    assert line == "a.md: info acronym: ABC?, and the like: 9 messages, the first on line 1"
