"""Templates: the distinct messages of a course, in the order of its documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from ccb_l10n import locales
from ccb_l10n.catalog import header as headers
from ccb_l10n.model import Catalog, Document, Message, Segment

CREATED = "POT-Creation-Date"
SOURCE_LANGUAGE = "X-Source-Language"


class _Places:
    """Where the messages of a course stand: texts that many messages share are kept once."""

    def __init__(self) -> None:
        self.messages: dict[str | tuple[str, str], Message] = {}
        self.files: dict[str | tuple[str, str], dict[str, None]] = {}
        self.notes: dict[str | tuple[str, str], dict[str, None]] = {}
        self._references: tuple[str, ...] = ()
        self._extracted: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    def add(self, segment: Segment, path: str) -> None:
        key = segment.source if segment.context is None else (segment.context, segment.source)
        first = self.messages.get(key)
        if first is None:
            self.messages[key] = Message(
                segment.source,
                context=segment.context,
                extracted=self._described(segment),
                references=self._reference(path),
            )
            return
        if first.references[0] != path:
            self.files.setdefault(key, {first.references[0]: None})[path] = None
        if segment.notes:
            self.notes.setdefault(key, dict.fromkeys(first.extracted)).update(dict.fromkeys(_notes(segment)))

    def _reference(self, path: str) -> tuple[str, ...]:
        if self._references != (path,):
            self._references = (path,)
        return self._references

    def _described(self, segment: Segment) -> tuple[str, ...]:
        place = (segment.kind, segment.heading)
        found = self._extracted.get(place)
        if found is None:
            found = self._extracted[place] = (described(segment),)
        return found + _notes(segment) if segment.notes else found

    def all(self) -> tuple[Message, ...]:
        for key, files in self.files.items():
            self.messages[key] = replace(self.messages[key], references=tuple(files))
        for key, notes in self.notes.items():
            self.messages[key] = replace(self.messages[key], extracted=tuple(notes))
        return tuple(self.messages.values())


def collect(
    documents: Iterable[Document],
    course: str,
    *,
    title: str,
    version: str,
    source_language: str,
    created: str,
) -> Catalog:
    """The template of a course: one message for each context and source, in the order of first appearance.

    `references` are the distinct files, without lines; `extracted` is the kind and heading path of the first
    appearance, then the notes of all. `created` is the POT-Creation-Date ("YYYY-MM-DD HH:MM+ZZZZ"). The
    documents are taken one by one and not kept.
    """
    places = _Places()
    for document in documents:
        for segment in document.segments:
            if segment.source:  # an empty msgid is the header's
                places.add(segment, document.path)
    header = {
        "Project-Id-Version": f"{title or course} {version}".strip(),
        "Report-Msgid-Bugs-To": "",
        CREATED: created,
        "Language": "",  # the target language, which a template has none of
        SOURCE_LANGUAGE: locales.gettext(source_language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": headers.GENERATOR,
    }
    return Catalog(places.all(), MappingProxyType(header))


def described(segment: Segment) -> str:
    """One line for translators: `list item · Module 1 > Reporting`."""
    path = " > ".join(" ".join(title.split()) for title in segment.heading)
    return f"{segment.kind} · {path}" if path else segment.kind


def _notes(segment: Segment) -> tuple[str, ...]:
    return tuple(line.strip() for note in segment.notes for line in note.splitlines() if line.strip())
