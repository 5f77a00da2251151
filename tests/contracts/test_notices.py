"""What every store of notices and of proved addresses does."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from tests.contracts.accounts import customer
from tests.contracts.backend import NOW, Backend
from tests.contracts.principals import committed_principal
from tests.contracts.waiting import ended

from bank.application.identity.notices.notices import Notice, NoticeKind
from bank.application.identity.notices.stored_notices import LEASE, WaitingNotice
from bank.domain.contacts import Channel, Contact
from bank.domain.identifiers import RowId

ADA = Contact.email("ada@example.com")
PHONE = Contact.phone("+44 20 7946 0000")
A_CODE = Notice(kind=NoticeKind.CODE, address=str(ADA), code="123456")
LATER = NOW + LEASE


async def _told(backend: Backend, *notices: Notice) -> None:
    async with backend.unit() as unit:
        for notice in notices:
            await unit.notices.tell(notice)
        await unit.work.commit()


async def _claimed(backend: Backend, limit: int = 20, now: object = NOW) -> Sequence[WaitingNotice]:
    async with backend.unit() as unit:
        claimed = await unit.stored_notices.claim(now, limit=limit)  # type: ignore[arg-type]
        await unit.work.commit()
    return claimed


async def test_a_notice_is_claimed_as_it_was_told(backend: Backend) -> None:
    async with backend.unit() as unit:
        assert not await unit.stored_notices.is_due(NOW)
    await _told(backend, A_CODE)
    async with backend.unit(read_only=True) as unit:
        assert await unit.stored_notices.is_due(NOW)
    (claimed,) = await _claimed(backend)
    assert (claimed.kind, claimed.to, claimed.code) == (NoticeKind.CODE, ADA, "123456")
    assert (claimed.created_at, claimed.attempts) == (NOW, 1)


async def test_a_notice_says_what_it_is_about_until_it_was_sent(backend: Backend) -> None:
    await _told(
        backend, Notice(kind=NoticeKind.APPROVAL_WAITS, address=str(ADA), about="staff.change")
    )
    (claimed,) = await _claimed(backend)
    assert (claimed.about, claimed.code) == ("staff.change", None)


async def test_a_notice_whose_unit_is_rolled_back_was_never_there(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.notices.tell(A_CODE)
    async with backend.unit() as unit:
        assert not await unit.stored_notices.is_due(NOW)


async def test_what_is_claimed_is_one_workers_until_its_lease_is_over(backend: Backend) -> None:
    await _told(backend, A_CODE)
    await _claimed(backend)
    assert await _claimed(backend, now=LATER - timedelta(seconds=1)) == []
    (again,) = await _claimed(backend, now=LATER)
    assert (again.attempts, again.code) == (2, "123456")


async def test_the_oldest_come_first_and_no_more_than_are_wanted(backend: Backend) -> None:
    await _told(backend, *[Notice(kind=kind, address=str(ADA)) for kind in list(NoticeKind)[:3]])
    claimed = [*await _claimed(backend, 2), *await _claimed(backend, 2)]
    assert [each.kind for each in claimed] == list(NoticeKind)[:3]


async def test_what_was_sent_is_not_claimed_again_and_given_up_neither(backend: Backend) -> None:
    await _told(backend, A_CODE, A_CODE)
    sent, given_up = await _claimed(backend)
    async with backend.unit() as unit:
        await unit.stored_notices.sent(sent.row, NOW)
        await unit.stored_notices.give_up(given_up.row, NOW)
        await unit.stored_notices.postpone(sent.row, NOW)
        await unit.work.commit()
    assert await _claimed(backend, now=LATER) == []
    await _told(backend, A_CODE)
    async with backend.unit() as unit:
        assert await unit.stored_notices.forget_before(NOW) == 0
        assert await unit.stored_notices.forget_before(LATER) == 2
        assert await unit.stored_notices.is_due(NOW)


async def test_what_is_postponed_waits_so_long(backend: Backend) -> None:
    await _told(backend, A_CODE)
    (claimed,) = await _claimed(backend)
    async with backend.unit() as unit:
        await unit.stored_notices.postpone(claimed.row, NOW + timedelta(seconds=15))
        await unit.work.commit()
    assert await _claimed(backend, now=NOW + timedelta(seconds=14)) == []
    assert len(await _claimed(backend, now=NOW + timedelta(seconds=15))) == 1


async def test_two_workers_at_once_never_claim_the_same(backend: Backend) -> None:
    """Scenario: two units claim at once while both are open.

    Outcome: neither waits for the other, and each notice is one's alone.
    """
    await _told(backend, A_CODE, A_CODE, A_CODE)
    async with backend.unit() as one, backend.unit() as other:
        first = await one.stored_notices.claim(NOW, limit=2)
        second = await ended(
            asyncio.create_task(_in_unit(other.stored_notices.claim(NOW, limit=20)))
        )
        assert (len(first), len(second)) == (2, 1)
        assert {each.row for each in first}.isdisjoint(each.row for each in second)
        await one.work.commit()
        await other.work.commit()


async def _in_unit(claim: object) -> Sequence[WaitingNotice]:
    claimed: Sequence[WaitingNotice] = await claim  # type: ignore[misc]
    return claimed


async def test_a_principal_is_told_at_their_first_address(backend: Backend) -> None:
    owner = await committed_principal(backend, "ada")
    notice = Notice(kind=NoticeKind.PASSWORD_CHANGED, principal=owner.row)
    async with backend.unit() as unit:
        await unit.contacts.put(owner, PHONE, NOW)
        await unit.notices.tell(notice)
        await unit.contacts.put(owner, ADA, NOW)
        await unit.notices.tell(notice)
        await unit.work.commit()
    assert [each.to for each in await _claimed(backend)] == [PHONE, ADA]


async def test_what_is_told_everywhere_goes_to_each_address(backend: Backend) -> None:
    owner = await committed_principal(backend, "ada")
    notice = Notice(kind=NoticeKind.CONTACT_CHANGED, principal=owner.row, everywhere=True)
    async with backend.unit() as unit:
        await unit.notices.tell(notice)
        await unit.contacts.put(owner, PHONE, NOW)
        await unit.contacts.put(owner, ADA, NOW)
        await unit.notices.tell(notice)
        await unit.work.commit()
    assert [each.to for each in await _claimed(backend)] == [ADA, PHONE]


async def test_a_principal_without_an_address_is_told_nothing(backend: Backend) -> None:
    owner = await committed_principal(backend, "ada")
    await _told(backend, Notice(kind=NoticeKind.PASSWORD_CHANGED, principal=owner.row))
    assert await _claimed(backend) == []


async def test_a_customers_own_principal_is_told_at_what_is_known_until_they_prove_an_address(
    backend: Backend,
) -> None:
    new = Contact.email("ada@bank.example")
    locked = NoticeKind.LOCKED
    async with backend.unit() as unit:
        known = await customer(unit)
        owner = await unit.principals.find(str(known.id))
        assert owner is not None
        await unit.notices.tell(Notice(kind=locked, principal=owner.row))
        await unit.notices.tell(Notice(kind=locked, principal=owner.row, everywhere=True))
        await unit.contacts.put(owner, new, NOW)
        await unit.notices.tell(Notice(kind=locked, principal=owner.row, everywhere=True))
        await unit.work.commit()
    assert [each.to for each in await _claimed(backend)] == [ADA, ADA, PHONE, new]


async def test_who_acts_for_a_customer_is_not_told_at_the_customers_address(
    backend: Backend,
) -> None:
    other = await committed_principal(backend, "ada")
    async with backend.unit() as unit:
        known = await customer(unit)
        await unit.principals.bind(other.row, known.id)
        await unit.notices.tell(Notice(kind=NoticeKind.LOCKED, principal=other.row))
        await unit.work.commit()
    assert await _claimed(backend) == []


async def test_whose_address_is_found_late_is_told_where_they_are_reached_by_then(
    backend: Backend,
) -> None:
    owner, other = (
        await committed_principal(backend, "ada"),
        await committed_principal(backend, "eve"),
    )
    for each in (owner, other):
        late = Notice(kind=NoticeKind.ALREADY_REGISTERED, principal=each.row, found_late=True)
        await _told(backend, late)
    async with backend.unit() as unit:
        await unit.contacts.put(owner, ADA, NOW)
        await unit.work.commit()
    assert [each.to for each in await _claimed(backend)] == [ADA]
    async with backend.unit() as unit:
        await unit.contacts.put(owner, PHONE, NOW)
        await unit.contacts.remove(owner.row, Channel.EMAIL)
        await unit.work.commit()
    assert [each.to for each in await _claimed(backend, now=LATER)] == [PHONE]


async def test_a_principal_has_one_address_of_a_channel(backend: Backend) -> None:
    owner = await committed_principal(backend, "ada")
    new = Contact.email("ada@bank.example")
    async with backend.unit() as unit:
        await unit.contacts.put(owner, PHONE, NOW)
        await unit.contacts.put(owner, ADA, NOW)
        await unit.contacts.put(owner, new, NOW)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.contacts.of(owner.row) == [new, PHONE]
        await unit.contacts.remove(owner.row, Channel.PHONE)
        assert await unit.contacts.of(owner.row) == [new]
        await unit.contacts.erase(owner)
        assert await unit.contacts.of(owner.row) == []
        assert await unit.contacts.of(RowId(0)) == []
