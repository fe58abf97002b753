"""`build`: the whole way from content to packs, each course parsed once for all its languages."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as changed

from ccb_l10n import locales
from ccb_l10n.checks import CHECKS, check
from ccb_l10n.drafting import packages
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.splice import SHIPPED, splice
from ccb_l10n.model import Catalog, Document, Finding, Localised, Message, Severity, State
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow import checking, drafts, packing
from ccb_l10n.workflow.catalogs import (
    Held,
    collected,
    documents,
    in_step,
    keep_template,
    languages,
    reading_of,
    rendered_template,
    save,
)
from ccb_l10n.workflow.freshness import Stamps, catalog_digest, course_digest, digest, glossary_digest
from ccb_l10n.workspace import FORMATS, Course, Workspace

_FOUND_BY_SPLICING = ("structure", "added-html")


@dataclass(frozen=True, slots=True)
class Order:
    """What to build. `frozen` neither drafts nor writes below locales/; `with_drafts` lets machine text out."""

    langs: tuple[str, ...]
    courses: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    frozen: bool = False
    with_drafts: bool = True


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
    formats = order.formats or workspace.settings.formats
    for each in formats:
        if each not in FORMATS:
            raise CcbError(f"unknown format {each!r}", "", 0, f"the formats are: {', '.join(FORMATS)}")
    summary = Summary()
    stamps = Stamps(workspace)
    for course in workspace.courses(order.courses):
        making = _Making(workspace, course, order, tuple(formats), summary, stamps, say)
        for lang in languages(workspace, order.langs, course):
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
        summary: Summary,
        stamps: Stamps,
        say: Callable[[str], None],
    ) -> None:
        self.workspace, self.course, self.order, self.formats = workspace, course, order, formats
        self.summary, self.stamps, self.say = summary, stamps, say
        self._pages: list[Document] | None = None
        self._template: Catalog | None = None
        self._unreadable: list[Finding] = []
        with summary.stage("hash"):
            self.content = digest(
                [
                    ("content", course_digest(workspace, course).encode()),
                    ("glossary", glossary_digest(workspace).encode()),
                    ("options", repr((formats, order.with_drafts)).encode()),
                ]
            )

    def language(self, lang: str) -> None:
        """Build the course's pack in a language, or find that it stands already."""
        name = f"build {self.course.name} {lang}"
        with self.summary.stage("hash"):
            known = self.stamps.result(name, self._inputs(lang))
            fresh = known and packing.intact(self.workspace, self.course, lang, known["manifest"])
        if not fresh:
            known = self._made(lang)
            self.stamps.put(name, self._inputs(lang), known)
        self.summary.packs += known["packs"]
        self.summary.counts.setdefault(lang, {})[self.course.name] = known["counts"]
        self.summary.findings += [packing.finding_of(each) for each in known["findings"]]
        for warning in known["warnings"]:
            self.say(warning)

    def _inputs(self, lang: str) -> str:
        installed = [] if self.order.frozen else packages.installed()
        engines = sorted(f"{each.name} {each.size}" for each in installed)
        catalog = catalog_digest(self.workspace, self.course.name, locales.gettext(lang))
        parts = {"content": self.content, "catalog": catalog, "engines": repr(engines)}
        return digest((name, part.encode()) for name, part in parts.items())

    def _made(self, lang: str) -> dict[str, object]:
        pages, template = self._read()
        with self.summary.stage("merge"):
            _, held = in_step(self.workspace, self.course, lang, template)
        warnings: list[str] = []
        if not self.order.frozen:
            held = self._drafted(held, lang, warnings)
            with self.summary.stage("merge"):
                save(self.workspace, self.course, held)
        findings = [*self._unreadable]
        with self.summary.stage("check"):
            findings += self._checked(held, lang)
        counts = checking.counted(held.catalog)
        pack = packing.Pack(self.workspace, self.course, lang, self.formats, self.order.with_drafts)
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

    def _read(self) -> tuple[list[Document], Catalog]:
        if self._pages is None or self._template is None:
            with self.summary.stage("extract"):
                self._pages = list(documents(self.workspace, self.course, self._unreadable))
                self._template = made = collected(self.course, self._pages)
                if not self.order.frozen:
                    data = rendered_template(self.workspace, self.course, made)
                    complete = not self._unreadable
                    inputs = course_digest(self.workspace, self.course)
                    keep_template(
                        self.workspace, self.course, self.stamps, inputs, data, len(made.messages), complete=complete
                    )
        return self._pages, self._template

    def _drafted(self, held: Held, lang: str, warnings: list[str]) -> Held:
        missing = sum(message.state is State.UNTRANSLATED for message in held.catalog.messages)
        if not missing:
            return held
        with self.summary.stage("draft"):
            try:
                engine = drafts.installed_engine(self.course.source_language, lang)
            except CcbError as error:
                warnings.append(f"{self.course.name} {lang}: {missing} messages stay in the source language: {error}")
                return held
            made, _ = drafts.filled(self.workspace, self.course, held, engine)
            return made

    def _checked(self, held: Held, lang: str) -> list[Finding]:
        """What the catalog alone tells, notes aside: the counts say those. Splicing finds lost markup exactly."""
        rows = [row for row in CHECKS if row.severity is not Severity.INFO and row.id not in _FOUND_BY_SPLICING]
        path = self.workspace.shown(self.workspace.catalog(self.course.name, locales.gettext(lang)))
        glossary = concepts.load(self.workspace.glossary_files())
        source = self.course.source_language
        return list(check(held.catalog, path=path, glossary=glossary, source_language=source, checks=rows))

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
        warn(terminal.findings(serious, color=color).rstrip("\n"))
    if as_json:
        return json_report.build(
            {
                "packs": summary.packs,
                "counts": summary.counts,
                "findings": severities(summary.findings),
                "seconds": {stage: round(seconds, 3) for stage, seconds in summary.seconds.items()},
            }
        )
    lines = []
    for each in summary.packs:
        counts = summary.counts[each["lang"]][each["course"]]
        total = sum(number for state, number in counts.items() if state != State.OBSOLETE.value)
        parts = [f"{counts[state.value]} {state.value}" for state in State if counts[state.value] and state in _TOLD]
        lines.append(f"{each['path']}: {total} messages, {', '.join(parts)}\n")
    return "".join(lines)


_TOLD = (State.REVIEWED, State.TRANSLATED, State.DRAFT, State.STALE, State.UNTRANSLATED)
