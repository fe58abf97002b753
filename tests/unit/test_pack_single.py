"""A course as one file: nothing is outside of it, and every link finds its place."""

from __future__ import annotations

import re
from base64 import b64decode

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State
from ccb_l10n.packs import single
from ccb_l10n.packs.book import Book, CourseInfo, Edition

FILES = {
    "index.md": "# Welcome\n\nSee [setup](mod/one.md#setup), [two](mod/two.md), [here](#welcome), [form](form.pdf).\n",
    "mod/one.md": "# One\n\n## Setup\n\nText.[^1]\n\n[^1]: Note.\n\n![Map](../images/map.svg)\n",
    "mod/two.md": "# Two\n\n## Setup\n\n[Net](https://example.org/a)\n\n::: quiz\nQ?\n\n- [x] yes\n- [ ] no\n:::\n",
}
MAP = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def made(locale: str = "en", targets: dict[str, str] | None = None, edition: Edition = Edition.LEARNER) -> str:
    chosen = {(None, each): Message(each, words, state=State.TRANSLATED) for each, words in (targets or {}).items()}
    documents = [splice(parse(path, text), chosen) for path, text in FILES.items()]
    course = CourseInfo("sample", "A & B", "1", "CC-BY-4.0", "en", locale, tuple(FILES))
    files = {"images/map.svg": lambda: MAP, "form.pdf": lambda: b"%PDF"}
    book = Book(course, documents, "ccb-l10n 9", "sample-en", edition, FILES, files)
    [(name, data)] = single.files(book)
    assert name == "index.html"
    return data.decode()


def test_every_link_finds_its_place() -> None:
    text = made()
    found = re.findall(r' id="([^"]*)"', text)
    assert len(found) == len(set(found))
    links = [each for each in re.findall(r'href="([^"]*)"', text) if not each.startswith(("data:", "https:"))]
    assert links and all(each[1:] in found for each in links), links
    assert 'href="#mod-one--setup"' in text and 'href="#mod-two"' in text


def test_nothing_is_outside() -> None:
    text = made()
    for address in re.findall(r' (?:src|href)="([^"]*)"', text):
        assert address.startswith(("#", "data:", "https://example.org/")), address
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]*)"', text)
    assert picture and b64decode(picture[1]) == MAP
    assert '<a download="" href="data:application/pdf;base64,' in text


def test_pages_in_the_source_language_say_so() -> None:
    text = made("ar", {"Welcome": "أهلا"})
    assert '<html lang="ar" dir="rtl">' in text
    assert '<article id="mod-one" lang="en" dir="ltr">' in text
    assert '<article id="index">' in text


def test_a_link_to_nowhere_stays_as_it_was() -> None:
    FILES["extra.md"] = "# E\n\n[gone](gone.pdf)\n"
    try:
        assert 'href="gone.pdf"' in made()
    finally:
        del FILES["extra.md"]
