"""The glossary as a PO file for Poedit and Weblate: an English spelling a message, its concept as the context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from ccb_l10n import locales
from ccb_l10n.catalog import po
from ccb_l10n.model import Catalog, Concept, Message, Origin, State
from ccb_l10n.terminology.exchange.pairs import Pair, pairs


def glossary(concepts: Iterable[Concept], lang: str) -> str:
    """The file's text. A concept without a term in `lang` is an untranslated message."""
    header = {
        "Project-Id-Version": "glossary",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": locales.gettext(lang),
        "Plural-Forms": locales.plural_forms(lang),
        "X-Generator": "ccb-l10n",
    }
    messages = tuple(_message(pair) for pair in pairs(concepts, lang))
    return po.render(Catalog(messages, MappingProxyType(header), lang))


def _message(pair: Pair) -> Message:
    target = pair.targets[0].text if pair.targets else ""
    return Message(
        source=pair.source,
        target=target,
        context=pair.concept.id,
        state=State.TRANSLATED if target else State.UNTRANSLATED,
        origin=Origin.GLOSSARY if target else None,
        extracted=tuple(" ".join(each.split()) for each in _about(pair)),
    )


def _about(pair: Pair) -> Iterator[str]:
    yield pair.concept.definition
    if len(pair.targets) > 1:
        yield f"Also right: {'; '.join(term.text for term in pair.targets[1:])}"
    for status, words in (("deprecated", "Better avoided"), ("forbidden", "Do not use")):
        found = [term.text for term in pair.avoid if term.status == status]
        if found:
            yield f"{words}: {'; '.join(found)}"
    if pair.targets and pair.targets[0].note:
        yield pair.targets[0].note
    if pair.targets and not pair.reviewed:
        yield "Nobody has reviewed this term."
