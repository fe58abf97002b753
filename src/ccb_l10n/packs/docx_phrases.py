"""The lines of a paragraph, collected piece by piece: spaces as HTML counts them, links around their runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from ccb_l10n.packs.docx_words import LRM, RLM, Look, isolates, runs, strong

_SPACE = re.compile(r"[ \t\r\n\f]+")  # as HTML collapses it; a no-break space stays
_Piece = tuple[str, str, Look | None]  # start tag of the link around it or "", text or XML, look or None for XML


class Paragraph:
    """The content of a paragraph; `rtl` says in which direction it runs."""

    def __init__(self, rtl: bool) -> None:
        self._rtl = rtl
        self._pieces: list[_Piece] = []
        self._spaced = True
        self._full = False

    def __bool__(self) -> bool:
        return self._full

    def text(self, text: str, look: Look, link: str = "", *, kept: bool = False) -> None:
        """Add text; without `kept`, its white space is one space, and none where one stands before it."""
        for part, apart in isolates(text) if "\u2068" in text else ((text, False),):
            turned = strong(part) if apart else None
            if turned is None or turned == look.rtl:
                self._add(part, look, link, kept)
                continue
            inner = Look(look.main, look.lang, turned, style=look.style)
            self.isolate(look, inner, link)
            self._add(part, inner, link, kept)
            self.isolate(inner, look, link)

    def _add(self, text: str, look: Look, link: str, kept: bool) -> None:
        if not kept:
            text = _SPACE.sub(" ", text)
            text = text[1:] if self._spaced and text[:1] == " " else text
        if not text:
            return
        self._spaced = text[-1] == " " and not kept
        self._full = self._full or kept or bool(text.strip(" "))
        self._pieces.append((link, text, look))

    def xml(self, xml: str, link: str = "", *, ends: bool = False) -> None:
        """Add a run as it is; `ends` says that a line ends with it."""
        if ends:
            self.trim()
        self._pieces.append((link, xml, None))
        self._spaced, self._full = ends, self._full or not ends

    def mark(self, xml: str) -> None:
        """Add what takes no room."""
        if xml:
            self._pieces.append(("", xml, None))

    def isolate(self, outer: Look, inner: Look, link: str) -> None:
        """Add what keeps the text of another direction to itself: a mark of each look's, where they meet.

        A space between them goes with the one that runs as the paragraph does.
        """
        after = ""
        if outer.rtl != self._rtl and self._spaced and self._pieces and self._pieces[-1][1].endswith(" "):
            self.trim()
            after = " "
        for look in (outer, inner):
            plain = Look(look.main, look.lang, look.rtl)
            self._pieces.append((link, (RLM if look.rtl else LRM) + after * (look is inner), plain))

    def trim(self) -> None:
        """Take the space from the end."""
        if self._pieces and self._spaced:
            link, text, look = self._pieces[-1]
            if look is not None:
                self._pieces[-1] = (link, text.rstrip(" "), look)

    def written(self) -> str:
        """The runs."""
        self.trim()
        parts = []
        for link, group in groupby(self._pieces, key=lambda piece: piece[0]):
            pieces = [*group]
            if not link:
                parts.append(_written(pieces))
                continue
            words = [at for at, piece in enumerate(pieces) if piece[1] not in (LRM, RLM)]
            first, last = (words[0], words[-1] + 1) if words else (0, 0)  # marks at its ends would be underlined
            parts.append(_written(pieces[:first]))
            parts.append(f"{link}{_written(pieces[first:last])}</w:hyperlink>" if words else "")
            parts.append(_written(pieces[last:]))
        return "".join(parts)


def _written(pieces: Iterable[_Piece]) -> str:
    """Pieces as runs; neighbours that look alike are one."""
    found = []
    for look, same in groupby(pieces, key=lambda piece: piece[2]):
        text = "".join(piece[1] for piece in same)
        found.append(text if look is None else runs(text, look))
    return "".join(found)
