"""Texts at the limits, and a process that reads and rebuilds those of one name: `python markdown_extremes.py NAME`."""

from __future__ import annotations

import sys
from collections.abc import Callable

from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.model import Message, State

_MARKS = "*_`[]<>!$&{}|~^:#-+=()\\\"'"
_OPENERS = (
    "{{", "![", "[^", "^[", "](", "][", "[a](", "<!--", "<?", "<![CDATA[", "<a b='", "**a ", "$$", "{%", "{#a", "%(",
    "[@a", "](x{{a}}", "a**b", ":a", "http://", "&#1", "<http:", "<a@", "](a \"", "`` ` ",
)  # fmt: skip
_LINES = (
    "[a]: /u", "[a]:", "[^a]: b", ": a", "$$ a", "$$", "```", "<div>", "<script>", "<!--", "| a |", "|-|", "::: a",
    "!!! a", "    a", "- a", "# a", "a\\", "a  ", "[a", "---", "> a", "a | b", "[^a]:", "- [ ] a", "===", "<b>", "{#a}",
)  # fmt: skip
_HTML = ("<b>", "<b>a</b>", "</b>", "<!--", "<script ", "<a '", "<!x", "<p>a ", "<pre></pre ", "<b>a<br>")

TEXTS: dict[str, Callable[[], list[str]]] = {
    "empty": lambda: [""],
    "nested quotes": lambda: [
        ">" * 10_000 + " a\n",
        "> " * 10_000 + "a",
        "\n".join(">" * n + " a" for n in range(1500)),
    ],
    "deep lists": lambda: ["- " * 10_000 + "a", "1. " * 10_000 + "a", "".join("  " * n + "- a\n" for n in range(1200))],
    "deep containers": lambda: [
        "".join("    " * n + "!!! a\n" for n in range(400)),
        "[^a]: " * 5_000 + "b",
        ": " * 5_000 + "b",
        "a\n" + ": " * 5_000 + "b",
        "^[" * 3_000 + "a" + "]" * 3_000,
        "![" * 3_000 + "a" + "](b)" * 3_000,
        "[" * 3_000 + "a" + "](b)" * 3_000,
    ],
    "one mark": lambda: [mark * 50_000 for mark in _MARKS],
    "one mark between words": lambda: ["a" + mark * 50_000 + "b" for mark in _MARKS],
    "marks and words": lambda: [(mark + "a ") * 25_000 for mark in _MARKS],
    "openers": lambda: [opener * (50_000 // len(opener)) + " a" for opener in _OPENERS],
    "lines": lambda: [f"{line}\n" * 10_000 for line in _LINES],
    "unclosed": lambda: [
        "```\n" + "a\n" * 60_000,
        "<!-- " + "a b\n" * 60_000,
        "---\n" + "a: b\n" * 30_000,
        "+++\n" + "a\n" * 60_000,
        "$$\n" + "a\n" * 60_000,
    ],
    "HTML": lambda: ["<div>" + piece * 20_000 for piece in _HTML],
    "blanks": lambda: [
        *["a" + " " * 100_000 + "b" + end for end in ("", "{#a}", "\\", "\n---", "\nb", "|")],
        *[mark + "a" + " " * 50_000 + "b{" for mark in ("# ", "::: note ", "!!! note ", "- ", "| ", "<p>", "[a]: b ")],
    ],
    "titles": lambda: [
        "!!! note " + ' "' * 25_000 + "x",
        '=== "' + '" "' * 20_000,
        "::: note " + "a]" * 25_000,
        "::: note a" + "{{b}} " * 10_000 + "{",
    ],
    "front matter": lambda: [
        "---\na: " + "[" * 100_000 + "\n---\n",
        "---\n" + "- " * 50_000 + "\n---\n",
        "---\ntitle: a" + " " * 50_000 + ":\n---\n",
        "+++\na = " + "[" * 100_000 + "\n+++\n",
        "---\n" * 30_000,
        "---\ntitle: x\n" + "keypoints:\n- 'a'\n" * 10_000 + "---\n",
    ],
    "a line of a megabyte": lambda: ["word " * 200_000, "*word* `a` [b](c) " * 60_000],
    "five megabytes": lambda: [("# Title\n\n" + "A line with *words* and `code`.\n" * 20 + "\n- item\n\n") * 8_000],
}


def rebuild(text: str) -> None:
    """Read a text and splice it twice: as it was, and with a letter added to every message."""
    document = parse("a.md", text)
    assert splice(document, {}).text == text
    targets = {
        (each.context, each.source): Message(each.source, f"é{each.source}", each.context, State.TRANSLATED)
        for each in document.segments
    }
    made = splice(document, targets)
    assert len(made.placed) == len(document.segments)


if __name__ == "__main__":
    for one in TEXTS[sys.argv[1]]():
        rebuild(one)
