"""Makes copies that no longer carry what the original hides: metadata, location, text under a picture."""

import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

import pikepdf
import pypdfium2
from PIL import Image, ImageOps

from casework.documents import kinds
from casework.documents.models import Document

DOTS_PER_INCH = 150
POINTS_PER_INCH = 72
# About a hundred pages of A4, or 700 MB while they are drawn.
MOST_PIXELS = 225_000_000
PICTURES = {"image/jpeg": ("JPEG", ".jpg"), "image/png": ("PNG", ".png"), "image/webp": ("PNG", ".png")}


@dataclass(frozen=True)
class Copy:
    content: bytes
    ending: str


class CannotRedact(ValueError):
    """Says in words why no copy can be made of this file, or of these pages."""


class TooMuchToDraw(CannotRedact):
    """Drawing it would take the memory that everybody else's pages need."""

    def __init__(self) -> None:
        super().__init__("This is too much to draw at once. Choose fewer pages, or smaller ones.")


def can_redact(document: Document) -> bool:
    return document.content_type in PICTURES or document.content_type == kinds.PDF


def redact(original: IO[bytes], content_type: str, pages: Collection[int] = ()) -> Copy:
    try:
        if content_type == kinds.PDF:
            return Copy(rebuild_pdf(original.read(), pages), ".pdf")
        format_, ending = PICTURES[content_type]
        return Copy(strip_picture(original, format_), ending)
    except Image.DecompressionBombError as error:
        raise TooMuchToDraw from error
    except (pypdfium2.PdfiumError, OSError, SyntaxError) as error:
        raise CannotRedact("The file is damaged or locked, so no copy can be made of it.") from error


def strip_picture(original: IO[bytes], format_: str) -> bytes:
    """The pixels alone, turned the way the camera was held, in a new file."""
    with Image.open(original) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooMuchToDraw
        upright = ImageOps.exif_transpose(picture)
        bare = upright.convert("RGBA" if "A" in upright.getbands() and format_ == "PNG" else "RGB")
    # A new image carries no EXIF, XMP, comment or colour profile over from the one it was pasted from.
    fresh = Image.new(bare.mode, bare.size)
    fresh.paste(bare)
    out = io.BytesIO()
    fresh.save(out, format_, quality=90)
    return out.getvalue()


def rebuild_pdf(original: bytes, pages: Collection[int]) -> bytes:
    """Each kept page as a picture of itself, so that no text, layer, attachment or metadata comes along."""
    source = pypdfium2.PdfDocument(original)
    try:
        kept = sorted(set(pages)) or range(1, len(source) + 1)
        if any(not 1 <= number <= len(source) for number in kept):
            raise CannotRedact(f"The file has {len(source)} pages")
        if sum(pixels_of(source[number - 1]) for number in kept) > MOST_PIXELS:
            raise TooMuchToDraw
        pictures = [
            source[number - 1].render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil().convert("RGB")
            for number in kept
        ]
    finally:
        source.close()
    out = io.BytesIO()
    first, *others = pictures
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS_PER_INCH)
    return without_metadata(out.getvalue())


def pixels_of(page: pypdfium2.PdfPage) -> float:
    width, height = page.get_size()
    return float(width * height) * (DOTS_PER_INCH / POINTS_PER_INCH) ** 2


def without_metadata(content: bytes) -> bytes:
    """Take out what the writer put in about itself and the hour."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        pdf.save(out)
    return out.getvalue()


def name_of_copy(name: str, ending: str) -> str:
    return f"{PurePath(name).stem[:200]} (redacted){ending}"
