"""Sentence boundaries in the languages that courses are written in; nothing of a text is ever lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.drafting.sentences import fit, joined, split


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Open the file.| Save it!| Done?| Yes."),
        (
            "en",
            "Dr. Doe of the U.S. Army wrote it, e.g. Tuesday. |See Fig. 3 and No. 5. |No. |We do not.",
        ),
        ("en", "1. Open the file. |2. Close it."),
        ("en", 'He said "Stop!" and left. |"Go." |Then nothing.'),
        ("en", "Version 2.0 is out. |See a.b.c for more (it is new). |Next"),
        ("en", "Logs, alerts, etc. are kept. |J. Doe signs... |Then rest…"),
        ("en", "Run REF0. |REF1 is next."),
        ("fr", "M. Dupont lit l’art. 4. |« Partez ! » |Il part, cf. Paris."),
        ("es", "El Sr. Gómez llega. |¿Viene? |¡Sí! |EE.UU. responde."),
        ("pt-BR", "A Sra. Lima leu a pág. 3. |Depois saiu."),
        ("ru", "См. рис. 2 и т.д. |Это всё. |Да? |Нет."),
        ("ru", "Файлы и т. д. |Размер мал. |Файлы и т. п. REF0 здесь, т. е. REF1 тоже."),
        ("en", "Copy steps A to D. |Strike out the rest. |It was J. Doe and T. Roe (N. Virginia)."),
        ("en", "See SP 800-61 Rev. 3 (2025). |REF0 5. Sharing REF1. |REF2 Note. |Next."),
        ("fr", "Voir le serveur X. |Les deux (p. ex. REF0 et, par ex. REF1) vont. |Fin."),
        ("es", "El de EE. UU. responde (p. ej. REF0). |Luego sigue."),
        ("pt", "Da Acme Co., Ltd. RTL8111 (eg. 20 GB). |Fim."),
        ("sw", "Barua, simu, n.k. |Kisha soma, k.m. REF0."),
        ("ar", "هل قرأت التقرير؟ |نعم. |ثم أرسله."),
        ("sw", "Bw. Juma alisoma. |Je, umeelewa? |Ndiyo."),
        ("zh", "打开文件。|“保存！”|然后关闭。"),
        ("so", "Tusaale, cf. Warbixinta, e.g. Talaado. |Akhri."),
        ("hi", "फ़ाइल खोलें। |सहेजें।"),
    ],
)
def test_boundaries(language: str, text: str) -> None:
    text = text.replace(" |", "| ")
    found = split(text.replace("|", ""), language)
    assert [sentence for sentence, _ in found] == [each.strip() for each in text.split("|")]


@given(st.text(alphabet="aB1 .!?…»\"'。！؟ \n\té中", max_size=80), st.sampled_from(["en", "fr", "zh", "xx"]))
def test_joining_restores_the_text(text: str, language: str) -> None:
    found = split(text, language)
    assert "".join(sentence + space for sentence, space in found) == text
    assert all(sentence == sentence.strip() for sentence, _ in found)
    assert all(sentence for sentence, _ in found[1:])


def sizes(texts: list[str]) -> list[int]:
    return [len(re.findall(r"[!-~]+|\S", text)) for text in texts]


@given(st.text(alphabet="ab ,;:. 中，", max_size=80), st.integers(1, 9))
def test_long_sentences_are_cut_and_nothing_is_lost(text: str, limit: int) -> None:
    text = text.strip()
    found = fit(text, sizes, limit)
    assert "".join(part + space for part, space in found) == text
    assert all(size <= limit for size in sizes([part for part, _ in found]))


def test_candidates_of_sentences_are_joined_by_rank() -> None:
    parts = [(("Un.", "Une."), " "), (("Deux.",), "  "), (("3", "4", "5"), "")]
    assert joined(parts, "en", "fr") == ("Un. Deux.  3", "Une. Deux.  4", "Une. Deux.  5")
    assert joined([*parts, ((), "")], "en", "fr") == ()


def test_a_candidate_that_comes_out_twice_is_one() -> None:
    assert joined([(("a", "b"), ""), ((" ",), "")], "en", "fr") == ("a ", "b ")
    assert joined([(("a",), " "), (("b", "b"), "")], "en", "fr") == ("a b",)


@pytest.mark.parametrize(
    ("source", "target", "spaces", "text"),
    [
        ("en", "zh", (" ", " ", "  "), "一。二 三  四"),
        ("zh", "en", ("", "", " "), "一。 二 三 四"),
        ("en", "fr", (" ", "", "  "), "一。 二三  四"),
    ],
)
def test_spaces_follow_the_target_script(source: str, target: str, spaces: tuple[str, ...], text: str) -> None:
    parts = zip((("一。",), ("二",), ("三",), ("四",)), (*spaces, ""), strict=True)
    assert joined(list(parts), source, target) == (text,)


def test_cuts_are_made_at_clauses_first() -> None:
    assert fit("one two three, four five, six seven", sizes, 5) == [
        ("one two three, four five,", " "),
        ("six seven", ""),
    ]


def test_an_ascii_word_is_never_cut() -> None:
    key = "k" * 400
    assert fit(f"the key {key} is", lambda texts: [len(each) for each in texts], 100) == [
        ("the key", " "),
        (key, " "),
        ("is", ""),
    ]


def test_a_long_text_takes_linear_time() -> None:
    text = "See Dr. No. 5 in the U.S. again, then stop. " * 20_000
    assert len(split(text)) == 20_000
