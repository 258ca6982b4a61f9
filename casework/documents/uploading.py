from contextlib import suppress
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from casework.documents.files import NO_ROOM, DidNotFit


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a large upload to the temporary folder, and no more of it than the office would take.

    The rest is counted and thrown away, so that a file of many gigabytes cannot fill the disk. A disk that
    fills all the same leaves a `DidNotFit`, for `files.store` to say in words: an exception here would be
    raised before any view runs.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.full = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.full or start > settings.DOCUMENT_SIZE_LIMIT:
            return
        try:
            self.file.write(raw_data)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            self.full = True

    def file_complete(self, file_size: int) -> UploadedFile:
        if not self.full:
            try:
                self.file.seek(0)
            except OSError as error:  # what the buffer still held did not fit either
                if error.errno not in NO_ROOM:
                    raise
                self.full = True
        if self.full:
            return self.nothing(file_size)
        self.file.size = file_size
        return self.file

    def nothing(self, file_size: int) -> UploadedFile:
        with suppress(OSError):  # closing tries to write the rest once more
            self.file.close()
        return DidNotFit(
            BytesIO(), None, self.file_name or "file", self.content_type, file_size, self.charset
        )
