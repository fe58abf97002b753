"""What is wrong with a machine's sentence, as far as its surface tells: loops, lost negation, wrong marks, residue.

Each fault has a name, for the record of what was refused. They catch catastrophes, not mediocrity: a sentence
without a fault may still be wrong. Numbers, scripts, truncation and untranslated runs are judged by the project's own
checks, which `workflow.judging` hands to the ladder.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from ccb_l10n import locales
from ccb_l10n.drafting import denial, scripts

EMPTY = "empty"  # the engine gave nothing for a part of it
LOOP = "loop"  # it repeats itself
RESIDUE = "source-left"  # words of the source stand in it
SCRIPT = "wrong-script"  # it is not in the letters of its language
FOREIGN = "not-in-source-language"  # the source is not, so no engine was asked
LENGTH = "absurd-length"
NEGATION = "negation-lost"
DENIED = "negation-added"  # a denial that the source does not have
MIXED = "number-in-word"  # a figure inside a word, as in no word of the source
QUESTION = "question-mark"  # a question became a statement, or the reverse
QUOTES = "quotes-lost"  # it opens a quotation that it does not close, or the reverse
CRY = "exclamation-mark"  # an exclamation mark inside that the source does not have

_REPEATED_RUN = re.compile(r"(.{2,40}?)\1{3,}")
_REPEATED_WORD = re.compile(r"(\b\w+\b)(?:\W+\1\b){2,}", re.IGNORECASE)
_REPEATED_PHRASE = re.compile(r"(\b\w+(?:\W+\w+){1,7})(?:\W+\1\b){2,}", re.IGNORECASE)
_TWICE_RUNNING = re.compile(r"(\b\w+(?:\W+\w+){3,11})\W+\1\b", re.IGNORECASE)

_LEAST, _MOST = 0.2, 4.0  # of the source's length; a short label may grow by a phrase
_DENSE = frozenset({"zh", "ja", "ko"})  # a character is a syllable or a word
_DENSE_LEAST = 0.08
_SPARE = 40  # characters
_FEW = 2  # times as many words
_NONE = re.compile(r"(?!)")
_TELLING = 24  # characters of a source whose translation cannot be a word

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGER_WORD = re.compile(r"[^\W\d_]{4,}")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE = 6  # letters of a script without blanks
_MIXED = re.compile(r"(?<![\w-])[^\W\d_]{2,}[0-9]+[^\W_]*")
_TITLED = re.compile(r"\b[A-Z][a-z]{2,}\b.*\b[A-Z][a-z]{2,}\b")
_LINK_END = re.compile(r"\]\([^)]*\)|`[^`]*`|<[^<>]*>")
_ROMANCE = frozenset({"fr", "es", "pt", "it", "ca", "ro"})
_SHARED = re.compile(r"(?:ion|ment|[ae]nce|[ae]nt|al|[ai]ble|age|ure|ine|que|or|ic|ist|ism|ive|ile)s?\Z")
_LATIN_WORD = re.compile(r"(?<![^\W_])[a-z]{3,}(?![^\W_])")
_LATIN = frozenset("aáàâäãåæeéèêëiíìîïoóòôöõœuúùûünñcç")
_LEFT = 0.25  # of the letters: more Latin words than that are no names in a text of another script
_NAMES = 2  # words

# English words that no sentence of the languages below uses, in lower case.
_LITTLE = frozenset(
    ["the", "of", "and", "with", "this", "that", "are", "is", "you", "your", "which", "from", "have", "when"]
)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|‘[^’]*’|\([^()]*\)|（[^）]*）|「[^」]*」")

_OPENED = re.compile(r"(?<![^\W_])['‘’](?=[^\W\d_])")
_CLOSED = re.compile(r"(?<=[^\W_]|[.!?,…])['’](?![^\W_])")
_QUESTION = re.compile(r"[?？؟⸮;](?=[\s\"'”’»)\]]*\Z)")
_ASKS = re.compile(r"[?？؟]")
_CRIES = re.compile(r"[!！]")


def faults(
    source: str, target: str, source_language: str, language: str, placeholders: re.Pattern[str] = _NONE
) -> tuple[str, ...]:
    """The faults of a sentence's translation, both with placeholders for what is no prose; () for none.

    Languages are BCP 47; one that the tables lack is judged by the rules that all share.
    """
    script = scripts.foreign(placeholders.sub("", target), language) or scripts.latin(target, language, source)
    found = _faults(source, target, _base(source_language), _base(language), placeholders)
    return (*found, *((SCRIPT,) if script else ()))


def _faults(
    source: str, target: str, source_language: str, language: str, placeholders: re.Pattern[str]
) -> Iterator[str]:
    if not target.strip():
        yield EMPTY
        return
    if _loops(source, target):
        yield LOOP
    if _is_absurd(placeholders.sub("", source), placeholders.sub("", target), language):
        yield LENGTH
    copied = source_language != language and _is_copied(source, target)
    if copied or ((source_language == "en" or not _is_latin(language)) and _residue(source, target, language)):
        yield RESIDUE
    if denial.lost(source, target, source_language, language):
        yield NEGATION
    elif denial.added(source, target, source_language, language):
        yield DENIED
    if _has_mixed(source, placeholders.sub(" ", target)):
        yield MIXED
    if _is_unbalanced(target) and not _is_unbalanced(source):
        yield QUOTES
    if _asks(source) != _asks(target, language):
        yield QUESTION
    if len(_CRIES.findall(target[:-1])) > len(_CRIES.findall(source)):
        yield CRY


def _is_copied(source: str, target: str) -> bool:
    """Whether a text of two words or more stands as it was; in a script without blanks, of so many letters."""
    if source.strip() != target.strip():
        return False
    return len(_LONGER_WORD.findall(source)) > 1 or len(_UNSPACED.findall(source)) >= _SENTENCE


def _loops(source: str, target: str) -> bool:
    """Whether the target repeats itself as the source does not."""
    patterns = (_REPEATED_RUN, _REPEATED_WORD, _REPEATED_PHRASE, _TWICE_RUNNING)
    return any(pattern.search(target) and not pattern.search(source) for pattern in patterns)


def _is_unbalanced(text: str) -> bool:
    """Whether guillemets or corner brackets are without a partner, straight quotes odd, or a word is quoted on its left
    alone, as in 'Open."""
    if any(text.count(one) != text.count(other) for one, other in ("«»", "「」")) or text.count('"') % 2:
        return True
    opened = _OPENED.findall(text)
    return bool(opened) and len(opened) > len(_CLOSED.findall(text))


def _has_mixed(source: str, target: str) -> bool:
    """Whether a word runs into a figure that the source does not have: "Adv0"."""
    found = _MIXED.findall(target)
    return bool(found) and any(word not in source for word in found)


def left_title(source: str, target: str, language: str, ordinary: Container[str]) -> bool:
    """Whether most of a text in capitals stands as it was: three words or more, of which two are `ordinary` words that
    the course's sources have in small letters. Words that Romance languages mostly share with English do not count."""
    if not _TITLED.search(target):
        return False
    shared = _SHARED if language in _ROMANCE else _NONE
    text, known = _LINK_END.sub(" ", target), set(_LONG_WORD.findall(source))
    words = [word for word in _LONG_WORD.findall(text) if not word.isupper() and not shared.search(word)]
    kept = [word for word in words if word in known]
    return (
        len(kept) > _NAMES
        and 2 * len(kept) > len(words)
        and sum(word[0].isupper() and word.lower() in ordinary for word in kept) >= _NAMES
    )


def _is_absurd(source: str, target: str, language: str) -> bool:
    """Whether the words are far too many or few, or a few of the source's own and nothing more."""
    words, kept = (_WORD.findall(text) for text in (source, target))
    if kept and len(words) >= _FEW * len(kept) + 1 and set(kept) <= set(words):
        return True
    if len(target) > _MOST * len(source) + _SPARE:
        return True
    least = _DENSE_LEAST if language in _DENSE else _LEAST
    return len(source) > _TELLING and len(target) < least * len(source)


def _residue(source: str, target: str, language: str) -> bool:
    """Whether ordinary words of an English source stand in the target: two little ones, or the better part of it.

    Words in quotes and parentheses are passed over, and those beside a capital: "Bank of England".
    """
    text = _QUOTED.sub(" ", target)
    if _is_latin(language):
        words = _WORD.findall(text)
        words = [words[0].lower(), *words[1:]] if words and not words[0].isupper() else words
        near = (words[max(0, at - 1) : at + 2] for at in range(len(words)))
        left = [
            word
            for word, around in zip(words, near, strict=True)
            if word in _LITTLE and not any(each[0].isupper() for each in around)
        ]
        return len(left) > 1 or (len(words) < 8 and bool(left))
    known = set(_LATIN_WORD.findall(source))
    left = [word for word in _LATIN_WORD.findall(text) if word in known]
    letters = sum(map(str.isalpha, text))
    return len(left) > _NAMES and sum(map(len, left)) > _LEFT * letters


def _asks(text: str, language: str = "") -> bool:
    """Whether the text ends as a question; in Greek a semicolon asks."""
    if language == "el" and text.rstrip().endswith(";"):
        return True
    tail = text.rstrip("\"'”’»)]）」 \u00a0\u202f")
    return bool(_ASKS.search(tail[-2:]))


def _is_latin(language: str) -> bool:
    name = locales.own_name(language)
    first = next(filter(str.isalpha, name), "a")
    return first.isascii() or first.lower() in _LATIN or "\u00c0" <= first <= "\u024f"


def _base(language: str) -> str:
    return locales.parse(language).language
