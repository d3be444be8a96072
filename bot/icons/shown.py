"""The emoji of icons as cards write them; nothing where the application has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import discord

from bot.icons.catalog import build_base_name, find_base_name, list_icon_names
from bot.markdown import Markdown, mark_safe
from seeds.pack import Manifest


class ShownIcons:
    """The icons of one pack, as Markdown by base name."""

    def __init__(self, markdown: Mapping[str, Markdown]) -> None:
        self._markdown = markdown

    def get_stage(self, slug: str) -> Markdown:
        """Return the emoji of a stage and a space, "" without one."""
        return self._get("stage", slug)

    def get_certainty(self, certainty: str) -> Markdown:
        """Return the emoji of a certainty and a space, "" without one."""
        return self._get("certainty", certainty)

    def _get(self, kind: str, slug: str) -> Markdown:
        found = self._markdown.get(build_base_name(kind, slug))
        return f"{found} " if found else ""


def select_icons(
    emoji: Iterable[discord.Emoji], manifest: Manifest, all_manifests: Iterable[Manifest]
) -> ShownIcons:
    """Return the icons of a pack among the emoji of the application.

    An outdated one stands in for one that is not uploaded yet, but never one of another pack.
    """
    current = list_icon_names(manifest)
    foreign = {name for one in all_manifests for name in list_icon_names(one)} - current
    shown: dict[str, Markdown] = {}
    for one in emoji:
        base_name = find_base_name(one.name)
        if base_name is None or one.name in foreign:
            continue
        if one.name in current or base_name not in shown:
            shown[base_name] = mark_safe(str(one))
    return ShownIcons(shown)
