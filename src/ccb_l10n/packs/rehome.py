"""A page's HTML in a place of its own choosing: its addresses and ids rewritten."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote

_ATTRIBUTE = re.compile(
    r'(?<=[ "])(?P<name>href|src|poster|id|for|name|headers|aria-labelledby|aria-describedby|aria-controls)'
    r'="(?P<value>[^"]*)"'
)
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ADDRESSES = frozenset(["href", "src", "poster"])
_OUTSIDE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def rehome(html: str, *, href: Callable[[str, str], str], id: Callable[[str], str] | None = None) -> str:
    """HTML as the writer made it, with `href(address, attribute)` in place of every address inside the pack,
    and `id(name)` in place of every id and of every reference to one.

    Addresses on the internet are not asked about. Attribute values hold no `<`, `>` or `"`: the writer escapes them.
    """

    def attribute(match: re.Match[str]) -> str:
        name, value = match["name"], unescape(match["value"])
        if name in _ADDRESSES:
            changed = value if _OUTSIDE.match(value) else href(value, name)
        elif id:
            changed = " ".join(map(id, value.split()))
        else:
            return match[0]
        return f'{name}="{escape(changed)}"'

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html)


def target(page: str, address: str) -> tuple[str, str]:
    """Where an address on a page leads: (place relative to the pack's root, fragment without its `#`)."""
    path, _, fragment = address.partition("#")
    path = unquote(path.partition("?")[0])
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return place, unquote(fragment)
