"""Resolves a typed name to a known person, a new one, or a confusable one."""

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
    # Letters of other scripts that are drawn like Latin ones, capitals by their own shapes.
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
    """The slug of a person, and their name when they are not on record yet."""

    slug: str
    new_name: str | None = None


def parse_speaker(typed: str, people: Mapping[str, Person]) -> SpeakerReference:
    """Return the person called `typed`, by slug, name or alias; raises FieldError."""
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
    """Return the known person whose name is drawn like `name`, in whatever script."""
    return build_skeleton_index(people).get(skeleton(name))


def build_skeleton_index(people: Iterable[Person]) -> dict[str, Person]:
    """Map the skeleton of each name to its person, the first of several."""
    index: dict[str, Person] = {}
    for person in people:
        for name in (person.name, *person.aliases):
            index.setdefault(skeleton(name), person)
    return index


def skeleton(name: str) -> str:
    """Return the name with letters that are drawn alike made one: "Idа H0lm" as "Ida Holm".

    Pictures, which are no letters, stay as they are where there is nothing else.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    folded = fold(decomposed.translate(_CONFUSABLES)).translate(_CONFUSABLE_DIGITS)
    for pair, one in _CONFUSABLE_PAIRS:
        folded = folded.replace(pair, one)
    return folded.replace(" ", "") or name


def build_unique_slug(name: str, taken: Iterable[str]) -> str:
    """Return a slug for a name, in Latin letters where it has some, that is not in `taken`."""
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
