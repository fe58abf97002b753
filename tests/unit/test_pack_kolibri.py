"""The zip for Kolibri: the site, whole, with nothing that leads out of it in the same frame."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.packs import html, kolibri
from ccb_l10n.packs.book import Book, CourseInfo, Edition

PAGES = {
    "a/one.md": "# One\n\n[site](https://example.org/?a=1&b) [two](two.md) <https://example.org>\n\n![M](../m.png)\n",
    "a/two.md": "# Two\n\n::: trainer\nSecret.\n:::\n\n::: quiz\nQ?\n\n- [x] y\n- [ ] n\n:::\n",
}


def book(edition: Edition = Edition.LEARNER) -> Book:
    course = CourseInfo("sample", "Sample", "1", "CC-BY-4.0", "en", "en", tuple(PAGES))
    documents = [splice(parse(path, text), {}) for path, text in PAGES.items()]
    files = {"m.png": lambda: b"\x89PNG"}
    siblings = {"en": "sample-en", "fr": "sample-fr"}
    return Book(course, documents, "ccb-l10n 9", "sample-en", edition, PAGES, files, siblings)


def unpacked(edition: Edition = Edition.LEARNER) -> dict[str, bytes]:
    [(name, data)] = kolibri.files(book(edition))
    assert name == "sample-en.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {each: archive.read(each) for each in archive.namelist()}


def test_it_is_the_site_with_its_index_first() -> None:
    found = unpacked()
    assert next(iter(found)) == "index.html"
    assert sorted(found) == sorted(dict(html.files(book())))
    assert found["m.png"] == b"\x89PNG"


def test_links_to_the_internet_open_a_window_of_their_own() -> None:
    page = unpacked()["a/one.html"].decode()
    links = [each for each in page.split("<a ")[1:] if 'href="https://example.org' in each]
    assert len(links) == 2 and all(each.startswith('target="_blank" rel="noopener" ') for each in links)
    assert 'target="_blank" rel="noopener" href="two.html"' not in page


def test_nothing_leads_to_packs_that_are_not_there() -> None:
    assert any(b"sample-fr" in data for data in dict(html.files(book())).values())
    assert not any(b"sample-fr" in data for data in unpacked().values())


def test_each_edition_has_its_own_site() -> None:
    assert b"Secret." not in unpacked()["a/two.html"]
    assert b"Secret." in unpacked(Edition.TRAINER)["a/two.html"]


def test_files_have_the_time_of_the_book() -> None:
    [(_, data)] = kolibri.files(replace(book(), epoch=1_767_225_600))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_the_same_course_gives_the_same_bytes() -> None:
    assert list(kolibri.files(book())) == list(kolibri.files(book()))
