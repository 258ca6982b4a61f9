"""Asks the virus scanner, clamd, about one file."""

from typing import BinaryIO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

SECONDS = 60


class ScannerUnavailable(Exception):
    """No answer that can be relied on; the file stays in quarantine and is tried again."""


def has_scanner() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def is_infected(file: BinaryIO) -> bool:
    """Stream the whole file to clamd; anything but a plain answer raises `ScannerUnavailable`."""
    file.seek(0)
    try:
        answers = clamd().instream(file)
    except (ClamdError, OSError) as error:
        raise ScannerUnavailable(type(error).__name__) from error
    statuses = {status for status, _ in answers.values()}
    if statuses not in ({"OK"}, {"FOUND"}):
        raise ScannerUnavailable("The scanner gave no answer")
    return statuses == {"FOUND"}


def clamd() -> ClamdNetworkSocket | ClamdUnixSocket:
    """`CLAMD_ADDRESS` is the path of a Unix socket, or host:port."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        return ClamdUnixSocket(address, timeout=SECONDS)
    host, _, port = address.partition(":")
    return ClamdNetworkSocket(host, int(port or 3310), timeout=SECONDS)
