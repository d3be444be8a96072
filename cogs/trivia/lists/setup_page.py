"""The page of `/setup` for the question lists of a server."""

from __future__ import annotations

import asyncio
import logging
from pathlib import PurePath
from typing import NamedTuple

import discord

from bot.base import BotBase
from bot.errors import RefusedError
from bot.markdown import Markdown, escape
from bot.messaging.uploads import PendingUploads, UploadedFile
from bot.setup.page_card import SetupCard
from bot.setup.registry import INVALID_CHOICE, FieldChange, PageRequirements
from bot.ui.text import clip, pluralize
from cogs.trivia.lists import cards
from cogs.trivia.lists.limits import MAX_FILE_BYTES, check_limits
from seeds.trivia_lists.models import TriviaListError
from seeds.trivia_lists.reader import read_trivia_list
from seeds.trivia_lists.topics import MAX_NAME_LENGTH, choose_name, choose_topic
from storage.trivia.lists import ALL_GUILDS_ID, ImportedList, NewList

log = logging.getLogger(__name__)

LIST_GONE = "That list is already gone."
NO_FILE = "There wasn't a file in that: press *Add a list* and attach one."


class ListExpiredError(RefusedError):
    """The list was added already, or belongs to another member."""

    def __init__(self) -> None:
        super().__init__(
            "I no longer have that file, because it was added or I restarted: if it's missing, "
            "send it again."
        )


class PendingList(NamedTuple):
    """A checked list that waits for confirmation."""

    guild_id: int
    member_id: int
    new_list: NewList


class QuestionListsPage:
    """The lists of a guild, and whether games without a topic ask them."""

    key = cards.PAGE_KEY
    position = 35
    title: Markdown = cards.TITLE

    def __init__(self, bot: BotBase) -> None:
        self._bot = bot
        self._settings = bot.store.guild_settings
        self._lists = bot.store.trivia_lists
        self._pending = PendingUploads[PendingList](ListExpiredError)
        self._parsing = asyncio.Lock()

    async def summarize(self, guild: discord.Guild) -> Markdown:
        lists = await self._lists.list_for_guild(guild.id)
        if not lists:
            return "none of this server's own"
        count = sum(one.question_count for one in lists)
        return f"{pluralize(len(lists), 'list')} with {pluralize(count, 'question')}"

    async def build_card(self, guild: discord.Guild) -> SetupCard:
        settings = await self._settings.get(guild.id)
        shared = await self._lists.list_for_guild(ALL_GUILDS_ID)
        lists = await self._list_own(guild.id)
        return cards.build_page(lists, len(shared), asks_always=settings.asks_lists_always)

    async def apply_change(self, change: FieldChange) -> Markdown | SetupCard | None:
        match change.field:
            case "add" if not change.values:
                await cards.build_upload_form().open(change.interaction)
                return None
            case "add":
                return await self._preview(change)
            case "save":
                return await self._save(change)
            case "list":
                return cards.build_list_card(await self._find_list(change))
            case "remove":
                return await self._remove(change)
            case "always":
                asks_always = change.get_option(("all", "topic")) == "all"
                await self._settings.update(change.guild.id, asks_lists_always=asks_always)
                return cards.format_when_asked(asks_always=asks_always)
            case _:
                raise RefusedError(INVALID_CHOICE)

    async def get_requirements(self, _guild: discord.Guild) -> PageRequirements:
        return PageRequirements()

    async def _preview(self, change: FieldChange) -> SetupCard:
        """Return the card with what would be taken of a file, or with the reasons against it."""
        file = change.file
        if file is None:
            raise RefusedError(NO_FILE)
        content = await file.read(change.interaction, MAX_FILE_BYTES)
        try:
            # A hostile file takes seconds, and many of them would keep all worker threads busy.
            async with self._parsing:
                found = await asyncio.to_thread(read_trivia_list, content)
        except TriviaListError as error:
            return cards.build_refusal(clip(file.name, MAX_NAME_LENGTH), error.problems)
        name = choose_name(_get_stem(file))
        pack = self._bot.packs.get(change.guild.id)
        topic = choose_topic(pack.manifest, (change.value, found.topic, name))
        new_list = NewList(name, topic, found.author, found.description, found.questions)
        lists = await self._lists.list_for_guild(change.guild.id)
        replaced = check_limits(new_list, lists)
        token = self._pending.add(PendingList(change.guild.id, change.user_id, new_list))
        shown = new_list._replace(topic=pack.get_topic_name(topic))
        return cards.build_preview(shown, replaced, found.omitted, token)

    async def _save(self, change: FieldChange) -> Markdown:
        pending = self._pending.pop(change.value, change.guild.id, change.user_id)
        new_list, guild_id = pending.new_list, change.guild.id
        async with self._bot.guild_locks.get(guild_id):
            check_limits(new_list, await self._lists.list_for_guild(guild_id))
            await self._lists.replace(guild_id, new_list)
        count = len(new_list.questions)
        log.info("server %d: user %d added a list of %d questions", guild_id, change.user_id, count)
        topic = escape(self._bot.packs.get(guild_id).get_topic_name(new_list.topic))
        return (
            f"Added {pluralize(count, 'question')}. /trivia play with the topic “{topic}” asks "
            "them now."
        )

    async def _remove(self, change: FieldChange) -> Markdown:
        found = await self._find_list(change)
        if not await self._lists.remove(change.guild.id, found.id):
            raise RefusedError(LIST_GONE)
        log.info("server %d: user %d removed a list", change.guild.id, change.user_id)
        return f"{escape(found.name)} is removed."

    async def _list_own(self, guild_id: int) -> list[ImportedList]:
        """Return the lists of a guild, with the names of their topics as cards show them."""
        pack = self._bot.packs.get(guild_id)
        return [
            one._replace(topic=pack.get_topic_name(one.topic))
            for one in await self._lists.list_for_guild(guild_id)
        ]

    async def _find_list(self, change: FieldChange) -> ImportedList:
        """Return the guild's list that the control is about. Raises RefusedError without one."""
        lists = await self._list_own(change.guild.id)
        found = next((one for one in lists if str(one.id) == change.value), None)
        if found is None:
            raise RefusedError(LIST_GONE)
        return found


def _get_stem(file: UploadedFile) -> str:
    return PurePath(file.name).stem
