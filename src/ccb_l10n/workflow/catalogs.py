"""Reading documents, templates and catalogs, and keeping them in step: `extract` and `merge`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ccb_l10n import locales
from ccb_l10n.catalog import ledger, merge, po, template
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import FRONT_MATTER_KEYS, Reading, parse
from ccb_l10n.markdown.text import decode
from ccb_l10n.model import Catalog, Document, Finding, Severity
from ccb_l10n.workflow.freshness import Stamps, course_digest, sha256
from ccb_l10n.workspace import Course, Workspace, read_bytes, write

_CREATED = re.compile(rb'(?m)^"POT-Creation-Date: [^"]*"$')


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file that a command keeps in step: its path in the workspace, and whether it was (or would be) changed."""

    path: str
    changed: bool
    messages: int
    summary: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A catalog with its messages' true states, and what its ledger knew; `stored` where the files say just this."""

    catalog: Catalog
    ledger: ledger.Ledger
    stored: bool = False


def extract(workspace: Workspace, names: Sequence[str] = (), *, check: bool = False) -> list[Outcome]:
    """Bring the courses' templates up to date; with `check` only say which are not."""
    stamps = Stamps(workspace)
    return [_extract(workspace, course, stamps, check) for course in workspace.courses(names)]


def _extract(workspace: Workspace, course: Course, stamps: Stamps, check: bool) -> Outcome:
    path = workspace.template(course.name)
    shown = workspace.shown(path)
    inputs = course_digest(workspace, course)
    known = stamps.result(f"extract {course.name}", inputs)
    if known and path.exists() and sha256(path.read_bytes()) == known["output"]:
        return Outcome(shown, False, known["messages"])
    findings: list[Finding] = []
    made = collected(course, documents(workspace, course, findings))
    data = rendered_template(workspace, course, made)
    changed = _differs(path, data)
    if not check:
        keep_template(workspace, course, stamps, inputs, data, len(made.messages), complete=not findings)
    return Outcome(shown, changed, len(made.messages), "", tuple(findings))


def documents(workspace: Workspace, course: Course, findings: list[Finding]) -> Iterator[Document]:
    """The course's pages in reading order. One that is no text is left out, and `findings` says so."""
    reading = reading_of(course)
    for path in course.pages():
        shown = f"content/{course.name}/{path}"
        try:
            text = decode(read_bytes(course.folder / path, shown), shown)
        except CcbError as error:
            findings.append(
                Finding("unreadable", Severity.ERROR, error.message, shown, error.line, hint=error.hint or "")
            )
            continue
        yield parse(path, text, reading)


def reading_of(course: Course) -> Reading:
    """What the course lets be translated besides prose."""
    keys = FRONT_MATTER_KEYS if course.front_matter is None else frozenset(course.front_matter)
    return Reading(keys, course.html_text)


def collected(course: Course, pages: Iterable[Document]) -> Catalog:
    """The template of these pages."""
    return template.collect(
        pages,
        course.name,
        title=course.title or course.name,
        version=course.version,
        source_language=course.source_language,
        created=now(),
    )


def rendered_template(workspace: Workspace, course: Course, made: Catalog) -> bytes:
    """The template's file; with the date of the one on disk where nothing else changed."""
    data = po.render(made).encode()
    path = workspace.template(course.name)
    old = path.read_bytes() if path.exists() else b""
    found, dated = _CREATED.search(old), _CREATED.search(data)
    if found and dated:
        same = data[: dated.start()] + found[0] + data[dated.end() :]
        return old if same == old else data
    return data


def keep_template(
    workspace: Workspace, course: Course, stamps: Stamps, inputs: str, data: bytes, messages: int, *, complete: bool
) -> None:
    """Write a template, and remember what it was made from, unless pages were left out."""
    write(workspace.template(course.name), data)
    if complete:
        stamps.put(f"extract {course.name}", inputs, {"output": sha256(data), "messages": messages})


def merge_all(
    workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = (), *, check: bool = False
) -> list[Outcome]:
    """Bring catalogs in step with their templates; with `check` only say which are not.

    Raises CcbError where a template is missing or no language is named and none is known.
    """
    outcomes = []
    for course in workspace.courses(names):
        path = workspace.template(course.name)
        shown = workspace.shown(path)
        if not path.exists():
            raise CcbError("no template", shown, 0, "run `ccb-l10n extract` first")
        made = po.parse(read_bytes(path, shown), shown)
        for locale in languages(workspace, langs, course):
            outcomes.append(_merge(workspace, course, locale, made, check))
    return outcomes


def _merge(workspace: Workspace, course: Course, locale: str, made: Catalog, check: bool) -> Outcome:
    merged, held = in_step(workspace, course, locale, made)
    changed = not held.stored and any(_differs(path, data) for path, data in _rendered(workspace, course, held))
    if not check:
        save(workspace, course, held)
    names = ("kept", "moved", "carried", "revived", "new", "obsolete")
    summary = ", ".join(f"{getattr(merged, name)} {name}" for name in names if getattr(merged, name))
    shown = workspace.shown(workspace.catalog(course.name, locales.gettext(locale)))
    return Outcome(shown, changed, len(made.messages), summary)


def load(workspace: Workspace, course: Course, locale: str) -> Held | None:
    """The catalog on disk with its true states, or None where there is none."""
    path = workspace.catalog(course.name, locales.gettext(locale))
    if not path.exists():
        return None
    catalog = po.parse(read_bytes(path, workspace.shown(path)), workspace.shown(path), locales.bcp47(locale))
    book = workspace.ledger(course.name, locales.gettext(locale))
    shown = workspace.shown(book)
    known = ledger.parse(decode(read_bytes(book, shown), shown), shown) if book.exists() else ledger.Ledger()
    applied, agrees = ledger.reconciled(catalog, known)
    return Held(applied, known, stored=agrees and all(message.raw for message in applied.messages))


def in_step(workspace: Workspace, course: Course, locale: str, made: Catalog) -> tuple[merge.Merged, Held]:
    """The catalog of a template in a language, in memory only, with its ledger."""
    loaded = load(workspace, course, locale)
    held = loaded or Held(Catalog((), locale=locales.bcp47(locale)), ledger.Ledger())
    merged = merge.merge(held.catalog, made, locales.bcp47(locale), revised=now())
    catalog = ledger.apply(merged.catalog, held.ledger) if merged.revived or merged.carried else merged.catalog
    same = loaded is not None and loaded.stored and catalog == held.catalog
    return merged, held if same else Held(catalog, held.ledger)


def save(workspace: Workspace, course: Course, held: Held) -> bool:
    """Write a catalog and its ledger; True where either changed."""
    if held.stored:
        return False
    changed = [write(path, data) for path, data in _rendered(workspace, course, held)]
    return any(changed)


def _rendered(workspace: Workspace, course: Course, held: Held) -> list[tuple[Path, bytes]]:
    locale = locales.gettext(held.catalog.locale or "")
    book = ledger.render(ledger.record(held.catalog, held.ledger))
    files = [(workspace.catalog(course.name, locale), po.render(held.catalog).encode())]
    path = workspace.ledger(course.name, locale)
    return [*files, (path, book.encode())] if book or path.exists() else files


def _differs(path: Path, data: bytes) -> bool:
    return not path.exists() or path.read_bytes() != data


def languages(workspace: Workspace, langs: Sequence[str], course: Course) -> list[str]:
    """The languages to work on, BCP 47: those named, else the settings' and those that have a catalog."""
    named = [locales.bcp47(lang) for lang in langs]
    known = [*map(locales.bcp47, workspace.settings.languages)]
    known += map(locales.bcp47, workspace.catalog_locales(course.name))
    chosen = list(dict.fromkeys(named or sorted(set(known))))
    if not chosen:
        raise CcbError("no language named, and no catalog yet", "locales", 0, "name one, for example --lang fr")
    if course.source_language in chosen and named:
        hint = "name the language to translate into"
        raise CcbError(f"{course.source_language} is the language that {course.name} is written in", "", 0, hint)
    return [lang for lang in chosen if lang != course.source_language]


def now() -> str:
    """The time for headers, gettext's spelling: SOURCE_DATE_EPOCH where it is set, else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime("%Y-%m-%d %H:%M+0000")
