"""TMX read unit by unit, so that a large file never stands in memory, and with every door of XML closed.

No entity is declared or expanded and nothing outside the file is opened: a document type may name its own file, which
is not looked at. Of inline elements the text is kept. Control characters, which some programs write though XML forbids
them, are read as U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from ccb_l10n.catalog.tmx import TranslationUnit, Variant, replaced, storable
from ccb_l10n.errors import CcbError

_PIECE = 1 << 18  # bytes
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([\w.-]{1,40})["']""")
_ENCODING = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]|shift_?jis|euc-(?:jp|kr)|"
    r"gb2312|gbk|gb18030|big5"
)
_MARKS = (  # a byte order mark, or what the first character looks like without one
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
_LONGEST = 12  # characters of a reference
_BROKEN = "the file is cut off or was edited by hand: export it again"


def read(file: BinaryIO, path: str) -> Iterator[TranslationUnit]:
    """The units of a file, in order; `path` is for errors.

    Raises CcbError with the line for what is no TMX or not decodable, and for entities and document types with
    declarations, none of which is followed.
    """
    reader = _Reader(path)
    for piece in _whole_references(_decoded(file, path)):
        reader.feed(_REFERENCE.sub(_legal, replaced(piece)))
        yield from reader.taken()
    reader.feed("", last=True)
    yield from reader.taken()


class _Reader:
    """What stands open at one point of the file, and the units that are complete."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._done: list[TranslationUnit] = []
        self._root = False
        self._srclang = ""
        self._unit: dict[str, str] = {}
        self._line = 0
        self._props: dict[str, str] = {}
        self._variants: list[Variant] = []
        self._variant: dict[str, str] = {}
        self._own_props: dict[str, str] | None = None  # of the open variant
        self._text = ""
        self._type = ""
        self._pieces: list[str] | None = None  # of the open segment or property
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._entity
        self._parser.SkippedEntityHandler = self._skipped
        self._parser.ExternalEntityRefHandler = self._external

    def feed(self, text: str, last: bool = False) -> None:
        try:
            self._parser.Parse(text, last)
        except expat.ExpatError as error:
            raise CcbError(f"no XML: {expat.ErrorString(error.code)}", self._path, error.lineno, _BROKEN) from None

    def taken(self) -> list[TranslationUnit]:
        done, self._done = self._done, []
        return done

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if not self._root:
            self._root = True
            if tag != "tmx":
                raise self._refused(f"no TMX: it begins with <{name}>", "name a file in TMX format")
        elif tag == "header":
            self._srclang = attributes.get("srclang", "")
        elif tag == "tu":
            self._unit, self._line = attributes, self._parser.CurrentLineNumber
            self._props, self._variants = {}, []
        elif tag == "tuv":
            self._variant, self._own_props, self._text = attributes, {}, ""
        elif tag == "prop" and self._pieces is None:
            self._type, self._pieces = attributes.get("type", ""), []
        elif tag == "seg":
            self._pieces = []

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "seg":
            self._text, self._pieces = self._collected(), None
        elif tag == "prop":
            props = self._props if self._own_props is None else self._own_props
            props[self._type], self._pieces = self._collected(), None
        elif tag == "tuv":
            lang = self._variant.get("xml:lang") or self._variant.get("lang", "")
            creator = self._variant.get("creationid") or self._unit.get("creationid", "")
            self._variants.append(Variant(lang, self._text, creator, self._own_props or {}))
            self._own_props = None
        elif tag == "tu":
            srclang = self._unit.get("srclang") or self._srclang
            variants = tuple(self._variants)
            self._done.append(TranslationUnit(variants, self._props, srclang, self._unit.get("tuid", ""), self._line))

    def _collected(self) -> str:
        return "".join(self._pieces or ())

    def _characters(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)

    def _doctype(self, name: str, system: str | None, public: str | None, declarations: int) -> None:
        if name.rpartition(":")[2] != "tmx" or declarations:
            what = "declarations in the document type" if declarations else f"a document type {name!r}"
            raise self._refused(f"refused for safety: {what}", "remove the document type, and write out its entities")

    def _entity(self, name: str, *_: object) -> None:
        raise self._refused(f"refused for safety: the entity {name!r}", "write the text of the entity out")

    def _skipped(self, name: str, _: object) -> None:
        raise self._refused(f"the entity {name!r} is defined nowhere", "write its character instead")

    def _external(self, *_: object) -> int:
        raise self._refused("refused for safety: a reference to another file", "remove it")

    def _refused(self, message: str, hint: str) -> CcbError:
        return CcbError(message, self._path, self._parser.CurrentLineNumber, hint)


def _decoded(file: BinaryIO, path: str) -> Iterator[str]:
    piece = file.read(_PIECE)
    encoding = _encoding(piece, path)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].decode(encoding, "replace").count("\n")
            hint = "export it again in UTF-8"
            raise CcbError(f"no {encoding} text: {error.reason}", path, line, hint) from None
        line += text.count("\n")
        yield text
        if not piece:
            return
        piece = file.read(_PIECE)


def _encoding(start: bytes, path: str) -> str:
    """What the file says it is written in: by its first bytes, then by its declaration; else UTF-8.

    A declared UTF-16 in a file of single bytes is an old mistake of programs that convert: such a file is UTF-8.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    declared = _DECLARED.search(start[:300])
    name = declared[1].decode().lower() if declared else "utf-8"
    if name.startswith("utf-16"):
        return "utf-8"
    if not _ENCODING.fullmatch(name):
        raise CcbError(f"an encoding that is not read: {name}", path, 1, "export it again in UTF-8")
    return name


def _whole_references(pieces: Iterator[str]) -> Iterator[str]:
    """The same text, in pieces that cut no character reference in two."""
    kept = ""
    for piece in pieces:
        text = kept + piece
        start = text.rfind("&", len(text) - _LONGEST)
        cut = len(text) if start < 0 or ";" in text[start:] else start
        kept = text[cut:]
        yield text[:cut]
    yield kept


def _legal(found: re.Match[str]) -> str:
    """The reference as it is, or U+FFFD where it stands for a character that XML forbids."""
    number = int(found[1], 16) if found[1] else int(found[2])
    legal = number <= 0x10FFFF and storable(chr(number))
    return found[0] if legal else "\ufffd"
