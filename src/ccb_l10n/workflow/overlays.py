"""Regional overlays: what lies below content/COURSE/overlays/REGION/, and what comes of it in a pack.

    overlay.toml            see overlay_file
    blocks/contacts.md      stands in the course's `::: local contacts` blocks; contacts.fr.md in French packs
    pages/local-law.md      a page that the region adds, at local-law.md; local-law.fr.md in French packs
    images/map.svg          stands in the place of the course's images/map.svg, or is new; map.fr.svg in French packs
    glossary/phishing.toml  stands in the place of the concept of that id, or is new
    originals/              what the overrides replaced when they were accepted

What has no language in its name is in the course's language, and stands where the chain of a pack's language has
nothing nearer. Nothing of the course is replaced that no [[override]] names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.text import decode
from ccb_l10n.model import Concept, Finding, Localised, Severity
from ccb_l10n.packs import overlay, pictures
from ccb_l10n.packs.overlay import OVERLAY
from ccb_l10n.terminology import concepts
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.workflow import overlay_file
from ccb_l10n.workflow.freshness import digest
from ccb_l10n.workflow.overlay_file import Said
from ccb_l10n.workflow.templates import reading_of
from ccb_l10n.workspace import MARKDOWN, Course, Workspace, read_bytes, walk

BLOCKS, PAGES, IMAGES, GLOSSARY, ORIGINALS = "blocks/", "pages/", "images/", "glossary/", "originals/"


@dataclass(frozen=True, slots=True)
class Written:
    """A text of the region: in which language (BCP 47), and the path that findings name."""

    text: str
    lang: str
    path: str


@dataclass(frozen=True, slots=True)
class Added:
    """A page that the region adds. `source` is the text that heading ids come from, `after` the page that it follows,
    `lang` the language that it is in (BCP 47), `shown` the path that findings name."""

    localised: Localised
    source: str
    after: str
    lang: str
    shown: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """What a region says of a course. Texts are by name, without folder and `.md`, then by language.

    `pictures` are paths below `folder`, which equal their places in a pack. `findings` are about files that cannot
    be read or that nothing uses.
    """

    course: Course
    region: str
    folder: Path
    shown: str  # the folder, relative to the workspace
    said: Said
    blocks: Mapping[str, Mapping[str, Written]]
    pages: Mapping[str, Mapping[str, Written]]
    pictures: tuple[str, ...]
    concepts: Mapping[str, Concept]
    findings: tuple[Finding, ...] = ()

    def name(self, lang: str) -> tuple[str, str]:
        """The region's name for readers of `lang`, and the language that it is in."""
        return self._said(self.said.name, lang)

    def title(self, lang: str) -> tuple[str, str]:
        """The course's title in this region's packs, and its language; ("", "") where the course's own is meant."""
        return self._said(self.said.title, lang)

    def publisher(self, lang: str) -> tuple[str, str]:
        """Who publishes the region's packs, and the language that it is said in; ("", "") where it is not."""
        return self._said(self.said.publisher, lang)

    def _said(self, texts: Mapping[str, str], lang: str) -> tuple[str, str]:
        found = _nearest(texts, lang, self.course.source_language)
        return texts.get(found, ""), found

    def text(self, texts: Mapping[str, Written], lang: str) -> Written | None:
        """What stands in a pack of `lang`: the text in the nearest language, the course's own last.

        One whose headings or quizzes are not those of the text in the course's language would move ids and answer
        keys: that text stands for it, and `overlay_checks` says so. Without that text, nothing stands.
        """
        base = texts.get(self.course.source_language)
        written = texts.get(_nearest(texts, lang, self.course.source_language))
        if base is None or written is None:
            return None
        return written if overlay.skeleton(written.text) == overlay.skeleton(base.text) else base

    def overrides(self, kind: str, name: str) -> bool:
        """Whether an [[override]] names this."""
        return any((each.kind, each.name) == (kind, name) for each in self.said.overrides)

    def place(self, name: str) -> str:
        """Where a picture of the region stands in a pack, when it stands there."""
        base = pictures.variant(name)[0]
        return base if base in self.pictures or base in self.course.files() else name

    def foreign(self, written: Written, lang: str) -> bool:
        """Whether a text is in the course's language for want of one in the pack's."""
        return written.lang == self.course.source_language and written.lang not in locales.fallbacks(lang)


def read(workspace: Workspace, course: Course, region: str) -> Overlay:
    """The overlay of a region. Raises CcbError where there is none, or overlay.toml says what it may not."""
    if region not in (known := course.regions()):
        hint = f"the regions are: {', '.join(known)}" if known else "make one with `ccb-l10n overlay init`"
        raise CcbError(f"no overlay of {course.name} for {region!r}", f"content/{course.name}/overlays", 0, hint)
    folder = course.folder / "overlays" / region
    shown = workspace.shown(folder)
    toml = f"{shown}/{overlay_file.NAME}"
    said = overlay_file.parse(read_bytes(folder / overlay_file.NAME, toml), toml, course.source_language)
    return _Folder(course, folder, shown, said).overlay(region)


def overlay_digest(course: Course, region: str) -> str:
    """The hash of every file of an overlay, to be watched by a build."""
    folder = course.folder / "overlays" / region
    names = sorted(walk(folder)) if folder.is_dir() else []
    return digest((name, (folder / name).read_bytes()) for name in names)


def localised(given: Overlay, page: Localised, lang: str) -> Localised:
    """A page of the course in `lang` with the region's texts in its local blocks."""
    if not given.blocks or ":::" not in page.text:
        return page
    return overlay.apply(page, passages(given, page.path, lang), reading_of(given.course))


def source_text(given: Overlay, path: str, text: str) -> str:
    """A page's source as heading ids and quizzes are counted: with the region's texts in the course's language."""
    return localised(given, Localised(path, text, ()), given.course.source_language).text


def passages(given: Overlay, path: str, lang: str) -> dict[str, overlay.Passage]:
    """The region's texts for the blocks of a page of the course, by the blocks' names."""
    found = {}
    for each in given.said.overrides:
        texts = given.blocks.get(each.name, {}) if each.kind == "block" and each.page in ("", path) else {}
        if written := given.text(texts, lang):
            found[each.name] = overlay.Passage(written.text, written.path, given.foreign(written, lang))
    return found


def added(given: Overlay, lang: str) -> list[Added]:
    """The pages that the region adds, in overlay.toml's order, then by name; none where the course has one already."""
    taken = {_stem(name).casefold() for name in given.course.files() if name.lower().endswith(MARKDOWN)}
    found: dict[str, Added] = {}
    for name in [*given.said.pages, *sorted(given.pages)]:
        path, texts = _page(name), given.pages.get(_stem(name) if name.endswith(".md") else name, {})
        written = given.text(texts, lang)
        if written and path not in found and _stem(path).casefold() not in taken:
            foreign = given.foreign(written, lang)
            made = overlay.of_region(path, written.text, foreign=foreign, reading=reading_of(given.course))
            base = texts[given.course.source_language].text
            found[path] = Added(made, base, given.said.pages.get(path, ""), written.lang, written.path)
    return [*found.values()]


def ordered(paths: Sequence[str], extra: Iterable[Added]) -> list[str]:
    """The course's pages in reading order with the added ones after those that they name, else at the end."""
    follow: dict[str, list[str]] = {}
    for each in extra:
        follow.setdefault(each.after, []).append(each.localised.path)
    order: list[str] = []

    def put(path: str) -> None:
        if path not in order:
            order.append(path)
            for each in follow.get(path, ()):
                put(each)

    for path in [*paths, *follow.get("", ()), *(each for names in follow.values() for each in names)]:
        put(path)
    return order


def files(course: Course, lang: str, given: Overlay | None = None) -> dict[str, Path]:
    """The files of a pack that are no pages, by their places in it: pictures of its language, the region's on top."""
    own = [name for name in course.files() if not name.lower().endswith(MARKDOWN) and name != "course.toml"]
    places = {place: course.folder / name for place, name in pictures.chosen(own, lang).items()}
    if given:
        places_of = {name: given.place(name) for name in given.pictures}
        named = [name for name, at in places_of.items() if at not in own or given.overrides("image", at)]
        taken = pictures.chosen(named, lang, beside=own)
        places |= {place: given.folder / name for place, name in taken.items()}
    return dict(sorted(places.items()))


def glossary(given: Overlay, known: Glossary) -> Glossary:
    """The glossary with the region's concepts in the place of those of the same id that an override names."""
    ids = {concept.id for concept in known.concepts}
    own = {name: each for name, each in given.concepts.items() if name not in ids or given.overrides("concept", name)}
    merged = {concept.id: concept for concept in known.concepts} | own
    return Glossary(tuple(merged[each] for each in sorted(merged)))


def _nearest(langs: Collection[str], lang: str, source_language: str) -> str:
    """The first of a pack's chain of languages that is among these, the course's own last; "" where none is."""
    return next((each for each in (*locales.fallbacks(lang), source_language) if each in langs), "")


def _page(name: str) -> str:
    return name if name.endswith(".md") else f"{name}.md"


def _stem(path: str) -> str:
    return posixpath.splitext(path)[0]


class _Folder:
    """An overlay's folder on its way to being read; `findings` says what could not be."""

    def __init__(self, course: Course, folder: Path, shown: str, said: Said) -> None:
        self.course, self.folder, self.shown, self.said = course, folder, shown, said
        self.findings: list[Finding] = []

    def overlay(self, region: str) -> Overlay:
        names = sorted(walk(self.folder))
        blocks, pages = self._texts(names, BLOCKS), self._texts(names, PAGES)
        drawn = tuple(name for name in names if name.startswith(IMAGES))
        terms = dict(self._concepts(name for name in names if name.startswith(GLOSSARY) and name.endswith(".toml")))
        used = (BLOCKS, PAGES, IMAGES, GLOSSARY, ORIGINALS)
        for name in names:
            if not name.startswith(used) and name not in (overlay_file.NAME, self.said.logo, "README.md"):
                self._find(name, f"nothing uses this file: the folders are {', '.join(used)}", Severity.WARNING)
        return Overlay(
            self.course, region, self.folder, self.shown, self.said, blocks, pages, drawn, terms, tuple(self.findings)
        )

    def _find(
        self, name: str, message: str, severity: Severity = Severity.ERROR, line: int = 1, hint: str = ""
    ) -> None:
        self.findings.append(Finding(OVERLAY, severity, message, f"{self.shown}/{name}", line, hint=hint))

    def _texts(self, names: Iterable[str], below: str) -> dict[str, dict[str, Written]]:
        """The Markdown files below a folder by name and language."""
        found: dict[str, dict[str, Written]] = {}
        for name in names:
            if not name.startswith(below):
                continue
            if not name.endswith(".md"):
                self._find(name, f"nothing uses this file: {below} holds .md files", Severity.WARNING)
                continue
            stem = _stem(name.removeprefix(below))
            base, _, code = stem.rpartition(".")
            lang = pictures.language(code) if base else ""
            texts = found.setdefault(base if lang else stem, {})
            for written in self._written(name, lang or self.course.source_language):
                if written.lang in texts:
                    self._find(name, f"another text in {written.lang}: {texts[written.lang].path}", hint="keep one")
                else:
                    texts[written.lang] = written
        for stem, texts in found.items():
            if self.course.source_language not in texts and texts:
                first = next(iter(texts.values())).path.removeprefix(f"{self.shown}/")
                hint = f"add {below}{stem}.md in the course's language, for packs that have no text of their own"
                self._find(first, f"there is no {below}{stem}.md", hint=hint)
        return found

    def _written(self, name: str, lang: str) -> Iterator[Written]:
        path = f"{self.shown}/{name}"
        try:
            yield Written(decode(read_bytes(self.folder / name, path), path), lang, path)
        except CcbError as error:
            self._find(name, error.message, line=error.line, hint=error.hint)

    def _concepts(self, names: Iterable[str]) -> Iterator[tuple[str, Concept]]:
        for name in names:
            for written in self._written(name, self.course.source_language):
                try:
                    concept = concepts.parse(written.text, written.path)
                    yield concept.id, concept
                except CcbError as error:
                    self._find(name, error.message, line=error.line, hint=error.hint)
