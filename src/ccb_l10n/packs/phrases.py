"""The inline content of a block as HTML.

Two rules differ from CommonMark's, for the reader's sake. Emphasis marks may touch words of scripts that put no space
there, and punctuation beyond ASCII (`**注意：**不要`, `**هام:**لا`; CommonMark issue 650). And a line's end
between Chinese or Japanese characters is no space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from ccb_l10n.markdown.blocks import extend
from ccb_l10n.packs import attributes
from ccb_l10n.packs.interface import Interface
from ccb_l10n.packs.links import Links
from ccb_l10n.packs.rawhtml import Raw
from ccb_l10n.packs.terms import Noted
from ccb_l10n.packs.typography import is_cjk, joins_words, text_html

_LIST = re.compile(r"\{:?\s*(?:[#.][^{}\n]*|[\w-]+=[^{}\n]*)\}")
_PAIRS = {"em_open": "em", "strong_open": "strong", "s_open": "s", "link_open": "a"}
_PAIRS |= {name.replace("_open", "_close"): tag for name, tag in _PAIRS.items()}
OPEN, TRAINER = "", "trainer"  # text that everybody sees, and passages that only trainers see
_NAME = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*)")
_WEIGHED = frozenset(["text", "text_special", "code_inline", "math_inline", "math_inline_double"])


class _State(StateInline):
    """The stock state, with emphasis marks that open and close beside the words of any script."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 (theirs)
        found = super().scanDelims(start, canSplitWord)
        if not canSplitWord or (found.can_open and found.can_close):
            return found
        before = self.src[start - 1 : start] or " "
        after = self.src[start + found.length : start + found.length + 1] or " "
        if before.isspace() or after.isspace():
            return found
        return Scanned(
            found.can_open or _beside(before, after), found.can_close or _beside(after, before), found.length
        )


def _beside(outer: str, inner: str) -> bool:
    """Whether marks between a word and a punctuation mark belong to the mark's side all the same."""
    return (outer.isalnum() and joins_words(outer)) or not inner.isascii()


def _attributes_rule(state: StateInline, silent: bool) -> bool:
    """An attribute list right after a link, an image, code or emphasis."""
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    match = _LIST.match(state.src, state.pos)
    last = state.tokens[-1]
    if not match or last.type not in ("image", "link_close", "code_inline"):
        return False
    target = last
    if last.type == "link_close":
        target = next(each for each in reversed(state.tokens) if each.type == "link_open")
    target.meta = {**target.meta, "attributes": attributes.read(match[0])}
    state.pos = match.end()
    return True


class _Inline(ParserInline):
    """The stock parser on that state, for what stands inside footnotes and images as well."""

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark")
    inline = _Inline()
    inline.ruler, inline.ruler2 = md.inline.ruler, md.inline.ruler2
    md.inline = inline
    extend(md)
    md.inline.ruler.push("attributes", _attributes_rule)
    return md


def parse(content: str, env: dict[str, Any]) -> list[Token]:
    """The inline tokens of a block's content. Footnotes that it refers to are numbered in `env`."""
    if content.isalnum():
        token = Token("text", "", 0)
        token.content = content
        return [token]
    md = _parser()
    return md.inline.parse(content, md, env, [])


def plain(tokens: Sequence[Token]) -> str:
    """What the tokens say, without markup."""
    parts = []
    for token in tokens:
        if token.type in _WEIGHED:
            parts.append(token.content)
        elif token.type == "image":
            parts.append(plain(token.children or ()))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts)


@dataclass(slots=True)
class Phrases:
    """Writes the inline content of one page. `slug` begins every id that is not the author's own."""

    links: Links
    words: Interface
    raw: Raw
    slug: str
    env: dict[str, Any] = field(default_factory=dict)
    noted: Noted | None = None  # the terms of the page
    place: str = OPEN  # what is being written: OPEN, TRAINER, or the name of a quiz's answer or of a note
    referred: dict[int, list[tuple[str, str]]] = field(default_factory=dict)  # a note's number -> (id, place) of each

    def html(self, content: str, rtl: bool, terms_in: str = "") -> str:
        """Inline Markdown as HTML; `rtl` is the direction of the text that it stands in, `terms_in` its language
        (BCP 47) where the glossary's terms are to be noted."""
        return self.tokens(parse(content, self.env), rtl, terms_in)

    def tokens(self, tokens: Sequence[Token], rtl: bool, terms_in: str = "") -> str:
        """Inline tokens as HTML. The contents of raw elements that hide theirs are passed over."""
        ends = _tag_ends(tokens)
        parts = []
        at = 0
        self.raw.enter()
        while at < len(tokens):
            if at in ends and self.raw.hides(_tag(tokens[at])):
                start, at = at, ends[at]
                parts.append(self.raw.clean(tokens[start].content + tokens[at].content, rtl, phrasing=True))
            elif self.noted and terms_in and not self.raw.in_link and tokens[at].type == "text":
                parts.append(self.noted.html(tokens[at].content, terms_in, rtl))
            else:
                parts.append(self._token(tokens, at, rtl))
            at += 1
        return "".join(parts) + self.raw.leave()

    def _token(self, tokens: Sequence[Token], at: int, rtl: bool) -> str:
        token = tokens[at]
        kind = token.type
        if kind in ("text", "text_special"):
            return text_html(token.content, rtl)
        if kind in _PAIRS:
            return self._pair(token)
        if kind == "softbreak":
            return "" if _between_cjk(tokens, at) else "\n"
        if kind == "hardbreak":
            return "<br />\n"
        if kind == "code_inline":
            return f"<code{self._given(token, rtl)}>{escape(token.content, quote=False)}</code>"
        if kind.startswith("math_inline"):
            return f'<code class="math"{_ltr(rtl)}>{escape(token.content.strip(), quote=False)}</code>'
        if kind == "image":
            return self._image(token, rtl)
        if kind == "html_inline":
            return self.raw.clean(token.content, rtl, phrasing=True)
        return self._footnote(token) if kind == "footnote_ref" else text_html(token.content, rtl)

    def _pair(self, token: Token) -> str:
        tag = _PAIRS[token.type]
        if token.nesting < 0:
            html = self.raw.leave()
            return html if tag == "a" and self.raw.in_link else f"{html}</{tag}>"
        ended = self.raw.end_anchor() if tag == "a" else ""
        outer = self.raw.in_link
        self.raw.enter(link=tag == "a" and not outer)
        if tag != "a":
            return f"<{tag}>"
        if outer:
            return ended  # no link in a link
        given: dict[str, str] = {}
        href = self.links.href(str(token.attrs.get("href", "")))
        if href is not None:
            given["href"] = href
        if token.attrs.get("title"):
            given["title"] = str(token.attrs["title"])
        if token.markup == "autolink":
            given["class"] = "address"  # it shows where it leads
        return f"{ended}<a{attributes.html(attributes.joined(given, _own(token)))}>"

    def _given(self, token: Token, rtl: bool) -> str:
        return attributes.html(attributes.joined(_own(token), {"dir": "ltr"} if rtl else {}))

    def _image(self, token: Token, rtl: bool) -> str:
        source = str(token.attrs.get("src", ""))
        alt = plain(token.children or ())
        src = self.links.src(source)
        if src is None:
            href = self.links.href(source)
            shown = text_html(self.words("On the internet: {text}", text=alt or source), rtl)
            link = f'<a class="outside" href="{escape(href or "")}">{shown}</a>'
            return link if href and not self.raw.in_link else text_html(alt, rtl)
        given = {"src": src, "alt": alt}
        if token.attrs.get("title"):
            given["title"] = str(token.attrs["title"])
        return f"<img{attributes.html(attributes.joined(given, _own(token)))} />"

    def _footnote(self, token: Token) -> str:
        number = token.meta["id"] + 1
        again = f"-{token.meta['subId'] + 1}" if token.meta.get("subId") else ""
        name = f"{self.slug}-ref-{number}{again}"
        self.referred.setdefault(number, []).append((name, self.place))
        given = {
            "id": name,
            "href": f"#{self.slug}-note-{number}",
            "role": "doc-noteref",
            "aria-label": self.words("Footnote {number}", number=number),
        }
        if self.raw.in_link:
            return f'<sup class="note-ref" id="{escape(name)}">{number}</sup>'
        return f'<sup class="note-ref"><a{attributes.html(given)}>{number}</a></sup>'


def _own(token: Token) -> dict[str, str]:
    """The attributes that the course gave a piece of text, as they stand in the pack."""
    return attributes.owned(token.meta.get("attributes", {}))


def _ltr(rtl: bool) -> str:
    return ' dir="ltr"' if rtl else ""


def _tag(token: Token) -> str:
    """The name in a raw tag, `/name` in an end tag; empty for other tokens."""
    match = _NAME.match(token.content) if token.type == "html_inline" else None
    return match[1].lower() if match else ""


def _tag_ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Where the end tag of a raw start tag stands, by index, for those ended inside their own Markdown element."""
    found: dict[int, int] = {}
    if not any(token.type == "html_inline" for token in tokens):
        return found
    levels: list[dict[str, int]] = [{}]
    for at in range(len(tokens) - 1, -1, -1):
        if tokens[at].nesting < 0:
            levels.append({})
        elif tokens[at].nesting > 0:
            levels.pop()
        elif (name := _tag(tokens[at])).startswith("/"):
            levels[-1][name[1:]] = at
        elif name in levels[-1]:
            found[at] = levels[-1][name]
    return found


def _between_cjk(tokens: Sequence[Token], at: int) -> bool:
    before = plain(tokens[max(0, at - 1) : at])[-1:]
    after = plain(tokens[at + 1 : at + 2])[:1]
    return bool(before and after) and is_cjk(before) and is_cjk(after)
