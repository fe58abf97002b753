"""Localised pictures by name: `figure.fr.svg` stands in for `figure.svg` in French packs."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from functools import cache

from ccb_l10n import locales
from ccb_l10n.errors import CcbError

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def chosen(files: Iterable[str], lang: str, beside: Collection[str] = ()) -> dict[str, str]:
    """What stands where in a pack of `lang` (BCP 47): place -> file, sorted by place.

    A picture `NAME.LANG.EXT` beside `NAME.EXT` is a variant of it: in packs of its language, and of those that fall
    back to it, it stands in the place of NAME.EXT, the nearest of several; packs of other languages leave it out.
    Every other file stands at its own place. `beside` are files outside of `files` that may be varied as well.

    A three-letter code is a variant only in packs that fall back to it: `figure.min.svg` need not be Minangkabau.
    """
    own = sorted(files)
    known = {*own, *beside}
    chain = locales.fallbacks(lang)
    places: dict[str, str] = {}
    nearest: dict[str, tuple[int, str]] = {}
    for name in own:
        base, tag = variant(name)
        if base not in known or not (tag in chain or len(tag.partition("-")[0]) == 2):
            places[name] = name
        elif tag in chain:
            nearest[base] = min((chain.index(tag), name), nearest.get(base, (len(chain), "")))
    places.update({base: name for base, (_, name) in nearest.items()})
    return dict(sorted(places.items()))


def variant(name: str) -> tuple[str, str]:
    """A picture's name without its language, and the language (BCP 47); ("", "") where the name has none."""
    stem, kind = posixpath.splitext(name)
    base, dot, code = stem.rpartition(".")
    if not dot or kind.lower() not in KINDS or not posixpath.basename(base):
        return "", ""
    tag = language(code)
    return (base + kind, tag) if tag else ("", "")


@cache
def language(code: str) -> str:
    """The tag that a part of a file's name spells, in either spelling, or "" where it is no language of CLDR's."""
    try:
        return locales.bcp47(code) if code[:1].islower() and locales.usual(code) else ""
    except CcbError:
        return ""
