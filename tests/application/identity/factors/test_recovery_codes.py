"""Recovery codes are made, shown once, used once."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.application.identity.factors.passkey_scene import Owner, purpose, unit
from tests.application.scene import Desk

from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.list_factors import AllMyFactors, ListFactors
from bank.application.identity.factors.recovery_codes import digest_of, written
from bank.application.identity.factors.recovery_factor import RecoveryFactor
from bank.application.identity.factors.remove_factor import FactorToRemove, RemoveFactor
from bank.application.identity.factors.renew_recovery_codes import (
    NewRecoveryCodes,
    RenewRecoveryCodes,
    ShownRecoveryCodes,
)
from bank.application.identity.notices.notices import NoticeKind
from bank.domain.factors import FactorKind


@pytest.fixture
async def ada(desk: Desk) -> Owner:
    return await Owner.come(desk)


async def renewed(ada: Owner) -> ShownRecoveryCodes:
    shown: ShownRecoveryCodes = (
        await ada.desk.ask(RenewRecoveryCodes, NewRecoveryCodes(), ada.actor)
    ).result
    return shown


async def proves(ada: Owner, code: object) -> bool:
    async with unit(ada.desk) as scope:
        factor = await scope.get(RecoveryFactor)
        return await factor.prove(ada.row, {"code": code}, purpose(), ada.desk.bank.clock.now())


async def test_ten_codes_are_shown_once_and_kept_as_digests(desk: Desk, ada: Owner) -> None:
    shown = await renewed(ada)
    assert len(set(shown.codes)) == 10
    assert all(len(code.replace("-", "")) == 26 for code in shown.codes)
    assert shown.codes[0] not in repr(shown)
    kept = {digest for _, digest in desk.bank.store.committed.recovery_codes}
    plain = [code.replace("-", "") for code in shown.codes]
    assert kept == {hashlib.sha256(code.encode()).digest() for code in plain}
    (factor,) = (await desk.ask(ListFactors, AllMyFactors(), ada.actor)).result.factors
    assert (factor.id, factor.kind, factor.left) == (shown.id, FactorKind.RECOVERY_CODE, 10)


async def test_a_code_is_good_once_and_its_owner_hears_of_it(desk: Desk, ada: Owner) -> None:
    shown = await renewed(ada)
    typed = shown.codes[3].lower().replace("-", " ")
    assert await proves(ada, typed)
    assert not await proves(ada, shown.codes[3])
    assert ada.told() == [NoticeKind.FACTOR_ADDED, NoticeKind.RECOVERY_CODE_USED]
    (factor,) = (await desk.ask(ListFactors, AllMyFactors(), ada.actor)).result.factors
    assert (factor.left, factor.used_at) == (9, desk.bank.clock.now())


async def test_a_new_set_voids_the_old_one(ada: Owner) -> None:
    old = await renewed(ada)
    new = await renewed(ada)
    assert not await proves(ada, old.codes[0])
    assert await proves(ada, new.codes[0])


async def test_codes_that_are_used_up_are_no_factor_any_more(ada: Owner) -> None:
    for code in (await renewed(ada)).codes:
        async with unit(ada.desk) as scope:
            every = await scope.get(EveryFactor)
            assert FactorKind.RECOVERY_CODE in await every.enrolled(ada.row)
        assert await proves(ada, code)
    async with unit(ada.desk) as scope:
        assert not await (await scope.get(EveryFactor)).enrolled(ada.row)


async def test_all_codes_are_removed_together(desk: Desk, ada: Owner) -> None:
    shown = await renewed(ada)
    await desk.ask(RemoveFactor, FactorToRemove(shown.id), ada.actor)
    assert not await proves(ada, shown.codes[0])


@pytest.mark.parametrize("code", [None, 7, "", "ABCD", "A" * 25, "A" * 27, "É" * 26])
async def test_a_proof_of_another_shape_does_not_hold(ada: Owner, code: object) -> None:
    await renewed(ada)
    assert not await proves(ada, code)


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_read_as_it_is_written_whatever_people_make_of_it(code: bytes) -> None:
    shown = written(code)
    digest = digest_of(shown)
    assert digest is not None
    for typed in (
        shown.lower(),
        shown.replace("-", ""),
        shown.replace("-", "  "),
        shown.replace("O", "0"),
        shown.replace("B", "8"),
        f" {shown}\n",
    ):
        assert digest_of(typed) == digest
