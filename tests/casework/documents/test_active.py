import io
import tracemalloc
import zipfile
from time import process_time

import pikepdf
import pytest

from casework.documents import active
from casework.documents.inspection import inspect
from casework.documents.models import HeldReason
from tests.casework.documents import acting, samples

TEMPLATE = "attachedTemplate"
SCRIPT = "<</S/JavaScript/JS(app.alert\\(1\\))>>"


@pytest.mark.parametrize(
    "content",
    [
        acting.macros_under_another_name(),
        acting.macros_in_a_workbook_inside(),
        acting.related(
            "vbaProject", "x.dat", external=False, base="http://schemas.microsoft.com/office/2006"
        ),
    ],
)
def test_macros_are_found_under_any_name(content):
    assert inspect(io.BytesIO(content), "statement.docx").held_reason == HeldReason.MACROS


@pytest.mark.parametrize(
    "content",
    [
        acting.related(TEMPLATE, "https://example.org/letter.dotm"),
        acting.related(TEMPLATE, "file://///example.org/share/letter.dotx"),
        acting.related(TEMPLATE, "file:////h:@example.org/x.dotm"),
        acting.related(TEMPLATE, "file://h:/share/x.dotm"),
        acting.related(TEMPLATE, "h:@example.org/x.dotm"),
        acting.related("oleObject", "https://example.org/page.html!"),
        acting.related("frame", "https://example.org/frame.html"),
        acting.related("image", "https://example.org/seen.png"),
        acting.related("aFChunk", "chunk.rtf", external=False),
        acting.related("control", "activeX1.xml", external=False),
        acting.word(parts={"word/embeddings/oleObject1.bin": acting.OLE + bytes(600)}),
        acting.field(" DDEAUTO c:\\\\windows\\\\cmd.exe "),
        acting.field("dd", "eau", "to cmd /k"),
        acting.field("&#68;DE cmd"),
        acting.field("LINK Excel.Sheet.8 book.xls"),
        acting.field(' INCLUDEPICTURE "https://example.org/seen.png" \\d'),
        acting.field("DD", acting.BEGIN + acting.END, "EAUTO cmd"),
        acting.field(" INCLUDEPICTURE &#10; &quot;https://example.org/seen.png&quot;"),
        acting.field("D", acting.field_within("QUOTE x", result="DEAUTO"), " c:\\windows\\cmd.exe"),
        acting.field('<w:fldSimple w:instr="REF name"/>', " c:\\windows\\cmd.exe"),
        acting.field(" QUOTE 68 68 69 65 85 84 79 "),
        acting.field(' INCLUDEPICTURE "', acting.field_within('QUOTE "ht"', result="ht"), 'tp:example.org"'),
        acting.simple_field("DDE cmd /k"),
        acting.word(parts={"word/header9.xml": '<h><fldSimple instr="DDEAUTO cmd"/></h>'.encode("utf-16")}),
        acting.packages_in_packages(3),
        acting.word(parts={f"word/media/{number}.txt": "" for number in range(active.MOST_PARTS)}),
        acting.word(parts={"word/long.xml": "<a>" + " " * active.MOST_BYTES + "</a>"}),
        acting.word(parts={"word/many.xml": "<a>" + "<b/>" * active.MOST_ELEMENTS + "</a>"}),
        acting.packages_side_by_side(3, parts_each=active.MOST_PARTS // 3),
        acting.word(parts={"word/e.xml": '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'}),
    ],
)
def test_a_word_file_that_would_act_by_itself_is_held(content):
    assert inspect(io.BytesIO(content), "statement.docx").held_reason == HeldReason.ACTIVE


@pytest.mark.parametrize(
    "content",
    [
        acting.related("hyperlink", "https://office.example/"),
        acting.related(TEMPLATE, "file:///C:\\Users\\gwen\\Letter.dotx"),
        acting.field(" PAGE "),
        acting.field(' INCLUDEPICTURE "cid:image001" '),
        acting.field(" IF ", acting.field_within("PAGE", result="1"), " = 1 first later "),
        acting.field(" =", acting.field_within("PAGE", result="1"), "-1"),
        acting.field(' TOC \\o "1-3" ', acting.SEPARATE, acting.field_within("PAGEREF _Toc1", result="1")),
        acting.field(' QUOTE "28 days" '),
        acting.field(' HYPERLINK "https://office.example/dde" '),
        acting.word(document="<w:p><w:r><w:t>DDEAUTO is a word like any other</w:t></w:r></w:p>"),
        acting.packages_in_packages(0),
    ],
)
def test_an_ordinary_word_file_is_not_held(content):
    assert inspect(io.BytesIO(content), "statement.docx").held_reason is None


@pytest.mark.parametrize(
    "content",
    [
        acting.field("\n" * 200_000),
        acting.field(" INCLUDEPICTURE " + "\n" * 200_000),
        acting.word(types=f"<!--{'wordprocessingml.document' * 40_000}-->"),
    ],
)
def test_a_small_file_that_unpacks_into_long_words_is_read_in_no_time(content):
    begun = process_time()

    found = inspect(io.BytesIO(content), "statement.docx")

    # What backtracks over so many takes an hour, not seconds, on any machine.
    assert (found.held_reason, process_time() - begun < 20) == (None, True)


def test_a_word_file_whose_main_part_has_another_name_is_a_word_file():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples.word())) as plain, zipfile.ZipFile(out, "w") as file:
        for name in plain.namelist():
            content = plain.read(name).replace(b"word/document.xml", b"word/document2.xml")
            file.writestr(name.replace("word/document.xml", "word/document2.xml"), content)

    found = inspect(io.BytesIO(out.getvalue()), "statement.docx")

    assert found.held_reason is None


@pytest.mark.parametrize(
    ("mark_up", "reason"),
    [
        ('<script:event-listener xlink:href="vnd.sun.star.script:x"/>', HeldReason.ACTIVE),
        ('<text:dde-connection-decl office:dde-application="cmd"/>', HeldReason.ACTIVE),
        ('<draw:image xlink:href="https://example.org/seen.png"/>', HeldReason.ACTIVE),
        ('<draw:image xlink:href="\\\\example.org\\seen.png"/>', HeldReason.ACTIVE),
        ('<style:background-image xlink:href="//example.org/seen.png"/>', HeldReason.ACTIVE),
        ('<text:a xlink:href="macro:///Standard.Module1.Main"/>', HeldReason.ACTIVE),
        ('<text:a xlink:href="vnd.sun.star.script:Standard.Main?language=Basic"/>', HeldReason.ACTIVE),
        ('<text:a xlink:href="https://office.example/macro:"/>', None),
        ('<draw:image xlink:href="Pictures/1.png"/>', None),
    ],
)
def test_an_opendocument_file_that_would_act_by_itself_is_held(mark_up, reason):
    file = io.BytesIO(samples.opendocument())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("styles.xml", f"<office:document>{mark_up}</office:document>")
    file.seek(0)

    assert inspect(file, "statement.odt").held_reason == reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (rb"{\object\objemb{\*\objdata 0105}}", HeldReason.ACTIVE),
        (rb"{\*\template https://example.org/a.dotm}", HeldReason.ACTIVE),
        (rb"{\field{\*\fldinst {\rtlch DD}{\b EAUTO cmd}}}", HeldReason.ACTIVE),
        (rb"{\field{\*\fldinst {\'44\'44E cmd}}}", HeldReason.ACTIVE),
        (rb"{\field{\*\fldinst \u68?\u68?\u69?AUTO cmd}}", HeldReason.ACTIVE),
        (rb"{\field{\*\fldinst {\uc0\u-65468 DEAUTO cmd}}}", HeldReason.ACTIVE),
        (rb"{\field{\*\fldinst " + b"{}" * 300 + rb"DDEAUTO cmd}}", HeldReason.ACTIVE),
        (rb"{\field{\*\fldinst HYPERLINK a\u233?b}{\fldrslt here}} \u68?", None),
        (rb"{\*\template C:\\Letters\\a.dotx}", None),
        (rb"{\field{\*\fldinst { PAGE }}}", None),
    ],
)
def test_a_rich_text_file_that_would_act_by_itself_is_held(words, reason):
    content = rb"{\rtf1\ansi " + words + b"}"

    assert inspect(io.BytesIO(content), "statement.rtf").held_reason == reason


@pytest.mark.parametrize(
    "content",
    [
        acting.pdf(f"/OpenAction{SCRIPT}"),
        acting.pdf("/OpenAction 4 0 R", SCRIPT),
        acting.pdf("/OpenAction<</S/J#61vaScript>>"),
        acting.pdf("/Names<</JavaScript<</Names[(a) 4 0 R]>>>>", SCRIPT),
        acting.pdf("/AA<</WC 4 0 R>>", "<</S/URI/URI(https://example.org)>>"),
        acting.pdf("", "<</Type/Annot/A<</S/Launch/F(cmd.exe)>>>>"),
        acting.pdf("/X[[[[<</A<</S/Launch>>>>]]]]"),
        acting.pdf("/OpenAction<</S/URI/URI(https://example.org/seen)>>"),
        acting.pdf("/OpenAction 4 0 R", "<</S/SubmitForm/F(https://example.org/)>>"),
        acting.pdf("/OpenAction<</S/GoToR/D[0/Fit]/F(\\\\\\\\example.org\\\\share)>>"),
        acting.pdf("/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>", "<</S/URI/URI(https://example.org)>>"),
        acting.pdf("", "<</Length 0/F(https://example.org/page)>>stream\n\nendstream"),
        acting.pdf_with_a_file_inside(),
        acting.link("<</S/GoToR/D[0/Fit]/F(\\\\example.org\\share)>>"),
        acting.link("<</S/Rendition/OP 0/R<</S/MR/C<</S/MCD/D(https://example.org/a)>>>>>>"),
        acting.link("<</S/Movie/T(seen)>>"),
        acting.link("<</S/Sound/Sound 9 0 R>>"),
        acting.link("<</S/SubmitForm/F(https://example.org/)>>"),
        acting.link("<</S/ImportData/F(c:/answers.fdf)>>"),
        acting.pdf("", "<</Type/Annot/Subtype/Movie/Movie<</F(https://example.org/a)>>>>"),
    ],
)
def test_a_pdf_that_would_act_by_itself_is_held(content):
    assert inspect(io.BytesIO(content), "letter.pdf").held_reason == HeldReason.ACTIVE


@pytest.mark.parametrize(
    "content",
    [
        acting.pdf("/OpenAction[3 0 R/Fit]"),
        acting.pdf("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>"),
        acting.pdf("", "<</Type/Annot/F 4>>"),
        acting.pdf("", "<</Title(How we use /JavaScript \\(and /AA\\))>>"),
        acting.link("<</S/URI/URI(https://office.example/)>>"),
        acting.link("<</S/GoTo/D[3 0 R/Fit]>>"),
        acting.pdf(
            "/AcroForm<</Fields[4 0 R]/NeedAppearances true>>", "<</FT/Tx/T(Movie)/V(Sound)/Rect[0 0 9 9]>>"
        ),
        acting.pdf("/JSTable 1/AAA 2"),
    ],
)
def test_an_ordinary_pdf_is_not_held(content):
    assert inspect(io.BytesIO(content), "letter.pdf").held_reason is None


def test_a_pdf_of_more_objects_than_we_look_through_is_held(monkeypatch):
    monkeypatch.setattr(active, "MOST_OBJECTS", 3)

    found = inspect(io.BytesIO(samples.pdf(pages=4)), "letter.pdf")

    assert found.held_reason == HeldReason.ACTIVE


def test_a_small_pdf_with_a_long_string_is_read_in_little_memory():
    content = acting.pdf_packed({"/Title": "(a" * 5_000_000})
    tracemalloc.start()

    found = inspect(io.BytesIO(content), "letter.pdf")

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.held_reason, most < 400 * 1024 * 1024) == (None, True)


def test_a_pdf_that_nests_without_end_is_damaged():
    content = acting.pdf("/X" + "[" * 100_000 + "]" * 100_000)

    assert inspect(io.BytesIO(content), "letter.pdf").held_reason == HeldReason.UNREADABLE


def test_the_objects_of_a_pdf_unpack_into_no_more_memory_than_a_package():
    assert pikepdf.settings.get_qpdf_limits()["flate_max_memory"] == active.MOST_BYTES
