"""Links that lead nowhere in a pack: images, files, pages and places on pages that are not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from ccb_l10n.checks.pages.page import COMPARED, Contents, Link, Noted, Page, PageCheck, at
from ccb_l10n.model import Severity

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_OPENED = frozenset(["http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "matrix", "data"])
_ACTIVE = frozenset(["javascript", "vbscript"])
_TEMPLATE = re.compile(r"\{\{|\{%|%7B%7B|%7B%|\$\{|<%", re.IGNORECASE)
_ANYWHERE = re.compile(r"top\Z|:~:|\Z")  # the page's own beginning, and text fragments


def missing_images(contents: Contents) -> Noted:
    """An image, video or sound that the page shows and the course does not have."""
    for page, link, often in _inside(contents, shown=True):
        place = contents.place(page.path, link.url)
        if contents.found(place, shown=True) is None:
            text, hint = _said(contents, place, link, "image" if link.image else "file")
            yield at(page, link.line, f"{text}{often}", hint, link.url)


def missing_files(contents: Contents) -> Noted:
    """A page or file that a link leads to and the course does not have."""
    for page, link, often in _inside(contents, shown=False):
        place = contents.place(page.path, link.url)
        if contents.found(place) is None:
            text, hint = _said(contents, place, link, "page or file")
            yield at(page, link.line, f"{text}{often}", hint, link.url)


def missing_anchors(contents: Contents) -> Noted:
    """A link to a place on a page where nothing has that id."""
    for page, link, often in _inside(contents, shown=False):
        fragment = unquote(link.url.partition("#")[2])
        if _ANYWHERE.match(fragment):
            continue
        place = contents.found(contents.place(page.path, link.url))
        target = contents.by_path.get(place or "")
        if target and fragment not in target.anchors:
            where = "this page" if target is page else target.path
            text = f"nothing on {where} has the id “{fragment}”{often}"
            yield at(page, link.line, text, _elsewhere(contents, fragment) or _nearest(fragment, target), link.url)


def remote(contents: Contents) -> Noted:
    """An image, video or sound that would have to be loaded from the internet."""
    for page in contents.pages:
        for link, often in _once(each for each in page.links if each.shown and _WEB.match(each.url)):
            kind = "an image" if link.image else "a video or sound"
            hint = "save it beside the page, if its licence allows that, and link to the file"
            text = f"{kind} on the internet: packs put a link in its place{often}"
            yield at(page, link.line, text, hint, link.url)


def unusable(contents: Contents) -> Noted:
    """An address that works on the author's own computer or in one program alone."""
    for page in contents.pages:
        for link, often in _once(page.links):
            scheme = _scheme(link.url)
            if not scheme or scheme in _OPENED | _ACTIVE or _TEMPLATE.search(link.url):
                continue
            windows = len(scheme) == 1 or scheme == "file"
            what = "a file on one computer" if windows else f"an address of the kind “{scheme}:”"
            text = f"{what}: packs show the text without a link{often}"
            hint = (
                "put the file into the course and link to it there" if windows else "link to a page, a file or the web"
            )
            yield at(page, link.line, text, hint, link.url)


def _inside(contents: Contents, *, shown: bool) -> Iterator[tuple[Page, Link, str]]:
    """The links of each page to the course's own files, each address once."""
    for page in contents.pages:
        links = (each for each in page.links if each.shown is shown and is_inside(each.url))
        yield from ((page, link, often) for link, often in _once(links))


def is_inside(url: str) -> bool:
    """Whether an address leads to the course's own files."""
    return bool(url) and not (SCHEME.match(url) or _WEB.match(url) or _TEMPLATE.search(url))


def _once(links: Iterator[Link] | tuple[Link, ...]) -> Iterator[tuple[Link, str]]:
    """The first link to each address, and how often it comes in words."""
    first: dict[str, Link] = {}
    count: dict[str, int] = {}
    for link in links:
        first.setdefault(link.url, link)
        count[link.url] = count.get(link.url, 0) + 1
    for url, link in first.items():
        yield link, f" ({count[url]} times on this page)" if count[url] > 1 else ""


def _said(contents: Contents, place: str, link: Link, kind: str) -> tuple[str, str]:
    """What is wrong with a place where nothing is, and what to do."""
    other = contents.differing(place, shown=link.shown)
    if other:
        return f"{place} is not here, but {other} is", "write the name with the same letters and capitals"
    if place.startswith(".."):
        return f"{link.url} leads out of the course", "copy the file into the course, or link to it on the web"
    if place in contents.folders and not link.shown:
        return f"{place} is a folder without an index page", "link to one of its pages, or add index.md there"
    near = contents.near(place)
    return f"no such {kind}: {place}", f"did you mean {near}?" if near else "correct the link, or add the file"


def _elsewhere(contents: Contents, fragment: str) -> str:
    """Where else in the course an author gave that id, in words."""
    other = contents.named_on.get(fragment)
    return f"{other} has it: link to that page, and the id behind it" if other else ""


def _nearest(fragment: str, target: Page) -> str:
    near = next((each for each in sorted(target.anchors) if each.casefold() == fragment.casefold()), None)
    near = near or next(iter(get_close_matches(fragment, sorted(target.anchors)[:COMPARED], 1)), None)
    return f"did you mean #{near}?" if near else f"add {{#{fragment}}} behind the heading that is meant"


def _scheme(url: str) -> str:
    match = SCHEME.match(url)
    return match[0][:-1].lower() if match else ""


ROWS = (
    PageCheck(
        "missing-image",
        Severity.ERROR,
        "An image, video or sound that a page shows is not in the course",
        "Readers see a gap. Names that differ in capitals work on some computers and not on others.",
        "Correct the name, or put the file into the course.",
        missing_images,
    ),
    PageCheck(
        "missing-file",
        Severity.ERROR,
        "A link leads to a page or file that is not in the course",
        "Whoever follows it sees an error, and EPUB readers refuse books with such links.",
        "Correct the link, or put the file into the course.",
        missing_files,
    ),
    PageCheck(
        "missing-anchor",
        Severity.WARNING,
        "A link leads to a place on a page where nothing has that id",
        "Readers land at the top of the page, and epubcheck refuses books with such links.",
        "Correct what follows the #, or give the heading the id: {#id} at its end.",
        missing_anchors,
    ),
    PageCheck(
        "remote-media",
        Severity.WARNING,
        "An image, video or sound is on the internet",
        "Packs open without a network and send no request; they show a link in its place.",
        "Save it beside the page, if its licence allows that.",
        remote,
    ),
    PageCheck(
        "unusable-address",
        Severity.WARNING,
        "A link has an address that packs cannot open",
        "An address such as file: or C: leads to a place on one computer alone; the text stays, the link goes.",
        "Put the file into the course, or link to it on the web.",
        unusable,
    ),
)
