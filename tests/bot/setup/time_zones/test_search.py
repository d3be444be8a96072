"""Time zones by what people call them; what is not sure is offered, never taken."""

from __future__ import annotations

from itertools import chain
from zoneinfo import available_timezones

import pytest

from bot.setup.time_zones.names import ABBREVIATIONS, FIXED_OFFSETS, PRIMARY_ZONES, TIME_NAMES
from bot.setup.time_zones.places import CITIES, REGIONS, STATES_BY_ABBREVIATION
from bot.setup.time_zones.search import MAX_SUGGESTIONS, TimeZoneIndex
from bot.time_zones import get_time_zone_name

MEANT = """
America/New_York: EST | EDT | ET | est | Eastern | Eastern Time | eastern standard time |
  US/Eastern | EST5EDT | New York | new yrok | NYC | new york city | Boston | boston, ma |
  Philadelphia | philadelpia | Atlanta | Miami | Washington DC | Brooklyn | New Jersey | Ohio |
  Massachusetts | Maine | Portland, Maine | north carolina | Vermont | EST (New York) | ny time |
  Eastern Time (US & Canada) | eastern time (us and canada) | Eastern Time (USA & Canada) |
  (UTC-05:00) Eastern Time (US & Canada) | Eastern Time (North America) | Boston, Mass. |
  boston, mass | Boston (Mass.) | Boston, Mass., USA | Hartford, Conn. | Albany, N.Y. |
  Washington, D.C. | Newark, N. J. | Philadelphia, Penn. | Charleston, W. Va. | Savannah, Ga.
America/Chicago: CST | CDT | Central | Central Time | US/Central | Chicago | chicgao | Dallas |
  Houston | Austin | austin, tx | New Orleans | Minneapolis | Illinois | Wisconsin |
  Springfield, Illinois | Louisiana | Saint Paul | Baton Rouge, LA | St. Louis (MO) |
  Central Time (US & Canada) | Houston, Tex. | Saint Paul, Minn. | Kansas City, Mo. |
  Birmingham, Ala. | Springfield, Ill. | Madison, Wisc.
America/Denver: Mountain | Mountain Time | MDT | US/Mountain | Denver | Salt Lake City | Colorado |
  Utah | El Paso | New Mexico | Mountain Time (US & Canada) | El Paso, Tex. | Santa Fe, N. Mex. |
  Denver, Colo.
America/Phoenix: Phoenix | Arizona | Tucson | tuscon | tucson, arizona | US/Arizona |
  Tucson, Ariz.
America/Indiana/Indianapolis: Indianapolis | Indianapolis, Ind. | Indiana (East)
America/Los_Angeles: PST | PDT | PT | Pacific | pacific time | US/Pacific | Los Angeles |
  los angelos | LA | L.A. | San Francisco | Oakland | Seattle | San Diego | Portland |
  Portland, Oregon | Las Vegas | Hollywood | California | Nevada | america/los_angeles |
  America/Los Angeles | Pacific Time (US & Canada) | Los Angeles, Calif. | Calif. |
  Hollywood, Cal. | Portland, Ore. | Seattle, Wash. | Las Vegas, Nev.
America/Anchorage: AKST | Anchorage | US/Alaska
Pacific/Honolulu: Hawaii | HST | Honolulu | US/Hawaii
America/Toronto: Toronto | Montreal | Ottawa | Quebec | Montreal, Canada |
  Ottawa, Ont. | Montreal, Que.
America/Vancouver: Vancouver | Victoria, British Columbia
America/Edmonton: Calgary | Alberta | Calgary, Alta.
America/Halifax: Halifax | Nova Scotia | Atlantic Time |
  Atlantic Time (Canada) | Halifax, N.S.
America/St_Johns: St. John's | Newfoundland Time | NST
America/Mexico_City: Mexico City | Guadalajara
America/Sao_Paulo: São Paulo | sao paulo | Rio de Janeiro | Brasilia | sao paolo
America/Argentina/Buenos_Aires: Argentina | Buenos Aires | ART
America/Bogota: Colombia | Bogotá
America/Santiago: Chile | Santiago
Europe/London: London | UK | uk | England | Scotland | Wales | Great Britain | GB | BST |
  Edinburgh | Glasgow | London, UK | london time | Europe/London | europe/london |
  United Kingdom
Europe/Dublin: Ireland | Irland | Dublin | Cork
Europe/Paris: Paris | France | Paris, France | Lyon
Europe/Berlin: Germany | Deutschland | Berlin | berlin, germany | Munich | CET |
  Central European Time | Köln | Frankfurt
Europe/Vienna: Austria | Vienna | Austrai | Wien | Österreich
Europe/Zurich: Switzerland | Geneva | Zürich
Europe/Madrid: Spain | Madrid | Barcelona
Europe/Lisbon: Portugal | Lisbon
Europe/Rome: Italy | Rome | Milan
Europe/Amsterdam: Netherlands | Holland | The Hague
Europe/Warsaw: Poland | Kraków
Europe/Stockholm: Sweden | Stockholm
Europe/Kyiv: Ukraine | Kyiv | Kiev | Europe/Kiev
Europe/Istanbul: Turkey | Türkiye | Ankara
Europe/Moscow: Moscow | MSK
Europe/Athens: Greece | EET
Africa/Johannesburg: South Africa | Cape Town | SAST
Africa/Lagos: Nigeria | Lagos
Africa/Cairo: Egypt | Cairo
Asia/Jerusalem: Israel | Tel Aviv
Asia/Dubai: UAE | Dubai | Abu Dhabi | United Arab Emirates
Asia/Kolkata: India | Mumbai | Bombay | Delhi | UTC+5:30 | UTC+5.5 | utc +5,5 | Asia/Calcutta
Asia/Kathmandu: Nepal | Kathmandu | UTC+05:45
Asia/Singapore: Singapore | SGT
Asia/Shanghai: China | Beijing | Chongqing
Asia/Almaty: Astana | Almaty
Asia/Yekaterinburg: Ekaterinburg
Pacific/Midway: Midway Island
Pacific/Tongatapu: Nuku'alofa
Asia/Hong_Kong: Hong Kong | HKT
Asia/Tokyo: Japan | Tokyo | JST | Osaka | japan time
Asia/Seoul: South Korea | Korea | Seoul
Asia/Manila: Philippines | Manila
Australia/Perth: Perth | AWST | Western Australia
Australia/Sydney: Sydney | AEDT | New South Wales
Australia/Melbourne: Melbourne
Australia/Brisbane: Brisbane | Queensland
Pacific/Auckland: New Zealand | NZ | Auckland | aukland | Wellington
Pacific/Easter: Easter Island
UTC: UTC | utc | GMT | Z | UTC+0 | GMT+00:00
Etc/GMT+8: UTC-8 | utc−8 | utc–8 | GMT-8 | GMT -08:00 | Etc/GMT+8
Etc/GMT-1: GMT+1 | UTC+01:00 | +1 | +01:00
"""
UNSURE = """
Texas: America/Chicago America/Denver
Georgia: America/New_York Asia/Tbilisi
Florida: America/New_York America/Chicago
Washington: America/Los_Angeles America/New_York
USA: America/New_York America/Chicago America/Denver America/Los_Angeles America/Anchorage
MST: America/Denver America/Phoenix
IST: Asia/Kolkata Europe/Dublin Asia/Jerusalem
Birmingham: America/Chicago Europe/London
londn: Europe/London
Europe/Londn: Europe/London
tokyp: Asia/Tokyo
somewhere near berlin town: Europe/Berlin
deep in the heart of texas: America/Chicago America/Denver
ontario, canada: America/Toronto America/Winnipeg
Paris, TX: Europe/Paris America/Chicago America/Denver
Paris, Tex.: Europe/Paris America/Chicago America/Denver
Naples, Fla.: Europe/Rome America/New_York America/Chicago
Athens, Ga.: Europe/Athens America/New_York Asia/Tbilisi
Vancouver, Wash.: America/Vancouver America/Los_Angeles
Boston, Messy.: America/New_York
Georgetown: America/New_York America/Guyana
Indiana: America/Indiana/Indianapolis America/Chicago
US & Canada: America/New_York America/Chicago America/Denver America/Los_Angeles America/Anchorage
Central America: America/Guatemala America/Panama
Paris, Atlantis: Europe/Paris
siberia: Asia/Novosibirsk Asia/Omsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk
xiberia: Asia/Novosibirsk Asia/Omsk Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk
"""
UNKNOWN = ("qqqq", "", "  ", "m", "my house", "🎉", "x" * 60, "+99", "1234567")


def read_judged(table: str) -> dict[str, str]:
    joined = table.strip().replace("|\n ", "|")
    pairs = (line.split(": ", 1) for line in joined.splitlines())
    return {typed.strip(): key for key, names in pairs for typed in names.split(" | ")}


JUDGED = read_judged(MEANT)


@pytest.fixture(scope="module")
def zones() -> TimeZoneIndex:
    return TimeZoneIndex()


@pytest.mark.parametrize(("typed", "key"), JUDGED.items())
def test_a_zone_is_found_by_what_people_call_it(zones: TimeZoneIndex, typed: str, key: str) -> None:
    found = zones.find(typed)
    assert found is not None, [zone.key for zone in zones.suggest(typed)]
    assert found.key == key
    assert zones.suggest(typed)[0].key == key


@pytest.mark.parametrize("line", UNSURE.strip().splitlines())
def test_what_may_mean_several_zones_or_is_misspelled_is_offered(
    zones: TimeZoneIndex, line: str
) -> None:
    typed, keys = line.split(": ", 1)
    assert zones.find(typed) is None
    assert [zone.key for zone in zones.suggest(typed)] == keys.split()


@pytest.mark.parametrize("typed", UNKNOWN)
def test_nonsense_is_no_zone(zones: TimeZoneIndex, typed: str) -> None:
    assert zones.find(typed) is None
    assert zones.suggest(typed) == []


def test_two_hundred_inputs_are_judged() -> None:
    assert len(JUDGED) + len(UNSURE.strip().splitlines()) + len(UNKNOWN) >= 200


def test_a_short_name_is_never_taken_for_another_one(zones: TimeZoneIndex) -> None:
    for typed in ("Rom", "Pert", "Niec", "Lma", "Omam", "Bern."):
        found = zones.find(typed)
        assert found is None or typed == "Bern."


def test_at_most_five_zones_are_offered(zones: TimeZoneIndex) -> None:
    for typed in ("Canada", "Australia", "Russia", "america", "san", "new"):
        assert len(zones.suggest(typed)) <= MAX_SUGGESTIONS


def test_every_table_names_zones_that_exist() -> None:
    tables = (*REGIONS.values(), *ABBREVIATIONS.values(), *TIME_NAMES.values(), CITIES)
    named = {*chain(*tables), *PRIMARY_ZONES.values(), *FIXED_OFFSETS.values()}
    assert named <= available_timezones()
    assert set(STATES_BY_ABBREVIATION.values()) <= set(REGIONS)


def test_every_place_of_the_database_is_found_by_its_own_key(zones: TimeZoneIndex) -> None:
    places = [key for key in available_timezones() if key.startswith(("Africa/", "Europe/", "US/"))]
    for key in places:
        found = zones.find(key)
        assert found is not None, key


def test_a_fixed_offset_is_shown_as_people_write_it() -> None:
    assert get_time_zone_name("Etc/GMT+8") == "UTC−8"
    assert get_time_zone_name("Etc/GMT-1") == "UTC+1"
    assert get_time_zone_name("Europe/London") == "Europe/London"
