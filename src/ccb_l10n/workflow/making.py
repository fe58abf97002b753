"""The packs of one course: its pages are read, checked and put together once for all languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ccb_l10n.drafting import packages
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Document, Finding, Severity
from ccb_l10n.packs import gates
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow import checking, drafts, naming, packing, progress
from ccb_l10n.workflow.catalogs import Held, in_step, load, save
from ccb_l10n.workflow.contents import Contents, Wanted, original, translated
from ccb_l10n.workflow.fallback import behind_digest
from ccb_l10n.workflow.freshness import Stamps, catalog_digest, course_digest, digest, glossary_digest
from ccb_l10n.workflow.ordering import Formats, Order, Summary, Surroundings
from ccb_l10n.workflow.overlays import overlay_digest
from ccb_l10n.workflow.templates import Source, collected, documents, keep_template
from ccb_l10n.workspace import Course, Workspace

_FOUND_BY_SPLICING = "structure"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A language's pack before it is written: the result `known` of the same `inputs`, or its contents with what there
    is to say of them. `refused` says why it is not to be built."""

    lang: str
    inputs: str
    refused: Sequence[str]
    contents: Contents | None = None
    findings: Sequence[Finding] = ()
    warnings: list[str] = field(default_factory=list)
    known: dict[str, Any] | None = None


class Making:
    """One course on its way: its pages are read when the first language that is not fresh needs them."""

    def __init__(
        self,
        workspace: Workspace,
        course: Course,
        order: Order,
        formats: Formats,
        langs: tuple[str, ...],
        around: Surroundings,
        summary: Summary,
        stamps: Stamps,
        glossary: Callable[[], concepts.Glossary],
        say: Callable[[str], None],
    ) -> None:
        self.workspace, self.course, self.order, self.formats = workspace, course, order, formats
        self.langs, self.around = langs, around
        self.summary, self.stamps, self.glossary, self.say = summary, stamps, glossary, say
        self._read_already: tuple[list[Document], Source] | None = None
        self._looked_at: list[Finding] | None = None
        with summary.stage("hash"):
            self.pages = course_digest(workspace, course)
            self.content = digest(
                [
                    ("content", self.pages.encode()),
                    ("glossary", glossary_digest(workspace).encode()),
                    ("options", repr((formats, replace(order, langs=langs, courses=()))).encode()),
                    ("overlay", overlay_digest(course, order.region).encode()),
                ]
            )

    def packs(self) -> None:
        """Build the course's pack in each language, or find that it stands already.

        Which ones pass the gates is known before the first is written: packs lead to one another, and only to those
        that are there. What stops one language does not stop the others.
        """
        ready: dict[str, _Ready] = {}
        for lang in self.langs:
            with self._trying(lang):
                each = self._ready(lang)
                if each.refused:
                    self._tell(lang, self._kept(each))
                    self._tell_left(lang)
                else:
                    ready[lang] = each
        together = tuple(sorted(ready))
        for lang in list(ready):
            with self._trying(lang):
                self._tell(lang, self._built(ready.pop(lang), together))

    @contextmanager
    def _trying(self, lang: str) -> Iterator[None]:
        """Keep what stops a language for the end."""
        try:
            yield
        except CcbError as error:
            self.summary.fail(error)
            self._tell_left(lang)

    def _folder(self, lang: str) -> Path:
        return self._pack(lang, ()).folder

    def _wanted(self, lang: str, together: tuple[str, ...]) -> Wanted:
        order = self.order
        return Wanted(lang, order.edition, order.region, order.with_drafts, together)

    def _pack(self, lang: str, together: tuple[str, ...]) -> packing.Pack:
        """The place of a pack that is built together with those of other languages."""
        wanted = self._wanted(lang, together)
        return packing.Pack(self.workspace, self.course, wanted, self.formats, self.around.epoch, self.around.commit)

    def _inputs(self, lang: str) -> str:
        engines = [] if self.order.frozen else sorted(f"{each.name} {each.size}" for each in packages.installed())
        runtime = bool(engines) and find_spec("ctranslate2") is not None
        catalog = catalog_digest(self.workspace, self.course.name, lang)
        parts = {"content": self.content, "catalog": catalog, "engines": repr((engines, runtime))}
        parts["behind"] = behind_digest(self.workspace, self.course, lang)
        parts["made"] = repr(self.around)
        if not self.order.frozen:  # what people translated elsewhere is drafted from
            others = (each for each in self.workspace.courses() if each.name != self.course.name)
            parts |= {each.name: catalog_digest(self.workspace, each.name, lang) for each in others}
        return digest((name, part.encode()) for name, part in parts.items())

    def _ready(self, lang: str) -> _Ready:
        """A language's pack up to the gates: what an earlier build made of the same inputs, else what is to be put
        into it now."""
        name = self._folder(lang).name
        with self.summary.stage("hash"):
            inputs = self._inputs(lang)
            known = self.stamps.result(f"build {name}", inputs)
        return _Ready(lang, inputs, known["refused"], known=known) if known else self._prepared(lang)

    def _prepared(self, lang: str) -> _Ready:
        """What is to be put into a pack, and what there is to say of it."""
        pages, source = self._read()
        warnings: list[str] = []
        findings = [*source.unreadable]
        with self.summary.stage("check"):
            findings += self._page_findings()
        wanted = self._wanted(lang, ())
        if lang == self.course.source_language:
            with self.summary.stage("pack"):
                contents = original(self.workspace, self.course, pages, wanted, self.glossary())
        else:
            held = self._held(lang, source, warnings)
            with self.summary.stage("check"):
                findings += self._checked(held, lang)
            with self.summary.stage("pack"):
                contents = translated(
                    self.workspace, self.course, pages, wanted, self.glossary(), source.template, held
                )
        faults = list(naming.faults(self.workspace, contents))
        refused = [f"{self._folder(lang).name} is not built: {line}" for line in self._against(contents, faults)]
        findings += (*contents.findings, *faults)
        return _Ready(lang, self._inputs(lang), refused, contents, findings, warnings)

    def _against(self, contents: Contents, faults: Sequence[Finding]) -> Iterator[str]:
        """Why a pack is not built, if it is not."""
        order = self.order
        if faults:
            yield f"packs cannot hold {len(faults)} of its files under their names; the errors say which"
        if (order.min_complete, order.max_unreviewed) != (None, None):
            tallies = contents.tallies()
            for each in gates.unmet(tallies, min_complete=order.min_complete, max_unreviewed=order.max_unreviewed):
                yield from gates.lines(each)

    def _built(self, ready: _Ready, together: tuple[str, ...]) -> dict[str, Any]:
        """The result of a pack that stands already as it should, or of writing it."""
        pack = self._pack(ready.lang, together)
        known = ready.known
        if known:
            with self.summary.stage("hash"):
                if known["together"] == [*together] and packing.intact(pack.folder, known["manifest"]):
                    return known
            ready = self._prepared(ready.lang)
        contents = ready.contents
        assert contents is not None
        contents = replace(contents, wanted=pack.wanted)
        counts = progress.counted(contents.catalog)
        with self.summary.stage("pack"):
            said = ready.warnings.append
            manifest, made = pack.write(contents, counts, ready.findings, contents.tallies(), said)
        packs = [
            {"course": self.course.name, "lang": ready.lang, "format": each, "path": packing.shown_path(pack, each)}
            for each in made
        ]
        return self._kept(ready, packs=packs, manifest=manifest, together=[*together])

    def _kept(self, ready: _Ready, **made: object) -> dict[str, Any]:
        """The result of a build, remembered for the next; `made` is what was written."""
        if ready.contents is None:
            return ready.known or {}
        known = {
            "packs": [],
            "refused": ready.refused,
            "counts": progress.counted(ready.contents.catalog),
            "findings": [packing.plain_finding(each) for each in ready.findings],
            "warnings": ready.warnings,
            "manifest": "",
            "together": [],
            **made,
        }
        self.stamps.put(f"build {self._folder(ready.lang).name}", ready.inputs, known)
        return known

    def _tell(self, lang: str, known: Mapping[str, Any]) -> None:
        summary = self.summary
        summary.packs += known["packs"]
        summary.refused += known["refused"]
        summary.counts.setdefault(lang, {})[self.course.name] = known["counts"]
        summary.find(packing.finding_of(each) for each in known["findings"])
        for warning in known["warnings"]:
            self.say(warning)

    def _tell_left(self, lang: str) -> None:
        """Say that an earlier pack stands where one was asked for and not built."""
        folder = self._folder(lang)
        if folder.exists():
            shown = self.workspace.shown(folder)
            self.say(f"{shown} is left from an earlier build: it is not the pack that was asked for")

    def _held(self, lang: str, source: Source, warnings: list[str]) -> Held:
        """The catalog in step with the content, drafted and saved unless the build is frozen."""
        with self.summary.stage("merge"):
            _, held = in_step(self.workspace, self.course, lang, source.template)
        if not self.order.frozen:
            held = self._drafted(held, lang, warnings)
            with self.summary.stage("merge"):
                save(self.workspace, self.course, held)
        return held

    def _read(self) -> tuple[list[Document], Source]:
        if self._read_already is None:
            with self.summary.stage("extract"):
                unreadable: list[Finding] = []
                pages = list(documents(self.course, unreadable))
                if not pages:
                    raise self._without_pages(unreadable)
                source = collected(self.workspace, self.course, pages, unreadable)
                if not self.order.frozen:
                    keep_template(self.workspace, self.course, self.stamps, source, self.pages)
                self._read_already = pages, source
        return self._read_already

    def _without_pages(self, unreadable: Sequence[Finding]) -> CcbError:
        self.summary.find(unreadable)
        folder = f"content/{self.course.name}"
        if unreadable:
            return CcbError("none of the course's pages can be read", folder, 0, "correct the errors in them")
        return CcbError("the course has no pages", folder, 0, "put Markdown files there, or take the folder away")

    def _page_findings(self) -> list[Finding]:
        """What the course's own pages tell, notes aside; looked at once for all languages."""
        if self._looked_at is None:
            pages, _ = self._read()
            chosen = checking.profile_of(self.workspace, self.course)
            found = checking.page_findings(self.course, pages, chosen)
            self._looked_at = [each for each in found if each.severity is not Severity.INFO]
        return self._looked_at

    def _drafted(self, held: Held, lang: str, warnings: list[str]) -> Held:
        if not any(drafts.is_wanting(message, held.ledger) for message in held.catalog.messages):
            return held
        with self.summary.stage("draft"):
            made, told, failure = drafts.filled(self.workspace, self.course, held, warnings.append)
        if failure:
            left = told.missing - told.drafted
            warnings.append(f"{self.course.name} {lang}: {left} messages stay in the source language: {failure}")
        return made

    def _checked(self, held: Held, lang: str) -> list[Finding]:
        """What the catalog alone tells, notes aside: the counts say those. Splicing finds lost markup exactly."""
        path = self.workspace.shown(self.workspace.catalog(self.course.name, lang))
        found = self._findings(held.catalog, path)
        if found and not held.stored and not self.order.frozen:
            written = load(self.workspace, self.course, lang)  # whose lines are those of the file as it is now
            assert written is not None
            found = self._findings(written.catalog, path)
        return found

    def _findings(self, catalog: Catalog, path: str) -> list[Finding]:
        chosen = checking.profile_of(self.workspace, self.course)
        return checking.findings_of(self.course, catalog, path, self.glossary(), chosen, (_FOUND_BY_SPLICING,))
