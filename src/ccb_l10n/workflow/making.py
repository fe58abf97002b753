"""The packs of one course: its pages are read, checked and put together once for all languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec

from ccb_l10n.drafting import packages
from ccb_l10n.model import Catalog, Document, Finding, Severity, State
from ccb_l10n.packs import gates
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow import checking, drafts, packing, progress
from ccb_l10n.workflow.catalogs import Held, in_step, load, save
from ccb_l10n.workflow.contents import Wanted, original, translated
from ccb_l10n.workflow.fallback import behind_digest
from ccb_l10n.workflow.fontfiles import FontFiles
from ccb_l10n.workflow.freshness import Stamps, catalog_digest, course_digest, digest, glossary_digest
from ccb_l10n.workflow.ordering import Formats, Order, Summary, epoch
from ccb_l10n.workflow.overlays import overlay_digest
from ccb_l10n.workflow.templates import Source, collected, documents, keep_template
from ccb_l10n.workflow.trust import source_commit
from ccb_l10n.workspace import Course, Workspace

_FOUND_BY_SPLICING = "structure"
_WITH_FONTS = {"epub", "pdf"}
_SOURCES = ("content", "locales", "glossary")  # what packs are made of


class Making:
    """One course on its way: its pages are read when the first language that is not fresh needs them."""

    def __init__(
        self,
        workspace: Workspace,
        course: Course,
        order: Order,
        formats: Formats,
        langs: tuple[str, ...],
        summary: Summary,
        stamps: Stamps,
        glossary: Callable[[], concepts.Glossary],
        say: Callable[[str], None],
    ) -> None:
        self.workspace, self.course, self.order, self.formats = workspace, course, order, formats
        self.langs = langs
        self.summary, self.stamps, self.glossary, self.say = summary, stamps, glossary, say
        self._read_already: tuple[list[Document], Source] | None = None
        self._looked_at: list[Finding] | None = None
        self.fonts = FontFiles().fingerprint if _WITH_FONTS & {*formats.names} else ""
        self.commit = source_commit(workspace.root, _SOURCES) if formats.names else None
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

    def language(self, lang: str) -> None:
        """Build the course's pack in a language, or find that it stands already."""
        pack = self._pack(lang)
        name = f"build {pack.folder.name}"
        with self.summary.stage("hash"):
            known = self.stamps.result(name, self._inputs(lang))
            fresh = known and packing.intact(pack.folder, known["manifest"])
        if not fresh:
            known = self._made(lang, pack)
            self.stamps.put(name, self._inputs(lang), known)
        self.summary.packs += known["packs"]
        self.summary.refused += known["refused"]
        self.summary.counts.setdefault(lang, {})[self.course.name] = known["counts"]
        self.summary.findings += [packing.finding_of(each) for each in known["findings"]]
        for warning in known["warnings"]:
            self.say(warning)

    def _pack(self, lang: str) -> packing.Pack:
        order = self.order
        wanted = Wanted(lang, order.edition, order.region, order.with_drafts, tuple(sorted(self.langs)))
        formats = self.formats
        return packing.Pack(self.workspace, self.course, wanted, formats.names, formats.lenient, epoch(), self.commit)

    def _inputs(self, lang: str) -> str:
        engines = [] if self.order.frozen else sorted(f"{each.name} {each.size}" for each in packages.installed())
        runtime = bool(engines) and find_spec("ctranslate2") is not None
        catalog = catalog_digest(self.workspace, self.course.name, lang)
        parts = {"content": self.content, "catalog": catalog, "engines": repr((engines, runtime))}
        parts["behind"] = behind_digest(self.workspace, self.course, lang)
        parts["made"] = repr((epoch(), self.commit, self.fonts))
        if not self.order.frozen:  # what people translated elsewhere is drafted from
            others = (each for each in self.workspace.courses() if each.name != self.course.name)
            parts |= {each.name: catalog_digest(self.workspace, each.name, lang) for each in others}
        return digest((name, part.encode()) for name, part in parts.items())

    def _made(self, lang: str, pack: packing.Pack) -> dict[str, object]:
        pages, source = self._read()
        warnings: list[str] = []
        findings = [*source.unreadable]
        with self.summary.stage("check"):
            findings += self._page_findings()
        if lang == self.course.source_language:
            with self.summary.stage("pack"):
                contents = original(self.workspace, self.course, pages, pack.wanted, self.glossary())
        else:
            held = self._held(lang, source, warnings)
            with self.summary.stage("check"):
                findings += self._checked(held, lang)
            with self.summary.stage("pack"):
                contents = translated(
                    self.workspace, self.course, pages, pack.wanted, self.glossary(), source.template, held
                )
        findings += contents.findings
        counts = progress.counted(contents.catalog)
        tallies = contents.tallies()
        order = self.order
        unmet = gates.unmet(tallies, min_complete=order.min_complete, max_unreviewed=order.max_unreviewed)
        refused = [f"{pack.folder.name} is not built: {line}" for each in unmet for line in gates.lines(each)]
        manifest, made = "", tuple[str, ...]()
        if not unmet:
            with self.summary.stage("pack"):
                manifest, made = pack.write(contents, counts, findings, tallies, warnings.append)
        packs = [
            {"course": self.course.name, "lang": lang, "format": each, "path": packing.shown_path(pack, each)}
            for each in made
        ]
        return {
            "packs": packs,
            "refused": refused,
            "counts": counts,
            "findings": [packing.plain_finding(each) for each in findings],
            "warnings": warnings,
            "manifest": manifest,
        }

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
                source = collected(self.workspace, self.course, pages, unreadable)
                if not self.order.frozen:
                    keep_template(self.workspace, self.course, self.stamps, source, self.pages)
                self._read_already = pages, source
        return self._read_already

    def _page_findings(self) -> list[Finding]:
        """What the course's own pages tell, notes aside; looked at once for all languages."""
        if self._looked_at is None:
            pages, _ = self._read()
            chosen = checking.profile_of(self.workspace, self.course)
            found = checking.page_findings(self.course, pages, chosen)
            self._looked_at = [each for each in found if each.severity is not Severity.INFO]
        return self._looked_at

    def _drafted(self, held: Held, lang: str, warnings: list[str]) -> Held:
        if not any(message.state is State.UNTRANSLATED for message in held.catalog.messages):
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
