"""Templates: what a course's documents become for translators."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ccb_l10n.catalog import po
from ccb_l10n.catalog.template import collect
from ccb_l10n.model import Catalog, Document, Segment

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def segment(source: str, kind: str = "paragraph", **more: object) -> Segment:
    return replace(Segment(kind, source, 0, 0, 1), **more)


def template(*documents: Document, created: str = "2026-01-01 00:00+0000", title: str = "Course") -> Catalog:
    return collect(documents, "course", title=title, version="1.2", source_language="en", created=created)


COURSE = (
    Document("b.md", "", (segment("Title", "heading 1"), segment("Same", heading=("Title",)))),
    Document(
        "a folder/a.md",
        "",
        (
            segment("Same", "table cell", notes=("Keep it short.", "Two\nlines")),
            segment("Same", context="menu"),
            segment("Deep", heading=("Module\n 1", "Part  two")),
            segment(""),
            segment("Same", "list item", notes=("Keep it short.",)),
        ),
    ),
)

EXPECTED = """\
msgid ""
msgstr ""
"Project-Id-Version: Course 1.2\\n"
"Report-Msgid-Bugs-To: \\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"Language: \\n"
"X-Source-Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Generator: ccb-l10n\\n"

#. heading 1
#: b.md
msgid "Title"
msgstr ""

#. paragraph · Title
#. Keep it short.
#. Two
#. lines
#: b.md \u2068a folder/a.md\u2069
msgid "Same"
msgstr ""

#. paragraph
#: \u2068a folder/a.md\u2069
msgctxt "menu"
msgid "Same"
msgstr ""

#. paragraph · Module 1 > Part two
#: \u2068a folder/a.md\u2069
msgid "Deep"
msgstr ""
"""


def test_a_course_becomes_its_distinct_messages_in_order() -> None:
    assert po.render(template(*COURSE)) == EXPECTED


def test_a_template_reads_as_it_was_made() -> None:
    made = template(*COURSE)
    read = po.parse(po.render(made).encode(), "course.pot")
    assert (read, read.locale) == (made, None)


def test_documents_are_taken_one_by_one() -> None:
    taken: list[str] = []

    def documents() -> Iterator[Document]:
        for document in COURSE:
            taken.append(document.path)
            yield document

    collect(documents(), "course", title="", version="", source_language="pt-BR", created="")
    assert taken == ["b.md", "a folder/a.md"]


def test_names_come_from_the_course_where_it_has_no_title() -> None:
    made = collect([], "course", title="", version="", source_language="pt-BR", created="")
    assert made.header["Project-Id-Version"] == "course"
    assert made.header["X-Source-Language"] == "pt_BR"
    assert made.messages == ()
