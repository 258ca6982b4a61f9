from typing import Any

from django.core.checks import CheckMessage, Error

from casework.letters import fonts


def fonts_are_installed(**kwargs: Any) -> list[CheckMessage]:
    """Without its fonts an installation looks whole until the first letter is to leave."""
    try:
        fonts.folders()
    except fonts.FontsMissing as error:
        return [Error(str(error), hint="Set LETTER_FONTS, or run script/setup.", id="letters.E001")]
    return []
