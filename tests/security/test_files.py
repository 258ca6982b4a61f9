"""Files made to break what reads them. Nothing of ours is allowed to fall over one."""

import io
import struct
import zlib

import pikepdf
import pytest

from casework.documents.files import open_kept
from casework.documents.models import Document
from casework.people.posts import Post
from tests.casework.documents import samples
from tests.factories.documents import DocumentFactory
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PDF, PNG = "application/pdf", "image/png"


def picture_of_size(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is `width` by `height`."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def page_of_size(side: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(side, side))
        document.save(out)
    return out.getvalue()


def forms_in_forms(levels: int) -> bytes:
    """A page of two kilobytes that draws a form ten times, which draws another ten times, and so on."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        drawn = b"0 0 100 100 re f"
        resources = pikepdf.Dictionary()
        for _ in range(levels):
            form = document.make_stream(drawn, Subtype=pikepdf.Name.Form, BBox=[0, 0, 300, 400])
            form.Type, form.Resources = pikepdf.Name.XObject, resources
            drawn, resources = b"/F Do " * 10, pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page = document.add_blank_page(page_size=(300, 400))
        page.Contents, page.Resources = document.make_stream(drawn), resources
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "content_type", "words"),
    [
        (page_of_size(14_400), PDF, "too much to draw at once"),  # 200 inches: 900 million pixels
        (forms_in_forms(7), PDF, "too much to draw at once"),
        (picture_of_size(9_000, 8_000), PNG, "too much to draw at once"),
        (picture_of_size(15_100, 15_000), PNG, "too much to draw at once"),
        (picture_of_size(100, 100), PNG, "damaged or locked"),
        (b"%PDF-1.7\nand nothing more", PDF, "damaged or locked"),
        (samples.pdf(encryption=pikepdf.Encryption(user="secret", owner="x")), PDF, "damaged or locked"),
    ],
)
def test_a_copy_that_cannot_be_drawn_is_refused_in_words(client, content, content_type, words):
    client.force_login(UserFactory(post=Post.COMPLAINT_HANDLER))
    document = DocumentFactory(content=content, content_type=content_type)

    response = client.post(f"/documents/{document.pk}/redact/", {"pages": ""})

    assert words in response.content.decode()
    assert Document.objects.get() == document
    with open_kept(document.path, document.sha256) as kept:
        assert kept.read() == content
