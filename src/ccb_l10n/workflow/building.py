"""`build`: the whole way from content to packs, each course parsed once for all its languages."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as changed
from functools import cache
from importlib.util import find_spec

from ccb_l10n.catalog.ledger import Ledger
from ccb_l10n.drafting import packages
from ccb_l10n.markdown.splice import SHIPPED, splice
from ccb_l10n.model import Catalog, Document, Finding, Localised, Message, Severity, State
from ccb_l10n.packs.book import Edition
from ccb_l10n.settings import checked_formats
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow import checking, drafts, packing, progress
from ccb_l10n.workflow.catalogs import Held, in_step, load, save, selected
from ccb_l10n.workflow.freshness import Stamps, catalog_digest, course_digest, digest, glossary_digest
from ccb_l10n.workflow.templates import Source, collected, documents, keep_template, reading_of
from ccb_l10n.workspace import Course, Workspace

_FOUND_BY_SPLICING = "structure"


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. `frozen` neither drafts nor writes below locales/; `with_drafts` lets machine text out."""

    langs: tuple[str, ...]
    courses: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    frozen: bool = False
    with_drafts: bool = True
    edition: Edition = Edition.LEARNER


@dataclass(slots=True)
class Summary:
    """What a build made: packs as (course, lang, format, path), counts by language and course, and where time went."""

    packs: list[dict[str, str]] = field(default_factory=list)
    counts: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add what runs inside to the seconds of a stage."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


def build(workspace: Workspace, order: Order, say: Callable[[str], None]) -> Summary:
    """Build every pack of an order. `say` gets warnings for the person who builds.

    Raises CcbError where something named does not exist or a catalog cannot be read.
    """
    formats = checked_formats(order.formats or workspace.settings.formats)
    summary = Summary()
    stamps = Stamps(workspace)
    glossary = cache(lambda: concepts.load(workspace.glossary_files()))  # read once, by the first pack that is made
    for course, langs in selected(workspace, order.langs, order.courses, own=True):
        making = _Making(workspace, course, order, formats, tuple(langs), summary, stamps, glossary, say)
        for lang in langs:
            making.language(lang)
    return summary


class _Making:
    """One course on its way: its pages are read when the first language that is not fresh needs them."""

    def __init__(
        self,
        workspace: Workspace,
        course: Course,
        order: Order,
        formats: tuple[str, ...],
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
        with summary.stage("hash"):
            self.pages = course_digest(workspace, course)
            self.content = digest(
                [
                    ("content", self.pages.encode()),
                    ("glossary", glossary_digest(workspace).encode()),
                    ("options", repr((formats, order.with_drafts, order.frozen, order.edition, langs)).encode()),
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
        self.summary.counts.setdefault(lang, {})[self.course.name] = known["counts"]
        self.summary.findings += [packing.finding_of(each) for each in known["findings"]]
        for warning in known["warnings"]:
            self.say(warning)

    def _pack(self, lang: str) -> packing.Pack:
        order = self.order
        return packing.Pack(
            self.workspace, self.course, lang, self.formats, order.with_drafts, self.glossary, order.edition, self.langs
        )

    def _inputs(self, lang: str) -> str:
        engines = [] if self.order.frozen else sorted(f"{each.name} {each.size}" for each in packages.installed())
        runtime = bool(engines) and find_spec("ctranslate2") is not None
        catalog = catalog_digest(self.workspace, self.course.name, lang)
        parts = {"content": self.content, "catalog": catalog, "engines": repr((engines, runtime))}
        if not self.order.frozen:  # what people translated elsewhere is drafted from
            others = (each for each in self.workspace.courses() if each.name != self.course.name)
            parts |= {each.name: catalog_digest(self.workspace, each.name, lang) for each in others}
        return digest((name, part.encode()) for name, part in parts.items())

    def _made(self, lang: str, pack: packing.Pack) -> dict[str, object]:
        pages, source = self._read()
        warnings: list[str] = []
        findings = [*source.unreadable]
        if lang == self.course.source_language:
            held = Held(Catalog((), locale=lang), Ledger())  # there is nothing to translate
        else:
            held = self._held(lang, source, warnings)
            with self.summary.stage("check"):
                findings += self._checked(held, lang)
        counts = progress.counted(held.catalog)
        localised = self._localised(pages, held.catalog, lang, findings)
        with self.summary.stage("pack"):
            manifest = pack.write(localised, pages, held.catalog, counts, findings)
        packs = [
            {"course": self.course.name, "lang": lang, "format": each, "path": packing.shown_path(pack, each)}
            for each in self.formats
        ]
        return {
            "packs": packs,
            "counts": counts,
            "findings": [packing.plain_finding(each) for each in findings],
            "warnings": warnings,
            "manifest": manifest,
        }

    def _held(self, lang: str, source: Source, warnings: list[str]) -> Held:
        """The catalog in step with the content, drafted and saved unless the build is frozen."""
        with self.summary.stage("merge"):
            _, held = in_step(self.workspace, self.course, lang, source.template)
        if self.order.frozen:
            return Held(held.catalog, Ledger())  # nothing will be saved, and a large ledger need not be held
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

    def _localised(
        self, pages: Sequence[Document], catalog: Catalog, lang: str, findings: list[Finding]
    ) -> Iterator[Localised]:
        """The pages in the language, one by one; what was refused on the way goes to `findings`."""
        targets: Mapping[tuple[str | None, str], Message] = {
            message.key: message for message in catalog.messages if message.target
        }
        states = SHIPPED if self.order.with_drafts else SHIPPED - {State.DRAFT}
        reading = reading_of(self.course)
        for page in pages:
            localised = splice(page, targets, reading, states=states)
            where = f"content/{self.course.name}/{page.path}"
            findings += [changed(each, path=where, lang=lang) for each in localised.findings]
            yield localised


def severities(findings: Sequence[Finding]) -> dict[str, int]:
    """Findings by severity."""
    return dict(Counter(finding.severity.value for finding in findings))


def shown(summary: Summary, *, as_json: bool, color: bool, warn: Callable[[str], None]) -> str:
    """The result for stdout: one JSON object, or a line for each pack. Errors and warnings go to `warn`."""
    from ccb_l10n.reports import as_json as json_report
    from ccb_l10n.reports import terminal

    serious = [each for each in summary.findings if each.severity in (Severity.ERROR, Severity.WARNING)]
    if serious:
        told = terminal.findings(serious, color=color, folded=(Severity.WARNING,))  # `check` lists them all
        warn(told.rstrip("\n"))
    if as_json:
        return json_report.build(
            {
                "packs": summary.packs,
                "counts": summary.counts,
                "findings": severities(summary.findings),
                "seconds": summary.seconds,
            }
        )
    lines = []
    for each in summary.packs:
        counts = summary.counts[each["lang"]][each["course"]]
        total = sum(number for state, number in counts.items() if state != State.OBSOLETE.value)
        parts = [f"{counts[state.value]} {state.value}" for state in State if counts[state.value] and state in _TOLD]
        told = ", ".join([f"{total} messages", *parts]) if total else "in the language of the course"
        lines.append(f"{each['path']}: {told}\n")
    return "".join(lines)


_TOLD = (State.REVIEWED, State.TRANSLATED, State.DRAFT, State.STALE, State.UNTRANSLATED)
