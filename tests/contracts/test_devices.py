"""What every store of devices does."""

from datetime import timedelta

from tests.contracts.backend import NOW, Backend, named
from tests.contracts.principals import committed_principal

from bank.application.identity.devices.devices import NewDevice
from bank.domain.devices import DEVICES_MAX, Device
from bank.domain.identifiers import RowId

LATER = NOW + timedelta(hours=1)


async def _added(backend: Backend, principal: RowId, *names: str) -> list[NewDevice]:
    async with backend.unit() as unit:
        added = [
            await unit.devices.add(principal, name, NOW + timedelta(minutes=number))
            for number, name in enumerate(names)
        ]
        await unit.work.commit()
    return added


async def test_a_device_is_known_by_its_secret_and_to_its_owner_alone(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    phone, laptop = await _added(backend, ada, "phone", "laptop")
    assert phone.secret != laptop.secret
    assert phone.secret not in repr(phone)
    async with backend.unit(read_only=True) as unit:
        assert await unit.devices.known(ada, phone.secret) == phone.id
        assert await unit.devices.known(ada, laptop.secret) == laptop.id
        assert await unit.devices.known(bob, phone.secret) is None
        assert await unit.devices.known(ada, "guessed") is None
        assert await unit.devices.known(ada, "") is None


async def test_devices_are_listed_oldest_first_as_they_were_added(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    phone, laptop = await _added(backend, ada, "phone", "laptop")
    async with backend.unit(read_only=True) as unit:
        listed = await unit.devices.of(ada)
        assert [each.id for each in listed] == [phone.id, laptop.id]
        assert listed[0] == Device(
            id=phone.id, principal=ada, name="phone", created_at=NOW, last_seen_at=NOW
        )
        assert await unit.devices.find(ada, phone.id) == listed[0]
        assert await unit.devices.find(ada, named("nothing")) is None


async def test_a_device_has_another_name_and_was_seen_later(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    (phone,) = await _added(backend, ada, "phone")
    async with backend.unit() as unit:
        device = await unit.devices.find(ada, phone.id, lock=True)
        assert device is not None
        await unit.devices.save(device.renamed("my phone"))
        assert await unit.devices.seen(phone.id, LATER)
        assert not await unit.devices.seen(named("nothing"), LATER)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        changed = await unit.devices.find(ada, phone.id)
        assert changed is not None
        assert (changed.name, changed.last_seen_at) == ("my phone", LATER)
        assert await unit.devices.known(ada, phone.secret) == phone.id


async def test_a_device_is_removed_by_its_owner_alone(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    (phone,) = await _added(backend, ada, "phone")
    async with backend.unit() as unit:
        assert await unit.devices.find(bob, phone.id) is None
        assert not await unit.devices.remove(bob, phone.id)
        assert await unit.devices.remove(ada, phone.id)
        assert not await unit.devices.remove(ada, phone.id)
        assert await unit.devices.known(ada, phone.secret) is None
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert list(await unit.devices.of(ada)) == []


async def test_where_there_is_no_room_the_device_longest_unseen_goes(backend: Backend) -> None:
    ada = (await committed_principal(backend, "ada")).row
    bob = (await committed_principal(backend, "bob")).row
    (bobs,) = await _added(backend, bob, "bob's")
    first, second, *_ = await _added(backend, ada, *[f"device {n}" for n in range(DEVICES_MAX)])
    async with backend.unit() as unit:
        await unit.devices.seen(first.id, LATER)
        last = await unit.devices.add(ada, "one more", LATER)
        kept = {device.id for device in await unit.devices.of(ada)}
        assert len(kept) == DEVICES_MAX
        assert {first.id, last.id} <= kept
        assert second.id not in kept
        assert await unit.devices.known(bob, bobs.secret) == bobs.id
