"""Courses and manuals that people wrote and translated, laid out as a workspace to measure the checks on.

    python benchmarks/translated.py OUT

Downloads, through the registries' own clients, two programming courses (npm: javascripting, learnyounode; MIT), the
FastAPI manual (PyPI, MIT; a release from before its pages were translated by machine), the Debian Administrator's
Handbook (Debian; CC-BY-SA-3.0 or GPL-2+) and the Debian installation guide (GPL-2+; needs a deb-src line among apt's
sources). Writes OUT/content with the English Markdown pages, and OUT/locales with a catalog for each course and
language of the segments that stand in the same place of a translated page. Of the handbook and the guide, which are
DocBook, those messages are taken that can be said in Markdown: code, emphasis and links to the web become Markdown's,
the guide's entities template variables. What the handbook shows in English and the guide's listings are not taken.
Nothing downloaded belongs in the repository.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from html import entities
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType

from ccb_l10n import locales
from ccb_l10n.catalog import po
from ccb_l10n.markdown.inline import translatable
from ccb_l10n.markdown.parse import parse
from ccb_l10n.model import Catalog, Message, State

COURSES = {"javascripting": "2.7.4", "learnyounode": "4.2.2"}
MANUAL = "0.103.0"
PAGES = {"es": "es", "fr": "fr", "pt": "pt-BR", "pt-br": "pt-BR", "ru": "ru", "zh": "zh-Hans", "zh-cn": "zh-Hans"}
GUIDE = {"es": "es", "fr": "fr", "pt": "pt", "ru": "ru", "zh_CN": "zh-Hans"}
HANDBOOK = {"ar-MA": "ar", "es-ES": "es", "fr-FR": "fr", "pt-BR": "pt-BR", "ru-RU": "ru", "zh-CN": "zh-Hans"}

SUFFIX = re.compile(r"(?P<stem>.+?)[._](?P<lang>[a-z]{2}(?:-[a-z]{2})?)\.md\Z")
FENCE = re.compile(r"(?m)^[ \t]*(```+|~~~+).*\n(?P<body>(?:.*\n)*?)[ \t]*\1")
ENTITY = re.compile(r"&([A-Za-z][\w.-]*);")
LINK = re.compile(r"<ulink\s+url=\"([^\"]*)\">([^<]*)</ulink>")
CODE = re.compile(r"<(literal|command|filename|userinput|classname|option|code)>(\s*)([^<`]*?)(\s*)</\1>")
EMPHASIS = re.compile(r"<(emphasis|quote|firstterm|foreignphrase|replaceable)>(\s*)([^<*]*?)(\s*)</\1>")
BLANKS = re.compile(r"[ \t\r\n]+")  # a no-break space stays one
WORD = re.compile(r"[a-z]+")
# Of a page's segments, how many must have found their partner: a page that was rewritten since pairs by chance.
SAME = {"javascripting": 0.4, "learnyounode": 0.4, "fastapi": 0.75}
LEFT = re.compile(r"</?[a-z]")

Said = dict[str, dict[str, str]]  # language: source: target
Section = tuple[tuple[str, ...], list[str]]  # the kinds of what stands in it, and the texts of its segments


def gather(out: Path) -> None:
    """Download everything and write the workspace. Raises CalledProcessError where a registry's client fails."""
    for name, version in COURSES.items():
        package = _fetched(out / "download" / name, ["npm", "pack", f"{name}@{version}"], "*.tgz") / "package"
        _course(name, out, package, package.rglob("*.md"), _beside)
    pip = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", f"fastapi=={MANUAL}"]
    docs = _fetched(out / "download" / "fastapi", pip, "*.tar.gz") / f"fastapi-{MANUAL}" / "docs"
    _course("fastapi", out, docs / "en" / "docs", docs.rglob("*.md"), _in_folder)
    _handbook(out)
    _guide(out)


def _fetched(place: Path, command: list[str], archives: str) -> Path:
    """The folder that a download was unpacked in, downloading it first where it is not there."""
    if not place.exists():
        place.mkdir(parents=True)
        subprocess.run(command, cwd=place, check=True, capture_output=True, timeout=600)
        for archive in place.glob(archives):
            with tarfile.open(archive) as members:
                members.extractall(place, filter="data")
    return place


def _beside(page: Path) -> tuple[Path, str] | None:
    """The source and the language of a page like problem.fr.md, beside its problem.md."""
    match = SUFFIX.match(page.name)
    return (page.with_name(match["stem"] + ".md"), match["lang"]) if match else None


def _in_folder(page: Path) -> tuple[Path, str] | None:
    """The source and the language of a page like docs/fr/docs/async.md."""
    above = page.parents
    root = next((each for each in above if each.name == "docs" and each.parent.parent.name == "docs"), None)
    return (root.parent.parent / "en" / "docs" / page.relative_to(root), root.parent.name) if root else None


def _course(
    name: str, out: Path, root: Path, pages: Iterable[Path], source_of: Callable[[Path], tuple[Path, str] | None]
) -> None:
    """The course's English pages below `root`, and a catalog for each language of what pairs with them."""
    said: Said = defaultdict(dict)
    segments = paired = 0
    for page in sorted(pages):
        source, lang = source_of(page) or (page, "")
        if lang in PAGES and source.exists() and "node_modules" not in page.parts:
            place = out / "content" / name / source.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
            one, other = list(_sections(source)), list(_sections(page))
            pairs = list(_aligned(one, other))
            whole = max(sum(len(texts) for _, texts in page) for page in (one, other))
            segments += whole
            if len(pairs) < SAME[name] * whole:
                continue
            paired += len(pairs)
            for text, target in pairs:
                if text != target and translatable(text):
                    said[PAGES[lang]].setdefault(text, target)
    _write(out, name, said)
    _say(f"{name}: {paired} of {segments} segments of translated pages stand where one of the source does")


def _aligned(one: list[Section], other: list[Section]) -> Iterator[tuple[str, str]]:
    """Source and target of each segment of the sections that are alike, in runs long enough not to be chance."""
    shapes = [kinds for kinds, _ in one], [kinds for kinds, _ in other]
    for start, place, size in SequenceMatcher(None, *shapes, autojunk=False).get_matching_blocks():
        run = slice(start, start + size), slice(place, place + size)
        if sum(map(len, shapes[0][run[0]])) >= 4 or size == len(one) == len(other):
            for (_, texts), (_, targets) in zip(one[run[0]], other[run[1]], strict=True):
                yield from zip(texts, targets, strict=True)


def _sections(path: Path) -> Iterator[Section]:
    """What stands under each heading or code block, which comes first: segments, and code known by its lines."""
    document = parse(path.name, path.read_text("utf-8"))
    parts = [(each.start, each.kind, [each.source]) for each in document.segments]
    fences = FENCE.finditer(document.text)
    parts += [(each.start(), f"code {each['body'].count(chr(10))}", []) for each in fences]
    kinds: list[str] = []
    texts: list[str] = []
    for _, kind, text in sorted(parts):
        if kind.startswith(("heading", "code")):
            yield tuple(kinds), texts
            kinds, texts = [], []
        kinds.append(kind)
        texts += text
    yield tuple(kinds), texts


class _Blocks(HTMLParser):
    """The paragraphs and headings of a page of the handbook, in Markdown."""

    MARKS = MappingProxyType({"code": "`", "em": "*", "strong": "**"})

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open: list[str] = []
        self._links: list[str] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if (tag == "div" and said.get("class") == "para") or tag in ("h1", "h2", "h3", "h4"):
            self._open.append("")
        elif tag == "div":
            self._open.append("\0")
        elif tag == "a":
            href = said.get("href") or ""
            self._links.append(href if href.startswith("http") else "")
            self._add("[" if self._links[-1] else "")
        self._mark(tag)

    def handle_endtag(self, tag: str) -> None:
        self._mark(tag)
        if tag == "a" and self._links:
            url = self._links.pop()
            self._add(f"]({url})" if url else "")
        if tag in ("div", "h1", "h2", "h3", "h4") and self._open:
            text = BLANKS.sub(" ", self._open.pop()).strip(" ")
            if not text.startswith("\0"):
                self.blocks.append(text)

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _mark(self, tag: str) -> None:
        """Open or close code or emphasis; there is no emphasis in code."""
        if tag == "code":
            self._in_code = not self._in_code
        if tag in self.MARKS and (tag == "code" or not self._in_code):
            self._add(self.MARKS[tag])

    def _add(self, text: str) -> None:
        if self._open and not self._open[-1].startswith("\0"):
            self._open[-1] += text


def _handbook(out: Path) -> None:
    """A catalog for each language of the handbook's pages that have the blocks of the English ones."""
    place = out / "download" / "debian-handbook"
    if not place.exists():
        _fetched(place, ["apt-get", "download", "debian-handbook"], "")
        subprocess.run(["dpkg-deb", "-x", next(place.glob("*.deb")), place], check=True, timeout=600)
    html = place / "usr" / "share" / "doc" / "debian-handbook" / "html"
    said: Said = defaultdict(dict)
    for folder, lang in HANDBOOK.items():
        for page in sorted((html / "en-US").glob("*.html")):
            other = html / folder / page.name
            one, two = _blocks(page), _blocks(other) if other.exists() else []
            if len(one) == len(two):
                pairs = zip(one, two, strict=True)
                said[lang].update(pair for pair in pairs if all(pair) and translatable(pair[0]) and not _left(*pair))
    _write(out, "debian-handbook", said)


def _left(text: str, target: str) -> bool:
    """Whether nobody translated a block: the page shows the English with other quotes and names of sections."""
    words = Counter(WORD.findall(text.lower()))
    return words.total() > 0 and (words & Counter(WORD.findall(target.lower()))).total() >= 0.8 * words.total()


def _blocks(page: Path) -> list[str]:
    parser = _Blocks()
    parser.feed(page.read_text("utf-8"))
    return parser.blocks


def _guide(out: Path) -> None:
    """A catalog for each language of the installation guide's own messages."""
    place = out / "download" / "installation-guide"
    if not place.exists():
        _fetched(place, ["apt-get", "source", "--download-only", "installation-guide"], "*.tar.xz")
    said: Said = defaultdict(dict)
    for theirs, lang in GUIDE.items():
        for path in sorted(place.glob(f"installation-guide-*/po/{theirs}/*.po")):
            for message in po.parse(path.read_bytes(), path.name, lang).messages:
                if message.state is State.TRANSLATED and message.plural is None:
                    pair = _markdown(message.source), _markdown(message.target)
                    if "\n" not in pair[0] and translatable(pair[0]) and not any(map(LEFT.search, pair)):
                        said[lang].setdefault(*pair)
    _write(out, "installation-guide", said)


def _markdown(docbook: str) -> str:
    """A DocBook message in Markdown, its own entities as template variables; other tags are left."""
    docbook = LINK.sub(r"[\2](\1)", docbook)
    docbook = EMPHASIS.sub(r"\2*\3*\4", CODE.sub(r"\2`\3`\4", docbook))
    return ENTITY.sub(_entity, docbook)


def _entity(found: re.Match[str]) -> str:
    if found[1] in ("lt", "gt", "amp"):
        return found[0]
    return entities.html5.get(f"{found[1]};", f"{{{{{found[1]}}}}}")


def _write(out: Path, course: str, said: Said) -> None:
    (out / "content" / course).mkdir(parents=True, exist_ok=True)
    for lang, pairs in said.items():
        messages = tuple(Message(text, target, state=State.TRANSLATED) for text, target in pairs.items())
        header = {"Language": locales.gettext(lang), "Content-Type": "text/plain; charset=UTF-8"}
        path = out / "locales" / locales.gettext(lang) / "LC_MESSAGES" / f"{course}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po.render(Catalog(messages, header, lang)), encoding="utf-8", newline="")
        _say(f"{course} {lang}: {len(pairs)} messages")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    gather(Path(sys.argv[1]))
