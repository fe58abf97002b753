"""The benchmark workspace: so many files of so many bytes in all, made of gathered Markdown.

Real files first. Where they do not suffice, copies follow in which every paragraph has one word of its own,
so that neither a cache nor a catalog's de-duplication makes the course cheaper than a real one of its size.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from markdown_it import MarkdownIt

FRONT_MATTER = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n.*?\r?\n\1[ \t]*\r?\n", re.DOTALL)
# What is no prose inside a paragraph: code, math, HTML, template expressions; links, images, bare addresses.
NO_PROSE = re.compile(
    r"`[^`]*`|\$[^$]*\$|<[^>]*>|\{[^}]*\}"
    r"|!?\[[^\]]*\](\([^)]*\)|\[[^\]]*\])?|\S*[:/@\\]\S*"
)
# Paragraphs to a CommonMark parser that are markup in some dialect.
MARKUP_LINE = re.compile(r"\s*(import |export |:::|!!!|\?\?\?|===|\{[%{]|\[\^?[^\]]*\]:|@|\|)")
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True, slots=True)
class Original:
    """A gathered file that can stand in a course: UTF-8, not empty, no NUL."""

    source: str  # below the gathered folder
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Course:
    """What was made."""

    files: int
    originals: int
    copies: int
    bytes: int


def read_originals(wild: Path) -> list[Original]:
    """The usable files, in the order of their hashes: a shuffle that is the same everywhere."""
    lines = (wild / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    pages = [json.loads(line) for line in lines]
    usable = [
        Original(page["file"], page["sha256"], page["bytes"])
        for page in pages
        if page["utf8"] and page["bytes"] and b"\0" not in (wild / page["file"]).read_bytes()
    ]
    return sorted(usable, key=lambda original: original.sha256)


def choose_originals(originals: list[Original], files: int, size: int) -> list[Original]:
    """At most `files` originals of at most `size` bytes in all, in the same order; all where they fit.

    What is too much is dropped evenly from as wide a range of the largest files as the limits allow, so that
    some very large ones stay.
    """
    total = sum(original.bytes for original in originals)
    largest = sorted(originals, key=lambda original: (-original.bytes, original.sha256))
    if len(originals) <= files and total <= size:
        return originals
    for spare in count(max(1, len(originals) - files)):
        for window in range(len(largest), spare - 1, -1):
            dropped = [largest[index * window // spare] for index in range(spare)]
            if total - sum(original.bytes for original in dropped) <= size:
                gone = {original.sha256 for original in dropped}
                return [original for original in originals if original.sha256 not in gone]
    raise AssertionError("unreachable: dropping every file always fits")


def word(seed: str) -> str:
    """A pronounceable word of three syllables or four that no dictionary has, the same for the same seed."""
    digest = hashlib.sha256(seed.encode()).digest()
    return "".join(SYLLABLES[byte % len(SYLLABLES)] for byte in digest[: 3 + digest[31] % 2])


def is_word(text: str) -> bool:
    return len(text) > 2 and all(unicodedata.category(letter)[0] in "LM" for letter in text)


def places(line: str) -> Iterator[tuple[int, int]]:
    """Half-open spans in `line` that one new word may replace: plain words, never the first of the line.

    A line of a script without spaces offers the empty span between two of its letters instead.
    """
    prose = NO_PROSE.sub(lambda match: "`" * len(match[0]), line)
    words = list(re.finditer(r"\S+", prose))[1:]
    found = [match.span() for match in words if is_word(match[0])]
    yield from found
    if not found:
        for index in range(2, len(prose)):
            if all(unicodedata.category(letter) == "Lo" for letter in prose[index - 1 : index + 1]):
                yield index, index


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Half-open ranges of 0-based lines that are paragraphs, front matter left out."""
    head = FRONT_MATTER.match(text)
    skip = text[: head.end()].count("\n") if head else 0
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    for token in parser.parse("\n".join(text.split("\n")[skip:])):
        if token.type == "paragraph_open" and token.map:
            yield token.map[0] + skip, token.map[1] + skip


def make_unique(text: str, seed: str) -> tuple[str, int]:
    """The text with one word changed in each paragraph, and how many paragraphs were changed.

    Everything else keeps its bytes. Paragraphs with no plain word stay as they are.
    """
    lines = text.split("\n")
    changed = 0
    if "\r" in text.replace("\r\n", ""):  # a lone CR ends a line for Markdown, but not for split
        return text, 0
    for first, last in paragraphs(text):
        if MARKUP_LINE.match(lines[first]):
            continue
        options = [(number, span) for number in range(first, last) for span in places(lines[number])]
        if not options:
            continue
        new = word(f"{seed}:{first}")
        number, (start, end) = options[len(options) * (ord(new[0]) % 16) // 16]
        line = lines[number]
        lines[number] = line[:start] + (new if start < end else f" {new} ") + line[end:]
        changed += 1
    return "\n".join(lines), changed


def copies(wild: Path, originals: list[Original], files: int, size: int) -> Iterator[tuple[Original, int, bytes]]:
    """`files` changed copies of about `size` bytes in all: each with its original and its round.

    A file of more than twice the mean that is still wanted is passed over, which keeps the sum near `size`.
    Raises ValueError where no file is small enough.
    """
    left = size
    made = 0
    for turn in count(1):
        before = made
        for original in originals:
            if made == files:
                return
            if original.bytes * (files - made) > 2 * left:
                continue
            text = (wild / original.source).read_bytes().decode("utf-8")
            unique, changed = make_unique(text, f"{original.sha256}:{turn}")
            if changed:
                content = unique.encode("utf-8")
                made, left = made + 1, left - len(content)
                yield original, turn, content
        if made == before:
            raise ValueError(f"no gathered file is small enough for {files - made} copies in {left} bytes")


def course_path(number: int, source: str) -> str:
    """Where a file stands in the workspace: nested two deep or three, names that any system takes."""
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(source).stem).strip("-")[:40] or "page"
    deeper = f"topic-{number // 10 % 5}/" if number % 3 == 0 else ""
    return f"content/big/part-{number // 500:02}/unit-{number // 50 % 10}/{deeper}{number:05}-{stem}.md"


def build_course(wild: Path, out: Path, files: int, size: int) -> Course:
    """Write the workspace below `out`, with `manifest.jsonl` beside `content/`. Same inputs, same bytes."""
    originals = read_originals(wild)
    chosen = choose_originals(originals, files, size)
    real = ((original, 0, (wild / original.source).read_bytes()) for original in chosen)
    rest = size - sum(original.bytes for original in chosen)
    made = copies(wild, originals, files - len(chosen), rest) if len(chosen) < files else iter(())
    lines: list[str] = []
    written = 0
    for parts in (real, made):
        for original, turn, content in parts:
            target = out / course_path(len(lines), original.source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            written += len(content)
            entry = {"file": str(target.relative_to(out).as_posix()), "source": original.source, "copy": turn}
            lines.append(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n")
    (out / "manifest.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
    return Course(len(lines), len(chosen), len(lines) - len(chosen), written)
