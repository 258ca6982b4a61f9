"""Tells what a file is from its content, and whether that is a reason to hold it. Never runs any of it."""

import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.parser import BytesHeaderParser
from itertools import islice
from typing import BinaryIO

import olefile
import pikepdf
import puremagic
from celery.exceptions import SoftTimeLimitExceeded
from PIL import Image, UnidentifiedImageError

from casework.documents import active, kinds
from casework.documents.models import HeldReason

HEAD = 4096
GPS = 0x8825  # the EXIF directory that holds the place a picture was taken
# What puremagic calls some of the types that we know under the registered name.
SAME_TYPE = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/x-flac": "audio/flac",
    "application/ogg": "audio/ogg",
    "video/ogg": "audio/ogg",
    "audio/x-hx-aac-adts": "audio/aac",
    "audio/3gpp": "video/3gpp",
    "video/avi": "video/x-msvideo",
    "video/msvideo": "video/x-msvideo",
    "video/x-m4v": "video/mp4",
    "video/x-ms-asf": "video/x-ms-wmv",
    "image/heif": kinds.HEIC,
    "image/tif": "image/tiff",
}
TYPES, TYPES_LIMIT = "[Content_Types].xml", 1024 * 1024
WORD_MAIN_PART = re.compile(
    rb"(?:wordprocessingml|ms-word)\.(?:document|template)[\w.]{0,40}\.main\+xml", re.IGNORECASE
)
# These are guessed from a first line; of_words() reads the whole file.
WORDS = frozenset({kinds.TEXT, kinds.EML})
PICTURES_WE_CAN_OPEN = frozenset({"image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp"})
# Where telephones write the place in a recording, and in an HEIC picture, which Pillow cannot open.
RECORDING_PLACE = re.compile(rb"\xa9xyz|com\.apple\.quicktime\.location\.ISO6709|loci\x00")
EXIF_BLOCK = re.compile(rb"Exif\x00\x00(?=II\*\x00|MM\x00\*)")
# A picture has one block; any file can hold the word that begins it a million times.
MOST_EXIF_BLOCKS, MOST_EXIF_BYTES = 10, 1024 * 1024


@dataclass(frozen=True)
class Inspection:
    content_type: str
    held_reason: HeldReason | None = None
    has_location: bool = False


class Held(Exception):
    """The content itself is a reason to hold the file."""

    def __init__(self, content_type: str, reason: HeldReason) -> None:
        super().__init__(reason)
        self.content_type = content_type
        self.reason = reason


def inspect(file: BinaryIO, name: str) -> Inspection:
    """What `file` is, told from its content; `name` is only checked against that."""
    head = file.read(HEAD)
    if not head:
        return Inspection("", HeldReason.EMPTY)
    try:
        content_type = type_of(file, head, name)
    except Held as held:
        return Inspection(held.content_type, held.reason)
    promised = kinds.kind_named(name)
    if content_type not in kinds.ACCEPTED or (promised is None and kinds.has_ending(name)):
        return Inspection(content_type, HeldReason.TYPE_NOT_ACCEPTED)
    if promised and content_type not in promised.content_types:
        return Inspection(content_type, HeldReason.NOT_WHAT_IT_SAYS)
    return Inspection(content_type, has_location=names_a_place(file, content_type))


def type_of(file: BinaryIO, head: bytes, name: str) -> str:
    """The content type of `file`; raises `Held` for what is damaged, locked or would act when opened."""
    # A PDF may open with up to a kilobyte of anything (ISO 32000-1, annex H.3.4.1).
    if b"%PDF-" in head[:1024]:
        return of_pdf(file)
    for signature, reader in READERS.items():
        if head.startswith(signature):
            return reader(file)
    known = of_known_signature(file)
    if known:
        return known
    return of_words(file, head, name) or "application/octet-stream"


def of_pdf(file: BinaryIO) -> str:
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            pages = len(pdf.pages)
            reason = active.in_pdf(pdf)
    except pikepdf.PasswordError as error:
        raise Held(kinds.PDF, HeldReason.PASSWORD) from error
    except (pikepdf.PdfError, pikepdf.QpdfRuntimeError) as error:
        raise Held(kinds.PDF, HeldReason.UNREADABLE) from error
    if not pages:
        raise Held(kinds.PDF, HeldReason.UNREADABLE)
    return unless_held(kinds.PDF, reason)


def unless_held(content_type: str, reason: HeldReason | None) -> str:
    if reason:
        raise Held(content_type, reason)
    return content_type


def of_zip(file: BinaryIO) -> str:
    """Word and OpenDocument files are ZIP archives."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            content_type = of_archive(archive)
            reason = active.in_package(archive) if content_type in kinds.ACCEPTED else None
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # a directory cut off in the middle raises more than BadZipFile
        raise Held("application/zip", HeldReason.UNREADABLE) from error
    return unless_held(content_type, reason)


def of_archive(archive: zipfile.ZipFile) -> str:
    """What an archive says it is; some Word documents do not call their main part word/document.xml."""
    names = frozenset(archive.namelist())
    types = archive.open(TYPES).read(TYPES_LIMIT) if TYPES in names else b""
    declared = archive.open("mimetype").read(100) if "mimetype" in names else b""
    if WORD_MAIN_PART.search(types):
        return kinds.DOCX
    return kinds.ODT if declared.strip() == kinds.ODT.encode() else "application/zip"


def of_ole(file: BinaryIO) -> str:
    """Old Word files and Outlook messages are OLE containers."""
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as container:
            streams = {entry[0].lower() for entry in container.listdir(streams=True, storages=True)}
            reason = active.in_ole(container)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # olefile raises whatever a malformed header makes it stumble over
        raise Held("application/x-ole-storage", HeldReason.UNREADABLE) from error
    if "worddocument" in streams:
        return unless_held(kinds.DOC, reason)
    if "__properties_version1.0" in streams:
        return unless_held(kinds.MSG, reason)
    return "application/x-ole-storage"


def of_rtf(file: BinaryIO) -> str:
    file.seek(0)
    return unless_held(kinds.RTF, active.in_rtf(file.read()))


READERS: dict[bytes, Callable[[BinaryIO], str]] = {
    b"PK\x03\x04": of_zip,
    b"PK\x05\x06": of_zip,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": of_ole,
    b"{\\rtf": of_rtf,
}


def of_known_signature(file: BinaryIO) -> str:
    """The type by its magic numbers, or nothing: text has none, and is told in another way."""
    file.seek(0)
    try:
        matches = puremagic.magic_stream(file)
    except (puremagic.PureError, ValueError):
        return ""
    types = [SAME_TYPE.get(match.mime_type, match.mime_type) for match in matches]
    content_type = next((found for found in types if found in kinds.ACCEPTED - WORDS), "")
    if content_type in PICTURES_WE_CAN_OPEN:
        file.seek(0)
        try:
            with Image.open(file) as picture:
                picture.verify()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise Held(content_type, HeldReason.UNREADABLE) from error
        except Image.DecompressionBombError as error:
            raise Held(content_type, HeldReason.UNREADABLE) from error
    return content_type


def of_words(file: BinaryIO, head: bytes, name: str) -> str:
    """E-mail and plain text have no signature: they are what has no control characters and decodes."""
    file.seek(0)
    content = file.read()
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
            return kinds.EML if is_email(head) and not name.lower().endswith(".txt") else kinds.TEXT
    return ""


def is_email(head: bytes) -> bool:
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    return "from" in headers and bool({"date", "received", "message-id"} & {key.lower() for key in headers})


def names_a_place(file: BinaryIO, content_type: str) -> bool:
    """Whether the file says where it was made, as far as what it says can be read."""
    try:
        return reads_a_place(file, content_type)
    except (struct.error, SyntaxError, ValueError, LookupError, TypeError):
        # What Pillow raises for damaged EXIF. Passed on, it would leave the file in quarantine for ever.
        return False


def reads_a_place(file: BinaryIO, content_type: str) -> bool:
    file.seek(0)
    if content_type in PICTURES_WE_CAN_OPEN:
        with Image.open(file) as picture:
            return bool(picture.getexif().get_ifd(GPS))
    if content_type == kinds.HEIC:
        content = file.read()
        starts = [block.start() for block in islice(EXIF_BLOCK.finditer(content), MOST_EXIF_BLOCKS)]
        return any(exif_places(content[start : start + MOST_EXIF_BYTES]) for start in starts)
    if content_type.startswith(("video/", "audio/")):
        return bool(RECORDING_PLACE.search(file.read()))
    return False


def exif_places(block: bytes) -> bool:
    exif = Image.Exif()
    exif.load(block)
    return bool(exif.get_ifd(GPS))
