"""A payer looks at the challenge of their payment, and confirms it by a second factor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bank.application.identity.challenges.challenges import Challenges
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.principals import Principals
from bank.application.identity.sign_in.guard import SignInGuard
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.challenges import Challenge, ChallengeFailed, ChallengeNotFound
from bank.domain.factors import STRONG, FactorKind


@dataclass(frozen=True, slots=True)
class ChallengeById:
    """Which challenge."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChallenge:
    """A challenge, and what a client needs to prove each factor that can confirm it, as JSON."""

    challenge: Challenge
    options: Mapping[FactorKind, Mapping[str, Any]]

    @property
    def id(self) -> UUID:
        """The challenge's id."""
        return self.challenge.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Which challenge, by which kind of factor, and what proves it."""

    challenge: UUID
    kind: FactorKind
    proof: Mapping[str, Any] = field(repr=False)


class OwnChallenges:
    """Finds a challenge for whom it was given to, inside the current unit of work."""

    def __init__(self, principals: Principals, challenges: Challenges) -> None:
        """Take who there is, and the store."""
        self._principals = principals
        self._challenges = challenges

    async def taken(self, challenge: UUID, act: Act) -> Challenge:
        """Give one that its owner can still prove; the owner is locked.

        Refuses, in this order: no such challenge, or somebody else's; one that is over.
        """
        owner = await self._principals.find(act.actor.subject, lock=True)
        found = await self._challenges.find(challenge)
        if owner is None or found is None or found.principal != owner.row:
            raise ChallengeNotFound
        act.looked_at("challenge", found.id)
        found.refuse_unless_open(act.now)
        return found


@use_case(action="challenge.show", kind=UseCaseKind.COMMAND, keyless=True)
class ShowChallenge:
    """Open to whoever signs in, for their own.

    Refuses, in this order: no such challenge, or somebody else's; one that is over. Records what a
    passkey is to sign, anew each time.
    """

    def __init__(self, own: OwnChallenges, factors: EveryFactor) -> None:
        """Take what finds it, and what confirms it."""
        self._own = own
        self._factors = factors

    async def __call__(self, command: ChallengeById, act: Act) -> ShownChallenge:
        """Give it with what proves it."""
        found = await self._own.taken(command.id, act)
        purpose = Purpose(attempt=found.id, bound=found.bound)
        enrolled = await self._factors.enrolled(found.principal)
        options = {
            kind: await self._factors.of(kind).options(found.principal, purpose, act.now)
            for kind in enrolled
            if kind in STRONG
        }
        return ShownChallenge(challenge=found, options=options)


@use_case(action="challenge.confirm", kind=UseCaseKind.COMMAND, keyless=True)
class ConfirmChallenge:
    """Open to whoever signs in, for their own.

    Refuses, in this order: no such challenge, or somebody else's; one that is over; whoever has to
    wait (``SignInThrottled``); a proof that does not hold, a recovery code's among them. A failure
    is counted in the challenge, which is over after five, and over all challenges of its owner, so
    that asking for new ones helps nobody who guesses. Records the proof, which is used up.
    """

    def __init__(
        self, own: OwnChallenges, challenges: Challenges, factors: EveryFactor, guard: SignInGuard
    ) -> None:
        """Take what finds it, the store, the factors, and what counts failures."""
        self._own = own
        self._challenges = challenges
        self._factors = factors
        self._guard = guard

    async def __call__(self, command: Confirmation, act: Act) -> Challenge:
        """Confirm the payment."""
        found = await self._own.taken(command.challenge, act)
        lane = self._guard.lane_of_payer(act.actor.subject)
        entered = await self._guard.enter(lane, act.now)
        if not await self._holds(command, found, act):
            await self._challenges.save(found.failed())
            await self._guard.failed(lane, entered, found.principal, act.now)
            raise ChallengeFailed
        await self._guard.passed(lane)
        proved = found.proved(command.kind, act.now)
        await self._challenges.save(proved)
        act.changed(Change(object_kind="challenge", object_id=found.id, after=command.kind))
        return proved

    async def _holds(self, command: Confirmation, found: Challenge, act: Act) -> bool:
        if command.kind not in STRONG:
            return False
        purpose = Purpose(attempt=found.id, bound=found.bound)
        factor = self._factors.of(command.kind)
        return await factor.prove(found.principal, command.proof, purpose, act.now)
