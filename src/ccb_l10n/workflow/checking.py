"""`check`: what is wrong in the catalogs, by the profiles, comments and baseline that a team goes by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ccb_l10n.checks import CHECKS, lost, profile, suppression
from ccb_l10n.checks import check as check_catalog
from ccb_l10n.checks.annotation import stripped
from ccb_l10n.checks.problem import Check, Row
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Catalog, Finding, Severity
from ccb_l10n.settings import Said
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow.catalogs import Held, load, selected
from ccb_l10n.workflow.templates import stored_template
from ccb_l10n.workspace import Course, Workspace, read_bytes

KNOWN: tuple[Row, ...] = (*CHECKS, lost.LOST, *suppression.ROWS)
_NOTES = frozenset(row.id for row in CHECKS if row.severity is Severity.INFO)


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A catalog to work on: its course, its language (BCP 47), its path in reports, and what was read."""

    course: Course
    lang: str
    path: str
    held: Held


@dataclass(slots=True)
class Checked:
    """Findings in the order of courses, languages and lines, and the ids of the checks that ran, by catalog."""

    findings: list[Finding] = field(default_factory=list)
    ran: dict[str, frozenset[str]] = field(default_factory=dict)


def check(
    workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = (), *, named: str = "", bare: bool = False
) -> Checked:
    """What is wrong in all catalogs in these languages; `named` is the profile that the command line names.

    With `bare` the catalogs are read as if they had no annotations: lines are those that they have without. Raises
    CcbError where a named language has no catalog in any of the courses, or there is none at all.
    """
    glossary = concepts.load(workspace.glossary_files())
    checked = Checked()
    for each in catalogs(workspace, langs, names, bare=bare):
        chosen = profile_of(workspace, each.course, named)
        checked.findings += _lost(workspace, each, chosen)
        checked.findings += findings_of(each.course, each.held.catalog, each.path, glossary, chosen)
        checked.ran[each.path] = frozenset(row.id for row in chosen.rows(KNOWN))
    return checked


def catalogs(
    workspace: Workspace, langs: Sequence[str], names: Sequence[str], *, bare: bool = False
) -> Iterator[Catalogued]:
    """The catalogs on disk of these courses and languages, one by one.

    Raises CcbError, at the end, where a language has no catalog in any of the courses.
    """
    without: dict[str, str] = {}
    seen: set[str] = set()
    for course, chosen in selected(workspace, langs, names):
        for lang in chosen:
            place = workspace.catalog(course.name, lang)
            path = workspace.shown(place)
            data = stripped(read_bytes(place, path)) if bare and place.exists() else None
            held = load(workspace, course, lang, data)
            if held is None:
                without[lang] = path
                continue
            seen.add(lang)
            yield Catalogued(course, lang, path, held)
    for lang in without.keys() - seen:
        raise CcbError("no such catalog", without[lang], 0, f"run `ccb-l10n merge --lang {lang}` first")


def profile_of(workspace: Workspace, course: Course, named: str = "") -> profile.Profile:
    """The profile of a course: what the workspace says, then the course, then the command line."""
    return profile.chosen(KNOWN, (workspace.settings.said, course.said, Said("--profile", named)))


def rows_of(workspace: Workspace, course: Course, named: str = "") -> tuple[Check, ...]:
    """The checks of catalogs that run for a course."""
    return profile_of(workspace, course, named).rows(CHECKS)


def findings_of(
    course: Course,
    catalog: Catalog,
    path: str,
    glossary: concepts.Glossary,
    chosen: profile.Profile,
    *,
    notes: bool = True,
    without: Collection[str] = (),
) -> list[Finding]:
    """What a catalog's checks say under a profile, less what its comments silence.

    The one way for `check` and `build`. Checks in `without` are not run; without `notes` no info is given, and what
    yields nothing else is not run.
    """
    rows = [row for row in chosen.rows(CHECKS) if row.id not in without]
    if not notes:
        rows = [row for row in rows if row.severity is not Severity.INFO or row.id not in _NOTES]
    found = [chosen.told(each) for each in _said(course, catalog, path, glossary, rows)]
    silence = suppression.Silence(catalog, path)
    found = silence.left(found)
    about_comments = silence.said(chosen.rows(suppression.ROWS), {row.id for row in rows}, [row.id for row in KNOWN])
    if about_comments:
        found = sorted([*found, *about_comments], key=lambda each: each.line)
    return found if notes else [each for each in found if each.severity is not Severity.INFO]


def _said(
    course: Course, catalog: Catalog, path: str, glossary: concepts.Glossary, rows: Sequence[Check]
) -> Iterator[Finding]:
    return check_catalog(
        catalog,
        path=path,
        glossary=glossary,
        source_language=course.source_language,
        course=course.name,
        subjects=course.subjects,
        checks=rows,
    )


def _lost(workspace: Workspace, each: Catalogued, chosen: profile.Profile) -> Iterator[Finding]:
    for row in chosen.rows((lost.LOST,)):
        held = each.held
        found = lost.lost(held.catalog, held.ledger, lambda: stored_template(workspace, each.course), each.path, row)
        if found:
            yield found


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
