"""Faults that the surface of a sentence gives away, and the honest sentences that must not be taken for them."""

from __future__ import annotations

import pytest

from ccb_l10n.drafting.quality import CRY, EMPTY, LENGTH, LOOP, NEGATION, QUESTION, RESIDUE, faults


@pytest.mark.parametrize(
    ("source", "target", "lang", "wanted"),
    [
        ("Read it", "  ", "fr", (EMPTY,)),
        ("Read it", "lis lis lis", "fr", (LOOP,)),
        ("Read the plan", "le plan et le plan et le plan et", "fr", (LOOP,)),
        ("The team reads the plan", "l'équipe lit le plan et l'équipe lit le plan et la", "fr", (LOOP,)),
        ("Read the plan", "阅读计划阅读计划阅读计划阅读计划", "zh", (LOOP,)),
        ("Yes", "oui " + "".join(f"mot{n} " for n in range(40)), "fr", (LENGTH,)),
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
