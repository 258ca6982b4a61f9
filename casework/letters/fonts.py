"""The fonts letters are set in, and what stands for what they cannot print. System fonts are never used."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

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
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# What joins an emoji to the next, or chooses its colour or style.
JOINING = "[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"


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


@cache
def unprintable() -> re.Pattern[str]:
    """One character that no font can print, with what belongs to it."""
    return re.compile(f"([^\n{re.escape(''.join(sorted(printable())))}]){JOINING}*")


def printed(text: str) -> str:
    """The text with a substitute for what cannot be printed: no glyph stands in the way of a duty."""
    return unprintable().sub(_substitute, text)


def all_printed(data: Any) -> Any:
    """Data with every text in it as it can be printed."""
    if isinstance(data, str):
        return printed(data)
    if isinstance(data, Mapping):
        return {name: all_printed(part) for name, part in data.items()}
    if isinstance(data, list | tuple):
        return [all_printed(part) for part in data]
    return data


def substitutes(text: str) -> dict[str, str]:
    """What cannot be printed, as it was typed, and what is printed for it; not what nobody would see."""
    found = {match[0]: _substitute(match) for match in unprintable().finditer(text)}
    return {typed: instead for typed, instead in found.items() if instead.strip()}


def _substitute(found: re.Match[str]) -> str:
    """An emoji by its name, spaces as a space, nothing for what cannot be seen."""
    character = found[1]
    if character.isspace():
        return " "
    kind = unicodedata.category(character)
    if kind == "So":
        return f"[{unicodedata.name(character).lower()}]"
    return "" if kind in ("Cc", "Cf") or re.match(JOINING, character) else REPLACEMENT
