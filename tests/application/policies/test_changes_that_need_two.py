"""A change of the policy can be made to need somebody else, as any act can."""

from tests.application.approvals.checkers import Checked, a_rule
from tests.application.scene import a_bank, actor, an_authorizer

from bank.application.policies.change_policy import ChangePolicy, PolicyChange
from bank.domain.approvals import ApprovalState
from bank.domain.policies import Effect, RoleLimit, Rule, RuleChange

ANNA, BERT = actor("administrator", "anna"), actor("administrator", "bert")
CHANGE = PolicyChange(
    if_version=0,
    changes=(
        RuleChange(Rule("teller", "deposit.post", "always"), withdrawn=True),
        RuleChange(Rule("teller", "transfer.post", "one_factor", Effect.DENY)),
    ),
    limits=(RoleLimit("teller", "EUR", 500_00),),
)


async def test_a_change_waits_for_another_administrator_and_is_then_whole() -> None:
    rule = a_rule("policy.change", roles=frozenset({"administrator"}))
    async with a_bank(authorizer=an_authorizer(), approvals=[rule]).open() as bank:
        desk = Checked(bank)
        waiting = await desk.waits(ChangePolicy, CHANGE, ANNA)
        assert not bank.store.committed.policies
        await desk.approve(waiting, BERT)
        assert desk.kept(waiting).state is ApprovalState.DONE
        (version,) = bank.store.committed.policies.values()
        assert version.changes == tuple(sorted(CHANGE.changes))
        assert (version.limits, version.made_by) == (CHANGE.limits, ANNA.pseudonym)
