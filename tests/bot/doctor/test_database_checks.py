"""Which file systems a database may be on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.doctor.database_checks import judge_file_system
from bot.doctor.findings import Verdict


@pytest.mark.parametrize("name", ["nfs4", "cifs", "9p", "fuse.sshfs"])
def test_a_file_system_of_a_network_is_unfit_for_the_write_ahead_log(name: str) -> None:
    finding = judge_file_system(Path("/data/bot.sqlite3"), name)
    assert finding.verdict is Verdict.BROKEN
    assert finding.remedy == "Put the database on a disk of this computer."


@pytest.mark.parametrize("name", ["ext4", "xfs", "btrfs", "zfs", "overlay", "apfs"])
def test_a_file_system_of_a_disk_is_fit(name: str) -> None:
    assert judge_file_system(Path("/data/bot.sqlite3"), name).verdict is Verdict.GOOD
