"""The link that invites the bot."""

from __future__ import annotations

from pathlib import Path

from bot.cli.installation.application import build_invite_link
from bot.permissions import get_permission_name, list_invite_permissions

ROOT = Path(__file__).parents[4]


def test_the_readme_shows_the_link_and_the_permissions_that_the_program_asks_for() -> None:
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    flags = list_invite_permissions(has_pictures=True, pins_card=False, gives_roles=False)

    link = build_invite_link(1, flags).replace("client_id=1", "client_id=YOUR_APPLICATION_ID")
    assert f"`{link}`" in readme
    assert [name for name in map(get_permission_name, flags) if f"*{name}" not in readme] == []
