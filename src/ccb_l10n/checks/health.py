"""What gettext's own tools refuse or misread in a catalog."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccb_l10n import locales
from ccb_l10n.checks.problem import Check, Problem, Setting, blank, targets
from ccb_l10n.errors import CcbError
from ccb_l10n.markdown.splice import SHIPPED
from ccb_l10n.model import Catalog, Message, Severity, State

_NPLURALS = re.compile(r"\bnplurals\s*=\s*(\d+)\s*;")
_PLURAL = re.compile(r"\bplural\s*=\s*[^\s;]")


def newlines(message: Message, setting: Setting) -> Iterator[Problem]:
    """msgfmt's rule: msgid and msgstr both begin with a newline or neither does; the same for their ends."""
    if message.state not in SHIPPED:
        return
    for target in targets(message):
        if blank(target):
            continue
        where = [
            place
            for place, has in (("start", str.startswith), ("end", str.endswith))
            if has(target, "\n") != has(message.source, "\n")
        ]
        if where:
            verb = "drops or adds"
            hint = f"make the {' and the '.join(where)} of the translation like the source's"
            yield Problem(f"the translation {verb} a line break at its {' and '.join(where)}", hint, target=target)


def plurals(message: Message, setting: Setting) -> Iterator[Problem]:
    """As many plural forms as the header promises."""
    if message.state not in SHIPPED or message.plural is None:
        return
    promised = _promised(setting.catalog)
    if promised and len(message.targets) != promised:
        text = f"{len(message.targets)} plural forms where the header promises {promised}"
        yield Problem(text, hint="correct Plural-Forms in the header, or write the missing forms")


def plural_header(header: Message, setting: Setting) -> Iterator[Problem]:
    """A usable Plural-Forms, where the catalog has plural messages at all."""
    live = (each for each in setting.catalog.messages if each.state is not State.OBSOLETE)
    if any(each.plural is not None for each in live) and not _promised(setting.catalog):
        hint = f"set it to: {locales.plural_forms(setting.lang)}" if setting.lang else "set it for the language"
        yield Problem(
            "the header has no usable Plural-Forms, and there are plural messages",
            hint,
            line=_line(setting.catalog, "Plural-Forms"),
        )


def language(header: Message, setting: Setting) -> Iterator[Problem]:
    """The header's Language is the folder's: editors pick dictionaries and plural rules by it."""
    said = setting.catalog.header.get("Language", "").strip()
    line = _line(setting.catalog, "Language")
    if not setting.lang:
        if not said:
            yield Problem("the header names no language", "add Language to the header", line=line)
        return
    wanted = locales.gettext(setting.lang)
    if not said:
        yield Problem("the header names no language", f"add Language: {wanted} to the header", line=line)
    elif not _agree(said, wanted):
        text = f"the header says Language: {said}, the folder is {wanted}"
        yield Problem(text, f"set Language: {wanted} in the header, or move the file", line=line)


def _agree(said: str, wanted: str) -> bool:
    """Whether nothing in the two codes says that they differ: zh_Hans may be zh_CN, and pt_BR is not pt_PT."""
    try:
        one, other = locales.parse(said), locales.parse(wanted)
    except CcbError:
        return False
    return one.language == other.language and all(
        not mine or not theirs or mine == theirs
        for mine, theirs in ((one.script, other.script), (one.region, other.region))
    )


def _promised(catalog: Catalog) -> int:
    """nplurals, or 0 where the header has no whole Plural-Forms."""
    value = catalog.header.get("Plural-Forms", "")
    found = _NPLURALS.search(value)
    return int(found[1]) if found and _PLURAL.search(value) else 0


def _line(catalog: Catalog, name: str) -> int:
    """The line of a header field, or of the header's msgid, or 1."""
    raw = catalog.raw_header
    found = re.search(rf'(?m)^"{name}:', raw) or re.search(r"(?m)^[ \t]*msgid", raw)
    return raw.count("\n", 0, found.start()) + 1 if found else 1


ROWS = (
    Check(
        "header-language",
        Severity.WARNING,
        "The header names no language, or not the folder's",
        "Editors pick dictionaries, plural rules and machine translation by it.",
        "Set Language in the header to the folder's name.",
        language,
        of_header=True,
    ),
    Check(
        "header-plurals",
        Severity.ERROR,
        "There are plural messages, and the header does not say how plurals work",
        "msgfmt refuses the catalog.",
        "Set Plural-Forms in the header to the language's rule.",
        plural_header,
        of_header=True,
    ),
    Check(
        "newlines",
        Severity.ERROR,
        "The translation begins or ends with a line break where the source does not, or the reverse",
        "msgfmt refuses the catalog.",
        "Begin and end the translation like the source.",
        newlines,
    ),
    Check(
        "plural-forms",
        Severity.ERROR,
        "More or fewer plural forms than the header promises",
        "msgfmt refuses the catalog.",
        "Correct Plural-Forms in the header, or write the missing forms.",
        plurals,
    ),
)
