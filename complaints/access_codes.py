"""Codes that let somebody without an account come back: to a complaint, or to a form half filled in.

A code is derived from the random key of what it opens and a secret of the office, so that a form sent
twice shows the same code and no table holds one. Looking one up costs one keyed hash and one index.
"""

import hmac
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from django.conf import settings

# Crockford's base 32: no letter that is taken for a number, read out or copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
LETTERS = 16  # of five bits each: 80 bits


class Opens(StrEnum):
    COMPLAINT = "complaint"
    DRAFT = "draft"


def code_for(key: UUID, opens: Opens) -> str:
    """The code as it is shown: ABCD-EFGH-JKMN-PQRS."""
    number = int.from_bytes(_mac(f"make {opens}", key.bytes))
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LETTERS))
    return "-".join(letters[start : start + 4] for start in range(0, LETTERS, 4))


def mac_of(typed: str, opens: Opens) -> bytes:
    """What is kept of a code, and looked up; however the person typed it."""
    letters = "".join(filter(str.isalnum, typed.upper())).translate(MISREAD)
    return _mac(f"keep {opens}", letters.encode())


def _mac(purpose: str, content: bytes) -> bytes:
    return hmac.digest(settings.ACCESS_CODE_KEY.encode(), purpose.encode() + b"\x00" + content, sha256)
