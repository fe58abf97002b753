"""Which format a file is in, what a format shows of the glossary, and what it cannot hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept
from ccb_l10n.terminology.concepts import GOOD
from ccb_l10n.terminology.exchange.past import same
from ccb_l10n.terminology.exchange.rows import SOURCE_LANGUAGE, Row, rows_of

SHEETS = ("csv", "xlsx")
ONE_FILE = (*SHEETS, "tbx")
SUFFIXES = {
    "csv": ".csv",
    "xlsx": ".xlsx",
    "tbx": ".tbx",
    "martif": ".tbx",
    "tsv": ".txt",
    "po": ".po",
    "html": ".html",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_TEXTS = (".csv", ".tsv", ".tab", ".txt")
_COME_BACK = "csv, xlsx, tbx and martif come back: export one of them, change that, and import it"
_SNIFFED = 1 << 16  # bytes in which an XML file's first element begins
# Of what a translator's tool shows beside a pair, these are words of the glossary.
_OF_PAIRS = {"tsv": ("definition", "lang", "text", "note"), "po": ("definition", "lang", "text", "note", "status")}


def detected(data: bytes, name: str) -> str:
    """The format of a file by what it begins with, and by its name's ending where that does not tell.

    Raises CcbError for what cannot be imported.
    """
    if data.startswith((_ZIP, _OLE)) or name.lower().endswith(".xlsx"):
        return "xlsx"
    start = data[:_SNIFFED]
    if one_way := _one_way(start, name.lower()):
        raise CcbError(f"{one_way} does not come back into the glossary", name, hint=_COME_BACK)
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return "martif" if any(_tag("martif", each) in start for each in ("utf-8", "utf-16-le", "utf-16-be")) else "tbx"
    if name.lower().endswith(_TEXTS):
        return "csv"
    if name.lower().endswith((".tbx", ".xml")):
        return "tbx"
    raise CcbError("no format that can be imported", name, hint=_COME_BACK)


def _one_way(start: bytes, name: str) -> str:
    """The format of ours, in words, that a file is in and that only goes out; "" for others."""
    text = start.replace(b"\0", b"").lower()  # UTF-16 too
    if name.endswith((".html", ".htm")) or re.match(rb"\W*(!doctype\s+)?html\b", text):
        return "html, a page to read,"
    if name.endswith((".po", ".pot")):
        return "po, a glossary for translators' tools,"
    if name.endswith(".txt") and b"concept" not in text.partition(b"\n")[0]:  # Excel's own texts have our head
        return "tsv, a glossary of OmegaT,"
    return ""


def _tag(name: str, encoding: str) -> bytes:
    return f"<{name}".encode(encoding)


def read(form: str, data: bytes, path: str, passed: Counter[str] | None = None) -> list[Row]:
    """The rows of a file; `passed` counts what was passed over. Raises CcbError for what cannot be read."""
    # Each format loads what it alone needs.
    if form == "csv":
        from ccb_l10n.terminology.exchange import csv

        return csv.read(data, path, passed)
    if form == "xlsx":
        from ccb_l10n.terminology.exchange import xlsx

        return xlsx.read(data, path, passed)
    if form == "martif":
        from ccb_l10n.terminology.exchange import martif

        return martif.read(data, path, passed)
    from ccb_l10n.terminology.exchange import tbx_read

    return tbx_read.read(data, path, passed)


def shown(form: str, concepts: Sequence[Concept], langs: Sequence[str]) -> Iterator[Row]:
    """The concepts as they come back from the format when nobody changes a thing.

    With `langs` only in these and English; a bilingual format needs them.
    """
    if form in SHEETS:
        yield from rows_of(concepts)
    elif form == "tbx":
        from ccb_l10n.terminology.exchange import tbx

        yield from read(form, tbx.written(concepts, langs), "")
    elif form == "martif":
        from ccb_l10n.terminology.exchange import martif

        for lang in langs:
            if lang != SOURCE_LANGUAGE:
                yield from read(form, martif.written(concepts, lang), "")


def lost(form: str, concepts: Sequence[Concept], langs: Sequence[str]) -> dict[str, int]:
    """What the format cannot hold of these languages: columns with the number of concepts that have them so."""
    if form in (*SHEETS, "html"):
        return {}
    found: Counter[str] = Counter()
    for concept in concepts:  # one by one: a large glossary is not held twice
        held: dict[str, Row] = {}
        for row in _pairs(form, concept) if form in _OF_PAIRS else shown(form, [concept], langs):
            held.setdefault(row.own_key, row)
        found.update(_differing(concept, held, langs))
    return {name: found[name] for name in sorted(found)}


def _differing(concept: Concept, held: Mapping[str, Row], langs: Sequence[str]) -> set[str]:
    """The columns in which rows of the concept are not what came back."""
    differing: set[str] = set()
    for row in rows_of([concept]):
        back = held.get(row.own_key)
        if langs and row.lang not in langs:
            continue
        if back is None:
            differing.add("term")
            continue
        differing |= {name for name, cell in row.cells.items() if cell and not same(back.cells.get(name, ""), cell)}
    return differing


def _pairs(form: str, concept: Concept) -> Iterator[Row]:
    """What translators' tools get to see."""
    for row in rows_of([concept]):
        if concept.status != "deprecated" and (form == "po" or row.cells["status"] in GOOD):
            yield Row(row.concept, {name: row.cells[name] for name in _OF_PAIRS[form]})


def known_languages(concepts: Iterable[Concept]) -> list[str]:
    """The languages that have terms, the source language first, the others sorted."""
    found = {term.lang for concept in concepts for term in concept.terms}
    return sorted(found, key=lambda lang: (lang != SOURCE_LANGUAGE, lang))


def check_languages(rows: Iterable[Row], concepts: Iterable[Concept], path: str) -> None:
    """Raise CcbError for a language that neither CLDR nor the glossary knows: a slip would found a new one."""
    from ccb_l10n import locales

    known = set(known_languages(concepts))
    for row in rows:
        if row.lang and row.lang not in known and locales.name(row.lang) == row.lang:
            hint = "correct the tag; for a language that is new to CLDR, add a first term to a TOML file by hand"
            raise CcbError(f"nobody knows the language {row.lang!r}", path, row.line, hint)
        known.add(row.lang)
