"""Fonts for books: the right one for a script, cut down to a text, the same bytes every time."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from ccb_l10n.errors import CcbError
from ccb_l10n.packs import fonts
from ccb_l10n.workflow.fontfiles import FontFiles
from noto_sample import font


@pytest.mark.parametrize(
    ("locale", "script"),
    [("fr", "LATIN"), ("ru", "LATIN"), ("el", "LATIN"), ("tet", "LATIN"), ("ar", "ARABIC"), ("ur", "ARABIC"),
     ("fa", "ARABIC"), ("zh", "CJK"), ("zh-Hant", "CJK"), ("ja", "CJK"), ("ko", "CJK"), ("hi", "DEVANAGARI"),
     ("am", "ETHIOPIC"), ("th", "THAI"), ("sr-Latn", "LATIN")],
)  # fmt: skip
def test_a_language_s_script_is_that_of_its_name(locale: str, script: str) -> None:
    assert fonts.script_of(locale) == script


@pytest.mark.parametrize(
    ("locale", "design"),
    [("zh", "SC"), ("zh-Hans", "SC"), ("zh-CN", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("zh-HK", "HK"),
     ("ja", "JP"), ("ko-KR", "KR")],
)  # fmt: skip
def test_chinese_and_its_neighbours_have_designs_of_their_own(locale: str, design: str) -> None:
    assert fonts.cjk(locale) == design


def test_scripts_of_a_text() -> None:
    assert fonts.scripts("Ünïcode, Привет. ١٢٣ 42 ÷") == {"LATIN"}
    assert fonts.scripts("a ب 中 カ 한 ａ न") == {"LATIN", "ARABIC", "CJK", "DEVANAGARI"}


def test_a_subset_holds_what_the_text_needs_and_whose_it_is() -> None:
    face = fonts.face("ARABIC", "ar", "NotoSample-Regular.ttf", font())
    cut = TTFont(BytesIO(fonts.subset(face, "ab ج")))
    assert {chr(code) for code in cut.getBestCmap()} == {"a", "b", "ج"}
    assert [cut["name"].getDebugName(number) for number in (0, 1, 13)] == ["C", "Noto Sample", "L"]
    assert (face.family, face.version, face.notice) == ("Noto Sample", "2.5", "C\nL")


def test_the_same_letters_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = font()
    face = fonts.face("ARABIC", "ar", "NotoSample-Regular.ttf", data)
    first = fonts.subset(face, "abجا")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert fonts.subset(face, "جاbaab") == first


def test_a_file_name_tells_weight_and_slope() -> None:
    face = fonts.face("LATIN", "en", "NotoSans-BoldItalic.ttf", font())
    assert (face.bold, face.italic, fonts.file_name(face)) == (True, True, "NotoSample-BoldItalic.ttf")
    assert 'font-weight: bold; font-style: italic; src: url("f.ttf")' in fonts.css([(face, "f.ttf")])


def test_a_manifest_names_each_file_once() -> None:
    face = fonts.face("LATIN", "en", "NotoSans-Regular.ttf", font())
    told = fonts.told([face, face])
    assert told == [{"family": "Noto Sample", "version": "2.5", "sha256": face.sha256}]


def test_what_is_no_font_is_refused() -> None:
    with pytest.raises(CcbError, match="not a readable font"):
        fonts.face("LATIN", "en", "NotoSans-Regular.ttf", b"no font")


def test_without_fonttools_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    data = font()
    monkeypatch.setitem(sys.modules, "fontTools.ttLib", None)
    with pytest.raises(CcbError, match="fontTools") as told:
        fonts.face("LATIN", "en", "NotoSans-Regular.ttf", data)
    assert told.value.hint == "pip install 'ccb-l10n[pdf]'"


def test_fonts_are_found_by_their_files_names(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "NotoNaskhArabic-Bold.ttf").write_bytes(font(family="Bold one"))
    (tmp_path / "NotoNaskhArabic-Regular.ttf").write_bytes(font(family="Plain one"))
    (tmp_path / "NotoSansDevanagari-Regular.txt").write_bytes(b"")
    (tmp_path / "NotoSansThai-Bold.ttf").write_bytes(font())
    found = FontFiles([tmp_path])
    assert [face.family for face in found("ARABIC", "ar")] == ["Plain one", "Bold one"]
    assert found("DEVANAGARI", "hi") == found("THAI", "th") == ()
    assert [face.family for face in found.used] == ["Plain one", "Bold one"]
