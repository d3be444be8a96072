"""Which icons a pack has, and what the emoji of each is called."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from enum import StrEnum

from seeds.pack import Manifest

DRAWING_VERSION = 1
"""Raised when an icon is drawn in another way, so that `emoji sync` replaces it."""
MAX_SLUG = 18
"""Characters of a slug in a name: Discord allows 32, and the kind and a digest are in it too."""
_NAME = re.compile(r"(?P<base>(?:stage|certainty)_[a-z0-9_]+)_[0-9a-f]{6}")


class Mark(StrEnum):
    """A form that tells an icon from the others without its colour."""

    DIAL = "dial"
    """A ring that is filled as far as a stage is."""
    DASH = "dash"
    """A ring with a dash, for a stage off the track."""
    QUESTION = "question"
    """A question mark in a ring."""
    OUTLINE = "outline"
    """A check mark in a ring."""
    SOLID = "solid"
    """A check mark on a disc."""


@dataclass(frozen=True, slots=True)
class Icon:
    """One icon: of which stage or certainty it is, and what is drawn."""

    kind: str
    slug: str
    mark: Mark
    filled: int = 0
    total: int = 1
    """How many parts of a dial are filled, of how many."""

    @property
    def base_name(self) -> str:
        """The beginning of its emoji's name, the same for every way of drawing it."""
        return build_base_name(self.kind, self.slug)

    def build_name(self, colour: str) -> str:
        """Return the name of its emoji, which differs when another picture would be drawn."""
        drawn = repr((DRAWING_VERSION, colour, *astuple(self)))
        return f"{self.base_name}_{_hash(drawn)}"


CERTAINTY_MARKS = {
    "rumoured": Mark.QUESTION,
    "reported": Mark.OUTLINE,
    "confirmed": Mark.SOLID,
}
"""By the certainty of a status."""


def list_icons(manifest: Manifest) -> list[Icon]:
    """Return the icons of the stages of a pack, and of certainties."""
    return [*_iter_stage_icons(manifest), *_iter_certainty_icons()]


def list_icon_names(manifest: Manifest) -> set[str]:
    """Return the names of the emoji of a pack's icons, as they are drawn now."""
    return {icon.build_name(manifest.colour) for icon in list_icons(manifest)}


def _iter_stage_icons(manifest: Manifest) -> Iterator[Icon]:
    total = sum(stage.on_track for stage in manifest.stages)
    reached = 0
    for stage in manifest.stages:
        if stage.on_track:
            reached += 1
            mark = Mark.SOLID if reached == total else Mark.DIAL
            yield Icon("stage", stage.slug, mark, reached, total)
        else:
            yield Icon("stage", stage.slug, Mark.DASH)


def _iter_certainty_icons() -> Iterator[Icon]:
    for certainty, mark in CERTAINTY_MARKS.items():
        yield Icon("certainty", certainty, mark)


def build_base_name(kind: str, slug: str) -> str:
    """Return the beginning of the name of an icon's emoji, such as "stage_post_production"."""
    plain = re.sub(r"[^a-z0-9]", "_", slug)
    if len(plain) > MAX_SLUG:
        plain = f"{plain[: MAX_SLUG - 6]}{_hash(slug)}"
    return f"{kind}_{plain}"


def find_base_name(name: str) -> str | None:
    """Return the beginning of an emoji's name, None when it is none of an icon."""
    match = _NAME.fullmatch(name)
    return match["base"] if match else None


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=3).hexdigest()
