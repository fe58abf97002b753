"""`extract`: reading a course's pages, and keeping its template in step with them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ccb_l10n.catalog import po, template
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.parse import FRONT_MATTER_KEYS, Reading, parse
from ccb_l10n.markdown.text import decode
from ccb_l10n.model import Catalog, Document, Finding, Severity
from ccb_l10n.workflow.freshness import Stamps, course_digest, sha256
from ccb_l10n.workspace import Course, Workspace, read_bytes, write

UNREADABLE = "unreadable"
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
class Source:
    """A course as it was read: its template, and the pages that could not be read."""

    template: Catalog
    unreadable: tuple[Finding, ...] = ()


def extract(workspace: Workspace, names: Sequence[str] = (), *, check: bool = False) -> list[Outcome]:
    """Bring the courses' templates up to date; with `check` only say which are not."""
    stamps = Stamps(workspace)
    return [_extract(workspace, course, stamps, check) for course in workspace.courses(names)]


def _extract(workspace: Workspace, course: Course, stamps: Stamps, check: bool) -> Outcome:
    path = workspace.template(course.name)
    name = _stamp(course)
    known = stamps.result(name, course_digest(workspace, course)) if name in stamps else None
    if known and path.exists() and sha256(path.read_bytes()) == known["output"]:
        return Outcome(workspace.shown(path), False, known["messages"])
    findings: list[Finding] = []
    hashes: dict[str, str] = {}
    source = collected(workspace, course, documents(course, findings, hashes), findings)
    data = _rendered(workspace, course, source.template)
    changed = not path.exists() or path.read_bytes() != data
    if not check:
        _keep(workspace, course, stamps, source, data, course_digest(workspace, course, hashes))
    return Outcome(workspace.shown(path), changed, len(source.template.messages), "", source.unreadable)


def documents(course: Course, findings: list[Finding], hashes: dict[str, str] | None = None) -> Iterator[Document]:
    """The course's pages in reading order. One that is no text is left out, and `findings` says so.

    `hashes` gets the SHA-256 of every page read, by path.
    """
    reading = reading_of(course)
    for path in course.pages():
        shown = f"content/{course.name}/{path}"
        try:
            data = read_bytes(course.folder / path, shown)
            if hashes is not None:
                hashes[path] = sha256(data)
            text = decode(data, shown)
        except CcbError as error:
            findings.append(Finding(UNREADABLE, Severity.ERROR, error.message, shown, error.line, hint=error.hint))
            continue
        yield parse(path, text, reading)


def reading_of(course: Course) -> Reading:
    """What the course lets be translated besides prose."""
    keys = FRONT_MATTER_KEYS if course.front_matter is None else frozenset(course.front_matter)
    return Reading(keys, course.html_text)


def collected(workspace: Workspace, course: Course, pages: Iterable[Document], findings: list[Finding]) -> Source:
    """The template of these pages. Of pages that cannot be read, what the template on disk has of them stays."""
    made = template.collect(
        pages,
        course.name,
        title=course.title or course.name,
        version=course.version,
        source_language=course.source_language,
        created=now(),
    )
    if not findings:
        return Source(made)
    old = stored_template(workspace, course)
    lost = {finding.path.removeprefix(f"content/{course.name}/") for finding in findings}
    have = {message.key for message in made.messages}
    kept = [each for each in (old.messages if old else ()) if lost & {*each.references} and each.key not in have]
    return Source(replace(made, messages=(*made.messages, *kept)), tuple(findings))


def stored_template(workspace: Workspace, course: Course) -> Catalog | None:
    """The template on disk, or None where there is none."""
    path = workspace.template(course.name)
    shown = workspace.shown(path)
    return po.parse(read_bytes(path, shown), shown) if path.exists() else None


def needed_template(workspace: Workspace, course: Course) -> Catalog:
    """The template on disk. Raises CcbError with the next step where there is none."""
    found = stored_template(workspace, course)
    if found is None:
        shown = workspace.shown(workspace.template(course.name))
        raise CcbError("no template", shown, 0, "run `ccb-l10n extract` first")
    return found


def current_template(workspace: Workspace, course: Course, stamps: Stamps) -> Source:
    """The template of the content as it is: from its file where that is known to be fresh, else from the pages."""
    known = stamps.result(_stamp(course), course_digest(workspace, course))
    path = workspace.template(course.name)
    if known and path.exists() and sha256(path.read_bytes()) == known["output"]:
        return Source(needed_template(workspace, course))
    findings: list[Finding] = []
    return collected(workspace, course, documents(course, findings), findings)


def keep_template(workspace: Workspace, course: Course, stamps: Stamps, source: Source, inputs: str) -> None:
    """Write the template, and remember what it was made from: `inputs`, the course's digest."""
    _keep(workspace, course, stamps, source, _rendered(workspace, course, source.template), inputs)


def _keep(workspace: Workspace, course: Course, stamps: Stamps, source: Source, data: bytes, inputs: str) -> None:
    write(workspace.template(course.name), data)
    if not source.unreadable:
        result = {"output": sha256(data), "messages": len(source.template.messages)}
        stamps.put(_stamp(course), inputs, result)


def _rendered(workspace: Workspace, course: Course, made: Catalog) -> bytes:
    """The template's file; with the date of the one on disk where nothing else changed."""
    data = po.render(made).encode()
    path = workspace.template(course.name)
    old = path.read_bytes() if path.exists() else b""
    found, dated = _CREATED.search(old), _CREATED.search(data)
    if found and dated:
        same = data[: dated.start()] + found[0] + data[dated.end() :]
        return old if same == old else data
    return data


def _stamp(course: Course) -> str:
    return f"extract {course.name}"


def now() -> str:
    """The time for headers, gettext's spelling: SOURCE_DATE_EPOCH where it is set, else the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise CcbError(
            f"SOURCE_DATE_EPOCH is no time: {epoch!r}", hint="give seconds since 1970, or unset it"
        ) from None
    return moment.strftime("%Y-%m-%d %H:%M+0000")
