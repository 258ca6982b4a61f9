from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Critical
from django.db import connections

from casework.people.models import User


def no_demonstration_in_production(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Everybody knows the demonstration's password, so production does not run beside such an account."""
    if not settings.PRODUCTION or "default" not in (databases or ()):
        return []
    if User._meta.db_table not in connections["default"].introspection.table_names():
        return []  # before the first migration
    if not User.objects.filter(is_demonstration=True).exists():
        return []
    return [
        Critical(
            "A demonstration account exists.",
            hint="Production starts with a database of its own: see docs/operations.md.",
            id="people.E001",
        )
    ]
