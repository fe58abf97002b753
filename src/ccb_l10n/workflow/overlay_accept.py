"""`overlay init` and `overlay accept`: a skeleton for a region, and what its overrides replace, remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.text import decode
from ccb_l10n.packs import overlay
from ccb_l10n.workflow import drift, overlay_file
from ccb_l10n.workflow.drift import Sources
from ccb_l10n.workflow.overlay_file import NAME, Override
from ccb_l10n.workflow.overlays import BLOCKS, Overlay, read
from ccb_l10n.workspace import Course, Workspace, read_bytes, read_text, write

_REGION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VALUE = re.compile(r"""(\s*original\s*=\s*)(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of one override: its kind and name, whether its original was remembered anew, and the diff from the
    one before. `problem` says why there is none."""

    kind: str
    name: str
    changed: bool = False
    diff: str = ""
    problem: str = ""
    hint: str = ""


def sources(course: Course) -> dict[str, str]:
    """The texts of the course's pages by path. Raises CcbError for one that is no text."""
    paths = [(path, f"content/{course.name}/{path}") for path in course.pages()]
    return {path: decode(read_bytes(course.folder / path, shown), shown) for path, shown in paths}


def init(workspace: Workspace, course: Course, region: str) -> list[str]:
    """Make an overlay with every local block of the course, to be rewritten; the files made, as reports name them.

    Raises CcbError for a name that no folder of a pack can have, and where there is an overlay already.
    """
    folder = course.folder / "overlays" / region
    shown = workspace.shown(folder)
    if not _REGION.fullmatch(region):
        hint = "use small letters a-z, digits and single hyphens, such as west-africa"
        raise CcbError(f"not a name for a region: {region!r}", shown, 0, hint)
    if (folder / NAME).exists():
        raise CcbError("there is an overlay here already", f"{shown}/{NAME}", 0, "edit it, or name another region")
    pages = sources(course)
    texts, overrides = _found(pages)
    write(folder / NAME, _skeleton(course, region, overrides).encode())
    for name, text in texts.items():
        write(folder / f"{BLOCKS}{name}.md", text.encode())
    accept(workspace, course, region)
    return sorted(workspace.shown(path) for path in folder.rglob("*") if path.is_file())


def accept(workspace: Workspace, course: Course, region: str) -> list[Accepted]:
    """Remember what each override of a region replaces now, in overlay.toml and below originals/.

    What the region has put beside and no [[override]] names gets one. Raises CcbError as `overlays.read` does.
    """
    given = read(workspace, course, region)
    pages = sources(course)
    path = given.folder / NAME
    text = read_text(path, f"{given.shown}/{NAME}")
    added = "".join(_table(each) for each in _unnamed(workspace, given, pages))
    if added:
        text = f"{text.rstrip()}\n{added}"
        given = _as_if(given, text)
    done = []
    for at, override in enumerate(given.said.overrides):
        now = drift.original(workspace, given, override, pages)
        if now.problem:
            done.append(Accepted(override.kind, override.name, problem=now.problem, hint=now.hint))
            continue
        changed = override.original != now.hash
        diff = drift.difference(given, override, now) if changed and override.original else ""
        done.append(Accepted(override.kind, override.name, changed, diff))
        write(given.folder / drift.kept(override), now.data)
        text = _remembering(text, at, override, now.hash, given.shown)
    write(path, text.encode())
    return done


def _found(pages: Sources) -> tuple[dict[str, str], list[Override]]:
    """The texts of the course's local blocks by name, and an override for each, or for each of its pages where its
    texts differ."""
    texts: dict[str, dict[str, str]] = {}
    for path, text in pages.items():
        for block in overlay.blocks(text):
            texts.setdefault(block.name, {}).setdefault(path, overlay.content(text, block))
    overrides = []
    for name, by_page in texts.items():
        same = len(set(by_page.values())) == 1
        overrides += [Override("block", name)] if same else [Override("block", name, path) for path in by_page]
    return {name: next(iter(by_page.values())) for name, by_page in texts.items()}, overrides


def _skeleton(course: Course, region: str, overrides: list[Override]) -> str:
    name = region.replace("-", " ").title()
    head = "# What this region says of the course; texts are by language.\n\n[name]\n"
    return f'{head}{course.source_language} = "{name}"\n' + "".join(_table(each) for each in overrides)


def _table(override: Override) -> str:
    page = f"page = {_quoted(override.page)}\n" if override.page else ""
    return f"\n[[override]]\n{override.kind} = {_quoted(override.name)}\n{page}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unnamed(workspace: Workspace, given: Overlay, pages: Sources) -> Iterator[Override]:
    """Overrides for what the region has put beside and the course has."""
    have = {block.name for text in pages.values() for block in overlay.blocks(text)}
    own = given.course.files()
    drawn = {place for name in given.pictures if (place := given.place(name)) in own}
    known = {path.stem for path in workspace.glossary_paths()}
    found = [("block", name) for name in sorted(have & {*given.blocks})]
    found += [("image", name) for name in sorted(drawn)]
    found += [("concept", name) for name in sorted(known & {*given.concepts})]
    yield from (Override(kind, name) for kind, name in found if not given.overrides(kind, name))


def _as_if(given: Overlay, text: str) -> Overlay:
    """The overlay with another overlay.toml."""
    shown = f"{given.shown}/{NAME}"
    return replace(given, said=overlay_file.parse(text.encode(), shown, given.course.source_language))


def _remembering(text: str, at: int, override: Override, found: str, shown: str) -> str:
    """The file's text with the hash of an override's original; everything else stays. Raises CcbError where the
    override does not stand under a header of its own."""
    where = overlay_file.lines(text)
    rows = text.split("\n")
    end = "\r" if rows[0].endswith("\r") else ""
    line, key = where.get(f"override.{at}.original"), where.get(f"override.{at}.{override.kind}")
    if line:
        rows[line - 1] = _VALUE.sub(rf'\g<1>"{found}"', rows[line - 1], count=1)
    elif key:
        rows.insert(key, f'original = "{found}"{end}')
    else:
        hint = f'write [[override]] above it, each key on a line of its own, and original = "{found}"'
        raise CcbError("cannot write into this override", f"{shown}/{NAME}", override.line, hint)
    return "\n".join(rows)
