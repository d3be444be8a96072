"""The bank of each audience: that of its pack, or the guild's own if it has entries."""

from __future__ import annotations

import asyncio

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.bank_inputs import (
    apply_overrides,
    build_imported_questions,
    build_questions,
    load_bank_inputs,
)
from cogs.trivia.rules.difficulty import AnswerCounts
from seeds.trivia_question import TriviaQuestion
from storage.canon.guild_canon import GuildCanon
from storage.store import Store
from storage.trivia.lists import ALL_GUILDS_ID


class GuildQuestionBanks:
    """One bank for each canon; all share the counts of answers."""

    def __init__(self, store: Store, shared: Bank | None = None) -> None:
        self._store = store
        self.shared = shared or Bank((), {})
        """The bank of the default pack."""
        self._shared_canon = store.canon.for_guild(None)

    async def load(self) -> None:
        """Read the counts of answers, and build the bank of the default pack."""
        plays = await self._store.trivia_questions.list_play_counts()
        self.shared.answer_counts.update(
            (count.question_key, AnswerCounts(count.answered, count.right)) for count in plays
        )
        await self.refresh()

    async def refresh(self) -> None:
        """Build the bank of the default pack if that was loaded again."""
        canon = self._store.canon.for_guild(None)
        self.shared = await canon.derive(self._build_bank)
        self._shared_canon = canon

    async def get(self, audience_id: int, pack_slug: str = "") -> Bank:
        """Return the bank of a guild, or of a direct-message channel.

        Its questions are from the pack with `pack_slug`, "" for the pack that the guild has now.
        """
        return await self._get(self._store.canon.for_guild(audience_id, pack_slug))

    async def get_of_pack(self, audience_id: int) -> Bank:
        """Return the bank of the pack of an audience, without anything of its own."""
        return await self._get(self._store.canon.for_guild(audience_id).pack)

    async def _get(self, canon: GuildCanon) -> Bank:
        return self.shared if canon is self._shared_canon else await canon.derive(self._build_bank)

    async def _build_bank(self, canon: GuildCanon) -> Bank:
        material = await load_bank_inputs(canon)
        overrides = await self._store.question_overrides.get_for_guild(canon.guild_id)
        # Building all questions would block the event loop for too long.
        questions = await asyncio.to_thread(build_questions, material)
        if not canon.is_pack:
            questions += await self._load_imported_questions(canon, canon.guild_id)
        # All banks of a pack share the questions of lists that are no guild's own.
        questions += await canon.pack.derive(self._load_shared_questions)
        return Bank(apply_overrides(questions, overrides), self.shared.answer_counts)

    async def _load_shared_questions(self, canon: GuildCanon) -> list[TriviaQuestion]:
        return await self._load_imported_questions(canon, ALL_GUILDS_ID)

    async def _load_imported_questions(
        self, canon: GuildCanon, guild_id: int
    ) -> list[TriviaQuestion]:
        """Return the questions of a guild's own lists; with `ALL_GUILDS_ID`, of all others."""
        imported = await self._store.trivia_lists.list_questions(guild_id)
        return await asyncio.to_thread(build_imported_questions, imported, canon.manifest)
