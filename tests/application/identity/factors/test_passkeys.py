"""Passkeys: enrolled by their owner, and proved once for one purpose."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.application.identity.factors.passkey_scene import Owner, purpose, sure
from tests.application.scene import WORKER, Desk, actor
from tests.software_authenticator import SoftwareAuthenticator, decoded

from bank.application.identity.challenges.forget_challenges import (
    ForgetChallenges,
    UnansweredChallenges,
)
from bank.application.identity.factors.enrol_passkey import EnrolPasskey, NewPasskey
from bank.application.identity.notices.notices import NoticeKind
from bank.domain.factors import FactorKind, SecondFactorNeeded, TooManyFactors
from bank.domain.passkeys import (
    PASSKEYS_MAX,
    PasskeyAlreadyRegistered,
    PasskeyChallengeNotFound,
    PasskeyNotVerified,
)
from bank.domain.principals import PrincipalNotFound

LATE = timedelta(minutes=5)


@pytest.fixture
async def ada(desk: Desk) -> Owner:
    return await Owner.come(desk)


def _told(desk: Desk) -> list[NoticeKind]:
    return [notice.kind for notice in desk.bank.store.committed.notices.values()]


async def test_a_passkey_that_is_confirmed_is_a_factor_of_its_owner(ada: Owner) -> None:
    enrolled = await ada.enrolled(SoftwareAuthenticator(synced=True, sign_count=4))
    (kept,) = ada.desk.bank.store.committed.passkeys.values()
    assert (enrolled.kind, enrolled.name, enrolled.id) == (FactorKind.PASSKEY, "laptop", kept.id)
    assert (kept.principal, kept.sign_count, kept.is_synced) == (ada.row, 4, True)
    assert _told(ada.desk) == [NoticeKind.FACTOR_ADDED]
    (event,) = ada.desk.events("factor.confirm_passkey")
    assert event.object_id == str(kept.id)


async def test_a_confirmation_that_is_repeated_gives_the_same_passkey(ada: Owner) -> None:
    begun = await ada.begin()
    answer = SoftwareAuthenticator().make(begun.options)
    first = await ada.confirm(begun.id, answer, key="mine")
    assert await ada.confirm(begun.id, answer, key="mine") == first
    with pytest.raises(PasskeyChallengeNotFound):
        await ada.confirm(begun.id, answer, sure(ada.actor))


async def test_a_registration_names_the_known_passkeys_and_nobody(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    options = (await ada.begin(sure(ada.actor))).options
    assert [decoded(each["id"]) for each in options["excludeCredentials"]] == [
        authenticator.credential
    ]
    assert decoded(options["user"]["id"]) == authenticator.handle
    assert len(authenticator.handle) == 32


async def test_who_is_no_principal_has_no_passkeys(desk: Desk) -> None:
    with pytest.raises(PrincipalNotFound):
        await desk.ask(EnrolPasskey, NewPasskey(account_name="x"), actor("teller", "a token's"))


async def test_the_first_passkey_needs_one_factor_and_the_next_one_two(ada: Owner) -> None:
    begun = await ada.begin()
    await ada.enrolled(SoftwareAuthenticator())
    with pytest.raises(SecondFactorNeeded):
        await ada.begin()
    second = SoftwareAuthenticator(credential=b"second")
    with pytest.raises(SecondFactorNeeded):
        await ada.confirm(begun.id, second.make(begun.options))
    await ada.confirm(begun.id, second.make(begun.options), sure(ada.actor))
    assert len(ada.desk.bank.store.committed.passkeys) == 2


async def test_there_are_only_so_many_passkeys(ada: Owner) -> None:
    waiting = [await ada.begin() for _ in range(PASSKEYS_MAX + 1)]
    for number, begun in enumerate(waiting[:-1]):
        answer = SoftwareAuthenticator(credential=b"%d" % number).make(begun.options)
        await ada.confirm(begun.id, answer, sure(ada.actor))
    with pytest.raises(TooManyFactors):
        await ada.begin(sure(ada.actor))
    last = SoftwareAuthenticator(credential=b"last").make(waiting[-1].options)
    with pytest.raises(TooManyFactors):
        await ada.confirm(waiting[-1].id, last, sure(ada.actor))


async def test_a_wrong_answer_leaves_the_challenge_for_a_right_one(ada: Owner) -> None:
    begun = await ada.begin()
    answer = SoftwareAuthenticator(origin="https://evil.example").make(begun.options)
    with pytest.raises(PasskeyNotVerified):
        await ada.confirm(begun.id, answer)
    await ada.confirm(begun.id, SoftwareAuthenticator().make(begun.options))


async def test_a_registration_expires_and_is_nobody_elses(ada: Owner) -> None:
    begun = await ada.begin()
    answer = SoftwareAuthenticator().make(begun.options)
    stranger = await Owner.come(ada.desk)
    with pytest.raises(PasskeyChallengeNotFound):
        await stranger.confirm(begun.id, answer)
    ada.desk.bank.clock.move(LATE)
    with pytest.raises(PasskeyChallengeNotFound):
        await ada.confirm(begun.id, answer)


async def test_one_passkey_is_not_registered_twice(ada: Owner) -> None:
    first, second = await ada.begin(), await ada.begin()
    await ada.confirm(first.id, SoftwareAuthenticator().make(first.options))
    with pytest.raises(PasskeyAlreadyRegistered):
        await ada.confirm(second.id, SoftwareAuthenticator().make(second.options), sure(ada.actor))


async def test_a_signature_proves_and_is_counted(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator(sign_count=4)
    await ada.enrolled(authenticator)
    for count in (5, 6):
        options = await ada.options(purpose())
        assert [decoded(each["id"]) for each in options["allowCredentials"]] == [
            authenticator.credential
        ]
        assert await ada.proves(authenticator.sign(options), purpose())
        (kept,) = ada.desk.bank.store.committed.passkeys.values()
        assert (kept.sign_count, kept.last_used_at) == (count, ada.desk.bank.clock.now())


async def test_the_same_signature_proves_nothing_a_second_time(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator(counts=False)
    await ada.enrolled(authenticator)
    answer = authenticator.sign(await ada.options(purpose()))
    assert await ada.proves(answer, purpose())
    assert not await ada.proves(answer, purpose())
    await ada.options(purpose())
    assert not await ada.proves(answer, purpose())


async def test_a_challenge_is_spent_by_a_wrong_answer_too(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    options = await ada.options(purpose())
    assert not await ada.proves({"id": "nonsense"}, purpose())
    assert not await ada.proves(authenticator.sign(options), purpose())


async def test_a_signature_is_good_for_its_purpose_in_its_time(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    await ada.options(purpose("another"))
    answer = authenticator.sign(await ada.options(purpose()))
    assert not await ada.proves(answer, purpose("another"))
    assert not await ada.proves(answer, purpose("never asked"))
    ada.desk.bank.clock.move(LATE)
    assert not await ada.proves(answer, purpose())


async def test_a_signature_covers_what_the_purpose_is_bound_to(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    agreed, changed = (purpose(bound=text) for text in (b"10 to Bob", b"11 to Bob"))
    for asked, proved in [(agreed, changed), (agreed, purpose()), (purpose(), agreed)]:
        answer = authenticator.sign(await ada.options(asked))
        assert not await ada.proves(answer, proved)
    answer = authenticator.sign(await ada.options(agreed))
    assert await ada.proves(answer, agreed)


@pytest.mark.parametrize("count", [1, 7, 0])
async def test_a_count_that_goes_back_is_refused_and_told(ada: Owner, count: int) -> None:
    authenticator = SoftwareAuthenticator(sign_count=7)
    await ada.enrolled(authenticator)
    authenticator.sign_count, authenticator.counts = count, False
    assert not await ada.proves(authenticator.sign(await ada.options(purpose())), purpose())
    assert _told(ada.desk)[-1] is NoticeKind.PASSKEY_SUSPECTED
    (kept,) = ada.desk.bank.store.committed.passkeys.values()
    assert (kept.sign_count, kept.last_used_at) == (7, None)


async def test_anothers_passkey_proves_nothing(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    stranger = await Owner.come(ada.desk)
    for says_whose in (True, False):
        authenticator.says_whose = says_whose
        answer = authenticator.sign(await stranger.options(purpose()))
        assert not await stranger.proves(answer, purpose())


async def test_any_passkey_may_answer_where_nobody_is_known_yet(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    options = await ada.options(purpose(), of_whoever=True)
    assert options["allowCredentials"] == []
    answer = authenticator.sign(options)
    assert await ada.identified(answer) == ada.row
    assert await ada.proves(answer, purpose())


async def test_a_passkey_that_does_not_rightly_say_whose_it_is_identifies_nobody(
    ada: Owner,
) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    options = await ada.options(purpose(), of_whoever=True)
    flaws: list[dict[str, Any]] = [
        {"handle": b"another"},
        {"says_whose": False},
        {"credential": b"unknown"},
    ]
    for flaw in flaws:
        assert await ada.identified(replace(authenticator, **flaw).sign(options)) is None
    assert await ada.identified({}) is None


async def test_what_nobody_answered_in_time_is_forgotten(ada: Owner) -> None:
    authenticator = SoftwareAuthenticator()
    await ada.enrolled(authenticator)
    await ada.options(purpose("left"), of_whoever=True)
    ada.desk.bank.clock.move(LATE)
    options = await ada.options(purpose())
    for _ in range(2):
        done = await ada.desk.ask(ForgetChallenges, UnansweredChallenges(), WORKER, key="today")
        assert done.result.challenges == (0 if done.replayed else 1)
    assert await ada.proves(authenticator.sign(options), purpose())
