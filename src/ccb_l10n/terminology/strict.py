"""Reading a TOML file of the glossary strictly: what the contract does not know is an error with its line.

A misspelled key cannot lose a term in silence.
"""

from __future__ import annotations

import datetime
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ccb_l10n import locales
from ccb_l10n.errors import CcbError

_AT_LINE = re.compile(r"\bat line (\d+)")


@dataclass(frozen=True, slots=True)
class File:
    """A TOML file, for errors: its lines, and which open an entry of its array of tables (none where unsure)."""

    path: str
    lines: tuple[str, ...]
    headers: tuple[int, ...]
    entry: str  # the array's name: "term"

    @classmethod
    def of(cls, text: str, path: str, table: Mapping[str, Any], entry: str) -> File:
        lines = tuple(text.split("\n"))
        header = re.compile(rf"\s*\[\[\s*{entry}\s*\]\]")
        headers = tuple(at for at, line in enumerate(lines) if header.match(line))
        entries = table.get(entry)
        # Inline tables, or a header inside a long string: better no line than a wrong one.
        sure = isinstance(entries, list) and len(entries) == len(headers)
        return cls(path, lines, headers if sure else (), entry)

    def error(self, message: str, hint: str, key: str = "", at: int | None = None) -> CcbError:
        """The error to raise about `key` of the file, or of its entry `at` (counted from 0)."""
        where = f"{message} in {self.entry} {at + 1}" if at is not None else message
        return CcbError(where, self.path, self.line(key, at), hint)

    def line(self, key: str, at: int | None = None) -> int:
        """Where `key` of the file, or of its entry, stands: 1-based; 0 where no line or several could be meant."""
        if at is None:
            first, last = 0, self.headers[0] if self.headers else len(self.lines)
        elif self.headers:
            first, last = self.headers[at], (*self.headers, len(self.lines))[at + 1]
        else:
            return 0
        written = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(key)}[\"']?\s*[=.\]]")
        found = [line + 1 for line in range(first, last) if key and written.match(self.lines[line])]
        if len(found) == 1:
            return found[0]
        return 0 if at is None else first + 1


def toml(text: str, path: str) -> dict[str, Any]:
    """The file's table. Raises CcbError with the line for what is no TOML."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise CcbError("nested too deeply for TOML", path, hint="the glossary needs no nested arrays") from None
    except ValueError as error:  # TOMLDecodeError, and integers too long for Python
        at = _AT_LINE.search(str(error))
        line = int(at.group(1)) if at else text.count("\n") + 1 if "end of document" in str(error) else 0
        hint = 'correct the TOML; texts stand in quotes, as in text = "phishing"'
        raise CcbError(f"not valid TOML: {error}", path, line, hint) from error


@dataclass(frozen=True, slots=True)
class Reader:
    """One table of a file, and `at`, its place among the file's entries (None: the file's own keys).

    Every method raises CcbError, with the line where it can be told, for a value that is not of its kind.
    """

    table: Mapping[str, Any]
    file: File
    at: int | None = None

    def error(self, message: str, hint: str, key: str = "") -> CcbError:
        return self.file.error(message, hint, key, self.at)

    def known(self, keys: Sequence[str], outside: Sequence[str] = ()) -> None:
        """Refuse keys that are not among `keys`; `outside` are those that stand above the entries."""
        for key in self.table:
            if key in keys:
                continue
            hint = f"the keys are {', '.join(keys)}"
            if key in outside:
                hint = f"keys of the concept itself stand above the first [[{self.file.entry}]]"
            raise self.error(f"unknown key {key!r}", hint, key)

    def text(self, key: str) -> str:
        """A text that is there and says something."""
        if key not in self.table:
            raise self.error(f"{key!r} is missing", f'add {key} = "..."')
        value = self.table[key]
        if not isinstance(value, str):
            raise self.error(f"{key!r} must be a text, not {value!r:.40}", f'write {key} = "..."', key)
        if not value.strip():
            raise self.error(f"{key!r} is blank", f"say something in {key}", key)
        return value

    def optional(self, key: str) -> str:
        return self.text(key) if key in self.table else ""

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """One of the choices; without a default the key must be there."""
        if default is not None and key not in self.table:
            return default
        value = self.text(key)
        if value not in choices:
            raise self.error(f"{key} is {value!r}", f"use one of {', '.join(choices)}", key)
        return value

    def flag(self, key: str) -> bool:
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"{key!r} must be true or false", f"write {key} = true", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of terms or names, none of them blank."""
        values = self.table.get(key, [])
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise self.error(f"{key!r} must be a list of texts", f'write {key} = ["...", "..."]', key)
        for each in values:
            self.spelling(each, key)
        return tuple(values)

    def spelling(self, text: str, key: str) -> str:
        """Refuse what no text could hold as a term: nothing, blanks around it, line breaks, controls."""
        if not text or text != text.strip():
            message = f"{key!r} holds a blank text, or blanks around {text!r}"
            raise self.error(message, "write the bare term", key)
        if any(unicodedata.category(each) == "Cc" for each in text):
            raise self.error(f"{key!r} holds a control character: {text!r}", "write the term on one line", key)
        return text

    def date(self, key: str) -> str:
        """A date as ISO 8601 writes it, from a TOML date or a text; "" where there is none."""
        if key not in self.table:
            return ""
        value = self.table[key]
        if type(value) is datetime.date:
            return value.isoformat()
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                raise ValueError
            return datetime.date.fromisoformat(value).isoformat()
        except (TypeError, ValueError):
            raise self.error(f"{key!r} is no date: {value!r:.40}", f"write {key} = 2026-11-22", key) from None

    def language(self, key: str) -> str:
        """A language tag as BCP 47 usually spells it, of a language that CLDR knows."""
        code = self.text(key)
        try:
            usual = locales.usual(code)
        except CcbError as error:
            raise self.error(error.message, error.hint, key) from error
        if not usual:
            raise self.error(f"nobody knows the language {code!r}", "write a tag such as fr, pt-BR or zh-Hant", key)
        if usual != code:
            raise self.error(f"the language {code!r} is not in its usual spelling", f'write "{usual}"', key)
        return code
