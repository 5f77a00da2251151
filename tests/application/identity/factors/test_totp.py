"""An authenticator is begun, confirmed, used and removed."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from tests.application.identity.factors.passkey_scene import Owner, purpose, sure, unit
from tests.application.scene import Desk, actor

from bank.application.identity.factors.enrol_totp import (
    BegunAuthenticator,
    ConfirmTotp,
    EnrolTotp,
    FirstCode,
    NewAuthenticator,
)
from bank.application.identity.factors.enrolled_factors import EnrolledFactor
from bank.application.identity.factors.list_factors import AllMyFactors, ListFactors, MyFactors
from bank.application.identity.factors.remove_factor import FactorToRemove, RemoveFactor
from bank.application.identity.factors.totp_factor import TotpFactor
from bank.application.identity.notices.notices import NoticeKind
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.factors import (
    AUTHENTICATORS_MAX,
    FactorConfirmed,
    FactorKind,
    FactorNotFound,
    SecondFactorNeeded,
    TooManyFactors,
    WrongCode,
)
from bank.domain.principals import PrincipalNotFound

STEP = timedelta(seconds=30)


@pytest.fixture
async def ada(desk: Desk) -> Owner:
    return await Owner.come(desk)


def code_of(begun: BegunAuthenticator, desk: Desk) -> str:
    return pyotp.TOTP(begun.secret).at(desk.bank.clock.now())


async def begin(ada: Owner, name: str = "phone", *, surely: bool = False) -> BegunAuthenticator:
    who = sure(ada.actor) if surely else ada.actor
    begun: BegunAuthenticator = (
        await ada.desk.ask(EnrolTotp, NewAuthenticator(name=name), who)
    ).result
    return begun


async def confirm(
    ada: Owner, begun: BegunAuthenticator, *, surely: bool = False, key: str | None = None
) -> EnrolledFactor:
    order = FirstCode(authenticator=begun.id, code=code_of(begun, ada.desk))
    who = sure(ada.actor) if surely else ada.actor
    factor: EnrolledFactor = (await ada.desk.ask(ConfirmTotp, order, who, key=key)).result
    return factor


async def proves(ada: Owner, proof: object) -> bool:
    async with unit(ada.desk) as scope:
        factor = await scope.get(TotpFactor)
        given = {"code": proof}
        return await factor.prove(ada.row, given, purpose(), ada.desk.bank.clock.now())


async def listed(ada: Owner) -> MyFactors:
    found: MyFactors = (await ada.desk.ask(ListFactors, AllMyFactors(), ada.actor)).result
    return found


async def test_an_authenticator_is_a_factor_from_its_first_code_on(desk: Desk, ada: Owner) -> None:
    begun = await begin(ada)
    assert begun.provisioning_uri.startswith("otpauth://totp/Bank:phone?secret=" + begun.secret)
    assert begun.secret not in repr(begun)
    (waiting,) = (await listed(ada)).factors
    assert (waiting.id, waiting.confirmed, waiting.used_at) == (begun.id, False, None)
    assert not await proves(ada, code_of(begun, desk))
    assert not ada.told()
    confirmed = await confirm(ada, begun)
    assert (confirmed.kind, confirmed.confirmed, confirmed.name) == (FactorKind.TOTP, True, "phone")
    assert ada.told() == [NoticeKind.FACTOR_ADDED]
    found = await listed(ada)
    assert found.factors == [confirmed]
    assert not found.may_move_money


async def test_a_code_is_accepted_once_the_first_among_them(desk: Desk, ada: Owner) -> None:
    begun = await begin(ada)
    await confirm(ada, begun)
    assert not await proves(ada, code_of(begun, desk)), "used up by the confirmation"
    desk.bank.clock.move(STEP)
    assert not await proves(ada, "000000")
    assert await proves(ada, code_of(begun, desk))
    assert not await proves(ada, code_of(begun, desk))
    (factor,) = (await listed(ada)).factors
    assert factor.used_at == desk.bank.clock.now()


@pytest.mark.parametrize("proof", [None, 123456, ["123456"], {}, "", "12345"])
async def test_a_proof_of_another_shape_does_not_hold(ada: Owner, proof: object) -> None:
    await confirm(ada, await begin(ada))
    assert not await proves(ada, proof)


async def test_confirming_is_refused_for_a_reason_that_is_named(desk: Desk, ada: Owner) -> None:
    begun = await begin(ada)
    other = await Owner.come(desk)
    order = FirstCode(authenticator=begun.id, code=code_of(begun, desk))
    with pytest.raises(FactorNotFound):
        await desk.ask(ConfirmTotp, order, other.actor)
    with pytest.raises(WrongCode):
        await desk.ask(ConfirmTotp, replace(order, code="000000"), ada.actor)
    done = await confirm(ada, begun, key="one key")
    assert await confirm(ada, begun, key="one key") == done, "asked again, answered again"
    with pytest.raises(SecondFactorNeeded):
        await desk.ask(ConfirmTotp, order, ada.actor)
    with pytest.raises(FactorConfirmed):
        await desk.ask(ConfirmTotp, order, sure(ada.actor))


async def test_one_that_was_begun_again_is_void(desk: Desk, ada: Owner) -> None:
    first, second = await begin(ada), await begin(ada)
    assert first.secret != second.secret
    with pytest.raises(FactorNotFound):
        await confirm(ada, first)
    await confirm(ada, second)
    assert len((await listed(ada)).factors) == 1


async def test_several_authenticators_each_prove_and_money_may_move(desk: Desk, ada: Owner) -> None:
    phone = await begin(ada)
    await confirm(ada, phone)
    with pytest.raises(SecondFactorNeeded):
        await begin(ada, "tablet")
    tablet = await begin(ada, "tablet", surely=True)
    await confirm(ada, tablet, surely=True)
    assert (await listed(ada)).may_move_money
    desk.bank.clock.move(STEP)
    assert await proves(ada, code_of(tablet, desk))
    assert await proves(ada, code_of(phone, desk))


async def test_nobody_carries_more_than_ten(desk: Desk, ada: Owner) -> None:
    for number in range(AUTHENTICATORS_MAX):
        await confirm(ada, await begin(ada, f"{number}", surely=True), surely=True)
    with pytest.raises(TooManyFactors):
        await begin(ada, surely=True)


async def test_even_the_last_factor_is_removed_by_whoever_showed_it(desk: Desk, ada: Owner) -> None:
    factor = await confirm(ada, await begin(ada))
    removal = FactorToRemove(factor.id)
    with pytest.raises(SecondFactorNeeded):
        await desk.ask(RemoveFactor, removal, ada.actor)
    with pytest.raises(FactorNotFound):
        await desk.ask(RemoveFactor, removal, (await Owner.come(desk)).actor)
    for _ in range(2):
        done = await desk.ask(RemoveFactor, removal, sure(ada.actor), key="one key")
        assert done.result.id == factor.id
    assert ada.told() == [NoticeKind.FACTOR_ADDED, NoticeKind.FACTOR_REMOVED]
    assert not (await listed(ada)).factors
    with pytest.raises(FactorNotFound):
        await desk.ask(RemoveFactor, removal, ada.actor)


async def test_one_that_was_never_confirmed_goes_without_a_notice(desk: Desk, ada: Owner) -> None:
    begun = await begin(ada)
    await desk.ask(RemoveFactor, FactorToRemove(begun.id), ada.actor)
    assert not ada.told()


async def test_services_have_no_factors(desk: Desk, ada: Owner) -> None:
    order = NewAuthenticator(name="phone")
    for role in ("service_account", "operator", "worker", "anonymous"):
        with pytest.raises(ActionForbidden):
            await desk.ask(EnrolTotp, order, actor(role))
    with pytest.raises(PrincipalNotFound):
        await desk.ask(EnrolTotp, order, actor("teller", "a script"))
