from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from casework.people import encryption


def encrypt(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Base32 and hexadecimal have no colon, and what is encrypted names its key before one.
    _rewrite(apps, lambda kept: kept if ":" in kept else encryption.encrypt(kept))


def decrypt(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _rewrite(apps, lambda kept: encryption.decrypt(kept) if ":" in kept else kept)


def _rewrite(apps: StateApps, write: Callable[[str], str]) -> None:
    def written(name: str, value: Any) -> Any:
        if name in ("secret", "seed"):
            return write(value)
        return [write(code) for code in value] if name == "migrated_codes" else value

    for factor in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")):
        factor.data = {name: written(name, value) for name, value in factor.data.items()}
        factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_shared_counts_of_tries"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
