"""Cities by their state or country, so that "Seattle, Oregon" is not taken for Seattle."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from seeds.folding import fold

_CITIES_OF_STATES = """
alabama: birmingham, huntsville, mobile, montgomery, selma
alaska: anchorage, fairbanks, juneau, nome
arizona: phoenix, tucson, mesa, scottsdale, tempe, flagstaff, chandler, sedona, tombstone
arkansas: little rock, fayetteville
california: los angeles, san francisco, san diego, san jose, sacramento, oakland, fresno,
long beach, anaheim, bakersfield, hollywood, santa monica, pasadena, burbank, malibu, venice,
berkeley, santa barbara, beverly hills, compton, palm springs, santa cruz, glendale
colorado: denver, colorado springs, boulder, aspen
connecticut: hartford, new haven, bridgeport, stamford|delaware: dover, wilmington
florida: miami, orlando, tampa, jacksonville, tallahassee, fort lauderdale, key west, daytona beach
georgia: atlanta, savannah, augusta, athens, macon, columbus|hawaii: honolulu, hilo|idaho: boise
illinois: chicago, springfield, aurora, evanston
indiana: indianapolis, fort wayne, gary, bloomington|iowa: des moines, cedar rapids
kansas: wichita, topeka, kansas city, dodge city|kentucky: louisville, lexington, frankfort
louisiana: new orleans, baton rouge, shreveport|maine: portland, augusta, bangor
maryland: baltimore, annapolis|massachusetts: boston, cambridge, salem, worcester, springfield
michigan: detroit, lansing, flint, ann arbor, grand rapids
minnesota: minneapolis, saint paul, duluth, bloomington, rochester|mississippi: jackson, biloxi
missouri: saint louis, kansas city, springfield, columbia, jefferson city
montana: billings, helena, missoula, bozeman|nebraska: omaha, lincoln
nevada: las vegas, reno, carson city, henderson|new hampshire: concord, manchester
new jersey: newark, jersey city, trenton, atlantic city, hoboken, princeton
new mexico: albuquerque, santa fe, roswell
new york: new york, new york city, buffalo, albany, rochester, syracuse, brooklyn, manhattan,
woodstock
north carolina: charlotte, raleigh, durham, greensboro, asheville, fayetteville, wilmington
north dakota: fargo, bismarck|ohio: cleveland, columbus, cincinnati, toledo, akron, dayton
oklahoma: oklahoma city, tulsa|oregon: portland, salem, eugene, bend, astoria
pennsylvania: philadelphia, pittsburgh, harrisburg, scranton, hershey, lancaster
rhode island: providence, newport|south carolina: charleston, columbia, greenville, myrtle beach
south dakota: sioux falls, rapid city, pierre
tennessee: nashville, memphis, knoxville, chattanooga
texas: houston, dallas, austin, san antonio, fort worth, el paso, corpus christi, waco,
galveston, arlington, lubbock, amarillo
utah: salt lake city, provo, park city|vermont: burlington, montpelier
virginia: richmond, norfolk, virginia beach, arlington, alexandria, charlottesville
washington: seattle, tacoma, spokane, olympia, bellevue, vancouver
west virginia: charleston, huntington|wisconsin: milwaukee, madison, green bay|wyoming: cheyenne
"""
"""The largest and best known cities of the United States, those of more states under each."""
_CITIES_OF_COUNTRIES = """
AE: abu dhabi|AR: rosario|AU: canberra, newcastle|AT: salzburg, graz|BE: bruges, ghent, antwerp
BR: brasilia, rio de janeiro, salvador|CA: ottawa, quebec city, calgary|CH: bern, geneva, basel
CI: yamoussoukro|CN: beijing, guangzhou, shenzhen, wuhan|CO: medellin, cartagena
DE: munich, hamburg, cologne, frankfurt, stuttgart, dresden, leipzig, nuremberg, bremen
EG: alexandria, giza|ES: barcelona, seville, valencia, bilbao, granada, malaga
FR: marseille, lyon, nice, cannes, bordeaux, toulouse, strasbourg, lille, nantes
GB: birmingham, manchester, liverpool, edinburgh, glasgow, cardiff, oxford, cambridge, york,
leeds, sheffield, newcastle, brighton, bath, bristol
GR: thessaloniki, athens|IN: new delhi, delhi, mumbai, chennai, bangalore, agra, jaipur, goa
IT: milan, venice, florence, naples, turin, bologna, verona, pisa, genoa, palermo, siena
JP: kyoto, osaka, hiroshima, nagasaki, nagoya, sapporo, yokohama, kobe, nara|KR: busan, incheon
KZ: astana, almaty|MA: marrakesh, rabat, fez|MM: naypyidaw|MX: acapulco, guadalajara|NG: abuja
NL: rotterdam, the hague, hague, utrecht|NZ: wellington, christchurch|PK: islamabad, lahore
PL: krakow, gdansk|PT: porto|RU: saint petersburg|SE: gothenburg, malmo|TR: ankara, istanbul
TZ: dodoma|US: washington dc|VN: hanoi|ZA: cape town, pretoria, durban
"""
"""Well-known cities that give their name to no time zone, by ISO 3166 code."""


def _index_owners(listed: str) -> dict[str, frozenset[str]]:
    """Return the states or countries of each city of a table."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for line in re.sub(r",\n", ", ", listed.strip()).replace("\n", "|").split("|"):
        owner, _, cities = line.partition(": ")
        for city in cities.split(", "):
            owners[city].add(owner)
    return {city: frozenset(found) for city, found in owners.items()}


@cache
def load_states_by_city() -> dict[str, frozenset[str]]:
    """Return the states of cities of the United States by their folded names."""
    return _index_owners(_CITIES_OF_STATES)


@cache
def load_countries_by_city() -> dict[str, frozenset[str]]:
    """Return the ISO 3166 codes of the countries of cities by their folded names.

    They are those above, and those of time zones (tz database).
    """
    # Imported late: only answers with a comma or a known last word need it.
    from babel.core import get_global

    territories: dict[str, str] = dict(get_global("zone_territories"))
    countries = {
        fold(zone.rpartition("/")[2]): frozenset({code}) for zone, code in territories.items()
    }
    american = dict.fromkeys(load_states_by_city(), frozenset({"US"}))
    for table in (_index_owners(_CITIES_OF_COUNTRIES), american):
        for city, codes in table.items():
            countries[city] = countries.get(city, frozenset()) | codes
    return countries
