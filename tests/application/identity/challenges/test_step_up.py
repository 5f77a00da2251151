"""When payers confirm their payments, what a challenge is good for, and what it is not."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.application.identity.challenges.granted import change_policy
from tests.application.identity.challenges.scene import LIMIT, Payer, a_payer
from tests.application.scene import (
    MANAGER,
    OPENED_AT,
    SERVICE,
    actor,
    an_authorizer,
    holder_of,
    transfer,
)

from bank.application.identity.challenges.confirm_challenge import ChallengeById, ShowChallenge
from bank.application.identity.challenges.own_threshold import (
    MyThresholds,
    NewThreshold,
    ReadThresholds,
    SetThreshold,
)
from bank.application.pipeline.declaration import UseCaseKind, declaration_of, declared_use_cases
from bank.application.pipeline.payments import PAYING, WITHOUT_CHALLENGE, Paying
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap import every_use_case  # noqa: F401 - declares all use cases
from bank.domain.audit import Outcome
from bank.domain.challenges import (
    FAILURES_MAX,
    LIFETIME,
    ChallengeFailed,
    ChallengeNotFound,
    ChallengeOver,
    ChallengePending,
    MoreFactorsNeeded,
)
from bank.domain.factors import FactorKind, SecondFactorNeeded
from bank.domain.ledger.refusals import AmountNotPositive, IdempotencyKeyReused, InsufficientFunds
from bank.domain.policies import Rule, RuleChange
from bank.domain.sessions import FreshProofNeeded
from bank.domain.sign_in_guard import SignInThrottled

WRONG = "000000"


@pytest.fixture
async def ada() -> AsyncIterator[Payer]:
    async with a_payer() as opened:
        yield opened


def test_whatever_says_what_it_pays_is_a_posting_behind_the_gate() -> None:
    paying = {a: cls for a, cls in declared_use_cases().items() if Paying in cls.__mro__}
    assert paying.keys() == PAYING
    kinds = {declaration_of(cls).kind for cls in paying.values()}
    assert kinds == {UseCaseKind.POSTING}


async def test_nothing_is_paid_before_there_are_two_factors() -> None:
    async with a_payer(enrolled=False) as ada:
        with pytest.raises(MoreFactorsNeeded):
            await ada.pay(key="none")
        await ada.enrol(in_reserve=False)
        with pytest.raises(MoreFactorsNeeded):
            await ada.pay(key="one")
        await ada.enrol()
        await ada.challenged(key="two")


async def test_a_new_payee_is_confirmed_once(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    assert ada.desk.balance_minor(ada.payee) == 0
    await ada.confirm(challenge)
    assert not (await ada.pay(key="first")).replayed
    await ada.pay(key="second")
    assert ada.desk.balance_minor(ada.payee) == 200


async def test_what_was_only_challenged_leaves_the_payee_new(ada: Payer) -> None:
    await ada.confirm(await ada.challenged(key="first"))
    await ada.challenged(key="second")


async def test_a_payee_of_a_payment_that_was_refused_stays_new() -> None:
    async with a_payer(balance_minor=50) as ada:
        with pytest.raises(InsufficientFunds):
            await ada.confirmed(key="too much")
        await ada.challenged(10, key="less")


async def test_above_the_threshold_every_payment_is_confirmed(ada: Payer) -> None:
    await ada.confirmed(key="first")
    await ada.pay(LIMIT, key="at the threshold")
    await ada.challenged(LIMIT + 1, key="above")


async def test_a_payer_may_set_a_lower_threshold_and_no_higher_one(ada: Payer) -> None:
    await ada.confirmed(key="first")
    lower = NewThreshold(currency="EUR", amount_minor=50)
    unsure = replace(ada.actor, assurance=1)
    assert (await ada.desk.ask(SetThreshold, lower, unsure)).result.above_minor == {"EUR": 50}
    await ada.challenged(51, key="above one's own")
    higher = NewThreshold(currency="EUR", amount_minor=2 * LIMIT)
    with pytest.raises(SecondFactorNeeded):
        await ada.desk.ask(SetThreshold, higher, unsure)
    stale = replace(ada.actor, proved_at=OPENED_AT - timedelta(hours=1))
    with pytest.raises(FreshProofNeeded):
        await ada.desk.ask(SetThreshold, higher, stale)
    assert (await ada.desk.ask(SetThreshold, lower, stale)).result.above_minor == {"EUR": 50}
    await ada.desk.ask(SetThreshold, higher, ada.actor)
    read = (await ada.desk.ask(ReadThresholds, MyThresholds(), ada.actor)).result
    assert read.above_minor == {"EUR": LIMIT}


async def test_what_is_flagged_is_confirmed(ada: Payer) -> None:
    await ada.confirmed(key="first")
    ada.suspicion.awake = True
    await ada.challenged(key="second")


async def test_money_that_stays_ones_own_is_not_asked_about(ada: Payer) -> None:
    other = await ada.desk.account(owner=ada.account.owner_id)
    await ada.pay(LIMIT + 1, key="own", to=other)


async def test_who_may_do_without_is_not_asked(ada: Payer) -> None:
    await ada.pay(LIMIT + 1, key="manager", who=replace(MANAGER, session="the branch"))
    await ada.pay(LIMIT + 1, key="system", who=SERVICE)


async def test_a_token_of_no_session_is_asked_as_a_session_is() -> None:
    async with a_payer(enrolled=False) as ada:
        token = holder_of(ada.account)
        assert token.session is None
        with pytest.raises(MoreFactorsNeeded):
            await ada.pay(key="none", who=token)
        await ada.enrol()
        challenge = await ada.challenged(key="two", who=token)
        await ada.confirm(challenge, who=token)
        await ada.pay(key="two", who=token)
        assert ada.desk.balance_minor(ada.payee) == 100


async def test_whom_the_bank_does_not_know_pays_nothing_unless_they_may_do_without(
    ada: Payer,
) -> None:
    """Scenario: another issuer's token speaks for whoever holds an account by its name.

    Outcome: the bank knows no factor of theirs, and asks for them; money stays where it is.
    """
    known_elsewhere = actor("customer", "keycloak|ada")
    ada.desk.bank.store.committed.subjects[ada.account.owner] = frozenset({known_elsewhere.subject})
    for session in (None, "a session"):
        with pytest.raises(MoreFactorsNeeded):
            await ada.pay(key="elsewhere", who=replace(known_elsewhere, session=session))
    await ada.pay(key="a system", who=actor("service_account", "keycloak|nightly"))
    assert ada.desk.balance_minor(ada.payee) == 100


async def test_a_system_that_may_not_do_without_any_more_pays_nothing() -> None:
    async with a_payer(authorizer=an_authorizer()) as ada:
        rule = Rule("service_account", WITHOUT_CHALLENGE, "always")
        await change_policy(ada.desk, RuleChange(rule, withdrawn=True))
        with pytest.raises(MoreFactorsNeeded):
            await ada.pay(key="a system", who=SERVICE)


async def test_what_is_no_payment_is_refused_before_anything_is_asked(ada: Payer) -> None:
    with pytest.raises(AmountNotPositive):
        await ada.pay(0, key="nothing")


async def test_asked_again_it_is_answered_by_the_same_challenge(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    assert await ada.challenged(key="first") == challenge
    pending = [e for e in ada.desk.events("transfer.post") if e.outcome is Outcome.PENDING]
    assert [(e.code, e.object_id) for e in pending] == [("challenge_pending", str(challenge))]


async def test_a_payment_that_was_made_is_replayed_without_a_challenge(ada: Payer) -> None:
    done = await ada.confirmed(key="first")
    ada.desk.bank.clock.move(LIFETIME)
    again = await ada.pay(key="first")
    assert again.replayed
    assert again.result.id == done.result.id
    assert ada.desk.balance_minor(ada.payee) == 100


async def test_another_amount_voids_the_challenge(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    await ada.confirm(challenge)
    with pytest.raises(IdempotencyKeyReused):
        await ada.pay(101, key="first")
    assert await ada.challenged(key="first") != challenge
    assert ada.desk.balance_minor(ada.payee) == 0


async def test_another_payee_voids_the_challenge(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    with pytest.raises(IdempotencyKeyReused):
        await ada.pay(key="first", to=await ada.desk.account())
    with pytest.raises(ChallengeOver):
        await ada.confirm(challenge)


async def test_no_other_request_uses_a_proof(ada: Payer) -> None:
    await ada.confirm(await ada.challenged(key="first"))
    with pytest.raises(ChallengePending):
        await ada.pay(key="second")


async def test_a_proof_is_good_for_five_minutes(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    await ada.confirm(challenge)
    ada.desk.bank.clock.move(LIFETIME)
    assert await ada.challenged(key="first") != challenge


async def test_an_expired_challenge_cannot_be_proved(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    ada.desk.bank.clock.move(LIFETIME)
    with pytest.raises(ChallengeOver):
        await ada.confirm(challenge)


async def test_a_proved_challenge_cannot_be_proved_again(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    await ada.confirm(challenge)
    with pytest.raises(ChallengeOver):
        await ada.confirm(challenge)


async def test_one_code_confirms_one_payment(ada: Payer) -> None:
    first, second = await ada.challenged(key="first"), await ada.challenged(key="second")
    code = ada.code()
    await ada.confirm(first, code)
    with pytest.raises(ChallengeFailed):
        await ada.confirm(second, code)


async def test_recovery_codes_confirm_nothing(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    with pytest.raises(ChallengeFailed):
        await ada.confirm(challenge, "AAAA", kind=FactorKind.RECOVERY_CODE)


async def test_five_failures_end_a_challenge_and_slow_the_next(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    for _ in range(FAILURES_MAX):
        with pytest.raises(ChallengeFailed):
            await ada.confirm(challenge, WRONG)
    with pytest.raises(ChallengeOver):
        await ada.confirm(challenge, WRONG)
    another = await ada.challenged(key="first")
    assert another != challenge
    with pytest.raises(SignInThrottled):
        await ada.confirm(another, WRONG)
    ada.desk.bank.clock.move(timedelta(seconds=30))
    await ada.confirm(another)


async def test_a_challenge_is_its_owners_alone(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    bob = holder_of(ada.payee)
    for who in (bob, holder_of(await ada.desk.account())):
        with pytest.raises(ChallengeNotFound):
            await ada.confirm(challenge, WRONG, who=who)
    with pytest.raises(ChallengeNotFound):
        await ada.confirm(UUID(int=7), WRONG)


async def test_it_is_shown_as_it_was_ordered(ada: Payer) -> None:
    challenge = await ada.challenged(key="first")
    shown = (await ada.desk.ask(ShowChallenge, ChallengeById(challenge), ada.actor)).result
    assert shown.options == {FactorKind.TOTP: {}}
    ordered = shown.challenge.ordered
    assert (ordered.amount_minor, ordered.currency) == (100, "EUR")
    assert ordered.payee == str(ada.payee.id)


async def test_a_dry_run_says_that_it_would_be_asked(ada: Payer) -> None:
    with pytest.raises(ChallengePending) as waits:
        await ada.pay(key="tried", dry_run=True)
    assert waits.value.context == {}
    await ada.confirmed(key="first")
    assert (await ada.pay(key="tried", dry_run=True)).result.dry_run
    assert len(ada.desk.bank.store.committed.challenges) == 1


async def test_a_payee_who_cannot_be_paid_is_told_apart_after_the_proof_alone(ada: Payer) -> None:
    order = transfer(ada.account, ada.payee, 100)._replace(credit="nobody's")
    with pytest.raises(ChallengePending):
        await ada.desk.ask(PostTransfer, order, ada.actor)
