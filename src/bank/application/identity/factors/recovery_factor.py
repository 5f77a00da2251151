"""Recovery codes as a second factor."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bank.application.identity.factors.recovery_codes import RecoveryCodes, digest_of
from bank.application.identity.factors.second_factors import Purpose, SecondFactor
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.domain.identifiers import RowId


class RecoveryFactor(SecondFactor):
    """Proved by one of the codes that a principal wrote down: ``{"code": "ABCD-EFGH-…"}``."""

    def __init__(self, codes: RecoveryCodes, notices: Notices) -> None:
        """Take the store, and what tells the owner that a code was used."""
        self._codes = codes
        self._notices = notices

    async def enrolled(self, principal: RowId) -> int:
        """Count the codes that are left."""
        found = await self._codes.set_of(principal)
        return 0 if found is None else found.left

    async def options(self, principal: RowId, purpose: Purpose, now: datetime) -> Mapping[str, Any]:
        """Give nothing: the codes are on paper."""
        del principal, purpose, now
        return {}

    async def prove(
        self, principal: RowId, proof: Mapping[str, Any], purpose: Purpose, now: datetime
    ) -> bool:
        """Use the code up, and tell the owner."""
        del purpose
        code = proof.get("code")
        digest = digest_of(code) if isinstance(code, str) else None
        if digest is None or not await self._codes.use(principal, digest, now):
            return False
        await self._notices.tell(Notice(kind=NoticeKind.RECOVERY_CODE_USED, principal=principal))
        return True
