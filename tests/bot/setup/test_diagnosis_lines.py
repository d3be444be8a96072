"""How the diagnosis puts what it found."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.setup.diagnosis import DiagnosisReport
from cogs.setup.diagnosis_page import NO_CHANNEL_CHOSEN, NO_FINDINGS, list_diagnosis_lines

SOON = datetime(2026, 5, 1, 9, tzinfo=UTC)


def test_a_server_that_chose_nothing_hears_that_this_is_fine() -> None:
    assert list(list_diagnosis_lines(DiagnosisReport())) == [NO_CHANNEL_CHOSEN]


def test_what_is_chosen_and_allowed_is_fine() -> None:
    assert list(list_diagnosis_lines(DiagnosisReport(has_channels=True))) == [NO_FINDINGS]


def test_findings_are_numbered_and_come_before_what_is_next_and_what_is_silent() -> None:
    found = DiagnosisReport(
        findings=["Open this.", "Allow that."],
        upcoming=[("Anniversaries", SOON)],
        inactive=[("Daily question", "not set up")],
        has_channels=True,
    )
    assert list(list_diagnosis_lines(found)) == [
        "**2 things to fix,** then press *Check again*:",
        "1. Open this.",
        "2. Allow that.",
        "",
        "**Anniversaries** · next <t:1777626000:F>, <t:1777626000:R>",
        "**Daily question** · not set up",
    ]


def test_a_role_that_is_gone_is_a_finding_where_no_channel_is_chosen() -> None:
    [first, _] = list_diagnosis_lines(DiagnosisReport(findings=["The role is gone."]))
    assert first == "**1 thing to fix,** then press *Check again*:"
