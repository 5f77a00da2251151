"""A payer whom the bank's own policy lets do more than is shipped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.challenges.scene import Payer, a_payer
from tests.application.scene import Desk, actor, an_authorizer

from bank.application.holds.end_hold import CaptureOrder
from bank.application.holds.place_hold import HoldOrder
from bank.application.identity.challenges.confirm_challenge import ChallengeById, ShowChallenge
from bank.application.policies.change_policy import ChangePolicy, PolicyChange
from bank.application.transfers.post_cash import CashOrder
from bank.domain.challenges import ChallengePending
from bank.domain.policies import Rule, RuleChange
from bank.infrastructure.in_memory.policies import InMemoryPolicyDirectory
from bank.interfaces.workers.policy_watch import PolicyWatch

ADMINISTRATOR = actor("administrator")
WAYS = ("withdrawal.post", "hold.place", "hold.capture")


@dataclass
class Granted:
    """A payer whom the bank's own policy lets withdraw, set aside and capture what is theirs."""

    payer: Payer

    async def ask(self, use_case: type[Any], command: Any, key: str, **given: Any) -> Any:
        who = given.pop("who", self.payer.actor)
        return (await self.payer.desk.ask(use_case, command, who, key=key, **given)).result

    async def challenged(self, use_case: type[Any], command: Any, key: str) -> UUID:
        with pytest.raises(ChallengePending) as waits:
            await self.ask(use_case, command, key)
        challenge: UUID = waits.value.context["challenge"]
        return challenge

    async def confirmed(self, use_case: type[Any], command: Any, key: str) -> Any:
        await self.payer.confirm(await self.challenged(use_case, command, key))
        return await self.ask(use_case, command, key)

    async def shown(self, challenge: UUID) -> tuple[str, int, str | None]:
        """Give what its owner is shown before they confirm it."""
        found = await self.ask(ShowChallenge, ChallengeById(challenge), "show")
        ordered = found.challenge.ordered
        return found.challenge.action, ordered.amount_minor, ordered.payee

    def cash(self, amount_minor: int, account: str | None = None) -> CashOrder:
        name = account or str(self.payer.account.id)
        return CashOrder(account=name, amount_minor=amount_minor, currency="EUR")

    def hold(self, amount_minor: int) -> HoldOrder:
        return HoldOrder(
            account=str(self.payer.account.id),
            amount_minor=amount_minor,
            currency="EUR",
            expires_at=self.payer.desk.bank.clock.now() + timedelta(days=1),
        )

    def capture(self, hold: UUID, amount_minor: int | None = None) -> CaptureOrder:
        credit = str(self.payer.payee.id)
        return CaptureOrder(hold=hold, credit=credit, amount_minor=amount_minor, currency="EUR")


async def change_policy(desk: Desk, *changes: RuleChange) -> None:
    """Change the policy of a bank, which has an authoriser of its own, for the first time."""
    await desk.ask(ChangePolicy, PolicyChange(if_version=0, changes=changes), ADMINISTRATOR)
    authorizer: Any = desk.bank.authorizer
    await PolicyWatch(InMemoryPolicyDirectory(desk.bank.store), authorizer).once()


@asynccontextmanager
async def a_payer_let_at_their_own(**given: Any) -> AsyncIterator[Granted]:
    """Open a bank with a payer who may withdraw, set aside and capture what is theirs."""
    async with a_payer(authorizer=an_authorizer(), **given) as payer:
        rules = [RuleChange(Rule("customer", action, "own")) for action in WAYS]
        await change_policy(payer.desk, *rules)
        yield Granted(payer)
