"""Whom an invitation may let in: who cannot sign in, or has forgotten all that they had."""

from datetime import datetime

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.factors.enrolled_factors import EnrolledFactors
from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.domain.principals import AlreadySignsIn, Principal


class WaysIn:
    """What a principal signs in by, inside the current unit of work.

    An invitation goes to what staff wrote down as the address of a customer. Were it open to those
    who sign in already, whoever may write that down could take their place.
    """

    def __init__(
        self,
        passwords: Passwords,
        contacts: ProvedContacts,
        factors: EnrolledFactors,
        resets: FactorResets,
        sessions: SessionDesk,
    ) -> None:
        """Take what lets them in, what was reset of it, and what ends with a lost password."""
        self._passwords = passwords
        self._contacts = contacts
        self._factors = factors
        self._resets = resets
        self._sessions = sessions

    async def refuse_if_any(self, principal: Principal, invited_at: datetime) -> bool:
        """Refuse with ``AlreadySignsIn`` who has a password, a proved address or any factor.

        Gives whether there is a password that was forgotten; who keeps it so locked the principal.
        A password alone, which was moved here, is in nobody's way for a week after a reset of the
        factors was done: two members of staff asked for that, and its owner had a day to stop it.
        """
        row = principal.row
        if await self._contacts.of(row) or await self._factors.of(row):
            raise AlreadySignsIn
        if not await self._passwords.has(row):
            return False
        if not any(each.opens_invitation(invited_at) for each in await self._resets.of(row)):
            raise AlreadySignsIn
        return True

    async def give(
        self, principal: Principal, prepared: str, now: datetime, *, forgotten: bool
    ) -> None:
        """Keep the password that was prepared; one that was forgotten ends every session."""
        await self._passwords.keep(principal.row, prepared, now)
        if forgotten:
            await self._sessions.end_all(principal.subject, SessionEnd.PASSWORD_CHANGED, now)

    async def forget_password(self, principal: Principal, now: datetime) -> None:
        """Drop the password of somebody who comes back by a passkey, and end every session."""
        await self._passwords.drop(principal.row)
        await self._sessions.end_all(principal.subject, SessionEnd.FACTORS_CHANGED, now)
