"""The name under which the bot fetches pages."""

from __future__ import annotations


def build_user_agent(version: str, title: str, contact: str) -> str:
    """Return a user agent with the bot's name, what it is for, and how to reach its owner."""
    return f"FanCommunityBot/{version} (news for {title}; +{contact})"
