"""An authenticator by the words of RFC 6238 and RFC 4226, which knows nothing of ours."""

import base64
import hashlib
import hmac
from datetime import datetime
from shutil import which

from tests.oathtool import oathtool

_STEP_SECONDS = 30


def one_time_code(secret: str, at: datetime, digits: int = 6) -> str:
    """Give the code of a base32 secret at a moment: HOTP under SHA-1 of the steps since 1970."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    counter = (int(at.timestamp()) // _STEP_SECONDS).to_bytes(8, "big")
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    truncated = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{truncated % 10**digits:0{digits}d}"


def independent_code(secret: str, at: datetime) -> str:
    """Give the code by ``oathtool`` where it is installed, and else by the RFC: never skip."""
    return oathtool(secret, at) if which("oathtool") else one_time_code(secret, at)
