"""A pack has an icon for each stage and certainty, under names that Discord takes."""

from __future__ import annotations

import re

import pytest

from bot.icons.catalog import Icon, Mark, find_base_name, list_icons
from seeds.loader import BUNDLED_PACK, load_pack
from seeds.pack import FILM_STAGES, Manifest, Stage

COLOUR = "#ff5fa2"
DEALS = Icon("stage", "deals", Mark.DIAL, 3, 8)
LONG_SLUGS = ("a-very-long-stage-of-a-game-one", "a-very-long-stage-of-a-game-two")


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return load_pack(BUNDLED_PACK).manifest


def with_stages(manifest: Manifest, *slugs: str) -> Manifest:
    """Return a manifest with these stages."""
    stages = tuple(Stage(slug=slug, name=slug) for slug in slugs)
    return manifest.model_copy(update={"stages": stages})


def test_a_stage_is_filled_as_far_as_it_is_and_others_are_marked_off_the_track(
    manifest: Manifest,
) -> None:
    icons = {icon.slug: icon for icon in list_icons(manifest) if icon.kind == "stage"}
    assert list(icons) == [stage.slug for stage in FILM_STAGES]
    assert [icon.filled for icon in icons.values()] == [*range(1, 9), 0, 0]
    marks = [icons[slug].mark for slug in ("rumoured", "dated", "released", "stalled", "cancelled")]
    assert marks == [Mark.DIAL, Mark.DIAL, Mark.SOLID, Mark.DASH, Mark.DASH]


def test_each_certainty_has_a_form_of_its_own(manifest: Manifest) -> None:
    marks = [icon.mark for icon in list_icons(manifest) if icon.kind == "certainty"]
    assert len(set(marks)) == len(marks) == 3


def test_names_are_what_discord_takes_and_none_is_given_twice(manifest: Manifest) -> None:
    for pack in (manifest, with_stages(manifest, *LONG_SLUGS)):
        icons = list_icons(pack)
        names = [icon.build_name(COLOUR) for icon in icons]
        assert len(set(names)) == len(names)
        assert len({icon.base_name for icon in icons}) == len(icons)
        for icon, name in zip(icons, names, strict=True):
            assert re.fullmatch(r"\w{2,32}", name, re.ASCII)
            assert find_base_name(name) == icon.base_name


@pytest.mark.parametrize("name", ["stage", "stage_deals", "romy", "stage_deals_xyzxyz"])
def test_other_emoji_of_the_application_are_not_taken_for_icons(name: str) -> None:
    assert find_base_name(name) is None


def test_a_name_changes_with_what_is_drawn() -> None:
    name = DEALS.build_name(COLOUR)
    assert name == Icon("stage", "deals", Mark.DIAL, 3, 8).build_name(COLOUR)
    changed = (
        DEALS.build_name("#00aaff"),
        Icon("stage", "deals", Mark.DIAL, 4, 9).build_name(COLOUR),
        Icon("stage", "deals", Mark.DASH).build_name(COLOUR),
    )
    assert len({name, *changed}) == 4
    assert {find_base_name(one) for one in (name, *changed)} == {"stage_deals"}
