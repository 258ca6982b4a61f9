import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def test_somebody_who_writes_far_too_much_is_told_the_limit_and_what_to_do():
    told = Client(raise_request_exception=False).post(
        "/complain/what-happened/", {"what_happened": "a" * 2_700_000}
    )

    assert told.status_code == 400
    assert "takes up to 100,000 characters" in told.content.decode()
    assert "as a file" in told.content.decode()


def test_somebody_who_sends_far_too_many_files_is_told_the_limit_and_what_to_do():
    files = [SimpleUploadedFile(f"{number}.txt", b"Seen.") for number in range(120)]

    told = Client(raise_request_exception=False).post("/complain/evidence/", {"uploads": files})

    assert told.status_code == 400
    assert "You can add up to 20 files" in told.content.decode()


def test_what_cannot_be_read_is_not_called_too_much():
    told = Client(raise_request_exception=False).post(
        "/complain/what-happened/", b"x", content_type="multipart/form-data"
    )

    assert told.status_code == 400
    assert "We could not read that" in told.content.decode()
