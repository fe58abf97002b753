"""The footnotes of a page: collected at its end, with ways back."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ccb_l10n.packs.writer import Writer


def write(writer: Writer) -> str:
    """The notes that the page refers to, in the order of the first references; notes may refer to others."""
    listed = writer.text.env.get("footnotes", {}).get("list", {})
    parts = []
    for number in itertools.count(1):  # a note may add to the list
        note = listed.get(number - 1)
        if note is None:
            break
        parts.append(_note(writer, number, note))
    if not parts:
        return ""
    title = writer.said("Footnotes")
    slug = f"{writer.text.slug}-notes"
    return (
        f'<section class="footnotes" role="doc-endnotes" aria-labelledby="{slug}">\n<h2 id="{slug}">{title}</h2>\n'
        f"<ol>\n{''.join(parts)}</ol>\n</section>\n"
    )


def _note(writer: Writer, number: int, note: Mapping[str, Any]) -> str:
    """A note as the parser keeps it: with the tokens of an inline one, else with the label of one further down."""
    slug = writer.text.slug
    node = writer.notes.get(str(note.get("label")))
    if node:
        html = writer.blocks(node.children)
    else:
        html = f"<p>{writer.text.tokens(note.get('tokens', ()), writer.rtl)}</p>\n"
    back = escape(writer.words("Back to the text"))
    count = note.get("count")
    links = "".join(
        f' <a class="back" href="#{slug}-ref-{number}{f"-{again}" if again > 1 else ""}" '
        f'role="doc-backlink" aria-label="{back}">↩\ufe0e</a>'
        for again in range(1, (count if isinstance(count, int) and count else 1) + 1)
    )
    html = f"{html[:-5]}{links}</p>\n" if html.endswith("</p>\n") else f"{html}<p>{links}</p>\n"
    return f'<li id="{slug}-note-{number}">{html}</li>\n'
