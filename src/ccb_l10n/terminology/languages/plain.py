"""Any language without a module of its own: words are compared folded, as they are."""

from __future__ import annotations

from ccb_l10n.terminology.languages.language import Language

LANGUAGE = Language("und")
