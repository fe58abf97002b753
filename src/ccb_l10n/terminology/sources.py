"""The public documents that the glossary was taken from or compared with: glossary/sources.toml."""

from __future__ import annotations

from dataclasses import dataclass

from ccb_l10n.terminology.strict import File, Reader, toml

USES = ("copy", "cite", "none")
KEYS = ("id", "title", "publisher", "url", "licence", "use")


@dataclass(frozen=True, slots=True)
class Source:
    """A document. `use` is what its licence allows: copy its wording, cite it by name and compare, or none of it."""

    id: str
    title: str
    publisher: str
    licence: str
    use: str
    url: str = ""


def parse(text: str, path: str) -> dict[str, Source]:
    """The sources in the TOML `text` by id; `path` names it in errors.

    Raises CcbError, with the line where it can be told, for broken TOML, missing or unknown keys, a use that is none
    of USES, and an id that stands there twice.
    """
    table = toml(text, path)
    file = File.of(text, path, table, "source")
    own = Reader(table, file)
    own.known(("source",))
    entries = table.get("source", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise own.error("'source' must be a list of tables", "write [[source]] above each source", "source")
    found: dict[str, Source] = {}
    for at, entry in enumerate(entries):
        reader = Reader(entry, file, at)
        reader.known(KEYS)
        made = Source(
            id=reader.text("id"),
            title=reader.text("title"),
            publisher=reader.text("publisher"),
            licence=reader.text("licence"),
            use=reader.choice("use", USES),
            url=reader.optional("url"),
        )
        if made.id in found:
            raise reader.error(f"the source {made.id!r} stands there already", "keep one of the two", "id")
        found[made.id] = made
    return found
