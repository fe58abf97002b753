"""Blocks that stand as they were written: code, formulas and rules, and HTML made harmless."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from ccb_l10n.packs import attributes
from ccb_l10n.packs.containers import Node
from ccb_l10n.packs.rawhtml import OURS

if TYPE_CHECKING:
    from ccb_l10n.packs.writer import Writer


def code(writer: Writer, node: Node) -> str:
    """A code block, fenced or indented."""
    language = re.match(r"[\w+#.-]+", node.token.info.strip())
    named = f' class="language-{escape(language[0])}"' if language else ""
    given = attributes.joined(node.attributes, {"dir": "ltr"} if writer.rtl else {}, {"tabindex": "0"})
    return f"<pre{attributes.html(given)}><code{named}>{escape(node.token.content, quote=False)}</code></pre>\n"


def math(writer: Writer, node: Node) -> str:
    """A formula, as it was written."""
    given = {"class": "math", "dir": "ltr", "tabindex": "0"}
    if node.token.info:
        given["id"] = attributes.anchor(node.token.info)
    return f"<pre{attributes.html(given)}><code>{escape(node.token.content.strip(), quote=False)}</code></pre>\n"


def rule(writer: Writer, node: Node) -> str:
    return "<hr />\n"


def raw(writer: Writer, node: Node) -> str:
    """A raw HTML block, its passages marked one by one."""
    html, at = node.token.content.replace(OURS, ""), 0
    for mark, passage in writer.marks.runs(node):
        run = passage.replace(OURS, "")
        start = _shown(html, run, at)
        if start < 0:
            continue
        look = writer.look(mark)
        if not look.attributes:
            at = start + len(run)
            continue
        before = _ours(f"<span{attributes.html(look.attributes)}>{look.before}")
        marked = f"{before}{run}{_ours(look.after)}</span>"
        html = html[:start] + marked + html[start + len(run) :]
        at = start + len(marked)
    return writer.text.raw.clean(html, writer.rtl, marked=True)


def _ours(html: str) -> str:
    """HTML of the pack's own, its classes kept from what becomes of a course's."""
    return html.replace(' class="', f' class="{OURS}')


def _shown(html: str, run: str, at: int) -> int:
    """Where a passage stands in HTML from `at` on, outside of tags and their attributes; -1 where it does not."""
    start = html.find(run, at)
    while start >= 0 and html.rfind("<", 0, start) > html.rfind(">", 0, start):
        start = html.find(run, start + 1)
    return start
