"""Sets a letter as PDF/UA. The same content and day give the same bytes."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from casework.deadlines.counting import in_words
from casework.letters import fonts, tree
from govuk.fields import DROPPED

SHEET = Path(__file__).parent / "typst" / "letter.typ"


def drawn(content: Mapping[str, Any], dates: Mapping[str, date], day: date) -> dict[str, Any]:
    """Everything that is printed, as data: the letter's content with the dates for the day it leaves."""
    content = json.loads(json.dumps(content, ensure_ascii=False).translate(DROPPED))
    office = content["office"]
    values = {
        **content["fields"],
        **{f"office.{name}": value for name, value in office.items()},
        **{name: in_words(on) for name, on in dates.items()},
        "to.name": content["to"]["name"],
        "case.reference": content["reference"],
    }
    return {
        "language": "en",
        "fonts": list(fonts.FAMILIES.values()),
        "office": {
            "name": office["name"],
            "brand_colour": office["brand_colour"],
            "address": lines(office["address"]),
            "contact": [office["telephone"], office["email"]],
        },
        "reference": content["reference"],
        "day": in_words(day),
        "to": [content["to"]["name"], *lines(content["to"]["address"])],
        "subject": tree.line(content["template"]["subject"], values),
        "body": tree.grow(content["template"]["body"], values),
    }


def words_printed(letter: Mapping[str, Any]) -> str:
    """All the text of a drawn letter, for finding what cannot be printed."""
    office = letter["office"]
    rows = [office["name"], *office["address"], *office["contact"], *letter["to"], letter["subject"]]
    return "\n".join([*rows, letter["reference"], letter["day"], tree.words(letter["body"])])


def set_pdf(letter: Mapping[str, Any], day: date) -> bytes:
    return typeset(SHEET, {"letter": letter}, day)


def typeset(sheet: Path, data: Mapping[str, Any], day: date) -> bytes:
    """Set a Typst sheet as PDF/UA from data alone: it reads `sys.inputs`, each value as JSON.

    What no font can print is set as its substitute: PDF/UA has no place for a character without a glyph.
    """
    return typst.compile(
        str(sheet),
        format="pdf",
        root=str(sheet.parent),
        sys_inputs={name: json.dumps(fonts.all_printed(value)) for name, value in data.items()},
        font_paths=list(fonts.folders()),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        # Noon, so that no time zone makes another day of it.
        timestamp=int(datetime.combine(day, time(12), UTC).timestamp()),
    )


def lines(text: str) -> list[str]:
    return [row.strip() for row in text.splitlines() if row.strip()]
