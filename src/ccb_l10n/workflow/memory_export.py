"""`memory export`: what people translated, as TMX for other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ccb_l10n.catalog import tmx
from ccb_l10n.catalog.ledger import hash_of, key_of
from ccb_l10n.catalog.tmx import TranslationUnit, Variant
from ccb_l10n.catalog.tmx_pairs import CONTEXT, COURSE, ORIGIN, STATE
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Message, Origin, State
from ccb_l10n.workflow import catalogs
from ccb_l10n.workspace import Course, Workspace

_BY_PEOPLE = (State.TRANSLATED, State.REVIEWED)


@dataclass(slots=True)
class Exported:
    """A TMX file's text, how many targets are in it by language, and how many XML cannot hold."""

    text: str
    targets: Counter[str]
    left_out: int


def export(
    workspace: Workspace, langs: Sequence[str] = (), names: Sequence[str] = (), *, drafts: bool = False
) -> Exported:
    """All that people translated in these languages and courses; with `drafts` also machine drafts, marked as such.

    Raises CcbError where there is nothing to export.
    """
    exported = Exported("", Counter(), 0)
    chosen = list(catalogs.selected(workspace, langs, names))
    spoken = {course.source_language for course, _ in chosen}
    srclang = next(iter(spoken)) if len(spoken) == 1 else tmx.ALL
    units = "".join(
        tmx.written(unit, srclang)
        for course, wanted in chosen
        for unit in _units(workspace, course, wanted, drafts, exported)
    )
    if not exported.targets:
        hint = "translate something first" if drafts else "translate something first, or add --drafts"
        raise CcbError("nothing to export: no person's translation is here", "locales", 0, hint)
    exported.text = tmx.head(srclang) + units + tmx.TAIL
    return exported


def _units(
    workspace: Workspace, course: Course, langs: Sequence[str], drafts: bool, exported: Exported
) -> Iterator[TranslationUnit]:
    """A unit a message, in the order of the catalogs, with all languages that have a target for it."""
    found: dict[tuple[str | None, str], list[Variant]] = {}
    for lang in langs:
        held = catalogs.load(workspace, course, lang)
        for message in held.catalog.messages if held else ():
            if message.target and (message.state in _BY_PEOPLE or (drafts and message.state is State.DRAFT)):
                if tmx.storable(message.source + message.target + (message.context or "")):
                    found.setdefault(message.key, []).append(_variant(message, lang))
                    exported.targets[lang] += 1
                else:
                    exported.left_out += 1
    for (context, source), variants in found.items():
        props = {COURSE: course.name, **({} if context is None else {CONTEXT: context})}
        tuid = hash_of(f"{course.name}\0{key_of(context, source)}")
        whole = (Variant(course.source_language, source), *variants)
        yield TranslationUnit(whole, props, course.source_language, tuid)


def _variant(message: Message, lang: str) -> Variant:
    origin = message.origin or Origin.HUMAN
    machine = message.state is State.DRAFT and origin is Origin.MACHINE
    props = {STATE: message.state.value, ORIGIN: origin.value}
    return Variant(lang, message.target, tmx.MACHINE if machine else "", props)
