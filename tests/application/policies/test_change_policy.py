"""How the bank changes its policy, and what it refuses to do to itself."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from tests.application.scene import (
    MANAGER,
    TELLER,
    Desk,
    a_bank,
    actor,
    an_authorizer,
    transfer,
)

from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.policies.change_policy import ChangePolicy, PolicyChange
from bank.application.policies.policy_book import PolicyDirectory
from bank.application.policies.read_policy import (
    AllRoles,
    GetPolicy,
    ListPolicyVersions,
    ListRoles,
    PolicyByNumber,
    PolicyPage,
)
from bank.application.ports.authorizer import ActionForbidden, Verdict
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.parties import StaleVersion
from bank.domain.policies import (
    ActionNotFound,
    ConditionNotApplicable,
    ConditionNotFound,
    CustomersMoveTheirOwn,
    Effect,
    Origin,
    PolicyVersionNotFound,
    PolicyWouldLockEverybodyOut,
    RoleLimit,
    RoleNotFound,
    Rule,
    RuleChange,
    RuleInForce,
    RuleNamedTwice,
    RuleNotShipped,
    StrangersOnlyNarrowed,
)
from bank.domain.refusals import Refusal
from bank.infrastructure.in_memory.policies import InMemoryPolicyDirectory
from bank.interfaces.workers.policy_watch import PolicyWatch

ADMINISTRATOR = actor("administrator")
TELLERS_SET_LIMITS = Rule("teller", "limit.set", "always")
TELLERS_PAY = Rule("teller", "transfer.post", "always")
TELLERS_DO_NOT_PAY = RuleChange(TELLERS_PAY, withdrawn=True)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A bank whose policy is its own, so that no other test meets what is changed of it."""
    async with a_bank(authorizer=an_authorizer()).open() as bank:
        yield Desk(bank)


async def _change(desk: Desk, *changes: RuleChange, version: int = 0, **given: Any) -> Any:
    order = PolicyChange(if_version=version, changes=changes, limits=given.pop("limits", ()))
    return (await desk.ask(ChangePolicy, order, ADMINISTRATOR, **given)).result


async def _adopted(desk: Desk) -> None:
    directory: PolicyDirectory = InMemoryPolicyDirectory(desk.bank.store)
    authorizer: Any = desk.bank.authorizer
    await PolicyWatch(directory, authorizer).once()


def _may(desk: Desk, role: str, action: str) -> bool:
    return desk.bank.authorizer.decide(actor(role), action) is Verdict.ALLOWED


async def test_a_change_counts_once_the_watch_has_seen_it(desk: Desk) -> None:
    changes = (TELLERS_DO_NOT_PAY, RuleChange(TELLERS_SET_LIMITS))
    done = await _change(desk, *changes)
    assert _may(desk, "teller", "transfer.post")
    await _adopted(desk)
    assert not _may(desk, "teller", "transfer.post")
    assert _may(desk, "teller", "limit.set")
    assert RuleInForce(TELLERS_SET_LIMITS, Origin.BANK) in done.policy.rules
    assert TELLERS_PAY not in {each.rule for each in done.policy.rules}
    (event,) = desk.events("policy.change")
    assert (event.object_kind, event.object_id) == ("policy", str(done.id))
    assert event.id == done.id
    assert event.before != event.after


async def test_a_version_is_the_whole_list_of_differences(desk: Desk) -> None:
    await _change(desk, TELLERS_DO_NOT_PAY)
    await _change(desk, RuleChange(TELLERS_SET_LIMITS), version=1)
    await _adopted(desk)
    assert _may(desk, "teller", "transfer.post")
    assert _may(desk, "teller", "limit.set")
    await _change(desk, version=2)
    await _adopted(desk)
    assert not _may(desk, "teller", "limit.set")
    history = (await desk.ask(ListPolicyVersions, PolicyPage(), ADMINISTRATOR)).result
    assert [each.number for each in history] == [3, 2, 1]
    assert history[1].changes == (RuleChange(TELLERS_SET_LIMITS),)
    assert history[1].made_by == ADMINISTRATOR.pseudonym
    first = (await desk.ask(GetPolicy, PolicyByNumber(1), ADMINISTRATOR)).result
    assert first.version.changes == (TELLERS_DO_NOT_PAY,)
    shipped = (await desk.ask(GetPolicy, PolicyByNumber(), ADMINISTRATOR)).result
    assert {each.origin for each in shipped.rules} == {Origin.SHIPPED}
    with pytest.raises(PolicyVersionNotFound):
        await desk.ask(GetPolicy, PolicyByNumber(4), ADMINISTRATOR)


async def test_a_role_acts_up_to_its_limit(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1000), await desk.account()
    under = RuleChange(Rule("teller", "transfer.post", "under_the_limit"))
    limit = (RoleLimit("teller", "EUR", 500),)
    await _change(desk, TELLERS_DO_NOT_PAY, under, limits=limit)
    await _adopted(desk)
    await _pay(desk, payer, payee, 500)
    with pytest.raises(ActionForbidden):
        await _pay(desk, payer, payee, 501)
    roles = (await desk.ask(ListRoles, AllRoles(), ADMINISTRATOR)).result
    (teller,) = [each for each in roles if each.name == "teller"]
    assert (teller.description, teller.limits) == ("staff at a counter", {"EUR": 500})


async def _pay(desk: Desk, payer: Any, payee: Any, amount_minor: int) -> None:
    await desk.ask(PostTransfer, transfer(payer, payee, amount_minor), TELLER)


async def test_replaying_a_change_gives_the_version_that_it_made(desk: Desk) -> None:
    first = await _change(desk, TELLERS_DO_NOT_PAY, key="a change")
    await _change(desk, version=1)
    again = await _change(desk, TELLERS_DO_NOT_PAY, key="a change")
    assert again == first


async def test_a_dry_run_changes_nothing(desk: Desk) -> None:
    done = await _change(desk, TELLERS_DO_NOT_PAY, dry_run=True)
    assert done.policy.version.number == 1
    assert not desk.bank.store.committed.policies


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (RoleNotFound, [Rule("queen", "transfer.post", "always")]),
        (ActionNotFound, [Rule("teller", "transfer.steal", "always")]),
        (ConditionNotFound, [Rule("teller", "transfer.post", "sometimes")]),
        (ConditionNotApplicable, [Rule("teller", "audit.read", "own")]),
        (ConditionNotApplicable, [Rule("teller", "transfer.backdate", "same_branch")]),
        (ConditionNotApplicable, [Rule("teller", "account.read", "not_the_maker")]),
        (ConditionNotApplicable, [Rule("teller", "account.read", "under_the_limit")]),
        (ConditionNotApplicable, [Rule("customer", "customer.read", "owning")]),
        (ConditionNotApplicable, [Rule("customer", "approval.read", "own")]),
        (ConditionNotApplicable, [Rule("customer", "entry.reverse", "own")]),
        (RuleNamedTwice, [TELLERS_SET_LIMITS, TELLERS_SET_LIMITS]),
        (CustomersMoveTheirOwn, [Rule("customer", "withdrawal.post", "always")]),
        (CustomersMoveTheirOwn, [Rule("customer", "hold.place", "two_factors")]),
        (CustomersMoveTheirOwn, [Rule("customer", "transfer.post", "beneficial_owner")]),
        (CustomersMoveTheirOwn, [Rule("customer", "transfer.post", "under_the_limit")]),
        (CustomersMoveTheirOwn, [Rule("customer", "transfer.post_bulk", "always")]),
        (CustomersMoveTheirOwn, [Rule("customer", "entry.reverse", "not_the_maker")]),
        (CustomersMoveTheirOwn, [Rule("customer", "payment.without_challenge", "always")]),
        (StrangersOnlyNarrowed, [Rule("anonymous", "customer.search", "always")]),
        (
            PolicyWouldLockEverybodyOut,
            [Rule("administrator", "policy.change", "always", Effect.DENY)],
        ),
    ],
)
async def test_rules_that_mean_nothing_or_too_much_are_refused(
    desk: Desk, refusal: type[Refusal], changes: list[Rule]
) -> None:
    with pytest.raises(refusal):
        await _change(desk, *[RuleChange(rule) for rule in changes])
    assert not desk.bank.store.committed.policies


async def test_what_is_not_shipped_cannot_be_withdrawn(desk: Desk) -> None:
    with pytest.raises(RuleNotShipped):
        await _change(desk, RuleChange(TELLERS_SET_LIMITS, withdrawn=True))


async def test_limits_are_of_roles_that_are_there_and_named_once(desk: Desk) -> None:
    with pytest.raises(RoleNotFound):
        await _change(desk, limits=(RoleLimit("queen", "EUR", 1),))
    with pytest.raises(RuleNamedTwice):
        await _change(desk, limits=(RoleLimit("teller", "EUR", 1), RoleLimit("teller", "EUR", 2)))


async def test_a_change_of_what_is_not_the_last_version_is_refused(desk: Desk) -> None:
    await _change(desk, TELLERS_DO_NOT_PAY)
    for version in (0, 2):
        with pytest.raises(StaleVersion):
            await _change(desk, version=version)


async def test_the_last_way_to_change_the_policy_stays(desk: Desk) -> None:
    mine = Rule("administrator", "policy.change", "always")
    withdrawn = RuleChange(mine, withdrawn=True)
    with pytest.raises(PolicyWouldLockEverybodyOut):
        await _change(desk, withdrawn)
    with pytest.raises(PolicyWouldLockEverybodyOut):
        await _change(desk, withdrawn, RuleChange(Rule("operator", "policy.change", "always")))
    handed_over = RuleChange(Rule("compliance_officer", "policy.change", "two_factors"))
    await _change(desk, withdrawn, handed_over)
    await _adopted(desk)
    assert not _may(desk, "administrator", "policy.change")


async def test_only_administrators_change_it(desk: Desk) -> None:
    with pytest.raises(ActionForbidden):
        await desk.ask(ChangePolicy, PolicyChange(if_version=0), MANAGER)


async def test_tellers_can_be_kept_to_their_own_branch(desk: Desk) -> None:
    account = await desk.account()
    reads = Rule("teller", "account.read", "always")
    of_branch = Rule("teller", "account.read", "same_branch")
    changes = (RuleChange(reads, withdrawn=True), RuleChange(of_branch))
    await _change(desk, *changes)
    await _adopted(desk)
    read = AccountByName(str(account.id))
    here = replace(TELLER, branch="main")
    assert (await desk.ask(GetAccount, read, here)).result.id == account.id
    for elsewhere in (replace(TELLER, branch="harbour"), TELLER):
        with pytest.raises(AccountNotFound):
            await desk.ask(GetAccount, read, elsewhere)
