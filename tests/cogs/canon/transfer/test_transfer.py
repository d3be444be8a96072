"""Exported entries are valid, can be imported elsewhere, and are exported the same from there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.canon.drafts.base import DraftEntries, NewPerson
from cogs.canon.drafts.models import Draft, FactDraft, QuestionDraft, QuoteDraft
from cogs.canon.drafts.news import NewsDraft
from cogs.canon.transfer.commands import build_export_name
from cogs.canon.transfer.export import build_guild_pack
from cogs.canon.transfer.import_plan import ImportPlan, find_import_blockers, plan_import
from seeds.cleaning import clean_line
from seeds.dates import PartialDate
from seeds.loader import load_pack, parse_pack
from seeds.pack import FILM_STAGES, Pack, PackError, Person
from seeds.schema import AnyEntry
from seeds.toml_writer import format_pack
from tests.world import TINY_PACK

TINY = load_pack(TINY_PACK)
PEOPLE = {person.slug: person for person in TINY.manifest.people}

_letters = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), max_size=40)
words = st.tuples(st.uuids(), _letters).map(lambda both: clean_line(f"{both[0]} {both[1]}").strip())
dates = st.dates().map(PartialDate.from_date) | st.integers(1, 9999).map(PartialDate)
links = st.none() | st.uuids().map(lambda one: f"https://lantern.example/{one}")
topics = st.sampled_from(["cast", "season-two"])
known_sources = st.sampled_from([None, "source.lamp-post", "source.lamp-letter"])
common = {
    "link": links,
    "publisher": words,
    "date": dates,
    "topic": topics,
}
news = st.builds(
    NewsDraft,
    headline=words,
    text=words,
    stage=st.none() | st.sampled_from([stage.slug for stage in FILM_STAGES]),
    certainty=st.sampled_from(["rumoured", "reported", "confirmed"]),
    **common,
)
quotes = st.builds(
    QuoteDraft,
    words=words,
    speaker=st.sampled_from(["ida-holm", "bob", "vera"]),
    occasion=words,
    **common,
)
facts = st.builds(FactDraft, text=words, known_source=known_sources, **common)
questions = st.builds(
    QuestionDraft,
    text=words,
    answers=st.lists(words, min_size=1, max_size=3).map(tuple),
    distractors=st.just(()) | st.tuples(words, words, words),
    explanation=words,
    **common,
)
drafts = st.lists(news | quotes | facts | questions, max_size=6)


class Server:
    """The own entries of a guild, and all entries and people of its canon."""

    def __init__(self) -> None:
        self.own: list[AnyEntry] = []
        self.people = dict(PEOPLE)
        self.last = 0

    def keep(self, written: DraftEntries) -> None:
        self.own += written.entries
        for person in written.people:
            self.people[person.slug] = Person(slug=person.slug, name=person.name)

    def add(self, draft: Draft) -> None:
        self.last += 1
        written = draft.to_entries(self.last)
        if isinstance(draft, QuoteDraft) and draft.speaker not in PEOPLE:
            person = NewPerson(draft.speaker, f"{draft.speaker} of the Harbour".title(), None)
            written = DraftEntries(written.entries, (person,))
        self.keep(written)

    def export(self) -> Pack:
        return build_guild_pack(TINY.manifest, self.own, TINY.entries, self.people, "own.toml")

    def plan(self, pack: Pack) -> ImportPlan:
        known = [*TINY.entries.values(), *self.own]
        return plan_import(pack, known, self.people)

    def take_in(self, pack: Pack) -> None:
        plan = self.plan(pack)
        self.keep(plan.to_entries(self.last + 1))
        self.last += plan.number_count


def sent(pack: Pack) -> Pack:
    """Return the pack after it was written to a file, checked and parsed."""
    return parse_pack("own.toml", format_pack(pack).encode())


def without_numbers(pack: Pack) -> str:
    """Return the content of a pack, with its own entries numbered in order."""
    text = format_pack(pack)
    for place, name in enumerate(pack.entries):
        text = text.replace(f'"{name}"', f'"{name.partition(".")[0]}.number-{place}"')
    return text


@settings(max_examples=60)
@given(drafts, st.integers(0, 50))
def test_what_goes_out_comes_in_and_goes_out_the_same(
    proposed: list[Draft], numbers_used: int
) -> None:
    here, there = Server(), Server()
    there.last = numbers_used
    for draft in proposed:
        here.add(draft)
    pack = sent(here.export())
    assert find_import_blockers(pack, TINY.manifest, {}) == []

    there.take_in(pack)

    assert len(there.own) == len(here.own)
    assert len({entry.id for entry in there.own}) == len(there.own)
    assert {entry.origin for entry in there.own} <= {"guild"}
    assert without_numbers(sent(there.export())) == without_numbers(pack)
    assert there.plan(pack).new_entries == (), "a second time everything is there already"


def test_entries_that_came_together_still_share_a_number() -> None:
    here, there = Server(), Server()
    here.add(
        NewsDraft(
            publisher="The Lamp Post",
            date=PartialDate(2025),
            headline="Cameras roll",
            text="At the harbour.",
            topic="cast",
            stage="filming",
        )
    )
    there.last = 40
    there.take_in(here.export())
    assert [entry.id for entry in there.own] == [
        "source.own-41",
        "event.own-41",
        "status.own-41",
    ]
    assert there.own[2].references == ("source.own-41", "event.own-41")


def test_a_whole_pack_of_another_fandom_can_be_taken_in() -> None:
    there = Server()
    others = TINY.model_copy(
        update={
            "entries": {
                name: entry.model_copy(update={"disputed": "Some say so."})
                if name != "source.lamp-post"
                else entry.model_copy(update={"title": "Another page"})
                for name, entry in TINY.entries.items()
            }
        }
    )
    there.take_in(sent(others))
    assert "source.lamp-letter" not in {entry.id for entry in there.own}
    assert sent(there.export()).entries


@pytest.mark.parametrize(
    "value",
    [
        "9" * 5_000,
        "-" + "9" * 5_000,
        "0x" + "f" * 5_000,
        "[0x" + "f" * 5_000 + "]",
        "1e99999",
        "nan",
        r'"\UFFFFFFFF"',
        r'"\U00110000"',
        r'"\ud800"',
        "2024-01-01",
        "[{a = 1}]",
        "{}",
    ],
)
def test_a_value_of_any_kind_in_any_place_is_taken_or_gives_sentences(value: str) -> None:
    lines = format_pack(TINY).split("\n")
    for number, line in enumerate(lines):
        key, is_field, _ = line.partition(" = ")
        if not is_field:
            continue
        content = "\n".join([*lines[:number], f"{key} = {value}", *lines[number + 1 :]])
        try:
            parse_pack("own.toml", content.encode())
        except PackError as error:
            for problem in error.problems:
                assert "sys.set_int_max_str_digits" not in str(problem)


@pytest.mark.parametrize(
    ("guild_name", "file_name"),
    [
        ("The *Others*", "canon-the-others.toml"),
        ("Café Ünïcode!", "canon-cafe-unicode.toml"),
        ("ファン", "canon-7.toml"),
        ("Фанаты", "canon-7.toml"),
        ("\U0001f600", "canon-7.toml"),
        ("../../CON", "canon-con.toml"),
        ("a" * 100, f"canon-{'a' * 60}.toml"),
        ("x" * 59 + " yy", f"canon-{'x' * 59}.toml"),
        ("", "canon-7.toml"),
    ],
)
def test_an_export_has_a_file_name_that_every_system_takes(guild_name: str, file_name: str) -> None:
    assert build_export_name(guild_name, 7) == file_name
