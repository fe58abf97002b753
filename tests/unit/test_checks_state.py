"""What is left to do in a catalog, a finding a message."""

from __future__ import annotations

import pytest

from ccb_l10n.checks import check, state
from ccb_l10n.model import Catalog, Finding, Message, State


def _found(*messages: Message) -> list[Finding]:
    return list(check(Catalog(messages, {"Language": "zh_Hans"}, "zh-Hans"), path="a.po", checks=state.ROWS))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(Message("Plan", line=3), [("untranslated", "info")], id="untranslated"),
        pytest.param(Message("Plan", "计划", state=State.TRANSLATED), [], id="translated"),
        pytest.param(Message("Plan", "计划", state=State.REVIEWED), [], id="reviewed"),
        pytest.param(Message("Plan", "计划", state=State.DRAFT), [("draft", "info")], id="draft"),
        pytest.param(Message("Plan", "计划", state=State.STALE), [("stale", "warning")], id="stale"),
        pytest.param(Message("Plan", "计划", state=State.OBSOLETE), [], id="obsolete"),
        pytest.param(Message("Plan", " \u00a0\n", state=State.TRANSLATED), [("empty", "error")], id="blank"),
        pytest.param(Message("Plan", "\u200b\u200f", state=State.REVIEWED), [("empty", "error")], id="invisible"),
        pytest.param(Message("Plan", "  ", state=State.DRAFT), [("empty", "error")], id="blank draft"),
        pytest.param(Message("Plan", "  ", state=State.STALE), [("empty", "error")], id="blank and stale"),
        pytest.param(Message("Plan", "  ", state=State.OBSOLETE), [], id="blank and obsolete"),
        pytest.param(Message("`nc`"), [], id="nothing to translate"),
        pytest.param(Message("TLP", "TLP", state=State.TRANSLATED), [], id="the same as the source"),
        pytest.param(Message("Plan", "خطة", state=State.TRANSLATED), [], id="another script"),
    ],
)
def test_each_state_has_its_finding(message: Message, expected: list[tuple[str, str]]) -> None:
    assert [(each.id, each.severity.value) for each in _found(message)] == expected


def test_a_stale_target_says_whether_the_source_changed() -> None:
    changed, marked, returned = _found(
        Message("Plan B", "计划", previous="Plan", state=State.STALE),
        Message("Plan", "计划", state=State.STALE),
        Message("Plans", "计划", previous="Plans", state=State.STALE),
    )
    assert changed.message == "the source changed after it was translated"
    assert marked.message == returned.message == "the translation is marked as fuzzy"


def test_a_blank_plural_form_among_others_is_named() -> None:
    header = {"Language": "pl", "Plural-Forms": "nplurals=3; plural=(n==1 ? 0 : 1);"}
    message = Message(
        "%d day", "%d dzień", plural="%d days", targets=("%d dzień", "", "%d dni"), state=State.TRANSLATED
    )
    [finding] = check(Catalog((message,), header, "pl"), path="a.po")
    assert (finding.id, finding.message, finding.target) == ("empty", "a plural form is blank", "")
