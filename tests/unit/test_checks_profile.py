"""Profiles: the layers, what each level does to a check and its findings, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ccb_l10n.checks.problem import Row
from ccb_l10n.checks.profile import Profile, chosen
from ccb_l10n.errors import CcbError
from ccb_l10n.model import Finding, Severity
from ccb_l10n.settings import Said

ROWS = (
    Row("grave", Severity.ERROR, "", "", ""),
    Row("mild", Severity.WARNING, "", "", ""),
    Row("small", Severity.INFO, "", "", ""),
    Row("noisy", Severity.WARNING, "", "", "", opt_in=True),
)


def said(profile: str = "", levels: Mapping[str, str] | None = None, **profiles: Mapping[str, str]) -> Said:
    return Said("ccb-l10n.toml", profile, levels or {}, profiles, {"checks.mlid": 7, "profiles.own.mild": 9})


def shown(profile: Profile) -> dict[str, str]:
    return {row.id: row.severity.value for row in profile.rows(ROWS)}


AS_THEY_ARE = {"grave": "error", "mild": "warning", "small": "info"}


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        pytest.param([], AS_THEY_ARE, id="nothing said"),
        pytest.param([said("default")], AS_THEY_ARE, id="default"),
        pytest.param([said("strict")], {**AS_THEY_ARE, "noisy": "warning"}, id="strict"),
        pytest.param([said("lenient")], {"grave": "error", "mild": "info", "small": "info"}, id="lenient"),
        pytest.param([said(levels={"mild": "off"})], {"grave": "error", "small": "info"}, id="off"),
        pytest.param([said(levels={"noisy": "on"})], {**AS_THEY_ARE, "noisy": "warning"}, id="on"),
        pytest.param([said(levels={"noisy": "info"})], {**AS_THEY_ARE, "noisy": "info"}, id="a level turns on"),
        pytest.param([said(levels={"small": "error"})], {**AS_THEY_ARE, "small": "error"}, id="raised"),
        pytest.param(
            [said(levels={"mild": "off", "small": "off"}), said(levels={"mild": "error"})],
            {"grave": "error", "mild": "error"},
            id="the course refines the workspace",
        ),
        pytest.param(
            [said(levels={"mild": "off"}), said("lenient")],
            {"grave": "error", "mild": "info", "small": "info"},
            id="a named profile starts anew",
        ),
        pytest.param(
            [said("strict", {"mild": "off"}), said("lenient", {"small": "off"}), said("default")],
            AS_THEY_ARE,
            id="the command line has the last word",
        ),
        pytest.param(
            [said(own={"extends": "strict", "mild": "off"}), said("own", {"grave": "info"})],
            {"grave": "info", "small": "info", "noisy": "warning"},
            id="an own profile that extends another",
        ),
        pytest.param(
            [said("b", a={"extends": "lenient", "mild": "on"}, b={"extends": "a", "grave": "off"})],
            {"mild": "warning", "small": "info"},
            id="two steps",
        ),
    ],
)
def test_layers_make_a_profile(layers: list[Said], expected: dict[str, str]) -> None:
    assert shown(chosen(ROWS, layers)) == expected


@pytest.mark.parametrize(
    ("layer", "own", "expected"),
    [
        pytest.param(said(), "error", "error", id="the concept's severity"),
        pytest.param(said(levels={"mild": "info"}), "error", "info", id="lowered"),
        pytest.param(said(levels={"mild": "error"}), "warning", "error", id="raised"),
        pytest.param(said(levels={"mild": "error"}), "info", "info", id="an info stays one"),
        pytest.param(said(levels={"mild": "on"}), "error", "error", id="on says nothing of severities"),
        pytest.param(said("lenient"), "error", "error", id="lenient keeps errors"),
        pytest.param(said("lenient"), "warning", "info", id="lenient lowers warnings"),
        pytest.param(said("strict"), "info", "info", id="strict raises nothing"),
    ],
)
def test_a_finding_with_its_own_severity(layer: Said, own: str, expected: str) -> None:
    finding = Finding("mild", Severity(own), "text", "a.po")
    assert chosen(ROWS, [layer]).told(finding).severity == expected


@pytest.mark.parametrize(
    ("layer", "message", "hint"),
    [
        (
            said(levels={"mlid": "off"}),
            "ccb-l10n.toml:7: no check 'mlid'",
            "did you mean 'mild'? the checks are: grave",
        ),
        (said(levels={"mild": "of"}), "no level 'of'", "did you mean 'off'? the levels are: error, info, off, on"),
        (said("strikt"), "no profile 'strikt'", "did you mean 'strict'? the profiles are: default, lenient, strict"),
        (said(own={"mild": "loud"}), "ccb-l10n.toml:9: no level 'loud'", "the levels are"),
        (said(own={"extends": "gone"}), "no profile 'gone'", "the profiles are: default, lenient, own, strict"),
        (said(strict={"mild": "off"}), "the profile 'strict' is built in", 'extends = "strict"'),
        (
            said(a={"extends": "b"}, b={"extends": "a"}),
            "profiles that extend each other: a -> b -> a",
            "start from default",
        ),
    ],
)
def test_what_there_is_not_is_refused_with_the_next_step(layer: Any, message: str, hint: str) -> None:
    with pytest.raises(CcbError) as raised:
        chosen(ROWS, [layer])
    assert message in str(raised.value)
    assert hint in raised.value.hint
