"""Who is let to a use case: by the policy, and by how surely and how lately they proved it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import Declaration
from bank.application.ports.authorizer import (
    ActionForbidden,
    Authorizer,
    Resource,
    Verdict,
)
from bank.domain.factors import SecondFactorNeeded
from bank.domain.principals import Assurance
from bank.domain.sessions import FreshProofNeeded

_TWO_FACTORS = (
    "This needs two factors: enrol a second one under /v1/me/factors if you have none, then sign in"
    " with it."
)


class Doorkeeper:
    """Stands before every use case, once it is known what is asked of it."""

    def __init__(self, authorizer: Authorizer, fresh_for: timedelta) -> None:
        """Take who decides by the policy, and for how long a proof is a fresh one."""
        self._authorizer = authorizer
        self._fresh_for = fresh_for

    async def admit(self, declaration: Declaration, case: Any, command: Any, act: Act) -> None:
        """Let an act go on.

        Refuses, in this order: what the policy hides; what it forbids to an actor of one factor and
        not to the same of two (``SecondFactorNeeded``); what it forbids; what is declared to need a
        fresh proof, and comes without (``FreshProofNeeded``).
        """
        verdict, resource = self._authorizer.decide(act.actor, act.action), None
        if verdict is Verdict.DEPENDS:
            resource = await case.resource(command)
            verdict = self._authorizer.decide(act.actor, act.action, resource)
            if verdict is Verdict.HIDDEN:
                raise resource.hidden_by
        if verdict is not Verdict.ALLOWED:
            raise self._refusal(act, resource)
        if declaration.fresh_proof and not self._is_fresh(act):
            await self._refuse_if_sensitive(case, command, act)

    def _refusal(self, act: Act, resource: Resource | None) -> Exception:
        """Say what is wrong: that they may not at all, or with one factor alone."""
        if act.actor.assurance < Assurance.TWO_FACTORS:
            surer = replace(act.actor, assurance=Assurance.TWO_FACTORS)
            verdict = self._authorizer.decide(surer, act.action, resource)
            if verdict in {Verdict.ALLOWED, Verdict.DEPENDS}:
                return SecondFactorNeeded(_TWO_FACTORS)
        return ActionForbidden()

    def _is_fresh(self, act: Act) -> bool:
        """Whether the actor proved lately who they are; what others approved was proved then."""
        if act.approved is not None:
            return True
        proved_at = act.actor.proved_at
        return proved_at is not None and act.now < proved_at + self._fresh_for

    @staticmethod
    async def _refuse_if_sensitive(case: Any, command: Any, act: Act) -> None:
        """Refuse, unless the use case says itself that this one of its commands is harmless."""
        is_sensitive = getattr(case, "is_sensitive", None)
        if is_sensitive is None or await is_sensitive(command, act):
            raise FreshProofNeeded
