"""Checks whether a message can be saved as a quote, and fills the fields of its draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from cogs.canon.proposals.errors import (
    EmptyMessageError,
    MessageTooLongError,
    NotByPersonError,
)
from cogs.canon.proposals.speakers import MAX_NAME, build_unique_slug, find_confusable_person
from cogs.canon.submit.parsing.fields import MAX_LINE
from seeds.cleaning import clean_line, clean_text
from seeds.dates import PartialDate
from seeds.pack import Person
from seeds.schema import MAX_QUOTE_LENGTH

_EMOJI = re.compile(r"<a?(:\w{2,32}:)\d{15,20}>")


class QuotedMessage(NamedTuple):
    """A message of the platform; its `text` has names in place of the ids of mentions.

    `sent_at` is in the time zone of the guild: its local date becomes the date of the quote.
    """

    text: str
    link: str
    sent_at: datetime
    author_id: int
    author_name: str
    """The global display name: messages come without the nickname in the guild."""
    username: str
    """The unique user name of the author."""
    is_by_person: bool


def check_quotable(message: QuotedMessage) -> None:
    """Raise an UnquotableMessageError when a message cannot be saved as a quote."""
    if not message.is_by_person:
        raise NotByPersonError
    length = len(get_words(message))
    if length == 0:
        raise EmptyMessageError
    if length > MAX_QUOTE_LENGTH:
        raise MessageTooLongError(length)


def get_words(message: QuotedMessage) -> str:
    """Return the text without invisible characters, with custom emoji as ":name:"."""
    return clean_text(_EMOJI.sub(r"\1", message.text))


def build_quote_fields(
    message: QuotedMessage,
    guild_name: str,
    people: Mapping[str, Person],
    slugs_by_member: Mapping[int, str],
) -> dict[str, str]:
    """Return the form fields that are taken from the message."""
    words = get_words(message)
    known_slug = slugs_by_member.get(message.author_id)
    return {
        "words": words,
        "original": words,
        "date": str(PartialDate.from_date(message.sent_at.date())),
        "link": message.link,
        "publisher": clean_line(guild_name)[:MAX_LINE] or "This server",
        "member_id": str(message.author_id),
        "slug": known_slug or build_unique_slug(message.author_name, people),
        "speaker": "" if known_slug else build_speaker_name(message, people),
    }


def build_speaker_name(message: QuotedMessage, people: Mapping[str, Person]) -> str:
    """Return the author's name for cards, which is never confusable with a person on record."""
    name = clean_line(message.author_name)[:MAX_NAME] or message.username
    is_taken = find_confusable_person(name, people.values()) is not None
    return f"{name} (@{message.username})" if is_taken else name
