from __future__ import annotations

import pytest

from ccb_l10n import locales
from ccb_l10n.errors import CcbError


@pytest.mark.parametrize(
    ("code", "bcp47", "gettext", "argos"),
    [
        ("fr", "fr", "fr", "fr"),
        ("FR_ca", "fr-CA", "fr_CA", "fr"),
        ("pt_BR", "pt-BR", "pt_BR", "pb"),
        ("pt-PT", "pt-PT", "pt_PT", "pt"),
        ("zh", "zh", "zh", "zh"),
        ("zh-hant", "zh-Hant", "zh_Hant", "zt"),
        ("zh-TW", "zh-TW", "zh_TW", "zt"),
        ("sr@latin", "sr-Latn", "sr_Latn", "sr"),
        ("es_419", "es-419", "es_419", "es"),
        ("pb", "pt-BR", "pt_BR", "pb"),
        ("ZT", "zh-Hant", "zh_Hant", "zt"),
    ],
)
def test_spellings(code: str, bcp47: str, gettext: str, argos: str) -> None:
    assert (locales.bcp47(code), locales.gettext(code), locales.argos(code)) == (bcp47, gettext, argos)


@pytest.mark.parametrize("code", ["", "f", "french-", "fr/..", "..", "1a", "fr-ça", "français"])
def test_what_is_no_tag_is_refused(code: str) -> None:
    with pytest.raises(CcbError, match="not a language code"):
        locales.bcp47(code)


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("fr", ("fr",)),
        ("fr-CA", ("fr-CA", "fr")),
        ("es-MX", ("es-MX", "es-419", "es")),
        ("pt-AO", ("pt-AO", "pt-PT", "pt")),
        ("zh-TW", ("zh-TW", "zh-Hant")),
        ("zh-Hant-HK", ("zh-Hant-HK", "zh-Hant")),
        ("zh-CN", ("zh-CN", "zh")),
        ("zh-Hans", ("zh-Hans", "zh")),
        ("sr-Latn", ("sr-Latn",)),
        ("tet", ("tet",)),
    ],
)
def test_fallbacks_follow_cldr(code: str, chain: tuple[str, ...]) -> None:
    assert locales.fallbacks(code) == chain


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("fr", "ltr"), ("tet", "ltr")])
def test_direction(code: str, direction: str) -> None:
    assert locales.direction(code) == direction


def test_names() -> None:
    assert locales.name("fr") == "French"
    assert locales.name("fr", "ar") == "الفرنسية"
    assert locales.own_name("zh") == "中文"
    assert locales.name("tet") == "tet"  # CLDR has no name for it, and that is no error


def test_number_signs() -> None:
    assert locales.number_signs("fr") == (",", "\u202f")
    assert locales.number_signs("pt-BR") == (",", ".")
    assert locales.number_signs("zxx") == (".", ",")


@pytest.mark.parametrize(
    ("code", "forms"), [("fr", "nplurals=2; plural=(n > 1);"), ("zh", "nplurals=1; plural=0;"), ("tet", "nplurals=2;")]
)
def test_plural_forms(code: str, forms: str) -> None:
    assert locales.plural_forms(code).startswith(forms)


@pytest.mark.parametrize(
    ("code", "usual"),
    [("fr", "fr"), ("fra", "fr"), ("iw", "he"), ("chi", "zh"), ("pt_BR", "pt-BR"), ("bi", "bi"), ("xx", "")],
)
def test_languages_have_one_usual_tag(code: str, usual: str) -> None:
    assert locales.usual(code) == usual
