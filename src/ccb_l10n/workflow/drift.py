"""What overrides replace: the course's own text, picture or concept as it is now, and as it was when accepted."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ccb_l10n.model import Finding, Severity
from ccb_l10n.packs import overlay
from ccb_l10n.packs.overlay import OVERLAY, trimmed
from ccb_l10n.workflow.freshness import sha256
from ccb_l10n.workflow.overlay_file import NAME, Override
from ccb_l10n.workflow.overlays import ORIGINALS, Overlay
from ccb_l10n.workspace import Workspace

_LONGEST = 100  # lines of a diff that are shown
Sources = Mapping[str, str]  # the course's pages: path below the course -> the file's text


@dataclass(frozen=True, slots=True)
class Original:
    """What an override replaces, as the course has it: its bytes, and where it stands. Text is trimmed, lines ended
    by `\\n`. `problem` says why there is no such thing, `hint` what to do then."""

    data: bytes = b""
    path: str = ""
    line: int = 0
    problem: str = ""
    hint: str = ""

    @property
    def hash(self) -> str:
        return f"sha256:{sha256(self.data)}"


def original(workspace: Workspace, given: Overlay, override: Override, sources: Sources) -> Original:
    """What an override replaces, or why nothing."""
    if override.kind == "block":
        return _block(given, override, sources)
    if override.kind == "image":
        if override.name not in given.course.files():
            hint = "correct the path, or remove the override: a picture that is new needs none"
            return Original(problem=f"the course has no picture {override.name}", hint=hint)
        path = given.course.folder / override.name
        return Original(path.read_bytes(), workspace.shown(path), 1)
    paths = [path for path in workspace.glossary_paths() if path.stem == override.name]
    if not paths:
        hint = "correct the id, or remove the override: a concept that is new needs none"
        return Original(problem=f"the glossary has no concept {override.name!r}", hint=hint)
    text = trimmed(paths[0].read_bytes().decode("utf-8", "replace"))
    return Original(text.encode(), workspace.shown(paths[0]), 1)


def _block(given: Overlay, override: Override, sources: Sources) -> Original:
    course = given.course.name
    if override.page and override.page not in sources:
        hint = f"write the path of a page below content/{course}"
        return Original(problem=f"the course has no page {override.page}", hint=hint)
    pages = {override.page: sources[override.page]} if override.page else sources
    every = [(path, text, block) for path, text in pages.items() for block in overlay.blocks(text)]
    found = [(path, text, block) for path, text, block in every if block.name == override.name]
    if not found:
        names = ", ".join(sorted({block.name for _, _, block in every})) or "none"
        where = override.page or "the course"
        hint = f"the blocks there are: {names}"
        return Original(problem=f"{where} has no block `::: local {override.name}`", hint=hint)
    path, _, block = found[0]
    contents = {overlay.content(text, block) for _, text, block in found}
    if len(contents) > 1:
        pages_told = " and ".join(dict.fromkeys(path for path, _, _ in found))
        hint = "write an [[override]] for each page, with page = its path; or give the blocks two names"
        return Original(problem=f"the block {override.name!r} has different texts on {pages_told}", hint=hint)
    return Original(contents.pop().encode(), f"content/{course}/{path}", block.line)


def kept(override: Override) -> str:
    """Where the accepted original of an override is kept, below the overlay's folder."""
    if override.kind == "image":
        return ORIGINALS + override.name
    if override.kind == "concept":
        return f"{ORIGINALS}glossary/{override.name}.toml"
    page = f"{override.page.rpartition('.')[0]}/" if override.page else ""
    return f"{ORIGINALS}{page}{override.name}.md"


def drift(workspace: Workspace, given: Overlay, sources: Sources) -> Iterator[Finding]:
    """An error for each override of what the course does not have, and of what has changed there since, with a diff."""
    for at, override in enumerate(given.said.overrides):
        now = original(workspace, given, override, sources)
        if now.problem:
            yield _finding(given, at, override, now.problem, now.hint, override.kind)
        elif not override.original:
            what = f"the {override.kind} {override.name!r} is overridden, and nobody accepted what it replaces"
            yield _finding(given, at, override, what, _accept(given), override.kind)
        elif override.original != now.hash:
            what = f"the {override.kind} {override.name!r} that this replaces has changed in {now.path}:{now.line}"
            yield _finding(given, at, override, what + _shown(difference(given, override, now)), _accept(given))


def _accept(given: Overlay) -> str:
    command = f"ccb-l10n overlay accept {given.course.name} {given.region}"
    return f"see whether the region's own must follow, then run `{command}`"


def _finding(given: Overlay, at: int, override: Override, message: str, hint: str, key: str = "original") -> Finding:
    line = given.said.lines.get(f"override.{at}.{key}", override.line)
    return Finding(OVERLAY, Severity.ERROR, message, f"{given.shown}/{NAME}", line, hint=hint)


def _shown(diff: str) -> str:
    lines = diff.splitlines()
    more = [f"... {len(lines) - _LONGEST} lines more"] if len(lines) > _LONGEST else []
    return "".join(f"\n{line}" for line in [*lines[:_LONGEST], *more])


def difference(given: Overlay, override: Override, now: Original) -> str:
    """A unified diff from the accepted original to what the course has now; "" where they are no texts.

    Where the accepted one is not kept any more, everything is new in it.
    """
    path = given.folder / kept(override)
    old = path.read_bytes() if path.is_file() else b""
    try:
        before, after = (trimmed(each.decode("utf-8")).split("\n")[:-1] for each in (old, now.data))
    except UnicodeDecodeError:
        return ""
    names = f"{given.shown}/{kept(override)}", now.path
    return "".join(f"{line}\n" for line in difflib.unified_diff(before, after, *names, lineterm=""))
