"""A folder of TOML becomes a pack, or a list of everything that is wrong with it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from seeds.dates import DateInterval, PartialDate
from seeds.loader import compute_pack_digest, load_pack
from seeds.pack import FILM_STAGES, PackError
from seeds.schema import ENTRY_TYPES, Quote, Source
from tests.packs.pack_on_disk import ENTRIES, PackOnDisk


def test_a_pack_of_another_fandom_loads_with_every_kind(pack: PackOnDisk) -> None:
    loaded = load_pack(pack.folder)

    assert loaded.manifest.title == "Paper Lantern Fans"
    counts = {kind: len(loaded.list_by_kind(kind)) for kind in ENTRY_TYPES}
    assert counts == {
        "source": 2,
        "event": 2,
        "fact": 1,
        "quote": 2,
        "status": 2,
        "question": 1,
    }


def test_entries_keep_the_order_and_the_file_they_stand_in(pack: PackOnDisk) -> None:
    (pack.folder / "later.toml").write_text(
        '[[source]]\nid = "source.radio"\ntitle = "Lamps on air"\nreference = "May 2020"\n', "utf-8"
    )

    loaded = load_pack(pack.folder)

    sources = [entry.id for entry in loaded.list_by_kind("source")]
    assert sources == ["source.lamp-post", "source.lamp-letter", "source.radio"]
    assert loaded.files["source.radio"] == "later.toml"
    assert loaded.files["source.lamp-post"] == ENTRIES


def test_dates_are_read_as_precisely_as_they_are_written(pack: PackOnDisk) -> None:
    loaded = load_pack(pack.folder)

    letter, quote = loaded.entries["source.lamp-letter"], loaded.entries["quote.never-dark"]
    assert isinstance(letter, Source)
    assert isinstance(quote, Quote)
    assert letter.published == DateInterval(PartialDate(2021, 3), PartialDate(2021, 6))
    assert quote.said == PartialDate(2021, circa=True)


def test_only_toml_files_of_the_folder_and_of_its_folders_of_entries_are_read(
    pack: PackOnDisk,
) -> None:
    (pack.folder / "notes.md").write_text("not = toml = at all", "utf-8")
    (pack.folder / "drafts").mkdir()
    (pack.folder / "drafts" / "broken.toml").write_text("[[", "utf-8")
    (pack.folder / "folder.toml").mkdir()

    assert pack.find_problems() == []


def test_a_folder_without_a_manifest_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)

    (problem,) = caught.value.problems
    assert str(problem) == f"pack.toml: is missing, so {tmp_path} is not a pack"
    assert str(caught.value) == f"{tmp_path} has 1 problem(s)"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[[event]\n", ":1: cannot be read as TOML: a heading is missing its closing brackets"),
        (
            b'title = "one"\ntitle = "two"',
            ":2: cannot be read as TOML: a key appears twice in its table: keep one",
        ),
        (b"\xff\xfe", ": is not UTF-8 text: save it as UTF-8"),
    ],
)
@pytest.mark.parametrize("file", ["pack.toml", "more.toml"])
def test_a_file_that_is_no_toml_is_named(
    pack: PackOnDisk, file: str, content: bytes, expected: str
) -> None:
    (pack.folder / file).write_bytes(content)

    assert pack.find_located_problems() == [f"{file}{expected}"]


def test_nobody_is_blamed_for_what_stands_in_a_file_that_is_no_toml(pack: PackOnDisk) -> None:
    sources = '[[source]]\nid = "source.radio"\ntitle = "Lamps on air\n'
    (pack.folder / "radio.toml").write_text(sources, "utf-8")
    pack.change("fact.ida-plays-vera", "source.lamp-post", "source.radio")
    pack.change("event.first-light", "source.lamp-post", "source.gone")

    entry, broken = pack.find_problems()

    assert entry.endswith("event.first-light: refers to source.gone, which is not in the pack")
    assert broken.startswith("radio.toml: cannot be read as TOML: ")


@pytest.mark.parametrize("reading", [load_pack, compute_pack_digest])
@pytest.mark.parametrize(
    ("refused", "method"), [("pack", "iterdir"), ("pack", "is_file"), (ENTRIES, "read_bytes")]
)
def test_what_may_not_be_read_is_a_problem_and_no_crash(
    pack: PackOnDisk,
    monkeypatch: pytest.MonkeyPatch,
    reading: Callable[[Path], object],
    refused: str,
    method: str,
) -> None:
    allowed = getattr(Path, method)

    def refuse(path: Path) -> object:
        if path.name == refused:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return allowed(path)

    monkeypatch.setattr(Path, method, refuse)
    with pytest.raises(PackError) as caught:
        reading(pack.folder)

    (problem,) = caught.value.problems
    assert str(problem) == f"{refused}: cannot be read: Permission denied"


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (
            '[[movie]]\nid = "movie.lamp"',
            "unknown kind of entry “movie”: write source, event, fact, quote, status or question",
        ),
        ('[source]\nid = "source.lamp"', "write each source under [[source]]"),
        ("fact = 7", "write each fact under [[fact]]"),
        ('fact = ["text"]', "write each fact under [[fact]]"),
        ('[[source]]\ntitle = "No id"', "id is missing"),
        (
            '[[source]]\nid = 7\ntitle = "x"',
            "id must be text in quotation marks, not a number",
        ),
        ('[[evnt]]\nid = "event.lamp"', "unknown kind of entry “evnt”, did you mean event?"),
        ("[[people]]", "people belongs in pack.toml, the file that describes the pack"),
    ],
)
def test_what_is_not_an_entry_is_named(pack: PackOnDisk, toml: str, expected: str) -> None:
    (pack.folder / "more.toml").write_text(toml, "utf-8")

    assert pack.find_problems() == [f"more.toml: {expected}"]


@pytest.mark.parametrize(
    ("slug", "old", "new", "expected"),
    [
        ("paper-lantern", "motto", "moto", ":7: unknown key “moto”, did you mean motto?"),
        ("paper-lantern", "motto", "moto", ": motto is missing"),
        (
            "paper-lantern",
            "#ffaa00",
            "orange",
            ":6: colour: “orange” is not a color: write # and six digits, such as #ffaa00",
        ),
        ("per-lund", "name", "nmae", ":24: unknown key “nmae” in people, did you mean name?"),
        ("per-lund", '"Per Lund"', '""', ":24: people.name is empty"),
        ("season-two", "cast", "season-two", ":9: topics: season-two is here 2 times"),
        ("ida-holm", "per-lund", "ida-holm", ":17: people: ida-holm is here 2 times"),
    ],
)
def test_a_faulty_manifest_says_where(
    pack: PackOnDisk, slug: str, old: str, new: str, expected: str
) -> None:
    pack.change(slug, old, new, file="pack.toml")

    assert f"pack.toml{expected}" in pack.find_located_problems()


def test_the_digest_changes_with_any_byte(pack: PackOnDisk) -> None:
    seen = {compute_pack_digest(pack.folder)}
    for path in sorted(pack.folder.glob("*.toml")):
        content = path.read_bytes()
        for changed in (content + b"\n", content[:-1], content.replace(b"lamp", b"Lamp", 1)):
            path.write_bytes(changed)
            seen.add(compute_pack_digest(pack.folder))
        path.write_bytes(content)

    assert len(seen) == 7
    assert compute_pack_digest(pack.folder) in seen


def test_the_digest_changes_with_the_files_there_are(pack: PackOnDisk) -> None:
    before = compute_pack_digest(pack.folder)
    (pack.folder / "empty.toml").touch()
    added = compute_pack_digest(pack.folder)
    (pack.folder / "empty.toml").rename(pack.folder / "void.toml")
    renamed = compute_pack_digest(pack.folder)
    (pack.folder / "void.toml").unlink()

    assert len({before, added, renamed}) == 3
    assert compute_pack_digest(pack.folder) == before


def test_the_digest_knows_where_one_file_ends_and_the_next_begins(pack: PackOnDisk) -> None:
    (pack.folder / "a.toml").write_bytes(b"# one\n")
    (pack.folder / "b.toml").write_bytes(b"# two\n")
    apart = compute_pack_digest(pack.folder)
    (pack.folder / "a.toml").write_bytes(b"# one\n\0b.toml\x006\0# two\n")
    (pack.folder / "b.toml").unlink()

    assert compute_pack_digest(pack.folder) != apart


def test_the_digest_does_not_care_when_files_were_written_or_what_else_lies_there(
    pack: PackOnDisk,
) -> None:
    before = compute_pack_digest(pack.folder)
    for path in pack.folder.iterdir():
        os.utime(path, (0, 0))
    (pack.folder / "notes.md").write_text("scribbles", "utf-8")

    assert compute_pack_digest(pack.folder) == before


def test_entries_may_stand_in_folders_named_by_their_kind(pack: PackOnDisk) -> None:
    whole = load_pack(pack.folder)
    (pack.folder / "facts").mkdir()
    (pack.folder / ENTRIES).rename(pack.folder / "facts" / "all.toml")
    divided = load_pack(pack.folder)
    assert divided.entries == whole.entries
    assert set(divided.files.values()) == {"facts/all.toml"}


STAGES = '\n[[stages]]\nslug = "alpha"\nname = "alpha"\n'


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (STAGES + STAGES, "pack.toml:27: stages: alpha is here 2 times"),
        (
            f"{STAGES}on_track = false",
            "pack.toml:27: stages: at least one stage must be on the track to the release",
        ),
        (
            STAGES.replace('slug = "alpha"', 'slug = "none"'),
            "pack.toml:27: stages: no stage can have the slug none, which means that there is none",
        ),
        (
            "".join(STAGES.replace("alpha", f"stage-{number}") for number in range(25)),
            "pack.toml:27: stages has 25 items; the limit is 24",
        ),
        (
            STAGES.replace("name", "label"),
            "pack.toml:29: unknown key “label” in stages: write slug, name or on_track",
        ),
    ],
)
def test_faulty_stages_are_named(pack: PackOnDisk, toml: str, expected: str) -> None:
    pack.add(toml, file="pack.toml")

    assert expected in pack.find_located_problems()


def test_a_status_has_a_stage_that_the_pack_names(pack: PackOnDisk) -> None:
    pack.add(STAGES, file="pack.toml")
    pack.change("status.writing", '"writing"', '"alpha"')

    assert pack.find_located_problems() == [
        "entries.toml:72: status.hinted: rumoured isn't a stage of this pack"
    ]


def test_the_stages_of_a_film_are_those_of_a_pack_that_names_none(pack: PackOnDisk) -> None:
    assert load_pack(pack.folder).manifest.stages == FILM_STAGES
    assert pack.problems_after(("status.writing", '"writing"', '"wrapped"')) == [
        "entries.toml: status.writing: wrapped isn't a stage of this pack"
    ]
