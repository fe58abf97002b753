"""Which texts are most like a text: the same answers as a comparison with all of them, in a fraction of the time."""

from __future__ import annotations

import random

import pytest
from rapidfuzz import fuzz

from ccb_l10n.catalog import nearest

STOCK = """account attack backup browser button certificate click code computer data delete device download email
encrypt file firewall folder hacker install key link lock login malware message network password phishing phone policy
report restart router save scan screen secret server share software spam switch the token trust update user virus
your"""
WORDS = STOCK.split()


def texts(chance: random.Random, count: int, least: int = 3) -> list[str]:
    return [" ".join(chance.choices(WORDS, k=chance.randint(least, 14))) for _ in range(count)]


def brute(text: str, offered: list[str], cutoff: float) -> float:
    best = max(fuzz.ratio(text, each) for each in offered)
    return best if best >= cutoff else 0.0


def edited(text: str, chance: random.Random) -> str:
    words = text.split()
    words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words)


def test_small_numbers_are_compared_completely() -> None:
    chance = random.Random(1)
    offered = texts(chance, 300)
    wanted = [edited(text, chance) for text in offered[:100]] + texts(chance, 100)
    found = dict(nearest.nearest(wanted, offered, 75.0))
    for text in wanted:
        if len(text) >= nearest.SHORT:
            best = brute(text, offered, 75.0)
            assert (found[text][0][0] if text in found else 0.0) == pytest.approx(best)


def test_an_index_finds_what_a_complete_comparison_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(2)
    offered = texts(chance, 3000, least=6)
    wanted = [edited(text, chance) for text in chance.sample(offered, 300)]
    complete = dict(nearest.nearest(wanted, offered, 75.0))
    monkeypatch.setattr(nearest, "_EXHAUSTIVE", 0)
    monkeypatch.setattr(nearest, "_COMPACT_COMPARISONS", 0)
    indexed = dict(nearest.nearest(wanted, offered, 75.0))
    same = sum(indexed.get(text, [(0.0, 0)])[0][0] == pytest.approx(found[0][0]) for text, found in complete.items())
    assert len(complete) > 250
    assert same >= 0.99 * len(complete)


def test_common_words_alone_are_found_by_their_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_EXHAUSTIVE", 0)
    monkeypatch.setattr(nearest, "_COMPACT_COMPARISONS", 0)
    monkeypatch.setattr(nearest, "_LOOKED_AT", 200)
    chance = random.Random(3)
    offered = ["click the button save your password share the link", *texts(chance, 5000)]
    wanted = "click the button save your password, then share the link"
    assert dict(nearest.nearest([wanted], offered, 75.0))[wanted][0][1] == 0


def test_scripts_without_spaces_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest, "_EXHAUSTIVE", 0)
    monkeypatch.setattr(nearest, "_COMPACT_COMPARISONS", 0)
    offered = ["请不要与任何人分享您的密码和验证码", "定期更新您的操作系统和应用程序"]
    wanted = "请不要与别人分享您的密码和验证码"
    assert dict(nearest.nearest([wanted], offered, 75.0))[wanted][0][1] == 0


def test_short_texts_need_more_and_trivial_ones_find_nothing() -> None:
    offered = ["secure", "OK!", "Quick Start"]
    found = dict(nearest.nearest(["insecure", "OK?", "OK!", "Quick start", "secure"], offered, 75.0))
    assert {text: offered[hits[0][1]] for text, hits in found.items()} == {
        "Quick start": "Quick Start",
        "secure": "secure",
    }


def test_the_likest_come_first_and_no_more_than_five() -> None:
    offered = [f"Open the settings of the application, page {number}" for number in range(20)]
    wanted = "Open the settings of the application, page 7"
    found = dict(nearest.nearest([wanted], offered, 75.0))[wanted]
    assert found[0] == (100.0, 7)
    assert len(found) == 5
    assert found == sorted(found, key=lambda each: (-each[0], each[1]))


def test_nothing_is_like_nothing() -> None:
    assert list(nearest.nearest(["Some text to find"], [], 75.0)) == []
    assert list(nearest.nearest([], ["Some text"], 75.0)) == []
    assert list(nearest.nearest(["Some text to find"], ["Some text to find"], 0.0)) == [
        ("Some text to find", [(100.0, 0)])
    ]
