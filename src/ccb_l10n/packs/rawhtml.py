"""The raw HTML of a course, made safe for a page that learners open without a network.

Elements and attributes that are known to be harmless stay, everything else goes: scripts, frames, forms, event
handlers, styles, and whatever would load from the internet, in whose place stands a link. A list of what may stay was
written in `harmless` rather than a sanitising library taken, because those clean whole documents, while an author's
`<details>` opens in one block, holds Markdown, and closes some blocks later: the open elements must be remembered
across fragments, and may not close what Markdown opened.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from ccb_l10n.markdown.html import PHRASING
from ccb_l10n.markdown.segments import line_starts
from ccb_l10n.packs import attributes as attribute_lists
from ccb_l10n.packs import harmless
from ccb_l10n.packs.links import Links
from ccb_l10n.packs.typography import text_html

DEEPEST = 100  # elements inside elements; the tags of deeper ones are dropped
_LOADED = frozenset(["src", "poster"])
_ALIGNED = {"left": "start", "right": "end", "center": "center", "justify": "start"}
_REPLACED = frozenset(["iframe", "embed", "frame", "object"])  # a link to what they show stands for them
_SILENT = frozenset(["script", "style", "iframe", "template", "textarea", "select", "title", "noembed", "noframes"])
_PIXELS = re.compile(r"\+?([0-9]{1,5})(?:\.[0-9]*)?(?:px)?")  # HTML takes no unit here
_REFERENCES = frozenset(["name", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"])
_OWN_URL = re.compile(r"url\(#(?=(?:own-)*ccb-)")
OURS = "\x02"  # before a class that the pack gives raw HTML; no text of a course keeps this character
_DECLARATION = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>|<[!?][^>]*>?", re.DOTALL)
_END = re.compile(r"</([A-Za-z]+)(?=[\s/>])")
_CLOSED_BY = {  # opening one of these ends an open one of those (HTML, optional tags and what may not nest)
    "a": {"a"},
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tbody": {"tr", "td", "th", "thead", "tbody"},
    "tfoot": {"tr", "td", "th", "thead", "tbody"},
}
_FENCES = frozenset(["table", "ul", "ol", "dl", "div", "details", "section", "blockquote", "figure"])


class Raw:
    """The raw elements that are open on a page.

    `outside(text)` names something on the internet. The elements of Markdown call
    `enter` and `leave` around their contents, so that elements never overlap.
    """

    __slots__ = ("_anchor_at", "_bases", "_link_at", "_links", "_open", "_outside", "_rtl")

    def __init__(self, links: Links, outside: Callable[[str], str]) -> None:
        self._links, self._outside = links, outside
        self._rtl = False
        self._open: list[str] = []
        self._bases = [0]
        self._anchor_at = -1  # where the last place to link to was opened
        self._link_at = 0  # how many of Markdown's elements are open with the outermost link of theirs, 0 without one

    @property
    def in_link(self) -> bool:
        """Whether what comes next stands in a link, Markdown's or a raw one."""
        return bool(self._link_at) or "a" in self._open

    @property
    def _base(self) -> int:
        """How many elements were open where the innermost of Markdown's elements began."""
        return self._bases[-1]

    def enter(self, *, link: bool = False) -> None:
        """Begin an element of Markdown's."""
        self._bases.append(len(self._open))
        if link:
            self._link_at = len(self._bases)

    def leave(self) -> str:
        """End the element begun last: the tags that close what was left open in it."""
        if len(self._bases) == self._link_at:
            self._link_at = 0
        return self._close_to(self._bases.pop())

    def end_paragraph(self) -> str:
        """The tag that ends a raw paragraph, which no block can stand in."""
        return self._close_to(len(self._open) - 1) if self._open[self._base :][-1:] == ["p"] else ""

    def end_anchor(self) -> str:
        """The tags that end a raw place to link to, which authors leave open: a link may begin."""
        at = self._anchor_at
        return self._close_to(at) if self._base <= at < len(self._open) and self._open[at] == "a" else ""

    def clean(self, fragment: str, rtl: bool, phrasing: bool = False, marked: bool = False) -> str:
        """A fragment's harmless part; `rtl` is the direction of the text that it stands in.

        With `phrasing`, only elements that may stand inside a paragraph. `marked` says that the pack put marks into it,
        with OURS before their classes.
        """
        self._rtl = rtl
        fragment = fragment if marked else fragment.replace(OURS, "")
        reader = _Reader(self, _DECLARATION.sub("", fragment), phrasing)
        return "".join(reader.out)

    def hides(self, name: str) -> bool:
        """Whether the contents of such an element, such as a script, are not shown here."""
        return name in _SILENT and not (name == "title" and self._drawing)

    def text(self, text: str) -> str:
        return text_html(text, self._rtl)

    def opened(self, name: str, given: list[tuple[str, str | None]], phrasing: bool) -> str:
        """What stands for a start tag."""
        values = {key: value or "" for key, value in given}
        known = harmless.RENAMED.get(name, name)
        if len(self._open) >= DEEPEST:
            return ""
        drawn = known in harmless.DRAWING and (known == "svg" or self._drawing)
        if name in _REPLACED:
            return self._elsewhere(values.get("src") or values.get("data") or "", values.get("title", ""))
        if not drawn and (known not in PHRASING if phrasing else known not in PHRASING | harmless.BLOCKS):
            return ""
        if known == "img" and self._links.src(values.get("src", "")) is None:
            return self._elsewhere(values.get("src", ""), values.get("alt", ""))
        ended = self._implied(known)
        if known == "a" and self.in_link:
            return ended
        kept = self._owned(_drawing(values)) if drawn else self._attributes(known, values)
        shown = harmless.DRAWING[known] if drawn else known
        if known in harmless.VOID:
            return f"{ended}<{shown}{attribute_lists.html(kept)} />"
        if shown == "a" and "href" not in kept:
            self._anchor_at = len(self._open)
        self._open.append(shown)
        return f"{ended}<{shown}{attribute_lists.html(kept)}>"

    def closed(self, name: str) -> str:
        """What stands for an end tag: it closes what is open in it, too, and nothing when it was not open."""
        known = harmless.RENAMED.get(name, name)
        known = harmless.DRAWING.get(known, known) if self._drawing else known
        for at in range(len(self._open) - 1, self._base - 1, -1):
            if self._open[at] == known:
                return self._close_to(at)
        return ""

    @property
    def _drawing(self) -> bool:
        return "svg" in self._open[self._base :]

    def _close_to(self, depth: int) -> str:
        tags = "".join(f"</{name}>" for name in reversed(self._open[depth:]))
        del self._open[depth:]
        return tags

    def _implied(self, name: str) -> str:
        ends = _CLOSED_BY.get(name, set()) | ({"p"} if name in harmless.BLOCKS else set())
        depth = len(self._open)
        for at in range(len(self._open) - 1, self._base - 1, -1):
            if self._open[at] in ends:
                depth = at
            elif self._open[at] in _FENCES:
                break
        return self._close_to(depth)

    def _attributes(self, name: str, values: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for key, value in values.items():
            if key in _LOADED and key in harmless.OWN.get(name, ()):
                place = self._links.src(value)
            elif key == "href" and name == "a":
                place = self._links.href(value)
            elif key == "align" and value.lower() in _ALIGNED:
                kept["class"] = " ".join(filter(None, (kept.get("class"), _ALIGNED[value.lower()])))
                continue
            elif key in ("width", "height") and key in harmless.OWN.get(name, ()):
                number = _PIXELS.fullmatch(value.strip().lower())
                place = number[1] if number else None
            elif key in harmless.GLOBAL or key in harmless.OWN.get(name, ()) or key.startswith("aria-"):
                place = value
            else:
                continue
            if place is not None and re.fullmatch(r"[a-z-]+", key):
                kept[key] = place
        if name == "img":
            kept.setdefault("alt", "")
        return self._owned(kept)

    def _owned(self, kept: dict[str, str]) -> dict[str, str]:
        """Attributes with no id and no class of the pack's own, but for the classes that the pack put there itself."""
        classes = kept.get("class", "").split()
        found = attribute_lists.owned(kept)
        own = [each.removeprefix(OURS) for each in classes if each.startswith(OURS)]
        if own:
            given = [each for each in found.get("class", "").split() if not each.startswith(OURS)]
            found["class"] = " ".join((*own, *given))
        for key in _REFERENCES & found.keys():
            found[key] = " ".join(map(attribute_lists.anchor, found[key].split()))
        return found

    def _elsewhere(self, url: str, text: str) -> str:
        href = self._links.href(url) if url else None
        if not href:
            return ""
        if self.in_link:
            return self.text(text.strip())
        shown = self.text(self._outside(text.strip() or href))
        return f"<a{attribute_lists.html({'class': 'outside', 'href': href})}>{shown}</a>"


class _Reader(HTMLParser):
    """Feeds the tags of one fragment to a `Raw`.

    An element that hides its contents must end in the fragment; a tag such as `<title>` without an end is text.
    """

    def __init__(self, raw: Raw, fragment: str, phrasing: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.raw, self.phrasing = raw, phrasing
        self.out: list[str] = []
        self.hidden = ""
        self._rows = line_starts(fragment)
        self._ends = {match[1].lower(): match.start() for match in _END.finditer(fragment)}
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden:
            return
        hides = self.raw.hides(tag)
        self.out.append(self.raw.opened(tag, attrs, self.phrasing))
        if hides and self._ends_after_here(tag):
            self.hidden = tag
        elif hides and not self.out[-1]:
            self.out[-1] = self.raw.text(self.get_starttag_text() or "")

    def _ends_after_here(self, tag: str) -> bool:
        line, column = self.getpos()
        return self._ends.get(tag, -1) > self._rows[line - 1] + column

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in harmless.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self.hidden = "" if tag == self.hidden else self.hidden
        else:
            self.out.append(self.raw.closed(tag))

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(self.raw.text(data))


def _drawing(values: dict[str, str]) -> dict[str, str]:
    kept = {}
    for key, value in values.items():
        if key in harmless.GLOBAL or key.startswith("aria-"):
            kept[key] = value
        elif key in harmless.DRAWING_ATTRIBUTES and not re.search(r"\\|url\((?!#)", value):
            kept[harmless.DRAWING_ATTRIBUTES[key]] = _OWN_URL.sub(r"url(#own-", value)
    return kept
