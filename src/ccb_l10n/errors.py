"""The one exception of this project: what went wrong, where, and what to do next."""

from __future__ import annotations


class CcbError(Exception):
    """Cannot go on. `path` and `line` (1-based) say where; `hint` says the next step."""

    def __init__(self, message: str, path: str = "", line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        tip = f"\n  next: {self.hint}" if self.hint else ""
        return f"{where}{self.message}{tip}"


class UnavailableError(CcbError):
    """Something that cannot be made on this machine, for want of a library or a font."""
