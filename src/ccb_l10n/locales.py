"""BCP 47, gettext and Argos spellings of a language, its fallbacks, names, plurals and direction.

Nothing else in the project knows how a language code is spelled. Data are CLDR's, through Babel, which is loaded
when first asked; a language that CLDR lacks still works, with plain defaults.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ccb_l10n.errors import CcbError

if TYPE_CHECKING:
    from babel import Locale

_ARGOS = {"pt-BR": "pb", "zh-Hant": "zt"}  # Argos' own codes, facts in its package index


@dataclass(frozen=True, slots=True)
class Tag:
    """A parsed language tag: language, and script and region where given."""

    language: str
    script: str = ""
    region: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.language, self.script, self.region) if part)


def parse(code: str) -> Tag:
    """Read `fr`, `pt-BR`, `pt_BR`, `zh_Hant_TW` or `sr@latin` in either spelling; `pb` and `zt` as Argos means them.

    Raises CcbError when it is no language tag.
    """
    meant = code.strip().lower()
    code = next((tag for tag, theirs in _ARGOS.items() if theirs == meant), code)
    body, _, modifier = code.strip().replace("_", "-").partition("@")
    parts = body.partition(".")[0].split("-")
    language = parts[0].lower()
    script = "Latn" if modifier.lower() == "latin" else ""
    region = ""
    if not (language.isascii() and language.isalpha() and 2 <= len(language) <= 3):
        raise CcbError(f"not a language code: {code!r}", hint="use a BCP 47 tag such as fr, pt-BR or zh-Hant")
    for part in parts[1:]:
        if not (part.isascii() and part.isalnum()):
            raise CcbError(f"not a language code: {code!r}", hint="use a BCP 47 tag such as fr, pt-BR or zh-Hant")
        if len(part) == 4 and part.isalpha() and not script and not region:
            script = part.title()
        elif not region and ((len(part) == 2 and part.isalpha()) or (len(part) == 3 and part.isdigit())):
            region = part.upper()
        else:
            raise CcbError(f"not a language, script or region: {part!r} in {code!r}", hint="use a tag such as fr-CA")
    return Tag(language, script, region)


@cache
def bcp47(code: str) -> str:
    """The tag in BCP 47 spelling: `pt_BR` -> `pt-BR`."""
    return str(parse(code))


@cache
def usual(code: str) -> str:
    """The tag with its language as CLDR calls it: `fra` and `fr` -> `fr`, `iw` -> `he`; "" where CLDR has no name."""
    from babel import Locale
    from babel.core import get_global

    tag = parse(code)
    language = str(get_global("language_aliases").get(tag.language, tag.language)).partition("_")[0]
    return str(Tag(language, tag.script, tag.region)) if language in Locale("en").languages else ""


@cache
def gettext(code: str) -> str:
    """The tag as catalogs' paths and headers spell it: `pt-BR` -> `pt_BR`."""
    return str(parse(code)).replace("-", "_")


@cache
def argos(code: str) -> str:
    """The code that Argos packages use: `pt-BR` -> `pb`, `zh-Hant` -> `zt`, `fr-CA` -> `fr`."""
    tag = parse(code)
    for spelled, theirs in _ARGOS.items():
        wanted = parse(spelled)
        if tag.language == wanted.language and (
            (wanted.region and tag.region == wanted.region) or (wanted.script and _script(tag) == wanted.script)
        ):
            return theirs
    return tag.language


@cache
def fallbacks(code: str) -> tuple[str, ...]:
    """The tag and its CLDR parents, nearest first: `es-MX` -> `es-MX`, `es-419`, `es`.

    A script other than the language's usual one has no parent (CLDR's parentLocales): `zh-TW` -> `zh-TW`, `zh-Hant`.
    """
    chain = [gettext(code)]
    while parent := _parent(chain[-1]):
        chain.append(parent)
    return tuple(bcp47(each) for each in chain)


def _parent(code: str) -> str:
    from babel.core import get_global

    parents = get_global("parent_exceptions")
    if code in parents:
        return "" if parents[code] == "root" else str(parents[code])
    tag = parse(code)
    usual = _script(Tag(tag.language))
    if tag.region:
        script = tag.script or (_script(tag) if _script(tag) != usual else "")
        return gettext(str(Tag(tag.language, script)))
    return tag.language if tag.script and tag.script == usual else ""


@cache
def direction(code: str) -> str:
    """`rtl` or `ltr`."""
    locale = _locale(code)
    return locale.text_direction if locale else "ltr"


@cache
def name(code: str, shown_in: str = "en") -> str:
    """The language's name in another language, or the tag where CLDR has none: `fr` -> `French`."""
    locale = _locale(code)
    viewer = _locale(shown_in)
    found = locale.get_display_name(viewer) if locale else None
    return found or bcp47(code)


def own_name(code: str) -> str:
    """The language's name in itself: `fr` -> `français`."""
    return name(code, code)


def date(day: str, code: str) -> str:
    """A day, ISO 8601, as readers of a language write it: `2027-01-15` -> `15 janvier 2027`. In Latin digits."""
    import datetime

    from babel.dates import format_date

    locale = _locale(code)
    told = format_date(datetime.date.fromisoformat(day), "long", locale) if locale else day
    if parse(code).language == "fr" and told.startswith("1 "):
        told = f"1er{told[1:]}"  # CLDR has no ordinals
    return "".join(str(unicodedata.decimal(each, each)) for each in told)


@cache
def number_signs(code: str) -> tuple[str, str]:
    """The signs before decimals and between thousands, with Latin digits: `(",", "\u202f")` for French."""
    locale = _locale(code)
    signs = locale.number_symbols.get("latn", {}) if locale else {}
    return str(signs.get("decimal", ".")), str(signs.get("group", ","))


@cache
def plural_forms(code: str) -> str:
    """The value of a catalog's Plural-Forms header."""
    from babel.messages.plurals import get_plural

    locale = _locale(code)
    return str(get_plural(locale)) if locale else "nplurals=2; plural=(n != 1);"


def _script(tag: Tag) -> str:
    if tag.script:
        return tag.script
    from babel.core import get_global

    likely = get_global("likely_subtags")
    full = likely.get(f"{tag.language}_{tag.region}") or likely.get(tag.language) or ""
    return next((part for part in full.split("_")[1:] if len(part) == 4), "")


@cache
def _locale(code: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    for each in fallbacks(code):
        try:
            return Locale.parse(gettext(each))
        except (UnknownLocaleError, ValueError):
            continue
    return None
