"""What a target's own characters prove about its inline structure, so that it need not be parsed again.

CommonMark's inline rules look at marks, at the class of the characters beside them, and into links, code, tags and
labels. A target in which all these are its source's has its source's structure. Whatever is not proved here is
rendered and compared in `structure`; a wrong proof would be worse than none, so everything doubtful is left to that.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from markdown_it.common.utils import normalizeReference

from ccb_l10n.markdown.inline import FREE, Span, scan, signature

_MARKUP = re.compile(r"[\\`*_\[\]<>!$&{}~^:|\n()]+")
_FLANKED = re.compile(r"[*_~$<^:\\]")
_CERTAIN = frozenset({"code", "math", "escape", "entity"})
_OPENERS = re.compile(r"[$<`]|\]\(")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*+)\]", re.DOTALL)


def same_inline(source: str, target: str, references: Container[str]) -> bool:
    """Whether a target provably renders to its source's links, code, tags, notes and emphasis. False: not proved.

    `references` are the document's reference labels, normalised.
    """
    return same_skeleton(source, target) and not _labelled(f"{source} {target}", references) and keeps(source, target)


def _labelled(text: str, references: Container[str]) -> bool:
    """Whether something in brackets may be a link's label, whose words count."""
    return bool(references) and any(normalizeReference(label) in references for label in _LABEL.findall(text))


def keeps(source: str, target: str) -> bool:
    """Whether a target with its source's skeleton keeps every protected thing, letter for letter. False: not proved.

    With equal skeletons no span can be hidden in another, so it is enough that each occurs as often as in the source.
    An address without marks around it has no such bounds, and words may make a tag or a note where there was none.
    """
    spans = scan(source)
    if not _sound(source, spans):
        return False
    if "<" in source or "[^" in source or any(span.kind == "url" for span in spans):
        return signature(source) == signature(target)
    texts = {source[span.start : span.end] for span in spans if span.kind not in FREE}
    return all(target.count(text) >= source.count(text) for text in texts)


def _sound(source: str, spans: Iterable[Span]) -> bool:
    """Whether every span of a scan is one piece to CommonMark too, or has nothing in it that could open another.

    A link without its bracket, a variable, a JSX tag are text to CommonMark: a backtick in one may begin a code span
    that ends in the words behind it.
    """
    if source[0] == "$" or ("\n" in source and ("$" in source or "](" in source)):
        return False  # the formula rule takes a text's last character for the one before its first
    first = -1
    for span in spans:
        first = span.start if first < 0 and span.kind == "link" else first
        start = first + 2 if span.kind == "title end" else span.start + 1
        if span.kind not in _CERTAIN and _OPENERS.search(source, start, span.end):
            return False
        if span.kind in ("reference", "footnote") and source[span.end : span.end + 1] in ("(", "["):
            return False  # where no such label is known, its own brackets are the link
    return True


def same_skeleton(source: str, target: str) -> bool:
    """Whether two texts have equal skeletons; most that differ do so in the runs themselves."""
    if _MARKUP.findall(source) != _MARKUP.findall(target):
        return False
    return _FLANKED.search(source) is None or skeleton(source) == skeleton(target)


def skeleton(source: str) -> list[str | tuple[str, str, str]]:
    """The runs of characters that could be markup, in order, without the words between them.

    Runs whose meaning depends on what stands beside them (CommonMark 0.31, 6.2) come with the classes of their
    neighbours. The inline rules look at nothing else, so a target with its source's skeleton and signature has its
    inline structure too. (Reference links aside: those depend on their labels.)
    """
    found: list[str | tuple[str, str, str]] = []
    for match in _MARKUP.finditer(source):
        run = match[0]
        if _FLANKED.search(run):
            start, end = match.span()
            found.append((_kind_of(source[start - 1 : start] if start else ""), run, _kind_of(source[end : end + 1])))
        else:
            found.append(run)
    return found


def _kind_of(char: str) -> str:
    """The class of a neighbour: a blank or nothing, a letter, a digit, or the mark itself."""
    return " " if not char or char.isspace() else "w" if char.isalpha() else "0" if char.isdecimal() else char
