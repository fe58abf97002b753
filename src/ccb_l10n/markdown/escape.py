"""Writing a target where a source stood, so that Markdown reads it as the same kind of block.

Whatever a translator types is text: marks that would open a block are escaped (CommonMark 0.31, 2.4), line breaks
become the source's own, a pipe in a table cell gets its backslash.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Set

from ccb_l10n.markdown.blocks import TRIM
from ccb_l10n.markdown.frontmatter import encode
from ccb_l10n.markdown.inline import folded, scan
from ccb_l10n.model import Segment

_OPENS_BLOCK = re.compile(
    r"""(?: \#{1,6}(?=[ \t]|\Z)            # heading
          | [-+*](?=[ \t]|\Z)              # list item
          | (?P<number>\d{1,9})(?=[.)](?:[ \t]|\Z))
          | > | `{3,}(?=[^`]*\Z) | ~{3,} | :{3,}      # quote, fence, container
          | (?:!!!|\?\?\?\+?|===[!+]?)(?=[ \t])
          | [:~](?=[ \t])                  # definition
          | \$\$ | \[[ xX]\](?=\s)             # math, task
          | <(?=[/?!A-Za-z])(?![^<>]*>)     # an HTML block, unclosed
          | \[!\w+\] | \[\[?_?[Tt][Oo][Cc]_?\]\]?\Z | \([\w.:-]+\)=\Z | \{[^{}]*\}\Z  # alert, label, attributes
          | (?:\*[ \t]*){3,}\Z | (?:-[ \t]*){3,}\Z | (?:_[ \t]*){3,}\Z | =+[ \t]*\Z
          | \[\^[^\]\s]+\]: | \[[^\]]+\]:[ \t]*\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^)]*\)))?[ \t]*\Z )""",
    re.VERBOSE,
)
_SAFE_START = re.compile(
    r"""[^\W\d_] | [^\x00-\x7f] | ["'(.@/%&,;] | [*_]{1,3}[^\s*_] | `{1,2}[^`] | ~{1,2}[^~\s] | :(?![:\s])
      | [-+\#]\w | \d+(?:\.\d|(?![\d.)])) | !?\[(?!\^|[ xX]\]) | \{(?:[{%]|[\w:+-]+\}`) | \\[!-/:-@\[-`{-~]""",
    re.VERBOSE,
)
TAG_ALONE = re.compile(r"<[^<>]*>[ \t]*[\r\n]\s*")  # such a line may be what makes an HTML block (spec 0.31, 4.6)
_SPACES = re.compile(r"\s+")
_TAG_OPENS = re.compile(r"<(?=[/?!A-Za-z])")
_TAG_THEN_TEXT = re.compile(r"<[^<>]*>(?=[ \t]*[^\s<])")
_PLAIN_TITLE = re.compile(r"[^\"'\[\]{}\\|\n]+")
_DEFINES = re.compile(r"[^\n]*\n(?:[ \t>]*\n)?[ \t>]*[:~][ \t]")
_CONTINUES = re.compile(r"[^\s>][^\n]*\n[ \t>]*\Z")  # the line above is not blank, and no marker stands before us
# A link reference definition, unless more than a destination and a title stands on its line (spec 0.31, 4.7).
_DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)*+\]:(?![ \t]*[^\s<]+[ \t]+[^\s\"'(])", re.DOTALL)
_WIDEST = 100  # no container's prefix is as wide
_NOT_READ = re.compile(r"\[[^\]]*\]\]?\Z|\([^)]*\)=\Z|\[!\w")  # what alone on a line is no text
_DELIMITS = re.compile(r"\n[ \t>]*[-:|][-:| \t]*(?:\n|\Z)")  # makes a table's head of the line before it
_CLOSING_HASHES = re.compile(r"(?:(?<=[ \t])|\A)#+\Z")
_ODD_SLASHES = re.compile(r"(?<!\\)\\(?:\\\\)*(?=\n)")  # what would be a hard break of its own
# Blanks of every sort: the parser takes some from the ends of a block, and none is worth keeping there.
_AROUND = TRIM + "\x1c\x1d\x1e\x1f\x85\ufeff"
_IN_ATTRIBUTE = str.maketrans({'"': "&quot;", "'": "&#39;", "<": "&lt;", ">": "&gt;"})
_QUOTES = ("(", '"', "'")  # what begins a link's title
_LINE_BREAK = re.compile(r"\r\n?|\n")
_SHORTCUT = re.compile(r"(?<![\]\\])\[(?P<label>[^\[\]^][^\[\]]*)\](?P<empty>\[\])?(?![\[(])")
_EMPHASIS = (
    (re.compile(r"\*\*(?=\S)(.{1,2000}?)(?<=\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*(?=[^\s*])([^*]+?)(?<=\S)\*(?!\*)"), r"<em>\1</em>"),
)


def fitted(segment: Segment, target: str, labels: Set[str] = frozenset(), before: str = "") -> str:
    """The message to write for `target`: on as many lines as the source may have, its marks escaped.

    Reading the written file back gives this very text as the segment's source. `labels` are the document's
    reference labels, folded; `before` is the text in front of the segment, where it is known.
    """
    kind = segment.kind
    target = target.replace("\0", "\ufffd").strip(_AROUND)  # no file may hold NUL (spec 0.31, 2.3)
    lines = [target]
    if "\n" in target or "\r" in target:
        lines = [line for each in _LINE_BREAK.split(target) if (line := each.strip())]
        if not segment.gaps:
            lines = [" ".join(lines)]
    if kind.startswith("front matter"):
        return target if "\n" in segment.source else lines[0]
    if kind == "alternative text":
        return lines[0].translate(_IN_ATTRIBUTE)
    if kind == "html text":
        return _without_new_tags(segment.source, lines[0], "&lt;")
    lines = [_without_new_tags(segment.source, line, "\\<") for line in lines]
    if kind == "title":
        return lines[0]
    if kind == "link title":
        return _without_closer(lines[0], before[-1:])
    text = "\n".join(lines)
    if labels:
        text = _with_labels(segment.source, text, labels)
    if kind.startswith("table "):
        return _as_cell(segment.source, text, before)
    if not _after_hashes(kind, before):
        text = "\n".join(map(_as_text, text.split("\n")))
    if text[:1] in _QUOTES and not _begins(_LINE_BREAK.sub("\n", before)):
        text = "\\" + text
    if "\\\n" in text:
        text = _ODD_SLASHES.sub(r"\g<0>\\", text)
    return _CLOSING_HASHES.sub(lambda match: "\\" + match[0], text) if kind.startswith("heading") else text


def raw(segment: Segment, message: str, original: str, syntax: str) -> str:
    """The characters that stand for `message` in the file, where `original` stood. `syntax` is the front matter's."""
    kind = segment.kind
    if kind.startswith("front matter"):
        return encode(original, message, syntax)
    if kind.startswith("table "):
        return message.replace("|", "\\|") + (" " if message.endswith("\\") else "")
    if kind == "html text" and (alone := TAG_ALONE.match(original)):
        head = _SPACES.sub(" ", alone[0])
        return alone[0] + message[len(head) :] if message.startswith(head) else message
    if segment.gaps and "\n" in message:
        return _with_gaps(message.split("\n"), segment.gaps)
    return message


def safe(segment: Segment, message: str, before: str, after: str) -> bool:
    """Whether writing `message` provably leaves the blocks as they are, so that no second parse need tell.

    True only for one line (or as many as the source) that begins with what opens no block, makes no table row, no
    reference definition and no definition's title, and is not followed by a definition: a term stands on one line,
    so joining lines could make one. `before` and `after` are the text around the segment, line endings `\\n`.
    """
    kind, source = segment.kind, segment.source
    if kind.startswith("front matter"):
        return "\n" not in message  # `frontmatter.encode` has read it back
    if "$$" in message:  # which may close a formula that was opened far above
        return False
    if kind == "title":
        return _PLAIN_TITLE.fullmatch(message) is not None
    if kind == "alternative text":
        return not any(mark in message for mark in "\"'<>")
    if kind == "html text":
        return message[0] not in ":~" and _same_tags(source, message) and _DEFINES.match(after) is None
    if kind == "link title" or message[-1] in "\\}":
        return False
    if kind.startswith("table ") and before.rstrip(" \t").endswith("|"):
        return True  # `raw` escapes every pipe, and the row has begun
    if "|" in message and (kind.startswith("table ") or _DELIMITS.search(f"{message}{after}")):
        return False
    if _after_hashes(kind, before):
        return message[-1] != "#"
    if _OPENS_BLOCK.match(source):
        return False  # a marker may end the paragraph above although it opens nothing
    if message[0] in "([" and (_NOT_READ.match(message) or _DEFINITION.match(message)):
        return False
    if message[0] in _QUOTES and not _begins(before):
        return False
    return _lines_are_text(segment, message) and _DEFINES.match(after) is None


def _after_hashes(kind: str, before: str) -> bool:
    """Whether this is an ATX heading's text, in which nothing opens a block."""
    return kind.startswith("heading") and before.rstrip(" \t").endswith("#")


def _lines_are_text(segment: Segment, message: str) -> bool:
    lines = message.split("\n")
    return len(lines) <= len(segment.gaps) + 1 and all(
        line[-1] not in "\\}" and _starts_text(line, segment.source) for line in lines
    )


def _begins(before: str) -> bool:
    """Whether nothing on the line above goes on here: `"..."` below a link's definition would be its title."""
    if "\n" not in before:
        return len(before) < _WIDEST
    return _CONTINUES.search(before) is None


def _same_tags(source: str, message: str) -> bool:
    """Whether a run of HTML keeps its tags in their order, and at its ends where they stood there."""
    if message.count(">") != source.count(">") or message.count("<") != source.count("<"):
        return False
    if "<" not in message:
        return True
    wanted, got = ([span.value for span in scan(text) if span.kind == "tag"] for text in (source, message))
    ends = source[0] == "<", source[-1] == ">"
    return wanted == got and len(got) == message.count("<") and ends == (message[0] == "<", message[-1] == ">")


def _starts_text(line: str, source: str) -> bool:
    """Whether no block rule could begin here; an inline tag may, where the source begins with the same one."""
    if _SAFE_START.match(line):
        return True
    tag = _TAG_THEN_TEXT.match(line)
    return tag is not None and source.startswith(tag[0])


def as_tags(target: str) -> str:
    """Emphasis as HTML, for scripts in which CommonMark's flanking rule leaves the asterisks standing."""
    for pattern, tags in _EMPHASIS:
        target = pattern.sub(tags, target)
    return target


def _as_text(line: str) -> str:
    match = _OPENS_BLOCK.match(line)
    if not match:
        return line
    at = match.end("number") if match["number"] else 0
    return line[:at] + "\\" + line[at:]


def _as_cell(source: str, text: str, before: str) -> str:
    """A table cell's text: a pipe stands for itself, a last backslash is doubled, for it would escape the edge."""
    if "\\|" not in source:
        text = text.replace("\\|", "|")
    if before and not before.rstrip(" \t").endswith("|"):
        text = _as_text(text)  # the row begins with this cell
    return text + "\\" if (len(text) - len(text.rstrip("\\"))) % 2 else text


def _without_closer(title: str, opener: str) -> str:
    """A link title in which the quotes that would end it are escaped."""
    marks = {"(": "()"}.get(opener, opener)
    title = re.sub(r"\\(?![!-/:-@\[-`{-~])|\\\Z", r"\\\\", title)
    return re.sub(rf"(?<!\\)([{re.escape(marks)}])", r"\\\1", title) if marks else title


def _with_gaps(lines: list[str], gaps: tuple[str, ...]) -> str:
    """Lines joined by the source's own hard breaks; more lines than it had use its last one again."""
    text = lines[0]
    for index, line in enumerate(lines[1:]):
        text += gaps[min(index, len(gaps) - 1)] + line
    return text


def _without_new_tags(source: str, target: str, less_than: str) -> str:
    """The target with every `<` escaped that would begin a tag or autolink which the source does not have."""
    if "<" not in target:
        return target
    spare = Counter(span.value for span in scan(source) if source[span.start] == "<")
    spans = {span.start: span for span in scan(target) if target[span.start] == "<"}
    starts = [match.start() for match in _TAG_OPENS.finditer(target)] if less_than == "&lt;" else sorted(spans)
    out, at = [], 0
    for start in starts:
        if start in spans and spare[spans[start].value] > 0:
            spare[spans[start].value] -= 1
        else:
            out += [target[at:start], less_than]
            at = start + 1
    return "".join((*out, target[at:]))


def _with_labels(source: str, target: str, known: Set[str]) -> str:
    """`[text]` links whose text is their label keep pointing there when the text is translated."""
    if "[" not in source:
        return target
    wanted = [match["label"] for match in _shortcuts(source) if folded(match["label"]) in known]
    if not wanted:
        return target
    have = Counter(folded(match["label"]) for match in _shortcuts(target))
    missing = []
    for label in wanted:
        if have[folded(label)] > 0:
            have[folded(label)] -= 1
        else:
            missing.append(label)
    if not missing:
        return target
    out, at = [], 0
    for match in _shortcuts(target):
        if missing and folded(match["label"]) not in known:
            out += [target[at : match.start()], f"[{match['label']}][{missing.pop(0)}]"]
            at = match.end()
    return "".join((*out, target[at:]))


def _shortcuts(text: str) -> list[re.Match[str]]:
    """`[text]` and `[text][]` outside of code."""
    code = [span for span in scan(text) if span.kind == "code"]
    starts = [span.start for span in code]

    def in_code(at: int) -> bool:
        index = bisect_right(starts, at) - 1
        return index >= 0 and at < code[index].end

    return [match for match in _SHORTCUT.finditer(text) if not in_code(match.start())]
