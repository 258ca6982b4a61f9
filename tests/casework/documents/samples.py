"""Real files of every kind a complainant may send, made on the spot."""

import io
import wave
import zipfile
from email.message import EmailMessage

import docx
import piexif
import pikepdf
from PIL import Image

# The harmless file by which every virus scanner is tried (eicar.org), in two parts so that no scanner
# stops this source file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LONDON = {
    piexif.GPSIFD.GPSLatitudeRef: b"N",
    piexif.GPSIFD.GPSLatitude: ((51, 1), (30, 1), (26, 1)),
    piexif.GPSIFD.GPSLongitudeRef: b"W",
    piexif.GPSIFD.GPSLongitude: ((0, 1), (7, 1), (39, 1)),
}


def pdf(pages: int = 2, **save: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(300, 400))
        document.docinfo["/Author"] = "Gwen Pryce"
        document.save(out, **save)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The call was not returned.")
    document.save(out)
    return out.getvalue()


def word_with_macros() -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 a macro")
    return out.getvalue()


def opendocument(*extra: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office:document-content/>")
        for name in extra:
            archive.writestr(name, "Sub Main")
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("notes.txt", "Anything")
    return out.getvalue()


def picture(format_: str = "JPEG", *, place: bool = False) -> bytes:
    out = io.BytesIO()
    extra = {"exif": piexif.dump({"GPS": LONDON})} if place else {}
    Image.new("RGB", (80, 60), "#336699").save(out, format_, **extra)
    return out.getvalue()


def recording() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\x00\x01" * 800)
    return out.getvalue()


def box(kind: bytes, content: bytes) -> bytes:
    """One box of the container that MP4, QuickTime and HEIC files are made of (ISO 14496-12)."""
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def film(*, place: bool = False) -> bytes:
    where = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+51.5073-000.1275/")) if place else b""
    head = box(b"ftyp", b"mp42\x00\x00\x00\x00mp42isom")
    return head + box(b"moov", box(b"mvhd", bytes(100)) + where) + box(b"mdat", bytes(64))


def heic(*, place: bool = False) -> bytes:
    exif = piexif.dump({"GPS": LONDON}) if place else piexif.dump({})
    return box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic") + box(b"mdat", b"\x00\x00\x00\x06" + exif)


def email() -> bytes:
    message = EmailMessage()
    message["From"] = "gwen@complainant.example"
    message["To"] = "office@office.example"
    message["Date"] = "Sun, 29 Mar 2026 00:30:00 +0000"
    message["Subject"] = "My call"
    message.set_content("Nobody rang back.")
    return bytes(message)


def word_holding(content: bytes) -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("word/media/attachment.txt", content)
    return out.getvalue()


def pdf_with_pages_uncounted() -> bytes:
    """Opens, and then cannot be counted: beside its page stands a child that is none."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R 7]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
