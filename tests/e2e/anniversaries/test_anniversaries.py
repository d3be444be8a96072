"""What members and admins do with anniversaries, and what they see."""

from __future__ import annotations

from typing import Any

import discord

from tests.e2e.anniversaries.reading import read
from tests.posting import (
    add_admin,
    get_post_states,
    get_raw_components,
    get_schedule,
    list_posts,
    run_due_at,
    set_up_anniversaries,
)
from tests.world import World, card_text, iter_buttons, show_command

ADMINS = ("pause", "resume", "skip next", "skip undo", "test", "log", "preview")


async def test_the_panel_shows_what_was_understood_and_when_the_next_post_comes(
    world: World,
) -> None:
    text = await set_up_anniversaries(world, add_admin(world), time="6 pm", zone="new yrok")
    assert "go by America/New_York, where it is 19:00 now" in text
    assert "That is what I took “new yrok” for." in text
    assert "Anniversaries now go out at 18:00." in text
    assert "**Next:** <t:1772406000:F>" in text  # 1 March 2026, 18:00 in New York
    assert "To mend" not in text


async def test_the_panel_says_what_it_does_not_understand_and_leaves_it_as_it_was(
    world: World,
) -> None:
    admin = add_admin(world)
    assert "as a time: try" in await set_up_anniversaries(world, admin, time="25:00")
    assert "no time zone like" in await set_up_anniversaries(world, admin, zone="qqqq")
    schedule = await get_schedule(world)
    assert (f"{schedule.settings.local_time:%H:%M}", schedule.zone) == ("09:00", "UTC")


async def test_the_panel_checks_permissions_on_the_spot_and_says_how_to_fix_them(
    world: World,
) -> None:
    deaf = discord.PermissionOverwrite(send_messages=False, read_message_history=False)
    closed = world.guild.create_text_channel("closed", overwrites={world.guild.default_role: deaf})
    admin = add_admin(world)
    text = await set_up_anniversaries(world, admin, channel=closed)
    assert "I don't have Send Messages and Read Message History" in text
    assert "Nothing was changed" in text
    for command in ("pause", "preview"):
        assert "aren't set up here yet" in await read(world, admin, f"anniversaries {command}")


async def test_only_who_may_manage_the_server_gets_to_the_settings(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    show_command(world, "anniversaries", world.bob)
    for command in ADMINS:
        text = await read(world, world.bob, f"anniversaries {command}")
        assert text == "You need Manage Server to do that here."
    assert "setup" not in world.bob.available_commands(world.channel)
    world.take_errors()


async def test_preview_shows_the_next_seven_exactly_as_they_will_be_posted(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    shown = await admin.slash(world.channel, "anniversaries preview")
    assert shown.ephemeral
    assert shown.response is not None
    previewed: list[str] = [card_text(shown.response)]
    for _ in range(6):
        await admin.click(shown.response, label="Next")
        previewed.append(card_text(shown.response))
    assert "**7 of the next 7** · March 1 · goes out" in previewed[-1]

    for year, month in ((2026, 3), (2026, 5), (2026, 10)):
        await run_due_at(world, f"{year}-{month:02}-01 09:00")
    for text, post in zip(previewed, list_posts(world.channel), strict=False):
        assert text.partition("\n")[2] == post


async def test_a_test_post_is_the_next_real_card_and_says_that_it_is_a_test(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    assert "Sent: https://discord.com/channels/" in await read(world, admin, "anniversaries test")
    (test,) = list_posts(world.channel)
    assert "## Test · This month, years ago: March" in test
    assert "This is a test. The real one goes out <t:1772355600:F>." in test
    await run_due_at(world, "2026-03-01 09:00")
    assert len(list_posts(world.channel)) == 2
    assert await get_post_states(world) == {"2026-03-01": "sent"}


async def test_paused_means_quiet_and_resume_says_what_it_cost(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    assert "Paused." in await read(world, admin, "anniversaries pause")
    assert "already paused" in await read(world, admin, "anniversaries pause")
    await run_due_at(world, "2026-03-01 09:00")
    await run_due_at(world, "2026-03-05 09:00")
    assert "**Paused now:** by hand." in await read(world, admin, "anniversaries log")
    text = await read(world, admin, "anniversaries resume")
    assert text == "Anniversaries are back on. Skipped while they were paused: March 1."
    assert await read(world, admin, "anniversaries resume") == "Anniversaries aren't paused."
    await run_due_at(world, "2026-05-01 09:00")
    assert await get_post_states(world) == {"2026-03-01": "skipped", "2026-05-01": "sent"}


async def test_what_was_skipped_by_mistake_is_posted_after_all(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    asked = await admin.slash(world.channel, "anniversaries skip next")
    await admin.click(asked.response.message, label="Skip it")
    undone = await admin.click(asked.response.message, label="Undo")
    assert "I'll post March 1, 2026 after all." in card_text(undone.response)
    asked = await admin.slash(world.channel, "anniversaries skip next")
    await admin.click(asked.response.message, label="Skip it")
    assert "after all" in await read(world, admin, "anniversaries skip undo")
    assert "isn't skipped" in await read(world, admin, "anniversaries skip undo")
    await run_due_at(world, "2026-03-01 09:00")
    assert await get_post_states(world) == {"2026-03-01": "sent"}
    assert "isn't skipped" in await read(world, admin, "anniversaries skip undo")


async def test_skip_next_leaves_out_one_post_and_again_the_one_after(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    asked = await admin.slash(world.channel, "anniversaries skip next")
    assert "Skip the next post?" in card_text(asked.response)
    text = card_text((await admin.click(asked.response.message, label="Skip it")).response)
    assert "I'll skip the post for March 1, 2026. The next post is on May 1." in text
    asked = await admin.slash(world.channel, "anniversaries skip next")
    told = await admin.click(asked.response.message, label="Skip it")
    assert "I'll skip the post for May 1, 2026." in card_text(told.response)
    for day in ("2026-03-01", "2026-05-01", "2026-10-01"):
        await run_due_at(world, f"{day} 09:00")
    assert await get_post_states(world) == {
        "2026-03-01": "skipped",
        "2026-05-01": "skipped",
        "2026-10-01": "sent",
    }
    text = await read(world, admin, "anniversaries log")
    assert text.index("**October 1, 2026** posted") < text.index(
        "**March 1, 2026** skipped · an admin skipped it"
    )


async def test_the_log_turns_its_pages_for_admins_alone(world: World) -> None:
    admin = add_admin(world)
    await set_up_anniversaries(world, admin)
    await run_due_at(world, "2030-01-01 00:00")
    shown = await admin.slash(world.channel, "anniversaries log")
    assert shown.response is not None
    assert "Page 1 of 2" in card_text(shown.response)
    await admin.click(shown.response, label="Next")
    assert "**March 1, 2026** missed · I was offline" in card_text(shown.response)


async def test_members_take_and_drop_the_ping_role_with_a_button(world: World) -> None:
    fans = world.guild.create_role("lamp lighters", mentionable=True)
    above = world.guild.create_role("above", permissions=discord.Permissions(manage_roles=True))
    world.env.backend.add_member_role(world.guild.id, world.bot.user.id, above.id)
    world.opted_in.add(fans.id)
    admin = add_admin(world)
    text = await set_up_anniversaries(world, admin, role=fans)
    assert f"I'll ping <@&{fans.id}> from now on." in text
    assert "To mend" not in text
    await run_due_at(world, "2026-03-01 09:00")
    (post,) = world.channel.history()
    assert list_posts(world.channel)[0].endswith(f"<@&{fans.id}>")
    request = next(
        r for r in world.env.http_requests if r.path.endswith(f"{world.channel.id}/messages")
    )
    body: Any = request.json
    assert body["allowed_mentions"]["roles"] == [fans.id]

    taken = await world.bob.click(post, label="Turn pings on or off")
    assert taken.response.content == "Done: I'll ping you for these."
    assert fans.id in world.env.backend.get_member(world.guild.id, world.bob.id).role_ids
    dropped = await world.bob.click(post, label="Turn pings on or off")
    assert dropped.response.content == "Done: I won't ping you for these anymore."
    assert fans.id not in world.env.backend.get_member(world.guild.id, world.bob.id).role_ids


async def test_a_role_that_cannot_be_handed_out_is_said_at_setup_and_at_the_button(
    world: World,
) -> None:
    fans = world.guild.create_role("lamp lighters")
    few = discord.Permissions.text()
    few.update(view_channel=True, use_application_commands=True, mention_everyone=False)
    for role in world.bot.get_guild(world.guild.id).roles:
        world.env.backend.edit_role(world.guild.id, role.id, {"permissions": few.value})
    world.opted_in.add(fans.id)
    text = await set_up_anniversaries(world, add_admin(world), role=fans)
    assert f"Pings won't reach <@&{fans.id}>: in Server Settings, Roles, let anyone" in text
    assert "I can't give" in text
    assert "in Server Settings, Roles, give me Manage Roles." in text
    await run_due_at(world, "2026-03-01 09:00")
    result = await world.bob.click(world.channel.history()[0], label="Turn pings on or off")
    assert "ask an admin to give me Manage Roles" in result.response.content


async def test_without_a_role_there_is_no_ping_and_no_button(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world))
    await run_due_at(world, "2026-03-01 09:00")
    (post,) = world.channel.history()
    assert [one["label"] for one in iter_buttons(get_raw_components(post))] == ["Sources"]


async def test_everyone_is_no_ping_role(world: World) -> None:
    text = await set_up_anniversaries(world, add_admin(world), role=world.guild.default_role)
    assert "choose one that members can add and remove" in text


async def test_what_is_known_to_the_month_can_be_left_out(world: World) -> None:
    admin = add_admin(world)
    text = await set_up_anniversaries(world, admin, month_entries=False, year_entries=False)
    assert "Besides exact dates, I'll post: nothing." in text
    for day in ("2026-03-01", "2026-05-01", "2026-10-01"):
        await run_due_at(world, f"{day} 09:00")
    assert await get_post_states(world) == {"2026-10-01": "sent"}


async def test_round_numbers_of_days_come_when_asked_for(world: World) -> None:
    await set_up_anniversaries(world, add_admin(world), day_counts=True)
    await run_due_at(world, "2027-12-17 09:00")
    await run_due_at(world, "2027-12-18 09:00")
    assert "3,000 days ago" in list_posts(world.channel)[-1]
