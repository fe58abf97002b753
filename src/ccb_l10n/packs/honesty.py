"""How complete and how reviewed a book is, on a page of its own: whose words its passages are, counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ccb_l10n import locales
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.tally import PageTally, Whose, tally, whole

_SENTENCES = {
    Whose.ORIGINAL: "Written by the authors of the course: {count}",
    Whose.HUMAN: "Translated by a person: {count}",
    Whose.MACHINE_REVIEWED: "Written by a machine and taken over by a person: {count}",
    Whose.MACHINE_UNREVIEWED: "Written by a machine, and no person has reviewed it: {count}",
    Whose.REGIONAL: "Written by the region itself: {count}",
    Whose.SOURCE_FALLBACK: "Not translated and shown in {language}: {count}",
}


@dataclass(frozen=True, slots=True)
class Honesty:
    """What a book says of itself: a sentence for the whole, one for each kind of author, one for each page."""

    total: str
    kinds: Sequence[str]
    pages: Sequence[str]


def told(book: Book) -> Honesty:
    """The sentences, in the language of the pack's own words. In the course's own language, no page is listed."""
    course = book.course
    words = interface(course.locale)
    original = course.locale == course.source_locale
    tallies = {each.path: tally(each, original=original) for each in book.documents}
    titles = {page.path: page.title.text for page in book.pages}
    everything = whole(tallies.values())
    source = locales.name(course.source_locale, words.locale)
    done, total = _done(everything), everything.total
    return Honesty(
        words(
            "Passages in {language}: {done} of {total} ({percent}%)",
            language=locales.name(course.locale, words.locale),
            done=done,
            total=total,
            percent=100 * done // total if total else 100,
        ),
        [
            words(sentence, count=everything.whose[whose], language=source)
            for whose, sentence in _SENTENCES.items()
            if everything.whose.get(whose)
        ],
        [] if original else [_of_page(titles[page.path], tallies[page.path], course.locale) for page in book.pages],
    )


def _of_page(title: str, page: PageTally, locale: str) -> str:
    sentence = "{page}: {done} of {total}, unreviewed machine text {count}"
    unread = page.whose.get(Whose.MACHINE_UNREVIEWED, 0)
    isolated = f"\u2068{title}\u2069"  # first strong isolate: a title in another script keeps to itself
    return interface(locale)(sentence, page=isolated, done=_done(page), total=page.total, count=unread)


def _done(page: PageTally) -> int:
    return page.total - page.whose.get(Whose.SOURCE_FALLBACK, 0)
