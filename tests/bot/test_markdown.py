"""Other people's words come out as they were typed, and the checker finds where they would not."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markdown import escape, format_code, format_link, format_url

ROOT = Path(__file__).parents[2]
NASTY = st.lists(
    st.sampled_from(
        [
            *"*_~`|\\<>@#[]()-:&!1 \n",
            *("a", "lamp", "https://lamp.example/a_b", "everyone", "here", "123456789012345678"),
            *("steam://", "http://", "discord.gg/", "Discord.com/invite/"),
        ]
    ),
    max_size=25,
).map("".join)
ADDRESS = re.compile(r"(https?|steam)://\S|discord(app)?\.(gg|com|gift|new)/", re.IGNORECASE)
"""What the apps link or show as a card."""
MENTION = re.compile(r"@(everyone|here|[!&]?\d{17,20})")


def shown(markdown: str) -> str:
    """What a reader sees of text in which nothing is live; fails where something is."""
    assert not MENTION.search(markdown), f"{markdown!r} mentions a member"
    assert not ADDRESS.search(markdown), f"{markdown!r} has an address that can be clicked"
    seen, at = "", 0
    while at < len(markdown):
        if re.match(r"\\[^\w\s]|\\_", markdown[at:]):
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
        ("[click](https://evil.example)", r"[click\](https\://evil.example)"),
        ("<#123> </about:1> <t:0:R> <:lamp:1>", r"\<#123> \</about:1> \<t:0:R> \<:lamp:1>"),
        ("https://evil.example/x_y", r"https\://evil.example/x\_y"),
        ("HTTP://evil.example", r"HTTP\://evil.example"),
        ("steam://run/1", r"steam\://run/1"),
        ("discord.gg/abc", r"discord.gg\/abc"),
        ("DiscordApp.com/invite/abc", r"DiscordApp.com\/invite/abc"),
        ("https://discord.gift/abc", r"https\://discord.gift\/abc"),
        ("Yahoo.com, E!/Bravo, 3:1 // 2:1", "Yahoo.com, E!/Bravo, 3:1 // 2:1"),
        ("@everyone", "@\u200beveryone"),
        ("<@&123456789012345678>", "\\<@\u200b&123456789012345678>"),
        ("# title\n> said\n  - one", "\\# title\n\\> said\n  \\- one"),
        ("well-known #1 hit, 3 > 2, 2 < 3", "well-known #1 hit, 3 > 2, 2 < 3"),
        ("[She] smiled (twice)", "[She] smiled (twice)"),
        ("¯\\_(ツ)_/¯", r"¯\\\_(ツ)\_/¯"),
        ("fans\u202esnaf \u2067fans\u2069", "fanssnaf fans"),
        ("שלום\u200f fans", "שלום\u200f fans"),
    ],
)
def test_markdown_mentions_and_masked_links_lose_their_life(typed: str, escaped: str) -> None:
    assert escape(typed) == escaped


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


@pytest.mark.parametrize(
    ("typed", "code"),
    [("lamp", "`lamp`"), ("la`mp", "`lamp`"), ("``` **x**", "` **x**`"), ("*_~", "`*_~`")],
)
def test_code_is_shown_as_it_is_and_ends_where_it_ends(typed: str, code: str) -> None:
    assert format_code(typed) == code


def test_an_address_between_brackets_ends_where_it_ends() -> None:
    address = "https://lamp.example/a_b?<@1> c"
    assert format_url(address) == "<https://lamp.example/a_b?%3C@1%3E%20c>"


SAMPLE = """
from bot.markdown import Markdown, escape, format_number
from bot.ui.card import Card
from bot.ui.text import clip, join_words

def build_card(name: str, names: list[str], count: int) -> list[Card]:
    lines: list[Markdown] = ["So much", f"**{escape(name)}**"]
    return [
        Card("Lamps", "\\n".join(lines)),
        Card(f"Lamps of {escape(clip(name, 20))}", f"{format_number(count)} in all"),
        Card("Lamps", join_words([escape(one) for one in names])),
        Card(name, "So much more"),
        Card("Lamps", f"Lamps of {name}"),
        Card("Lamps", "Lamps of " + name),
        Card("Lamps", "Lamps of {}".format(name)),
        Card("Lamps", clip(name, 20)),
        Card("Lamps", join_words(names)),
    ]
"""
"""What the checker takes, up to the first card that has `name` itself as a title."""


def test_the_checker_finds_what_nothing_escaped(tmp_path: Path) -> None:
    sample = tmp_path / "sample.py"
    sample.write_text(SAMPLE, "utf-8")
    settings = {"include": [str(tmp_path)], "extraPaths": [str(ROOT)], "typeCheckingMode": "strict"}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "-p", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, check=False, timeout=120)
    found = {one["range"]["start"]["line"] for one in json.loads(ran.stdout)["generalDiagnostics"]}
    lines = SAMPLE.splitlines()
    first = next(number for number, line in enumerate(lines) if "Card(name," in line)
    assert sorted(found) == list(range(first, len(lines) - 1))


TAKES_ANY_TEXT = {
    "bot/connection/interaction_gate.py",
    "bot/messaging/direct_messages.py",
    "bot/messaging/outbox_relay.py",
    "bot/ui/card.py",
    "bot/ui/error_replies.py",
    "bot/ui/replies.py",
}
"""What hands text to the library, which takes any `str`; all other modules hand them Markdown."""


def test_text_reaches_the_library_through_what_takes_markdown() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("bot", "cogs")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and hands_over_text(node)
    }
    assert found == TAKES_ANY_TEXT


def hands_over_text(call: ast.Call) -> bool:
    """Return whether a call makes a component of a text, or sends one."""
    if not isinstance(call.func, ast.Attribute):
        return False
    method = call.func.attr
    is_sent = method in ("send", "send_message") and bool(call.args)
    return method == "TextDisplay" or is_sent or any(one.arg == "content" for one in call.keywords)
