"""Which messages can be kept as quotes, and what their drafts begin with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from cogs.canon.proposals.speakers import MAX_NAME, new_slug, twin_of
from cogs.canon.submit.parser import MAX_LINE
from seeds.cleaning import clean_line, clean_text
from seeds.dates import PartialDate
from seeds.pack import Person
from seeds.schema import MAX_QUOTE_LENGTH

NO_WORDS = "That message has no words to keep: pick one that has."
NO_PERSON = "Only what people write can be kept: that was posted by an app or by Discord itself."
_EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{15,20}>")


class QuotedMessage(NamedTuple):
    """A message as the platform hands it over; `text` names members instead of their ids."""

    text: str
    link: str
    at: datetime
    author_id: int
    author: str
    """As the platform calls them; with a message it does not hand over their nickname here."""
    username: str
    """What tells them from everybody else of that name."""
    is_by_person: bool


def why_not_quoted(message: QuotedMessage) -> str | None:
    """Why it cannot be kept; None when it can."""
    if not message.is_by_person:
        return NO_PERSON
    length = len(words_of(message))
    if length == 0:
        return NO_WORDS
    if length > MAX_QUOTE_LENGTH:
        return (
            f"That message has {length} characters, and a quote at most {MAX_QUOTE_LENGTH}: use "
            "/canon add quote for the best part of it."
        )
    return None


def words_of(message: QuotedMessage) -> str:
    """What was written, nothing unseen in it, emoji by their names."""
    return clean_text(_EMOJI.sub(r"\1", message.text))


def begin_quote(
    message: QuotedMessage,
    server: str,
    people: Mapping[str, Person],
    members: Mapping[int, str],
) -> dict[str, str]:
    """The fields that the message itself fills; `members` are slugs by member id."""
    words = words_of(message)
    known = members.get(message.author_id)
    return {
        "words": words,
        "original": words,
        "date": str(PartialDate.of(message.at.date())),
        "link": message.link,
        "publisher": clean_line(server)[:MAX_LINE] or "This server",
        "member_id": str(message.author_id),
        "slug": known or new_slug(message.author, people),
        "speaker": "" if known else speaker_name(message, people),
    }


def speaker_name(message: QuotedMessage, people: Mapping[str, Person]) -> str:
    """How cards name the author: never so that they could be taken for somebody on record."""
    name = clean_line(message.author)[:MAX_NAME] or message.username
    is_taken = twin_of(name, people.values()) is not None
    return f"{name} (@{message.username})" if is_taken else name
