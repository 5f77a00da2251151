"""Every use case shows to the conditions of the policy what it says that it shows."""

import pytest
from tests.access.asked import Asked
from tests.access.conftest import NewWorld
from tests.access.table import TABLE
from tests.application.scene import AUTHORIZER

from bank.application.pipeline.declaration import declared_use_cases
from bank.application.pipeline.facts import facts_of
from bank.application.ports.authorizer import Fact, Resource, Verdict
from bank.bootstrap.bank_configuration import packaged_folder
from bank.domain.audit import Actor
from bank.domain.policies import UNCHANGED
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer

OF_STRANGERS_TO_BRANCHES = "approval."
"""Whoever asks here belongs to no branch, and what they ask for belongs to none either."""


class Curious(CasbinAuthorizer):
    """Asks to see what is acted on wherever a use case would show it, and keeps it."""

    def __init__(self) -> None:
        """Take what is shipped."""
        super().__init__(packaged_folder() / "authorization-model.conf", AUTHORIZER.shipped())
        self.adopt(UNCHANGED)
        self.seen: dict[str, list[Resource]] = {}

    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        """Answer that it depends, once the rest is settled."""
        verdict = super().decide(actor, action, resource)
        if resource is not None:
            self.seen.setdefault(action, []).append(resource)
        elif verdict is Verdict.ALLOWED and facts_of(declared_use_cases().get(action)):
            return Verdict.DEPENDS
        return verdict


@pytest.mark.slow
async def test_what_a_use_case_shows_is_what_it_says(
    operations: dict[str, tuple[str, str]], new_world: NewWorld
) -> None:
    """Scenario: each operation once, by somebody who may, under rules that look at everything.

    Outcome: of the object that is there, each fact that the use case names is known, and no other.
    """
    curious = Curious()
    world = await new_world(curious)
    for name, access in TABLE.items():
        roles = [*access.to.split(), *access.own.split()]
        if not roles:
            continue
        curious.seen.clear()
        await Asked(access, *operations[name], world).by(roles[0], world.own)
        if access.spends or access.prepare is not None:
            world = await new_world(curious)
        for action, resources in curious.seen.items():
            said = facts_of(declared_use_cases()[action])
            if action.startswith(OF_STRANGERS_TO_BRANCHES):
                said -= {Fact.BRANCH}
            assert {each.facts for each in resources} == {said}, (name, action)
