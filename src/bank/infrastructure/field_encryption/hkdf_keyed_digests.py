"""Keyed digests: HMAC-SHA256 under keys derived by HKDF from one secret of the key service."""

import unicodedata
from collections.abc import Iterable
from struct import Struct
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from bank.application.ports.key_service import DIGESTS, KeyService
from bank.application.ports.keyed_digests import Digester, KeyedDigests

_SECRET_LABEL: Final = b"bank keyed digests 1"
_INDEX_BYTES: Final = 16
_LENGTH: Final = Struct(">I")
_SHORT: Final = 256
_LENGTHS: Final = [_LENGTH.pack(length) for length in range(_SHORT)]


class HkdfKeyedDigests(KeyedDigests):
    """Prepares one HMAC for each purpose and copies it, so that a digest costs no key set-up."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._prepared: dict[tuple[str, str], HMAC] = {}

    @classmethod
    def from_key_service(
        cls, keys: KeyService, *, version: str | None = None
    ) -> "HkdfKeyedDigests":
        """Obtain the secret, by a single call, from a version of the bank's ``digests`` key.

        Without a version it is the *oldest*: stored digests and indexes follow from it, so a
        rotation must change nothing until they have been made anew and the new version is named
        here.
        """
        chosen = version or keys.versions(DIGESTS.name)[0].id
        return cls(keys.mac(DIGESTS.name, _SECRET_LABEL, version=chosen))

    def digest(self, purpose: str, *parts: bytes | str) -> bytes:
        """Feed each part after its length, so that another cut gives another digest."""
        return _fed(self._started("digest", purpose), parts).finalize()

    def digester(self, purpose: str, *first: bytes | str) -> Digester:
        """Feed the first parts once, and copy the state that they leave."""
        begun = _fed(self._started("digest", purpose), first)

        def digest(*parts: bytes | str) -> bytes:
            return _fed(begun.copy(), parts).finalize()

        return digest

    def blind_index(self, column: str, value: str) -> bytes:
        """Digest the normalised value and keep half.

        Enough to find, less to test a guess against.
        """
        started = self._started("blind index", column)
        started.update(normalised(value).encode())
        return started.finalize()[:_INDEX_BYTES]

    def pseudonym(self, subject: str) -> str:
        """Digest the subject as it is written: subjects are ids, not text that people type."""
        started = self._started("pseudonym", "subject")
        started.update(subject.encode())
        return started.finalize()[:_INDEX_BYTES].hex()

    def _started(self, use: str, name: str) -> HMAC:
        prepared = self._prepared.get((use, name))
        if prepared is None:
            info = b"\0".join((use.encode(), name.encode()))
            key = HKDFExpand(SHA256(), length=32, info=info).derive(self._secret)
            prepared = self._prepared[use, name] = HMAC(key, SHA256())
        return prepared.copy()


def _fed(started: HMAC, parts: Iterable[bytes | str]) -> HMAC:
    pieces: list[bytes] = []
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        length = len(content)
        pieces += (_LENGTHS[length] if length < _SHORT else _LENGTH.pack(length), content)
    started.update(b"".join(pieces))
    return started


def normalised(value: str) -> str:
    """Give one form to what people call the same: one case and width, single spaces, none around.

    Compatibility composition comes once more after case folding, which can take composed letters
    apart.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
    return " ".join(folded.split())
