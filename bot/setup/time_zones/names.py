"""What people call the time of a zone: its name, its abbreviation or its offset."""

from __future__ import annotations

EASTERN, CENTRAL = "America/New_York", "America/Chicago"
MOUNTAIN, PACIFIC = "America/Denver", "America/Los_Angeles"

TIME_NAMES = {
    "eastern": (EASTERN,),
    "central": (CENTRAL,),
    "mountain": (MOUNTAIN,),
    "pacific": (PACIFIC,),
    "atlantic": ("America/Halifax",),
    "newfoundland": ("America/St_Johns",),
    "hawaiian": ("Pacific/Honolulu",),
    "british": ("Europe/London",),
    "irish": ("Europe/Dublin",),
    "central european": ("Europe/Berlin",),
    "eastern european": ("Europe/Athens",),
    "western european": ("Europe/Lisbon",),
    "coordinated universal": ("UTC",),
    "greenwich mean": ("UTC",),
}
"""Zones by the name of their time, without "time", "standard" and "daylight"."""

ABBREVIATIONS = {
    **dict.fromkeys(("ET", "EST", "EDT"), (EASTERN,)),
    **dict.fromkeys(("CT", "CST", "CDT"), (CENTRAL,)),
    **dict.fromkeys(("MT", "MDT"), (MOUNTAIN,)),
    "MST": (MOUNTAIN, "America/Phoenix"),
    **dict.fromkeys(("PT", "PST", "PDT"), (PACIFIC,)),
    **dict.fromkeys(("AKT", "AKST", "AKDT"), ("America/Anchorage",)),
    **dict.fromkeys(("HST", "HDT", "HAST"), ("Pacific/Honolulu",)),
    **dict.fromkeys(("NST", "NDT"), ("America/St_Johns",)),
    "ADT": ("America/Halifax",),
    "AST": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    **dict.fromkeys(("UTC", "GMT", "Z", "Zulu", "UCT"), ("UTC",)),
    "BST": ("Europe/London",),
    "WET": ("Europe/Lisbon",),
    "WEST": ("Europe/Lisbon",),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), TIME_NAMES["central european"]),
    **dict.fromkeys(("EET", "EEST"), TIME_NAMES["eastern european"]),
    **dict.fromkeys(("MSK", "MSD"), ("Europe/Moscow",)),
    "TRT": ("Europe/Istanbul",),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "IDT": ("Asia/Jerusalem",),
    "PKT": ("Asia/Karachi",),
    "GST": ("Asia/Dubai",),
    "SGT": ("Asia/Singapore",),
    "HKT": ("Asia/Hong_Kong",),
    "PHT": ("Asia/Manila",),
    "WIB": ("Asia/Jakarta",),
    "ICT": ("Asia/Bangkok",),
    "JST": ("Asia/Tokyo",),
    "KST": ("Asia/Seoul",),
    "AWST": ("Australia/Perth",),
    "ACST": ("Australia/Darwin", "Australia/Adelaide"),
    "ACDT": ("Australia/Adelaide",),
    "AEST": ("Australia/Sydney", "Australia/Brisbane"),
    **dict.fromkeys(("AEDT", "AET"), ("Australia/Sydney",)),
    **dict.fromkeys(("NZT", "NZST", "NZDT"), ("Pacific/Auckland",)),
    "SAST": ("Africa/Johannesburg",),
    "WAT": ("Africa/Lagos",),
    "CAT": ("Africa/Maputo",),
    "EAT": ("Africa/Nairobi",),
    "BRT": ("America/Sao_Paulo",),
    "ART": ("America/Argentina/Buenos_Aires",),
    "CLT": ("America/Santiago",),
    "COT": ("America/Bogota",),
    "PET": ("America/Lima",),
}
"""Zones by the abbreviation of their time; several where it is used in several."""

PRIMARY_ZONES = {
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
}
"""The zone meant by the name of a country with several; CLDR, metaZones.xml, primaryZones.

Kazakhstan, which has had one time since March 2024, is added.
"""

FIXED_OFFSETS = {
    "+03:30": "Asia/Tehran",
    "+04:30": "Asia/Kabul",
    "+05:30": "Asia/Kolkata",
    "+05:45": "Asia/Kathmandu",
    "+06:30": "Asia/Yangon",
    "+08:45": "Australia/Eucla",
    "+09:30": "Australia/Darwin",
    "-09:30": "Pacific/Marquesas",
}
"""Zones that keep an offset from UTC that is no whole number of hours all year round."""
