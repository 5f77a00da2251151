"""TOTP as a second factor."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bank.application.identity.factors.authenticators import Authenticators
from bank.application.identity.factors.one_time_codes import OneTimeCodes
from bank.application.identity.factors.second_factors import Purpose, SecondFactor
from bank.domain.identifiers import RowId


class TotpFactor(SecondFactor):
    """Proved by the code that one of a principal's authenticators shows: ``{"code": "123456"}``."""

    def __init__(self, authenticators: Authenticators, codes: OneTimeCodes) -> None:
        """Take the store and the maker of codes."""
        self._authenticators = authenticators
        self._codes = codes

    async def enrolled(self, principal: RowId) -> int:
        """Count the authenticators that were confirmed."""
        return sum(each.confirmed for each in await self._authenticators.of(principal))

    async def options(self, principal: RowId, purpose: Purpose, now: datetime) -> Mapping[str, Any]:
        """Give nothing: the authenticator knows what to show."""
        del principal, purpose, now
        return {}

    async def prove(
        self, principal: RowId, proof: Mapping[str, Any], purpose: Purpose, now: datetime
    ) -> bool:
        """Look for the authenticator that shows the code, and store the code's step with it.

        The rows are locked before they are read, so that of two who bring one code the second
        finds its step stored.
        """
        del purpose
        code = proof.get("code")
        if not isinstance(code, str):
            return False
        for each in await self._authenticators.of(principal, lock=True):
            if not each.confirmed:
                continue
            step = self._codes.matching_step(each.secret, code, now, after=each.last_step)
            if step is not None:
                await self._authenticators.save(each.shown(step, now))
                return True
        return False
