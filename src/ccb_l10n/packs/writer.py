"""The blocks of a page as HTML that is well-formed XML too, so that one rendering feeds every format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape

from ccb_l10n import locales
from ccb_l10n.packs import attributes, boxes, headings, literal, phrases, quiz, slots
from ccb_l10n.packs.containers import Node
from ccb_l10n.packs.marks import Mark, Marks
from ccb_l10n.packs.phrases import Phrases
from ccb_l10n.packs.quiz import Quiz
from ccb_l10n.packs.typography import legal, text_html

SHORT = 16  # characters: a cell of figures that should not break
_ALIGNED = {"text-align:right": "end", "text-align:center": "center"}
_TARGET = re.compile(r"\(([\w.:-]+)\)=\Z")
_CONTENTS_MARK = re.compile(r"\[\[?_?toc_?\]\]?\Z", re.IGNORECASE)
_SIMPLE = {
    "bullet_list_open": "ul",
    "blockquote_open": "blockquote",
    "dl_open": "dl",
    "dd_open": "dd",
    "thead_open": "thead",
    "tbody_open": "tbody",
    "tr_open": "tr",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page, for its contents. `html` is its text alone, isolated where directions mix."""

    level: int
    id: str
    text: str
    html: str
    mark: Mark
    trainer: bool = False  # whether only trainers see it


@dataclass(frozen=True, slots=True)
class Look:
    """How a marked element shows what it is."""

    attributes: Mapping[str, str]
    before: str = ""
    after: str = ""


class Writer:
    """Writes one page. `lang` and `rtl` are those of the place where it is; `inside` says that a mark covers it."""

    def __init__(
        self, text: Phrases, marks: Marks, ids: Mapping[int, str], source: str, locale: str, page: Mark
    ) -> None:
        self.text, self.words, self.marks, self.ids = text, text.words, marks, ids
        self.source = source
        self.lang = source if page == Mark.FALLBACK else locale
        self.rtl = locales.direction(self.lang) == "rtl"
        self.inside = page != Mark.NONE
        self.headings: list[Heading] = []
        self.notes: dict[str, Node] = {}
        self.quizzes: list[Quiz] = []
        self._figure = False
        self._items = 0  # the list items that it is in
        self._trainer = False

    def blocks(self, nodes: Iterable[Node]) -> str:
        """A run of blocks. What raw HTML left open in it ends with it."""
        self.text.raw.enter()
        parts = []
        for node in nodes:
            if node.kind != "html_block":
                parts.append(self.text.raw.end_paragraph())
            parts.append(self._block(node))
        return "".join(parts) + self.text.raw.leave()

    def look(self, mark: Mark) -> Look:
        """How an element with that mark looks here. Nothing more is said where a mark already covers it."""
        foreign = {"lang": self.source, "dir": locales.direction(self.source)}
        if mark == Mark.KEPT:
            return Look({} if self.lang == self.source else foreign)
        if mark == Mark.NONE or self.inside:
            return Look({})
        if mark == Mark.DRAFT:
            words = escape(self.words("Machine draft"), quote=False)
            return Look({"class": "draft"}, f'<span class="hidden"{self.words.within(self.lang)}>{words}: </span>')
        language = locales.name(self.source, self.words.locale)
        full = self.words("Not translated yet: shown in {language}", language=language)
        ours = attributes.html({"lang": self.words.locale, "dir": locales.direction(self.words.locale)})
        chip = (
            f' <span class="chip"{ours}><span class="hidden">{escape(full, quote=False)}</span>'
            f'<span aria-hidden="true">{escape(language, quote=False)}</span></span>'
        )
        return Look({"class": "fallback", **foreign}, after=chip)

    @contextmanager
    def within(self, mark: Mark) -> Iterator[None]:
        """The place inside an element with that mark."""
        outer = self.lang, self.rtl, self.inside
        if mark == Mark.KEPT or (mark == Mark.FALLBACK and not self.inside):
            self.lang, self.rtl = self.source, locales.direction(self.source) == "rtl"
        self.inside = self.inside or mark in (Mark.DRAFT, Mark.FALLBACK)
        yield
        self.lang, self.rtl, self.inside = outer

    @contextmanager
    def for_trainers(self) -> Iterator[None]:
        """The place inside a passage that only trainers see."""
        outer, self._trainer = self._trainer, True
        with self.at(phrases.TRAINER):
            yield
        self._trainer = outer

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """The place inside a part that not everybody sees, which its footnotes are to know."""
        outer, self.text.place = self.text.place, place if self.text.place == phrases.OPEN else self.text.place
        yield
        self.text.place = outer

    def quiz(self, node: Node, given: dict[str, str]) -> str:
        """The slot of a quiz, which is kept with the page's others."""
        at = len(self.quizzes)
        self.quizzes.append(quiz.nothing(at + 1, self.lang))  # quizzes in it come after it
        self.quizzes[at] = quiz.read(self, node, at + 1, given)
        return slots.quiz(at)

    @property
    def terms_in(self) -> str:
        """The language of the glossary's terms here; empty where learners would not see a term's first place."""
        return "" if self._trainer else self.lang

    def inline(self, content: str, mark: Mark, *, noted: bool = False) -> str:
        with self.within(mark):
            return self.text.html(content, self.rtl, self.terms_in if noted else "")

    def element(self, tag: str, inline: Node, given: Mapping[str, str] | None = None) -> str:
        """A block that holds one run of text."""
        mark = self.marks.of(inline)
        look = self.look(mark)
        html = self.inline(inline.token.content, mark)
        opening = f"{tag}{attributes.html(attributes.joined(given or {}, look.attributes))}"
        return f"<{opening}>{look.before}{html}{look.after}</{tag}>"

    def _block(self, node: Node) -> str:
        figure, self._figure = self._figure, False
        kind = node.kind
        if kind == "paragraph_open":
            return self._paragraph(node, figure)
        mark = self.marks.of(node)
        look = self.look(mark)
        listed = self._items and kind in ("bullet_list_open", "ordered_list_open")
        if not look.attributes or listed:  # a list in a list keeps its outer list's side
            return self._plain(node)
        with self.within(mark):
            html = self._plain(node)
        label = f'<p class="label">{look.before}{look.after}</p>\n' if look.before or look.after else ""
        return f"<div{attributes.html(look.attributes)}>\n{label}{html}</div>\n"

    def _plain(self, node: Node) -> str:
        kind = node.kind
        if kind in _SIMPLE:
            return self.wrapped(_SIMPLE[kind], node, node.attributes)
        return _WRITERS[kind](self, node) if kind in _WRITERS else ""

    def wrapped(self, tag: str, node: Node, given: Mapping[str, str] | None = None) -> str:
        return f"<{tag}{attributes.html(given or {})}>\n{self.blocks(node.children)}</{tag}>\n"

    def _paragraph(self, node: Node, after_figure: bool) -> str:
        inline = node.children[0]
        content = inline.token.content
        if target := _TARGET.match(content):
            return f'<span id="{escape(attributes.anchor(target[1]))}"></span>\n'
        if _CONTENTS_MARK.match(content):
            return ""
        mark = self.marks.of(inline)
        look = self.look(mark)
        tokens = phrases.parse(content, self.text.env)
        with self.within(mark):
            html = self.text.tokens(tokens, self.rtl, self.terms_in)
        html = f"{look.before}{html}{look.after}"
        given = attributes.joined(node.attributes, look.attributes)
        if node.token.hidden:
            return f"<span{attributes.html(given)}>{html}</span>\n" if given else f"{html}\n"
        self._figure = all(token.type in ("image", "softbreak") for token in tokens)
        if self._figure:
            given = attributes.joined(given, {"class": "figure"})
        elif after_figure and _all_emphasis([token.type for token in tokens]):
            given = attributes.joined(given, {"class": "caption"})
        return f"<p{attributes.html(given)}>{html}</p>\n"

    def _heading(self, node: Node) -> str:
        inline = node.children[0]
        own, given = headings.split(inline.token.content)
        mark = self.marks.of(inline)
        look = self.look(mark)
        tokens = phrases.parse(own, self.text.env)
        with self.within(mark):
            html = self.text.tokens(tokens, self.rtl)
            text = legal(phrases.plain(tokens))
            name = text_html(text, self.rtl)
        tag = node.token.tag
        found = Heading(int(tag[1]), legal(self.ids.get(id(node), "")), text, name, mark, self._trainer)
        self.headings.append(found)
        all_given = attributes.joined(
            {"id": found.id} if found.id else {}, attributes.owned(given), node.attributes, look.attributes
        )
        return f"<{tag}{attributes.html(all_given)}>{look.before}{html}{look.after}</{tag}>\n"

    def _ordered(self, node: Node) -> str:
        start = node.token.attrs.get("start")
        given = {} if start is None else {"start": str(start)}
        return self.wrapped("ol", node, attributes.joined(node.attributes, given))

    def _item(self, node: Node) -> str:
        checked = node.token.meta.get("checked")
        self._items += 1
        html = self._unticked(node) if checked is None else self._task(node, bool(checked))
        self._items -= 1
        return html

    def _unticked(self, node: Node) -> str:
        return f"<li>{self.blocks(node.children)}</li>\n"

    def _task(self, node: Node, checked: bool) -> str:
        """A list item that begins with a ticked or empty box, labelled by the item's first paragraph."""
        ticked = ' checked=""' if checked else ""
        box = f'<input type="checkbox" disabled=""{ticked} />'
        first = node.children[:1]
        if not first or first[0].kind != "paragraph_open":
            return f'<li class="task">{box} {self.blocks(node.children)}</li>\n'
        label = f"<label>{box} {self.span(first[0])}</label>"
        return f'<li class="task">{label}{self.blocks(node.children[1:])}</li>\n'

    def span(self, paragraph: Node) -> str:
        return self.element("span", paragraph.children[0])

    def _term(self, node: Node) -> str:
        return "".join(self.element("dt", child) for child in node.children) + "\n"

    def _table(self, node: Node) -> str:
        label = escape(self.words("Table"))
        table = self.wrapped("table", node, node.attributes)
        return f'<div class="table" role="group" aria-label="{label}" tabindex="0">\n{table}</div>\n'

    def _cell(self, node: Node) -> str:
        """A cell. Its text may be in another language, but its side stays the table's."""
        inline = node.children[0]
        content = inline.token.content
        tag = node.token.tag if content else "td"
        mark = self.marks.of(inline)
        look = self.look(mark)
        given = dict(look.attributes)
        side = _ALIGNED.get(str(node.token.attrs.get("style", "")))
        short = "short" if side == "end" and len(content) <= SHORT else None
        named = " ".join(filter(None, (given.pop("class", None), side, short)))
        html = self.inline(content, mark, noted=True)
        html = f"<span{attributes.html(given)}>{html}</span>" if given else html
        opening = attributes.html(({"class": named} if named else {}) | ({"scope": "col"} if tag == "th" else {}))
        return f"<{tag}{opening}>{look.before}{html}{look.after}</{tag}>\n"

    def _remember(self, node: Node) -> str:
        self.notes[node.token.meta["label"]] = node
        return ""

    def said(self, word: str, **values: object) -> str:
        """One of the pack's own words, labelled where the text around it is in another language."""
        return self.words.html(word, self.lang, **values)


def _all_emphasis(kinds: Sequence[str]) -> bool:
    return bool(kinds) and kinds[0] == "em_open" and kinds[-1] == "em_close" and kinds.count("em_open") == 1


_WRITERS: dict[str, Callable[[Writer, Node], str]] = {
    "heading_open": Writer._heading,
    "ordered_list_open": Writer._ordered,
    "list_item_open": Writer._item,
    "dt_open": Writer._term,
    "table_open": Writer._table,
    "th_open": Writer._cell,
    "td_open": Writer._cell,
    "fence": literal.code,
    "code_block": literal.code,
    "math_block": literal.math,
    "math_block_label": literal.math,
    "hr": literal.rule,
    "html_block": literal.raw,
    "footnote_reference_open": Writer._remember,
    "box": boxes.write,
}
