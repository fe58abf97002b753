"""Emphasis marks that readers would see, where the build does not already refuse or repair the message.

CommonMark (0.31, 6.2) decides by the characters beside a mark whether it opens or closes. Between Chinese or Arabic
letters and punctuation it often does neither. `markdown.escape.as_tags` then writes HTML; `structure` reports what
that cannot save.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n.checks.problem import Check, Problem, Setting, blank
from ccb_l10n.markdown.escape import as_tags
from ccb_l10n.markdown.proof import same_skeleton
from ccb_l10n.markdown.splice import SHIPPED, environment
from ccb_l10n.markdown.structure import Inline, too_tangled
from ccb_l10n.model import Message, Severity

_MARKED = re.compile(r"[*_]|~~")
# A run of marks that touches a word on one side alone, as one does that opens or closes: not *.txt, (*) or a**b.
_TOUCHING = re.compile(r"(?<![*~]|[^\W_])(?:\*{1,3}|__|~~)(?=[^\W\d_])|(?<=[^\W\d_])(?:\*{1,3}|__|~~)(?![*~]|[^\W_])")
_INSIDE = re.compile(r"(?<=[^\W_])_(?=[^\s_])[^_\n]*[^\s_]_(?!_)|(?<!_)_(?=[^\s_])[^_\n]*[^\s_]_(?=[^\W_])")
_NAME = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+")
_NO_MARKDOWN = ("front matter", "html text", "alternative text", "link title")


def leaking(message: Message, setting: Setting) -> Iterator[Problem]:
    """Marks that the target shows and the source does not, with as much emphasis as the source: nothing is refused.

    Or underscores between letters, which never are emphasis, where the source has emphasis.
    """
    read = _read(message)
    if not read:
        return
    before, after = read
    if after.leaks > before.leaks and after.wrapped == before.wrapped:
        touching = list(_TOUCHING.finditer(message.target))
        if touching:
            hint = "close what is open, or write \\* for an asterisk that is meant"
            yield Problem("readers would see the emphasis marks: they do not pair", hint, span=touching[-1].span())
    elif after.wrapped["em"] < before.wrapped["em"] and (found := _INSIDE.search(_unnamed(message))):
        text = "readers would see the underscores: between letters they are no emphasis"
        yield Problem(text, "write asterisks in their place", span=found.span())


def _unnamed(message: Message) -> str:
    """The target without the underscores of names that the source has, such as orm_mode; offsets stay."""
    return _NAME.sub(lambda name: "x" * len(name[0]) if name[0] in message.source else name[0], message.target)


def rescued(message: Message, setting: Setting) -> Iterator[Problem]:
    """Emphasis that only holds because the build writes it as HTML: a mark stands between a letter and punctuation."""
    read = _read(message)
    if not read:
        return
    before, after = read
    if after.leaks <= before.leaks or after.wrapped == before.wrapped:
        return
    if Inline(as_tags(message.target), environment((), ())).leaks <= before.leaks:
        hint = "put punctuation outside the marks and a blank between two of them, and the build need not"
        yield Problem("the emphasis marks do not work here; the build writes HTML in their place", hint)


def _read(message: Message) -> tuple[Inline, Inline] | None:
    """What source and target render to, where the target has marks that may have gone wrong."""
    target = message.target
    if message.state not in SHIPPED or not _MARKED.search(target) or target == message.source or blank(target):
        return None
    if message.plural is not None or (message.extracted and message.extracted[0].startswith(_NO_MARKDOWN)):
        return None
    if same_skeleton(message.source, target) or too_tangled(message.source) or too_tangled(target):
        return None
    env = environment((), ())
    return Inline(message.source, env), Inline(target, env)


ROWS = (
    Check(
        "emphasis",
        Severity.WARNING,
        "Readers would see emphasis marks",
        "A mark without its partner, or an underscore between letters, is shown as it is.",
        "Close the emphasis, or use asterisks.",
        leaking,
    ),
    Check(
        "emphasis-as-html",
        Severity.INFO,
        "Emphasis marks stand where Markdown does not read them",
        "The build writes HTML in their place; other Markdown tools would show the marks.",
        "Move the marks so that letters stand beside them.",
        rescued,
        opt_in=True,
    ),
)
