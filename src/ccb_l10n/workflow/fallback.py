"""Which catalog each message's target comes from, along a locale's chain: fr-CA, then fr, then the source's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ccb_l10n.markdown.splice import SHIPPED, Targets
from ccb_l10n.model import Catalog, Message, State
from ccb_l10n.workflow.catalogs import Held, in_step, parents
from ccb_l10n.workflow.freshness import catalog_digest, digest
from ccb_l10n.workspace import Course, Workspace

_NONE = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The messages of a template, each as the nearest catalog has it that may ship it.

    `catalog` has every message of the template, in its order, then what is obsolete in the locale's own catalog: what
    a pack's counts are about. `sources` says, for
    each message that ships, in which locale's catalog its target stands. `held` are the catalogs that were asked, by
    locale, nearest first.
    """

    catalog: Catalog
    sources: Mapping[tuple[str | None, str], str]
    held: Mapping[str, Held]

    @property
    def targets(self) -> Targets:
        """The targets that may ship, by context and source, and the stale ones, which tell that there is a translation
        of what the source was: what `splice` takes."""
        messages = self.catalog.messages
        return {each.key: each for each in messages if each.key in self.sources or each.state is State.STALE}

    @property
    def counts(self) -> dict[str, int]:
        """Messages by the locale that their target comes from, nearest first; under "" those that none has."""
        live = (message for message in self.catalog.messages if message.state is not State.OBSOLETE)
        found = Counter(self.sources.get(message.key, _NONE) for message in live)
        return {lang: found[lang] for lang in (*self.held, _NONE) if lang in self.held or found[lang]}


def gathered(
    workspace: Workspace,
    course: Course,
    lang: str,
    template: Catalog,
    states: frozenset[State] = SHIPPED,
    own: Held | None = None,
) -> Gathered:
    """Look for every message of `template` along the chain of `lang` (BCP 47); nothing is written.

    `own` stands in for the catalog of `lang` on disk. A message that no catalog may ship is as the nearest catalog
    has it that has a target for it, else untranslated.
    """
    held = {lang: own or in_step(workspace, course, lang, template)[1]}
    for parent in parents(workspace, course, lang):
        held[parent] = in_step(workspace, course, parent, template)[1]
    indices = {each: _index(one.catalog) for each, one in held.items()}
    sources: dict[tuple[str | None, str], str] = {}
    messages = []
    for wanted in template.messages:
        found = [(each, index[wanted.key]) for each, index in indices.items() if wanted.key in index]
        ready = next(((each, one) for each, one in found if one.state in states and one.target.strip()), None)
        if ready:
            sources[wanted.key] = ready[0]
        messages.append(ready[1] if ready else next((one for _, one in found if one.target), wanted))
    messages += [each for each in held[lang].catalog.messages if each.state is State.OBSOLETE]
    return Gathered(replace(held[lang].catalog, messages=tuple(messages)), sources, held)


def targets(
    workspace: Workspace, course: Course, lang: str, template: Catalog, states: frozenset[State] = SHIPPED
) -> Targets:
    """By context and source, the nearest target along the locale's chain that is in one of `states`."""
    return gathered(workspace, course, lang, template, states).targets


def behind_digest(workspace: Workspace, course: Course, lang: str) -> str:
    """The hash of the catalogs behind that of `lang`, to be watched beside its own; their names count too."""
    chain = parents(workspace, course, lang)
    return digest((each, catalog_digest(workspace, course.name, each).encode()) for each in chain)


def _index(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    return {message.key: message for message in catalog.messages if message.state is not State.OBSOLETE}
