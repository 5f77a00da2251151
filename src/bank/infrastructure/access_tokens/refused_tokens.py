"""What a server process refuses of tokens that would be good otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bank.application.ports.authenticator import Principal, TokenEnding
from bank.application.ports.keyed_digests import KeyedDigests


class RefusedTokens:
    """Single tokens, those of ended sessions, those of somebody, and all that are older.

    Each question costs a few look-ups in dictionaries. Tokens of before are told by when they say
    that they were issued. Other issuers say it in whole seconds: one of the second of an ending is
    older, and so is one that does not say. Not safe for several threads by itself.
    """

    def __init__(self, digests: KeyedDigests) -> None:
        self._digests = digests
        self._revoked: dict[str, datetime] = {}
        self._endings: dict[str, TokenEnding] = {}
        self._until: datetime | None = None

    def holder_of(self, principal: Principal) -> str:
        """Give what endings call whom a token speaks for."""
        return self._digests.pseudonym(principal.subject)

    def refuse(self, revoked: Mapping[str, datetime], now: datetime) -> None:
        """Refuse sessions and tokens, and forget those whose moment has come."""
        self._revoked = {each: until for each, until in self._revoked.items() if now < until}
        self._revoked.update(revoked)

    def refuse_of(self, endings: Sequence[TokenEnding], now: datetime) -> None:
        """Refuse by holders, and forget those of whom no token is left."""
        kept = [each for each in self._endings.values() if each.until is None or now < each.until]
        self._endings = {each.holder: each for each in [*kept, *endings]}

    def refuse_until(self, moment: datetime) -> None:
        """Refuse what was issued until a moment."""
        self._until = moment

    def refuses(self, principal: Principal, holder: str) -> bool:
        """Whether a token ended: its session, itself, or all that its holder or anybody had."""
        if principal.token_id in self._revoked or principal.session in self._revoked:
            return True
        if _is_older(principal, self._until):
            return True
        ending = self._endings.get(holder)
        if ending is None:
            return False
        return ending.shut_out or (principal.session is None and _is_older(principal, ending.at))

    @property
    def names_holders(self) -> bool:
        """Whether it has to be known whose a token is."""
        return bool(self._endings)


def _is_older(principal: Principal, moment: datetime | None) -> bool:
    if moment is None:
        return False
    return principal.issued_at is None or principal.issued_at <= moment
