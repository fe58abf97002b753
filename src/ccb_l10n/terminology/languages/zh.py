"""Chinese: nothing inflects, and a term may stand anywhere among the characters.

Traditional and simplified characters are different spellings; a glossary has a term for each.
"""

from __future__ import annotations

from ccb_l10n.terminology.languages.language import Language

LANGUAGE = Language("zh")
