"""Field encryption by AES-256-GCM, each value bound to the place it is stored in.

A sealed value is ``format (1) | data key's number (4, big-endian) | nonce (12) | ciphertext | tag
(16)``. Nonces are random: NIST SP 800-38D asks to stay below 2**32 values a key, about 1,600 a
second for a whole month's key; ten times that still leaves the chance of one repeated nonce in a
month near 2**-26.
"""

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from struct import Struct
from typing import Final
from weakref import WeakKeyDictionary

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bank.application.ports.field_cipher import FieldCipher, OpenDataKey, SealedValueDamaged

_FORMAT: Final = 1
_HEAD: Final = Struct(">BI")
_NONCE: Final = 12
_NONCE_END: Final = _HEAD.size + _NONCE
_LENGTH_MIN: Final = _NONCE_END + 16
_ROW: Final = Struct(">qI")


class AesGcmFieldCipher(FieldCipher):
    """Seals and opens with the key it is given.

    Keeps a key's schedule for as long as the key is kept open.
    """

    def __init__(self) -> None:
        self._prepared: WeakKeyDictionary[OpenDataKey, AESGCM] = WeakKeyDictionary()

    def seal(
        self, key: OpenDataKey, value: str, *, table: str, column: str, row: int | str, version: int
    ) -> bytes:
        """Encrypt under a fresh nonce."""
        head = _HEAD.pack(_FORMAT, key.id)
        nonce = os.urandom(_NONCE)
        place = _place(head, table, column, row, version)
        return head + nonce + self._aead(key).encrypt(nonce, value.encode(), place)

    def seal_column(
        self, key: OpenDataKey, values: Iterable[tuple[int, str]], *, table: str, column: str
    ) -> Sequence[bytes]:
        """Encrypt under fresh nonces, asking once for what all have in common."""
        rows = list(values)
        head = _HEAD.pack(_FORMAT, key.id)
        nonces = os.urandom(_NONCE * len(rows))
        before, encrypt = head + _column(table, column), self._aead(key).encrypt
        sealed: list[bytes] = []
        for number, (row, value) in enumerate(rows):
            nonce = nonces[_NONCE * number : _NONCE * (number + 1)]
            text = b"%d" % row
            place = before + _ROW.pack(0, len(text)) + text
            sealed.append(head + nonce + encrypt(nonce, value.encode(), place))
        return sealed

    def open(
        self,
        key: OpenDataKey,
        sealed: bytes,
        *,
        table: str,
        column: str,
        row: int | str,
        version: int,
    ) -> str:
        """Check the header, then decrypt."""
        head = _HEAD.pack(_FORMAT, key.id)
        if len(sealed) < _LENGTH_MIN or sealed[: _HEAD.size] != head:
            raise SealedValueDamaged(
                f"{table}.{column} holds a value that data key {key.id} did not seal"
            )
        place = _place(head, table, column, row, version)
        try:
            nonce, rest = sealed[_HEAD.size : _NONCE_END], sealed[_NONCE_END:]
            return self._aead(key).decrypt(nonce, rest, place).decode()
        except InvalidTag:
            raise SealedValueDamaged(
                f"{table}.{column} holds a value that was altered or sealed for another place"
            ) from None

    def _aead(self, key: OpenDataKey) -> AESGCM:
        prepared = self._prepared.get(key)
        if prepared is None:
            prepared = self._prepared[key] = AESGCM(key.plaintext)
        return prepared


def key_id_of(sealed: bytes) -> int:
    """Give the number of the data key that a sealed value names; raises ``SealedValueDamaged``."""
    if len(sealed) < _LENGTH_MIN or sealed[0] != _FORMAT:
        raise SealedValueDamaged("not a sealed value")
    number: int = _HEAD.unpack_from(sealed)[1]
    return number


def _place(head: bytes, table: str, column: str, row: int | str, version: int) -> bytes:
    text = str(row).encode()
    return b"".join((head, _column(table, column), _ROW.pack(version, len(text)), text))


@lru_cache(maxsize=256)
def _column(table: str, column: str) -> bytes:
    """Write table and column so that no other pair is written the same."""
    table_bytes, column_bytes = table.encode(), column.encode()
    lengths = Struct(">HH").pack(len(table_bytes), len(column_bytes))
    return lengths + table_bytes + column_bytes
