"""Whether targets keep the markup of their sources: links, images, code, HTML, notes, math, variables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from ccb_l10n.checks.problem import Check, Problem, Setting, blank
from ccb_l10n.markdown.escape import fitted
from ccb_l10n.markdown.inline import FREE, PLACEHOLDER, Span, folded, protected, scan, signature
from ccb_l10n.markdown.splice import SHIPPED, difference, environment, held
from ccb_l10n.model import Message, Segment, Severity

_PARAGRAPH = "paragraph"
_TAG_NAME = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][\w-]*)")
_COLLAPSED = re.compile(r"\[([^\[\]]+)\]\[\]")


def structure(message: Message, setting: Setting) -> Iterator[Problem]:
    """The rule that `build` goes by when it falls back to the source, told where the translator can mend it.

    Blocks are not judged here, for they need the document; neither are messages with plurals, which no
    Markdown has.
    """
    if message.state not in SHIPPED or message.plural is not None or blank(message.target):
        return
    if message.target == message.source:
        return
    problem = _problem(message)
    if problem:
        # As far as the target's own characters tell, in a translator's words.
        problem = difference(signature(message.source), signature(message.target), _NAMES) or problem
        hint = "copy links, code, tags and placeholders from the source as they are; only the words change"
        text = f"the markup differs from the source's: {problem}"
        yield Problem(text, hint, span=_added(message))


def added_html(message: Message, setting: Setting) -> Iterator[Problem]:
    """A tag, comment or autolink beyond the source's: the rebuilt page shows it as text (`escape.fitted`).

    The closing tag of one that is told goes without saying.
    """
    if message.state not in SHIPPED or message.plural is not None or "<" not in message.target:
        return
    left = Counter(span.value for span in scan(message.source) if message.source[span.start] == "<")
    added = []
    for span in scan(message.target):
        if message.target[span.start] == "<":
            left[span.value] -= 1
            if left[span.value] < 0:
                added.append((span.start, span.end))
    if not added or _problem(message):
        return  # `structure` says more: a tag that was changed is lost too
    opened: Counter[str] = Counter()
    for start, end in added:
        tag = message.target[start:end]
        name = _TAG_NAME.match(tag)
        if name and name["closes"] and opened[name["name"].lower()]:
            opened[name["name"].lower()] -= 1
            continue
        if name and not name["closes"]:
            opened[name["name"].lower()] += 1
        text = f"the source has no {tag}, so readers would see it as text"
        yield Problem(text, "leave it out, or ask the author to put it in the source", span=(start, end))


def lost_placeholder(message: Message, setting: Setting) -> Iterator[Problem]:
    """`{name}`, `%s` or `<% x %>` of the source that the target does not have, or not as often: a program fills it in.

    In Markdown these are text, so no page breaks, and a translator may have good reasons.
    """
    if message.state not in SHIPPED or message.plural is not None or blank(message.target):
        return
    if "{" not in message.source and "%" not in message.source:
        return
    wanted, got = _placeholders(message.source), _placeholders(message.target)
    for name in wanted - got:
        yield Problem(
            f"{name} of the source is not here", "write it as it is in the source, where the sentence needs it"
        )


def _placeholders(text: str) -> Counter[str]:
    spans = protected(text)
    found = (each for each in PLACEHOLDER.finditer(text))
    return Counter(
        each[0] for each in found if not any(start < each.end() and each.start() < end for start, end in spans)
    )


def _problem(message: Message) -> str:
    """What `held` says of the message as it would be written, or ""."""
    segment = _segment(message)
    env, labels = _environment(message)
    return held(segment, fitted(segment, message.target, labels), env)[1]


_NAMES = {  # of the kinds of spans, for translators
    "link": "the link to",
    "reference": "the link to",
    "image": "an image",
    "url": "the address",
    "variable": "the placeholder",
    "math": "the formula",
    "title end": "a link's title",
}


def _segment(message: Message) -> Segment:
    """The message as its document had it, as far as the catalog tells.

    The kind is what stands before the heading path in the first extracted comment (`template.described`).
    """
    kind = message.extracted[0].partition(" · ")[0] if message.extracted else ""
    source = message.source
    return Segment(kind or _PARAGRAPH, source, 0, len(source), 0, gaps=("\n",) * source.count("\n"))


def _environment(message: Message) -> tuple[dict[str, Any], frozenset[str]]:
    """Reference definitions and footnotes that the message itself gives away, and the references' labels.

    `[text][label]`, `[label][]` and `[^note]` are what they look like; a bare `[word]` may be text.
    """
    notes: set[str] = set()
    labels = {folded(label) for label in _COLLAPSED.findall(message.source)}
    for text in (message.source, message.target):
        for span in scan(text):
            if span.kind == "reference":
                labels.add(span.value)
            elif span.kind == "footnote":
                notes.add(span.value[2:-1])
    return environment(((label.upper(), f"[{label}]") for label in labels), notes), frozenset(labels)


def _added(message: Message) -> tuple[int, int] | None:
    """The first thing in the target that the source does not have, or has fewer of."""
    left = Counter(_mark(span) for span in scan(message.source))
    for span in scan(message.target):
        if span.kind in FREE:
            continue
        if left[_mark(span)] <= 0:
            return span.start, span.end
        left[_mark(span)] -= 1
    return None


def _mark(span: Span) -> tuple[str, str]:
    return span.kind, span.value


ROWS = (
    Check(
        "structure",
        Severity.ERROR,
        "The translation loses or adds links, images, code, HTML, notes, formulas or placeholders",
        "The pack shows the source text in its place.",
        "Copy the markup from the source; move it where the sentence needs it.",
        structure,
    ),
    Check(
        "added-html",
        Severity.WARNING,
        "The translation holds an HTML tag, comment or autolink that the source does not",
        "The pack shows it as text, for only authors may add HTML.",
        "Leave it out, or ask the author to put it in the source.",
        added_html,
    ),
    Check(
        "lost-placeholder",
        Severity.WARNING,
        "A placeholder such as {name} or %s of the source is not in the translation",
        "A program fills it in; readers would miss what it stands for.",
        "Write it as it is in the source.",
        lost_placeholder,
    ),
)
