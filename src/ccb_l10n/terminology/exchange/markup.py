"""XML, written plainly and read safely: no entities, no document type but the bare one of MARTIF, no network.

A file is read entry by entry, so that a large one never stands in memory as a tree.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, LexicalHandler, feature_external_ges, property_lexical_handler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from ccb_l10n.errors import CcbError

_INLINE = frozenset({"hi", "foreign", "sc", "ec", "ph", "bpt", "ept", "it", "ut"})  # marks inside a text
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, Char
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_QUOTED = {**_ESCAPES, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_MARKUP = re.compile('[&<>\r"\t\n]')


@dataclass(slots=True)
class Node:
    """An element: its local name, and either children or a text. `line` is where it begins in its file, or 0."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Node] = field(default_factory=list)
    line: int = 0

    def all(self, *tags: str) -> Iterator[Node]:
        """The children with one of these names."""
        return (child for child in self.children if child.tag in tags)

    def first(self, *tags: str) -> Node | None:
        return next(self.all(*tags), None)

    def kind(self) -> str:
        return self.attributes.get("type", "")

    def lang(self) -> str:
        return self.attributes.get("xml:lang", self.attributes.get("lang", ""))


def storable(text: str) -> str:
    """The text as XML can hold it: control characters become U+FFFD."""
    return _NO_XML.sub("\ufffd", text)


def rendered(root: Node) -> bytes:
    """The document, in UTF-8; texts keep their blanks and line breaks."""
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_lines(root, ""))).encode()


def _lines(node: Node, indent: str) -> Iterator[str]:
    attributes = "".join(f' {name}="{_escaped(value, _QUOTED)}"' for name, value in node.attributes.items())
    if not node.children:
        yield f"{indent}<{node.tag}{attributes}>{_escaped(node.text, _ESCAPES)}</{node.tag}>\n"
        return
    yield f"{indent}<{node.tag}{attributes}>\n"
    for child in node.children:
        yield from _lines(child, indent + "  ")
    yield f"{indent}</{node.tag}>\n"


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return _MARKUP.sub(lambda found: escapes.get(found[0], found[0]), storable(text))


def parse(data: bytes, path: str, entry: str, use: Callable[[Node, Node], None]) -> Node:
    """Read a document and hand each element named `entry` to `use`, with the root as it is by then.

    The root that is returned has no entries. Raises CcbError with the line for what is no XML, and for entities,
    external references and document types, none of which is followed.
    """
    handler = _Handler(entry, use)
    parser: Any = make_parser()
    parser.forbid_external = False  # the document type's own file, the one that is left, is refused or not opened:
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(handler)
    parser.setProperty(property_lexical_handler, handler)
    try:
        parser.parse(io.BytesIO(data))
    except SAXParseException as error:
        hint = "the file is cut off or was edited by hand: export it again"
        raise CcbError(f"no XML: {error.getMessage()}", path, error.getLineNumber() or 0, hint) from None
    except (DefusedXmlException, _DoctypeError) as error:
        hint = "remove the document type and its entities, and write their texts out"
        raise CcbError(f"refused for safety: {error}", path, parser.getLineNumber(), hint) from None
    if handler.root is None:
        raise CcbError("no XML: no element", path)
    return handler.root


class _DoctypeError(SAXException):
    """A document type that no glossary needs."""


class _Handler(ContentHandler, LexicalHandler):
    """Builds nodes; an entry is handed over where it ends and forgotten."""

    def __init__(self, entry: str, use: Callable[[Node, Node], None]) -> None:
        super().__init__()
        self.root: Node | None = None
        self._entry = entry
        self._use = use
        self._open: list[Node] = []
        self._texts: list[list[str]] = []
        self._place: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - SAX names it
        self._place = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - SAX names it
        tag = name.rpartition(":")[2]
        if tag in _INLINE:
            return
        node = Node(tag, dict(attrs.items()), line=self._place.getLineNumber())
        self.root = self.root or node
        if self._open and tag != self._entry:
            self._open[-1].children.append(node)
        self._open.append(node)
        self._texts.append([])

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX names it
        if name.rpartition(":")[2] in _INLINE:
            return
        node = self._open.pop()
        node.text = "".join(self._texts.pop())
        if node.tag == self._entry and self.root is not None:
            self._use(self.root, node)

    def characters(self, content: str) -> None:
        if self._texts:
            self._texts[-1].append(content)

    def skippedEntity(self, name: str) -> None:  # noqa: N802 - SAX names it
        raise _DoctypeError(f"the entity {name!r}, which stands in no file that is read")

    def startDTD(self, name: str, public: str | None, system: str | None) -> None:  # noqa: N802 - SAX names it
        if name != "martif":  # TBX v2 files carry its name; the file behind it is never opened
            raise _DoctypeError(f"a document type {name!r}")
