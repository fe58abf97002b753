"""Variables and formulas that the markdown room takes for text, for a translation may add them, and that no engine may
touch: `{name}`, `%s`, `<% x %>`, `$HOME`, `$6`, and formulas between `\\(` and `\\)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.markdown.inline import PLACEHOLDER

Span = tuple[int, int]  # half-open code-point offsets

_MONEY = re.compile(r"\$(?:[0-9]+(?:[.,][0-9]+)*|[A-Za-z_]\w*)|(?<![\w%])%[A-Za-z_]\w{2,40}%(?!\w)")
# What no word stands in: in Markdown these are escaped brackets, and mostly hold text.
_FORMULA = re.compile(r"\\\(((?:\\[^()\n]|[^\\\n]){1,200})\\\)|\\\[((?:\\[^\[\]\n]|[^\\\n]){1,200})\\\]")
_PROSE = re.compile(r"(?<![\\A-Za-z])[^\W\d_]{3,}")


def spans(source: str) -> Iterator[Span]:
    """The runs of a source, in no order; they may overlap one another and what markup protects."""
    if "{" in source or "%" in source:
        yield from (found.span() for found in PLACEHOLDER.finditer(source))
    if "$" in source or "%" in source:
        yield from (found.span() for found in _MONEY.finditer(source))
    if "\\" in source:
        for found in _FORMULA.finditer(source):
            if not _PROSE.search(found[1] or found[2]):
                yield found.span()
