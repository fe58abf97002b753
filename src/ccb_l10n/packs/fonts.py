"""Fonts for books: which one a script needs, and a font cut down to the letters of a text.

A font is an input like any other: what a pack shows of it (family, version, SHA-256 of its file) goes into the
manifest, and the same font and text give the same bytes with the same fontTools. Nothing here looks for fonts on the
machine; a `Faces` says which there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

from ccb_l10n import locales
from ccb_l10n.errors import CcbError, UnavailableError

LATIN, CJK, MONO, SYMBOLS = "LATIN", "CJK", "MONO", "SYMBOLS"
_SAME = {  # scripts that share a font, by the first word of their letters' names in Unicode
    **dict.fromkeys(["CYRILLIC", "GREEK", "MODIFIER", "MICRO", "OHM", "KELVIN", "ANGSTROM"], LATIN),
    **dict.fromkeys(["FEMININE", "MASCULINE"], LATIN),
    **dict.fromkeys(["HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"], CJK),
}
_CJK = {"ja": "JP", "ko": "KR", "zh-Hant": "TC", "zh-TW": "TC", "zh-MO": "HK", "zh-HK": "HK"}
_FILES = {  # Noto's files; the plain rule below names those of the other scripts
    LATIN: ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf", "NotoSans-BoldItalic.ttf"),
    MONO: ("NotoSansMono-Regular.ttf", "NotoSansMono-Bold.ttf"),
    SYMBOLS: ("NotoSansSymbols2-Regular.ttf", "NotoSansSymbols-Regular.ttf", "NotoSansMath-Regular.ttf"),
    CJK: ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    "ARABIC": ("NotoNaskhArabic-Regular.ttf", "NotoNaskhArabic-Bold.ttf"),
}
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Face:
    """One font: a file's content, and which font of a collection it is."""

    script: str
    family: str
    version: str
    sha256: str  # of the file
    bold: bool
    italic: bool
    notice: str  # its copyright and its licence, as the file gives them
    data: bytes
    number: int = -1  # in a collection


Faces = Callable[[str, str], Sequence[Face]]  # (script, locale) -> what there is for it, the plain face first


def no_faces(script: str, locale: str) -> Sequence[Face]:
    """No font at all: readers see their own system's."""
    return ()


@cache
def script_of(locale: str) -> str:
    """The script of a language (BCP 47), which is that of its own name; LATIN also for Greek and Cyrillic."""
    return next(iter(sorted(scripts(locales.own_name(locale)) - {LATIN})), LATIN)


def scripts(text: Iterable[str]) -> frozenset[str]:
    """The scripts of the letters in a text, as first words of their names in Unicode: ARABIC, CJK, DEVANAGARI."""
    found = {_script(char) for char in set(text) if unicodedata.category(char).startswith("L")}
    return frozenset(found - {""})


def _script(char: str) -> str:
    first = re.split(r"[ -]", unicodedata.name(char, ""))[0]
    return _SAME.get(first, first)


def files_for(script: str) -> tuple[str, ...]:
    """The names of the files that hold Noto's faces of a script, the plain one first."""
    plain = f"NotoSans{script.title()}"
    return _FILES.get(script, (f"{plain}-Regular.ttf", f"{plain}-Bold.ttf"))


def face(script: str, locale: str, file: str, data: bytes) -> Face:
    """A font from its file's content: of a collection, the one for the readers of a language (BCP 47).

    Raises CcbError where fontTools is missing, or the file is no font.
    """
    wanted = f"Noto Sans CJK {cjk(locale)}"
    number = -1
    if data[:4] == b"ttcf":
        families = [_named(_opened(data, each), 1) for each in range(int.from_bytes(data[8:12], "big"))]
        number = families.index(wanted) if wanted in families else 0
    font = _opened(data, number)
    stem = file.rpartition(".")[0]
    version = _VERSION.search(_named(font, 5))
    return Face(
        script,
        _named(font, 16) or _named(font, 1),
        version[0] if version else "",
        sha256(data).hexdigest(),
        "Bold" in stem,
        "Italic" in stem,
        "\n".join(filter(None, (_named(font, each) for each in (0, 13, 14)))),
        data,
        number,
    )


def cjk(locale: str) -> str:
    """The regional design of Noto's Chinese, Japanese and Korean fonts for a language: SC, TC, HK, JP or KR."""
    return next((_CJK[each] for each in (locale, *locales.fallbacks(locale)) if each in _CJK), "SC")


def subset(given: Face, text: Iterable[str]) -> bytes:
    """The font with only what the characters of a text need; its name, copyright and licence stay in it.

    Raises CcbError where fontTools is missing.
    """
    font = _opened(given.data, given.number)
    fonttools = _fonttools("subset")
    options = fonttools.Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.harfbuzz_repacker = False  # its result depends on whether HarfBuzz is here
    options.drop_tables = [*options.drop_tables, "DSIG", "VORG", "vhea", "vmtx"]
    cutter = fonttools.Subsetter(options)
    cutter.populate(unicodes={ord(char) for char in set(text)} | {0x20})
    cutter.subset(font)
    made = BytesIO()
    font.save(made, reorderTables=False)
    return made.getvalue()


def covered(given: Face) -> frozenset[str]:
    """The characters that a font has."""
    return frozenset(map(chr, _opened(given.data, given.number).getBestCmap()))


def file_name(given: Face) -> str:
    """What its subset is called."""
    kind = "otf" if given.number >= 0 or given.data[:4] == b"OTTO" else "ttf"
    shape = ("Bold" if given.bold else "") + ("Italic" if given.italic else "")
    return f"{re.sub('[^A-Za-z0-9]', '', given.family)}-{shape or 'Regular'}.{kind}"


def css(addresses: Iterable[tuple[Face, str]]) -> str:
    """The rules that make faces known under their families' names."""
    return "".join(
        f'@font-face {{ font-family: "{given.family}"; font-weight: {"bold" if given.bold else "normal"}; '
        f'font-style: {"italic" if given.italic else "normal"}; src: url("{address}"); }}\n'
        for given, address in addresses
    )


def licence(faces: Sequence[Face]) -> str:
    """What the file beside the fonts says: whose they are and under which licence, and that they were cut down."""
    parts = [
        f"{given.family} {given.version}{' Bold' if given.bold else ''}{' Italic' if given.italic else ''}, "
        f"cut down to the characters of this book.\nSHA-256 of the whole font file: {given.sha256}\n{given.notice}\n"
        for given in faces
    ]
    return "\n".join(parts)


def told(faces: Iterable[Face]) -> list[dict[str, str]]:
    """The fonts as a manifest names them, each file once."""
    named = {
        given.sha256: {"family": given.family, "version": given.version, "sha256": given.sha256} for given in faces
    }
    return sorted(named.values(), key=lambda each: (each["family"], each["sha256"]))


def _opened(data: bytes, number: int) -> Any:
    lib = _fonttools("ttLib")
    try:
        return lib.TTFont(BytesIO(data), fontNumber=number, lazy=True, recalcTimestamp=False)
    except lib.TTLibError as error:
        raise CcbError(f"not a readable font: {error}", hint="install the font anew") from None


def _named(font: Any, number: int) -> str:
    return str(font["name"].getDebugName(number) or "")


def _fonttools(name: str) -> Any:
    try:
        from importlib import import_module

        return import_module(f"fontTools.{name}")
    except ImportError:
        raise UnavailableError(
            "fonts are put into books with fontTools, which is not installed", hint="pip install 'ccb-l10n[pdf]'"
        ) from None
