"""The hashes that bind a decision to exactly what was decided."""

import hashlib
import json
from typing import Any

from django.core.files.storage import default_storage

from casework.approvals.models import ApprovalRequest
from casework.cases.refused import Refused


class ContentChanged(Refused):
    """What would be decided is not what was put to the decider."""

    def __init__(self) -> None:
        super().__init__("This is no longer what was put to you. Return it, so that it is put to you again.")


def sha256_of(content: Any) -> str:
    """The hash of JSON content, the same whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_unchanged(request: ApprovalRequest) -> None:
    """Refuse if the content or a document shown differs from what was hashed when it was asked."""
    if sha256_of(request.content) != request.content_sha256:
        raise ContentChanged
    if any(_sha256_of_file(path) != sha256 for path, sha256 in request.shown):
        raise ContentChanged


def _sha256_of_file(path: str) -> str:
    try:
        with default_storage.open(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
