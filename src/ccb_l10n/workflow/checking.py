"""`check`: what is wrong in the catalogs, and `status`: how far they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ccb_l10n import locales
from ccb_l10n.catalog import po
from ccb_l10n.checks import check as check_catalog
from ccb_l10n.model import Catalog, Finding, State
from ccb_l10n.reports.status import StatusRow
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow.catalogs import collected, documents, in_step, languages, load
from ccb_l10n.workflow.freshness import Stamps, catalog_digest, course_digest, sha256
from ccb_l10n.workspace import Course, Workspace, read_bytes


def check(workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = ()) -> list[Finding]:
    """The findings of all catalogs in these languages, in the order of courses, languages and lines.

    A language named without a catalog is a CcbError; so is a workspace with no catalog at all.
    """
    glossary = concepts.load(workspace.glossary_files())
    found: list[Finding] = []
    for course in workspace.courses(names):
        for lang in languages(workspace, langs, course):
            held = load(workspace, course, lang)
            if held is None:
                continue
            path = workspace.shown(workspace.catalog(course.name, locales.gettext(lang)))
            found += check_catalog(held.catalog, path=path, glossary=glossary, source_language=course.source_language)
    return found


def status(workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = ()) -> list[StatusRow]:
    """How far each course is in each language, for the content as it is now; writes nothing below locales/."""
    stamps = Stamps(workspace)
    rows = []
    for course in workspace.courses(names):
        content = course_digest(workspace, course)
        template: Catalog | None = None
        for lang in languages(workspace, langs, course):
            name = f"status {course.name} {lang}"
            inputs = f"{content} {catalog_digest(workspace, course.name, locales.gettext(lang))}"
            known = stamps.result(name, inputs)
            if known is None:
                template = template or current_template(workspace, course, stamps, content)
                _, held = in_step(workspace, course, lang, template)
                known = _counted(held.catalog)
                stamps.put(name, inputs, known)
            counts = {State(state): number for state, number in known["counts"].items()}
            rows.append(StatusRow(course.name, lang, counts, known["words_left"], known["words_to_review"]))
    return rows


def current_template(workspace: Workspace, course: Course, stamps: Stamps, content: str) -> Catalog:
    """The template of the content as it is: from its file where that is known to be fresh, else from the pages."""
    path = workspace.template(course.name)
    known = stamps.result(f"extract {course.name}", content)
    if known and path.exists():
        data = read_bytes(path, workspace.shown(path))
        if sha256(data) == known["output"]:
            return po.parse(data, workspace.shown(path))
    return collected(course, documents(workspace, course, []))


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
