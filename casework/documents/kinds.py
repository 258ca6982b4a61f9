"""Which kinds of file the office accepts, by content; and what a name promises about the content."""

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True)
class Kind:
    """A kind of file in words, the content types it may turn out to be, and the endings its name may have."""

    label: str
    content_types: frozenset[str]
    endings: frozenset[str]


def kind(label: str, content_types: str, endings: str) -> Kind:
    return Kind(label, frozenset(content_types.split()), frozenset(endings.split()))


PDF = "application/pdf"
DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
MSG = "application/vnd.ms-outlook"
EML = "message/rfc822"
TEXT = "text/plain"
HEIC = "image/heic"

KINDS = (
    kind("PDF", PDF, ".pdf"),
    kind("Word document", f"{DOC} {DOCX} {ODT} {RTF}", ".doc .docx .docm .dot .dotx .dotm .odt .rtf"),
    kind(
        "image",
        f"image/jpeg image/png image/gif image/tiff image/webp {HEIC}",
        ".jpg .jpeg .jpe .jfif .png .gif .tif .tiff .webp .heic .heif",
    ),
    # Telephones put sound alone into the containers of video, so the two are one kind.
    kind(
        "sound or video recording",
        "audio/mpeg audio/mp4 audio/wav audio/flac audio/ogg audio/amr audio/aac audio/x-ms-wma "
        "video/mp4 video/quicktime video/3gpp video/webm video/x-matroska video/x-msvideo video/mpeg "
        "video/x-ms-wmv",
        ".mp3 .m4a .wav .flac .ogg .oga .opus .amr .aac .wma .mp4 .m4v .mov .3gp .3gpp .3g2 .webm .mkv "
        ".avi .mpg .mpeg .wmv .asf",
    ),
    kind("e-mail", f"{EML} {MSG}", ".eml .msg"),
    kind("plain text", TEXT, ".txt .text .log .md .csv"),
)
ACCEPTED = frozenset().union(*(accepted.content_types for accepted in KINDS))
ACCEPTED_IN_WORDS = (
    "PDF, Word documents, pictures, sound and video recordings, e-mails saved as files and plain text"
)


def kind_named(name: str) -> Kind | None:
    """What the ending of a file's name promises; None when it promises nothing we know."""
    ending = PurePath(name).suffix.lower()
    return next((known for known in KINDS if ending in known.endings), None)


def has_ending(name: str) -> bool:
    return bool(PurePath(name).suffix)
