import io
from collections.abc import Iterator
from datetime import date

import pikepdf
import pypdfium2
import pytest

from casework.letters import fonts, rendering
from casework.letters.checks import fonts_are_installed
from casework.letters.rendering import drawn, set_pdf, words_printed

DAY = date(2026, 3, 29)
OFFICE = {
    "name": "Office of the Police and Crime Commissioner for Exampleshire",
    "address": "1 High Street\nExampleton\nEX1 1AA",
    "email": "office@office.example",
    "telephone": "01632 960 000",
    "brand_colour": "#1d3557",
}


def letter(body: str = "Dear {to.name},\n\n## What we did\n\n{text}", **fields: object) -> dict:
    content = {
        "template": {"subject": "An update on {case.reference}", "body": body},
        "fields": {"text": "We rang back.", **fields},
        "to": {"name": "Gwen Pryce", "address": "2 Low Road\nExampleton"},
        "reference": "CMP-2026-000123",
        "office": OFFICE,
    }
    return drawn(content, {}, DAY)


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    return "\n".join(pages_of(pdf))


def structure_of(pdf: bytes) -> list[str]:
    """The tags a screen reader walks through, in order."""
    found: list[str] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for child in element:
                walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                found.append(str(element.S).lstrip("/"))
            if "/K" in element:
                walk(element.K)

    with pikepdf.open(io.BytesIO(pdf)) as document:
        walk(document.Root.StructTreeRoot.K)
    return found


def test_the_same_letter_and_day_give_the_same_bytes():
    assert set_pdf(letter(), DAY) == set_pdf(letter(), DAY)


def test_a_name_cannot_turn_the_line_around_it():
    turned = letter("Dear {who}, 28 March\n\n{text}", who="\u202eGwen\u202c\u2066 Pryce", text="\u202eNo.")

    assert "Dear Gwen Pryce, 28 March" in text_of(set_pdf(turned, DAY))
    assert [row for row in words_printed(turned).split("\n") if row.startswith("No")] == ["No."]


def test_a_name_from_right_to_left_leaves_the_number_after_it_in_its_place():
    pdf = set_pdf(letter("Dear {who}, 71 questions", who="محمد"), DAY)

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].get_textpage()
        text = page.get_text_range()
        left_of = {word: page.get_charbox(text.index(word))[0] for word in ("Dear", "د", "71", "questions")}

    assert sorted(left_of, key=left_of.__getitem__) == ["Dear", "د", "71", "questions"]


def test_another_day_gives_another_pdf():
    assert set_pdf(letter(), DAY) != set_pdf(letter(), date(2026, 3, 30))


def test_the_pdf_says_that_it_is_accessible_and_is_tagged():
    with pikepdf.open(io.BytesIO(set_pdf(letter(), DAY))) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == "An update on CMP-2026-000123"


def test_headings_lists_and_paragraphs_are_tagged_in_reading_order():
    pdf = set_pdf(letter("Dear {to.name},\n\n## What we did\n\n- rang\n- wrote"), DAY)

    tags = [tag for tag in structure_of(pdf) if tag in {"H1", "H2", "P", "L", "LI"}]
    assert tags[tags.index("H1") :] == ["H1", "P", "H2", "L", "LI", "P", "LI", "P"]


def test_every_font_is_embedded():
    with pikepdf.open(io.BytesIO(set_pdf(letter(), DAY))) as pdf:
        fonts_used = list(pdf.pages[0].Resources.Font.values())
        embedded = [
            descriptor
            for font in fonts_used
            if {"/FontFile2", "/FontFile3"}
            & set((descriptor := font.DescendantFonts[0].FontDescriptor).keys())
        ]

        assert fonts_used
        assert len(embedded) == len(fonts_used)


def test_what_people_typed_is_printed_and_never_obeyed():
    typed = (
        '#eval("1+1") *bold* _it_ $x^2$ `raw` <label> @ref // /* = Title [link](http://x.example) \\ {name}'
    )

    printed = text_of(set_pdf(letter(text=typed), DAY))

    assert " ".join(typed.split()) in " ".join(printed.split())


def test_names_in_other_scripts_are_printed():
    names = "Siân Łukasz Ştefan Ελένη Сергій محمد שרה"

    pdf = set_pdf(letter(text=names), DAY)

    assert "Łukasz" in text_of(pdf)
    assert fonts.substitutes(names + "মোঃ પટેલ ਸਿੰਘ முருகன் आरव") == {}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ginger beard \N{SLIGHTLY SMILING FACE}!", "ginger beard [slightly smiling face]!"),
        ("\N{MAN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}\N{ZERO WIDTH JOINER}\N{WOMAN}", "[man][woman]"),
        (
            "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16} \N{COPYRIGHT SIGN}\N{VARIATION SELECTOR-16}",
            "[heavy black heart] ©",
        ),
        ("1\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}", "1"),
        ("王小明 Wang", "\N{REPLACEMENT CHARACTER}" * 3 + " Wang"),
        ("a\x00b\x07c\ufeffd\te", "abcd e"),
        ("\ue000\U000e01ef\u0378", "\N{REPLACEMENT CHARACTER}" * 3),
    ],
)
def test_what_no_font_can_print_is_printed_as_something_that_can(typed, printed):
    pdf = set_pdf(letter("You wrote: {text}.", text=typed), DAY)

    assert f"You wrote: {printed}." in text_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.open_metadata()["pdfuaid:part"] == "1"


def test_a_reader_whose_name_cannot_be_printed_gets_a_letter():
    content = letter()
    content["to"] = ["王小明", "2 Low Road \N{HOUSE BUILDING}"]

    printed = text_of(set_pdf(content, DAY))

    assert "\N{REPLACEMENT CHARACTER}" * 3 in printed
    assert "2 Low Road [house building]" in printed


def test_only_what_somebody_could_see_is_told_as_printed_otherwise():
    assert fonts.substitutes("Siân \N{SLIGHTLY SMILING FACE}\x00\t王") == {
        "\N{SLIGHTLY SMILING FACE}": "[slightly smiling face]",
        "王": "\N{REPLACEMENT CHARACTER}",
    }


def test_every_character_that_we_say_can_be_printed_is():
    characters = sorted(fonts.printable())

    for start in range(0, len(characters), 400):
        # Each on its own: joined up, they would be shaped into words.
        row = " ".join(characters[start : start + 400])
        set_pdf(letter(text=f"a {row} a"), DAY)


def test_a_long_letter_has_numbered_pages():
    pdf = set_pdf(letter(text="We rang back.\n\n" * 120), DAY)

    printed = text_of(pdf)
    assert "Page 1 of" in printed
    assert "Page 2 of" in printed


@pytest.mark.parametrize("lines", range(18, 28))
def test_the_signature_never_stands_alone_on_a_page(lines):
    body = "Dear {to.name},\n\n{text}\n\nYours sincerely,\n\n{signed_by}\n\n{signed_as?}"
    last = "Thank you for raising this.\nIt helped us to put it right."
    text = "\n".join(f"Line {number}" for number in range(lines)) + f"\n\n{last}"

    signed = letter(body, text=text, signed_by="Amira Shah", signed_as="Manager")

    *before, end = pages_of(set_pdf(signed, DAY))

    assert "Manager" in end
    assert last.splitlines()[0] in end
    assert all("Yours sincerely" not in page for page in before)


@pytest.fixture
def no_fonts(settings, tmp_path) -> Iterator[None]:
    settings.LETTER_FONTS = tmp_path
    fonts.folders.cache_clear()
    yield
    fonts.folders.cache_clear()


def test_without_its_fonts_nothing_is_set(no_fonts):
    with pytest.raises(fonts.FontsMissing):
        set_pdf(letter(), DAY)


def test_the_check_before_going_live_misses_the_fonts(no_fonts):
    assert [error.id for error in fonts_are_installed()] == ["letters.E001"]


def test_the_check_before_going_live_is_content_with_the_fonts():
    assert fonts_are_installed() == []


def test_the_words_printed_include_the_readers_address():
    assert "2 Low Road" in rendering.words_printed(letter())
