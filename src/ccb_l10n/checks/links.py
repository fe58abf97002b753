"""Links that say nothing, images that lost their alternative text, and HTML that no reader should be sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from ccb_l10n.checks.problem import Check, Problem, Setting, blank
from ccb_l10n.markdown import html
from ccb_l10n.markdown.inline import Span, scan
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Message, Severity

_BRACKET = re.compile(r"!?\[|\]")
_MARKS = re.compile(r"[*_`~\\]+")
_UNSAFE_TAG = re.compile(
    r"<(script|iframe|frame|object|embed|applet|form|input|button|meta|link|base|style|svg|math)\b", re.IGNORECASE
)
_HANDLER = re.compile(r"""(?:[\s"'/])on[a-z]+\s*=""", re.IGNORECASE)
_SCHEME = re.compile(r"(?:javascript|vbscript):|data:text/html", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f\u200b-\u200f\u2060\ufeff]+")  # which browsers drop from a scheme
_SUSPECT = re.compile(rf"{_UNSAFE_TAG.pattern}|[\s\"'/]on|s\s*c\s*r\s*i\s*p\s*t|data|&|[\x00-\x1f]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """`text[start:end]` between the brackets of a link or image; `url` is what `inline.scan` compares."""

    is_image: bool
    start: int
    end: int
    url: str


def links(text: str, spans: list[Span]) -> Iterator[Link]:
    """The inline links and images of a message, inner ones first; `spans` are its scan."""
    opened: list[tuple[bool, int]] = []
    at = 0
    for span in spans:
        if span.kind not in ("link", "reference", "image"):
            _open(text, at, span.start, opened)
        elif span.kind == "image":
            _open(text, at, span.start, opened)
            opened.append((True, span.end))
        else:
            _open(text, at, span.start, opened)
            if opened:
                is_image, start = opened.pop()
                yield Link(is_image, start, span.start, span.value)
        at = span.end


def image_text(message: Message, setting: Setting) -> Iterator[Problem]:
    """An image whose alternative text the source has and the target does not."""
    if not _compared(message) or ("![" not in message.source and "alt=" not in message.source):
        return
    wanted = Counter(url for url, text in _images(message.source) if not blank(text))
    images = list(_images(message.target))
    wanted.subtract(url for url, text in images if not blank(text))
    if any(wanted[url] > 0 for url, text in images if blank(text)):
        hint = "describe the image in the language of the translation"
        yield Problem("an image has no alternative text, and the source's has", hint)


def link_text(message: Message, setting: Setting) -> Iterator[Problem]:
    """A link whose text is empty, or only its address, where the source's is words."""
    if not _compared(message) or "](" not in message.target:
        return
    words = Counter(link.url for link, text in _worded(message.source) if text)
    for link, text in _worded(message.target):
        if not link.is_image and not text and words[link.url]:
            what = "is empty" if blank(message.target[link.start : link.end]) else "is its address"
            span = (max(0, link.start - 1), link.end + 1)
            yield Problem(f"a link's text {what}", "say in words where the link leads", span=span)


def unsafe_html(message: Message, setting: Setting) -> Iterator[Problem]:
    """Script, frames, event handlers and script addresses that the source does not have."""
    if message.state not in SHIPPED or message.plural is not None:
        return
    if ("<" not in message.target and "](" not in message.target) or not _SUSPECT.search(message.target):
        return
    spans = scan(message.source)
    known = {span.value for span in spans}
    names = {name for span in spans if (name := _unsafe_name(span))}
    for span in scan(message.target):
        if span.value not in known and (_unsafe_name(span) not in {"", *names} or _runs_script(span)):
            shown = message.target[span.start : span.end][:80]
            text = f"the translation adds {shown}, which could run a script in the reader's browser"
            yield Problem(text, "take it out; only the author may add code", span=(span.start, span.end))


def _compared(message: Message) -> bool:
    return message.state in SHIPPED and message.plural is None and message.target != message.source


def _open(text: str, start: int, end: int, opened: list[tuple[bool, int]]) -> None:
    """Follow the brackets of `text[start:end]`."""
    for found in _BRACKET.finditer(text, start, end):
        if found[0] != "]":
            opened.append((found[0] == "![", found.end()))
        elif opened:
            opened.pop()


def _images(text: str) -> Iterator[tuple[str, str]]:
    """Each image's address, or its tag without what readers see, with its alternative text."""
    spans = scan(text)
    yield from ((link.url, text[link.start : link.end]) for link in links(text, spans) if link.is_image)
    for span in spans:
        if span.kind == "tag" and span.value[:4].lower() == "<img":
            found = html.alternative(text[span.start : span.end])
            yield span.value, text[span.start + found[0] : span.start + found[1]] if found else ""


def _worded(text: str) -> Iterator[tuple[Link, str]]:
    """Each link with its text, or "" where that is blank or only the address. An image is text."""
    for link in links(text, scan(text)):
        inner = text[link.start : link.end]
        shown = _MARKS.sub("", inner).strip()
        yield link, "" if blank(shown) or shown.strip("<>") in (link.url, f"<{link.url}>") else inner


def _unsafe_name(span: Span) -> str:
    """The name of a tag that brings code, forms or other pages along, or ""."""
    found = _UNSAFE_TAG.match(span.value) if span.kind == "tag" else None
    return found[1].lower() if found else ""


def _runs_script(span: Span) -> bool:
    if span.kind == "tag":
        text = unescape(span.value)
        return bool(_HANDLER.search(text) or _SCHEME.search(_UNSEEN.sub("", text)))
    return span.kind in ("link", "url") and bool(_SCHEME.match(_UNSEEN.sub("", unescape(span.value).strip("<>"))))


ROWS = (
    Check(
        "image-text",
        Severity.WARNING,
        "An image has no alternative text where the source's has",
        "Readers who cannot see the image miss what it says.",
        "Describe the image in the language of the translation.",
        image_text,
    ),
    Check(
        "link-text",
        Severity.WARNING,
        "A link's text is empty, or only its address, where the source's is words",
        "Readers cannot see where the link leads, or that there is one.",
        "Say in words where the link leads.",
        link_text,
    ),
    Check(
        "unsafe-html",
        Severity.ERROR,
        "The translation adds HTML or an address that could run a script",
        "A pack opens in readers' browsers; no translation may bring code along.",
        "Take it out; only the author may add code.",
        unsafe_html,
    ),
)
