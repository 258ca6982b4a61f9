import io

import piexif
import pikepdf
import pytest
from PIL import Image

from casework.documents import drawing
from casework.documents.kinds import PDF
from tests.casework.documents import samples


def test_a_picture_is_turned_the_way_the_camera_was_held():
    out = io.BytesIO()
    on_its_side = piexif.dump({"0th": {piexif.ImageIFD.Orientation: 6}})
    Image.new("RGB", (80, 60)).save(out, "JPEG", exif=on_its_side)

    drawn = drawing.draw(out.getvalue(), "image/jpeg", ())

    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((60, 80), {})


def test_a_picture_that_one_sees_through_stays_so():
    out = io.BytesIO()
    Image.new("RGBA", (80, 60), (255, 0, 0, 128)).save(out, "PNG")

    drawn = drawing.draw(out.getvalue(), "image/png", ())

    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.getpixel((0, 0)) == (255, 0, 0, 128)


def test_the_pages_kept_are_drawn_in_their_order_and_size():
    out = io.BytesIO()
    with pikepdf.new() as document:
        for side in (100, 200, 300):
            document.add_blank_page(page_size=(side, side))
        document.save(out)

    drawn = drawing.draw(out.getvalue(), PDF, (3, 1))

    with pikepdf.open(io.BytesIO(drawn)) as copy:
        assert [round(page.mediabox[2], -1) for page in copy.pages] == [100, 300]
        assert "/Info" not in copy.trailer


@pytest.mark.parametrize(
    ("content", "content_type", "words"),
    [
        (b"not a PDF", PDF, drawing.DAMAGED),
        (b"not a picture", "image/png", drawing.DAMAGED),
        (samples.picture("PNG")[:60], "image/png", drawing.DAMAGED),
    ],
)
def test_what_is_damaged_is_refused(content, content_type, words):
    with pytest.raises(drawing.Refused, match=words):
        drawing.draw(content, content_type, ())


def test_more_pixels_than_we_draw_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_PIXELS", 80 * 60 - 1)

    with pytest.raises(drawing.Refused, match="too much"):
        drawing.draw(samples.picture()[:-20], "image/jpeg", ())
