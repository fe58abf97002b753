"""A course for the printer: A4 pages with their numbers in the contents, tagged for screen readers (PDF/UA-1).

It is set in the fonts that it is given and in no other, so that no letter comes out as an empty box on one machine and
in some other design on the next.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markupsafe import Markup

from ccb_l10n import locales
from ccb_l10n.errors import UnavailableError
from ccb_l10n.packs import epub, fonts, frame, honesty, paper, press, printed
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.marks import Mark
from ccb_l10n.packs.printed import Addresses
from ccb_l10n.packs.rehome import target
from ccb_l10n.packs.render import Page

_ROOT = re.compile(rb"<(?:\w+:)?svg\b[^>]*>")
_SIZE = re.compile(rb"""\s(?:width|height)\s*=\s*["'][0-9.]+[a-z]*["']""")
_ALWAYS = " 0123456789.,:;()[]–—-‐…•◦▪✓☐☑↩"  # what the layout itself writes
_PACKAGES = {fonts.CJK: "fonts-noto-cjk", fonts.MONO: "fonts-noto-mono"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the course as a chapter. `place` is empty for what is not the course's own."""

    id: str
    title: str
    html: Markup
    lang: Mapping[str, str]  # attributes of the text
    title_lang: Mapping[str, str]
    notices: Sequence[tuple[str, str]] = ()


def files(book: Book) -> Iterator[tuple[str, bytes]]:
    """The document, `<name>.pdf`.

    Raises CcbError, saying what to install, where WeasyPrint or its libraries are missing, or the book's faces have
    none for a letter of the text.
    """
    weasyprint = press.weasyprint()
    html, pictures = document(book)
    held = {f"pictures/{place}": read for place, read in pictures.items()}
    drawings = (read() for place, read in pictures.items() if place.lower().endswith(".svg"))
    text = html + "".join(drawing.decode("utf-8", "ignore") for drawing in drawings)
    rules, cut = _fonts(book, text + _ALWAYS)
    held |= {path: (lambda data=data: data) for path, data in cut.items()}  # type: ignore[misc]
    sheet = (resources.files("ccb_l10n.packs") / "assets" / "print.css").read_text(encoding="utf-8")
    made = press.printed(weasyprint, html, rules + sheet, held, epub.identifier(book))
    yield f"{book.name}.pdf", made


def document(book: Book) -> tuple[str, dict[str, Callable[[], bytes]]]:
    """The whole as HTML, and the pictures that it shows, by place."""
    words = interface(book.course.locale)
    forest = printed.trees(book, lambda quiz: paper.asked(quiz, words))
    held = {place: printed.ids(tree) for place, tree in forest.items()}
    wanted = [place for place in dict.fromkeys(_wanted(forest)) if place in book.files]
    kinds = {place: printed.picture_type(place, book.files[place]()) for place in wanted}
    to = _addresses(list(forest), {place for place, kind in kinds.items() if kind})
    sheets = []
    for at, page in enumerate(book.pages):
        printed.settle(forest[page.place], page.place, held, to, words)
        _size(forest[page.place], book.files)
        sheets.append(
            _sheet(book, page, f"p{at}", forest[page.place], frame.notices(book.course, page.counts, page.mark))
        )
    answers = _answers(book, held, to) if book.for_trainers else []
    rtl = locales.direction(book.course.locale) == "rtl"
    html = frame.templates().get_template("print.html").render(
        frame.around(book),
        sheets=sheets,
        answers=answers,
        told=honesty.told(book),
        trainers=book.for_trainers,
        start="right" if rtl else "left",
        end="left" if rtl else "right",
        date=epub.date(book.epoch),
    )  # fmt: skip
    return html, {place: book.files[place] for place, kind in kinds.items() if kind}


def _wanted(forest: Mapping[str, Element]) -> Iterator[str]:
    """The places of the pictures that pages show."""
    for place, tree in forest.items():
        for each in tree.iter("img"):
            if not each.attrib.get("src", "").startswith("data:"):
                yield target(place, each.attrib.get("src", ""))[0]


def _addresses(places: Sequence[str], pictures: set[str]) -> Addresses:
    """Links lead to the chapters; one to a picture leads nowhere, since the picture is in the book."""
    numbers = {place: at for at, place in enumerate(places)}

    def page(place: str, fragment: str) -> str:
        return f"#p{numbers[place]}" + (f"-{fragment}" if fragment else "")

    return Addresses(
        page,
        lambda place: f"{press.BOOK}pictures/{place}" if place in pictures else None,
        lambda place: "" if place in pictures else None,
    )


def _sheet(book: Book, page: Page, id: str, tree: Element, notices: Sequence[tuple[str, str]] = ()) -> Sheet:
    """A chapter; its ids begin with its own, so that no two chapters share one."""
    for each in tree.iter():
        if "id" in each.attrib:
            each.attrib["id"] = f"{id}-{each.attrib['id']}"
        for key in printed.REFERENCES:
            each.attrib.pop(key, None)
    _unfold(tree)
    course = book.course
    mark = page.mark if page.mark == Mark.FALLBACK else page.title.mark
    return Sheet(
        id,
        page.title.text,
        Markup(printed.written(tree)),
        frame.language_of(course, page.mark),
        frame.language_of(course, mark),
        notices,
    )


def _size(tree: Element, files: Mapping[str, Callable[[], bytes]]) -> None:
    """Give drawings that say no size the width of the page, which is what they would get. WeasyPrint 70 fails on one in
    right-to-left text that has none."""
    for each in tree.iter():
        if each.tag == "img" and each.attrib["src"].lower().endswith(".svg"):
            root = _ROOT.search(files[each.attrib["src"].removeprefix(f"{press.BOOK}pictures/")]())
            sized = bool(root and _SIZE.search(root[0]))
        else:
            sized = each.tag != "svg" or any(each.attrib.get(key, "").isdecimal() for key in ("width", "height"))
        if not sized and not ("width" in each.attrib or "height" in each.attrib):
            each.attrib["class"] = f"{each.attrib.get('class', '')} unsized".strip()


def _unfold(tree: Element) -> None:
    """Nothing can be opened on paper, and no box ticked but with a pen."""
    for each in tree.iter():
        if each.tag == "details":
            each.tag = "div"
            each.attrib.pop("open", None)
            each.attrib["class"] = f"box {each.attrib.get('class', '').replace('box', '').strip()}".strip()
        elif each.tag == "summary":
            each.tag, each.attrib["class"] = "div", "box-title"
        elif each.tag == "input":
            ticked = "checked" in each.attrib
            tail = each.tail
            each.clear()
            each.tag, each.tail, each.attrib["class"] = "span", tail, "tick ticked" if ticked else "tick"
            each.text = "✓" if ticked else None


def _answers(book: Book, held: Mapping[str, frozenset[str]], to: Addresses) -> list[Sheet]:
    """The answers to the quizzes of each page that has some."""
    words = interface(book.course.locale)
    sheets = []
    for at, page in enumerate(book.pages):
        parts = []
        for quiz in page.quizzes:
            title = words.html("Question {number}", quiz.lang, number=quiz.number)
            parts.append(f"<h3>{title}</h3>\n{answer}" if (answer := paper.answer(quiz, words)) else "")
        if any(parts):
            tree = ElementTree.fromstring(f"<section>{''.join(parts)}</section>")
            printed.settle(tree, page.place, held, to, words)
            sheets.append(_sheet(book, page, f"a{at}", tree))
    return sheets


def _fonts(book: Book, text: str) -> tuple[str, dict[str, bytes]]:
    """The rules that name the fonts, and the fonts cut down to the text, by address."""
    locale = book.course.locale
    own = fonts.script_of(locale)
    letters = set(text)
    order = list(dict.fromkeys([own, fonts.LATIN, *sorted(fonts.scripts(text)), fonts.SYMBOLS, fonts.MONO]))
    families: dict[str, list[str]] = {}
    addresses, cut = [], {}
    left = {char for char in letters if unicodedata.category(char).startswith("L")}
    for script in order:
        for face in book.faces(script, locale):
            has = fonts.covered(face) & letters
            if not has:
                continue
            path = f"fonts/{fonts.file_name(face)}"
            cut[path] = fonts.subset(face, has)
            addresses.append((face, press.BOOK + path))
            families.setdefault(script, []).append(face.family)
            left -= has
    missing = sorted(fonts.scripts(left)) if left else []
    if missing or fonts.LATIN not in families:
        package = _PACKAGES.get(missing[0] if missing else "", "fonts-noto-core")
        told = f"no font here for the text's letters ({', '.join(missing) or fonts.LATIN}), such as {_sample(left)}"
        raise UnavailableError(told, hint=f"apt install {package}, or Noto's fonts from where your system has them")
    return fonts.css(addresses) + _families(book, families, own), cut


def _sample(letters: set[str]) -> str:
    return "".join(sorted(letters)[:5]) or "a"


def _families(book: Book, families: Mapping[str, Sequence[str]], own: str) -> str:
    """Which families text is set in: its own script's first, so that signs of both look as in the text around."""

    def named(first: Sequence[str]) -> str:
        scripts = [*first, *(each for each in families if each not in (*first, fonts.MONO))]
        found = dict.fromkeys(family for script in scripts for family in families.get(script, ()))
        return ", ".join(f'"{family}"' for family in found)

    code = named([fonts.MONO, fonts.LATIN, own])
    source = fonts.script_of(book.course.source_locale)
    return (
        f"html {{ font-family: {named([own, fonts.LATIN])}; }}\n"
        f":lang({book.course.source_locale}) {{ font-family: {named([source, fonts.LATIN])}; }}\n"
        f":lang({book.course.locale}) {{ font-family: {named([own, fonts.LATIN])}; }}\n"
        f"code, pre, kbd, samp {{ font-family: {code} !important; }}\n"
    )
