"""Draws a file anew, as a program of its own that reads the file and writes the copy: `redaction` runs it."""

import io
import resource
import sys
from collections.abc import Collection

import pikepdf
import pypdfium2
from PIL import Image, ImageOps

from casework.documents import kinds

DOTS_PER_INCH = 150
POINTS_PER_INCH = 72
MOST_PIXELS = 70_000_000  # of one picture or page: twice A0, and more than most telephones take
MOST_SECONDS = 20
MOST_MEMORY = 1024**3
REFUSED = 3  # the exit code with which a reason in words is written; any other says that it was too much

TOO_MUCH = "This is too much to draw at once. Choose fewer pages, or smaller ones."
DAMAGED = "The file is damaged or locked, so no copy can be made of it."


class Refused(ValueError):
    """Says in words why this is not drawn."""


def draw(original: bytes, content_type: str, pages: Collection[int]) -> bytes:
    try:
        if content_type == kinds.PDF:
            return rebuild_pdf(original, pages)
        return strip_picture(original, "JPEG" if content_type == "image/jpeg" else "PNG")
    except Image.DecompressionBombError as error:
        raise Refused(TOO_MUCH) from error
    except (pypdfium2.PdfiumError, OSError, SyntaxError) as error:
        raise Refused(DAMAGED) from error


def strip_picture(original: bytes, format_: str) -> bytes:
    """The pixels alone, turned the way the camera was held, in a new file."""
    with Image.open(io.BytesIO(original)) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(TOO_MUCH)
        ImageOps.exif_transpose(picture, in_place=True)
        mode = "RGBA" if "A" in picture.getbands() and format_ == "PNG" else "RGB"
        # A new image carries no EXIF, XMP, comment or colour profile over from the one it was pasted from.
        fresh = Image.new(mode, picture.size)
        fresh.paste(picture)
    out = io.BytesIO()
    fresh.save(out, format_, quality=90)
    return out.getvalue()


def rebuild_pdf(original: bytes, pages: Collection[int]) -> bytes:
    """Each kept page as a picture of itself, so that no text, layer, attachment or metadata comes along."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument(original) as source, pikepdf.new() as copy:
        kept = sorted(set(pages)) or range(1, len(source) + 1)
        if any(not 1 <= number <= len(source) for number in kept):
            raise Refused(f"The file has {len(source)} pages")
        for number in kept:
            with pikepdf.open(io.BytesIO(picture_of(source[number - 1]))) as drawn:
                copy.pages.extend(drawn.pages)
        copy.save(out)
    return out.getvalue()


def picture_of(page: pypdfium2.PdfPage) -> bytes:
    """One page as a PDF of its own, so that no two of them are held in memory as pixels."""
    width, height = page.get_size()
    if width * height * (DOTS_PER_INCH / POINTS_PER_INCH) ** 2 > MOST_PIXELS:
        raise Refused(TOO_MUCH)
    out = io.BytesIO()
    drawn = page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil().convert("RGB")
    drawn.save(out, "PDF", resolution=DOTS_PER_INCH)
    return out.getvalue()


def main(content_type: str, *pages: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        copy = draw(sys.stdin.buffer.read(), content_type, [int(page) for page in pages])
    except Refused as error:
        sys.stdout.write(str(error))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(copy)


if __name__ == "__main__":
    main(*sys.argv[1:])
