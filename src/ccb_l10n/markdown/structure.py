"""The shape of a document: its blocks without their translatable text, and what its inline content renders to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from markdown_it.token import Token

from ccb_l10n.markdown import html
from ccb_l10n.markdown.blocks import parser

_SPACES = re.compile(r"\s+")
_BLANK = re.compile(r"[ \t]")
_WRAPPERS = {"em_open": "em", "strong_open": "strong", "s_open": "s"}
_BRACKETS = re.compile(r"[\[\]]")
_DEEPEST, _MOST = 50, 1000
_LEAK = re.compile(r"\*+|_{2,}|~~")


def shape(tokens: Iterable[Token], env: Mapping[str, Any], with_html: bool) -> tuple[object, ...]:
    """The block tree as a flat tuple: equal for two documents whose blocks nest the same way.

    Containers' titles and, when `with_html`, the text inside HTML blocks are left out, since they are translated.
    """
    parts: list[object] = []
    for token in tokens:
        if token.type == "inline":
            parts.append("inline")
        elif token.type == "html_block":
            parts.append(html.outline(token.content) if with_html else token.content)
        elif token.type in ("div_marker", "indented_open"):
            name = _BLANK.split(token.info, maxsplit=1)[0].partition("[")[0]
            parts.append((token.type, token.markup, "" if name[:1] in "\"'" else name))
        else:
            details = token.content or token.info or token.attrs
            parts.append((token.type, token.tag, token.hidden, token.markup, str(details) if details else ""))
    parts.append(sorted((label, each["href"]) for label, each in env.get("references", {}).items()))
    return tuple(parts)


def too_tangled(source: str) -> bool:
    """Whether brackets nest so deeply, or are so many, that reading them would take the parser too long."""
    if source.count("[") <= _DEEPEST:
        return False
    depth = deepest = 0
    for bracket in _BRACKETS.findall(source):
        depth += 1 if bracket == "[" else -1 if depth else 0
        deepest = max(deepest, depth)
    return deepest > _DEEPEST or source.count("[") > _MOST


class Inline:
    """What a message renders to, for holding a target against its source: `kept` must be equal, `wrapped` may differ.

    `kept` counts links, images, code, HTML, footnote references and math; `wrapped` emphasis; `leaks` the runs of
    emphasis marks that stay in the visible text.
    """

    __slots__ = ("kept", "leaks", "wrapped")

    def __init__(self, source: str, env: Mapping[str, Any]) -> None:
        self.kept: Counter[tuple[str, str]] = Counter()
        self.wrapped: Counter[str] = Counter()
        self.leaks = 0
        tokens: list[Token] = []
        known = dict(env)
        parser().inline.parse(source.replace("\n", "\\\n"), parser(), known, tokens)
        self._read(tokens, known.get("footnotes", {}).get("list", {}))

    def _read(self, tokens: Iterable[Token], notes: Mapping[int, Mapping[str, Any]]) -> None:
        for token in tokens:
            kind = token.type
            if kind == "text":
                self.leaks += len(_LEAK.findall(token.content))
            elif kind in _WRAPPERS:
                self.wrapped[_WRAPPERS[kind]] += 1
            elif kind == "link_open":
                self.kept[kind, str(token.attrs.get("href", ""))] += 1
            elif kind == "image":
                self.kept[kind, str(token.attrs.get("src", ""))] += 1
                self._read(token.children or (), notes)
            elif kind == "html_inline":
                self._tag(token.content)
            elif kind in ("code_inline", "math_inline", "math_inline_double"):
                self.kept[kind, _SPACES.sub(" ", token.content).strip()] += 1
            elif kind == "footnote_ref":
                self.kept[kind, str(token.meta.get("label", ""))] += 1
                if "label" not in token.meta:  # written in place: ^[note]
                    self._read(notes[token.meta["id"]]["tokens"], notes)

    def _tag(self, tag: str) -> None:
        """An inline tag; `<strong>` and its like count as the emphasis that they are."""
        name = tag.strip("</>").lower()
        if name in ("em", "strong", "s"):
            self.wrapped[name] += not tag.startswith("</")
        else:
            self.kept["html_inline", html.without_text(_SPACES.sub(" ", tag))] += 1
