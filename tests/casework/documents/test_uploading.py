import errno
import io
from contextlib import closing

import pytest
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import RequestFactory

from casework.documents.files import StorageFull, store
from casework.documents.uploading import BoundedUploadHandler

MEGABYTE = 1024 * 1024


class FullDisk(io.BytesIO):
    def write(self, data) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


class HandlerOnAFullDisk(BoundedUploadHandler):
    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self.file.file.close()
        self.file.file = FullDisk()


def uploaded(handler: type[BoundedUploadHandler], size: int):
    """What a view finds in request.FILES after a browser sent `size` bytes."""
    film = io.BytesIO(bytes(size))
    film.name = "film.mp4"
    request = RequestFactory().post("/", {"file": film})
    request.upload_handlers = [MemoryFileUploadHandler(request), handler(request)]
    return request.FILES["file"]


def test_a_large_file_is_kept_whole():
    with closing(uploaded(BoundedUploadHandler, 3 * MEGABYTE)) as upload:
        content = upload.read()

    assert (upload.name, upload.size) == ("film.mp4", 3 * MEGABYTE)
    assert len(content) == 3 * MEGABYTE


def test_no_more_than_the_limit_is_written_but_all_is_counted():
    with closing(uploaded(BoundedUploadHandler, 25 * MEGABYTE)) as upload:
        content = upload.read()

    assert upload.size == 25 * MEGABYTE
    assert len(content) <= 20 * MEGABYTE + 64 * 1024


def test_a_disk_that_fills_while_the_file_arrives_is_said_in_words():
    upload = uploaded(HandlerOnAFullDisk, 3 * MEGABYTE)

    assert upload.name == "film.mp4"
    with pytest.raises(StorageFull, match="our storage is full"):
        store(upload, folder="documents")
