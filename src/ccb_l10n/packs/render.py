"""A localised document as a page: one rendering that every format takes its parts from."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ccb_l10n.markdown import frontmatter
from ccb_l10n.markdown.blocks import block_tokens
from ccb_l10n.markdown.text import Normal
from ccb_l10n.model import Localised, Placed, State
from ccb_l10n.packs import attributes, containers, headings, notes, phrases
from ccb_l10n.packs.containers import Node
from ccb_l10n.packs.interface import interface
from ccb_l10n.packs.links import Links, slugs
from ccb_l10n.packs.marks import Mark, Marks, Passages, of_state, overall
from ccb_l10n.packs.phrases import Phrases
from ccb_l10n.packs.quiz import Quiz
from ccb_l10n.packs.rawhtml import Raw
from ccb_l10n.packs.terms import Entry, Noted, Terms
from ccb_l10n.packs.typography import legal, text_html
from ccb_l10n.packs.writer import Heading, Writer

_LISTS = ("objectives", "questions", "keypoints")
_SUMMARIES = ("description", "summary", "abstract", "excerpt", "lead", "subtitle", "tagline")
_KEYS = frozenset(["title", "duration", *_LISTS, *_SUMMARIES])


@dataclass(frozen=True, slots=True)
class Setting:
    """What the pages of a pack share. `places` says where each page (source path) goes in the pack, `slugs` what
    begins its ids."""

    source_locale: str  # BCP 47
    locale: str  # BCP 47
    places: Mapping[str, str]
    terms: Terms | None = None
    slugs: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "slugs", slugs(self.places))


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of text outside of the page's body: its HTML, the attributes of its element, and the labels in it."""

    text: str
    html: str
    attributes: Mapping[str, str] = field(default_factory=_none)
    before: str = ""
    after: str = ""
    mark: Mark = Mark.NONE
    name: str = ""  # its text as HTML for lists and links: no link, picture or id is in it


@dataclass(frozen=True, slots=True)
class Page:
    """A page, rendered. `body` is HTML and XML alike, begins after the first heading, and holds its own footnotes;
    `slots.fill` puts the quizzes into it, and shows or hides what is for trainers.

    `heading` is that first heading, or the title where the page has none. `mark` is FALLBACK or DRAFT when all of the
    page is. `headings` are those of the body.
    """

    path: str  # of the source, relative to the course
    place: str  # of the page, relative to the pack
    title: Phrase
    heading: Phrase
    summary: Phrase | None
    duration: Phrase | None
    lists: Mapping[str, Sequence[Phrase]]  # objectives, questions, keypoints
    body: str
    quizzes: Sequence[Quiz]
    terms: Sequence[Entry]  # those of the glossary that the body links to, as #ccb-SLUG-term-ID
    slug: str  # what tells the page's ids from other pages'
    headings: Sequence[Heading]
    counts: Mapping[State, int]
    mark: Mark


def render(localised: Localised, setting: Setting, source: str = "") -> Page:
    """Render a document. `source` is the source file's own text, from which the headings' ids come."""
    normal = Normal(localised.text)
    front = frontmatter.find(normal.text)
    base = front.after if front else 0
    tokens, env = block_tokens(normal.text[base:])
    nodes = containers.tree(tokens)
    _own(nodes)
    foreign = setting.source_locale != setting.locale
    page_mark = overall(localised.placed) if foreign else Mark.NONE
    marks = Marks(nodes, Passages(localised, normal, base) if foreign else None)
    writer = _writer(localised.path, setting, marks, page_mark, source or localised.text)
    writer.text.env.update(env)
    writer.ids = _named(nodes, map(attributes.anchor, headings.ids(source or localised.text)))
    values = _front_matter(normal, front, localised.placed if foreign else (), writer)
    first = _first_heading(nodes)
    opening = _phrase_of(first, writer) if first else None
    body = writer.blocks(node for node in nodes if node is not first)
    own = next((each for each in writer.headings if each.level == 1), None)
    title = next(iter(values.get("title", ())), None)
    name = posixpath.splitext(posixpath.basename(localised.path))[0]
    fallback = opening or (Phrase(own.text, own.html, mark=own.mark, name=own.html) if own else None)
    shown = legal(text_html(name, writer.rtl))
    title = title or fallback or Phrase(legal(name), shown, name=shown)
    return Page(
        localised.path,
        setting.places[localised.path],
        title,
        opening or title,
        next((values[key][0] for key in _SUMMARIES if values.get(key)), None),
        next(iter(values.get("duration", ())), None),
        {key: values[key] for key in _LISTS if values.get(key)},
        legal(body + notes.write(writer)),
        tuple(writer.quizzes),
        writer.text.noted.entries() if writer.text.noted else (),
        writer.text.slug,
        tuple(writer.headings),
        Counter(each.state for each in localised.placed),
        page_mark,
    )


def _writer(path: str, setting: Setting, marks: Marks, page: Mark, source: str) -> Writer:
    links = Links(path, setting.places)
    words = interface(setting.locale)
    slug = setting.slugs[path]
    raw = Raw(links, lambda text: words("On the internet: {text}", text=text))
    noted = Noted(setting.terms, slug, source) if setting.terms else None
    return Writer(Phrases(links, words, raw, slug, noted=noted), marks, {}, setting.source_locale, setting.locale, page)


def _own(nodes: Iterable[Node]) -> None:
    """Make the attributes in a tree those that they become in the pack."""
    for node in nodes:
        node.attributes = attributes.owned(node.attributes)
        if node.box:
            node.box = replace(node.box, attributes=tuple(attributes.owned(dict(node.box.attributes)).items()))
        _own(node.children)


def _named(nodes: Iterable[Node], ids: Iterable[str]) -> dict[int, str]:
    """The headings' ids, by node. The rebuilt document has the headings of its source, in the same order."""
    return dict(zip((id(node) for node in _headings(nodes)), ids, strict=False))


def _headings(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.token.type == "heading_open":
            yield node
        yield from _headings(node.children)


def _first_heading(nodes: Sequence[Node]) -> Node | None:
    """The heading that the page begins with, when it is one of the first level."""
    for node in nodes:
        if node.kind == "heading_open":
            return node if node.token.tag == "h1" else None
        if node.kind != "html_block" or not node.token.content.lstrip().startswith("<!--"):
            return None
    return None


def _phrase_of(node: Node, writer: Writer) -> Phrase:
    inline = node.children[0]
    own, given = headings.split(inline.token.content)
    named = {"id": writer.ids[id(node)]} if id(node) in writer.ids else {}
    return _phrase(own, writer.marks.of(inline), writer, attributes.joined(named, attributes.owned(given)))


def _phrase(content: str, mark: Mark, writer: Writer, given: Mapping[str, str] | None = None) -> Phrase:
    """Inline Markdown as a phrase of the page."""
    look = writer.look(mark)
    joined = attributes.joined(given or {}, look.attributes)
    tokens = phrases.parse(content, writer.text.env)
    with writer.within(mark):
        html = writer.text.tokens(tokens, writer.rtl)
        plain = legal(phrases.plain(tokens))
        name = text_html(plain, writer.rtl)
    given = {name: legal(value) for name, value in joined.items()}
    return Phrase(plain, legal(html), given, look.before, look.after, mark, name)


def _front_matter(
    normal: Normal, front: frontmatter.Block | None, placed: Sequence[Placed], writer: Writer
) -> dict[str, list[Phrase]]:
    """The values that a page shows, by key."""
    found: dict[str, list[Phrase]] = {}
    if not front:
        return found
    marks = {each.start: of_state(each) for each in placed}
    for value in frontmatter.values(normal.text, front, _KEYS):
        mark = marks.get(normal.original(value.start), Mark.NONE)
        found.setdefault(value.key, []).append(_phrase(value.text, mark, writer))
    return found
