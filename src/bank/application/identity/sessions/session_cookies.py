"""The cookies of browsers' sessions: made, told from a stranger's, and what is kept of them."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from uuid import UUID

from bank.application.identity.secrets_source import SecretsSource
from bank.application.ports.keyed_digests import KeyedDigests

_SECRET_BYTES, _MARK_BYTES = 32, 12
_LENGTH = 59
"""Of both, in base64 without padding."""


class SessionCookies:
    """A cookie is 32 random bytes, which nobody can guess, and behind them the bank's mark.

    By the mark a server process knows a cookie that was made up, without a look at the database: a
    flood of them costs no connection.
    """

    def __init__(self, secrets: SecretsSource, digests: KeyedDigests) -> None:
        """Take where secrets come from, and what marks them."""
        self._secrets = secrets
        self._digests = digests

    def new(self) -> str:
        """Give a cookie that nobody had before."""
        secret = self._secrets.token(_SECRET_BYTES)
        return urlsafe_b64encode(secret + self._mark(secret)).rstrip(b"=").decode()

    def is_ours(self, cookie: str) -> bool:
        """Whether the bank made a cookie, whatever has become of its session."""
        if len(cookie) != _LENGTH or not cookie.isascii():
            return False
        whole = urlsafe_b64decode(cookie + "=")
        secret, mark = whole[:_SECRET_BYTES], whole[_SECRET_BYTES:]
        return hmac.compare_digest(mark, self._mark(secret))

    def _mark(self, secret: bytes) -> bytes:
        return self._digests.digest("session-cookie", secret)[:_MARK_BYTES]


def digest_of(cookie: str) -> bytes:
    """Give what is kept of a cookie: with 256 random bits in it, a plain SHA-256 is enough."""
    return sha256(cookie.encode()).digest()


def name_of(digest: bytes) -> UUID:
    """Give the name under which a cookie that was replaced is revoked: half of its digest."""
    return UUID(bytes=digest[:16])
