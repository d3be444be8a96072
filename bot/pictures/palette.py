"""The colours of pictures, derived from the colour of the pack so that text stays readable."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Colour: TypeAlias = tuple[int, int, int]
"""Red, green and blue, each from 0 to 255."""
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
TEXT_CONTRAST = 4.5
"""The least contrast of text that WCAG 2.2 asks for at level AA."""
GRAPHIC_CONTRAST = 3.0
"""The least contrast of shapes that carry meaning, at level AA."""
_NEUTRAL: Colour = (27, 27, 33)
_STEPS = 20


class Palette(NamedTuple):
    """The colours of one picture; all but `rail` have the contrast of text on `background`."""

    background: Colour
    rail: Colour
    """The empty part of bars, which carries no meaning of its own."""
    text: Colour
    muted: Colour
    accent: Colour
    on_accent: Colour
    """Text on `accent`."""


def parse_colour(notation: str) -> Colour:
    """Return the colour of "#ff5fa2"; raises ValueError for another notation."""
    red, green, blue = bytes.fromhex(notation.removeprefix("#"))
    return red, green, blue


def build_palette(colour: Colour) -> Palette:
    """Return a dark palette tinted with `colour`, which is made lighter where it must be."""
    background = mix(_NEUTRAL, colour, 0.07)
    rail = mix(background, WHITE, 0.16)
    accent = lighten_to_contrast(colour, background, TEXT_CONTRAST)
    accent = lighten_to_contrast(accent, rail, GRAPHIC_CONTRAST)
    on_accent = max((BLACK, WHITE), key=lambda one: compute_contrast(one, accent))
    muted = lighten_to_contrast(mix(background, WHITE, 0.4), background, TEXT_CONTRAST + 1)
    return Palette(
        background=background,
        rail=rail,
        text=mix(background, WHITE, 0.95),
        muted=muted,
        accent=accent,
        on_accent=on_accent,
    )


def lighten_to_contrast(colour: Colour, background: Colour, contrast: float) -> Colour:
    """Return `colour`, or the nearest mixture with white that has `contrast` on `background`."""
    for step in range(_STEPS):
        mixed = mix(colour, WHITE, step / _STEPS)
        if compute_contrast(mixed, background) >= contrast:
            return mixed
    return WHITE


def fit_between(colour: Colour, dark: Colour, light: Colour, contrast: float) -> Colour:
    """Return the shade of `colour` that is nearest to it and has `contrast` on both grounds."""
    shades = [mix(colour, BLACK, step / _STEPS) for step in range(_STEPS)]
    shades += [mix(colour, WHITE, step / _STEPS) for step in range(_STEPS)]
    fitting = (
        one
        for one in shades
        if min(compute_contrast(one, dark), compute_contrast(one, light)) >= contrast
    )
    return next(fitting, max(shades, key=lambda one: compute_contrast(one, light)))


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the mixture with `share` of `second`, from 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def compute_contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    brighter, darker = sorted(map(_compute_luminance, (first, second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _compute_luminance(colour: Colour) -> float:
    red, green, blue = (_linearize(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linearize(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
