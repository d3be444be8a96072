"""The page of `/setup` for dates: the language they are written in, and the time zone of days."""

from __future__ import annotations

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape
from bot.setup.controls import footer_row
from bot.setup.page_card import SetupCard, SetupRow
from bot.setup.registry import INVALID_CHOICE, FieldChange, PageRequirements
from bot.setup.selects import option_select
from bot.setup.time_zones.field import FIELD, TimeZoneField
from bot.time_zones import get_time_zone, get_time_zone_name, is_known_time_zone
from bot.ui.dates import LANGUAGES, format_clock, format_day, is_for_sentences, set_language


class DatesPage:
    """The language of dates and the guild's time zone."""

    key = "dates"
    position = 50
    title: Markdown = "Dates"

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._time_zone_field = TimeZoneField(bot, self.key)

    async def summarize(self, guild: discord.Guild) -> Markdown:
        settings = await self._bot.store.guild_settings.get(guild.id)
        example = await self._format_example(guild, settings.language)
        return f"{LANGUAGES.get(settings.language) or escape(settings.language)}, as in {example}"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        settings = await self._bot.store.guild_settings.get(guild.id)
        offered = {
            tag: f"{name} · {await self._format_example(guild, tag)}"
            for tag, name in LANGUAGES.items()
        }
        select = option_select(
            self.key, "language", offered, [settings.language], placeholder="Choose a language"
        )
        example = await self._format_example(guild, settings.language)
        rows = (
            SetupRow("**Language** for dates", (select,)),
            SetupRow(
                self._format_zone_label(settings.zone), (self._time_zone_field.build_button(),)
            ),
            footer_row(),
        )
        which = _name_dates(settings.language)
        body = f"{which} look like **{example}**. Everything else stays in English."
        return SetupCard(self.title, body, rows)

    async def apply_change(self, change: FieldChange) -> Markdown | None:
        match change.field:
            case "language":
                return await self._set_language(change)
            case _ if change.field == FIELD:
                return await self._time_zone_field.apply(change, "Days here go by")
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def get_requirements(self, _guild: discord.Guild) -> PageRequirements:
        return PageRequirements()

    async def _set_language(self, change: FieldChange) -> Markdown:
        language = change.get_option(LANGUAGES)
        await self._bot.store.guild_settings.update(change.guild.id, language=language)
        set_language(language)
        example = await self._format_example(change.guild, language)
        return f"{_name_dates(language)} now look like {example}."

    async def _format_example(self, guild: discord.Guild, language: str) -> Markdown:
        return format_day(await self._bot.today_in(guild.id), language)

    def _format_zone_label(self, key: str) -> Markdown:
        zone = get_time_zone(key)
        clock = format_clock(self._bot.clock(), zone)
        label = f"**Days** begin in {get_time_zone_name(zone.key)}, where it is {clock} now"
        if is_known_time_zone(key):
            return label
        return (
            f"{label}\nThe chosen zone, {escape(key)}, is unknown to this computer: choose another."
        )


def _name_dates(language: str) -> Markdown:
    """Return which dates are written in a language, as the subject of a sentence."""
    return "Dates" if is_for_sentences(language) else "Dates in headings and lists"
