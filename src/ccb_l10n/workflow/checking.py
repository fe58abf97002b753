"""`check`: what is wrong in the catalogs, and `status`: how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ccb_l10n.checks import check as check_catalog
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Finding, State
from ccb_l10n.reports.status import StatusRow
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow.catalogs import in_step, load, selected
from ccb_l10n.workflow.freshness import Stamps, catalog_digest, course_digest
from ccb_l10n.workflow.templates import Source, current_template
from ccb_l10n.workspace import Workspace


def check(workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = ()) -> list[Finding]:
    """The findings of all catalogs in these languages, in the order of courses, languages and lines.

    Raises CcbError where a named language has no catalog in any of the courses, or there is none at all.
    """
    glossary = concepts.load(workspace.glossary_files())
    found: list[Finding] = []
    without: dict[str, str] = {}
    seen: set[str] = set()
    for course, chosen in selected(workspace, langs, names):
        for lang in chosen:
            path = workspace.shown(workspace.catalog(course.name, lang))
            held = load(workspace, course, lang)
            if held is None:
                without[lang] = path
                continue
            seen.add(lang)
            source = course.source_language
            found += check_catalog(held.catalog, path=path, glossary=glossary, source_language=source)
    for lang in without.keys() - seen:
        raise CcbError("no such catalog", without[lang], 0, f"run `ccb-l10n merge --lang {lang}` first")
    return found


def status(
    workspace: Workspace, langs: Sequence[str], names: Sequence[str], unreadable: list[Finding]
) -> list[StatusRow]:
    """How far each course is in each language, for the content as it is now; writes nothing below locales/.

    `unreadable` gets a finding for each page that could not be read.
    """
    stamps = Stamps(workspace)
    rows = []
    for course, chosen in selected(workspace, langs, names):
        content = course_digest(workspace, course)
        source: Source | None = None
        for lang in chosen:
            name = f"status {course.name} {lang}"
            inputs = f"{content} {catalog_digest(workspace, course.name, lang)}"
            known = stamps.result(name, inputs)
            if known is None:
                source = source or current_template(workspace, course, stamps)
                _, held = in_step(workspace, course, lang, source.template)
                known = _counted(held.catalog)
                if not source.unreadable:
                    stamps.put(name, inputs, known)
            counts = {State(state): number for state, number in known["counts"].items()}
            rows.append(StatusRow(course.name, lang, counts, known["words_left"], known["words_to_review"]))
        unreadable += source.unreadable if source else ()
    return rows


def counted(catalog: Catalog) -> dict[str, int]:
    """Messages by state, every state named; obsolete ones apart from the total of the rest."""
    found = Counter(message.state for message in catalog.messages)
    return {state.value: found[state] for state in State}


def _counted(catalog: Catalog) -> dict[str, object]:
    words: Counter[State] = Counter()
    for message in catalog.messages:
        words[message.state] += len(message.source.split())
    left = words[State.UNTRANSLATED] + words[State.STALE]
    return {"counts": counted(catalog), "words_left": left, "words_to_review": words[State.DRAFT]}


def shown_findings(found: Sequence[Finding], form: str, *, color: bool, verbose: bool) -> str:
    """The findings in one of the formats text, json, sarif and html."""
    if form == "json":
        from ccb_l10n.reports import as_json

        return as_json.findings(found)
    if form == "sarif":
        from ccb_l10n.reports import sarif

        return sarif.findings(found)
    if form == "html":
        from ccb_l10n.reports import html

        return html.findings(found)
    from ccb_l10n.reports import terminal

    return terminal.findings(found, color=color, verbose=verbose)


def shown_status(rows: Sequence[StatusRow], form: str, *, color: bool) -> str:
    """The table in one of the formats text, json and html."""
    if form == "json":
        from ccb_l10n.reports import as_json

        return as_json.status(rows)
    if form == "html":
        from ccb_l10n.reports import html

        return html.status(rows)
    from ccb_l10n.reports import terminal

    return terminal.status(rows, color=color)
