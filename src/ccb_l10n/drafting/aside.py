"""What stands in a sentence and is none of its words: the text for an image that cannot be seen, the title of a link.

Each is translated apart, behind a placeholder of the sentence, so that no word of it is spilled into the sentence and
none of the sentence into it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ccb_l10n.drafting.masking import Hidden, Masked, excerpt, is_light, renamed, restore
from ccb_l10n.drafting.spans import Cut, pairs

_IMAGE = re.compile(r"!\[\Z")
_TITLED = re.compile(r"\]\((?:<[^<>]*>|\S*)\s+(?P<quote>[\"'])\Z")  # a link's end up to its title
_CURLED = {'"': "”", "'": "’"}  # a title's own mark inside it would end it


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words between two placeholders, which are numbers of the text's, and the mark that may not be in them."""

    first: int
    last: int
    mark: str = ""


def apart(masked: Masked) -> Cut | None:
    """The text with a single placeholder for each image and each link's end with a title, and their words apart; None
    where there is nothing of the kind."""
    groups = _groups(masked)
    if not groups:
        return None
    where = list(masked.pattern.finditer(masked.text))
    parts: list[tuple[Masked, tuple[str, ...], str]] = []
    kept: list[list[str | int]] = []  # for each new placeholder what it stands for: text, or the number of a part
    hidden: list[Hidden] = []
    out: list[str] = []
    at = number = 0
    while number < len(where):
        stretches = groups.get(number, ())
        last = stretches[-1].last if stretches else number
        start, end = where[number].start(), where[last].end()
        token = f"{masked.stem}{len(hidden)}"
        hidden.append(_merged(masked, number, last, masked.text[start:end], token))
        out += [masked.text[at:start], token]
        pieces: list[str | int] = []
        for each in stretches:
            inner_start, inner_end = where[each.first].end(), where[each.last].start()
            inner = masked.text[inner_start:inner_end]
            body = inner.strip()
            left = inner_start + len(inner) - len(inner.lstrip())
            pieces += [masked.text[start:left], len(parts)]
            parts.append((*excerpt(masked, body), each.mark))
            start = left + len(body)
        kept.append([*pieces, masked.text[start:end]])
        at, number = end, last + 1
    outer = Masked("".join((*out, masked.text[at:])), tuple(hidden), masked.stem)

    def join(translated: Sequence[str]) -> str:
        inside = [
            renamed(part, text.replace(mark, _CURLED.get(mark, mark)) if mark else text, names)
            for (part, names, mark), text in zip(parts, translated[1:], strict=True)
        ]
        whole = {
            token: "".join(piece if isinstance(piece, str) else inside[piece] for piece in pieces)
            for token, pieces in zip(outer.by_token, kept, strict=True)
        }
        return outer.pattern.sub(lambda found: whole[found[0]], translated[0])

    return Cut((outer, *(part for part, _, _ in parts)), join)


def _groups(masked: Masked) -> dict[int, tuple[_Stretch, ...]]:
    """The stretches to be translated apart, by the number of the placeholder that their group begins with."""
    partner = dict(sorted(pairs(masked)))
    found: dict[int, tuple[_Stretch, ...]] = {}
    number = 0
    while number < len(masked.hidden):
        stretches = []
        at = number
        if _IMAGE.search(masked.hidden[at].text) and at in partner:
            stretches.append(_Stretch(at, _nearest(masked, at, partner[at])))
            at = stretches[-1].last
        titled = _TITLED.search(masked.hidden[at].text)
        closed = titled and _closing(masked, at, titled["quote"])
        if titled and closed:
            stretches.append(_Stretch(at, closed, titled["quote"]))
            at = closed
        if stretches and _one_line(masked, number, at):
            found[number] = tuple(stretches)
        number = at + 1
    return found


def _nearest(masked: Masked, first: int, last: int) -> int:
    """The placeholder that closes an image: the nearest with a bracket, for marks of a link around it share its own."""
    return next((at for at in range(first + 1, last) if masked.hidden[at].text.startswith("]")), last)


def _closing(masked: Masked, first: int, quote: str) -> int:
    """The placeholder that closes a title, or 0."""
    ended = re.compile(rf"{quote}\s*\)")
    return next((at for at in range(first + 1, len(masked.hidden)) if ended.match(masked.hidden[at].text)), 0)


def _one_line(masked: Masked, first: int, last: int) -> bool:
    where = list(masked.pattern.finditer(masked.text))
    return "\n" not in masked.text[where[first].start() : where[last].end()]


def _merged(masked: Masked, first: int, last: int, text: str, token: str) -> Hidden:
    """The run that all placeholders from the first to the last become; one alone stays what it is."""
    opening, closing = masked.hidden[first], masked.hidden[last]
    if first == last:
        return replace(opening, token=token)
    inside = range(first, last + 1)
    crossing = any((one in inside) != (other in inside) for one, other in pairs(masked))
    whole = restore(masked, text)
    image = bool(_IMAGE.search(opening.text))
    return Hidden(token, whole, opening.glued_left, closing.glued_right, crossing, image or is_light(whole))
