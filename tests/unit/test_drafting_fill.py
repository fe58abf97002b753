"""Drafts keep every protected span or stay empty with a reason, and never touch a person's target."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest

from ccb_l10n.drafting.fill import COPIED, draft
from ccb_l10n.drafting.ladder import Rules
from ccb_l10n.drafting.masking import ADDED, LOST, ORDER
from ccb_l10n.drafting.quality import EMPTY, FOREIGN, LENGTH, LOOP, SCRIPT
from ccb_l10n.model import Catalog, Draft, Message, Origin, State
from drafted import accept

SPANS = re.compile(r"`[^`]+`|\]\([^)]*\)|<[^>]+>|&\w+;")


def find(source: str) -> list[tuple[int, int]]:
    return [match.span() for match in SPANS.finditer(source)]


RULES = Rules(find=find)


class Scripted:
    """An engine that does to each text what it was told, and remembers what it was asked."""

    name = "scripted 1.0 sha256:0123456789ab"
    fingerprint = source = target = ""

    def __init__(self, work: Callable[[str], str]) -> None:
        self.work = work
        self.asked: list[str] = []

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: object = None
    ) -> list[tuple[str, ...]]:
        self.asked += sentences
        return [tuple(filter(None, [self.work(each)])) for each in sentences]

    def translate(self, texts: Sequence[str], progress: object = None) -> list[str]:
        raise AssertionError("the ladder asks for hypotheses")


def words_upper(text: str) -> str:
    return re.sub(r"\b[a-z]\w*", lambda word: word[0].upper(), text)


def only(source: str, work: Callable[[str], str]) -> Draft:
    (made,) = draft([Message(source)], Scripted(work), RULES)
    return made


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("run `ls` now", "RUN `ls` NOW"),
        ("  **note:** read [the plan](p.md)", "  **NOTE:** READ [THE PLAN](p.md)"),
        ("[all of it](p.md)", "[ALL OF IT](p.md)"),
        ("one line\nand two 🎉", "ONE LINE\nAND TWO 🎉"),
        ("*an* <b>end</b>", "*AN* <b>END</b>"),
    ],
)
def test_a_draft_keeps_spans_and_edges(source: str, target: str) -> None:
    assert only(source, words_upper) == Draft(source, target, Origin.MACHINE, Scripted.name)


@pytest.mark.parametrize(
    ("work", "flags"),
    [
        (lambda text: "", (EMPTY,)),
        (lambda text: "  ", (EMPTY,)),
        (lambda text: text.replace("REF2", ""), (LOST,)),
        (lambda text: text.replace("REF2", "REF2 REF2"), (ADDED,)),
        (lambda text: text + " <br>", (ADDED,)),
        (lambda text: text + " &copy;", (ADDED,)),
        (lambda text: text + "\n" + "plus", (ADDED,)),
        (lambda text: text.replace("REF1", "REF9").replace("REF0", "REF1").replace("REF9", "REF0"), (ORDER,)),
        (lambda text: text + " la la la", (LOOP,)),
        (lambda text: text + " et puis on et puis on et puis on", (LOOP,)),
        (lambda text: text + "好的" * 6, (LOOP, SCRIPT)),
        (lambda text: text + "".join(" un mot " + chr(97 + n % 26) * 4 for n in range(40)), (LENGTH,)),
    ],
)
def test_what_is_not_fit_is_left_empty_and_says_why(work: Callable[[str], str], flags: tuple[str, ...]) -> None:
    made = only("read **this** or run `ls`", work)
    assert (made.target, made.flags) == ("", flags)


@pytest.mark.parametrize("source", ["`ls -l`", "42", "🎉 **12** <br>", "](x.md)", "https://example.org/a"])
def test_nothing_to_translate_is_copied(source: str) -> None:
    engine = Scripted(words_upper)
    (made,) = draft([Message(source)], engine, RULES)
    assert (made.target, made.flags, engine.asked) == (source, (COPIED,), [])


@pytest.mark.parametrize("unit", ["*", "*a ", "a", "a_", "`a` ", "www.", "a@", "[a](b) ", "no. ", "é🎉"])
def test_time_stays_in_bounds(unit: str) -> None:
    """Anything worse than linear would take minutes here."""
    source = "read " + unit * 30_000
    (made,) = draft([Message(source)], Scripted(str), RULES)
    assert made.target in (source, "")


def test_a_repetition_of_the_source_is_no_loop() -> None:
    assert only("la la la, done", words_upper).target == "LA LA LA, DONE"


def test_each_distinct_line_is_asked_once_and_targets_are_left_alone() -> None:
    engine = Scripted(words_upper)
    messages = [
        Message("hello"),
        Message("hello", context="menu"),
        Message("- hello\n**hello**"),
        Message("done", target="fait", state=State.TRANSLATED),
        Message("gone", state=State.OBSOLETE),
        Message("one", plural="many", targets=("", "")),
    ]
    made = draft(messages, engine, RULES)
    assert engine.asked == ["hello", "- hello"]
    assert [each.source for each in made] == ["hello", "- hello\n**hello**"]


def test_a_source_in_another_language_is_not_asked_for() -> None:
    engine = Scripted(lambda text: "lis-le")
    rules = Rules(find=find, foreign=lambda source: source.startswith("团"))
    made = draft([Message("团队阅读报告"), Message("read it"), Message("`团`")], engine, rules)
    assert [(each.target, each.flags) for each in made] == [("", (FOREIGN,)), ("lis-le", ()), ("`团`", (COPIED,))]
    assert engine.asked == ["read it"]


def test_an_engine_with_nothing_to_do_is_not_called() -> None:
    def never(text: str) -> str:
        raise AssertionError(text)

    assert draft([Message("x", target="y")], Scripted(never), RULES) == []


def test_an_engine_that_loses_a_text_is_caught() -> None:
    class Short(Scripted):
        def hypotheses(self, *arguments: object, **options: object) -> list[tuple[str, ...]]:
            return []

    with pytest.raises(ValueError):
        draft([Message("x")], Short(str.upper), RULES)


def test_the_markdown_room_finds_the_spans_by_default() -> None:
    (made,) = draft([Message("run `ls` with {{ name }}")], Scripted(words_upper))
    assert made.target == "RUN `ls` WITH {{ name }}"


def test_accept_marks_drafts_and_touches_nothing_else() -> None:
    person = Message("b", target="B!", state=State.TRANSLATED, origin=Origin.HUMAN, raw="as it was")
    stale = Message("a", context="s", target="old", state=State.STALE, previous="aa", raw="stale")
    unfit = Message("c", raw="c raw")
    missing = Message("a", comments=("mine", "Machine draft (other), not reviewed."), raw="old text", line=7)
    catalog = Catalog((missing, person, stale, unfit), locale="fr")
    drafts = [
        Draft("a", "A", Origin.MACHINE, "argos translate-en_fr-1.9 sha256:abc"),
        Draft("b", "B", Origin.MACHINE, "argos"),
        Draft("c", "", Origin.MACHINE, "argos", (LOST,)),
    ]
    after = accept(catalog, drafts)
    first, *rest = after.messages
    assert rest == [person, stale, unfit]
    assert [message.raw for message in rest] == ["as it was", "stale", "c raw"]
    assert (first.target, first.state, first.origin, first.raw) == ("A", State.DRAFT, Origin.MACHINE, "")
    assert first.comments == ("mine", "Machine draft (argos translate-en_fr-1.9), not reviewed.")
    assert accept(after, drafts) == after


def test_a_copy_says_that_it_is_one() -> None:
    catalog = Catalog((Message("42"),))
    after = accept(catalog, draft(catalog.messages, Scripted(words_upper), RULES))
    assert after.messages[0].comments == ("Machine draft (copied, nothing to translate), not reviewed.",)


def test_importing_the_room_loads_no_model_runtime() -> None:
    code = (
        "import sys, ccb_l10n.drafting.fill, ccb_l10n.drafting.engine, ccb_l10n.drafting.argos\n"
        "print(sorted({'ctranslate2', 'sentencepiece', 'argostranslate', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
