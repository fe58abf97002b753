"""What a manifest says of a region's overlay: every override, and all that is new."""

from __future__ import annotations

from collections.abc import Iterator

from ccb_l10n.model import Localised
from ccb_l10n.packs import overlay, pictures
from ccb_l10n.packs.manifest import Override
from ccb_l10n.packs.overlay import trimmed
from ccb_l10n.workflow import overlay_file
from ccb_l10n.workflow.drift import Sources, original
from ccb_l10n.workflow.freshness import sha256
from ccb_l10n.workflow.overlay_checks import logo
from ccb_l10n.workflow.overlays import GLOSSARY, IMAGES, Overlay, added, files, passages
from ccb_l10n.workspace import Workspace


def records(workspace: Workspace, given: Overlay, lang: str, sources: Sources) -> list[Override]:
    """All that a region puts into a pack of `lang`: what replaces something, then what is new, each in its order.

    What was refused stands nowhere and is not among them.
    """
    found = []
    for override in given.said.overrides:
        now = original(workspace, given, override, sources)
        put = None if now.problem else _put(given, override, lang, sources)
        if put:
            language, data = put
            drifted = now.hash != override.original
            hashes = sha256(now.data), sha256(data)
            found.append(Override(override.kind, override.name, override.page, language, *hashes, drifted))
    return [*found, *_new(given, lang)]


def _put(given: Overlay, override: overlay_file.Override, lang: str, sources: Sources) -> tuple[str, bytes] | None:
    """The language and the bytes of what stands in the place of the original in packs of `lang`."""
    if override.kind == "block":
        written = given.text(given.blocks.get(override.name, {}), lang)
        stands = written and _stands(given, override, lang, sources)
        return (written.lang, trimmed(written.text).encode()) if written and stands else None
    if override.kind == "concept":
        path = given.folder / f"{GLOSSARY}{override.name}.toml"
        return ("", path.read_bytes()) if override.name in given.concepts else None
    drawn = files(given.course, lang, given).get(override.name)
    if drawn is None or not drawn.is_relative_to(given.folder):
        return None
    return pictures.variant(drawn.name)[1], drawn.read_bytes()


def _stands(given: Overlay, override: overlay_file.Override, lang: str, sources: Sources) -> bool:
    """Whether a block's text is taken on any of the course's pages that have the block."""
    for path, text in sources.items():
        passage = passages(given, path, lang).get(override.name)
        here = passage and any(block.name == override.name for block in overlay.blocks(text))
        if passage and here and not overlay.apply(Localised(path, text, ()), {override.name: passage}).findings:
            return True
    return False


def _new(given: Overlay, lang: str) -> Iterator[Override]:
    for each in added(given, lang):
        yield Override("page", each.localised.path, "", each.lang, "", sha256(each.localised.text.encode()))
    own = {each.name for each in given.said.overrides if each.kind == "image"}
    for place, path in files(given.course, lang, given).items():
        if path.is_relative_to(given.folder / IMAGES) and place not in own:
            yield Override("image", place, "", pictures.variant(path.name)[1], "", sha256(path.read_bytes()))
    for name in sorted(given.concepts):
        if not given.overrides("concept", name):
            data = (given.folder / f"{GLOSSARY}{name}.toml").read_bytes()
            yield Override("concept", name, "", "", "", sha256(data))
    if drawn := logo(given):
        yield Override("logo", given.said.logo, "", "", "", sha256(drawn.read_bytes()))
