"""What survives the way from Markdown to messages and back, measured on any folders of Markdown.

    python benchmarks/fidelity.py [--json] FOLDER...

For each folder: identity (empty catalog, and every target equal to its source), structure under pseudo-translation,
held by the stock markdown-it-py parser, fallbacks by reason, and how much of the visible text stands in a message.
A `.json` file is read as the specification's list of examples.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ccb_l10n.errors import CcbError
from ccb_l10n.markdown import frontmatter
from ccb_l10n.markdown.blocks import with_syntax
from ccb_l10n.markdown.parse import parse
from ccb_l10n.markdown.splice import splice
from ccb_l10n.markdown.text import Normal, decode
from ccb_l10n.model import Document, Message, State
from pseudo import accented

SUFFIXES = (".md", ".markdown")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_BRACES = re.compile(r"\{:?\s*(?:[#.:][^{}]*|[\w-]+=[^{}]*|[\w.:-]+)\}")
_ALTERNATIVE = re.compile(r"""\balt=(["'].*?["'])(?=\s|\})""")
_UNSEEN = frozenset(("code", "pre", "script", "style", "svg", "math", "textarea", "noscript", "iframe", "head"))
_NAMED = re.compile(r"translation not used: (.*?)(?: the | \S*[/:.]|$)")
_KEPT = {"link_open": "href", "image": "src"}


@dataclass(slots=True)
class Figures:
    """What one folder gave. `words` and `characters` are of visible text, code and formulas aside."""

    folder: str
    files: int = 0
    unreadable: int = 0
    segments: int = 0
    identical_empty: int = 0
    identical_same: int = 0
    structure_equal: int = 0
    fallbacks: Counter[str] = field(default_factory=Counter)
    words: int = 0
    characters: int = 0
    words_left_out: int = 0
    characters_left_out: int = 0
    numbers_left_out: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


def texts(folder: Path, figures: Figures) -> Iterator[tuple[str, str]]:
    """Every document below a folder, in order: (name, text)."""
    if folder.suffix == ".json":
        for example in json.loads(folder.read_text("utf-8")):
            yield f"{folder.name}#{example['example']}", example["markdown"]
        return
    for path in sorted(folder.rglob("*")):
        if path.name in ("PROVENANCE.md", "LICENSES.md"):
            continue
        if path.suffix == ".json" and path.parent.name == "spec":
            yield from texts(path, figures)
        elif path.suffix.lower() in SUFFIXES and path.is_file():
            try:
                yield str(path), decode(path.read_bytes(), str(path))
            except CcbError:
                figures.unreadable += 1


def measure(folder: Path) -> Figures:
    figures = Figures(str(folder))
    md = _stock()
    for name, text in texts(folder, figures):
        document = parse(name, text)
        figures.files += 1
        figures.segments += len(document.segments)
        figures.identical_empty += splice(document, {}).text == text
        figures.identical_same += splice(document, _targets(document, str)).text == text
        _pseudo(md, document, figures)
        _coverage(md, document, figures)
    return figures


def _targets(document: Document, change: Callable[[str], str]) -> dict[tuple[str | None, str], Message]:
    found = ((each.context, each.source) for each in document.segments)
    return {(context, source): Message(source, change(source), context, State.TRANSLATED) for context, source in found}


def _pseudo(md: MarkdownIt, document: Document, figures: Figures) -> None:
    made = splice(document, _targets(document, accented))
    figures.structure_equal += _structure(md, made.text) == _structure(md, document.text)
    for finding in made.findings:
        named = _NAMED.match(finding.message)
        figures.fallbacks[named[1].strip() if named else finding.message] += 1


def _stock() -> MarkdownIt:
    """The stock parser and renderer; the lines of containers show nothing by themselves, nor do formulas."""
    md = with_syntax(MarkdownIt("commonmark"))
    for kind in ("math_inline", "math_inline_double", "math_block", "math_block_label", "footnote_ref"):
        md.add_render_rule(kind, lambda *_: "")
    return md


def _body(text: str) -> str:
    normal = Normal(text).text
    front = frontmatter.find(normal)
    return normal[front.after :] if front else normal


def _tokens(md: MarkdownIt, text: str) -> tuple[list[Token], dict[str, Any]]:
    env: dict[str, Any] = {}
    tokens: list[Token] = []
    md.block.parse(_body(text), md, env, tokens)
    for token in tokens:
        if token.type == "inline":
            token.children = []
            md.inline.parse(token.content, md, env, token.children)
            for child in token.children:  # what the parser's last step does
                child.type = "text" if child.type == "text_special" else child.type
    return tokens, env


def _structure(md: MarkdownIt, text: str) -> list[object]:
    """The tree of blocks, and in each block of text the things that a translation keeps, in any order."""
    found: list[object] = []
    for token in _tokens(md, text)[0]:
        if token.type == "inline":
            found.append(Counter(_protected(token.children or [])))
        elif token.type == "html_block":
            found.append(Counter(re.findall(r"</?[A-Za-z][\w-]*", token.content)))
        elif token.type in ("div_marker", "indented_open"):
            found.append((token.type, token.level, token.markup))
        else:
            found.append((token.type, token.tag, token.level, token.hidden, token.markup, token.info, token.content))
    return found


def _protected(children: list[Token]) -> Iterator[tuple[str, str]]:
    for child in children:
        if child.type in _KEPT:
            yield child.type, str(child.attrs.get(_KEPT[child.type], ""))
        elif child.type in ("code_inline", "math_inline", "math_inline_double"):
            yield child.type, " ".join(child.content.split())
        elif child.type == "html_inline":
            yield (
                child.type,
                " ".join(re.sub(r"\b(alt|title|aria-label)=(\"[^\"]*\"|'[^']*')", "", child.content).split()),
            )
        elif child.type == "footnote_ref":
            yield child.type, str(child.meta.get("label", ""))
        yield from _protected(child.children or [])


class _Seen(HTMLParser):
    """The text nodes of HTML, code aside, and images' alternative texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden: list[str] = []
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.hidden.append(tag)
        elif tag == "img" and not self.hidden:
            self.parts.append(dict(attrs).get("alt") or "")
        else:
            self.parts.append(" " if tag in ("br", "p", "td", "li", "div") else "")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def _seen(html: str) -> list[str]:
    """The words, attributes in braces aside but for alternative texts, which readers get in their place."""
    reader = _Seen()
    reader.feed(html)
    reader.close()
    return _WORD.findall(_BRACES.sub(lambda found: " ".join(_ALTERNATIVE.findall(found[0])), "".join(reader.parts)))


def _visible(md: MarkdownIt, document: Document) -> Iterator[tuple[str, list[str], str]]:
    """What a reader sees, block by block: (kind of block, words, the block's own text)."""
    tokens, env = _tokens(md, document.text)
    stack = ["paragraph"]
    open_html: list[str] = []
    for token in tokens:
        if token.type == "inline":
            yield stack[-1], _seen(md.renderer.render(token.children or [], md.options, env)), token.content
        elif token.type == "html_block":
            open_html.append(token.content)
            yield "html block", _seen(token.content), token.content
        elif token.type == "div_marker":
            yield "container's title", _seen(re.sub(r"^[\w{}.:#-]+", " ", token.info)), token.info
        elif token.type == "indented_open":
            yield "admonition's title", _WORD.findall("".join(re.findall(r"[\"'](.*)[\"']$", token.info))), token.info
        elif token.nesting == 1:
            stack.append(token.type.removesuffix("_open"))
        elif token.nesting == -1 and len(stack) > 1 and token.type != "indented_close":
            stack.pop()


def _in_segments(md: MarkdownIt, document: Document) -> Counter[str]:
    """The words that a translator gets to see as text."""
    env = {
        "references": {label: {"title": "", "href": href} for label, href in document.references},
        "footnotes": {"refs": {f":{label}": -1 for label in document.footnotes}, "list": {}},
    }
    words: Counter[str] = Counter()
    for segment in document.segments:
        if segment.kind.startswith(("front matter", "link title")):
            continue
        if segment.kind == "html text":
            words.update(_seen(segment.source))
        else:
            words.update(_seen(md.renderInline(segment.source.replace("\n", "\\\n"), dict(env))))
    return words


def _coverage(md: MarkdownIt, document: Document, figures: Figures) -> None:
    covered = _in_segments(md, document)
    for kind, words, text in _visible(md, document):
        for word in words:
            figures.words += 1
            figures.characters += len(word)
            if covered[word] > 0:
                covered[word] -= 1
                continue
            figures.words_left_out += 1
            figures.characters_left_out += len(word)
            figures.numbers_left_out += not any(map(str.isalpha, word))
            reason = f"{kind}: {_reason(text)}"
            figures.left_out[reason] += 1
            figures.examples.setdefault(reason, f"{document.path}: {text[:90]!r}")


def _reason(text: str) -> str:
    if not any(map(str.isalpha, text)):
        return "no letters"
    bare = re.sub(r"<?(?:https?://|mailto:)[^\s<>]*>?|`[^`]*`", "", text)
    return "only addresses or code" if not any(map(str.isalpha, bare)) else "other"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}" if whole else "-"


def table(all_figures: list[Figures]) -> Iterator[str]:
    yield "| folder | files | messages | identical, empty % | identical, same % | structure equal % | fallbacks |" + (
        " words | words in messages % | characters in messages % | words left out that are numbers |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for each in all_figures:
        yield (
            f"| {each.folder} | {each.files} | {each.segments} | {_share(each.identical_empty, each.files)} "
            f"| {_share(each.identical_same, each.files)} | {_share(each.structure_equal, each.files)} "
            f"| {sum(each.fallbacks.values())} | {each.words} | {_share(each.words - each.words_left_out, each.words)} "
            f"| {_share(each.characters - each.characters_left_out, each.characters)} | {each.numbers_left_out} |"
        )
    for each in all_figures:
        yield f"\n{each.folder}: {each.unreadable} files are not UTF-8 text"
        yield from (f"- fallback, {count} times: {reason}" for reason, count in each.fallbacks.most_common(9))
        for reason, count in each.left_out.most_common(12):
            yield f"- left out, {count} words: {reason}, first in {each.examples[reason]}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    figures = [measure(folder) for folder in chosen.folders]
    if chosen.json:
        plain = [{each.name: getattr(one, each.name) for each in fields(one)} for one in figures]
        sys.stdout.write(json.dumps(plain, indent=1, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(table(figures)) + "\n")


if __name__ == "__main__":
    main()
