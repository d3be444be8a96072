"""Resolves typed names to known or new people, and refuses confusable names."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cogs.canon.proposals.errors import FieldError
from seeds.folding import fold
from seeds.pack import Person

MAX_NAME = 80
MAX_SLUG = 36
_CONFUSABLES = str.maketrans(
    # Letters of other scripts that look like Latin ones; capitals and small letters differ.
    dict(zip("АВЕЅZІЈКМНОРСТХУԌԚԜ", "ABESZIJKMHOPCTXYGQW", strict=True))
    | dict(zip("аеіјорсхуѕһԛԝӏгпкмт", "aeijopcxyshqwlrnkmt", strict=True))
    | dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ", "ABEZHIKMNOPTYXC", strict=True))
    | dict(zip("αβεικνορτυχϲϳω", "abeikvoptuxcjw", strict=True))
    | dict(zip("օսհոցԁɑɡıǀ|ⅼℓ", "ouhngdagillll", strict=True))
    | dict(zip("ᏀᎪᏴᏟᎠᎬᏂᎫᏦᏞᎷᎾᏢᏒᏚᎢᏙᎳᏃ", "GABCDEhJKLMOPRSTVWZ", strict=True))
)
_CONFUSABLE_PAIRS = (("rn", "m"), ("vv", "w"))
_CONFUSABLE_DIGITS = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s"})
_LETTER = re.compile(r"[^\W\d_]")


class SpeakerReference(NamedTuple):
    """The slug of a person, and the name of a new one, None for a known one."""

    slug: str
    new_name: str | None = None


def parse_speaker(typed: str, people: Mapping[str, Person]) -> SpeakerReference:
    """Return the person with that slug, name or alias, or else a new one.

    Raises FieldError when it is no name, or looks like the name of a known person.
    """
    if typed in people:
        return SpeakerReference(typed)
    name = fold(typed)
    for person in people.values():
        if name and name in map(fold, (person.name, *person.aliases)):
            return SpeakerReference(person.slug)
    if _LETTER.search(typed) is None or len(typed) > MAX_NAME:
        raise FieldError(f"Write who said it: a name of at most {MAX_NAME} characters.")
    confusable = find_confusable_person(typed, people.values())
    if confusable is not None:
        raise FieldError(f"That looks like {confusable.name}: choose the name from the list.")
    return SpeakerReference(build_unique_slug(typed, people), typed)


def find_confusable_person(name: str, people: Iterable[Person]) -> Person | None:
    """Return the known person whose name looks like `name` in any script; None without one."""
    return build_skeleton_index(people).get(skeleton(name))


def build_skeleton_index(people: Iterable[Person]) -> dict[str, Person]:
    """Return the people by the skeletons of their names; the first of several counts."""
    index: dict[str, Person] = {}
    for person in people:
        for name in (person.name, *person.aliases):
            index.setdefault(skeleton(name), person)
    return index


def skeleton(name: str) -> str:
    """Return a key that is equal for names that look alike: "Idа H0lm" and "Ida Holm".

    A name without letters or digits, such as emoji, is its own skeleton.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    folded = fold(decomposed.translate(_CONFUSABLES)).translate(_CONFUSABLE_DIGITS)
    for pair, one in _CONFUSABLE_PAIRS:
        folded = folded.replace(pair, one)
    return folded.replace(" ", "") or name


def build_unique_slug(name: str, taken: Iterable[str]) -> str:
    """Return a slug that is not in `taken`, from the Latin letters of a name or else a hash."""
    known = set(taken)
    plain = re.sub(r"[^a-z0-9]+", "-", fold(name).encode("ascii", "ignore").decode()).strip("-")
    base = plain[:MAX_SLUG].strip("-")
    if not base:
        base = f"person-{hashlib.blake2b(name.encode(), digest_size=4).hexdigest()}"
    slug, number = base, 1
    while slug in known:
        number += 1
        slug = f"{base}-{number}"
    return slug
