"""What one pack is made of: a course's pages in a language, with a region's overlay on them, before any format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.catalog.ledger import Ledger
from ccb_l10n.checks.pages import drawings
from ccb_l10n.markdown.inline import PLAIN
from ccb_l10n.markdown.splice import SHIPPED, splice
from ccb_l10n.model import Catalog, Document, Finding, Localised, State
from ccb_l10n.packs import provenance
from ccb_l10n.packs.book import Book, CourseInfo, Edition, Region
from ccb_l10n.packs.fonts import Faces
from ccb_l10n.packs.manifest import Override
from ccb_l10n.packs.tally import PageTally, tally
from ccb_l10n.packs.terms import Terms
from ccb_l10n.terminology.concepts import Glossary
from ccb_l10n.workflow import fallback, overlay_checks, overlay_records, overlays
from ccb_l10n.workflow.catalogs import Held
from ccb_l10n.workflow.overlays import Overlay
from ccb_l10n.workflow.templates import reading_of
from ccb_l10n.workspace import Course, Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pack of a course: its language (BCP 47), its region ("" for none), for whom, and with what."""

    lang: str
    edition: Edition
    region: str
    with_drafts: bool
    siblings: tuple[str, ...]  # the languages of the same build, this one among them

    @property
    def states(self) -> frozenset[State]:
        """The states whose targets go out."""
        return SHIPPED if self.with_drafts else SHIPPED - {State.DRAFT}


@dataclass(frozen=True, slots=True)
class Contents:
    """All that goes into one pack. `documents` are in reading order, `findings` what putting them together told."""

    course: Course
    wanted: Wanted
    documents: tuple[Localised, ...]
    sources: Mapping[str, str]  # the documents before translation, by path
    catalog: Catalog  # every message of the course as the pack has it
    glossary: Glossary
    files: Mapping[str, Path]  # by place
    engines: Mapping[str, int]  # messages by what wrote them
    reviewers: Mapping[str, int]
    translators: tuple[str, ...]
    findings: tuple[Finding, ...]
    overlay: Overlay | None = None
    overrides: tuple[Override, ...] = ()

    @property
    def is_original(self) -> bool:
        """Whether the pack is in the language that the course is written in."""
        return self.wanted.lang == self.course.source_language

    def tallies(self) -> list[PageTally]:
        """What readers get to read, page by page, and whose words it is."""
        return [tally(each, original=self.is_original) for each in self.documents]

    def title(self) -> str:
        """The course's title: the region's, else that in the pack's language where a page has the same words."""
        if self.overlay and (given := self.overlay.title(self.wanted.lang)[0]):
            return given
        title = self.course.title or self.course.name
        same = (each.target for each in self.catalog.messages if each.source == title)
        shipped = (target for target in same if target and PLAIN.match(target))
        return next(shipped, title)

    def book(self, name: Callable[[str], str], tool: str, epoch: int, faces: Faces) -> Book:
        """The pack as every format sees it; `name` gives the folder's name of a pack of the same build by language."""
        course, wanted = self.course, self.wanted
        info = CourseInfo(
            name=course.name,
            title=self.title(),
            version=course.version,
            licence=course.licence,
            source_locale=course.source_language,
            locale=wanted.lang,
            order=tuple(page.path for page in self.documents),
            mastery=course.mastery,
        )
        return Book(
            info,
            self.documents,
            tool,
            name(wanted.lang),
            wanted.edition,
            sources=self.sources,
            files={place: partial(path.read_bytes) for place, path in self.files.items()},
            siblings={lang: name(lang) for lang in wanted.siblings},
            terms=Terms(self.glossary, course.source_language, wanted.lang, course.name, course.subjects),
            region=_region(self.overlay, wanted.lang) if self.overlay else None,
            epoch=epoch,
            faces=faces,
        )


def original(
    workspace: Workspace, course: Course, pages: Sequence[Document], wanted: Wanted, glossary: Glossary
) -> Contents:
    """A pack in the language that the course is written in."""
    documents = [splice(page, {}, reading_of(course)) for page in pages]
    return _assembled(workspace, course, pages, documents, wanted, glossary, Catalog((), locale=wanted.lang))


def translated(
    workspace: Workspace,
    course: Course,
    pages: Sequence[Document],
    wanted: Wanted,
    glossary: Glossary,
    template: Catalog,
    held: Held,
) -> Contents:
    """A pack in another language, from its catalog and from those behind it in the chain of its locale."""
    got = fallback.gathered(workspace, course, wanted.lang, template, wanted.states, held)
    reading, targets = reading_of(course), got.targets
    documents = []
    findings: list[Finding] = []
    for page in pages:
        made = splice(page, targets, reading, states=wanted.states)
        documents.append(made)
        findings += [_placed(each, course, page.path, wanted.lang) for each in made.findings]
    engines: Counter[str] = Counter()
    reviewers: Counter[str] = Counter()
    for catalog, ledger in _shipped(got):
        engines.update(provenance.engines(catalog, ledger, with_drafts=wanted.with_drafts))
        reviewers.update(provenance.reviewers(catalog, ledger))
    made_of = _assembled(workspace, course, pages, documents, wanted, glossary, got.catalog)
    names = dict.fromkeys(
        name for each in got.held.values() for name in provenance.translators(each.catalog.header, wanted.lang)
    )
    return replace(
        made_of,
        engines=engines,
        reviewers=reviewers,
        translators=tuple(names),
        findings=(*findings, *made_of.findings),
    )


def _shipped(got: fallback.Gathered) -> list[tuple[Catalog, Ledger]]:
    """The messages that go out, by the catalog that each is from, with its ledger."""
    messages = [each for each in got.catalog.messages if each.key in got.sources]
    return [
        (Catalog(tuple(each for each in messages if got.sources[each.key] == lang)), held.ledger)
        for lang, held in got.held.items()
    ]


def _placed(finding: Finding, course: Course, path: str, lang: str) -> Finding:
    return replace(finding, path=f"content/{course.name}/{path}", lang=lang)


def _assembled(
    workspace: Workspace,
    course: Course,
    pages: Sequence[Document],
    documents: Sequence[Localised],
    wanted: Wanted,
    glossary: Glossary,
    catalog: Catalog,
) -> Contents:
    """The documents with the region's overlay on them, if one is wanted."""
    lang = wanted.lang
    sources = {page.path: page.text for page in pages}
    found: list[Finding] = []
    overrides: tuple[Override, ...] = ()
    overlay = overlays.read(workspace, course, wanted.region) if wanted.region else None
    if overlay:
        found += overlay_checks.findings(workspace, overlay, sources)
        overrides = tuple(overlay_records.records(workspace, overlay, lang, sources))
        put = [overlays.localised(overlay, each, lang) for each in documents]
        for before, after in zip(documents, put, strict=True):
            found += after.findings[len(before.findings) :]
        added = overlays.added(overlay, lang)
        order = overlays.ordered([page.path for page in pages], added)
        by_path = {each.path: each for each in (*put, *(one.localised for one in added))}
        documents = [by_path[path] for path in order]
        sources = {path: overlays.source_text(overlay, path, text) for path, text in sources.items()}
        sources |= {each.localised.path: each.source for each in added}
        glossary = overlays.glossary(overlay, glossary)
    placed = overlays.files(course, lang, overlay)
    files = {place: path for place, path in placed.items() if not drawings.is_left_out(place, path.read_bytes)}
    return Contents(
        course,
        wanted,
        tuple(documents),
        sources,
        catalog,
        glossary,
        files,
        {},
        {},
        (),
        tuple(found),
        overlay,
        overrides,
    )


def _region(overlay: Overlay, lang: str) -> Region:
    logo = overlay_checks.logo(overlay)
    return Region(
        overlay.region,
        overlay.name(lang),
        overlay.publisher(lang),
        {name: locales.date(day, lang) for name, day in overlay.said.dates.items()},
        (logo.suffix.lower(), logo.read_bytes()) if logo else None,
    )
