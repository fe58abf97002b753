"""A course for paper and for e-books: no scripts, nothing to click open, and every id, link and picture judged.

The pages are XML trees here, so that a link to what the book does not hold can become text that says so.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ccb_l10n import locales
from ccb_l10n.checks.pages import drawings
from ccb_l10n.markdown.html import PHRASING
from ccb_l10n.packs import frame, harmless, media
from ccb_l10n.packs.book import Book
from ccb_l10n.packs.interface import Interface
from ccb_l10n.packs.quiz import Quiz
from ccb_l10n.packs.rehome import target
from ccb_l10n.packs.render import Page
from ccb_l10n.packs.writer import Heading

_UNNAMED = re.compile(r"[^A-Za-z0-9._-]|^[^A-Za-z_]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HOST = re.compile(r"(?:[^@/\s]*@)?(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls")
_MAGIC = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/gif", re.compile(rb"GIF8[79]a")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
)
_EMPTY = re.compile(rf"<(?!(?:{'|'.join(sorted(harmless.VOID))}) )(\w+)([^<>]*?) />")
_BLOCKS = harmless.BLOCKS - PHRASING
_PHRASES = PHRASING - {"a", "audio", "del", "ins", "video"}  # those may hold blocks where their parent may
_SIZED = frozenset(["img", "video"])
_SOUNDS = frozenset(["audio/mpeg", "audio/mp4"])  # those of EPUB's core types that a file's name tells


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a format writes for a place in the book, as seen from one page; None for what it does not hold."""

    page: Callable[[str, str], str]  # (place of a page, fragment or "")
    shown: Callable[[str], str | None]  # a picture, sound or film of the course
    linked: Callable[[str], str | None]  # a file of the course that a link leads to; "" where no link need lead to it


def trees(book: Book, quiz: Callable[[Quiz], str]) -> dict[str, Element]:
    """The pages' articles by place, in reading order, each quiz as `quiz` writes it, each id an XML name that its page
    has once."""
    found: dict[str, Element] = {}
    for page in book.pages:
        written = [*map(quiz, page.quizzes)]
        body = book.body(page, written.__getitem__)
        tree = ElementTree.fromstring(f"<article>{frame.article(book.course, page, body)}</article>")
        _name(tree)
        _tidy(tree)
        found[page.place] = tree
    return found


def name(given: str) -> str:
    """An id as XML takes it (an NCName), in ASCII."""
    return _UNNAMED.sub(lambda char: f"_x{ord(char[0]):x}_", given)


def ids(tree: Element) -> frozenset[str]:
    """All ids in a tree."""
    return frozenset(each.attrib["id"] for each in tree.iter() if "id" in each.attrib)


def _name(tree: Element) -> None:
    taken: set[str] = set()
    for each in tree.iter():
        given = name(each.attrib.get("id", "") or (each.attrib.get("name", "") if each.tag == "a" else ""))
        each.attrib.pop("id", None)
        if each.tag in ("a", "details"):
            each.attrib.pop("name", None)
        if given and given not in taken:
            taken.add(given)
            each.attrib["id"] = given
    for each in tree.iter():
        for key in REFERENCES:
            if key in each.attrib:
                kept = [named for given in each.attrib[key].split() if (named := name(given)) in taken]
                each.attrib[key] = " ".join(kept)
                if not kept:
                    del each.attrib[key]


def _tidy(tree: Element) -> None:
    """Mend what authors' raw HTML may hold that browsers forgive and books do not."""
    for each in reversed([*tree.iter()]):
        if each.tag in _PHRASES and any(child.tag in _BLOCKS for child in each):
            each.attrib["class"] = f"{each.attrib.get('class', '')} {each.tag}".strip()
            each.tag = "div"
        for key in ("width", "height"):
            if each.tag in _SIZED and not each.attrib.get(key, "0").isdecimal():
                del each.attrib[key]


def settle(tree: Element, place: str, held: Mapping[str, frozenset[str]], to: Addresses, words: Interface) -> None:
    """Give every link, picture, sound and film of a page its address in the format; what the book does not hold
    becomes text that says so.

    `held` has the ids of every page of the book, by place.
    """
    for each in list(tree.iter()):
        if each.tag == "a":
            _alone(each)
        if each.tag == "a" and "href" in each.attrib:
            _link(each, place, held, to, words)
        elif each.tag == "img":
            _picture(each, place, to, words)
        elif each.tag in ("audio", "video"):
            _played(each, place, to, words)
        elif each.tag == "picture":
            for child in [child for child in each if child.tag == "source"]:
                each.remove(child)


def _alone(link: Element) -> None:
    """Take the links out of a link: a picture that is not in the pack is one to where it is."""
    for each in link.iter("a"):
        if each is not link:
            each.tag = "span"
            each.attrib.pop("href", None)
            each.attrib.pop("role", None)


def _link(link: Element, place: str, held: Mapping[str, frozenset[str]], to: Addresses, words: Interface) -> None:
    href = link.attrib["href"]
    if _SCHEME.match(href):
        address: str | None = outside(href)
        missing = ""
    else:
        found, fragment = target(place, href)
        fragment = name(fragment)
        missing = posixpath.basename(found)
        kept = fragment if fragment in held.get(found, ()) else ""
        address = to.page(found, kept) if found in held else to.linked(found)
    if address:
        link.attrib["href"] = address
        return
    link.tag = "span"
    link.attrib = {key: value for key, value in link.attrib.items() if key in ("id", "class", "lang", "dir")}
    if missing and address is None:
        link.append(_left_out(missing, words))


def outside(href: str) -> str | None:
    """An address on the internet as a strict reader takes it, or None where it is none."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme.lower() in ("http", "https", "ftp") and not _HOST.fullmatch(parts.netloc):
        return None
    before, mark, fragment = href.partition("#")
    return _quoted(before, "[]" if parts.netloc.endswith("]") else "") + mark + _quoted(fragment)


def _quoted(part: str, kept: str = "") -> str:
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe="!$%&'()*+,/:;=?@~" + kept))


def _picture(picture: Element, place: str, to: Addresses, words: Interface) -> None:
    source = picture.attrib.get("src", "")
    if source.startswith("data:"):
        address = None if source.startswith("data:image/avif") else source
        missing = ""
    else:
        found = target(place, source)[0]
        address, missing = to.shown(found), posixpath.basename(found)
    if address is not None:
        picture.attrib["src"] = address
        return
    tail = picture.tail
    alt, given = picture.attrib.get("alt", ""), picture.attrib.get("id")
    picture.clear()
    picture.tag, picture.text, picture.tail = "span", alt, tail
    picture.attrib = {"class": "absent"} | ({"id": given} if given else {})
    picture.append(_left_out(missing, words))


def _played(element: Element, place: str, to: Addresses, words: Interface) -> None:
    """A sound or a film. Where the book holds none of its files, what stands inside it for that case."""
    wanted = [each for each in element.iter() if "src" in each.attrib]
    found = {id(each): target(place, each.attrib["src"])[0] for each in wanted}
    addresses = {id(each): to.shown(found[id(each)]) for each in wanted}
    if any(addresses[id(each)] for each in wanted if each.tag != "track"):
        for each in wanted:
            address = addresses[id(each)]
            if address:
                each.attrib["src"] = address
            elif each is element:
                del each.attrib["src"]
            else:
                element.remove(each)
        poster = element.attrib.pop("poster", None)
        shown = to.shown(target(place, poster)[0]) if poster else None
        if shown:
            element.attrib["poster"] = shown
        return
    names = ", ".join(posixpath.basename(found[id(each)]) for each in wanted if each.tag != "track")
    tail = element.tail
    element.clear()
    element.tag, element.tail, element.attrib = "span", tail, {"class": "absent"}
    element.append(_left_out(names, words))


def _left_out(file: str, words: Interface) -> Element:
    """The remark that a file is not here, in the pack's own language."""
    said = words("Not in this book: {file}", file=f"\u2068{file}\u2069")
    remark = Element("span", {"class": "left-out", "lang": words.locale, "dir": locales.direction(words.locale)})
    remark.text = f" [{said}]"
    return remark


def picture_type(place: str, data: bytes) -> str:
    """The media type of a picture that books may show, told from its content; empty for any other file.

    A drawing that is broken, or could run or load something, is none.
    """
    known = next((kind for kind, magic in _MAGIC if magic.match(data)), "")
    if known or media.of(place) != "image/svg+xml":
        return known
    drawing = drawings.read(data)
    return "" if drawing.found or drawing.broken else "image/svg+xml"


def shown_type(place: str, data: bytes) -> str:
    """The media type of a picture, sound, film or its captions, where a book may show it; else empty."""
    kind = media.of(place)
    if kind in _SOUNDS or kind.startswith("video/") or kind == "text/vtt":
        return kind
    return picture_type(place, data)


def written(tree: Element) -> str:
    """The inside of an article as XML that may be read as HTML too: only elements that are always empty end in `/>`."""
    for each in tree.iter("svg"):
        each.attrib["xmlns"] = "http://www.w3.org/2000/svg"
    inside = "".join(ElementTree.tostring(each, encoding="unicode") for each in tree)
    return escape(tree.text or "", quote=False) + _EMPTY.sub(r"<\1\2></\1>", inside)


def described(forest: Mapping[str, Element]) -> tuple[bool, bool]:
    """Whether the pages show pictures, and whether each of them has a description."""
    pictures = [each for tree in forest.values() for each in tree.iter("img")]
    drawn = [each for tree in forest.values() for each in tree.iter("svg")]
    told = all(each.attrib.get("alt") for each in pictures) and all(
        each.attrib.get("aria-label") or each.find("title") is not None for each in drawn
    )
    return bool(pictures or drawn), told


def sections(book: Book, page: Page, held: frozenset[str]) -> Iterator[Heading]:
    """The headings of the second level that the page, with these ids, has in this edition."""
    for each in page.headings:
        if each.level == 2 and name(each.id) in held and (book.for_trainers or not each.trainer):
            yield each
