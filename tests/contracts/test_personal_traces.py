"""What every store of what is known of people does with it."""

from dataclasses import replace
from datetime import date, timedelta

from tests.contracts.accounts import customer
from tests.contracts.backend import NOW, Backend, Unit, named

from bank.application.identity.notices.notices import Notice, NoticeKind
from bank.application.identity.sign_in.attempts import SignInAttempt
from bank.domain.address_codes import AddressCode, CodePurpose
from bank.domain.contacts import Contact
from bank.domain.due_diligence import PostalAddress
from bank.domain.organisation_data import BeneficialOwner, OrganisationData
from bank.domain.parties import Customer
from bank.domain.principals import Principal
from bank.domain.sessions import Session, SessionKind

ADDRESS = Contact.email("ada@example.com")
DAY = timedelta(days=1)


async def test_data_of_an_organisation_are_kept_until_it_is_erased(backend: Backend) -> None:
    data = OrganisationData(
        legal_name="Engines Limited",
        address=PostalAddress(street="1", city="London", country="GB"),
        beneficial_owners=(
            BeneficialOwner(full_name="Ada", date_of_birth=date(1985, 12, 10), nationality="GB"),
        ),
    )
    async with backend.unit() as unit:
        firm = await customer(unit)
        assert await unit.organisation_data.of(firm) == OrganisationData()
        await unit.organisation_data.put(firm, OrganisationData(country="FR"), NOW)
        await unit.organisation_data.put(firm, data, NOW)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.organisation_data.of(firm) == data
        await unit.customers.erase(firm)
        assert await unit.organisation_data.of(firm) == OrganisationData()


async def _signed_in(unit: Unit, who: Customer, name: str) -> Principal:
    """Leave traces of a customer's own principal."""
    principal = await unit.principals.find(str(who.id))
    assert principal is not None
    await unit.principals.name(principal.row, name)
    await unit.contacts.put(principal, ADDRESS, NOW)
    await unit.password_hashes.put(principal.row, "{noop}x", NOW)
    await unit.devices.add(principal.row, "a phone", NOW)
    await unit.own_thresholds.put(principal.row, "EUR", 1)
    await unit.notices.tell(Notice(kind=NoticeKind.LOCKED, principal=principal.row))
    session = Session(
        id=named(f"session of {name}"),
        principal=principal.row,
        subject=principal.subject,
        kind=SessionKind.APP,
        assurance=1,
        created_at=NOW,
        seen_at=NOW,
        idle_limit=DAY,
        ends_at=NOW + DAY,
    )
    await unit.sessions.add(session, None)
    await unit.refresh_tokens.issue(session.id, NOW, NOW + DAY)
    await unit.sign_in_attempts.add(
        SignInAttempt(
            id=named(f"attempt of {name}"),
            session_kind=SessionKind.APP,
            created_at=NOW,
            expires_at=NOW + DAY,
            principal=principal.row,
        )
    )
    return principal


async def test_what_is_kept_of_one_principal_goes_and_of_others_stays(backend: Backend) -> None:
    async with backend.unit() as unit:
        ada, grace = await customer(unit), await customer(unit)
        gone, stays = await _signed_in(unit, ada, "ada"), await _signed_in(unit, grace, "grace")
        code = AddressCode(
            id=named("a registration's"),
            purpose=CodePurpose.REGISTRATION,
            digest=b"digest",
            contact=ADDRESS,
            created_at=NOW,
            expires_at=NOW + DAY,
        )
        theirs = replace(code, id=named("their own"), contact=Contact.phone("+442079460000"))
        await unit.address_codes.add(code)
        await unit.address_codes.add(replace(theirs, principal=gone.row))
        await unit.work.commit()
    async with backend.unit() as unit:
        await unit.personal_traces.forget_principal(gone, [ADDRESS])
        await unit.personal_traces.forget_customer(ada)
        await unit.work.commit()
    async with backend.unit() as unit:
        for name, who, there in (("ada", gone, False), ("grace", stays, True)):
            assert (await unit.principals.named(name) is not None) is there
            assert bool(await unit.contacts.of(who.row)) is there
            assert (await unit.password_hashes.find(who.row) is not None) is there
            assert bool(await unit.devices.of(who.row)) is there
            assert bool(await unit.own_thresholds.of(who.row)) is there
            assert bool(await unit.sessions.of_subject(who.subject, NOW)) is there
            attempt = await unit.sign_in_attempts.lock(named(f"attempt of {name}"))
            assert (attempt is not None) is there
            assert bool(await unit.principals.customers_of(who.row)) is there
        assert await unit.address_codes.find(code.id) is None
        assert await unit.address_codes.find(theirs.id) is None
        assert await unit.refresh_tokens.forget_before(NOW + 2 * DAY) == 1
        assert await unit.stored_notices.is_due(NOW + DAY)
        assert len(await unit.stored_notices.claim(NOW + DAY, limit=9)) == 1
