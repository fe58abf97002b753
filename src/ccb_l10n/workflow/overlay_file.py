"""overlay.toml: what a region says of its overlay, read strictly, as course.toml is, with the line of what is wrong.

logo = "logo.svg"

[name]                      # of the region, by language; that of the course's language must be there
en = "Example region"
fr = "Région d’exemple"

[title]                     # of the course in this region's packs, by language
[publisher]                 # who publishes them, by language

[dates]
published = 2027-01-15      # and begins, ends

[pages]                     # added pages, each with the page after which it comes; "": after all of them
"local-law.md" = "modules/07-cooperation.md"

[[override]]
block = "contacts"          # or image = "images/map.svg", or concept = "phishing"
page = "modules/07-cooperation.md"      # of a block, where not every page is meant
original = "sha256:..."     # of what it replaces; `overlay accept` writes it
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ccb_l10n.errors import CcbError
from ccb_l10n.locales import bcp47
from ccb_l10n.settings import table

NAME = "overlay.toml"
KINDS = ("block", "image", "concept")
DATES = ("published", "begins", "ends")
_BY_LANGUAGE = ("name", "title", "publisher")
_KEYS = (*_BY_LANGUAGE, "logo", "dates", "pages", "override")
_OVERRIDE_KEYS = (*KINDS, "page", "original")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""")


@dataclass(frozen=True, slots=True)
class Override:
    """What is replaced: a block of one page, or of all (`page` is ""), an image, or a concept of the glossary.

    `original` is the hash of what stood there when the region wrote its own, "sha256:" and 64 digits, or "".
    """

    kind: str
    name: str
    page: str = ""
    original: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What the file says. Texts are by BCP 47 tag, dates ISO 8601 by name; `pages` are in the file's order.

    `lines` are those of the keys, dotted: "name.fr", "override.0.original".
    """

    name: Mapping[str, str]
    title: Mapping[str, str]
    publisher: Mapping[str, str]
    logo: str
    dates: Mapping[str, str]
    pages: Mapping[str, str]
    overrides: tuple[Override, ...]
    lines: Mapping[str, int] = field(repr=False)


def parse(data: bytes, shown: str, source_language: str) -> Said:
    """Read the file's bytes; `shown` names it. Raises CcbError, with the line, for what it does not know."""
    return _File(table(data, shown), shown, lines(data.decode("utf-8-sig"))).said(source_language)


def lines(text: str) -> Mapping[str, int]:
    """The 1-based lines of the keys and headers of a TOML text by dotted name, entries of arrays counted from 0."""
    found: dict[str, int] = {}
    seen: Counter[str] = Counter()
    above = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            above = name = header[2] if header[1] == "[" else f"{header[2]}.{seen[header[2]]}"
            seen[header[2]] += 1
        elif key := _KEY.match(line):
            name = f"{above}.{key[1].strip(chr(34) + chr(39))}".removeprefix(".")
        else:
            continue
        found.setdefault(name, number)
    return MappingProxyType(found)


@dataclass(frozen=True, slots=True)
class _File:
    table: Mapping[str, Any]
    shown: str
    lines: Mapping[str, int]

    def said(self, source_language: str) -> Said:
        self._known(self.table, _KEYS)
        texts = {key: self._by_language(key) for key in _BY_LANGUAGE}
        if source_language not in texts["name"]:
            raise self._error("name", "the region has no name", f'write {source_language} = "..." below [name]')
        return Said(
            **texts,
            logo=self._text(self.table, "logo"),
            dates=self._dates(),
            pages=self._pages(),
            overrides=self._overrides(),
            lines=self.lines,
        )

    def _error(self, name: str, message: str, hint: str) -> CcbError:
        return CcbError(message, self.shown, self.lines.get(name, 0), hint)

    def _known(self, said: Mapping[str, Any], keys: tuple[str, ...], above: str = "") -> None:
        for key in said:
            if key not in keys:
                hint = f"the keys are: {', '.join(keys)}"
                raise self._error(f"{above}.{key}".removeprefix("."), f"unknown key {key!r}", hint)

    def _table(self, key: str) -> Mapping[str, Any]:
        value = self.table.get(key, {})
        if not isinstance(value, dict):
            raise self._error(key, f"{key} must be a table", f"write [{key}] above its keys")
        return value

    def _text(self, said: Mapping[str, Any], key: str, above: str = "") -> str:
        value = said.get(key, "")
        if not isinstance(value, str):
            raise self._error(f"{above}.{key}".removeprefix("."), f"{key} must be a text", "put it in quotes")
        return value.strip()

    def _by_language(self, key: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for code in self._table(key):
            try:
                lang = bcp47(code)
            except CcbError as error:
                raise self._error(f"{key}.{code}", error.message, error.hint) from None
            found[lang] = self._text(self._table(key), code, key)
            if not found[lang]:
                raise self._error(f"{key}.{code}", f"{key} says nothing in {code}", "write it, or remove the line")
        return MappingProxyType(found)

    def _pages(self) -> Mapping[str, str]:
        said = self._table("pages")
        return MappingProxyType({key: self._text(said, key, "pages") for key in said})

    def _dates(self) -> Mapping[str, str]:
        said = self._table("dates")
        self._known(said, DATES, "dates")
        for key, value in said.items():
            if type(value) is not datetime.date:
                raise self._error(f"dates.{key}", f"{key} is no date", f"write {key} = 2027-01-15, without quotes")
        return MappingProxyType({key: value.isoformat() for key, value in said.items()})

    def _overrides(self) -> tuple[Override, ...]:
        said = self.table.get("override", [])
        if not isinstance(said, list) or not all(isinstance(each, dict) for each in said):
            raise self._error("override", "override must be an array of tables", "write [[override]] above each")
        found = [self._override(each, f"override.{at}") for at, each in enumerate(said)]
        for at, each in enumerate(found):
            same = [one for one in found[:at] if (one.kind, one.name) == (each.kind, each.name)]
            if any(one.page == each.page or not one.page or not each.page for one in same):
                what = f"the {each.kind} {each.name!r} is overridden twice"
                raise self._error(f"override.{at}", what, "keep one of the two, or name the page of each")
        return tuple(found)

    def _override(self, said: Mapping[str, Any], above: str) -> Override:
        self._known(said, _OVERRIDE_KEYS, above)
        kinds = [kind for kind in KINDS if kind in said]
        if len(kinds) != 1 or not self._text(said, kinds[0], above):
            hint = 'write one of block = "...", image = "..." and concept = "..."'
            raise self._error(above, "an override must name one thing that it replaces", hint)
        kind, page, original = kinds[0], self._text(said, "page", above), self._text(said, "original", above)
        if page and kind != "block":
            raise self._error(f"{above}.page", f"an override of an {kind} has no page", "remove this line")
        if original and not _HASH.fullmatch(original):
            hint = "run `ccb-l10n overlay accept`, which writes it"
            raise self._error(f"{above}.original", "original must be sha256: and 64 hexadecimal digits", hint)
        return Override(kind, self._text(said, kind, above), page, original, self.lines.get(above, 0))
