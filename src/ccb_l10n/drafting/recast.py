"""Other ways to write a sentence for a model that stumbled over it: in sentence case, with or without its last mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ccb_l10n.drafting.finish import final_mark, with_mark
from ccb_l10n.drafting.masking import Masked

_WORD = re.compile(r"[^\W\d_]+")
_SHOUTED = 0.8  # of the letters: more capitals than that is a text in capitals
_TITLED = 0.6  # of the longer words: more capitals than that is a title
_LONGER = 4  # letters: shorter words stay small in titles
_DOTTED = frozenset({"tr", "az"})  # languages whose i has a capital of its own


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence written otherwise, and what makes the wanted translation of its translation."""

    masked: Masked
    back: Callable[[Sequence[str]], str]


def forms(masked: Masked, language: str) -> Iterator[Form]:
    """The forms worth trying; `language` is the target's, BCP 47."""
    words = [word for word in _WORD.findall(masked.pattern.sub(" ", masked.text)) if len(word) > 1]
    if _is_shouted(words):
        yield Form(_lowered(masked), lambda texts: _upper(masked, texts[0], language))
    elif _is_title(words):
        yield Form(_lowered(masked), lambda texts: texts[0])
    mark = final_mark(masked.text)
    if mark in (".", "!", "?"):
        bare = replace(masked, text=masked.text.rstrip().rstrip(".!?。！？"))
        if mark != "?" and bare.text:
            yield Form(bare, lambda texts: with_mark(texts[0], mark, language))
    elif not mark:
        yield Form(replace(masked, text=f"{masked.text}."), lambda texts: texts[0].rstrip(" .。।"))


def _is_shouted(words: Sequence[str]) -> bool:
    text = "".join(words)
    capitals = sum(map(str.isupper, text))
    return len(text) > _LONGER and len(words) > 1 and capitals > _SHOUTED * len(text)


def _is_title(words: Sequence[str]) -> bool:
    longer = [word for word in words if len(word) >= _LONGER]
    return len(longer) > 1 and sum(word[0].isupper() for word in longer) > _TITLED * len(longer)


def _lowered(masked: Masked) -> Masked:
    """The text in sentence case; placeholders stay, and so do acronyms in a text that is not all capitals."""
    shouted = _is_shouted(_WORD.findall(masked.pattern.sub(" ", masked.text)))
    first = True

    def lower(found: re.Match[str]) -> str:
        nonlocal first
        word = found[0]
        if masked.pattern.fullmatch(word):
            return word
        begins, first = first, False
        if begins or (not shouted and word.isupper()):
            return word.capitalize() if shouted else word
        return word.lower()

    return replace(masked, text=re.sub(r"[^\W_]+", lower, masked.text))


def _upper(masked: Masked, text: str, language: str) -> str:
    if language[:2] in _DOTTED:
        text = text.replace("i", "İ")
    parts = masked.pattern.split(text)
    tokens = masked.pattern.findall(text)
    return "".join(part.upper() + token for part, token in zip(parts, (*tokens, ""), strict=True))
