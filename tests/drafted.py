"""A catalog with drafts in it, as `draft` leaves one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ccb_l10n.drafting.fill import accepted, is_missing
from ccb_l10n.model import Catalog, Draft


def accept(catalog: Catalog, made: Iterable[Draft]) -> Catalog:
    """The catalog with the drafts in those of its messages that have no target; all others as they were."""
    known = {each.source: each for each in made if each.target}
    messages = (
        accepted(each, known[each.source]) if each.source in known and is_missing(each) else each
        for each in catalog.messages
    )
    return replace(catalog, messages=tuple(messages))
