"""The secrets of second factors, as the database keeps them: useless to whoever reads only the database."""

import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from django.conf import settings

from casework.trail.sealing import UnknownKey, signing_key_id


def encrypt(text: str) -> str:
    """Under a key drawn from the last of TRAIL_KEYS, which is named before it as in the trail’s seals."""
    key_id = signing_key_id()
    return f"{key_id}:{_cipher(key_id).encrypt(text.encode()).decode()}"


def decrypt(kept: str) -> str:
    key_id, _, token = kept.partition(":")
    return _cipher(key_id).decrypt(token).decode()


def _cipher(key_id: str) -> Fernet:
    try:
        key = settings.TRAIL_KEYS[key_id]
    except KeyError:
        raise UnknownKey(key_id) from None
    return Fernet(urlsafe_b64encode(hmac.digest(key.encode(), b"second factor", "sha256")))
