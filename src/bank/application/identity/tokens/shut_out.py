"""Whom the bank has no principal of is shut out, and let in again: no token of theirs is good."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.principals import Principals
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.refusals import Kind, Refusal
from bank.domain.staff import BROKE_THE_GLASS, OPERATOR


class KnownToTheBank(Refusal):
    """Whoever is a principal of the bank is locked, let go or deactivated as what they are."""

    code = "known_to_the_bank"
    title = "They are a principal of the bank: lock them, let them go, or deactivate the client."
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Whom tokens speak for: another issuer's person as ``name|subject``, or a script."""

    subject: str


@dataclass(frozen=True, slots=True)
class HolderDone:
    """That it was done; ``id`` is the act's own, as there is no other."""

    id: UUID


class _OfHolders:
    def __init__(self, principals: Principals, tokens: EndedTokens, watch: WatchTold) -> None:
        """Take who is a principal, what ends tokens, and what tells the watch."""
        self._principals = principals
        self._tokens = tokens
        self._watch = watch

    async def _refuse_if_known(self, subject: str, act: Act) -> None:
        """Refuse a principal, and whoever broke the glass, to all but who runs the machine."""
        if subject.startswith(BROKE_THE_GLASS) and OPERATOR not in act.actor.roles:
            raise KnownToTheBank
        if await self._principals.find(subject) is not None:
            raise KnownToTheBank

    async def recall(self, act_before: UUID, _act: Act) -> HolderDone:
        """Say that it was done before."""
        return HolderDone(act_before)


@use_case(action="token.shut_out", kind=UseCaseKind.COMMAND)
class ShutOut(_OfHolders):
    """Open to administrators, and to whoever runs commands on the machine.

    Refuses a principal of the bank, and to administrators whoever broke the glass: an emergency is
    not theirs to end alone. Records that no token which speaks for them is good, whatever
    issued it and whenever, until they are let in again; every server process refuses those that
    they have within a second. Tells the watch.
    """

    async def __call__(self, command: TokenHolder, act: Act) -> HolderDone:
        """End them all."""
        await self._refuse_if_known(command.subject, act)
        await self._tokens.shut_out(command.subject, act.now)
        await self._watch.hear(WatchNews.TOKEN_HOLDER_CHANGED)
        act.changed(_change("bank.token-holder.shut-out.v1", command, act))
        return HolderDone(act.audit_event)


@use_case(action="token.let_in", kind=UseCaseKind.COMMAND)
class LetIn(_OfHolders):
    """Open to administrators, and to whoever runs commands on the machine.

    Refuses a principal of the bank. Records that new tokens of theirs are good again; those of
    before stay refused. Who was not shut out loses what they have, and no more. Tells the watch.
    """

    async def __call__(self, command: TokenHolder, act: Act) -> HolderDone:
        """Let new ones be good."""
        await self._refuse_if_known(command.subject, act)
        await self._tokens.end(command.subject, act.now)
        await self._watch.hear(WatchNews.TOKEN_HOLDER_CHANGED)
        act.changed(_change("bank.token-holder.let-in.v1", command, act))
        return HolderDone(act.audit_event)


def _change(event: str, command: TokenHolder, act: Act) -> Change:
    return Change(object_kind="act", object_id=act.audit_event, event=event, after=command.subject)
