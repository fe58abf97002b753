"""A page as a strict reader sees it: every tag is closed in order."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "br", "input"}
Tag = tuple[str, dict[str, str | None]]


class StrictPage(HTMLParser):
    """`tags` are the page's in order; `texts` are (tag, language, direction, text), the two as they are inherited."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._open: list[Tag] = []
        self.tags: list[Tag] = []
        self.texts: list[tuple[str, str, str, str]] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open += [] if tag in _VOID else [self.tags[-1]]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self._open and data.strip():
            self.texts.append((self._open[-1][0], self._inherited("lang"), self._inherited("dir"), data.strip()))

    def _inherited(self, name: str) -> str:
        return next((each[name] or "" for _, each in reversed(self._open) if name in each), "")

    def of(self, text: str) -> set[tuple[str, str]]:
        """The languages and directions in which a text stands."""
        return {(lang, direction) for _, lang, direction, said in self.texts if text in said}
