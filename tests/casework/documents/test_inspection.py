import io
from time import process_time

import piexif
import pikepdf
import pytest

from casework.documents.inspection import inspect
from casework.documents.models import HeldReason
from tests.casework.documents import samples

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (samples.pdf(), "letter.pdf", "application/pdf"),
        (b"\n\n" + samples.pdf(), "scanner put lines in front.PDF", "application/pdf"),
        (samples.word(), "statement.docx", DOCX),
        (samples.opendocument(), "statement.odt", "application/vnd.oasis.opendocument.text"),
        (rb"{\rtf1\ansi The call was not returned.}", "statement.rtf", "application/rtf"),
        (samples.picture("JPEG"), "IMG_0001.JPG", "image/jpeg"),
        (samples.picture("PNG"), "screen.png", "image/png"),
        (samples.picture("PNG"), "a picture misnamed as a picture.jpg", "image/png"),
        (samples.picture("GIF"), "screen.gif", "image/gif"),
        (samples.picture("TIFF"), "scan.tif", "image/tiff"),
        (samples.picture("WEBP"), "screen.webp", "image/webp"),
        (samples.heic(), "IMG_0002.HEIC", "image/heic"),
        (samples.recording(), "voicemail.wav", "audio/wav"),
        (samples.film(), "doorbell.mp4", "video/mp4"),
        (b"ID3\x03\x00\x00\x00\x00\x00\x21" + bytes(64), "voicemail.mp3", "audio/mpeg"),
        (samples.email(), "my call.eml", "message/rfc822"),
        (samples.email(), "pasted into a note.txt", "text/plain"),
        ("Ni ffoniodd neb yn ôl. 没有人回电话".encode(), "nodyn.txt", "text/plain"),
        ("Nobody’s call".encode("cp1252"), "old editor.txt", "text/plain"),
        ("Nobody rang".encode("utf-16"), "notepad.txt", "text/plain"),
        (samples.pdf(), "no ending at all", "application/pdf"),
    ],
)
def test_a_file_is_told_from_its_content(content, name, content_type):
    found = inspect(io.BytesIO(content), name)

    assert (found.content_type, found.held_reason) == (content_type, None)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "empty.pdf", HeldReason.EMPTY),
        (samples.picture("JPEG"), "letter.pdf", HeldReason.NOT_WHAT_IT_SAYS),
        (b"MZ\x90\x00" + bytes(200), "invoice.pdf", HeldReason.TYPE_NOT_ACCEPTED),
        (b"Just some words", "letter.pdf", HeldReason.NOT_WHAT_IT_SAYS),
        (b"Just some words", "photograph.jpg", HeldReason.NOT_WHAT_IT_SAYS),
        (samples.word(), "photograph.jpg", HeldReason.NOT_WHAT_IT_SAYS),
        (b"<html><script>alert(1)</script></html>", "page.html", HeldReason.TYPE_NOT_ACCEPTED),
        (b"echo hello", "run.bat", HeldReason.TYPE_NOT_ACCEPTED),
        (samples.archive(), "everything.zip", HeldReason.TYPE_NOT_ACCEPTED),
        (samples.archive(), "statement.docx", HeldReason.TYPE_NOT_ACCEPTED),
        (samples.word_with_macros(), "statement.docm", HeldReason.MACROS),
        (samples.word_with_macros(), "statement.docx", HeldReason.MACROS),
        (samples.opendocument("Basic/Standard/Module1.xml"), "statement.odt", HeldReason.MACROS),
        (samples.opendocument("Object 1/Basic/Standard/Main.xml"), "statement.odt", HeldReason.MACROS),
        (samples.word()[:900], "statement.docx", HeldReason.UNREADABLE),
        (samples.word()[:900] + samples.word()[-22:], "statement.docx", HeldReason.UNREADABLE),
        (b"%PDF-1.7\nand nothing more", "letter.pdf", HeldReason.UNREADABLE),
        (samples.pdf(pages=0), "letter.pdf", HeldReason.UNREADABLE),
        (samples.pdf_with_pages_uncounted(), "letter.pdf", HeldReason.UNREADABLE),
        (samples.picture("PNG")[:40], "screen.png", HeldReason.UNREADABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "statement.doc", HeldReason.UNREADABLE),
        (
            samples.pdf(encryption=pikepdf.Encryption(user="secret", owner="secret")),
            "locked.pdf",
            HeldReason.PASSWORD,
        ),
    ],
)
def test_a_file_is_held_with_the_reason(content, name, reason):
    found = inspect(io.BytesIO(content), name)

    assert found.held_reason == reason


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.picture(place=True), "IMG_0001.jpg"),
        (samples.heic(place=True), "IMG_0002.heic"),
        (samples.film(place=True), "doorbell.mp4"),
    ],
)
def test_a_file_that_says_where_it_was_made_is_marked(content, name):
    assert inspect(io.BytesIO(content), name).has_location is True


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.picture(), "IMG_0001.jpg"),
        (samples.heic(), "IMG_0002.heic"),
        (samples.film(), "doorbell.mp4"),
        (samples.pdf(), "letter.pdf"),
    ],
)
def test_a_file_that_names_no_place_is_not_marked(content, name):
    assert inspect(io.BytesIO(content), name).has_location is False


def test_a_place_that_is_cut_off_leaves_no_file_in_quarantine():
    cut_off = samples.heic() + b"Exif\x00\x00II*\x00"

    found = inspect(io.BytesIO(cut_off), "IMG_0003.heic")

    assert (found.held_reason, found.has_location) == (None, False)


def test_a_picture_full_of_the_word_that_begins_exif_is_read_in_no_time():
    full = samples.heic() + piexif.dump({}) * 400_000
    begun = process_time()

    found = inspect(io.BytesIO(full), "IMG_0004.heic")

    assert (found.has_location, process_time() - begun < 20) == (False, True)
