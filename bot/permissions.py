"""What Discord calls each permission, and who may change the settings of a guild."""

from __future__ import annotations

from bot.base import Interaction
from bot.errors import RefusedError

PERMISSION_NAMES = {
    "attach_files": "Attach Files",
    "manage_guild": "Manage Server",
    "manage_roles": "Manage Roles",
    "read_message_history": "Read Message History",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "view_channel": "View Channel",
}
"""The names in the app, by the names of the attributes of `discord.Permissions`."""
ADMIN_PERMISSION = PERMISSION_NAMES["manage_guild"]
"""The name of the permission to change the settings of a guild."""
ADMINS_ONLY = f"You need {ADMIN_PERMISSION} to do that here."


def get_permission_name(flag: str) -> str:
    """Return what the app calls a permission."""
    return PERMISSION_NAMES.get(flag) or flag.replace("_", " ").title()


def is_admin(interaction: Interaction) -> bool:
    """Return whether the member may manage the guild at this moment; False without a guild."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def require_admin(interaction: Interaction) -> None:
    """Raise RefusedError unless the member may manage the guild at this moment."""
    if not is_admin(interaction):
        raise RefusedError(ADMINS_ONLY)
