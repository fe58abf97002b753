"""`status`: how far the catalogs are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ccb_l10n.model import Catalog, Finding, State
from ccb_l10n.reports.status import StatusRow
from ccb_l10n.workflow.catalogs import in_step, selected
from ccb_l10n.workflow.fallback import behind_digest
from ccb_l10n.workflow.freshness import Stamps, catalog_digest, course_digest
from ccb_l10n.workflow.templates import Source, current_template
from ccb_l10n.workspace import Workspace


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
            behind = behind_digest(workspace, course, lang)
            inputs = f"{content} {catalog_digest(workspace, course.name, lang)} {behind}"
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
