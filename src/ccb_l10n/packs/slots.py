"""The places in a page's body that each format fills in its own way: quizzes, and passages for trainers.

They are processing instructions: well-formed XML, and nothing that a course could write, since the raw HTML of a
course is taken apart and keeps none.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SLOT = re.compile(r"<\?ccb-(?:quiz (?P<quiz>\d+)|(?P<opened>trainer)|(?P<closed>end))\?>\n?")


def quiz(at: int) -> str:
    """The slot of a page's quiz number `at`, counted from 0."""
    return f"<?ccb-quiz {at}?>\n"


def trainer(html: str) -> str:
    """HTML that only trainers are to see."""
    return f"<?ccb-trainer?>\n{html}<?ccb-end?>\n"


def fill(body: str, *, quiz: Callable[[int], str], trainer: bool) -> str:
    """The body with the quizzes' HTML in their slots, and with what is for trainers, or without it.

    A quiz in a passage that is left out is not asked for. A quiz may hold passages for trainers.
    """
    parts: list[str] = []
    depth = at = 0
    for slot in _SLOT.finditer(body):
        shown = trainer or not depth
        if shown:
            parts.append(body[at : slot.start()])
        if slot["opened"]:
            depth += 1
        elif slot["closed"]:
            depth -= 1
        elif shown:
            parts.append(fill(quiz(int(slot["quiz"])), quiz=quiz, trainer=trainer))
        at = slot.end()
    return "".join((*parts, body[at:]))
