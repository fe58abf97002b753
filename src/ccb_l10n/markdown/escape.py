"""Writing a target where a source stood, so that Markdown reads it as the same kind of block.

Whatever a translator types is text: marks that would open a block are escaped (CommonMark 0.31, 2.4), line breaks
become the source's own, a pipe in a table cell gets its backslash.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

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
          | \$\$
          | (?:\*[ \t]*){3,}\Z | (?:-[ \t]*){3,}\Z | (?:_[ \t]*){3,}\Z | =+[ \t]*\Z
          | \[\^[^\]\s]+\]: | \[[^\]]+\]:[ \t]*\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^)]*\)))?[ \t]*\Z )""",
    re.VERBOSE,
)
_SAFE_START = re.compile(
    r"""[^\W\d_] | [^\x00-\x7f] | ["'(.@/%&,;] | [*_]{1,3}[^\s*_] | `{1,2}[^`] | ~{1,2}[^~\s] | :(?![:\s])
      | [-+\#]\w | \d+(?![\d.)]) | !?\[(?!\^) | \{[{%] | \\[!-/:-@\[-`{-~]""",
    re.VERBOSE,
)
_TAG_THEN_TEXT = re.compile(r"<[^<>]*>(?=[ \t]*[^\s<])")
_PLAIN_TITLE = re.compile(r"[^\"'\[\]{}\\|\n]+")
_DEFINES = re.compile(r"[^\n]*\n(?:[ \t>]*\n)?[ \t>]*[:~][ \t]")
_DELIMITS = re.compile(r"[^\n]*\n[ \t>]*[-:|]")
_CLOSING_HASHES = re.compile(r"(?:(?<=[ \t])|\A)#+\Z")
_BARE_PIPE = re.compile(r"\\?\|")
_LINE_BREAKS = re.compile(r"[ \t]*(?:\r\n?|\n)[\s]*")
_BLANKS = re.compile(r"\s*\n\s*")
_SHORTCUT = re.compile(r"(?<![\]\\])\[(?P<label>[^\[\]^][^\[\]]*)\](?P<empty>\[\])?(?![\[(])")
_EMPHASIS = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*(?=[^\s*])([^*]+?)(?<=\S)\*(?!\*)"), r"<em>\1</em>"),
)


def fitted(segment: Segment, target: str, labels: Set[str] = frozenset()) -> str:
    """The message to write for `target`: on as many lines as the source may have, its marks escaped.

    Reading the written file back gives this very text as the segment's source. `labels` are the document's
    reference labels, folded.
    """
    lines = _LINE_BREAKS.split(target.strip(" \t\r\n"))
    if not segment.gaps:
        lines = [" ".join(lines)]
    kind = segment.kind
    if kind.startswith("front matter"):
        return target.strip()
    if kind == "html text":
        return _without_new_tags(segment.source, lines[0], "&lt;")
    lines = [_without_new_tags(segment.source, line, "\\<") for line in lines]
    if kind == "link title":
        return lines[0]
    if kind == "title":
        return lines[0]
    text = "\n".join(lines)
    if labels:
        text = _with_labels(segment.source, text, labels)
    if kind.startswith("table "):
        return text
    text = "\n".join(_as_text(line) for line in text.split("\n"))
    return _CLOSING_HASHES.sub(lambda match: "\\" + match[0], text) if kind.startswith("heading") else text


def raw(segment: Segment, message: str, original: str, syntax: str) -> str:
    """The characters that stand for `message` in the file, where `original` stood. `syntax` is the front matter's."""
    kind = segment.kind
    if kind.startswith("front matter"):
        return encode(original, message, syntax)
    if kind.startswith("table "):
        cell = _BARE_PIPE.sub(r"\\|", message)
        return cell + "\\" if _odd_backslashes(cell) else cell
    if segment.gaps and "\n" in message:
        return _with_gaps(message.split("\n"), segment.gaps)
    return message


def safe(segment: Segment, message: str, before: str, after: str) -> bool:
    """Whether writing `message` provably leaves the blocks as they are, so that no second parse need tell.

    True only for one line (or as many as the source) that begins with what opens no block, makes no table row and no
    reference definition, and is not followed by a definition: a term stands on one line, so joining lines could make
    one. `before` and `after` are the text around the segment.
    """
    kind, source = segment.kind, segment.source
    if kind.startswith("front matter"):
        return "\n" not in message  # `frontmatter.encode` has read it back
    if kind == "title":
        return _PLAIN_TITLE.fullmatch(message) is not None
    if kind == "html text":
        return message.count("<") == source.count("<") and message.count(">") == source.count(">")
    if kind == "link title" or message[-1] in "\\}" or (message[0] == "[" and "]:" in message):
        return False
    if kind.startswith("heading") and before.rstrip(" \t").endswith("#"):
        return message[-1] != "#"
    if kind.startswith("table ") and before.rstrip(" \t").endswith("|"):
        return "|" not in message
    lines = message.split("\n")
    return (
        len(lines) <= len(segment.gaps) + 1
        and all(_starts_text(line, source) for line in lines)
        and not ("|" in message and (kind.startswith("table ") or _DELIMITS.match(after)))
        and _DEFINES.match(after) is None
    )


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


def _odd_backslashes(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


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
    out, at = [], 0
    for span in scan(target):
        if target[span.start] != "<":
            continue
        if spare[span.value] > 0:
            spare[span.value] -= 1
        else:
            out += [target[at : span.start], less_than]
            at = span.start + 1
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
    code = [(span.start, span.end) for span in scan(text) if span.kind == "code"]
    return [
        match
        for match in _SHORTCUT.finditer(text)
        if not any(start < match.start() < end for start, end in code)
    ]
