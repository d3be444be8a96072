"""States and countries that are named after a place: "Tucson, Arizona", "Paris, France"."""

from __future__ import annotations

from functools import cache

from seeds.answers.reading.cities import load_countries_by_city, load_states_by_city
from seeds.folding import fold

_STATES = {
    name: code
    for line in """
    al alabama|ak alaska|az arizona|ar arkansas|ca california|co colorado|ct connecticut|de delaware
    fl florida|ga georgia|hi hawaii|id idaho|il illinois|in indiana|ia iowa|ks kansas|ky kentucky
    la louisiana|me maine|md maryland|ma massachusetts|mi michigan|mn minnesota|ms mississippi
    mo missouri|mt montana|ne nebraska|nv nevada|nh new hampshire|nj new jersey|nm new mexico
    ny new york|nc north carolina|nd north dakota|oh ohio|ok oklahoma|or oregon|pa pennsylvania
    ri rhode island|sc south carolina|sd south dakota|tn tennessee|tx texas|ut utah|vt vermont
    va virginia|wa washington|wv west virginia|wi wisconsin|wy wyoming
    """.replace("\n", "|").split("|")
    for code, _, name in [line.strip().partition(" ")]
    if name
}
"""Code of each state of the United States by its name; USPS Publication 28."""
_CODES = {code: name for name, code in _STATES.items()}
_UNITED_STATES = ("usa", "us", "united states", "united states of america", "america")
_BRITISH_COUNTRIES = ("england", "scotland", "wales", "northern ireland", "uk", "great britain")
_OTHER_NAMES = {
    "BA": "bosnia",
    "CD": "congo",
    "CI": "ivory coast",
    "CZ": "czech republic",
    "GB": "great britain",
    "HK": "hong kong",
    "MM": "burma",
    "NL": "holland",
    "TR": "turkey",
    "VA": "vatican",
}
"""Names of countries that CLDR has not, or has as a variant only."""
_LONGEST_REGION = 4
"""Words of the longest name: "new mexico united states"."""
_SURNAMES = frozenset(
    (
        "washington", "georgia", "virginia", "montana", "indiana", "jordan", "chad", "israel",
        "ireland", "france", "cuba", "chile", "wales", "england", "scotland", "kenya", "malta",
        "cyprus", "guinea", "holland",
    )
)  # fmt: skip
"""Regions that are also names of people: without a comma, "Hannah Montana" is no place."""


@cache
def _load_countries() -> dict[str, str]:
    """Return the codes of countries by their folded English names (CLDR)."""
    # Imported late: only answers with a comma or a known last word need it.
    from babel import Locale

    territories: dict[str, str] = dict(Locale("en").territories)
    codes = {
        fold(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha()
    }
    codes |= {name: code for code, name in _OTHER_NAMES.items()}
    return codes | dict.fromkeys(_UNITED_STATES, "US") | dict.fromkeys(_BRITISH_COUNTRIES, "GB")


@cache
def _load_region_endings() -> frozenset[str]:
    """Return the last words of all regions, so that most texts need no further look."""
    names = (*_STATES, *_CODES, *_load_countries())
    return frozenset(name.rpartition(" ")[2] for name in names)


def get_state(folded: str) -> str | None:
    """Return the full name of a state of the United States, given by name or code; else None."""
    return folded if folded in _STATES else _CODES.get(folded)


def parse_region(folded: str) -> str | None:
    """Return the region that a folded text names, None for other text.

    It is the name of a state, or the code of a country; "arizona usa" is "arizona".
    """
    for country in _UNITED_STATES:
        state = get_state(folded.removesuffix(f" {country}"))
        if state:
            return state
    return _load_countries().get(folded)


def is_in_region(place: str, region: str) -> bool:
    """Return whether a folded place may be in a region; a region of the same level is not.

    Only cities are known; any other place may be anywhere.
    """
    if region in _STATES:
        if _load_countries().get(region) in load_countries_by_city().get(place, ()):
            return True  # Georgia is also a country
        states = load_states_by_city().get(place)
        if states is not None:
            return region in states
        return place in {region, ""} or (
            get_state(place) is None and _may_be_in_country(place, "US")
        )
    if place in _load_countries() and place not in _STATES:
        return False
    return _may_be_in_country(place, region)


def list_countries(folded: str) -> frozenset[str]:
    """Return the codes of the countries that a folded state, country or city is, or is in."""
    country = "US" if folded in _STATES else _load_countries().get(folded)
    return frozenset({country}) if country else load_countries_by_city().get(folded, frozenset())


def is_in_any_country(region: str, countries: frozenset[str]) -> bool:
    """Return whether a region that `parse_region` returned is in one of some countries."""
    return ("US" if region in _STATES else region) in countries


def _may_be_in_country(place: str, code: str) -> bool:
    if place in _STATES:
        return code == "US"
    return code in load_countries_by_city().get(place, {code})


def split_region(
    words: tuple[str, ...], *, is_place: bool = False
) -> tuple[tuple[str, ...], str] | None:
    """Split "tucson arizona usa" into its place and its region; None without one.

    Where the question does not ask for a place, only a city that is known to be there counts, so
    that "Sweet Home Alabama" and "Hannah Montana" are none.
    """
    if words[-1] not in _load_region_endings():
        return None
    for length in range(min(_LONGEST_REGION, len(words) - 1), 0, -1):
        place, tail = " ".join(words[:-length]), " ".join(words[-length:])
        if words[-length - 1] in {"or", "and", "not"}:
            continue
        if not is_place and (tail in _SURNAMES or place not in load_countries_by_city()):
            continue
        region = parse_region(tail)
        if region and is_in_region(place, region):
            return words[:-length], region
    return None


def spell_out_state(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the words with the code of a state at their end in full; None without one."""
    state = _CODES.get(words[-1]) if len(words) > 1 else None
    return (*words[:-1], *state.split()) if state else None
