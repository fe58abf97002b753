"""A course as one HTML file that needs nothing else: styles and pictures are in it, links stay inside."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from markupsafe import Markup

from ccb_l10n.packs import attributes, frame, media, practice
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.html import ICON, QUIZ, STYLE, assets
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.rehome import rehome, target
from ccb_l10n.packs.render import Page

_LANDMARK = re.compile(r'(<section class="[^"]*")(?: role="[^"]*")? aria-labelledby="[^"]*"')  # of each page: too many
_DOWNLOAD = re.compile(r'<a (?=[^<>]*href="data:)')


@dataclass(frozen=True, slots=True)
class _Section:
    """A page in the file."""

    id: str
    page: Page
    lang: Mapping[str, str]
    notices: Sequence[tuple[str, str]]
    html: Markup


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The one file, `index.html`. Ids begin with their page's, so that no two pages share one."""
    held = assets()
    names = {page.place: attributes.anchor(page.slug) for page in book.pages}
    embedded = cache(lambda place: _data(place, book.files))
    sections = [_section(book, page, names, embedded) for page in book.pages]
    if any(practice.serves(section.html) for section in sections):
        script = practice.script(interface(book.course.locale), code=f"\n{held[QUIZ].decode()}")
        sections[-1] = replace(sections[-1], html=sections[-1].html + Markup(script))
    template = frame.templates().get_template("single.html")
    text = template.render(
        frame.around(book),
        sections=sections,
        completeness="",
        style=Markup(held[STYLE].decode()),
        icon=_address(ICON, held[ICON]),
        logo=_address(*book.region.logo) if book.region and book.region.logo else "",
    )
    yield "index.html", text.encode()


def _section(book: Book, page: Page, names: Mapping[str, str], embedded: Callable[[str], str]) -> _Section:
    course = book.course
    words = interface(course.locale)
    body = book.body(
        page, lambda at: practice.asked(page.quizzes[at], words, answers=book.for_trainers, practised=True)
    )
    own = names[page.place]

    def href(address: str, attribute: str) -> str:
        place, fragment = target(page.place, address)
        if place in names:
            return f"#{names[place]}" + (f"--{fragment}" if fragment else "")
        return embedded(place) or address

    html = rehome(frame.article(course, page, body), href=href, id=lambda name: f"{own}--{name}")
    notices = frame.notices(course, page.counts, page.mark)
    lang = frame.language_of(course, page.mark)
    html = _LANDMARK.sub(r"\1", _DOWNLOAD.sub('<a download="" ', html))
    return _Section(own, page, lang, notices, Markup(html))


def _data(place: str, files: Mapping[str, Callable[[], bytes]]) -> str:
    """A file of the course as an address that holds it, or empty where there is none."""
    return _address(place, files[place]()) if place in files else ""


def _address(place: str, data: bytes) -> str:
    return f"data:{media.of(place)};base64,{b64encode(data).decode()}"
