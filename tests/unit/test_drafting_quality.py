"""Faults that the surface of a sentence gives away, and the honest sentences that must not be taken for them."""

from __future__ import annotations

import pytest

from ccb_l10n.drafting import denial
from ccb_l10n.drafting.quality import (
    CRY,
    DENIED,
    EMPTY,
    LENGTH,
    LOOP,
    MIXED,
    NEGATION,
    QUESTION,
    QUOTES,
    RESIDUE,
    SCRIPT,
    faults,
    left_title,
)


@pytest.mark.parametrize(
    ("source", "target", "lang", "wanted"),
    [
        ("Read it", "  ", "fr", (EMPTY,)),
        ("Read it", "lis lis lis", "fr", (LOOP,)),
        ("Read the plan", "le plan et le plan et le plan et", "fr", (LOOP,)),
        ("The team reads the plan", "l'équipe lit le plan et l'équipe lit le plan et la", "fr", (LOOP,)),
        ("Read the plan", "阅读计划阅读计划阅读计划阅读计划", "zh", (LOOP,)),
        ("Yes", "oui " + "".join(f"mot {chr(97 + n % 26) * 3} " for n in range(30)), "fr", (LENGTH,)),
        ("The team reads the plan every week", "Oui", "fr", (LENGTH,)),
        ("The team reads the plan every week", "团队每周读", "zh", ()),
        ("Open the file of the team", "Ouvrez le fichier of the équipe entière de la ville", "fr", (RESIDUE,)),
        ("The report", "The rapport", "fr", (RESIDUE,)),
        ("INCIDENT RESPONSE", "INCIDENT RESPONSE", "fr", (RESIDUE,)),
        ("the Bank of England", "la Bank of England et la National Institute of Standards", "fr", ()),
        ("Read “the plan of the team”", "Lisez « the plan of the team »", "fr", ()),
        ("Information", "Information", "fr", ()),
        ("Open the malicious attachment quickly", "открыть the malicious attachment quickly", "ru", (RESIDUE,)),
        ("Open the Wireshark window", "Откройте окно Wireshark", "ru", ()),
        ("Do not click", "Cliquez", "fr", (NEGATION,)),
        ("Do not click", "Ne cliquez pas", "fr", ()),
        ("Don’t click", "Évitez de cliquer", "fr", ()),
        ("It isn't sent", "Il est envoyé", "fr", (NEGATION,)),
        ("It isn't sent", "Il n’est pas envoyé", "fr", ()),
        ("Without a plan", "Con un plan", "es", (NEGATION,)),
        ("Never share it", "Nunca lo comparta", "es", ()),
        ("Never share it", "Partilhe sempre", "pt", (NEGATION,)),
        ("Do not share it", "Поделитесь им", "ru", (NEGATION,)),
        ("Do not share it", "Не делитесь им", "ru", ()),
        ("Do not share it", "شاركه مع الفريق", "ar", (NEGATION,)),
        ("Do not share it", "لا تشاركه", "ar", ()),
        ("Do not share it", "请分享", "zh-Hans", (NEGATION,)),
        ("Do not share it", "请勿分享", "zh", ()),
        ("Do not share it", "Shiriki sasa", "sw", (NEGATION,)),
        ("Do not share it", "Usishiriki", "sw", ()),
        ("Not only the team", "Toute l'équipe", "fr", ()),
        ("Do not click", "Ne cliquez", "fr", (NEGATION,)),
        ("Do not click", "Cliquez plus", "fr", (NEGATION,)),
        ("Do not click", "Une personne clique", "fr", (NEGATION,)),
        ("Do not click", "Ne cliquez plus", "fr", ()),
        ("Do not click", "Il ne clique que là", "fr", ()),
        ("Let's see", "Ne pas voir", "fr", (DENIED,)),
        ("Open the file", "N’ouvrez jamais le fichier", "fr", (DENIED,)),
        ("Open the file", "No abra el archivo", "es", (DENIED,)),
        ("Open the file", "Não abra o arquivo", "pt", (DENIED,)),
        ("Open the file", "Не открывайте файл", "ru", (DENIED,)),
        ("Open the file", "لا تفتح الملف", "ar", (DENIED,)),
        ("Open the file", "请勿打开文件", "zh", (DENIED,)),
        ("The file is unsafe", "Le fichier n’est pas sûr", "fr", ()),
        ("There is no file", "Il n’y a pas de fichier", "fr", ()),
        ("It fails to open", "Il ne s’ouvre pas", "fr", ()),
        ("Remember to open it", "N’oubliez pas de l’ouvrir", "fr", ()),
        ("Wait until it opens", "N’ouvrez pas avant", "fr", ()),
        ("Advanced protection", "Adv0 protection", "fr", (MIXED,)),
        ("SHA1 and MP3", "SHA1 et MP3", "fr", ()),
        ("The 1st", "Le 1er", "fr", ()),
        ("Digital Content Producer", "Digital", "fr", (LENGTH,)),
        ("Do not share it", "Teilen", "de", ()),
        ("Who reads it?", "Celui qui lit.", "fr", (QUESTION,)),
        ("Who reads it?", "Qui le lit ?", "fr", ()),
        ("Who reads it?", "من يقرأه؟", "ar", ()),
        ("Who reads it?", "Ποιος το διαβάζει;", "el", ()),
        ("He reads it.", "Le lit-il ?", "fr", (QUESTION,)),
        ("Read it.", "Lisez ! Lisez-le.", "fr", (CRY,)),
        ("Read it.", "Lisez-le !", "fr", ()),
        ("Read REF0 or REF1 or REF2", "Lisez REF0 ou REF1 ou REF2", "fr", ()),
    ],
)
def test_faults(source: str, target: str, lang: str, wanted: tuple[str, ...]) -> None:
    assert faults(source, target, "en", lang) == wanted


def test_a_repetition_of_the_source_is_none_of_the_targets() -> None:
    assert faults("no no no", "non non non", "en", "fr") == ()


def test_other_sources_are_judged_by_what_all_share() -> None:
    assert faults("Ne cliquez pas", "Click", "fr", "en") == ()
    assert faults("Lisez", "read read read", "fr", "en") == (LOOP,)


def test_titles_left_in_english_are_seen() -> None:
    source, left = "Bad, Dangerous, and Unnecesary Softwares", "Bad, Dangerous, et Unnecesary Softwares"
    assert left_title(source, left, "fr", frozenset({"bad", "dangerous"}))
    assert not left_title(source, left, "fr", frozenset({"dangerous"}))  # the others may be names
    assert not left_title(source, "Logiciels dangereux et Unnecesary Softwares", "fr", frozenset({"softwares"}))
    title = "Communication and Protection Information"
    assert not left_title(title, "Communication Protection Information", "fr", frozenset(title.lower().split()))


@pytest.mark.parametrize(
    ("one", "other", "language", "alike"),
    [
        ("Do not click", "Don’t click", "en", True),
        ("Do not click", "Do click", "en", False),
        ("There is no file", "There is a file", "en", False),
        ("You cannot open it", "You can open it", "en", False),
        ("Ne cliquez pas", "Cliquez", "fr", False),
        ("Klick nicht", "Klick", "de", True),  # nobody knows its words here
    ],
)
def test_texts_that_deny_alike(one: str, other: str, language: str, alike: bool) -> None:
    assert denial.same(one, other, language) is alike


@pytest.mark.parametrize(
    ("source", "target", "languages", "wanted"),
    [
        ("...", "团队阅读报告 每周打开文件", ("en", "fr"), (SCRIPT,)),
        ("Read the report", "Прочитайте отчёт", ("en", "fr"), (SCRIPT,)),
        ("Read what 王伟 wrote to you today", "Lisez ce que 王伟 vous a écrit aujourd’hui", ("en", "fr"), ()),
        ("团队阅读报告", "团队阅读报告", ("zh", "fr"), (RESIDUE, SCRIPT)),
        ("团队阅读报告", "团队阅读报告", ("zh", "ja"), (RESIDUE,)),
        ("报告", "报告", ("zh", "ja"), ()),
        ("Команда читает отчёт", "Команда читает отчёт", ("ru", "fr"), (RESIDUE, SCRIPT)),
        ("Lisez votre rapport entier", "Lisez votre rapport entier", ("fr", "es"), (RESIDUE,)),
        ("团队阅读每周报告", "The team reads the weekly report", ("zh", "ru"), (SCRIPT,)),
        ("使用 nmap scan port 工具", "nmap scan port", ("zh", "ru"), (RESIDUE,)),
        ("GitHub", "GitHub", ("en", "ru"), ()),
        ("Use ΔG = 5", "Utilisez ΔG = 5", ("en", "fr"), ()),
        ("Read it", "ቅሪ", ("en", "tig"), ()),
    ],
)
def test_each_language_has_its_letters(
    source: str, target: str, languages: tuple[str, str], wanted: tuple[str, ...]
) -> None:
    assert faults(source, target, *languages) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("'Open it' and then leave", "’Open puis quitter", (QUOTES,)),
        ("'Open it' and then leave", "’Ouvrez-le’ puis quittez", ()),
        ("“Open it” and leave", "« Ouvrez-le et partez", (QUOTES,)),
        ("“Open it” and leave", "« Ouvrez-le » et partez", ()),
        ('"Open it" and leave', 'Ouvrez-le" et partez', (QUOTES,)),
        ("The users’ files", "Les fichiers des utilisateurs’", ()),
        ("Open it", "Ouvrez-l’", ()),
    ],
)
def test_a_quotation_that_is_opened_is_closed(source: str, target: str, wanted: tuple[str, ...]) -> None:
    assert faults(source, target, "en", "fr") == wanted
