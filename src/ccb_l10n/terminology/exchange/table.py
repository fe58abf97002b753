"""Rows as a table of texts, the same for CSV and XLSX: a head, a line a row, and guards against formulas.

A cell that a spreadsheet could take for a formula gets an apostrophe in front (OWASP, CSV Injection), and so does
one that only looks guarded, so that every guard comes off again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ccb_l10n.errors import CcbError
from ccb_l10n.model import Concept
from ccb_l10n.terminology.exchange import past
from ccb_l10n.terminology.exchange.rows import COLUMNS, SOURCE_LANGUAGE, Row, canonical, once, rows_of

# What reviewers look at stands first; what the program needs stands last.
_FIRST = ("concept", "english", "lang", "text", "status", "definition", "acronym", "forms", "part-of-speech", "gender",
          "note", "source", "reviewer", "date")  # fmt: skip
_LAST = ("delete", "key", "base")
HEAD = (*_FIRST, *(name for name in COLUMNS if name not in _FIRST), *_LAST)
NEEDED = ("concept", "lang", "text")
_EDITED_ENGLISH = "what was changed in the column english, which only repeats the English terms: change their rows"
OWN = "#"  # begins the name of a column that is the reader's own
_RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")

Line = tuple[int, Sequence[str]]  # where it stands in the file, and its cells


def guarded(cell: str) -> str:
    return f"'{cell}" if _RISKY.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def table(concepts: Sequence[Concept], langs: Iterable[str] = ()) -> Iterator[list[str]]:
    """The head and a line a row, guarded. The column `english` is for reading only."""
    yield list(HEAD)
    english = {concept.id: _english(concept) for concept in concepts}
    for row in rows_of(concepts, langs):
        more = {"concept": row.concept, past.ENGLISH: english[row.concept], "delete": "", "key": row.key}
        cells = {**row.cells, **more}
        cells["base"] = past.fingerprint(cells)
        yield [guarded(cells[name]) for name in HEAD]


def _english(concept: Concept) -> str:
    terms = [term.text for term in concept.terms if term.lang == SOURCE_LANGUAGE and term.status == "preferred"]
    return "; ".join(terms)


def read(lines: Iterable[Line], path: str, passed: Counter[str] | None = None) -> list[Row]:
    """The rows of a table whose first line is its head; empty lines are passed over.

    `passed` counts edits of the column `english`, which nothing can come of.
    Raises CcbError, with the line, for a head without the needed columns or with unknown ones, for cells that are
    not of their column's kind, for terms that are missing or blank, and for a row that is there twice.
    """
    found = iter(lines)
    head = _head(next(found, (1, ())), path)
    known: dict[tuple[str, str], str] = {}
    counted: Counter[str] = Counter() if passed is None else passed
    rows = [row for at, cells in found if (row := _row(head, at, cells, known, path, counted)) is not None]
    return list(_distinct(rows, path))


def _head(line: Line, path: str) -> list[str]:
    at, cells = line
    head = [cell.strip().lower() for cell in cells]
    while head and not head[-1]:
        head.pop()
    for name in head:
        if name not in HEAD and not name.startswith(OWN):
            hint = f"to keep a column of your own, begin its name with {OWN}; the columns are {', '.join(HEAD)}"
            raise CcbError(f"unknown column {name!r:.60}" if name else "a column without a name", path, at, hint)
        if head.count(name) > 1 and not name.startswith(OWN):
            raise CcbError(f"the column {name!r} is there twice", path, at, "remove one of the two")
    missing = [name for name in NEEDED if name not in head]
    if missing:
        hint = "the first line names the columns: start from `ccb-l10n glossary export`"
        raise CcbError(f"no column {', '.join(missing)}", path, at, hint)
    return head


def _row(
    head: Sequence[str],
    at: int,
    cells: Sequence[str],
    known: dict[tuple[str, str], str],
    path: str,
    passed: Counter[str],
) -> Row | None:
    """One row, or None for an empty line. `known` keeps cells that were read, since most stand in many rows."""
    if not any(cell.strip() for cell in cells):
        return None
    if any(cell.strip() for cell in cells[len(head) :]):
        hint = "a text that holds the separator stands between quotation marks"
        raise CcbError(f"{len(cells)} cells under {len(head)} columns", path, at, hint)
    padded = (*cells, *[""] * (len(head) - len(cells)))
    said = {name: unguarded(cell) for name, cell in zip(head, padded, strict=False)}
    read: dict[str, str] = {}
    for name in head:
        if name in COLUMNS:
            if (name, said[name]) not in known:
                known[name, said[name]] = _cell(name, said[name], path, at)
            read[name] = known[name, said[name]]
    row = Row(
        concept=said["concept"].strip(),
        cells=read,
        line=at,
        key=key if (key := said.get("key", "")).count("|") > 1 else "",  # or it never was one
        past=said.get("base", "").strip(),
        delete=_flag(said.get("delete", ""), path, at),
    )
    _usable(row, said, path)
    if past.ENGLISH in said and past.was(row.past, past.ENGLISH, said[past.ENGLISH]) is False:
        passed[_EDITED_ENGLISH] += 1
    return row


def _cell(name: str, cell: str, path: str, at: int) -> str:
    try:
        return canonical(COLUMNS[name], cell)
    except CcbError as error:
        raise CcbError(error.message, path, at, error.hint) from error


def _flag(cell: str, path: str, at: int) -> bool:
    if cell.strip().lower() not in ("", "no", "yes", "x", "true", "false"):
        raise CcbError(f"delete is {cell!r:.60}", path, at, "write yes to delete the row's term, or leave it empty")
    return cell.strip().lower() in ("yes", "x", "true")


def _usable(row: Row, said: Mapping[str, str], path: str) -> None:
    """Raise CcbError for a row that names no concept, or speaks of a term without naming it."""
    if not row.concept:
        raise CcbError("no concept", path, row.line, "write the id of the concept that the term belongs to")
    if row.text:
        if not row.lang:
            raise CcbError(
                f"no language for {row.text!r:.60}", path, row.line, "write a tag such as fr or pt-BR in lang"
            )
        return
    if said["text"]:
        raise CcbError("a term of blanks only", path, row.line, "write the term, or clear the cell")
    if row.key and not row.delete:
        hint = "to delete a term, write yes in the column delete; to keep it, restore the text"
        raise CcbError("the term was cleared", path, row.line, hint)
    spoken = [name for name in ("forms", "acronym", "note", "source", "reviewer", "date") if row.cells.get(name)]
    if spoken:
        raise CcbError(f"{', '.join(spoken)} but no term", path, row.line, "write the term in the column text")


def _distinct(rows: Iterable[Row], path: str) -> Iterator[Row]:
    """The rows, those that were copied from another without its key and past.

    A copy is a row whose original stands in the table too; one that was moved to another concept alone keeps its key.
    Raises CcbError where a term stands in two rows, or two rows have one key and neither is the original.
    """
    by_key: dict[str, list[Row]] = {}
    found = list(rows)
    there = {row.key for row in found if not row.moved}
    kept = [replace(row, key="", past="") if row.moved and row.key in there else row for row in found]
    once(kept, path)
    for row in kept:
        if row.key:
            by_key.setdefault(row.key, []).append(row)
    for row in kept:
        rivals = by_key.get(row.key, [row])
        if len(rivals) == 1 or row.own_key == row.key:
            yield row
        elif any(each.own_key == row.key for each in rivals):
            yield replace(row, key="", past="")
        else:
            lines = ", ".join(str(each.line) for each in rivals)
            raise CcbError(f"lines {lines} were made from one row", path, row.line, "clear key and base in the copies")
