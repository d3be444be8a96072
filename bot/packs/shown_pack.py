"""What cards show of a pack beside its entries: names, colour, icons and pictures."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.icons.shown import ShownIcons, select_icons
from bot.pictures.renderer import PictureRenderer
from seeds.pack import FeedSuggestion, Manifest
from storage.canon.canon import Canon

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ShownPack:
    """A pack as the cards of its guilds show it."""

    manifest: Manifest
    colour: discord.Colour
    icons: ShownIcons
    pictures: PictureRenderer
    _topic_names: dict[str, str]

    def get_topic_name(self, slug: str) -> str:
        """Return the topic's name as cards show it, the slug itself when the pack has no name."""
        return self._topic_names.get(slug, slug)


class ShownPacks:
    """The pack of each guild; each is built once, and again when it was loaded again."""

    def __init__(self, canon: Canon, pictures: PictureRenderer) -> None:
        self._canon = canon
        self._pictures = pictures
        self._emoji: Sequence[discord.Emoji] = ()
        self._shown: dict[int, ShownPack] = {}
        self.further_feeds: list[FeedSuggestion] = []
        """Feeds that are suggested beside those of the packs, as by the demo."""

    def get(self, audience_id: int | None, pack_slug: str = "") -> ShownPack:
        """Return the pack of a guild; the default one for None and a direct-message channel.

        With `pack_slug`, the pack with that slug, if the bot has it.
        """
        canon = self._canon.for_guild(audience_id, pack_slug).pack
        known = self._shown.get(canon.guild_id)
        if known is None or known.manifest is not canon.manifest:
            known = self._shown[canon.guild_id] = self._build(canon.manifest)
        return known

    def _build(self, manifest: Manifest) -> ShownPack:
        return ShownPack(
            manifest=manifest,
            colour=discord.Colour.from_str(manifest.colour),
            icons=select_icons(self._emoji, manifest, self._canon.list_manifests()),
            pictures=self._pictures.with_colour(manifest.colour),
            _topic_names={topic.slug: topic.name for topic in manifest.topics},
        )

    def list_feeds(self, guild_id: int) -> list[FeedSuggestion]:
        """Return the feeds that are suggested to a guild."""
        return [*self.further_feeds, *self.get(guild_id).manifest.feed]

    def is_feed_suggested(self, address: str) -> bool:
        """Return whether any pack suggests a feed: a guild keeps it when it changes its pack."""
        listed = [one for manifest in self._canon.list_manifests() for one in manifest.feed]
        return any(one.address == address for one in (*self.further_feeds, *listed))

    async def load_icons(self, client: discord.Client) -> None:
        """Read the emoji of the application; cards go without while Discord does not say."""
        try:
            self._emoji = await client.fetch_application_emojis()
        except (discord.DiscordException, OSError) as error:
            log.info("cards show no icons: %r", error)
        self._shown.clear()
