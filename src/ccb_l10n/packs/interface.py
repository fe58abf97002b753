"""The words of a pack itself, from its own gettext catalogs: `interface/<language>.po`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ccb_l10n import locales
from ccb_l10n.catalog import po
from ccb_l10n.packs.typography import text_html


@dataclass(frozen=True, slots=True)
class Interface:
    """The words in one language. `locale` is the language that they are in: English where there is no catalog."""

    locale: str
    words: Mapping[str, str]

    def __call__(self, text: str, /, **values: object) -> str:
        """A text in that language, with its `{names}` filled in. Raises KeyError when no catalog has it."""
        return self.words[text].format(**values) if values else self.words[text]

    def within(self, lang: str) -> str:
        """The attributes of these words' element inside text in `lang`: none where both are one language."""
        if lang.split("-")[0] == self.locale.split("-")[0]:
            return ""
        return f' lang="{self.locale}" dir="{locales.direction(self.locale)}"'

    def html(self, text: str, lang: str, /, **values: object) -> str:
        """A text as it stands inside text in `lang`."""
        shown = text_html(self(text, **values), locales.direction(self.locale) == "rtl")
        given = self.within(lang)
        return f"<span{given}>{shown}</span>" if given else shown


@cache
def interface(locale: str) -> Interface:
    """The words for readers of a language (BCP 47), or of the nearest one that has a catalog."""
    folder = files("ccb_l10n.packs") / "interface"
    for each in (*locales.fallbacks(locale), "en"):
        catalog = folder / f"{locales.gettext(each)}.po"
        if catalog.is_file():
            found = po.parse(catalog.read_bytes(), str(catalog), each)
            return Interface(each, {message.source: message.target for message in found.messages})
    raise FileNotFoundError(f"no catalog in {folder}")
