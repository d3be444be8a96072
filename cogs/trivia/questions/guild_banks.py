"""The bank each audience plays from: the pack's for most, one of its own where a server added."""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary

from cogs.trivia.questions.bank import Bank
from cogs.trivia.questions.sources import from_list, mended, read_material, stocked
from cogs.trivia.rules.difficulty import Plays
from cogs.trivia.rules.question import Question
from seeds.pack import Manifest
from storage.canon.guild_canon import GuildCanon
from storage.canon.rows import PACK_GUILD_ID
from storage.store import Store


class Banks:
    """Banks by what an audience sees of the canon. All count plays together."""

    def __init__(self, store: Store, manifest: Manifest, shared: Bank | None = None) -> None:
        self._store = store
        self._manifest = manifest
        self.shared = shared or Bank((), {})
        self._own: WeakKeyDictionary[GuildCanon, Bank] = WeakKeyDictionary()
        self._listed: list[Question] = []
        """Lists may be long: every bank has the same questions of them."""

    async def load(self) -> None:
        """Fill the bank of everybody who has added nothing, and learn how questions were played."""
        lists = await self._store.trivia_questions.list_imported()
        self._listed = await asyncio.to_thread(lambda: [from_list(one) for one in lists])
        plays = await self._store.trivia_questions.list_play_counts()
        counted = {one.question_key: Plays(one.answered, one.right) for one in plays}
        self.shared = await self._fill(self._store.canon.for_guild(None), counted)

    async def of(self, audience_id: int) -> Bank:
        """The bank of a server, or of a direct-message channel."""
        canon = self._store.canon.for_guild(audience_id)
        if canon.guild_id == PACK_GUILD_ID:
            return self.shared
        bank = self._own.get(canon)
        if bank is None:
            bank = self._own[canon] = await self._fill(canon, self.shared.plays)
        return bank

    async def _fill(self, canon: GuildCanon, plays: dict[str, Plays]) -> Bank:
        material = await read_material(canon, self._manifest)
        mends = await self._store.question_overrides.get_for_guild(canon.guild_id)
        # Making every question of a pack takes longer than the event loop may be held up.
        questions = await asyncio.to_thread(stocked, material)
        return Bank(mended((*questions, *self._listed), mends), plays)
