"""Regional catalogs that hold only what differs: a fr_CA.po of 20 messages beside a fr.po of 500.

gettext looks for a message in fr_CA, then in fr. So do packs, and what a region says as everybody does need not be in
its catalog. Such a catalog is kept in step with its template, and is not filled with the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ccb_l10n.model import Catalog, Message, State


def is_sparse(catalog: Catalog, template: Catalog) -> bool:
    """Whether a catalog that another one stands behind holds half of its template's messages or fewer.

    One that somebody copied whole, to say everything in the region's way, holds more, and gets what is new.
    """
    live = sum(message.state is not State.OBSOLETE for message in catalog.messages)
    return 2 * live <= len(template.messages)


def part(catalog: Catalog, template: Catalog, behind: Callable[[], Catalog]) -> Catalog:
    """The messages of the template that a sparse catalog is about: its own, and what its changed ones have become.

    What they have become is for the catalog behind it to say, whose stale messages remember what they were: in a
    sparse one, a text that always stood in the template looks like a new one. `behind` is asked where a message is
    gone; what it has no trace of becomes obsolete.
    """
    known = {message.key for message in template.messages}
    wanted = {message.key for message in catalog.messages} & known
    live = {message.key for message in catalog.messages if message.state is not State.OBSOLETE}
    if gone := live - known:
        wanted |= {each.key for each in behind().messages if each.state is State.STALE and _was(each) in gone}
    return replace(template, messages=tuple(message for message in template.messages if message.key in wanted))


def _was(message: Message) -> tuple[str | None, str]:
    """The context and source that a stale message's target was written for."""
    return message.previous_context, message.previous or ""
