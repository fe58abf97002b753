"""A region's own text in the place of a course's `::: local NAME` blocks, and nothing else of the page changed.

What is put in cannot reach beyond its block: the page is parsed again, and where the rest of it would read
differently, the course's own block stays and a finding says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from markdown_it.token import Token

from ccb_l10n.markdown import frontmatter
from ccb_l10n.markdown.blocks import block_tokens
from ccb_l10n.markdown.inline import folded
from ccb_l10n.markdown.parse import DEFAULT, Reading, parse
from ccb_l10n.markdown.segments import line_starts
from ccb_l10n.markdown.text import BOM, Normal
from ccb_l10n.model import Finding, Localised, Origin, Placed, Severity, State
from ccb_l10n.packs.containers import MAX_OPEN

OVERLAY = "overlay"  # the id of findings about a region's files
REGION = "region: "  # what `Placed.kind` begins with where the region's own text stands
_LOCAL = re.compile(r"\{?local\}?[ \t]+(?P<name>\w[\w-]*)[ \t]*(?:\{[^{}]*\})?", re.IGNORECASE)
_NEWLINE = re.compile(r"\r\n?|\n")
_LABEL = re.compile(r"\[(\^?[^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class Block:
    """A `::: local NAME` block: `text[start:end]` is what stands between its two lines.

    `line` is that of its opening. `problem` says why nothing can be put in, or is empty.
    """

    name: str
    start: int
    end: int
    line: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A region's text for a block, as it was written; `foreign` where it is in the source's language and the page is
    not. `path` names the file in findings."""

    text: str
    path: str
    foreign: bool = False


def is_region(placed: Placed) -> bool:
    """Whether a passage is the region's own text, which is neither translated nor left untranslated."""
    return placed.kind.startswith(REGION)


def blocks(text: str) -> list[Block]:
    """The local blocks of a Markdown file, in order of their openings; offsets are into `text` as given."""
    return list(_Walk(text).blocks())


def content(text: str, block: Block) -> str:
    """What a block holds, without the blank lines around it, every line ended by `\\n`: what an override remembers."""
    return trimmed(text[block.start : block.end])


def trimmed(text: str) -> str:
    """A text without byte-order mark and blank lines around it, every line ended by `\\n`; "" for a blank one."""
    lines = _NEWLINE.sub("\n", text.removeprefix(BOM)).split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    return "".join(f"{line}\n" for line in lines)


def skeleton(text: str) -> list[tuple[str, str]]:
    """What ids and answer keys are made from: headings, boxes that ask, and the ticks of task lists, in order."""
    tokens, _ = _Walk(text).parsed
    return list(filter(None, map(_bone, tokens)))


def apply(localised: Localised, passages: Mapping[str, Passage], reading: Reading = DEFAULT) -> Localised:
    """The page with the named blocks' contents replaced, and every other character as it was.

    `placed` stays right: passages of the replaced contents are gone, the region's own are there with a `kind` that
    begins with REGION, TRANSLATED by a person, or UNTRANSLATED where the passage is foreign. A passage that cannot be
    put in is left out, and `findings` has an error that names its file.
    """
    have = [each for each in blocks(localised.text) if each.name in passages]
    wanted = [each for each in have if not any(other.start < each.start < other.end for other in have)]
    findings = [
        _finding(passages[each.name], f"the block {each.name!r} stands inside of another that is replaced")
        for each in have
        if each not in wanted
    ]
    for block in reversed(wanted):  # so that the offsets of those before it stay right
        passage = passages[block.name]
        made, problem = _replaced(localised, block, passage, reading)
        localised = made
        if problem:
            findings.append(_finding(passage, problem))
    return replace(localised, findings=(*localised.findings, *reversed(findings)))


def of_region(path: str, text: str, *, foreign: bool = False, reading: Reading = DEFAULT) -> Localised:
    """A page that the region adds, as the packs take it; `foreign` as a Passage has it."""
    return Localised(path, text, tuple(_placed(path, text, foreign, reading)))


def _finding(passage: Passage, problem: str) -> Finding:
    hint = "the course's own text stands in the pack until this is corrected"
    return Finding(OVERLAY, Severity.ERROR, f"not put in: {problem}", passage.path, 1, hint=hint)


def _replaced(page: Localised, block: Block, passage: Passage, reading: Reading) -> tuple[Localised, str]:
    """The page with a block's content replaced, or as it was with what prevents it."""
    if block.problem:
        return page, f"the block {block.name!r} of {page.path} {block.problem}"
    old = page.text[block.start : block.end]
    newline = _line_ending(page.text, block.start)
    new = newline.join(["", *trimmed(passage.text).split("\n"), ""]) if trimmed(passage.text) else ""
    text = page.text[: block.start] + new + page.text[block.end :]
    problem = _problem(page.text, text, block, new)
    if problem:
        return page, f"{problem} (in {page.path})"
    line = block.line + 1
    more = len(new) - len(old), len(_NEWLINE.findall(new)) - len(_NEWLINE.findall(old))
    own = (
        replace(each, start=each.start + block.start, end=each.end + block.start, line=each.line + line - 1)
        for each in _placed(page.path, new, passage.foreign, reading)
    )
    before = (each for each in page.placed if each.start < block.start)
    after = (_moved(each, *more) for each in page.placed if each.start >= block.end)
    return replace(page, text=text, placed=(*before, *own, *after)), ""


def _line_ending(text: str, start: int) -> str:
    """The line ending that stands before an offset."""
    return "\r\n" if text[:start].endswith("\r\n") else text[start - 1] if start else "\n"


def _placed(path: str, text: str, foreign: bool, reading: Reading) -> Iterator[Placed]:
    state, origin = (State.UNTRANSLATED, None) if foreign else (State.TRANSLATED, Origin.HUMAN)
    for each in parse(path, text, reading).segments:
        yield Placed(each.start, each.end, each.line, REGION + each.kind, state, origin, not foreign)


def _moved(placed: Placed, more: int, lines: int) -> Placed:
    return replace(placed, start=placed.start + more, end=placed.end + more, line=placed.line + lines)


def _problem(before: str, after: str, block: Block, new: str) -> str:
    """Why the text `new` cannot stand in the block, or "".

    Where the block still ends at its own line, what comes after it is read as before, but for labels: a definition
    counts for all of a page.
    """
    end = block.start + len(new)
    same = [each for each in blocks(after) if each.start == block.start]
    if len(same) != 1 or same[0].problem or same[0].end != end:
        return "it reaches beyond its block: look for a `:::` line too many or too few, an open fence or comment"
    old, rest = before[block.start : block.end], before[: block.start] + "\n" + before[block.end :]
    elsewhere, had, has = _labels(rest), _labels(old), _labels(new)
    used = {folded(label) for label in _LABEL.findall(rest)}
    if twice := sorted(has & elsewhere):
        return f"it defines [{twice[0]}], which the page defines too"
    if missed := sorted((had - has) & used):
        return f"the page uses [{missed[0]}], which is defined in the block that it replaces"
    if caught := sorted((has - had) & used):
        return f"it defines [{caught[0]}], and the page has these words in brackets"
    return ""


def _labels(text: str) -> set[str]:
    """The labels of link references and, with `^`, of footnotes that a text defines, folded."""
    _, env = block_tokens(Normal(text).text)
    notes = env.get("footnotes", {}).get("refs", {})
    return {folded(label) for label in (*env.get("references", {}), *(f"^{note[1:]}" for note in notes))}


def _bone(token: Token) -> tuple[str, str] | None:
    if token.type == "heading_open":
        return ("heading", token.tag)
    if token.type == "div_marker" and token.info.strip("{} :").lower().startswith("quiz"):
        return ("quiz", "")
    ticked = token.meta.get("checked") if token.type == "list_item_open" else None
    return ("option", str(ticked)) if ticked is not None else None


class _Walk:
    """A text's block tokens, with the boxes of `:::` lines opened and closed as `containers.tree` does."""

    def __init__(self, text: str) -> None:
        self._normal = Normal(text)
        whole = self._normal.text
        front = frontmatter.find(whole)
        self._base = front.after if front else 0
        self._first = whole.count("\n", 0, self._base) + 1
        self.parsed = block_tokens(whole[self._base :])
        self._rows = line_starts(whole[self._base :])

    def offset(self, line: int) -> int:
        """Where a line of the body (from 0) begins in the text."""
        return self._normal.original(self._base + self._rows[min(line, len(self._rows) - 1)])

    def blocks(self) -> list[Block]:
        found: list[Block] = []
        stack: list[int | None] = []  # boxes: -1, or their place in `found`; other blocks: None
        ignored = 0
        for token in self.parsed[0]:
            if token.type == "div_marker":
                if token.info and sum(each is not None for each in stack) >= MAX_OPEN:
                    ignored += 1
                elif token.info:
                    stack.append(self._opened(token, None in stack, found))
                elif ignored:
                    ignored -= 1
                elif stack and stack[-1] is not None:
                    self._closed(token, stack.pop(), found)
            elif token.nesting < 0:
                while stack and stack.pop() is not None:
                    pass
            elif token.nesting > 0:
                stack.append(None)
        return found

    def _opened(self, token: Token, inside: bool, found: list[Block]) -> int:
        match = _LOCAL.fullmatch(token.info.rstrip(":").rstrip())
        if not match or token.map is None:
            return -1
        start = self.offset(token.map[1])
        problem = "stands in a list, a quotation or an indented box" if inside else "is not closed"
        found.append(Block(match["name"], start, start, self._first + token.map[0], problem))
        return len(found) - 1

    def _closed(self, token: Token, place: int | None, found: list[Block]) -> None:
        if place is not None and place >= 0 and token.map:
            block = found[place]
            problem = "" if block.problem == "is not closed" else block.problem
            found[place] = replace(block, end=self.offset(token.map[0]), problem=problem)
