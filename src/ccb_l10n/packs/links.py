"""Where a course's files stand in its pack, and what becomes of the links between them.

A pack sends no request: what would load from the internet by itself is refused here, what a reader may choose to
open stays a link.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from ccb_l10n.errors import CcbError
from ccb_l10n.packs import attributes

_NO_NAME = re.compile(r"(?:[^\w-]|-)+")
_SUFFIXES = (".md", ".markdown")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f\u200b\u2028\u2029\ufeff]+")
_OPENED = frozenset(["http", "https", "mailto", "tel", "sms", "ftp", "xmpp", "matrix"])
_PICTURE = re.compile(r"data:image/(?:png|gif|jpeg|webp|avif);base64,[A-Za-z0-9+/=]*\Z")


def outputs(paths: Iterable[str]) -> dict[str, str]:
    """Where each page goes: `a/b.md` to `a/b.html`; the root's `index.md`, or else its `README.md`, to `index.html`.

    Raises CcbError where two pages would share a place, in capitals or not: some file systems do not tell them apart.
    """
    found = {path: posixpath.splitext(path)[0] + ".html" for path in paths}
    _one_page_each(found)
    names = {place.casefold(): path for path, place in found.items()}
    home = names.get("index.html") or names.get("readme.html")
    if home:
        found[home] = "index.html"
    return found


def _one_page_each(places: Mapping[str, str]) -> None:
    taken: dict[str, str] = {}
    for path in sorted(places):
        other = taken.setdefault(places[path].casefold(), path)
        if other != path:
            shared = f"{other} and {path} would both be the page {places[path]}"
            raise CcbError(shared, hint="rename one of them, and the links to it")


def slugs(paths: Iterable[str]) -> dict[str, str]:
    """What begins the ids of each page: its path in letters, digits and single hyphens. Where two would be the same,
    in capitals or not, both end with a digest of their paths, so that they do not depend on the pages' order."""
    found = {path: _NO_NAME.sub("-", posixpath.splitext(path)[0]).strip("-") or "page" for path in paths}
    shared = Counter(each.casefold() for each in found.values())
    return {
        path: f"{each}-{hashlib.sha256(path.encode()).hexdigest()[:12]}" if shared[each.casefold()] > 1 else each
        for path, each in found.items()
    }


def relative(page: str, target: str) -> str:
    """The URL of a file as seen from a page, both relative to the pack's root."""
    return quote(posixpath.relpath(target, posixpath.dirname(page) or "."), safe="/~+@!$&'(),;=-._")


@dataclass(frozen=True, slots=True)
class Links:
    """The URLs of one page. `path` is its source, `places` where every page of the course goes."""

    path: str
    places: Mapping[str, str]

    def href(self, url: str) -> str | None:
        """The address that a link leads to in the pack, or None for one that must not be there."""
        url = _plain(url)
        scheme = _SCHEME.match(url)
        if scheme:
            return url if scheme[1].lower() in _OPENED else None
        if url.startswith("//"):
            return "https:" + url
        if url.startswith(("#", "?")) or not url:
            return _to_course(url)
        return self._inside(url)

    def src(self, url: str) -> str | None:
        """The address of a file that the page shows, or None for one outside of the pack."""
        url = _plain(url)
        if _SCHEME.match(url):
            return url if _PICTURE.match(url) else None
        return None if url.startswith("//") else self._inside(url)

    def _inside(self, url: str) -> str:
        cut = min((at for at in (url.find("#"), url.find("?")) if at >= 0), default=len(url))
        name, rest = url[:cut], url[cut:]
        folder = "" if name.startswith("/") else posixpath.dirname(self.path)
        wanted = posixpath.normpath(posixpath.join(folder, unquote(name).lstrip("/")))
        here = self.places.get(self.path) or self.path
        place = self._page(wanted)
        if place:
            return relative(here, place) + _to_course(rest)
        return relative(here, wanted) + rest if name.startswith("/") else url

    def _page(self, wanted: str) -> str | None:
        names = (wanted, *(wanted + each for each in _SUFFIXES))
        names += tuple(posixpath.normpath(posixpath.join(wanted, each)) for each in ("index.md", "README.md"))
        return next((self.places[name] for name in names if name in self.places), None)


def _to_course(rest: str) -> str:
    """The end of an address on a page: its fragment is an id of the course's, never one of the pack's own."""
    before, mark, fragment = rest.partition("#")
    return before + mark + attributes.anchor(unquote(fragment)) if attributes.is_own(unquote(fragment)) else rest


def _plain(url: str) -> str:
    """A URL as a browser reads it: no control characters at its ends or in its scheme, no backslashes before the
    query."""
    url = url.strip()
    head, mark, rest = url.partition("?") if "?" in url else (url, "", "")
    squeezed = _INVISIBLE.sub("", head)
    if _SCHEME.match(squeezed) or squeezed.startswith(("/", "\\")):
        head = squeezed
    return head.replace("\\", "/") + mark + rest
