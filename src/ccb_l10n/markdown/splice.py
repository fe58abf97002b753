"""Rebuilding a document: the source's own text with the segments' runs replaced, and the proof that it held.

Before anyone sees it, its blocks must nest as the source's did, every target must read back as what was meant, and
keep the links, images, code, HTML, notes, math and variables of its source. Where a target's own characters prove
that (`escape.safe`, `inline.skeleton`), they do; everything else is parsed again and compared. A target that fails
is left out: the source stands there, and a finding says why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ccb_l10n.markdown.escape import TAG_ALONE, as_tags, fitted, raw, safe
from ccb_l10n.markdown.inline import PLAIN, folded, signature
from ccb_l10n.markdown.parse import DEFAULT, Reading, outline
from ccb_l10n.markdown.proof import same_inline
from ccb_l10n.markdown.structure import Inline, too_tangled
from ccb_l10n.model import Document, Finding, Localised, Message, Placed, Segment, Severity, State

Targets = Mapping[tuple[str | None, str], Message]

# States whose target readers may see; a stale one waits for its translator.
SHIPPED = frozenset({State.TRANSLATED, State.REVIEWED, State.DRAFT})
_LINKED = frozenset({"link", "title end", "reference", "image", "tag", "comment", "code", "math", "footnote"})
_NO_MARKDOWN = ("front matter", "html text", "alternative text", "link title")
_AROUND = 200  # characters on each side of a segment that are looked at
_PARSES = 32  # trials that any document may have when its blocks would change,
_PARSED = 20_000_000  # and characters that are parsed for more of them
_BROKEN_LINK = re.compile(r"\]\(<[^<>\r\n]*[\r\n]")
_NEWLINE = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One segment with what is to stand in its place: `message` as it reads, `text` as it is written.

    `stale` says that there is a translation of what stood there before.
    """

    segment: Segment
    entry: Message | None
    message: str
    text: str
    stale: bool = False


def splice(
    document: Document, targets: Targets, reading: Reading = DEFAULT, *, states: frozenset[State] = SHIPPED
) -> Localised:
    """The document in another language. `placed` has one item for each segment, in order.

    Only targets in one of `states` are used.
    """
    syntax = _syntax(document)
    labels = frozenset(folded(label) for label, _ in document.references)
    env = _environment(document)
    alone = not document.references and not document.footnotes
    pieces: list[_Piece] = []
    refused: list[Finding] = []
    for segment in document.segments:
        entry = targets.get((segment.context, segment.source))
        original = document.text[segment.start : segment.end]
        piece = _Piece(segment, None, segment.source, original, entry is not None and entry.state is State.STALE)
        if entry and entry.state in states and entry.target.strip():
            if entry.target == segment.source:
                piece = _Piece(segment, entry, segment.source, original)
            else:
                before = document.text[max(0, segment.start - _AROUND) : segment.start]
                if alone and not segment.gaps and not segment.kind.startswith(("table ", "link title")):
                    message, problem = _alone(segment.kind, segment.source, entry.target, before[-2:])
                else:
                    message = fitted(segment, entry.target, labels, before)
                    message, problem = held(segment, message, env)
                if not problem and "](<" in segment.source and _BROKEN_LINK.search(original):
                    problem = "its source has a link that only a line break keeps from being one"
                if problem:
                    refused.append(_refusal(document, segment, entry, problem))
                else:
                    piece = _Piece(segment, entry, message, raw(segment, message, original, syntax))
        pieces.append(piece)
    broken = _broken(document, pieces, reading)
    for index in sorted(broken):
        entry = pieces[index].entry
        assert entry is not None
        refused.append(_refusal(document, pieces[index].segment, entry, "it would change the document's blocks"))
        pieces[index] = _kept(document, pieces[index])
    text, starts = _assembled(document, pieces)
    refused.sort(key=lambda finding: finding.line)
    return Localised(document.path, text, tuple(_placed(text, pieces, starts)), tuple(refused))


@lru_cache(maxsize=1 << 15)
def _alone(kind: str, source: str, target: str, before: str) -> tuple[str, str]:
    """`fitted`, then `held`, where no other part of the document counts: courses say many things more than once."""
    segment = Segment(kind, source, 0, 0, 0)
    message = fitted(segment, target, frozenset(), before)
    return held(segment, message, environment((), ()))


def held(segment: Segment, message: str, env: Mapping[str, Any]) -> tuple[str, str]:
    """The message to write and "", or what it would lose or add compared with its source.

    Emphasis that would show as asterisks is written as HTML tags, when that keeps it.
    """
    source = segment.source
    if PLAIN.match(source) and PLAIN.match(message) and "http" not in source and "http" not in message:
        return message, ""
    markdown = not segment.kind.startswith(_NO_MARKDOWN)
    if markdown and same_inline(source, message, env["references"]):
        return message, ""
    wanted, got = signature(source), signature(message)
    if not markdown:
        kinds = {"tag", "variable", "url"} if segment.kind == "html text" else {"variable", "url"}
    else:
        kinds = {kind for kind, _ in (*wanted, *got)} - _LINKED
    problem = difference(_only(wanted, kinds), _only(got, kinds))
    if problem or not markdown:
        return message, problem
    if too_tangled(source) or too_tangled(message):
        return message, "it has more brackets than can be read"
    before, after = Inline(source, env), Inline(message, env)
    if after.leaks > before.leaks and after.wrapped != before.wrapped:
        tagged = as_tags(message)
        after = Inline(tagged, env)
        if after.leaks > before.leaks:
            return message, "its emphasis marks do not pair and would show as text"
        message = tagged
    return message, difference(before.kept, after.kept)


def _only(counted: Counter[tuple[str, str]], kinds: Iterable[str]) -> Counter[tuple[str, str]]:
    return Counter({key: count for key, count in counted.items() if key[0] in kinds})


_NAMES = {
    "link_open": "the link to",
    "image": "the image",
    "html_inline": "the tag",
    "code_inline": "the code",
    "footnote_ref": "the footnote",
    "math_inline": "the formula",
    "math_inline_double": "the formula",
    "tag": "the tag",
    "url": "the address",
}


def difference(
    wanted: Counter[tuple[str, str]], got: Counter[tuple[str, str]], names: Mapping[str, str] = _NAMES
) -> str:
    """What was lost and added, in words, or "". The keys are kinds, as `names` calls them, and values."""
    parts = []
    for verb, marks in (("loses", wanted - got), ("adds", got - wanted)):
        if marks:
            called = (f"{names.get(kind, 'the ' + kind)} {value}".rstrip() for kind, value in marks)
            parts.append(f"it {verb} {', '.join(called)}")
    return " and ".join(parts)


def _refusal(document: Document, segment: Segment, entry: Message, problem: str) -> Finding:
    return Finding(
        id="structure",
        severity=Severity.ERROR,
        message=f"translation not used: {problem}",
        path=document.path,
        line=segment.line,
        source=segment.source,
        target=entry.target,
        hint="correct this message in the catalog; the source text stands in the pack until then",
    )


def _syntax(document: Document) -> str:
    return "toml" if document.text.lstrip("\ufeff").startswith("+++") else "yaml"


def _environment(document: Document) -> dict[str, Any]:
    return environment(document.references, document.footnotes)


def environment(references: Iterable[tuple[str, str]], footnotes: Iterable[str]) -> dict[str, Any]:
    """What `held` reads a message with: reference definitions (normalised label, URL), and footnotes' labels."""
    links = {label: {"title": "", "href": href} for label, href in references}
    notes = {f":{label}": -1 for label in footnotes}
    return {"references": links, "footnotes": {"refs": notes, "list": {}}}


def _kept(document: Document, piece: _Piece) -> _Piece:
    segment = piece.segment
    return _Piece(segment, None, segment.source, document.text[segment.start : segment.end], piece.stale)


def _assembled(document: Document, pieces: Sequence[_Piece]) -> tuple[str, list[int]]:
    """The rebuilt text and where each piece begins in it."""
    out: list[str] = []
    starts: list[int] = []
    at = length = 0
    for piece in pieces:
        between = document.text[at : piece.segment.start]
        starts.append(length + len(between))
        out += [between, piece.text]
        length += len(between) + len(piece.text)
        at = piece.segment.end
    out.append(document.text[at:])
    return "".join(out), starts


def _broken(document: Document, pieces: Sequence[_Piece], reading: Reading) -> set[int]:
    """The pieces to leave out so that the document keeps its shape: found by halving, so few parses tell.

    A document in which hundreds break would take hundreds of parses: from a limit on, what is unproved is left out.
    """
    changed = [i for i, piece in enumerate(pieces) if piece.message != piece.segment.source]
    doubtful = [i for i in changed if not _evident(document, pieces[i])]
    if not doubtful:
        return set()
    wanted, _ = outline(document.text, reading)
    good = set(changed) - set(doubtful)
    trials = max(_PARSES, _PARSED // (len(document.text) + 1))

    def fits(chosen: Sequence[int]) -> bool:
        nonlocal trials
        trials -= 1
        keep = good | set(chosen)
        trial = [piece if i in keep else _kept(document, piece) for i, piece in enumerate(pieces)]
        return _proved(document, trial, reading, wanted)

    def search(chosen: list[int]) -> set[int]:
        if trials > 0 and fits(chosen):
            good.update(chosen)
            return set()
        if len(chosen) == 1 or trials <= 0:
            return set(chosen)
        middle = len(chosen) // 2
        return search(chosen[:middle]) | search(chosen[middle:])

    return search(doubtful)


def _evident(document: Document, piece: _Piece) -> bool:
    start, end = piece.segment.start, piece.segment.end
    before = document.text[max(0, start - _AROUND) : start]
    after = document.text[end : end + _AROUND]
    if "\r" in after or "\r" in before:
        before, after = _NEWLINE.sub("\n", before), _NEWLINE.sub("\n", after)
    if len(after) == _AROUND and "\n" not in after:
        return False
    if piece.message[0] == "<" and bool(TAG_ALONE.match(document.text, start)) != bool(TAG_ALONE.match(piece.text)):
        return False
    return safe(piece.segment, piece.message, before, after)


def _proved(document: Document, pieces: Sequence[_Piece], reading: Reading, wanted: object) -> bool:
    """Whether the text, parsed again, has the source's shape, and every changed piece reads back as it was meant."""
    text, starts = _assembled(document, pieces)
    shape, read = outline(text, reading)
    return shape == wanted and all(
        read.get(start) == piece.message
        for start, piece in zip(starts, pieces, strict=True)
        if piece.message != piece.segment.source
    )


def _placed(text: str, pieces: Sequence[_Piece], starts: Sequence[int]) -> Iterable[Placed]:
    line, at = 1, 0
    for piece, start in zip(pieces, starts, strict=True):
        line += len(_NEWLINE.findall(text, at, start))
        at = start
        entry = piece.entry
        state = entry.state if entry else State.STALE if piece.stale else State.UNTRANSLATED
        origin = entry.origin if entry else None
        yield Placed(start, start + len(piece.text), line, piece.segment.kind, state, origin, entry is not None)
