"""What gettext's tools would refuse is found, and only that: msgfmt itself is asked where it is installed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ccb_l10n import locales
from ccb_l10n.catalog import po
from ccb_l10n.checks import CHECKS, check
from ccb_l10n.model import Finding

HEADER = (
    "# A catalog.\n"
    'msgid ""\nmsgstr ""\n"Project-Id-Version: a 1\\n"\n"PO-Revision-Date: 2026-01-01 00:00+0000\\n"\n'
    '"Last-Translator: a\\n"\n"Language-Team: a\\n"\n'
    '"Language: fr\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
)
PLURAL = '\nmsgid "a day"\nmsgid_plural "%d days"\n'
FORMS = 'msgstr[0] "un jour"\nmsgstr[1] "%d jours"\n'
REFUSED = ("newlines", "plural-forms", "header-plurals")


def _found(text: str, locale: str = "fr") -> list[Finding]:
    catalog = po.parse(text.encode(), "a.po", locale)
    return list(check(catalog, path="a.po"))


CASES = [
    pytest.param("", [], id="no messages"),
    pytest.param('\nmsgid "a\\nb"\nmsgstr "x\\ny"\n', [], id="line breaks inside"),
    pytest.param('\nmsgid "a\\nb"\nmsgstr "xy"\n', [], id="a line break lost inside"),
    pytest.param('\nmsgid "a"\nmsgstr "x\\n"\n', ["newlines"], id="ends with a line break"),
    pytest.param('\nmsgid "a\\n"\nmsgstr "x"\n', ["newlines"], id="lacks it at the end"),
    pytest.param('\nmsgid "\\na"\nmsgstr "x"\n', ["newlines"], id="lacks it at the start"),
    pytest.param('\nmsgid "\\na\\n"\nmsgstr "\\nx\\n"\n', [], id="both ends alike"),
    pytest.param('\nmsgid "a\\n"\nmsgstr ""\n', [], id="untranslated"),
    pytest.param('\n#, fuzzy\nmsgid "a\\n"\nmsgstr "x"\n', [], id="fuzzy, which msgfmt leaves out"),
    pytest.param(PLURAL + FORMS, [], id="plural forms as promised"),
    pytest.param(PLURAL + FORMS + 'msgstr[2] "%d jours"\n', ["plural-forms"], id="one form too many"),
    pytest.param(PLURAL + 'msgstr[0] "%d jour"\n', ["plural-forms"], id="one form too few"),
    pytest.param(PLURAL + 'msgstr[0] ""\nmsgstr[1] ""\n', [], id="untranslated plural"),
]


@pytest.mark.parametrize(("entry", "expected"), CASES)
def test_what_msgfmt_refuses_is_found(entry: str, expected: list[str]) -> None:
    found = [each for each in _found(HEADER + entry) if each.id in REFUSED]
    line = HEADER.count("\n") + 2  # that of the entry's msgid
    assert [(each.id, each.line) for each in found] == [(name, line) for name in expected]


@pytest.mark.tools
@pytest.mark.parametrize(("entry", "expected"), CASES)
def test_msgfmt_agrees(entry: str, expected: list[str], tool: Callable[[str], str], tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(HEADER + entry, encoding="utf-8", newline="\n")
    command = [tool("msgfmt"), "--check", "-o", str(tmp_path / "a.mo"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode != 0) is bool(expected), done.stderr


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("nplurals=2; plural=(n > 1);", [], id="whole"),
        pytest.param("nplurals=INTEGER; plural=EXPRESSION;", [("header-plurals", 12)], id="placeholder"),
        pytest.param("nplurals=2;", [("header-plurals", 12)], id="half"),
        pytest.param(None, [("header-plurals", 2)], id="missing"),
    ],
)
def test_a_header_that_cannot_count_is_found_once(value: str | None, expected: list[tuple[str, int]]) -> None:
    field = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    header = HEADER.replace(field, f'"Plural-Forms: {value}\\n"\n' if value else "")
    found = _found(header + PLURAL + FORMS + '\nmsgid "b"\nmsgid_plural "bs"\nmsgstr[0] "c"\nmsgstr[1] "d"\n')
    assert [(each.id, each.line) for each in found] == expected
    assert all(locales.plural_forms("fr") in each.hint for each in found)


def test_a_header_without_plurals_is_fine_where_no_message_has_them() -> None:
    assert _found(HEADER.replace('"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n', "")) == []


@pytest.mark.parametrize(
    ("said", "folder", "fits"),
    [
        ("fr", "fr", True),
        ("pt_BR", "pt-BR", True),
        ("pt-BR", "pt-BR", True),
        ("zh_CN", "zh-Hans", True),
        ("fr_FR", "fr", True),
        ("sr@latin", "sr-Latn", True),
        ("pt_PT", "pt-BR", False),
        ("zh_Hant", "zh-Hans", False),
        ("ar", "fa", False),
        ("French", "fr", False),
        ("", "fr", False),
    ],
)
def test_the_headers_language_is_the_folders(said: str, folder: str, fits: bool) -> None:
    found = _found(HEADER.replace("Language: fr", f"Language: {said}"), folder)
    expected = [] if fits else [("header-language", "warning", 8)]
    assert [(each.id, each.severity.value, each.line) for each in found] == expected
    assert all(locales.gettext(folder) in each.hint for each in found)


def test_a_catalog_without_a_header_names_no_language() -> None:
    [finding] = _found('msgid "a"\nmsgstr "x"\n')
    assert (finding.id, finding.message) == ("header-language", "the header names no language")


def test_the_table_is_whole() -> None:
    ids = [each.id for each in CHECKS]
    assert len(set(ids)) == len(ids)
    assert all(name == name.lower() and name.replace("-", "").isalpha() for name in ids)
    assert all(each.summary and each.why and each.fix for each in CHECKS)


def test_only_the_chosen_checks_run() -> None:
    catalog = po.parse(f'{HEADER}\nmsgid "a"\nmsgstr "x\\n"\n\nmsgid "b"\nmsgstr ""\n'.encode(), "a.po", "fr")
    chosen = [each for each in CHECKS if each.id != "newlines"]
    assert [each.id for each in check(catalog, path="a.po", checks=chosen)] == ["untranslated"]
    assert [each.id for each in check(catalog, path="a.po")] == ["newlines", "untranslated"]
