"""Rung by rung: what the first hypothesis loses, another way of asking saves, or the message stays empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from ccb_l10n.drafting.fill import draft, drafts, planned
from ccb_l10n.drafting.ladder import Rules
from ccb_l10n.model import Draft, Message

Work = Callable[[str, bool], Sequence[str]]


class Scripted:
    """An engine that gives each sentence the hypotheses it was told, and remembers what it was asked."""

    name = "scripted 1.0 sha256:0123456789ab"
    fingerprint = source = target = ""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.calls: list[list[str]] = []

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: object = None
    ) -> list[tuple[str, ...]]:
        self.calls.append(list(sentences))
        return [tuple(self.work(each, gentle))[:number] for each in sentences]

    def translate(self, texts: Sequence[str], progress: object = None) -> list[str]:
        raise AssertionError("the ladder asks for hypotheses")


def upper(text: str) -> str:
    return re.sub(r"\b[a-z]\w*", lambda word: word[0].upper(), text)


def only(source: str, work: Work, rules: Rules | None = None) -> Draft:
    (made,) = draft([Message(source)], Scripted(work), rules or Rules())
    return made


def lost(text: str) -> str:
    """What a model does that drops the last placeholder."""
    return re.sub(r" ?(?:REF|DOC|K)\d+(?!.*(?:REF|DOC|K)\d)", "", upper(text))


def test_the_first_hypothesis_that_holds_serves() -> None:
    made = only("run `ls` now", lambda text, gentle: ["courez", "LANCEZ REF0", "TOO LATE REF0"])
    assert (made.target, made.flags) == ("LANCEZ `ls`", ("rung-alternative",))


def test_a_hypothesis_with_the_wanted_term_comes_before_a_better_one_without() -> None:
    rules = Rules(missed=lambda source, target: () if "mesure" in target else ("term-missing:control",))
    made = only("a control", lambda text, gentle: ["un contrôle", "une mesure"], rules)
    assert (made.target, made.flags) == ("une mesure", ("rung-term",))


def test_a_term_that_no_hypothesis_has_is_told() -> None:
    rules = Rules(missed=lambda source, target: ("term-missing:control",))
    made = only("a control", lambda text, gentle: ["un contrôle", "un autre"], rules)
    assert (made.target, made.flags) == ("un contrôle", ("term-missing:control",))


def test_more_hypotheses_are_looked_at_where_a_term_is_missed() -> None:
    rules = Rules(missed=lambda source, target: () if "mesure" in target else ("term-missing:control",))
    engine = Scripted(lambda text, gentle: ["un contrôle", "un", "deux", "trois", "une mesure"])
    (made,) = draft([Message("a control")], engine, rules)
    assert (made.target, made.flags) == ("une mesure", ("rung-term",))
    assert engine.calls == [["a control"], ["a control"]]


@pytest.mark.parametrize(
    ("source", "work", "target", "flags"),
    [
        (
            "READ THIS FIRST",
            lambda text, gentle: ["lisez ceci"] if text == "Read this first" else [text],
            "LISEZ CECI",
            ("rung-recast",),
        ),
        (
            "Contact List Template",
            lambda text, gentle: ["Modèle"] if text == "Contact list template" else [],
            "Modèle",
            ("rung-recast",),
        ),
        (
            "read it!",
            lambda text, gentle: ["lisez"] if text == "read it" else ["li li li li li"],
            "lisez!",
            ("rung-recast",),
        ),
        ("read it", lambda text, gentle: ["lisez-le"] if gentle else ["le le le le"], "lisez-le", ("rung-gentle",)),
        (
            "run `ls` now",
            lambda text, gentle: [upper(text)] if "DOC0" in text else [lost(text)],
            "RUN `ls` NOW",
            ("rung-renamed",),
        ),
        (
            "see [the plan](p.md) and wait",
            lambda text, gentle: (
                [lost(text)] if text.count("REF") + text.count("DOC") + text.count("K") > 1 else [upper(text)]
            ),
            "SEE [THE PLAN](p.md) AND WAIT",
            ("rung-runs",),
        ),
        (
            "open the file `a`; then save the file `b`",
            lambda text, gentle: [lost(text)] if text.count("0") + text.count("1") > 1 else [upper(text)],
            "OPEN THE FILE `a`; THEN SAVE THE FILE `b`",
            ("rung-clauses",),
        ),
    ],
)
def test_each_rung_saves_what_those_before_it_lost(
    source: str, work: Work, target: str, flags: tuple[str, ...]
) -> None:
    made = only(source, work)
    assert (made.target, made.flags) == (target, flags)


def test_what_no_rung_saves_stays_empty_with_the_first_reason() -> None:
    made = only("run `ls` now", lambda text, gentle: ["rien du tout"])
    assert (made.target, made.flags) == ("", ("spans-lost",))


def test_one_bad_sentence_leaves_the_whole_message_empty() -> None:
    made = only("read it. run `ls`. Save it.", lambda text, gentle: [upper(text) if "`" not in text else ""])
    assert made.target
    made = only("Read it. Run `ls` now.", lambda text, gentle: [upper(text)] if "0" not in text else [])
    assert (made.target, made.flags) == ("", ("empty",))


def test_words_that_leave_their_marks_are_not_taken() -> None:
    """The link of the first hypothesis would stand around other words."""
    work = {"a REF0 plan REF1 is a good occasion for all of us": [
        "une REF0 est une bonne occasion pour nous tous REF1",
        "un REF0 plan REF1 est une bonne occasion pour nous tous",
    ]}  # fmt: skip
    made = only("a [plan](p.md) is a good occasion for all of us", lambda text, gentle: work.get(text, []))
    assert made.target == "un [plan](p.md) est une bonne occasion pour nous tous"


def test_a_piece_of_a_placeholder_is_never_left() -> None:
    made = only("run `ls` now", lambda text, gentle: ["lancez REF0 et REFs", "lancez REF0"])
    assert made.target == "lancez `ls`"


def test_judge_and_gate_refuse() -> None:
    def judged(source: str, target: str) -> tuple[str, ...]:
        return ("number-lost",) if "`7`" in source and "7" not in target.replace("`7`", "") else ()

    saved = only("port `7`", lambda text, gentle: ["port REF0", "le port 7 REF0"], Rules(judge=judged))
    assert saved.target == "le port 7 `7`"
    made = only("a file", lambda text, gentle: ["un fichier"], Rules(gate=lambda source, target: ("structure",)))
    assert (made.target, made.flags) == ("", ("structure",))


def test_equal_sentences_of_all_catalogs_are_asked_once_and_judged_apart() -> None:
    engine = Scripted(lambda text, gentle: ["lancez REF0", "lance REF0"])
    strict = Rules(judge=lambda source, target: () if "lance " in target else ("x",))
    plans = [planned("run `ls`", Rules()), planned("run `pwd`", Rules()), planned("run `ls`", strict)]
    made = drafts(plans, engine)
    assert engine.calls == [["run REF0"]]
    assert [each.target for each in made] == ["lancez `ls`", "lancez `pwd`", "lance `ls`"]


def test_names_are_hidden_like_code() -> None:
    rules = Rules(names=lambda source, masked: [match.span() for match in re.finditer("FIRST", source)])
    assert only("join FIRST today", lambda text, gentle: [upper(text)], rules).target == "JOIN FIRST TODAY"
    (made,) = draft([Message("**FIRST**")], Scripted(lambda text, gentle: [""]), rules)
    assert (made.target, made.flags) == ("**FIRST**", ("copied",))


@pytest.mark.parametrize(
    ("source", "asked"),
    [
        ("**Note:** read it", ["Note:", "read it"]),
        ("[The plan](p.md) – read it", ["The plan", "read it"]),
        ("**Who:** all. *Read* it", ["Who:", "all.", "REF0 Read REF1 it"]),
        ("**Read it. Save it.**", ["Read it.", "Save it."]),
        ("*aa* or *bb*", ["REF0 aa REF1 or REF2 bb REF3"]),
    ],
)
def test_lead_ins_and_edges_stay_out_of_sentences(source: str, asked: list[str]) -> None:
    engine = Scripted(lambda text, gentle: [upper(text)])
    (made,) = draft([Message(source)], engine, Rules())
    assert engine.calls[0] == asked
    assert made.target == upper(source).replace("P.MD", "p.md")
