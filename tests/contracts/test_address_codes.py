"""What every store of codes does."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from tests.contracts.accounts import customer
from tests.contracts.backend import NOW, Backend, named
from tests.contracts.waiting import ended, waits

from bank.domain.address_codes import SENT_WITHIN, SHORT_WITHIN, AddressCode, CodePurpose, Sent
from bank.domain.contacts import Contact
from bank.domain.due_diligence import DueDiligence, PostalAddress
from bank.domain.identifiers import RowId
from bank.domain.parties import ERASED, Customer, CustomerState

ADA = Contact.email("ada@example.com")
LANE = b"a lane"
REGISTRATION = frozenset({CodePurpose.REGISTRATION})


def _code(name: str = "code") -> AddressCode:
    return AddressCode(
        id=named(name),
        purpose=CodePurpose.REGISTRATION,
        digest=b"d" * 32,
        contact=ADA,
        created_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
        principal=RowId(7),
        data={"full_name": "Ada Lovelace"},
        lane=LANE,
    )


async def _kept(backend: Backend, *codes: AddressCode) -> None:
    async with backend.unit() as unit:
        for code in codes:
            await unit.address_codes.add(code)
        await unit.work.commit()


async def test_a_code_is_found_as_it_was_kept(backend: Backend) -> None:
    await _kept(backend, _code(), replace(_code("bare"), principal=None, data={}))
    async with backend.unit() as unit:
        assert await unit.address_codes.find(named("code")) == _code()
        bare = await unit.address_codes.find(named("bare"))
        assert bare == replace(_code("bare"), principal=None, data={})
        assert await unit.address_codes.find(named("nothing")) is None


async def test_failures_are_kept_and_a_used_code_is_gone(backend: Backend) -> None:
    await _kept(backend, _code())
    async with backend.unit() as unit:
        await unit.address_codes.save(_code().failed())
        await unit.work.commit()
    async with backend.unit() as unit:
        found = await unit.address_codes.find(named("code"))
        assert found == _code().failed()
        await unit.address_codes.save(_code().failed().spent(NOW))
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.address_codes.find(named("code")) is None


async def test_whoever_comes_second_waits_and_finds_the_code_used(backend: Backend) -> None:
    """Scenario: two units take the same code back at once; the first uses it.

    Outcome: the second waits, and then there is no such code.
    """
    await _kept(backend, _code())
    async with backend.unit() as one, backend.unit() as other:
        assert await one.address_codes.find(named("code")) is not None
        second = asyncio.create_task(other.address_codes.find(named("code")))
        assert await waits(second)
        await one.address_codes.save(_code().spent(NOW))
        await one.work.commit()
        assert await ended(second) is None


async def test_the_codes_of_an_address_are_counted_whatever_its_case(backend: Backend) -> None:
    loud = replace(_code("loud"), contact=Contact.email("ADA@example.com"))
    other = replace(_code("other"), contact=Contact.email("eve@example.com"))
    await _kept(backend, _code(), loud, other)
    async with backend.unit() as unit:
        assert await unit.address_codes.sent(ADA, REGISTRATION, LANE, NOW) == Sent(2, 2, NOW, 2)


async def test_they_are_counted_for_a_quarter_of_an_hour_and_for_a_day(backend: Backend) -> None:
    await _kept(backend, _code())
    instant = timedelta(microseconds=1)
    async with backend.unit() as unit:
        for past, sent in (
            (SENT_WITHIN - instant, Sent(1, 1, NOW, 1)),
            (SENT_WITHIN, Sent(0, 0, None, 1)),
            (SHORT_WITHIN - instant, Sent(0, 0, None, 1)),
            (SHORT_WITHIN, Sent()),
        ):
            assert await unit.address_codes.sent(ADA, REGISTRATION, LANE, NOW + past) == sent


async def test_what_was_given_back_counts_no_more(backend: Backend) -> None:
    await _kept(backend, _code(), _code("used"))
    async with backend.unit() as unit:
        await unit.address_codes.save(_code("used").spent(NOW))
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.address_codes.sent(ADA, REGISTRATION, LANE, NOW) == Sent(1, 1, NOW, 1)


async def test_they_are_counted_by_what_they_are_for(backend: Backend) -> None:
    short, long = CodePurpose.PASSWORD_RESET, CodePurpose.PASSWORD_RESET_BY_ITSELF
    later = NOW + timedelta(seconds=30)
    resets = [
        replace(_code("short"), purpose=short),
        replace(_code("long"), purpose=long, created_at=later),
    ]
    await _kept(backend, _code(), *resets)
    async with backend.unit() as unit:
        for purposes, sent in (
            (REGISTRATION, Sent(1, 1, NOW, 1)),
            (short.counted_with, Sent(2, 2, later, 2)),
            (CodePurpose.CONTACT.counted_with, Sent()),
        ):
            assert await unit.address_codes.sent(ADA, purposes, LANE, later) == sent
        found = await unit.address_codes.find(named("long"))
        assert found is not None
        assert found.purpose is long


async def test_they_are_counted_by_lane_as_well_and_what_was_not_sent_not_at_all(
    backend: Backend,
) -> None:
    beside = [replace(_code(name), lane=b"another lane") for name in ("one", "two")]
    await _kept(backend, _code(), *beside, replace(_code("unsent"), lane=None))
    async with backend.unit() as unit:
        for lane, count in ((LANE, 1), (b"another lane", 2), (b"a third lane", 0)):
            sent = await unit.address_codes.sent(ADA, REGISTRATION, lane, NOW)
            assert sent == Sent(3, count, NOW, 3)
        unsent = await unit.address_codes.find(named("unsent"))
        assert unsent is not None
        assert unsent.lane is None


async def test_codes_that_expired_are_forgotten(backend: Backend) -> None:
    await _kept(backend, _code(), replace(_code("old"), expires_at=NOW))
    async with backend.unit() as unit:
        assert await unit.address_codes.forget_before(NOW + timedelta(seconds=1)) == 1
        assert await unit.address_codes.find(named("old")) is None
        assert await unit.address_codes.find(named("code")) is not None


async def _committed(backend: Backend) -> Customer:
    async with backend.unit() as unit:
        added = await customer(unit)
        await unit.work.commit()
    return added


async def test_due_diligence_is_kept_with_its_customer_and_erased_with_them(
    backend: Backend,
) -> None:
    known = DueDiligence(
        date_of_birth=NOW.date() - timedelta(days=9999),
        nationality="GB",
        address=PostalAddress(street="12 St James's Square", city="London", country="GB"),
    )
    added = await _committed(backend)
    async with backend.unit() as unit:
        assert await unit.due_diligence.of(added) == DueDiligence()
        await unit.due_diligence.put(added, DueDiligence(nationality="FR"), NOW)
        await unit.due_diligence.put(added, known, NOW)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.due_diligence.of(added) == known
        erased = replace(
            added, state=CustomerState.ERASED, full_name=ERASED, email=None, phone=None, version=2
        )
        await unit.customers.erase(erased)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.customers.find(added.id) == erased
        assert await unit.due_diligence.of(added) == DueDiligence()
        found = await unit.customers.search(
            full_name=added.full_name, email=None, phone=None, limit=5
        )
        assert found == []


async def test_a_customer_may_be_reached_by_phone_alone_and_be_pending(backend: Backend) -> None:
    added = await _committed(backend)
    by_phone = replace(added, email=None, state=CustomerState.PENDING, version=2)
    async with backend.unit() as unit:
        await unit.customers.save(by_phone)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.customers.find(added.id) == by_phone
