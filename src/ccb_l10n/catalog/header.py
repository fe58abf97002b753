"""The header of a catalog: fields in file order, changed without touching the rest of its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from ccb_l10n.catalog.quoting import escape
from ccb_l10n.model import Catalog

GENERATOR = "ccb-l10n"
BOM = "\ufeff"
_ENTRY = re.compile(r'^[ \t]*msgid[ \t]+""', re.MULTILINE)


def fields(text: str) -> Mapping[str, str]:
    """The header entry's target as fields; a line without a colon goes on with the field above."""
    found: dict[str, str] = {}
    name = ""
    for line in text.split("\n"):
        key, colon, value = line.partition(":")
        if colon and " " not in key:
            name = key
            found.setdefault(name, value.strip())
        elif line.strip() and name:
            found[name] = f"{found[name]} {line.strip()}"
    return MappingProxyType(found)


def written(header: Mapping[str, str]) -> str:
    """The header entry, one line a field and never wrapped, so that a changed field is a changed line."""
    lines = "".join(f'"{_field(name, value)}"\n' for name, value in header.items())
    return f'msgid ""\nmsgstr ""\n{lines}'


def changed(catalog: Catalog, changes: Mapping[str, str]) -> Catalog:
    """The catalog with these header fields set: present ones in place, new ones after the last.

    Comments, order, wrapping and the flags of the header entry stay. Equal values change nothing.
    """
    changes = {name: value for name, value in changes.items() if catalog.header.get(name) != value}
    if not changes:
        return catalog
    header = MappingProxyType({**catalog.header, **changes})
    raw = catalog.raw_header
    for name, value in changes.items():
        raw = _set(raw, name, value) if raw else ""
    if catalog.raw_header and not raw:  # not a line a field, or no entry: keep what stands above
        raw = _above(catalog.raw_header) + written(header)
    return replace(catalog, header=header, raw_header=raw)


def _field(name: str, value: str) -> str:
    return escape(f"{name}: {value}\n")


def _set(raw: str, name: str, value: str) -> str:
    """The header's text with one field replaced or added, or "" where its fields share lines."""
    line = f'"{_field(name, value)}"'
    wrapped = r'(?:(?!\\n"[ \t\r]*$)[^\n])*'  # up to, not with, the \n that ends the field
    pattern = rf'^"{re.escape(name)}:{wrapped}(?:\n{wrapped})*?\\n"[ \t\r]*$'
    found = re.search(pattern, raw, re.MULTILINE)
    if found:
        return raw[: found.start()] + line + raw[found.end() :] if found[0].count(r"\n") == 1 else ""
    body = raw.rstrip()
    if f'"{name}:' in raw or f"\\n{name}:" in raw or not body.endswith('\\n"') or 'msgstr ""' not in raw:
        return ""
    return f"{body}\n{line}{raw[len(body) :] or chr(10)}"


def _above(raw: str) -> str:
    """Byte order mark, comments and flags before the header's msgid."""
    entry = _ENTRY.search(raw)
    return raw[: entry.start()] if entry else raw
