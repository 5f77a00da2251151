"""What makes a line exactly once: its transfer's id and its batch's key follow from names alone."""

from hashlib import sha1, sha256
from uuid import UUID, uuid5

NAMESPACE = UUID("10aa87d1-00ef-453a-9f45-5b0168d800ad")
"""All imports' ids descend from this; another value would post every file again."""

_VERSION_5 = 5
_VARIANT = "89ab"


class ImportIdentity:
    """The ids of one import: the same lines under the same name are the same transfers.

    A transfer's id is the UUIDv5 of its line id under the UUIDv5 of the import's name under
    ``NAMESPACE``.
    """

    def __init__(self, name: str) -> None:
        """Take the import's name."""
        self._name = name.encode()
        self._line = sha1(uuid5(NAMESPACE, name).bytes, usedforsecurity=False)

    def transfer_id(self, line_id: str) -> str:
        """Give the transfer's id; ``uuid5`` gives the same, four times slower."""
        digest = self._line.copy()
        digest.update(line_id.encode())
        t = digest.hexdigest()
        variant = _VARIANT[int(t[16], 16) & 3]
        return f"{t[:8]}-{t[8:12]}-{_VERSION_5}{t[13:16]}-{variant}{t[17:20]}-{t[20:32]}"

    def batch_key(self, body: bytes) -> str:
        """Give the Idempotency-Key of a bulk with this body."""
        return f"import-{sha256(self._name + bytes(1) + body).hexdigest()[:40]}"
