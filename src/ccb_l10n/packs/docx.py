"""A course as a Word document to hand out, on paper or not: Office Open XML, transitional (ISO/IEC 29500-4).

Written here and not through a library; docs/adr/0007-packs.md says why.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from typing import Any
from xml.etree.ElementTree import Element

from ccb_l10n import locales
from ccb_l10n.packs import archive, docx_front, frame, paper, printed
from ccb_l10n.packs import docx_pictures as pictures
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.docx_blocks import Blocks
from ccb_l10n.packs.docx_parts import HEAD, LEVELS, NAMESPACES, Parts, Relations
from ccb_l10n.packs.docx_place import STEP
from ccb_l10n.packs.docx_words import family
from ccb_l10n.packs.interface import interface

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OPC = "application/vnd.openxmlformats-package"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EASTERN = {"ja": "Yu Gothic", "ko": "Malgun Gothic", "zh-Hant": "Microsoft JhengHei", "zh-TW": "Microsoft JhengHei"}
_EASTERN["zh-HK"] = _EASTERN["zh-MO"] = _EASTERN["zh-Hant"]
_KINDS = {"document": "document.main", "styles": "styles", "numbering": "numbering", "settings": "settings"}
_KINDS |= {"footnotes": "footnotes", "header1": "header", "footer1": "footer"}
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The document, `<name>.docx`."""
    parts = Parts()
    shelf = pictures.Shelf(book.files)
    writer = Blocks(parts, shelf, interface(book.course.locale), book.course.locale)
    _write(writer, shelf, book)
    inside = {f"word/{name}": data for name, data in parts.media.items()}
    inside |= {name: text.encode() for name, text in _texts(book, writer).items()}
    first = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
    yield f"{book.name}.docx", archive.zipped(inside.items(), first=first, epoch=book.epoch)


def _write(writer: Blocks, shelf: pictures.Shelf, book: Book) -> None:
    """The body: the first page, the contents, the course's pages, how far they can be trusted."""
    words, course = writer.words, book.course
    forest = printed.trees(
        book, lambda quiz: paper.asked(quiz, words, paper.answer(quiz, words) if book.for_trainers else "")
    )
    held = {place: printed.ids(tree) for place, tree in forest.items()}
    to = printed.Addresses(writer.parts.address, shelf.address, lambda place: None)
    for place, tree in forest.items():
        printed.settle(tree, place, held, to, words)
    docx_front.title(writer, book)
    docx_front.contents(writer, book, [*docx_front.lines(book, held)])
    for page in book.pages:
        start = writer.entered(Element("article", dict(frame.language_of(course, page.mark))), writer.place())
        told = partial(docx_front.notices, writer, frame.notices(course, page.counts, page.mark))
        writer.page(page.place, forest[page.place], start, told)
    docx_front.review(writer, book)


def _texts(book: Book, writer: Blocks) -> dict[str, str]:
    """The parts of the package that are XML, by path."""
    parts, course = writer.parts, book.course
    langs = _langs(course.locale, course.source_locale)
    rtl = locales.direction(course.locale) == "rtl"
    header, footer = docx_front.running(writer, book)
    section = _section(parts, rtl)  # which makes the relationships
    for name in ("styles", "numbering", "settings", "footnotes"):
        parts.document.to(name, f"{name}.xml")
    body = "".join(writer.out)
    look = {"latin": "Calibri", "eastern": _EASTERN.get(course.locale, "Microsoft YaHei"), "complex": "Arial"}
    around = {"langs": langs, "rtl": rtl, "fonts": look, "levels": LEVELS, "step": STEP}
    main = Relations()
    main.to("officeDocument", "word/document.xml")
    main.to(f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": main.xml(),
        "docProps/core.xml": _core(book),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": parts.document.xml(),
        "word/footnotes.xml": f"{HEAD}<w:footnotes {NAMESPACES}>{_SEPARATORS}{''.join(parts.notes)}</w:footnotes>",
        "word/_rels/footnotes.xml.rels": parts.footnotes.xml(),
        "word/header1.xml": f"{HEAD}<w:hdr {NAMESPACES}>{header}</w:hdr>",
        "word/footer1.xml": f"{HEAD}<w:ftr {NAMESPACES}>{footer}</w:ftr>",
        "word/settings.xml": _settings(langs),
        "word/styles.xml": _template("docx-styles.xml", around),
        "word/numbering.xml": _template("docx-numbering.xml", around | {"lists": "".join(parts.lists())}),
    }


def _template(name: str, around: Mapping[str, Any]) -> str:
    return frame.templates().get_template(name).render(around)


def _section(parts: Parts, rtl: bool) -> str:
    """The paper and its margins: A4, two centimetres."""
    header, footer = (parts.document.to(name, f"{name}1.xml") for name in ("header", "footer"))
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:footerReference w:type="default" r:id="{footer}"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1304" w:right="1134" w:bottom="1134" w:left="1134" w:header="624" w:footer="567" '
        'w:gutter="0"/>'
        f"<w:titlePg/>{'<w:bidi/>' if rtl else ''}</w:sectPr>"
    )


def _langs(locale: str, source: str) -> dict[str, str]:
    """The languages of text by Word's three kinds of script: the document's own, and for Latin letters the source's."""
    found = {"val": source if family(source) == "val" else "en", "eastAsia": "zh", "bidi": "ar"}
    return found | {family(locale): locale}


def _settings(langs: Mapping[str, str]) -> str:
    themed = "".join(f' w:{name}="{value}"' for name, value in langs.items())
    return (
        f"{HEAD}<w:settings {NAMESPACES}>"
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat><w:themeFontLang{themed}/></w:settings>'
    )


def _types() -> str:
    """The media types of the parts."""
    rows = "".join(f'<Default Extension="{end[1:]}" ContentType="{kind}"/>' for kind, end in pictures.ENDINGS.items())
    rows += "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>' for name, kind in _KINDS.items()
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="{_OPC}.relationships+xml"/>{rows}'
        f'<Override PartName="/docProps/core.xml" ContentType="{_OPC}.core-properties+xml"/></Types>'
    )


def _core(book: Book) -> str:
    """What the document says of itself; no date where the build has none."""
    course = book.course
    dated = book.epoch > archive.EPOCH
    day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(book.epoch)) if dated else ""
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified") if day
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(course.title)}</dc:title><dc:language>{course.locale}</dc:language>"
        f"<cp:version>{escape(course.version)}</cp:version>{dates}</cp:coreProperties>"
    )
