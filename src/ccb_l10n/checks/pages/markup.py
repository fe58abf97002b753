"""Raw HTML that packs leave out: what could run or load something, and elements that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.pages.page import HANDLER, Contents, Link, Noted, Page, PageCheck, Place, Tag, at
from ccb_l10n.checks.problem import Problem
from ccb_l10n.model import Severity

_RUNS = frozenset(["script", "applet", "object", "embed", "noscript", "template", "base", "meta", "link", "slot"])
_FRAMES = frozenset(["iframe", "frame", "frameset", "portal"])
_FORMS = frozenset(["form", "input", "button", "select", "option", "textarea", "fieldset", "output", "datalist"])
_SCRIPTED = re.compile(r"[\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE)
_PAGE = re.compile(r"[\x00-\x20]*data:(?!image/)", re.IGNORECASE)
_ADDRESSES = frozenset(["href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "background"])
# Elements of HTML and SVG that packs do not show, and nobody takes for a placeholder.
_KNOWN_ONES = """
area basefont body canvas dialog dir filter frame frameset head html image legend map marquee mask math menu metadata
meter nobr optgroup param pattern progress search switch use
"""
_KNOWN = frozenset(_KNOWN_ONES.split())


def active(contents: Contents) -> Noted:
    """HTML that could run or load something; packs leave it out."""
    for page in contents.pages:
        told: set[str] = set()
        for tag in page.tags:
            for text, hint, words in _active(tag):
                if text not in told:
                    told.add(text)
                    yield at(page, tag.line, text, hint, words)
        for link in page.links:
            if _scripted(link):
                text = "an address that would run a script: packs show the text without a link"
                yield at(page, link.line, text, "link to a page, a file or the web", link.url)


def _scripted(link: Link) -> bool:
    return bool(_SCRIPTED.match(link.url) or _PAGE.match(link.url))


def _active(tag: Tag) -> Iterator[tuple[str, str, str]]:
    if tag.name in _FRAMES and not tag.kept:
        yield f"<{tag.name}>: packs put a link in its place", "link to the page in words of your own", f"<{tag.name}"
    elif tag.name == "style":
        yield "<style>: packs leave it out, with all in it", "packs have their own look; take it out", "<style"
    elif tag.name in _FORMS:
        hint = "take it out; for questions write a ::: quiz"
        yield f"<{tag.name}>: packs leave form fields out", hint, f"<{tag.name}"
    elif tag.name in _RUNS:
        hint = "take it out, and say in words what readers should see"
        yield f"<{tag.name}>: packs leave it out, for it could run or load something", hint, f"<{tag.name}"
    for name, value in tag.attributes:
        if HANDLER.fullmatch(name):
            text = f"the event handler {name} of <{tag.name}>: packs leave it out"
            yield text, "take it out; no pack runs scripts of a course", name
        elif name in _ADDRESSES and name != "href" and (_SCRIPTED.match(value) or _PAGE.match(value)):
            text = f"{name} of <{tag.name}> would run a script: packs leave it out"
            yield text, "take it out; no pack runs scripts of a course", name


def unknown(contents: Contents) -> Noted:
    """Tags that packs leave out while their contents stay; most often a placeholder that was meant as text."""
    for page in contents.pages:
        often: dict[str, int] = {}
        first: dict[str, Tag] = {}
        for tag in page.tags:
            if not tag.kept and not any(_active(tag)):
                often[tag.name] = often.get(tag.name, 0) + 1
                first.setdefault(tag.name, tag)
        for name, tag in first.items():
            times = f" ({often[name]} times on this page)" if often[name] > 1 else ""
            yield _unknown(page, tag, times)


def _unknown(page: Page, tag: Tag, times: str) -> tuple[Place, Problem]:
    shown = tag.whole if len(tag.whole) < 40 else f"<{tag.name}>"
    if tag.name in _KNOWN or not tag.inline or any(value for _, value in tag.attributes):
        text, hint = f"{shown}: packs leave this tag out", "write it in Markdown, or take it out"
    else:
        text = f"{shown} is read as an HTML tag, and nobody will see it"
        hint = f"if it is meant as text, write `{shown}` or \\{shown}"
    return at(page, tag.line, f"{text}{times}", hint, f"<{tag.name}")


ROWS = (
    PageCheck(
        "active-html",
        Severity.WARNING,
        "Raw HTML could run or load something: scripts, event handlers, frames, forms, styles",
        "Packs open in readers' browsers and are trusted there; none of this goes into one.",
        "Take it out, and say in Markdown what readers should see.",
        active,
    ),
    PageCheck(
        "unknown-html",
        Severity.WARNING,
        "An HTML tag that packs leave out",
        "Often it was meant as text, such as <name>, which no reader will see.",
        "Put text in backquotes; write the rest in Markdown.",
        unknown,
    ),
)
