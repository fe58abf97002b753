"""The Word document: what is in its parts, that they lead to each other, and what it shows to whom."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import docx, docx_pictures, docx_words
from ccb_l10n.packs.book import Book, CourseInfo, Edition, Region

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LRM, RLM = "\u200e", "\u200f"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0"/></svg>'
FILES: Mapping[str, bytes] = {
    "map.svg": SVG,
    "bad.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "dot.png": docx_pictures.frame(),
}
# The order that the schema asks for (ISO/IEC 29500-1, annex A.1), of the elements that a document of ours has
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs bidi spacing ind jc outlineLvl",
    "rPr": "rStyle rFonts b bCs i iCs strike noProof color sz szCs u bdr shd vertAlign rtl lang",
    "tblPr": "tblStyle bidiVisual tblW tblInd tblBorders tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge shd",
    "trPr": "cantSplit tblHeader",
    "sectPr": "headerReference footerReference pgSz pgMar titlePg bidi",
    "settings": "footnotePr compat themeFontLang",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
}
COURSE = """---
title: Sample
---

# One

Text with **bold**, *emphasis*, `code` and a [link](https://example.org/a?b=1&c=2).

See [two](two.md#here) and [the top](one.md).

1. first
2. second
   - inner

Between.

5. fifth

| a | b |
|---|--:|
| x\\|y | 2 |

A claim.[^n] Again.[^n]

[^n]: The [source](https://example.org/note).

```
if a < b:
\tgo()
```

::: warning
Mind the gap.
:::

::: trainer
Say it twice.
:::

::: quiz
Which one?

- [ ] the wrong one
- [x] the right one

Because of this.
:::
"""
TWO = "# Two\n\n## Here {#here}\n\n![A map](map.svg)\n\n![](dot.png)\n\n- [x] done\n- [ ] to do\n"


def book(
    files: Mapping[str, str] | None = None,
    locale: str = "en",
    targets: Mapping[str, str] | None = None,
    edition: Edition = Edition.LEARNER,
    state: State = State.TRANSLATED,
    **more: Any,
) -> Book:
    texts = {"one.md": COURSE, "two.md": TWO} if files is None else files
    course = CourseInfo("sample", "Sample & Co", "1.2", "CC-BY-4.0", "en", locale, tuple(texts))
    chosen = {(None, each): Message(each, words, state=state) for each, words in (targets or {}).items()}
    documents = [splice(parse(path, text), chosen) for path, text in texts.items()]
    read: dict[str, Callable[[], bytes]] = {name: (lambda data=data: data) for name, data in FILES.items()}
    return Book(course, documents, "ccb-l10n 9", f"sample-{locale}", edition, sources=texts, files=read, **more)


def parts(made: Book) -> dict[str, bytes]:
    [(name, data)] = docx.files(made)
    assert name == f"{made.name}.docx"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def body(made: Book, part: str = "document") -> Element:
    return ElementTree.fromstring(parts(made)[f"word/{part}.xml"])


def said(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))


def paragraphs(tree: Element, style: str | None = None) -> list[Element]:
    """The paragraphs of a style, or of all."""
    found = [*tree.iter(f"{W}p")]
    return [each for each in found if style is None or value(each, "pPr/pStyle") == style]


def value(element: Element, path: str, name: str = "val") -> str | None:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.attrib.get(f"{W}{name}")


def one(tree: Element, text: str) -> Element:
    """The one paragraph that says that text."""
    [found] = [each for each in paragraphs(tree) if said(each) == text]
    return found


ARABIC = {
    "One": "واحد",
    "Text with **bold**, *emphasis*, `code` and a [link](https://example.org/a?b=1&c=2).": (
        "اتصل على +254 20 000 0000 أو CSIRT *الآن* و`code` و[رابط](https://example.org/a?b=1&c=2)."
    ),
}


@pytest.mark.parametrize("locale", ["en", "ar", "zh"])
@pytest.mark.parametrize("edition", Edition)
def test_the_parts_lead_to_each_other(locale: str, edition: Edition) -> None:
    found = parts(book(locale=locale, targets=ARABIC, edition=edition))
    trees = {name: ElementTree.fromstring(data) for name, data in found.items() if name.endswith((".xml", ".rels"))}
    kinds = {each.attrib.get("PartName", each.attrib.get("Extension")) for each in trees["[Content_Types].xml"]}
    for name in found:
        assert f"/{name}" in kinds or name.rpartition(".")[2] in kinds, name
    for part in ("document", "footnotes"):
        relations = trees[f"word/_rels/{part}.xml.rels"]
        ids = {each.attrib["Id"]: each for each in relations}
        assert len(ids) == len(relations)
        used = {
            value
            for each in trees[f"word/{part}.xml"].iter()
            for key, value in each.attrib.items()
            if key[:4] == R[:4] and key.startswith(R)
        }
        assert used and used <= set(ids)
        for each in relations:
            if each.attrib.get("TargetMode") != "External":
                assert f"word/{each.attrib['Target']}" in found
    document = trees["word/document.xml"]
    names = [each.attrib[f"{W}name"] for each in document.iter(f"{W}bookmarkStart")]
    starts = [each.attrib[f"{W}id"] for each in document.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) and len(starts) == len(set(starts))
    anchors = {each.attrib[f"{W}anchor"] for each in document.iter(f"{W}hyperlink") if f"{W}anchor" in each.attrib}
    assert anchors and anchors <= set(names)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,39}", name) for name in names)
    styles = {each.attrib[f"{W}styleId"] for each in trees["word/styles.xml"].iter(f"{W}style")}
    for tree in trees.values():
        assert {
            each.attrib[f"{W}val"] for tag in ("pStyle", "rStyle", "tblStyle") for each in tree.iter(W + tag)
        } <= styles
    lists = {each.attrib[f"{W}numId"] for each in trees["word/numbering.xml"].iter(f"{W}num")}
    assert {each.attrib[f"{W}val"] for each in document.iter(f"{W}numId")} <= lists


@pytest.mark.parametrize("locale", ["en", "ar", "zh"])
def test_properties_stand_in_the_schemas_order(locale: str) -> None:
    found = parts(book(locale=locale, targets=ARABIC, state=State.DRAFT, edition=Edition.TRAINER))
    seen = set()
    for name, data in found.items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        for each in ElementTree.fromstring(data).iter():
            order = ORDERS.get(each.tag.removeprefix(W), "").split()
            places = [order.index(child.tag.removeprefix(W)) for child in each] if order else []
            assert places == sorted(places), (name, [child.tag for child in each])
            assert len(places) == len(set(places))
            seen.add(each.tag.removeprefix(W))
    assert set(ORDERS) <= seen


def test_headings_and_their_contents() -> None:
    tree = body(book())
    assert [said(each) for each in paragraphs(tree, "Heading1")][:2] == ["One", "Two"]
    assert said(paragraphs(tree, "Heading2")[0]) == "Here"
    assert all(each.find(f"{W}pPr/{W}pageBreakBefore") is not None for each in paragraphs(tree, "Heading1"))
    lines = [*paragraphs(tree, "TOC1"), *paragraphs(tree, "TOC2")]
    headings = [*paragraphs(tree, "Heading1"), *paragraphs(tree, "Heading2")]
    assert [said(each) for each in lines] == [said(each) for each in headings[: len(lines)]]
    for line, heading in zip(lines, headings, strict=False):
        link, mark = line.find(f"{W}hyperlink"), heading.find(f"{W}bookmarkStart")
        assert (
            link is not None
            and mark is not None
            and link.attrib[f"{W}anchor"] in [each.attrib[f"{W}name"] for each in heading.iter(f"{W}bookmarkStart")]
        )
    assert [each.attrib[f"{W}fldCharType"] for each in tree.iter(f"{W}fldChar")] == ["begin", "separate", "end"]
    assert said(paragraphs(tree, "TOCHeading")[0]) == "Contents"


def test_looks_and_links() -> None:
    made = book()
    tree, relations = body(made), parts(made)["word/_rels/document.xml.rels"].decode()
    line = one(tree, "Text with bold, emphasis, code and a link.")
    looks = {
        said(each): {child.tag.removeprefix(W) for child in each.find(f"{W}rPr") or ()} for each in line.iter(f"{W}r")
    }
    assert looks["bold"] == {"b", "bCs"} and looks["emphasis"] == {"i", "iCs"} and looks["code"] == {"rStyle"}
    assert 'Target="https://example.org/a?b=1&amp;c=2" TargetMode="External"' in relations
    inside = one(tree, "See two and the top.")
    here, _ = paragraphs(tree, "Heading2")[0], None
    anchors = [each.attrib[f"{W}anchor"] for each in inside.iter(f"{W}hyperlink")]
    assert anchors[0] in [each.attrib[f"{W}name"] for each in here.iter(f"{W}bookmarkStart")]
    top = paragraphs(tree, "Heading1")[0]
    assert anchors[1] in [each.attrib[f"{W}name"] for each in top.iter(f"{W}bookmarkStart")]


def test_lists_begin_anew() -> None:
    made = book()
    tree, numbering = body(made), body(made, "numbering")

    def listed(text: str) -> tuple[str | None, str | None]:
        return value(one(tree, text), "pPr/numPr/numId"), value(one(tree, text), "pPr/numPr/ilvl")

    assert listed("first") == listed("second")
    assert listed("inner") == ("1", "1")
    assert listed("fifth")[0] not in (listed("first")[0], "1")
    starts = {each.attrib[f"{W}numId"]: value(each, "lvlOverride/startOverride") for each in numbering.iter(f"{W}num")}
    assert starts[str(listed("first")[0])] == "1" and starts[str(listed("fifth")[0])] == "5"
    assert value(one(tree, "Between."), "pPr/numPr/numId") is None
    assert [said(each)[0] for each in paragraphs(tree, "ListParagraph") if "do" in said(each)] == ["☑", "☐"]


def test_tables() -> None:
    raw = "<table><tr><th colspan='2'>wide</th><td rowspan='2'>high</td></tr><tr><td>x</td><td>y</td></tr></table>\n"
    tree = body(book({"one.md": f"{COURSE}\n{raw}"}))
    first, second = tree.iter(f"{W}tbl")
    rows = [*first.iter(f"{W}tr")]
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False]
    assert [said(cell) for cell in first.iter(f"{W}tc")] == ["a", "b", "x|y", "2"]
    assert [value(each, "pPr/jc") for each in first.iter(f"{W}p")] == [None, "right", None, "right"]
    spans = [value(cell, "tcPr/gridSpan") for cell in second.iter(f"{W}tc")]
    assert spans == ["2", None, None, None, None]
    merged = [cell.find(f"{W}tcPr/{W}vMerge") for cell in second.iter(f"{W}tc")]
    assert [None if each is None else each.attrib.get(f"{W}val", "on") for each in merged] == [
        None,
        "restart",
        None,
        None,
        "on",
    ]
    for table in (first, second):
        widths = [int(each.attrib[f"{W}w"]) for each in table.iter(f"{W}gridCol")]
        for row in table.iter(f"{W}tr"):
            assert sum(int(value(cell, "tcPr/tcW", "w") or 0) for cell in row.iter(f"{W}tc")) == sum(widths)
        assert 9000 < sum(widths) <= 9638


def test_footnotes_are_words_own() -> None:
    made = book()
    claim = next(each for each in paragraphs(body(made)) if said(each).startswith("A claim."))
    assert [each.attrib[f"{W}id"] for each in claim.iter(f"{W}footnoteReference")] == ["1"]
    assert said(claim) == "A claim. Again.1"
    [note] = [each for each in body(made, "footnotes") if each.attrib[f"{W}id"] == "1"]
    assert said(note) == " The source."
    assert note.find(f".//{W}footnoteRef") is not None and note.find(f".//{W}hyperlink") is not None
    assert b"https://example.org/note" in parts(made)["word/_rels/footnotes.xml.rels"]
    assert "↩" not in parts(made)["word/footnotes.xml"].decode()


def test_notes_on_notes_end() -> None:
    text = "# T\n\nA.[^a]\n\n[^a]: First.[^b]\n[^b]: Second.[^a]\n"
    notes = [said(each) for each in body(book({"one.md": text}), "footnotes")]
    assert [each for each in notes if each] == [" First. (Second.)"]


def test_code_keeps_its_lines() -> None:
    [code] = paragraphs(body(book()), "CodeBlock")
    pieces = [
        (each.tag.removeprefix(W), each.text) for each in code.iter() if each.tag in (f"{W}t", f"{W}br", f"{W}tab")
    ]
    assert pieces == [("t", "if a < b:"), ("br", None), ("tab", None), ("t", "go()")]


def test_boxes_have_a_ground_and_a_line() -> None:
    tree = body(book())
    for text in ("Warning", "Mind the gap."):
        place = one(tree, text)
        assert value(place, "pPr/shd", "fill") == "FFF4DF" and value(place, "pPr/pBdr/left") == "single"
    assert value(one(tree, "Between."), "pPr/shd", "fill") is None


def test_learners_get_questions_alone() -> None:
    text = said(body(book()))
    assert "Which one?" in text and "the right one" in text and "○" in text
    assert "Because of this." not in text and "Say it twice." not in text and "Correct answer" not in text
    taught = said(body(book(edition=Edition.TRAINER)))
    assert "For trainers" in taught and "Say it twice." in taught
    assert taught.index("Correct answer") < taught.rindex("the right one") < taught.index("Because of this.")


def test_the_answers_keep_their_numbers() -> None:
    tree = body(book(edition=Edition.TRAINER))
    assert value(one(tree, "2. the right one"), "pPr/numPr/numId") is None


def test_items_keep_the_numbers_that_the_author_gave() -> None:
    made = book({"one.md": "# T\n\n<ol type='a'><li>x</li><li value='7'>y</li><li>z</li></ol>\n"})
    numbers = [value(one(body(made), text), "pPr/numPr/numId") for text in "xyz"]
    assert numbers[0] != numbers[1] == numbers[2]
    [given] = [each for each in body(made, "numbering") if each.attrib.get(f"{W}numId") == numbers[1]]
    assert value(given, "lvlOverride/startOverride") == "7" and value(given, "abstractNumId") == "2"


def test_pictures_say_what_they_show() -> None:
    made = book()
    tree, found = body(made), parts(made)
    targets = {
        each.attrib["Id"]: found[f"word/{each.attrib['Target']}"]
        for each in ElementTree.fromstring(found["word/_rels/document.xml.rels"])
        if each.attrib["Target"].startswith("media/")
    }
    drawing, photo = tree.iter(f"{WP}inline")
    about = [each.find(f"{WP}docPr") for each in (drawing, photo)]
    assert [each is not None and each.attrib["descr"] for each in about] == ["A map", ""]
    shown = [next(each.iter(f"{A}blip")) for each in (drawing, photo)]
    vector = next(each for each in shown[0].iter() if each.tag.endswith("}svgBlip"))
    assert targets[vector.attrib[f"{R}embed"]] == SVG
    assert targets[shown[0].attrib[f"{R}embed"]] == docx_pictures.frame()
    assert targets[shown[1].attrib[f"{R}embed"]] == FILES["dot.png"]
    [told] = paragraphs(tree, "Hint")[-1:]
    assert said(told).endswith("It shows: A map")
    sides = [next(each.iter(f"{WP}extent")).attrib for each in (drawing, photo)]
    assert [int(each["cx"]) / int(each["cy"]) for each in sides] == [2, 1]
    assert any(each.tag.endswith("}decorative") for each in photo.iter())


def test_what_runs_is_no_picture() -> None:
    found = parts(book({"one.md": "# T\n\n![Evil](bad.svg) ![Gone](gone.png)\n"}))
    assert not [name for name in found if "media" in name]
    assert "Evil [Not in this book: bad.svg]" in said(ElementTree.fromstring(found["word/document.xml"]))


def test_right_to_left() -> None:
    made = book(locale="ar", targets=ARABIC)
    tree, styles = body(made), body(made, "styles")
    assert tree.find(f"{W}body/{W}sectPr/{W}bidi") is not None
    normal = next(each for each in styles if each.attrib.get(f"{W}styleId") == "Normal")
    assert normal.find(f"{W}pPr/{W}bidi") is not None
    [line] = [each for each in paragraphs(tree) if said(each).startswith("اتصل")]
    directions = {said(each): each.find(f"{W}rPr/{W}rtl") is not None for each in line.iter(f"{W}r")}
    assert directions[f"{LRM}+254 20 000 0000{LRM}"] is False
    assert directions["CSIRT"] is False and directions["رابط"] is True
    emphasis = next(each for each in line.iter(f"{W}r") if said(each) == "الآن")
    assert emphasis.find(f"{W}rPr/{W}b") is not None and emphasis.find(f"{W}rPr/{W}i") is None
    for table in tree.iter(f"{W}tbl"):
        assert table.find(f"{W}tblPr/{W}bidiVisual") is None  # it is not translated, and English
    [code] = paragraphs(tree, "CodeBlock")
    assert value(code, "pPr/bidi") == "0"


def test_a_translated_table_begins_at_the_right() -> None:
    text = "# T\n\n| a | b |\n|---|---|\n| c | d |\n"
    targets = {"T": "ت", "a": "أ", "b": "ب", "c": "ج", "d": "د"}
    [table] = body(book({"one.md": text}, "ar", targets)).iter(f"{W}tbl")
    assert table.find(f"{W}tblPr/{W}bidiVisual") is not None


def test_what_is_not_translated_says_so_in_its_own_language() -> None:
    tree = body(book(locale="ar", targets=ARABIC))
    [place] = [each for each in paragraphs(tree) if said(each).startswith("Between.")]
    assert value(place, "pPr/bidi") == "0" and value(place, "pPr/pBdr/left") == "single"
    [words, *_] = place.iter(f"{W}r")
    assert value(words, "rPr/lang") == "en"
    [label] = [each for each in place.iter(f"{W}r") if value(each, "rPr/rStyle") == "Mark"]
    assert "الإنجليزية" in said(label)
    notices = [said(each) for each in paragraphs(tree) if value(each, "pPr/shd", "fill") == "FFF4DF"]
    assert any("%" in each and "الصفحة" in each for each in notices)


def test_drafts_say_so() -> None:
    tree = body(book(locale="fr", targets={"One": "Un", "Between.": "Entre."}, state=State.DRAFT))
    [place] = [each for each in paragraphs(tree) if said(each).endswith("Entre.")]
    assert said(place) == "Traduction automatique : Entre." or said(place) == "Traduction automatique: Entre."
    assert value(place, "pPr/pBdr/left") == "dashed"


def test_chinese() -> None:
    made = book({"one.md": "# One\n\nSay *it*.\n"}, "zh", {"One": "一", "Say *it*.": "说“*这个*”。"})
    tree, styles = body(made), body(made, "styles")
    lang = next(styles.iter(f"{W}lang"))
    assert lang.attrib == {f"{W}val": "en", f"{W}eastAsia": "zh", f"{W}bidi": "ar"}
    place = one(tree, "说“这个”。")
    [first, middle, last] = place.iter(f"{W}r")
    assert value(first, "rPr/rFonts", "hint") == "eastAsia" == value(last, "rPr/rFonts", "hint")
    assert middle.find(f"{W}rPr/{W}b") is not None


def test_the_first_page_and_the_properties() -> None:
    made = book(locale="fr", targets={"One": "Un"}, edition=Edition.TRAINER)
    text = said(body(made))
    for words in ("Sample & Co", "français", "Version 1.2", "Licence : CC-BY-4.0", "Pour les formateurs"):
        assert words in text[:300], words
    core = parts(made)["docProps/core.xml"].decode()
    assert "<dc:title>Sample &amp; Co</dc:title><dc:language>fr</dc:language>" in core
    assert "dcterms:created" not in core
    dated = parts(book(epoch=1767225600))["docProps/core.xml"].decode()
    assert '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>' in dated


def test_the_same_course_gives_the_same_bytes() -> None:
    assert [*docx.files(book())] == [*docx.files(book())]
    assert [*docx.files(book(epoch=1767225600))] != [*docx.files(book())]


def test_sizes_of_pictures() -> None:
    jpeg = b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08" + struct.pack(">2H", 30, 90) + b"\0" * 10
    assert docx_pictures.size(jpeg, ".jpg") == (90, 30)
    assert docx_pictures.size(docx_pictures.frame(), ".png") == (200, 200)
    assert docx_pictures.size(b"GIF89a" + struct.pack("<2H", 7, 9), ".gif") == (7, 9)
    assert docx_pictures.size(b'<svg width="80px" viewBox="0 0 40 20"/>', ".svg") == (80, 40)
    assert docx_pictures.size(b"", ".png") == docx_pictures.size(b"<svg/>", ".svg") == (480, 320)


def test_the_frame_is_a_png() -> None:
    data = docx_pictures.frame()
    chunks: list[tuple[bytes, bytes]] = []
    at = 8
    while at < len(data):
        [length] = struct.unpack(">L", data[at : at + 4])
        kind, inside, checksum = data[at + 4 : at + 8], data[at + 8 : at + 8 + length], data[at + 8 + length :][:4]
        assert struct.unpack(">L", checksum)[0] == zlib.crc32(kind + inside)
        chunks.append((kind, inside))
        at += 12 + length
    assert [kind for kind, _ in chunks] == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
    assert len(zlib.decompress(chunks[2][1])) == 201 * 200


@given(st.text("ab1 (.-+\u0627\u0628\u0664\u4e2d" + LRM + RLM), st.booleans())
def test_pieces_of_a_text_are_the_text(text: str, rtl: bool) -> None:
    pieces = [*docx_words.directed(text, rtl)]
    assert "".join(piece for piece, _ in pieces) == text
    for piece, turned in pieces:
        assert not re.search("[ab\u4e2d]" if turned else "[\u0627\u0628\u0664]", piece)


SPOILT = [
    "<div>" * 60 + "deep\n",
    "# T\n\n<table></table>\n\n<table><tr></tr></table>\n\n<ol><li></li></ol>\n\n<dl></dl>\n",
    "# T\n\n<a href='#x'><p>para in a link</p></a>\n\n<details><summary>s</summary>t</details>\n",
    "# T\n\n<svg viewBox='0 0 2 1'><title>A line</title></svg>\n\n<ol start='0'><li value='x'>y</li></ol>\n",
    "# T\n\n<table><tr><td></td><td>x</td></tr></table>\n",
    "# T\n\n<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>\n",
    "# T\n\n![w](data:image/webp;base64,UklGRg==) ![b](data:image/png;base64,x)\n",
]


@pytest.mark.parametrize("text", SPOILT)
def test_raw_html_of_all_kinds(text: str) -> None:
    tree = body(book({"one.md": text}))
    for cell in tree.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"  # or Word calls the file damaged
    for table in tree.iter(f"{W}tbl"):
        assert table.findall(f"{W}tr/{W}tc")


def test_marks_stand_outside_of_links() -> None:
    text = "Ask <https://example.org/x> now."
    tree = body(book({"one.md": f"# T\n\n{text}\n"}, "ar", {"T": "ت", text: "اسأل <https://example.org/x> الآن."}))
    link = next(each for each in tree.iter(f"{W}hyperlink") if f"{R}id" in each.attrib)
    assert said(link) == "https://example.org/x"
    [line] = [each for each in paragraphs(tree) if "https:" in said(each)]
    assert said(line) == f"اسأل {RLM}{LRM}https://example.org/x{LRM}{RLM} الآن."


def test_labels_are_short_and_apart() -> None:
    tree = body(book({"one.md": "# T\n\n- done\n- left\n"}, "ar", {"T": "ت", "done": "تم"}))
    [item] = [each for each in paragraphs(tree, "ListParagraph") if "left" in said(each)]
    assert value(item, "pPr/bidi") is None
    assert said(item) == f"{RLM}{LRM}left{LRM}{RLM} الإنجليزية{RLM}{LRM}{LRM}{RLM}"
    [line] = [each for each in paragraphs(tree) if said(each) == "ت"][:1]
    assert value(line, "pPr/pStyle") == "TOC1"


def test_contents_are_in_their_own_languages() -> None:
    tree = body(book({"one.md": "# T\n\n## Left\n\nText.\n"}, "ar", {"T": "ت", "Text.": "نص."}))
    [line] = paragraphs(tree, "TOC2")
    assert [value(each, "rPr/lang") for each in line.iter(f"{W}r") if said(each) == "Left"] == ["en"]
    assert value(line, "pPr/bidi") is None
    line = paragraphs(body(book({"one.md": "# T\n\nText.\n"}, "ar", {"Text.": "نص."})), "TOC1")[0]
    assert [value(each, "rPr/lang") for each in line.iter(f"{W}r") if said(each) == "T"] == ["en"]


def test_links_find_headings_that_the_contents_leave_out() -> None:
    tree = body(book({"one.md": "# T\n\n### Deep\n\n[See](#deep), [the text](#note).\n\n<p id='note'>Here</p>\n"}))
    deep, note = paragraphs(tree, "Heading3")[0], one(tree, "Here")
    anchors = [each.attrib[f"{W}anchor"] for each in one(tree, "See, the text.").iter(f"{W}hyperlink")]
    marks = [next(each.iter(f"{W}bookmarkStart")).attrib[f"{W}name"] for each in (deep, note)]
    assert anchors == marks


def test_a_note_leaves_its_item_as_it_was() -> None:
    tree = body(book({"one.md": "# T\n\n1. one[^n]\n2. two\n\n[^n]: - x\n    - y\n"}))
    first, second = (one(tree, text) for text in ("one", "two"))
    assert value(first, "pPr/numPr/numId") == value(second, "pPr/numPr/numId") not in (None, "1")


def test_what_a_drawing_shows_is_in_the_packs_words() -> None:
    tree = body(book({"one.md": "# T\n\n![A map](map.svg)\n\nText.\n"}, "ar", {"T": "ت", "Text.": "نص."}))
    told = paragraphs(tree, "Hint")[-1]
    assert "A map" in said(told) and "إطار" in said(told)
    assert value(told, "pPr/bidi") is None and told.find(f"{W}pPr/{W}pBdr") is None


def test_pictures_fit_their_cells() -> None:
    tree = body(
        book({"one.md": "# T\n\n<table><tr><td><img src='dot.png' alt='x' width='900'></td><td>b</td></tr></table>\n"})
    )
    [picture] = tree.iter(f"{WP}extent")
    width = int(next(tree.iter(f"{W}gridCol")).attrib[f"{W}w"])
    assert int(picture.attrib["cx"]) <= width * 635
    alone = next(body(book({"one.md": "# T\n\n<img src='dot.png' alt='x' width='900'>\n"})).iter(f"{WP}extent"))
    assert int(alone.attrib["cx"]) == int(alone.attrib["cy"]) == 4_140_000
    wide = next(body(book({"one.md": "# T\n\n<img src='map.svg' alt='x' width='900'>\n"})).iter(f"{WP}extent"))
    assert int(wide.attrib["cx"]) == 2 * int(wide.attrib["cy"]) == 5_040_000


def test_a_region_is_on_the_first_page() -> None:
    region = Region(
        "r", ("Somewhere", "en"), ("The body", "en"), {"published": "1 May 2026"}, (".png", FILES["dot.png"])
    )
    made = book(region=region)
    tree = body(made)
    lines = [said(each) for each in paragraphs(tree)]
    assert lines.index("For Somewhere") < lines.index("Published by The body") < lines.index("Published on 1 May 2026")
    assert lines.index("Published on 1 May 2026") < lines.index("Contents")
    logo = next(paragraphs(tree, "Logo")[0].iter(f"{WP}docPr"))
    assert logo.attrib["descr"] == "The body"
    assert not paragraphs(body(book(region=Region("r", ("S", "en"), ("", ""), {}, (".webp", b"RIFF0000WEBP")))), "Logo")
