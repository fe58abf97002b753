"""Where a pack's words come from, as catalogs and ledgers tell it: engines, reviewers, translators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ccb_l10n import locales
from ccb_l10n.catalog.ledger import Entry, Ledger
from ccb_l10n.model import Catalog, Message, Origin, State

UNKNOWN = "unknown"  # an engine that no ledger names
_SHIPPED = (State.DRAFT, State.TRANSLATED, State.REVIEWED)
_ADDRESS = re.compile(r"<[^<>]*>|\S+@\S+")
_PLACEHOLDER = re.compile(r"full name|your name|^language(?: team)?$|^none$|^automatically generated", re.IGNORECASE)


def engines(catalog: Catalog, ledger: Ledger, *, with_drafts: bool = True) -> dict[str, int]:
    """Messages whose target a machine wrote, by the engine and its package as the ledger names them.

    Of a target that the ledger does not know, only PO's comment says that it is a machine's: UNKNOWN wrote it.
    """
    found: Counter[str] = Counter()
    for message, entry in _known(catalog, ledger):
        if message.origin is Origin.MACHINE and (with_drafts or message.state is not State.DRAFT):
            found[(entry.engine if entry else "") or UNKNOWN] += 1
    return dict(sorted(found.items()))


def reviewers(catalog: Catalog, ledger: Ledger) -> dict[str, int]:
    """Messages by those who reviewed their present target, as reviews in the ledger name them under "by"."""
    found: Counter[str] = Counter()
    for _, entry in _known(catalog, ledger):
        valid = [each for each in entry.reviews if each.get("target", entry.target) == entry.target] if entry else []
        found.update({by for each in valid if isinstance(by := each.get("by"), str) and by.strip()})
    return dict(sorted(found.items()))


def translators(header: Mapping[str, str], lang: str) -> tuple[str, ...]:
    """Who translated into a language (BCP 47), from a catalog's header: its last translator and its team, where they
    are more than a form that nobody filled in or the language's name. Addresses stay out: a pack is public."""
    fields = (header.get(key, "") for key in ("Last-Translator", "Language-Team"))
    names = (_ADDRESS.sub("", field).strip() for field in fields)
    language = {locales.name(lang).casefold(), locales.own_name(lang).casefold(), lang.casefold()}
    named = (name for name in names if name and name.casefold() not in language and not _PLACEHOLDER.search(name))
    return tuple(dict.fromkeys(named))


def _known(catalog: Catalog, ledger: Ledger) -> Iterator[tuple[Message, Entry | None]]:
    """The messages whose target can stand in a pack, with what the ledger knows of it."""
    return ((each, ledger.about(each)) for each in catalog.messages if each.target and each.state in _SHIPPED)
