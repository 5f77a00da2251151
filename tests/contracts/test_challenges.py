"""What every store of challenges and of known payees does."""

from dataclasses import replace
from datetime import timedelta

from tests.contracts.accounts import committed_account
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.principals import committed_principal

from bank.domain.challenges import LIFETIME, Challenge, Ordered
from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId

MINUTE = timedelta(minutes=1)


def _challenge(name: str, principal: RowId, *, key: str = "request") -> Challenge:
    return Challenge(
        id=named(name),
        principal=principal,
        action="transfer.post",
        key=named(key),
        bound=bytes(32),
        ordered=Ordered(amount_minor=1234, currency="EUR", payee="DE89 3704 0044 0532 0130 00"),
        created_at=NOW,
        expires_at=NOW + LIFETIME,
    )


async def _put(backend: Backend, *challenges: Challenge) -> None:
    async with backend.unit() as unit:
        for each in challenges:
            await unit.challenges.put(each)
        await unit.work.commit()


async def test_a_challenge_is_found_by_its_id_and_by_its_request(backend: Backend) -> None:
    ada, bob = [(await committed_principal(backend, name)).row for name in ("ada", "bob")]
    hers, his = _challenge("hers", ada), _challenge("his", bob)
    await _put(backend, hers, his)
    async with backend.unit() as unit:
        assert await unit.challenges.find(hers.id) == hers
        assert await unit.challenges.of_request(bob, his.key) == his
        assert await unit.challenges.find(named("none")) is None
        assert await unit.challenges.of_request(ada, named("none")) is None


async def test_what_has_no_payee_is_kept_without_one(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    ordered = Ordered(amount_minor=1234, currency="EUR", payee=None)
    cash = replace(_challenge("cash", ada), action="withdrawal.post", ordered=ordered)
    await _put(backend, cash)
    async with backend.unit() as unit:
        assert await unit.challenges.find(cash.id) == cash


async def test_a_request_has_one_challenge(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    first, second = _challenge("first", ada), _challenge("second", ada)
    await _put(backend, first)
    await _put(backend, second)
    async with backend.unit() as unit:
        assert await unit.challenges.of_request(ada, second.key) == second
        assert await unit.challenges.find(first.id) is None


async def test_what_becomes_of_a_challenge_is_kept(backend: Backend) -> None:
    challenge = _challenge("one", (await committed_principal(backend, "ada")).row)
    await _put(backend, challenge)
    proved = challenge.failed().proved(FactorKind.PASSKEY, NOW + MINUTE)
    for changed in (proved, proved.spent(NOW + MINUTE), challenge.voided(NOW)):
        async with backend.unit() as unit:
            await unit.challenges.save(changed)
            await unit.work.commit()
        async with backend.unit() as unit:
            assert await unit.challenges.find(challenge.id) == changed


async def test_what_is_expired_is_forgotten(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    old = _challenge("old", ada, key="old")
    young = replace(_challenge("young", ada), expires_at=old.expires_at + MINUTE)
    await _put(backend, old, young)
    async with backend.unit() as unit:
        assert await unit.challenges.forget(expired_at=old.expires_at) == 1
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.challenges.find(old.id) is None
        assert await unit.challenges.find(young.id) == young


async def test_a_payee_is_known_to_whoever_paid_them(backend: Backend) -> None:
    ada, bob = [(await committed_principal(backend, name)).row for name in ("ada", "bob")]
    payee = (await committed_account(backend)).row
    for _ in range(2):
        async with backend.unit() as unit:
            await unit.known_payees.add(ada, payee)
            await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.known_payees.knows(ada, payee)
        assert not await unit.known_payees.knows(bob, payee)
        assert not await unit.known_payees.knows(ada, RowId(payee + 1))


async def test_a_payers_thresholds_are_theirs_and_replace_each_other(backend: Backend) -> None:
    ada, bob = [(await committed_principal(backend, name)).row for name in ("ada", "bob")]
    for minor in (100, 50):
        async with backend.unit() as unit:
            await unit.own_thresholds.put(ada, "EUR", minor)
            await unit.own_thresholds.put(ada, "JPY", minor)
            await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.own_thresholds.of(ada) == {"EUR": 50, "JPY": 50}
        assert await unit.own_thresholds.of(bob) == {}
