"""One small module a language; `language` finds it by tag, and loads it at first need."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from ccb_l10n import locales
from ccb_l10n.terminology.languages.language import Language

SUPPORTED = ("ar", "en", "es", "fr", "pt", "ru", "sw", "zh")


def supported(tag: str) -> bool:
    """Whether the language of a tag, in either spelling, has rules of its own. Raises CcbError for no tag at all."""
    return locales.parse(tag).language in SUPPORTED


@cache
def language(tag: str) -> Language:
    """The rules for a tag's language, in any region; those of the plain fallback where it has none of its own.

    Raises CcbError for what is no language tag.
    """
    name = locales.parse(tag).language if supported(tag) else "plain"
    found = import_module(f"{__name__}.{name}").LANGUAGE
    assert isinstance(found, Language)
    return found
