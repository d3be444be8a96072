"""`/fact`, `/about` and `/help` as members see them."""

from __future__ import annotations

import re

from discord import app_commands
from simcord.actors import MemberActor

import bot
from tests.posting import add_admin
from tests.world import World, card_text, iter_buttons


async def test_a_fact_names_its_source(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "fact", about="vera")).response
    text = card_text(shown)
    assert "Ida Holm plays the lamp maker Vera." in text
    assert "Source: The Lamp Post" in text
    sources = await world.bob.click(shown.message, label="Sources")
    assert sources.ephemeral
    assert "Ida Holm on what comes next" in card_text(sources.response)


async def test_another_fact_starts_over_when_all_were_shown(world: World) -> None:
    shown = (await world.alice.slash(world.channel, "fact")).response
    await world.alice.click(shown.message, label="Another")
    assert "lamp maker Vera" in card_text(shown)


async def test_no_fact_fits_and_the_answer_says_what_to_try(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact", about="submarines")
    assert result.ephemeral
    assert result.response.content == (
        "I don't have a fact about “submarines”. Try Season two and Cast."
    )


async def test_about_counts_the_pack_and_says_what_is_kept(world: World) -> None:
    text = card_text((await world.alice.slash(world.channel, "about")).response)
    assert "Paper Lantern Fans" in text
    assert "2 sources, 2 events, 1 fact, 2 quotes, 2 status reports and 1 trivia question" in text
    assert "I can't read your messages" in text
    assert "`/privacy` shows it, exports it and deletes it" in text
    assert f"Version {bot.__version__}" in text


async def read_full_help(world: World, member: MemberActor) -> str:
    """Return what a member reads behind *Everything* under `/help`."""
    first = await member.slash(world.channel, "help")
    assert first.ephemeral
    assert first.response is not None
    await member.click(first.response, label="Everything")
    return card_text(first.response)


async def list_first_commands(world: World, member: MemberActor) -> list[str]:
    """Return the commands that `/help` links to a member."""
    text = card_text((await member.slash(world.channel, "help")).response)
    return re.findall(r"^</([^:]+):\d+> \S", text, re.MULTILINE)


async def test_help_names_the_five_commands_that_a_role_uses_most(world: World) -> None:
    role = world.guild.create_role("reviewers")
    reviewer = world.guild.add_member(world.env.create_user("rita"), roles=[role])
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=role.id)
    ways = ["status", "trivia play", "quote", "timeline", "onthisday"]
    assert await list_first_commands(world, world.alice) == ways
    assert await list_first_commands(world, reviewer) == ["review next", *ways[:4]]
    assert await list_first_commands(world, add_admin(world)) == [
        "setup",
        "review next",
        *ways[:3],
    ]


async def test_the_buttons_of_help_lead_on_and_back(world: World) -> None:
    for member, labels in (
        (world.alice, ["Everything", "Show me around"]),
        (add_admin(world), ["Everything", "Show me around", "Set up in three taps"]),
    ):
        shown = (await member.slash(world.channel, "help")).response
        assert shown is not None
        assert [one["label"] for one in iter_buttons(shown.components)] == labels
        first = card_text(shown)
        await member.click(shown, label="Everything")
        assert "</privacy:" in card_text(shown)
        await member.click(shown, label="Back")
        assert card_text(shown) == first


async def test_help_names_every_command_that_whoever_asks_is_offered(world: World) -> None:
    for member in (world.alice, add_admin(world)):
        text = await read_full_help(world, member)
        offered = {name.split()[0] for name in member.available_commands(world.channel)} - {"help"}
        linked = set(re.findall(r"</([^:]+):\d+>", text))
        assert {name.split()[0] for name in linked} == offered
        assert linked <= set(member.available_commands(world.channel))
        assert re.search(r"</trivia play:\d+> .*\*daily\*", text)
        assert re.search(r"^</status:\d+> Where it stands", text, re.MULTILINE)


async def test_help_offers_nobody_what_would_refuse_them(world: World) -> None:
    role = world.guild.create_role("reviewers")
    reviewer = world.guild.add_member(world.env.create_user("rita"), roles=[role])
    await world.bot.store.guild_settings.update(world.guild.id, reviewer_role_id=role.id)
    for_reviewers = ("retract", "edit", "history", "export")
    for_admins = ("resume", "test", "log", "preview")
    member_text, reviewer_text = (
        await read_full_help(world, world.alice),
        await read_full_help(world, reviewer),
    )
    admin_text = await read_full_help(world, add_admin(world))
    for name in for_reviewers:
        assert f"*{name}*" not in member_text
        assert f"*{name}*" in reviewer_text
        assert f"*{name}*" in admin_text
    for name in for_admins:
        assert f"*{name}*" not in member_text + reviewer_text
        assert f"*{name}*" in admin_text
    for name, text in (("review next", reviewer_text), ("import", admin_text)):
        assert f"</{name}:" in text
        assert f"</{name}:" not in member_text
    assert "*mine*" in member_text


async def test_help_has_a_sentence_for_every_group(world: World) -> None:
    text = await read_full_help(world, add_admin(world))
    groups = [one for one in world.bot.tree.get_commands() if isinstance(one, app_commands.Group)]
    assert {one.name for one in groups} == {"anniversaries", "canon", "review", "trivia"}
    for group in groups:
        assert group.description != "…"
        assert f"\n-# {group.description}" in text


async def test_help_names_the_commands_when_the_platform_does_not_tell_their_ids(
    world: World,
) -> None:
    world.env.inject_error("GET", "/applications/*/commands", status=500, times=None)
    told = await read_full_help(world, world.alice)
    assert "`/status` Where it stands" in told
    assert "`/trivia play` · *" in told


async def test_what_only_servers_have_is_offered_nowhere_else(world: World) -> None:
    tree = world.bot.tree
    offered = {one.name: one.to_dict(tree)["contexts"] for one in tree.get_commands()}
    in_servers = {name for name, contexts in offered.items() if contexts == [0]}
    assert in_servers == {
        "setup",
        "canon",
        "review",
        "import",
        "anniversaries",
        "upcoming",
        "calendar",
        "Save as quote",
    }
    assert offered["status"] == offered["trivia"] == [0, 1, 2]
    assert offered["wrapped"] == [0, 1]


async def test_in_a_direct_message_help_leaves_out_what_only_servers_have(world: World) -> None:
    told = await world.alice.user.slash("help")
    ways = ["status", "trivia play", "quote", "timeline", "onthisday"]
    assert re.findall(r"</([^:]+):\d+>", card_text(told.response)) == ways
    await world.alice.user.click(told.response, label="Everything")
    listed = set(re.findall(r"</([^:]+):\d+>", card_text(told.response)))
    assert {"status", "trivia play", "privacy"} <= listed
    listed = {name.split()[0] for name in listed}
    assert listed.isdisjoint({"setup", "canon", "review", "import", "anniversaries"})
