"""The Noto fonts of this machine, for books: found by their files' names, read when a book asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from ccb_l10n.packs import fonts
from ccb_l10n.packs.fonts import Face

_KINDS = frozenset([".ttf", ".otf", ".ttc"])


def usual_folders() -> list[Path]:
    """Where systems keep fonts: Debian's and other Unixes', macOS', Windows'."""
    home = Path.home()
    share = os.environ.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    folders: list[str | Path] = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
        home / "Library" / "Fonts",
    ]
    folders += [Path(share) / "fonts", home / ".fonts"]
    folders += [Path(os.environ[name]) / "Fonts" for name in ("WINDIR",) if name in os.environ]
    return [Path(folder) for folder in folders]


class FontFiles:
    """The fonts below some folders, as `packs.fonts.Faces`. `used` are those that were asked for and found."""

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self._folders = tuple(folders) or tuple(usual_folders())
        self._faces: dict[tuple[str, str], Sequence[Face]] = {}

    def __call__(self, script: str, locale: str) -> Sequence[Face]:
        """The faces for a script as readers of a language (BCP 47) know it: none without fontTools, or where the
        plain one is not on this machine."""
        key = (script, fonts.cjk(locale) if script == fonts.CJK else "")
        if key not in self._faces:
            self._faces[key] = self._read(script, locale) if find_spec("fontTools") else ()
        return self._faces[key]

    @property
    def fingerprint(self) -> str:
        """The names and sizes of the fonts that are here, for a build to notice others."""
        return repr([(name, self._paths[name].stat().st_size) for name in sorted(self._paths)])

    @property
    def used(self) -> list[Face]:
        return [face for faces in self._faces.values() for face in faces]

    def _read(self, script: str, locale: str) -> Sequence[Face]:
        wanted = fonts.files_for(script)
        names = [name for name in wanted if name in self._paths] if wanted[0] in self._paths else []
        return tuple(fonts.face(script, locale, name, self._paths[name].read_bytes()) for name in names)

    @cached_property
    def _paths(self) -> dict[str, Path]:
        """The font files by name; of two with one name, the one in the folder named first."""
        found: dict[str, Path] = {}
        for folder in self._folders:
            for path in sorted(folder.rglob("Noto*")):
                if path.suffix.lower() in _KINDS and path.is_file():
                    found.setdefault(path.name, path)
        return found
