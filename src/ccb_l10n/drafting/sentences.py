"""Where sentences end, and where a too long one may be cut, without a model and without a network.

A boundary is a full stop, question or exclamation mark (with the quotes and brackets that close after it),
then space, then something that can begin a sentence. Abbreviations, initials, numbering and lower case
after the mark speak against it; marks of scripts without spaces (CJK, Devanagari, Ethiopic, Khmer, Burmese)
need no space. When in doubt there is no boundary: a long sentence costs an engine less than half a one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

# Argos codes of languages that put no spaces between words.
_UNSPACED = frozenset({"zh", "zt", "ja", "th", "km", "lo", "my"})
_FULL_STOPS = "。！？｡"

# Abbreviations that go on; the second table's only before a number. Lower case, without the last stop.
_GOES_ON = {
    "en": "mr mrs ms dr prof st vs cf e.g i.e viz approx dept gen sen rep gov capt lt col sgt inc resp",
    "fr": "m mm mme mmes mlle dr pr me p.ex ex c.-à-d cf env st ste av bd resp min max",
    "es": "sr sra sres sras srta d dña dr dra prof ud uds vd vds p.ej ej cf aprox av avda gral lic ing ee ee.uu",
    "pt": "sr sra srs dr dra prof profa p.ex ex cf aprox av exmo exma eng lic",
    "ru": "г-н г-жа т.е т.к т.н тн см ср напр др проф акад им ул обл руб тыс млн млрд",
    "ar": "د أ م",
    "sw": "bw bi dkt prof mf k.m",
    "de": "hr fr dr prof z.b d.h bzw ca vgl ggf evtl",
}
_BEFORE_NUMBER = {
    "en": "no nos fig figs vol ch chap sec sect art arts p pp para paras eq ed eds ref refs rev ver jan feb mar "
    "apr jun jul aug sep sept oct nov dec",
    "fr": "no nos n fig vol chap art al p pp § éq réf janv févr avr juil sept oct nov déc",
    "es": "n núm no fig vol cap art arts pág págs p pp sec ref",
    "pt": "n no núm fig vol cap art arts pág págs p pp sec ref",
    "ru": "рис табл гл ст стр с п пп ч г гг №",
    "sw": "na uk kif",
    "de": "nr abb bd kap art abs s",
}
# "And so on": it ends a sentence where a capital follows.
_MAY_END = frozenset(["т.д", "т.п", "n.k", "u.a", "o.ä", "usw"])
# Where a single capital is no initial: "Copy steps A to D. Then", "le serveur X. Les".
_LETTERED = re.compile(
    r"""
    (?: \b[A-Z]\s (?: to | or | and | à | ou | et | a | o | y | e | и )
      | \b(?: steps? | option | answer | part | level | group | type | class | plan | server | OS | étape | réponse
          | groupe | niveau | serveur | paso | opción | respuesta | grupo | nivel | servidor | passo | opção | resposta
          | nível | шаг | вариант | группа | уровень )
    )
    \s [A-ZА-Я] \Z
    """,
    re.VERBOSE,
)
_ALWAYS = frozenset(["e.g", "eg", "i.e", "ie", "cf", "vs", "dr", "prof", "ltd", "p.ex", "z.b"])

_NEAR = 24  # characters that are looked at around a mark; longer than any abbreviation
_CLOSERS = "\"'”’»›)\\]」』）》】〉"
_OPENERS = "\"'“‘«‹([¿¡「『（《【„‚"
_END = re.compile(
    rf"""
    (?: (?P<stop> [.!?…]+ | [؟۔።፧]+ ) (?: [\s]?[»›] | [{_CLOSERS}] )* (?= \s )   # needs a space after it
      | (?P<full> [。！？｡．।॥។၊။]+ ) [{_CLOSERS}]*                               # needs none
    )
    (?P<space> \s* )
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[{\"'’“‘«„]*\Z")
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_]\.[ \u00a0]?)+(?:[^\W\d_]|ex|ej)\Z")  # U.S, e.g, т. е, p. ex
_PLACEHOLDER = re.compile(r"[A-Z]{3,4}[0-9]")
_NUMBERING = re.compile(r"\s*(?:[A-Z]{3,4}[0-9]+\s+)*(?:\(?[0-9]{1,3}(?:\.[0-9]+)*|[A-Za-z]|[ivxIVX]{1,5})\Z")


def split(text: str, language: str = "en") -> list[tuple[str, str]]:
    """Sentences and the space after each; leading space stands after an empty first sentence.

    `"".join(a + b for a, b in split(text)) == text`. `language` is a BCP 47 or Argos code; an unknown one
    gets the rules that all share.
    """
    code = re.split(r"[-_]", language.lower())[0]
    code = "pt" if code == "pb" else code
    body = text.lstrip()
    found = [("", text[: len(text) - len(body)])] if len(body) < len(text) else []
    start = 0
    for match in _END.finditer(body):
        if match["stop"] is None or _ends(body, start, match, code):
            end = match.start("space")
            found.append((body[start:end], match["space"]))
            start = match.end()
    if start < len(body):
        rest = body[start:].rstrip()
        found.append((rest, body[start + len(rest) :]))
    return found


def _ends(body: str, start: int, match: re.Match[str], code: str) -> bool:
    """Whether the mark found, with space after it, ends a sentence that began at `start`."""
    after = body[match.end() : match.end() + _NEAR]
    if after and not _begins(after):
        return False
    return match["stop"] != "." or not after or not _is_abbreviated(body, start, match.start(), after, code)


def _begins(after: str) -> bool:
    """Whether a sentence can begin here: anything but a small letter, quotes and brackets aside."""
    first = after.lstrip(_OPENERS + "\u00a0\u202f ")[:1]
    return not first or unicodedata.category(first) != "Ll"


def _is_abbreviated(body: str, start: int, stop: int, after: str, code: str) -> bool:
    """Whether the full stop at `stop` belongs to the word or number before it."""
    before = body[start:stop]
    if _NUMBERING.match(before):  # "1. Open the file": the number belongs to its sentence
        return True
    dotted, found = _DOTTED.search(before[-_NEAR:]), _WORD_BEFORE.search(before[-_NEAR:])
    word = re.sub(r"\s", "", dotted[0]) if dotted else found[0] if found else ""
    lower = word.lower()
    if lower in _MAY_END:
        return not after.lstrip(_OPENERS)[:1].isalpha() or bool(_PLACEHOLDER.match(after))
    if len(word) == 1 and word.isupper():
        return not _LETTERED.search(before[-_NEAR:])
    if dotted or lower in _ALWAYS or lower in _GOES_ON.get(code, "").split():
        return True
    return after[:1].isdigit() and lower in _BEFORE_NUMBER.get(code, "").split()


_CLAUSE = re.compile(r".+?(?:[,;:—–]\s+|[、，；：]|\Z)", re.DOTALL)
_WORD = re.compile(r"\S+\s*|\s+")
_CHARACTER = re.compile(r"[!-~]+|.", re.DOTALL)  # in scripts without spaces; an ASCII word is never cut


def fit(sentence: str, count: Callable[[list[str]], list[int]], limit: int) -> list[tuple[str, str]]:
    """Cut a sentence into parts of at most `limit` by `count`, with the space after each; concatenated they
    restore it.

    `count` gives the size of each text of a list. Cuts are made at clauses, else between words, else (in
    scripts without spaces) between characters. A word that is too long alone comes back whole: the caller
    decides what to do with it.
    """
    if count([sentence])[0] <= limit:
        return [(sentence, "")]
    for pattern in (_CLAUSE, _WORD, _CHARACTER):
        units = pattern.findall(sentence)
        if len(units) > 1:
            packed = _packed(units, count(units), limit)
            if len(packed) > 1:
                return [part for each in packed for part in _fit_trimmed(each, count, limit)]
    return [(sentence, "")]


def _fit_trimmed(part: str, count: Callable[[list[str]], list[int]], limit: int) -> list[tuple[str, str]]:
    """`fit`, with the part's trailing space moved out of its text."""
    body = part.rstrip()
    *first, (last, space) = fit(body, count, limit)
    return [*first, (last, space + part[len(body) :])]


def _packed(units: list[str], sizes: list[int], limit: int) -> list[str]:
    """Join neighbours as long as they fit."""
    packed: list[str] = []
    room = 0
    for unit, size in zip(units, sizes, strict=True):
        if packed and size <= room:
            packed[-1] += unit
            room -= size
        else:
            packed.append(unit)
            room = limit - size
    return packed


def joined(parts: Sequence[tuple[Sequence[str], str]], source: str, target: str) -> tuple[str, ...]:
    """Distinct candidates of a text, from the candidates of its sentences and the source's space after each.

    The best of all sentences comes first, then the second best of all, where a sentence with fewer keeps its
    last. Empty where a sentence has none. `source` and `target` are Argos codes.
    """
    if not all(candidates for candidates, _ in parts):
        return ()
    most = max((len(candidates) for candidates, _ in parts), default=0)
    ranks = ([(each[min(rank, len(each) - 1)], space) for each, space in parts] for rank in range(most))
    return tuple(dict.fromkeys(_spaced(rank, source, target) for rank in ranks))


def _spaced(parts: Sequence[tuple[str, str]], source: str, target: str) -> str:
    out = ""
    for index, (text, space) in enumerate(parts):
        out += text + (_between(text, space, source, target) if index < len(parts) - 1 else space)
    return out


def _between(left: str, space: str, source: str, target: str) -> str:
    """The space after a sentence, in the way of the target's script."""
    if target in _UNSPACED:
        return "" if space == " " and left[-1:] in _FULL_STOPS else space
    return space or (" " if source in _UNSPACED else "")
