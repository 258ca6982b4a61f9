from typing import Any


def address_of(connection: Any, *, name: str = "") -> str:
    """What DATABASE_URL would be for this connection, or for another database beside it."""
    settings = connection.settings_dict
    host = settings["HOST"]
    # A path is a folder with a Unix socket in it.
    place = f"/{host}" if host.startswith("/") else f"{host}:{settings['PORT'] or 5432}"
    return f"postgres://{settings['USER']}@{place}/{name or settings['NAME']}"
