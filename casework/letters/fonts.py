"""The fonts letters are set in, and what they cannot print. System fonts are never used."""

import unicodedata
from functools import cache

from django.conf import settings
from fontTools.ttLib import TTFont

# Package and family: Latin, Greek and Cyrillic first, then the scripts most used by people who write to
# an office in England and Wales. Chinese, Japanese and Korean fonts are too large to bundle.
FAMILIES = {
    "noto-sans": "Noto Sans",
    "noto-sans-arabic": "Noto Sans Arabic",
    "noto-sans-hebrew": "Noto Sans Hebrew",
    "noto-sans-bengali": "Noto Sans Bengali",
    "noto-sans-gujarati": "Noto Sans Gujarati",
    "noto-sans-gurmukhi": "Noto Sans Gurmukhi",
    "noto-sans-tamil": "Noto Sans Tamil",
}
STYLES = ("400Regular", "700Bold", "400Regular_Italic")
# PDF/UA has no place for what is not a character: controls, surrogates, private use, unassigned.
NOT_CHARACTERS = frozenset({"Cc", "Cs", "Co", "Cn"})
BYTE_ORDER_MARK = "\ufeff"


class FontsMissing(Exception):
    """The fonts are not installed; script/setup does that."""


@cache
def folders() -> tuple[str, ...]:
    wanted = [settings.LETTER_FONTS / package / style for package in FAMILIES for style in STYLES]
    found = tuple(str(folder) for folder in wanted if folder.is_dir())
    if len(found) < 2 * len(FAMILIES):
        raise FontsMissing(f"The fonts for letters are not in {settings.LETTER_FONTS}")
    return found


@cache
def printable() -> frozenset[str]:
    """Every character that one of the fonts has a glyph for."""
    characters: set[str] = set()
    for package in FAMILIES:
        for path in sorted((settings.LETTER_FONTS / package / STYLES[0]).glob("*.ttf")):
            with TTFont(path, lazy=True) as font:
                characters.update(map(chr, font.getBestCmap()))
    return frozenset(
        character
        for character in characters
        if unicodedata.category(character) not in NOT_CHARACTERS and character != BYTE_ORDER_MARK
    )


def unprintable(text: str) -> list[str]:
    """The characters in `text` that no bundled font can print, each once, in the order they come."""
    return [character for character in dict.fromkeys(text) if character not in printable() | {"\n"}]


def named(character: str) -> str:
    """A character so that a person can find it: as it is if it shows, with its name."""
    name = unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"
    return f"{character} ({name})" if character.isprintable() else name
