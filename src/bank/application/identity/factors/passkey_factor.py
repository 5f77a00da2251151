"""Passkeys as a second factor, and as the only one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bank.application.identity.factors.passkey_desk import PasskeyDesk
from bank.application.identity.factors.passkeys import Passkeys
from bank.application.identity.factors.second_factors import Purpose, SecondFactor
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.domain.identifiers import RowId
from bank.domain.passkeys import Passkey


class PasskeyFactor(SecondFactor):
    """Proved by a signature over a challenge of ours, and over what the purpose binds it to.

    A proof is what the browser gave: ``credential.toJSON()``. A signature whose count lies not
    behind the last may be a copy's: it does not hold, and the principal is told.
    """

    def __init__(self, desk: PasskeyDesk, passkeys: Passkeys, notices: Notices) -> None:
        """Take the desk of challenges, the store, and how a principal hears of a copy."""
        self._desk = desk
        self._passkeys = passkeys
        self._notices = notices

    async def enrolled(self, principal: RowId) -> int:
        """Count them."""
        return len(await self._passkeys.of(principal))

    async def options(
        self, principal: RowId | None, purpose: Purpose, now: datetime
    ) -> Mapping[str, Any]:
        """Give what `navigator.credentials.get` takes, and keep the challenge for one answer.

        Without a principal, any passkey of the bank may answer, and says whose it is.
        """
        known = () if principal is None else await self._passkeys.of(principal)
        return await self._desk.ask_to_sign(principal, known, purpose, now)

    async def identify(self, proof: Mapping[str, Any]) -> RowId | None:
        """Give whose passkey answered, where it says so itself; ``prove`` has yet to verify it."""
        shown = self._desk.shown(proof)
        if shown is None or shown.user_handle is None:
            return None
        passkey = await self._passkeys.find(shown.credential)
        if passkey is None or shown.user_handle != self._desk.handle_of(passkey.principal):
            return None
        return passkey.principal

    async def prove(
        self, principal: RowId, proof: Mapping[str, Any], purpose: Purpose, now: datetime
    ) -> bool:
        """Take the challenge out, then verify; locks challenge and passkey until the unit ends."""
        challenge = await self._desk.taken_back(purpose.attempt, principal, now)
        passkey = await self._answering(principal, proof)
        if challenge is None or passkey is None:
            return False
        signature = self._desk.signature(proof, challenge, purpose, passkey)
        if signature is None:
            return False
        if not passkey.counts_on(signature.sign_count):
            await self._notices.tell(Notice(kind=NoticeKind.PASSKEY_SUSPECTED, principal=principal))
            return False
        used = passkey.used(
            sign_count=signature.sign_count, is_backed_up=signature.is_backed_up, now=now
        )
        await self._passkeys.save(used)
        return True

    async def _answering(self, principal: RowId, proof: Mapping[str, Any]) -> Passkey | None:
        """Lock the passkey that answered, if it is the principal's."""
        shown = self._desk.shown(proof)
        if shown is None or shown.user_handle not in (None, self._desk.handle_of(principal)):
            return None
        passkey = await self._passkeys.find(shown.credential, lock=True)
        return passkey if passkey is not None and passkey.principal == principal else None
