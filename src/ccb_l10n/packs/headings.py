"""The ids of headings: the author's `{#id}`, else made from the source's own words, so that no translation breaks a
link into a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ccb_l10n.markdown import frontmatter
from ccb_l10n.markdown.blocks import block_tokens
from ccb_l10n.markdown.text import Normal
from ccb_l10n.packs import attributes, phrases

_DROPPED = re.compile(r"[^\w\- ]")


def slug(text: str) -> str:
    """The anchor that GitHub gives a heading."""
    return _DROPPED.sub("", text.strip().lower()).replace(" ", "-")


def ids(text: str) -> list[str]:
    """The ids of a file's headings, in order; a second `setup` becomes `setup-1`."""
    whole = Normal(text).text
    front = frontmatter.find(whole)
    tokens, env = block_tokens(whole[front.after :] if front else whole)
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    return list(_unique(_wanted(headings, env)))


def split(content: str) -> tuple[str, dict[str, str]]:
    """A heading's own content, and the attributes at its end."""
    match = attributes.TRAILING.search(content)
    return (content[: match.start()], attributes.read(match[1])) if match else (content, {})


def _wanted(headings: Sequence[str], env: dict[str, Any]) -> Iterator[str]:
    for content in headings:
        own, given = split(content)
        yield given.get("id") or slug(phrases.plain(phrases.parse(own, env))) or "section"


def _unique(wanted: Iterable[str]) -> Iterator[str]:
    taken: set[str] = set()
    counts: dict[str, int] = {}
    for each in wanted:
        name = each
        while name in taken:
            counts[each] = counts.get(each, 0) + 1
            name = f"{each}-{counts[each]}"
        taken.add(name)
        yield name
