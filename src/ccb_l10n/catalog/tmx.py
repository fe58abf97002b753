"""TMX 1.4b, the exchange format of translation memories: its units, and how they are written.

Inline markup is written as plain text, as Markdown is text. No document type is written: it is not required, and some
readers try to open the file that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import ccb_l10n

ALL = "*all*"  # a source language: any variant may be the source
OWN = "x-ccb-l10n-"  # how the types of our own properties begin; "x-" is TMX's rule for them
MACHINE = "MT!"  # the creator that Okapi's tools give to machine text; we do too
TAIL = "  </body>\n</tmx>\n"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, Char
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_MARKUP = re.compile("[&<>\r]")
_IN_QUOTES = {**_ESCAPES, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_QUOTED = re.compile('[&<>\r"\t\n]')
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Variant:
    """One language's text (`tuv`). `props` are texts by type; `creator` is its own or the unit's `creationid`."""

    lang: str  # as the file spells it; BCP 47 where we write
    text: str
    creator: str = ""
    props: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """One text in several languages (`tu`). `srclang` is its own or the header's; `line` is where it begins, or 0."""

    variants: tuple[Variant, ...]
    props: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    srclang: str = ""
    tuid: str = ""
    line: int = field(default=0, compare=False)


def storable(text: str) -> bool:
    """Whether XML can hold the text: control characters it cannot."""
    return _NO_XML.search(text) is None


def replaced(text: str) -> str:
    """The text with U+FFFD for what XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def head(srclang: str) -> str:
    """All that stands before the units; `srclang` is BCP 47, or ALL."""
    attributes = {
        "creationtool": "ccb-l10n",
        "creationtoolversion": ccb_l10n.__version__,
        "segtype": "paragraph",
        "o-tmf": "ccb-l10n",
        "adminlang": "en",
        "srclang": srclang,
        "datatype": "plaintext",
    }
    first = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
    return f"{first}  <header{_attributes(attributes)}/>\n  <body>\n"


def written(unit: TranslationUnit, srclang: str) -> str:
    """A unit's lines; its source language is named where it is another than the header's `srclang`.

    Raises ValueError for what XML cannot hold: ask `storable` first.
    """
    own = {"tuid": unit.tuid, "srclang": unit.srclang if unit.srclang != srclang else ""}
    return "".join(_lines(unit, {name: value for name, value in own.items() if value}))


def _lines(unit: TranslationUnit, attributes: Mapping[str, str]) -> Iterator[str]:
    yield f"    <tu{_attributes(attributes)}>\n"
    yield from _props(unit.props, "      ")
    for variant in unit.variants:
        about = {"xml:lang": variant.lang, **({"creationid": variant.creator} if variant.creator else {})}
        yield f"      <tuv{_attributes(about)}>\n"
        yield from _props(variant.props, "        ")
        yield f"        <seg>{_escaped(variant.text, _MARKUP, _ESCAPES)}</seg>\n      </tuv>\n"
    yield "    </tu>\n"


def _props(props: Mapping[str, str], indent: str) -> Iterator[str]:
    for kind, text in sorted(props.items()):
        opening = f'{indent}<prop type="{_escaped(kind, _QUOTED, _IN_QUOTES)}">'
        yield f"{opening}{_escaped(text, _MARKUP, _ESCAPES)}</prop>\n"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{_escaped(value, _QUOTED, _IN_QUOTES)}"' for name, value in values.items())


def _escaped(text: str, marks: re.Pattern[str], escapes: Mapping[str, str]) -> str:
    if not storable(text):
        raise ValueError(f"XML cannot hold {text!r}")
    return marks.sub(lambda found: escapes[found[0]], text)
