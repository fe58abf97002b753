"""What a Word document holds beside its text: relationships, pictures, numberings, bookmarks.

See ISO/IEC 29500-2 for the package and 29500-1 for what is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from html import escape

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OUTSIDE = ' TargetMode="External"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
BULLETS = 1  # the numbering of every list without numbers
LEVELS = 9  # of lists in lists, as many as Word has
_FORMS = {"1": 1, "a": 2, "A": 3, "i": 4, "I": 5}  # HTML's types of numbers, and our abstract numberings


class Relations:
    """What one part of the package leads to."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}

    def to(self, kind: str, target: str) -> str:
        """The id of the relationship to a target: a path beside the part, or for hyperlinks an address."""
        return self._ids.setdefault((kind, target), f"rId{len(self._ids) + 1}")

    def xml(self) -> str:
        rows = "".join(
            f'<Relationship Id="{name}" Type="{kind if ":" in kind else f"{_OFFICE}/{kind}"}" '
            f'Target="{escape(target)}"{_OUTSIDE if kind == "hyperlink" else ""}/>'
            for (kind, target), name in self._ids.items()
        )
        return f'{HEAD}<Relationships xmlns="{_PACKAGE}">{rows}</Relationships>'


class Parts:
    """All that the text of a document refers to, numbered in the order in which it is asked for."""

    def __init__(self) -> None:
        self.document, self.footnotes = Relations(), Relations()
        self.media: dict[str, bytes] = {}  # path beside the document -> content
        self.notes: list[str] = []  # the footnotes' XML
        self._names: dict[str, str] = {}
        self._lists: list[str] = []
        self._bookmarks: dict[tuple[str, str], int] = {}
        self._drawings = 0

    def picture(self, data: bytes, ending: str) -> str:
        """The path of a picture in the package; the same one for the same content."""
        known = sha256(data).hexdigest()
        if known not in self._names:
            self._names[known] = f"media/image{len(self._names) + 1}{ending}"
            self.media[self._names[known]] = data
        return self._names[known]

    def drawing(self) -> int:
        """The number of one more drawing."""
        self._drawings += 1
        return self._drawings

    def numbering(self, form: str, start: int, level: int) -> int:
        """The number of a new list whose items are counted from `start` at that level (from 0)."""
        number = BULLETS + 1 + len(self._lists)
        self._lists.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{_FORMS.get(form, 1)}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
        return number

    def lists(self) -> Iterator[str]:
        """The numberings as the document's list of them has them."""
        yield from self._lists

    def anchor(self, place: str, fragment: str = "") -> str:
        """The name of the bookmark of a page, or of an id on it: Word takes no more than 40 ASCII characters."""
        number = self._bookmarks.setdefault((place, fragment), len(self._bookmarks) + 1)
        return f"_ccb{number}"

    def address(self, place: str, fragment: str) -> str:
        """What a link to a page, or to an id on it, has for an address until it is written: `target` reads it."""
        self.anchor(place, fragment)
        return f"#{place}#{fragment}"

    def target(self, address: str) -> str:
        """The bookmark that such an address means."""
        place, _, fragment = address[1:].rpartition("#")
        return self.anchor(place, fragment)

    def bookmark(self, place: str, fragment: str = "") -> str:
        """The bookmark itself, as it stands in a paragraph; nothing where no link leads to it."""
        number = self._bookmarks.get((place, fragment))
        if number is None:
            return ""
        return f'<w:bookmarkStart w:id="{number}" w:name="_ccb{number}"/><w:bookmarkEnd w:id="{number}"/>'
