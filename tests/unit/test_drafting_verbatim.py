"""What machines read is found in prose byte for byte, and ordinary words are not taken for it."""

from __future__ import annotations

import time

import pytest

from ccb_l10n.drafting.fill import COPIED, planned
from ccb_l10n.drafting.inside import hollow
from ccb_l10n.drafting.ladder import Rules
from ccb_l10n.drafting.masking import restore
from ccb_l10n.drafting.verbatim import spans


def found(source: str) -> list[str]:
    return [source[start:end] for start, end in spans(source, 0, len(source))]


@pytest.mark.parametrize(
    "name",
    [
        "d41d8cd98f00b204e9800998ecf8427e",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "EF6E 286D DA85 EA2A 4BA7 DE68 4E2C 6E87 9329 8290",
        "0xDEADBEEF",
        "00:1a:2b:3c:4d:5e",
        "123e4567-e89b-12d3-a456-426614174000",
        "xoe4vn5uwdztif6goazfbmogh6wh5jc4up35bqdflu6bkdc5cas5vjqd.onion",
        "evil.example.com",
        "keys.openpgp.org",
        "download.com",
        "example.net",
        "bit.ly/abc",
        "cert.gov.fj",
        "www.example.org/a_b",
        "https://example.org/a?b=c",
        "2001:db8::1",
        "2001:db8::/32",
        "fe80:0:0:0:202:b3ff:fe1e:8329",
        "::1",
        "10.0.0.0/8",
        "192.168.1.1:8080",
        "@jonah",
        "@MASTG-KNOW-0043",
        "@jonah@neat.computer",
        "soc@example.org",
        "CVE-2021-44228",
        "MASTG-TEST-0012",
        "GHSA-jfh8-c2jp-5v3q",
        "T1059.001",
        "setup.exe",
        "hosts.txt",
        ".exe",
        "invoice.pdf.exe",
        "/etc/hosts",
        "my_file_name",
        "v2.3",
        "1.2.3",
        "1.2.3-beta",
    ],
)
def test_names_for_machines_are_kept_whole(name: str) -> None:
    assert found(f"Look at {name}, then go on.") == [name]
    assert found(f"Look at ({name}).") == [name]
    plan = planned(name, Rules())
    assert plan.parts == []  # nothing but it: copied


@pytest.mark.parametrize(
    "source",
    [
        "Use tools, e.g. a manager, i.e. a vault, etc. and so on.",
        "At the end.Next comes the rest of it.",
        "It was sent.to and read.in the U.S. at 3 p.m. by Dr.No",
        "You and/or he/she, 24/7, TCP/IP, S/MIME",
        "At 12:30 or 12:30:45 we met; a ratio of 3:1",
        "1.2 and 3.5% of 66,000 or 1.000.000",
        "Wi-Fi, A-Z, A4 paper, Step 3-5, Python 3, WPA2",
        "std::vector stays where C++ is",
        "come @ 5 or @ home",
        "The file: a. b. c.",
    ],
)
def test_ordinary_words_are_left_to_the_engine(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize("unit", ["a.", "a-", "A-", "1.", "a:", "::", "/a", "@a", "_a", "0a ", "-.", "a.com", "ab12 "])
def test_time_stays_in_bounds(unit: str) -> None:
    begun = time.perf_counter()
    found(unit * 4_000)
    assert time.perf_counter() - begun < 2


def test_a_message_of_names_is_copied() -> None:
    from ccb_l10n.drafting.fill import made

    source = "@jonah, setup.exe 1.2.3 **CVE-2021-44228**"
    draft = made(planned(source, Rules()), {}, "")
    assert (draft.target, draft.flags) == (source, (COPIED,))


@pytest.mark.parametrize(
    ("source", "hidden"),
    [
        ("You have {count} files.", ["{count}"]),
        ("{0} reports to {user.name}", ["{0}", "{user.name}"]),
        ("Hello {{x}} and ${y}", ["{{x}}", "${y}"]),
        ("Found %s in %1$d of %(name)s and %{x}", ["%s", "%1$d", "%(name)s", "%{x}"]),
        ("Dear <%= user %>, hello", ["<%= user %>"]),
        ("Look into $HOME or %APPDATA% now", ["$HOME", "%APPDATA%"]),
        ("It is $6 cost and $1,200.50 more", ["$6", "$1,200.50"]),
        (r"Let \(a_1 + b\) and \[x\] be", [r"\(a_1 + b\)", r"\[x\]"]),
        (r"Let \(\alpha\) be", [r"\(\alpha\)"]),
        ("The &quot;team&quot; reads", ["&quot;", "&quot;"]),
    ],
)
def test_whole_variables_and_formulas_are_hidden(source: str, hidden: list[str]) -> None:
    masked = planned(source, Rules()).masked
    assert [run.text for run in masked.hidden] == hidden
    assert restore(masked, masked.text) == source


@pytest.mark.parametrize(
    "source", ["Read {Your name} here", r"An \(optional\) word", "50% sure and 5 % de", "100 %d’un"]
)
def test_words_between_brackets_are_no_variables(source: str) -> None:
    hidden = [run.text for run in planned(source, Rules()).masked.hidden]
    assert not [text for text in hidden if any(map(str.isalpha, text))]


def test_a_quoted_word_is_inside_its_entities() -> None:
    masked = planned("The &quot;team&quot; reads the report", Rules()).masked
    assert hollow(masked, "REF0 REF1 Le équipe lit le rapport")
    assert not hollow(masked, "REF0 équipe REF1 lit le rapport")
