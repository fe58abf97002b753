"""A course as an e-book: what it holds, where its links lead, which way it runs, and what it tells of itself."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import epub
from ccb_l10n.packs.book import Book, CourseInfo, Edition

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
TYPE = "{http://www.idpf.org/2007/ops}type"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
FILES = {
    "index.md": "# Welcome {#1st}\n\nSee [setup](mod/one.md#setup), [nowhere](mod/one.md#gone), [form](form.pdf), "
    "[map](img/map.png), [net](<https://example.org/a b#c#d>), [host](<https://{{x}}/>), [here](#1st).\n",
    "mod/one.md": "# One\n\n## Setup {#setup}\n\nText.[^1]\n\n[^1]: Note.\n\n![Map](../img/map.png)\n\n"
    "![Old](../img/old.avif)\n\n![Gone](../img/gone.png)\n\n![Bad](../img/bad.svg)\n\n::: trainer\nTell them.\n:::\n",
    "mod/two.md": "# Two\n\n::: quiz\nWhich?\n\n- [ ] This\n  > No, because.\n- [x] That\n\nSo it is.\n:::\n\n"
    "<small>\n\nA paragraph.\n\n</small>\n\n[![Badge](https://example.org/b.png)](https://example.org)\n\n"
    '<a name="old"></a>\n\n<p id="old">Twice.</p>\n\n<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>\n',
}
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


def made(
    locale: str = "en",
    targets: Mapping[str, tuple[str, State]] | None = None,
    edition: Edition = Edition.LEARNER,
    pages: Mapping[str, str] = FILES,
    epoch: int = 0,
) -> dict[str, bytes]:
    """The book's files by their paths in it."""
    return opened(zipped(book(locale, targets, edition, pages, epoch)))


def book(
    locale: str = "en",
    targets: Mapping[str, tuple[str, State]] | None = None,
    edition: Edition = Edition.LEARNER,
    pages: Mapping[str, str] = FILES,
    epoch: int = 0,
) -> Book:
    said = {(None, each): Message(each, text, state=state) for each, (text, state) in (targets or {}).items()}
    documents = [splice(parse(path, text), said) for path, text in pages.items()]
    course = CourseInfo("sample", "A & B", "1.0", "CC-BY-4.0", "en", locale, tuple(pages))
    files = {
        "form.pdf": lambda: b"%PDF",
        "img/map.png": lambda: PNG,
        "img/old.avif": lambda: b"\0\0\0 ftypavif",
        "img/bad.svg": lambda: SCRIPT,
    }
    name = f"sample-{locale}" + ("-trainer" if edition is Edition.TRAINER else "")
    return Book(course, documents, "ccb-l10n 9", name, edition, pages, files, epoch=epoch)


def zipped(of: Book) -> bytes:
    [(name, data)] = epub.files(of)
    assert name == f"{of.name}.epub"
    return data


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text(files: Mapping[str, bytes], path: str) -> str:
    return files[f"EPUB/{path}"].decode()


def test_the_archive_begins_as_epub_asks() -> None:
    data = zipped(book())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert data[30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_every_link_and_file_is_there(locale: str, edition: Edition) -> None:
    files = made(locale, edition=edition)
    package = ElementTree.fromstring(files["EPUB/package.opf"])
    listed = {f"EPUB/{item.attrib['href']}" for item in package.iter(f"{OPF}item")}
    assert listed | {"mimetype", "META-INF/container.xml", "EPUB/package.opf"} == set(files)
    ids = {
        name: {each.attrib["id"] for each in ElementTree.fromstring(files[name]).iter() if "id" in each.attrib}
        for name in files
        if name.endswith(".xhtml")
    }
    links = 0
    for name in ids:
        for each in ElementTree.fromstring(files[name]).iter():
            for key in ("href", "src"):
                address = each.attrib.get(key, "")
                if not address or address.startswith("https://example.org"):
                    continue
                path, _, fragment = unquote(address).partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                assert target in files, (name, address)
                assert not fragment or fragment in ids[target], (name, address)
                links += 1
    assert links > 20


def test_ids_are_xml_names_and_stand_once() -> None:
    files = made()
    for name, data in files.items():
        found = re.findall(r' id="([^"]*)"', data.decode()) if name.endswith(".xhtml") else []
        assert len(found) == len(set(found)) and all(re.match(r"[A-Za-z_][\w.-]*\Z", each) for each in found), name
    assert 'href="#_x31_st"' in text(files, "text/index.xhtml")


def test_what_books_cannot_hold_is_said() -> None:
    files = made()
    home, one = text(files, "text/index.xhtml"), text(files, "text/mod/one.xhtml")
    assert "Not in this book: \u2068form.pdf\u2069" in home and "form.pdf" not in re.sub(r">[^<]*<", "", home)
    for name in ("old.avif", "gone.png", "bad.svg"):
        assert f"Not in this book: \u2068{name}\u2069" in one
    assert '<span class="absent">Gone' in one
    assert sorted(name for name in files if "/files/" in name) == ["EPUB/files/img/map.png"]


def test_a_link_to_a_picture_leads_to_a_page_with_it() -> None:
    files = made()
    assert 'href="../pictures/1.xhtml"' in text(files, "text/index.xhtml")
    assert 'src="../files/img/map.png"' in text(files, "pictures/1.xhtml")
    assert '<itemref idref="picture-0" linear="no"/>' in text(files, "package.opf")


def test_addresses_on_the_internet_are_well_formed_or_none() -> None:
    home = text(made(), "text/index.xhtml")
    assert 'href="https://example.org/a%20b#c%23d"' in home
    assert "https://{{" not in home


def test_html_that_browsers_forgive_is_mended() -> None:
    two = text(made(), "text/mod/two.xhtml")
    assert '<div class="small">' in two and "<small>" not in two
    assert two.count('href="https://example.org"') == 1 and two.count("<a href") == 1
    assert '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg">' in two
    assert '<a id="old"></a>' in two and "<p>Twice." in two, "readers that take it for HTML need the end tag"


def test_inline_drawings_are_declared() -> None:
    package = ElementTree.fromstring(made()["EPUB/package.opf"])
    told = {item.attrib["href"]: item.attrib.get("properties") for item in package.iter(f"{OPF}item")}
    assert told["text/mod/two.xhtml"] == "svg" and told["text/mod/one.xhtml"] is None


@pytest.mark.parametrize(("locale", "direction"), [("ar", "rtl"), ("zh", "ltr"), ("fr", "ltr")])
def test_a_book_runs_in_its_language_s_direction(locale: str, direction: str) -> None:
    files = made(locale, {"One": ("Eins", State.TRANSLATED)})
    package = ElementTree.fromstring(files["EPUB/package.opf"])
    spine = package.find(f"{OPF}spine")
    assert spine is not None and spine.attrib["page-progression-direction"] == direction
    assert package.attrib["dir"] == direction
    for name in files:
        if name.endswith(".xhtml"):
            root = ElementTree.fromstring(files[name])
            assert (root.attrib["lang"], root.attrib["dir"]) == (locale, direction), name
    style = re.sub(r"/\*.*?\*/", "", text(files, "style.css"), flags=re.DOTALL)
    assert not re.search(r"\bdirection\s*:|unicode-bidi|\b(?:left|right)\s*:", style)


def test_text_in_the_source_language_says_so() -> None:
    files = made("ar", {"One": ("واحد", State.TRANSLATED), "Setup": ("إعداد", State.DRAFT)})
    one, two = text(files, "text/mod/one.xhtml"), text(files, "text/mod/two.xhtml")
    assert '<p class="fallback" lang="en" dir="ltr">Text.' in one and 'class="draft"' in one
    assert 'class="notice draft-notice"' in one and 'class="notice fallback-notice"' in one
    assert '<article lang="en" dir="ltr">' in two and 'class="notice fallback-notice"' in two


def test_the_book_counts_what_was_not_translated() -> None:
    files = made("fr", {"One": ("Un", State.TRANSLATED), "Setup": ("Installation", State.DRAFT)})
    total = sum(book("fr").counts.values())
    review = text(files, "review.xhtml")
    assert f"2 sur {total}" in review and f": {total - 2}" in review
    assert re.search(rf"2 (?:passages )?sur {total}", text(files, "cover.xhtml"))


def test_only_trainers_see_answers() -> None:
    learner, trainer = (made(edition=each) for each in Edition)
    for word in ("No, because.", "So it is.", "Correct answer", "Tell them."):
        assert not any(word in data.decode() for name, data in learner.items() if name.endswith(".xhtml")), word
        assert any(word in data.decode() for name, data in trainer.items() if name.endswith(".xhtml")), word
    assert "Which?" in text(
        learner, "text/mod/two.xhtml"
    ) and '<li><span class="number">2.</span> <span>That</span>' in text(trainer, "text/mod/two.xhtml")


def test_notes_open_in_a_window_of_their_own() -> None:
    one = ElementTree.fromstring(made()["EPUB/text/mod/one.xhtml"])
    [reference] = [each for each in one.iter(f"{XHTML}a") if each.attrib.get(TYPE) == "noteref"]
    [note] = [each for each in one.iter(f"{XHTML}li") if each.attrib.get(TYPE) == "footnote"]
    assert reference.attrib["href"] == f"#{note.attrib['id']}"


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert zipped(book("ar")) == zipped(book("ar"))
    assert zipped(book("ar", epoch=1767225600)) != zipped(book("ar"))
    assert '<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>' in text(
        made(epoch=1767225600), "package.opf"
    )


def test_an_identifier_is_the_edition_s_own() -> None:
    names = {epub.identifier(book(locale, None, edition)) for locale in ("en", "ar") for edition in Edition}
    assert len(names) == 4 and epub.identifier(book()) in names
    assert epub.identifier(book(pages={"index.md": "# Other\n"})) == epub.identifier(book())


def test_accessibility_is_told_as_it_is() -> None:
    package = text(made(pages={"index.md": "# A\n\nText.\n"}), "package.opf")
    assert "visual" not in package and "alternativeText" not in package and ">none<" in package
    described = {"index.md": "# A\n\n![Map](img/map.png)\n"}
    assert "alternativeText" in text(made(pages=described), "package.opf")
    silent = {"index.md": "# A\n\n![](img/map.png)\n"}
    package = text(made(pages=silent), "package.opf")
    assert "visual" in package and "alternativeText" not in package and "accessModeSufficient" not in package


def test_nothing_in_it_is_active() -> None:
    for name, data in made(edition=Edition.TRAINER).items():
        assert not re.search(rb"<script|\son\w+=|javascript:|<input|<iframe|<template", data), name
