"""The picture of a question: an address in its text that Discord can show to everyone."""

from __future__ import annotations

import pytest

from seeds.trivia_lists.pictures import is_public_picture, split_picture


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Which flag is this? https://i.example.com/a.png", "Which flag is this?"),
        ("https://i.example.com/a.PNG", "What is in the picture?"),
        ("This is for what http://i.example.com/1.png ?", "This is for what?"),
        ("This (https://i.example.com/1.jpg) is what?", "This () is what?"),
        ("Look: <https://i.example.com/1.webp>\nWhat is it?", "Look:\nWhat is it?"),
        ("A https://i.example.com/1.gif or https://i.example.com/2.gif", None),
    ],
)
def test_the_address_of_a_picture_is_taken_out_of_the_text(text: str, shown: str | None) -> None:
    found = split_picture(text)
    assert found.url.startswith(("https://i.example.com/", "http://i.example.com/"))
    assert found.text == (shown or "A or https://i.example.com/2.gif")


@pytest.mark.parametrize(
    "text", ["What is at https://example.com/page ?", "Who?", "What is a .png file?"]
)
def test_a_text_without_a_picture_stays_as_it_is(text: str) -> None:
    assert split_picture(text) == (text, "")


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/a.png",
        "http://127.0.0.1/a.png",
        "http://[::1]/a.png",
        "http://2130706433/a.png",
        "http://0x7f.1/a.png",
        "http://nas/a.png",
        "http://nas.local/a.png",
        "http://router.lan/a.png",
        "http://i.example.com:8080/a.png",
        "http://i.example.com:99999/a.png",
        "http://me:secret@i.example.com/a.png",
        "ftp://i.example.com/a.png",
        "attachment://a.png",
        "https://i.example.com/a.svg",
        "https://i.example.com/a.png/page",
        f"https://i.example.com/{'a' * 2_100}.png",
        "https://[bad/a.png",
        "https://пример.рф/a.png",
    ],
)
def test_no_address_is_shown_that_is_not_a_picture_on_a_public_host(url: str) -> None:
    assert not is_public_picture(url)
    assert split_picture(f"What? {url}").url == ""
