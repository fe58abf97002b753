"""What is wrong with an overlay, as findings with file and line; a build goes on without what they name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from ccb_l10n.model import Finding, Severity
from ccb_l10n.packs import overlay
from ccb_l10n.packs.overlay import OVERLAY
from ccb_l10n.workflow import drift, overlay_pages
from ccb_l10n.workflow.drift import Sources
from ccb_l10n.workflow.overlay_file import NAME
from ccb_l10n.workflow.overlays import BLOCKS, GLOSSARY, PAGES, Overlay
from ccb_l10n.workspace import Workspace

LOGO_BYTES = 1_000_000  # a larger logo is more than a text course needs: a warning
LOGO_MOST = 40_000_000  # and this large it is none: an error
_LOGOS = (".svg", ".png")


def findings(workspace: Workspace, given: Overlay, sources: Sources) -> list[Finding]:
    """What is wrong with an overlay, less what putting it in tells. `sources` are all of the course's pages."""
    found = [*given.findings, *drift.drift(workspace, given, sources)]
    found += [*_overrides(workspace, given), *_texts(given), *_pages(given, sources), *_logo(given)]
    found += overlay_pages.looked(workspace, given, sources)
    return sorted(found, key=lambda each: (each.path, each.line))


def logo(given: Overlay) -> Path | None:
    """The region's logo, or None where there is none that can be shown."""
    fit = all(each.severity is not Severity.ERROR for each in _logo(given))
    return given.folder / given.said.logo if given.said.logo and fit else None


def _error(given: Overlay, name: str, message: str, hint: str, line: int = 1) -> Finding:
    return Finding(OVERLAY, Severity.ERROR, message, f"{given.shown}/{name}", line, hint=hint)


def _toml(given: Overlay, key: str, message: str, hint: str) -> Finding:
    return _error(given, NAME, message, hint, given.said.lines.get(key, 0))


def _overrides(workspace: Workspace, given: Overlay) -> Iterator[Finding]:
    """Overrides that have nothing to put in, and what would replace something that no override names."""
    have = {"block": {*given.blocks}, "concept": {*given.concepts}}
    have["image"] = {given.place(name) for name in given.pictures}
    places = {"block": "{}{}.md", "image": "{1}", "concept": "{}{}.toml"}
    for at, each in enumerate(given.said.overrides):
        if each.name not in have[each.kind]:
            folder = {"block": BLOCKS, "concept": GLOSSARY}.get(each.kind, "")
            path = places[each.kind].format(folder, each.name)
            yield _toml(given, f"override.{at}.{each.kind}", f"there is no {path} to put in", "add the file")
    own, concepts = {*given.course.files()}, {path.stem for path in workspace.glossary_paths()}
    pending = [("block", name, next(iter(texts.values())).path) for name, texts in given.blocks.items() if texts]
    pending += [
        ("concept", name, f"{given.shown}/{GLOSSARY}{name}.toml") for name in sorted(concepts & {*given.concepts})
    ]
    for name in given.pictures:
        if (place := given.place(name)) in own:
            pending.append(("image", place, f"{given.shown}/{name}"))
    for kind, name, path in pending:
        if not given.overrides(kind, name):
            hint = f"run `ccb-l10n overlay accept {given.course.name} {given.region}`, or remove the file"
            message = f"not put in: no [[override]] names the {kind} {name!r}"
            yield Finding(OVERLAY, Severity.ERROR, message, path, 1, hint=hint)


def _texts(given: Overlay) -> Iterator[Finding]:
    """Texts whose ids and answer keys would not be those of the text in the course's language."""
    for texts in (*given.blocks.values(), *given.pages.values()):
        base = texts.get(given.course.source_language)
        for each in texts.values() if base else ():
            if base and overlay.skeleton(each.text) != overlay.skeleton(base.text):
                message = f"not put in: its headings, quizzes or ticks are not those of {base.path}"
                hint = "give both the same headings and options in the same order: links and answer keys hang on them"
                yield Finding(OVERLAY, Severity.ERROR, message, each.path, 1, each.lang, hint=hint)


def _pages(given: Overlay, sources: Sources) -> Iterator[Finding]:
    own = {f"{name}.md" for name in given.pages}
    taken = {posixpath.splitext(path)[0].casefold(): path for path in sources}
    for page in sorted(own):
        if path := taken.get(page.removesuffix(".md").casefold()):
            hint = "rename it: pages are added, and what a course says is replaced in its `::: local` blocks"
            yield _error(given, PAGES + page, f"the course has a page here already: {path}", hint)
    for page, after in given.said.pages.items():
        key = f"pages.{page}"
        if page not in own:
            yield _toml(given, key, f"there is no {PAGES}{page}", "add the file, or remove the line")
        if after == page or (after and after not in own and after not in sources):
            hint = 'name a page of the course or of the overlay, or "" for the end'
            yield _toml(given, key, f"{page} cannot come after {after}, which is no page before it", hint)


def _logo(given: Overlay) -> Iterator[Finding]:
    name = given.said.logo
    path = given.folder / name
    if not name:
        return
    if posixpath.splitext(name)[1].lower() not in _LOGOS:
        yield _toml(given, "logo", f"the logo is no SVG or PNG: {name}", "name a .svg or .png file")
    elif not path.is_file() or not path.resolve().is_relative_to(given.folder.resolve()):
        yield _toml(given, "logo", f"there is no {name} here", f"put the file into {given.shown}")
    elif (size := path.stat().st_size) > LOGO_BYTES:
        severity = Severity.ERROR if size >= LOGO_MOST else Severity.WARNING
        message = f"the logo has {size:,} bytes{', and is left out' if severity is Severity.ERROR else ''}"
        hint = f"save it smaller: up to {LOGO_BYTES:,} bytes are fine"
        yield Finding(OVERLAY, severity, message, f"{given.shown}/{name}", 1, hint=hint)
        if severity is Severity.WARNING:
            yield from overlay_pages.of_files(given, [name], overlay_pages.OF_FILES)
    else:
        yield from overlay_pages.of_files(given, [name], overlay_pages.OF_FILES)
