"""Files that no row knows: the storage does not take part in a transaction that is undone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.core.files.storage import default_storage

from casework.documents.models import Document
from casework.letters.models import Rendition

log = structlog.get_logger()

KEPT_BY = {"documents": Document, "letters": Rendition}
# By then whatever put it there is done or undone.
OLD = timedelta(days=1)
# Beside a wrong database good files look like strays: then nothing is deleted, and somebody should look.
ONE_IN = 100


def remove_strays(*, at: datetime) -> int:
    """Delete what no row knows a day after it came, if it is little beside what is known."""
    known, strays = 0, []
    for folder, model in KEPT_BY.items():
        for paths in _paths_in(folder):
            kept = set(model._default_manager.filter(path__in=paths).values_list("path", flat=True))
            known += len(kept)
            strays += [path for path in paths if path not in kept and _is_old(path, at)]
    if len(strays) > known // ONE_IN:
        log.warning("storage.too_many_strays", strays=len(strays), known=known)
        return 0
    for path in strays:
        default_storage.delete(path)
    return len(strays)


def _paths_in(folder: str) -> Iterator[list[str]]:
    """Every path under `folder`, those of one subfolder at a time."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield [f"{folder}/{name}" for name in names]
    for inner in folders:
        yield from _paths_in(f"{folder}/{inner}")


def _is_old(path: str, at: datetime) -> bool:
    return at - default_storage.get_modified_time(path) > OLD
