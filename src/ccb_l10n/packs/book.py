"""A course in one language as every format sees it: rendered once, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from ccb_l10n.model import Localised, State
from ccb_l10n.packs import archive, slots
from ccb_l10n.packs.fonts import Faces, no_faces
from ccb_l10n.packs.links import outputs
from ccb_l10n.packs.render import Page, Setting, render
from ccb_l10n.packs.terms import Terms

NOT_DONE = (State.UNTRANSLATED, State.STALE)


class Edition(StrEnum):
    """Whom a pack is for. Only trainers see the passages for trainers, and answers without trying."""

    LEARNER = "learner"
    TRAINER = "trainer"

    @property
    def suffix(self) -> str:
        """What a pack's name ends with; nothing for learners'."""
        return "" if self is Edition.LEARNER else self.value


@dataclass(frozen=True, slots=True)
class CourseInfo:
    """A course as its pack presents it. `order` has the source paths of its pages as they are to be read; `mastery` is
    the share of the quizzes, in per cent, that passes."""

    name: str
    title: str
    version: str
    licence: str
    source_locale: str  # BCP 47
    locale: str  # BCP 47
    order: tuple[str, ...]
    mastery: int = 80


def _nothing() -> MappingProxyType[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Region:
    """For whom a pack was made. Texts are (text, language), empty where there is none; dates are as readers write
    them, by what happens then: published, begins, ends. `logo` is its file's ending and its content."""

    id: str
    name: tuple[str, str]
    publisher: tuple[str, str]
    dates: Mapping[str, str]
    logo: tuple[str, bytes] | None


@dataclass(frozen=True)
class Book:
    """A course's documents in one language, and its pages once something asks for them.

    `sources` (source path -> text) are the documents before translation: headings take their ids from them. `files`
    are the course's images and other files: place -> what reads them. `siblings` are the packs of other languages
    that are built together: language (BCP 47) -> the name of the pack's folder. `name` is this pack's folder's.
    `terms` are noted on the pages. `epoch` is the time that files with a time in them bear, in seconds since 1970, UTC;
    `faces` gives the fonts for those that hold fonts.
    """

    course: CourseInfo
    documents: Sequence[Localised]
    tool: str  # name and version
    name: str
    edition: Edition = Edition.LEARNER
    sources: Mapping[str, str] = field(default_factory=_nothing)
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=lambda: MappingProxyType({}))
    siblings: Mapping[str, str] = field(default_factory=_nothing)
    terms: Terms | None = None
    region: Region | None = None
    epoch: int = archive.EPOCH
    faces: Faces = no_faces

    @property
    def for_trainers(self) -> bool:
        return self.edition is Edition.TRAINER

    @cached_property
    def pages(self) -> Sequence[Page]:
        """The pages in reading order: the home page first, unless the order places it; unlisted ones last.

        Raises CcbError where two pages would share a place.
        """
        course = self.course
        setting = Setting(
            course.source_locale, course.locale, outputs(each.path for each in self.documents), self.terms
        )
        pages = [render(each, setting, self.sources.get(each.path, "")) for each in self.documents]
        order = {path: at for at, path in enumerate(course.order)}

        def rank(page: Page) -> tuple[int, int, str]:
            home = page.place == "index.html"
            return (order.get(page.path, -1 if home else len(order)), 0 if home else 1, page.path)

        return sorted(pages, key=rank)

    @property
    def counts(self) -> Mapping[State, int]:
        """The passages of all pages, by state."""
        return Counter(placed.state for document in self.documents for placed in document.placed)

    def body(self, page: Page, quiz: Callable[[int], str]) -> str:
        """A page's body in this edition, its quizzes written by `quiz`, which gets their numbers from 0."""
        return slots.fill(page.body, quiz=quiz, trainer=self.for_trainers)
