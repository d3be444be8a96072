"""Other people's words come out as they were typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import escape, format_link

NASTY = st.lists(
    st.sampled_from(
        [
            *"*_~`|\\<>@#[]()-:&!1 \n",
            *("a", "lamp", "https://lamp.example/a_b", "everyone", "here", "123456789012345678"),
        ]
    ),
    max_size=25,
).map("".join)
ADDRESS = re.compile(r"https?://[^\s<>()\[\]*|`\\]+")
MENTION = re.compile(r"@(everyone|here|[!&]?\d{17,20})")


def shown(markdown: str) -> str:
    """What a reader sees of text in which nothing is live; fails where something is."""
    assert not MENTION.search(markdown), f"{markdown!r} mentions a member"
    seen, at = "", 0
    while at < len(markdown):
        address = ADDRESS.match(markdown, at)
        if address:
            seen, at = seen + address[0], address.end()
        elif re.match(r"\\[^\w\s]|\\_", markdown[at:]):
            seen, at = seen + markdown[at + 1], at + 2
        else:
            assert_plain(markdown, at)
            seen, at = seen + markdown[at], at + 1
    return seen.replace("\u200b", "")


def assert_plain(markdown: str, at: int) -> None:
    """No markup, mention, link, heading, quotation or list begins or ends at `at`."""
    before, rest = markdown[:at].rpartition("\n")[2], markdown[at:]
    assert markdown[at] not in "*_~`|\\", f"{markdown!r} has markup"
    assert not re.match(r"<\S|\]\(", rest), f"{markdown!r} has a mention or link"
    assert before.strip(" ") or markdown[at] not in "#>-", f"{markdown!r} has a block"


@given(NASTY)
def test_whatever_is_typed_comes_out_as_it_is(typed: str) -> None:
    assert shown(escape(typed)) == typed


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("**bold** and __under__", r"\*\*bold\*\* and \_\_under\_\_"),
        ("||spoiler|| `code` ~~gone~~", r"\|\|spoiler\|\| \`code\` \~\~gone\~\~"),
        ("[click](https://evil.example)", r"[click\](https://evil.example)"),
        ("<#123> </about:1> <t:0:R> <:lamp:1>", r"\<#123> \</about:1> \<t:0:R> \<:lamp:1>"),
        ("@everyone", "@\u200beveryone"),
        ("<@&123456789012345678>", "\\<@\u200b&123456789012345678>"),
        ("# title\n> said\n  - one", "\\# title\n\\> said\n  \\- one"),
        ("well-known #1 hit, 3 > 2, 2 < 3", "well-known #1 hit, 3 > 2, 2 < 3"),
        ("[She] smiled (twice)", "[She] smiled (twice)"),
        ("¯\\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
    ],
)
def test_markdown_mentions_and_masked_links_lose_their_life(typed: str, escaped: str) -> None:
    assert escape(typed) == escaped


def test_an_address_stays_one_that_can_be_clicked() -> None:
    text = "see https://lamp.example/a_b/*c* and https://lamp.example/x__y__z"

    assert escape(text).split()[-1] == "https://lamp.example/x__y__z"
    assert escape(text).split()[1].startswith("https://lamp.example/a_b/")


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("The Lamp Post", "The Lamp Post"),
        ("*The* **Lamp** `Post`", "The Lamp Post"),
        ("Lamp_Post __daily__", "Lamp_Post daily"),
        ("[Lamp](https://evil.example) Post", "Lamp ( Post"),
        ("Lamp 💡 Post <:lamp:123456>", "Lamp Post"),
        ("A\\B ~ C|D", "A B C D"),
        ("E! Online & Co. (UK)", "E! Online & Co. (UK)"),
        ("Überlampe, Île №5", "Überlampe, Île №5"),
        ("https://lamp.example/", "source"),
        ("💡", "source"),
    ],
)
def test_the_label_of_a_link_has_nothing_that_an_app_would_show_raw(label: str, shown: str) -> None:
    assert format_link(label, "https://a.example/b") == f"[{shown}](<https://a.example/b>)"
