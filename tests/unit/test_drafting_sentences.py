"""Sentence boundaries in the languages that courses are written in; nothing of a text is ever lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccb_l10n.drafting.sentences import fit, split


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
        ("ru", "См. рис. 2 и т.д. Это всё. |Да? |Нет."),
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
