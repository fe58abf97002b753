"""`check`: what is wrong in the catalogs, by the profiles, comments and baseline that a team goes by."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ccb_l10n.checks import CHECKS, consistency, lost, profile, suppression
from ccb_l10n.checks import check as check_catalog
from ccb_l10n.checks.annotation import stripped
from ccb_l10n.checks.pages import PAGE_CHECKS, look, quizzes
from ccb_l10n.checks.problem import Check, Row, Setting
from ccb_l10n.checks.source import SOURCE_CHECKS, lint
from ccb_l10n.errors import CcbError
from ccb_l10n.locales import bcp47
from ccb_l10n.model import Catalog, Document, Finding, Severity
from ccb_l10n.settings import Said
from ccb_l10n.terminology import concepts
from ccb_l10n.workflow import msgfmt, pages, quizzing
from ccb_l10n.workflow.catalogs import Held, load, selected
from ccb_l10n.workflow.templates import documents, stored_template
from ccb_l10n.workspace import Course, Workspace, read_bytes

KNOWN: tuple[Row, ...] = (
    *CHECKS,
    *quizzes.TRANSLATED,
    lost.LOST,
    *consistency.ROWS,
    msgfmt.ROW,
    *SOURCE_CHECKS,
    *PAGE_CHECKS,
    *suppression.ROWS,
)
_IDS = tuple(row.id for row in KNOWN)
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
    """Findings in the order of files and lines, the ids of the checks that ran by file, and which files are PO."""

    glossary: concepts.Glossary
    findings: list[Finding] = field(default_factory=list)
    ran: dict[str, frozenset[str]] = field(default_factory=dict)
    catalogs: list[str] = field(default_factory=list)


def check(
    workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = (), *, named: str = "", bare: bool = False
) -> Checked:
    """What is wrong in all catalogs in these languages; `named` is the profile that the command line names.

    Without a language, and for the one that a course is written in, the course's own pages are looked at too. With
    `bare` the catalogs are read as if they had no annotations: lines are those that they have without. Raises
    CcbError where a named language has no catalog in any of the courses.
    """
    glossary = concepts.load(workspace.glossary_files())
    checked = Checked(glossary)
    courses = workspace.courses(names)
    wanted = {bcp47(lang) for lang in langs}
    own = [course for course in courses if not wanted or course.source_language in wanted]
    for course in own:
        _lint(course, profile_of(workspace, course, named), glossary, checked)
    if not own or any(_target_languages(workspace, course, wanted) for course in courses):
        several = _Several(workspace, glossary, named)
        for each in catalogs(workspace, langs, names, bare=bare):
            several.add(each)
        several.tell(checked)
    return checked


def _target_languages(workspace: Workspace, course: Course, wanted: Collection[str]) -> set[str]:
    known = {*workspace.settings.languages, *workspace.catalog_languages(course.name)}
    return {*(wanted or known)} - {course.source_language}


def _lint(course: Course, chosen: profile.Profile, glossary: concepts.Glossary, checked: Checked) -> None:
    """Add what is to be said of a course's own pages, and of the files beside them."""
    rows = chosen.rows(SOURCE_CHECKS)
    folder = f"content/{course.name}"
    unreadable: list[Finding] = []
    read = list(documents(course, unreadable))
    found = lint(
        read,
        folder=folder,
        glossary=glossary,
        lang=course.source_language,
        course=course.name,
        subjects=course.subjects,
        checks=rows,
    )
    places = {f"{folder}/{page.path}": number for number, page in enumerate(read)}
    told = [*map(chosen.told, found), *page_findings(course, read, chosen)]
    told.sort(key=lambda each: (places.get(each.path, len(places)), each.line))
    checked.findings += [*unreadable, *told]
    ran = frozenset(row.id for row in (*rows, *chosen.rows(PAGE_CHECKS)))
    checked.ran.update({f"{folder}/{name}": ran for name in course.files()})


def page_findings(course: Course, documents: Sequence[Document], chosen: profile.Profile) -> list[Finding]:
    """What a profile says of a course's whole pages, which are given in reading order, and of its files."""
    rows = chosen.rows(PAGE_CHECKS)
    if not rows:
        return []
    seen = pages.contents(course, documents)
    found = look(seen, folder=f"content/{course.name}", lang=course.source_language, checks=rows)
    return [chosen.told(each) for each in found]


class _Several:
    """Several catalogs on their way through the checks: what they say of one another is known at the end."""

    def __init__(self, workspace: Workspace, glossary: concepts.Glossary, named: str) -> None:
        self._workspace, self._glossary, self._named = workspace, glossary, named
        self._found: dict[str, list[Finding]] = {}
        self._profiles: dict[str, profile.Profile] = {}
        self._silences: dict[str, suppression.Silence] = {}
        self._collations: dict[str, consistency.Collation] = {}
        self._quizzes: dict[str, quizzing.Quizzes] = {}

    def add(self, each: Catalogued) -> None:
        """Take in one catalog."""
        course, catalog, path = each.course, each.held.catalog, each.path
        chosen = self._profiles[path] = profile_of(self._workspace, course, self._named)
        silence = self._silences[path] = suppression.Silence(catalog, path)
        found = list(_lost(self._workspace, each, chosen))
        found += _said(course, catalog, path, self._glossary, chosen, chosen.rows(CHECKS))
        if chosen.rows((msgfmt.ROW,)):
            data = read_bytes(self._workspace.root / path, path)
            found += map(chosen.told, msgfmt.said_by_msgfmt(data, path, each.lang))
        if rows := chosen.rows(quizzes.TRANSLATED):
            asked = self._quizzes.setdefault(course.name, quizzing.Quizzes(course))
            found += map(chosen.told, asked.compared(catalog, path, rows))
        self._found[path] = silence.left(found)
        if chosen.rows(consistency.ROWS):
            setting = Setting(catalog, each.lang, self._glossary, course.source_language, course.name, course.subjects)
            collation = self._collations.setdefault(each.lang, consistency.Collation(each.lang))
            collation.add(catalog.messages, path, setting)

    def tell(self, checked: Checked) -> None:
        """Add what there is to say of all of them."""
        for collation in self._collations.values():
            for finding in collation.findings():
                self._compared(finding)
        concepts = [each.id for each in self._glossary.concepts]
        for path, found in self._found.items():
            chosen = self._profiles[path]
            ran = frozenset(row.id for row in chosen.rows(KNOWN))
            said = self._silences[path].said(chosen.rows(suppression.ROWS), ran, _IDS, concepts)
            checked.findings += sorted([*found, *said], key=lambda finding: finding.line)
            checked.ran[path] = ran
            checked.catalogs.append(path)

    def _compared(self, finding: Finding) -> None:
        """Keep a finding that comes of a comparison, as the profile and the comments of its catalog have it."""
        chosen = self._profiles[finding.path]
        for row in chosen.rows(consistency.ROWS):
            if row.id == finding.id:
                told = chosen.told(replace(finding, severity=row.severity))
                self._found[finding.path] += self._silences[finding.path].left([told])


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
    without: Collection[str] = (),
) -> list[Finding]:
    """The errors and warnings about one catalog under a profile, less what its comments silence.

    What `check` says of it by itself, infos aside: a check that yields nothing else is not run, nor those in `without`.
    """
    rows = [row for row in chosen.rows(CHECKS) if row.id not in without]
    rows = [row for row in rows if row.severity is not Severity.INFO or row.id not in _NOTES]
    silence = suppression.Silence(catalog, path)
    found = silence.left(_said(course, catalog, path, glossary, chosen, rows))
    concepts = [each.id for each in glossary.concepts]
    found += silence.said(chosen.rows(suppression.ROWS), {row.id for row in rows}, _IDS, concepts)
    found = [each for each in found if each.severity is not Severity.INFO]
    return sorted(found, key=lambda finding: finding.line)


def _said(
    course: Course,
    catalog: Catalog,
    path: str,
    glossary: concepts.Glossary,
    chosen: profile.Profile,
    rows: Sequence[Check],
) -> Iterator[Finding]:
    found = check_catalog(
        catalog,
        path=path,
        glossary=glossary,
        source_language=course.source_language,
        course=course.name,
        subjects=course.subjects,
        checks=rows,
    )
    return map(chosen.told, found)


def _lost(workspace: Workspace, each: Catalogued, chosen: profile.Profile) -> Iterator[Finding]:
    for row in chosen.rows((lost.LOST,)):
        held = each.held
        found = lost.lost(held.catalog, held.ledger, lambda: stored_template(workspace, each.course), each.path, row)
        if found:
            yield found
