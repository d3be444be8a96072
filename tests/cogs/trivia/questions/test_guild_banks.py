"""The banks that servers play from: their own questions apart, those of lists together."""

from __future__ import annotations

from cogs.trivia.questions.guild_banks import GuildQuestionBanks
from seeds.trivia_lists.models import TriviaListQuestion
from storage.proposals.question_overrides import QuestionOverride, merge_override
from storage.store import Store
from storage.trivia.lists import ALL_GUILDS_ID, NewList

HERE, THERE = 100, 200
LISTED = "list.harbour.Who keeps the light?"
HARBOUR = NewList(
    "harbour", "cast", "Ida", "", [TriviaListQuestion("Who keeps the light?", ("Vera",))]
)


async def test_servers_with_entries_of_their_own_share_the_questions_of_lists(store: Store) -> None:
    await store.trivia_lists.replace(ALL_GUILDS_ID, HARBOUR)
    banks = GuildQuestionBanks(store)
    await banks.load()
    for server in (HERE, THERE):
        await add_override(store, server, QuestionOverride("question.lamp-maker", is_retired=True))
    shared, here, there = (banks.shared, await banks.get(HERE), await banks.get(THERE))
    assert len({id(bank) for bank in (shared, here, there)}) == 3
    assert shared.get(LISTED) is here.get(LISTED) is there.get(LISTED) is not None


async def test_a_question_of_a_list_is_mended_for_one_server_alone(store: Store) -> None:
    await store.trivia_lists.replace(ALL_GUILDS_ID, HARBOUR)
    banks = GuildQuestionBanks(store)
    await banks.load()
    await add_override(store, HERE, QuestionOverride(LISTED, accepted_answers=("Vera Dahl",)))
    found = [bank.get(LISTED) for bank in (await banks.get(HERE), await banks.get(THERE))]
    assert [one and one.accepted for one in found] == [("Vera", "Vera Dahl"), ("Vera",)]


async def test_a_server_s_own_list_is_in_its_bank_alone_and_from_the_commit_on(
    store: Store,
) -> None:
    banks = GuildQuestionBanks(store)
    await banks.load()
    await banks.get(HERE)
    await store.trivia_lists.replace(HERE, HARBOUR._replace(topic="harbour"))
    assert "harbour" in (await banks.get(HERE)).topics
    assert "harbour" not in (await banks.get(THERE)).topics
    [own] = (await banks.get(HERE)).list_matching("harbour", None)
    assert own.is_imported
    assert "light" not in own.key, "counts of answers outlive the list"
    [listed] = await store.trivia_lists.list_for_guild(HERE)
    await store.trivia_lists.remove(HERE, listed.id)
    assert "harbour" not in (await banks.get(HERE)).topics


async def test_lists_are_asked_without_a_topic_only_where_that_is_wanted(store: Store) -> None:
    await store.trivia_lists.replace(ALL_GUILDS_ID, HARBOUR)
    banks = GuildQuestionBanks(store)
    await banks.load()
    asked = {one.key for one in banks.shared.list_matching(None, None)}
    assert asked
    assert LISTED not in asked
    assert LISTED in {one.key for one in banks.shared.list_matching("cast", None)}
    assert LISTED in {one.key for one in banks.shared.list_matching(None, None, with_lists=True)}


async def test_an_answer_that_is_anothers_in_its_list_is_wrong_in_that_list_alone(
    store: Store,
) -> None:
    for name, others in (("films", ("Alien",)), ("words", ())):
        questions = [
            TriviaListQuestion(f"{name} {number}?", (answer,))
            for number, answer in enumerate(("Aliens", *others))
        ]
        await store.trivia_lists.replace(ALL_GUILDS_ID, NewList(name, "film", "Ida", "", questions))
    banks = GuildQuestionBanks(store)
    await banks.load()
    films, words = (banks.shared.get(f"list.{name}.{name} 0?") for name in ("films", "words"))
    assert films is not None
    assert words is not None
    assert films.match("Alien") is None
    assert films.match("aliens") == "Aliens"
    assert words.match("Alien") == "Aliens"


async def add_override(store: Store, guild_id: int, one: QuestionOverride) -> None:
    async with store.database.transaction() as transaction:
        await merge_override(transaction, guild_id, one)
