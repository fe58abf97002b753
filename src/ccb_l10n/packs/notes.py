"""The footnotes of a page: collected at its end, with ways back.

Not every reader sees all of a page: a note goes with what refers to it. One that only passages for trainers and
answers to quizzes refer to is for trainers as well, and goes along with each such answer; the others keep their
numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from ccb_l10n.packs import quiz, slots
from ccb_l10n.packs.phrases import OPEN

if TYPE_CHECKING:
    from ccb_l10n.packs.writer import Writer


@dataclass(frozen=True, slots=True)
class _Note:
    """A note's HTML without the ways back."""

    id: str
    number: int
    html: str


def write(writer: Writer) -> str:
    """The notes that the page refers to, in the order of the first references; notes may refer to others.

    Those that only a quiz's answer has are put into the quiz, too.
    """
    listed = writer.text.env.get("footnotes", {}).get("list", {})
    notes = []
    for number in itertools.count(1):  # a note may add to the list
        note = listed.get(number - 1)
        if note is None:
            break
        with writer.at(_name(number)):
            notes.append(_Note(f"{writer.text.slug}-note-{number}", number, _text(writer, note)))
    seen = _seen(writer.text.referred)
    notes = [note for note in notes if seen.get(note.number)]
    shown = [note for note in notes if OPEN in seen[note.number]]
    if not notes:
        return ""
    _answer(writer, [note for note in notes if OPEN not in seen[note.number]], seen)
    items = []
    gap = False
    for note in notes:
        gap = gap or OPEN not in seen[note.number]
        value = f' value="{note.number}"' if gap else ""  # its place in the list, where some before it are left out
        item = f'<li id="{note.id}"{value}>{_with_ways_back(writer, note, seen)}</li>\n'
        items.append(item if OPEN in seen[note.number] else slots.trainer(item))
    return _section(writer, "".join(items), bool(shown))


def _section(writer: Writer, items: str, shown: bool) -> str:
    slug = f"ccb-{writer.text.slug}-notes"
    html = (
        f'<section class="footnotes" role="doc-endnotes" aria-labelledby="{slug}">\n'
        f'<h2 id="{slug}">{writer.said("Footnotes")}</h2>\n<ol>\n{items}</ol>\n</section>\n'
    )
    return html if shown else slots.trainer(html)


def _answer(writer: Writer, notes: Iterable[_Note], seen: Mapping[int, frozenset[str]]) -> None:
    """Give every quiz the notes that its answer has."""
    for at, each in enumerate(writer.quizzes):
        place = quiz.answer_to(each.number)
        own = {note.id: _with_ways_back(writer, note, seen, place) for note in notes if place in seen[note.number]}
        writer.quizzes[at] = replace(each, notes=own)


def _name(number: int) -> str:
    """The name of a note as a place that refers to others."""
    return f"note {number}"


def _seen(referred: Mapping[int, Iterable[tuple[str, str]]]) -> dict[int, frozenset[str]]:
    """Where each note is seen: the places that refer to it, and those of the notes that do."""
    found = {number: frozenset(place for _, place in each) for number, each in referred.items()}
    names = {_name(number): number for number in found}
    own = {number: frozenset(each for each in places if each not in names) for number, places in found.items()}
    changed = True
    while changed:
        changed = False
        for number in sorted(found):  # a note is mostly referred to from before it
            more = own[number].union(*(own[names[each]] for each in found[number] if each in names))
            changed = changed or more != own[number]
            own[number] = more
    return own


def _text(writer: Writer, note: Mapping[str, Any]) -> str:
    """A note as the parser keeps it: with the tokens of an inline one, else with the label of one further down."""
    node = writer.notes.get(str(note.get("label")))
    if node:
        return writer.blocks(node.children)
    return f"<p>{writer.text.tokens(note.get('tokens', ()), writer.rtl)}</p>\n"


def _with_ways_back(writer: Writer, note: _Note, seen: Mapping[int, frozenset[str]], place: str = OPEN) -> str:
    """A note as those see it who see `place`, or all of the page where that is OPEN: then the ways to what only
    trainers see are theirs alone."""
    links = ""
    for name, where in writer.text.referred[note.number]:
        number = int(where.split()[1]) if where.startswith("note ") else 0
        places = seen[number] if number else frozenset([where])
        way = _way_back(writer, name)
        if place in places:
            links += way
        elif place == OPEN:
            links += slots.trainer(way)
    html = note.html
    return f"{html[:-5]}{links}</p>\n" if html.endswith("</p>\n") else f"{html}<p>{links}</p>\n"


def _way_back(writer: Writer, name: str) -> str:
    back = escape(writer.words("Back to the text"))
    return f' <a class="back" href="#{name}" role="doc-backlink" aria-label="{back}">↩\ufe0e</a>'
