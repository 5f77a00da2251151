"""What every directory of accounts' names does."""

import pytest
from tests.contracts.accounts import account, committed_account, customer, holders, ref, till
from tests.contracts.backend import NOW, Backend, named

from bank.application.ports.account_directory import AccountRef, Holding
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId, public_id

IBAN = "DE89370400440532013000"
NO_NAMES = [
    "",
    " ",
    "\u00a0",
    "\0",
    "shop-1\0",
    "shop-1\n",
    "shop-1\u202e",
    "shop-1 ",
    "\ud800",
    "a" * 65,
    "a" * 1_000_000,
    "SHOP-1",
    "shop",
    "%",
    "shop-_",
]


async def _named(backend: Backend, *, number: str, reference: str | None = None) -> CustomerAccount:
    async with backend.unit() as unit:
        opened = await account(
            unit, await customer(unit), number=number, external_reference=reference
        )
        await unit.work.commit()
    return opened


async def _one(backend: Backend, name: str) -> AccountRef | None:
    (found,) = await backend.directory.resolve([name])
    return found


async def test_an_account_is_resolved_by_id_number_and_external_reference(
    backend: Backend,
) -> None:
    opened = await committed_account(backend, external_reference="shop-1")
    names = [
        str(opened.id),
        "no such name",
        opened.number,
        "shop-1",
        str(named("x")),
        opened.number,
    ]
    found = await backend.directory.resolve(names)
    assert found == [ref(opened), None, ref(opened), ref(opened), None, ref(opened)]
    assert await backend.directory.resolve([]) == []


async def test_a_public_id_needs_no_look_up(backend: Backend) -> None:
    (found,) = await backend.directory.resolve([str(public_id(NOW, 1 << 40))])
    assert found == AccountRef(RowId(1 << 40), ref(await committed_account(backend)).opened_ms)


async def test_a_till_has_a_position_in_each_currency(backend: Backend) -> None:
    places = [("main", "EUR"), ("main", "JPY"), ("2", "EUR")]
    found = [await backend.directory.till(*place) for place in places]
    assert None not in found
    assert len(set(found)) == 3
    assert await backend.directory.till("main", "USD") is None
    assert await backend.directory.till("nowhere", "EUR") is None


async def test_the_holders_of_an_account_are_its_owners_subjects(backend: Backend) -> None:
    opened = await committed_account(backend)
    assert await holders(backend, ref(opened)) == frozenset({str(opened.owner_id)})
    assert await holders(backend, await till(backend)) == frozenset()
    assert await holders(backend, AccountRef(RowId(opened.row + 1000), 1)) == frozenset()


async def test_an_account_belongs_to_a_branch_whoever_holds_it(backend: Backend) -> None:
    opened = await committed_account(backend)
    held = await backend.directory.holding(ref(opened))
    alone = frozenset({str(opened.owner_id)})
    assert held == Holding(holders=alone, owners=alone, branch="main")
    assert await backend.directory.holding(await till(backend)) == Holding(branch="main")
    nowhere = AccountRef(opened.row, ref(opened).opened_ms + 1)
    assert await backend.directory.holding(nowhere) == Holding()


async def test_a_number_comes_before_a_reference_that_reads_the_same(backend: Backend) -> None:
    """Scenario: somebody's reference is another's number, or differs from it in case and width.

    Outcome: the name leads to the account whose number it is, however often it is asked.
    """
    victim = await _named(backend, number="GB-77")
    for count, reference in enumerate(("GB-77", "gb-77", "\uff27\uff22-77")):
        await _named(backend, number=f"other {count}", reference=reference)
    for _ in range(2):
        for name in ("gb-77", "GB-77", " Gb-77", "G B-77", "\uff27\uff22-77"):
            assert await _one(backend, name) == ref(victim), name


async def test_an_id_comes_before_a_number_and_a_reference_that_read_the_same(
    backend: Backend,
) -> None:
    victim = await committed_account(backend)
    await _named(backend, number=str(victim.id))
    await _named(backend, number="another", reference=str(victim.id))
    for _ in range(2):
        for name in (str(victim.id), str(victim.id).upper(), victim.id.hex, f"{{{victim.id}}}"):
            assert await _one(backend, name) == ref(victim), name
    foreign = str(named("x"))
    await _named(backend, number="a third", reference=foreign)
    assert await _one(backend, foreign) is None


async def test_a_number_may_be_typed_in_any_case_width_and_spacing(backend: Backend) -> None:
    opened = await _named(backend, number=IBAN)
    spellings = [
        IBAN,
        IBAN.lower(),
        "De89 3704 0044 0532 0130 00",
        f"  {IBAN} ",
        "DE89\u00a03704\u20090044 0532 0130 00",
        "".join(chr(ord(each) + 0xFEE0) for each in IBAN),
    ]
    for _ in range(2):
        found = await backend.directory.resolve(spellings)
        assert found == [ref(opened)] * len(spellings)


async def test_what_looks_like_a_number_is_never_a_reference(backend: Backend) -> None:
    """No account was opened under it yet, or it was misspelt: nobody else is paid for that."""
    for count, reference in enumerate((IBAN, IBAN.lower(), "de89-3704-0044-0532-0130-00")):
        await _named(backend, number=f"other {count}", reference=reference)
        assert await _one(backend, reference) is None


async def test_a_reference_is_taken_as_it_is_spelt(backend: Backend) -> None:
    small = await _named(backend, number="1", reference="shop-1")
    large = await _named(backend, number="2", reference="SHOP-1")
    for _ in range(2):
        found = await backend.directory.resolve(["shop-1", "SHOP-1", "Shop-1", "shop- 1"])
        assert found == [ref(small), ref(large), None, None]


async def test_what_is_no_name_resolves_to_nothing_and_spoils_nothing(backend: Backend) -> None:
    opened = await committed_account(backend, external_reference="shop-1")
    await committed_account(backend)
    found = await backend.directory.resolve(["shop-1", *NO_NAMES, str(opened.id)])
    assert found == [ref(opened), *[None] * len(NO_NAMES), ref(opened)]
    assert await backend.directory.resolve(NO_NAMES) == [None] * len(NO_NAMES)


@pytest.mark.parametrize("count", [0, 999, 2001])
async def test_many_names_are_resolved_in_their_order(backend: Backend, count: int) -> None:
    opened = await committed_account(backend, external_reference="shop-1")
    unknown = [f"nobody-{number}" for number in range(count)]
    names = ["shop-1", *unknown, opened.number, "shop-1", opened.number.lower()]
    known = [ref(opened)] * 3
    assert await backend.directory.resolve(names) == [ref(opened), *[None] * count, *known]


async def test_a_name_that_nobody_had_resolves_once_somebody_has_it(backend: Backend) -> None:
    assert await _one(backend, "shop-1") is None
    opened = await committed_account(backend, external_reference="shop-1")
    assert await _one(backend, "shop-1") == ref(opened)


async def test_a_guessed_row_without_its_millisecond_has_no_holders(backend: Backend) -> None:
    opened = await committed_account(backend)
    for wrong in (-1, 1):
        guessed = ref(opened)._replace(opened_ms=ref(opened).opened_ms + wrong)
        assert await holders(backend, guessed) == frozenset()


async def test_one_of_the_bank_s_own_accounts_is_found_by_its_position(backend: Backend) -> None:
    till = await backend.directory.till("main", "JPY")
    assert till is not None
    for _ in range(2):
        assert await backend.directory.position("cash/main", "JPY") == till
    assert await backend.directory.position("fees", "JPY") not in {None, till}
    assert await backend.directory.position("fx-position", "JPY") is None
    assert await backend.directory.position("fees", "USD") is None


async def test_a_position_with_stripes_is_several_accounts_each_for_its_share(
    backend: Backend,
) -> None:
    position = backend.directory.position
    found = [await position("clearing", "EUR", spread_by=number) for number in range(6)]
    assert None not in found
    assert len(set(found)) == 3
    assert found[:3] == found[3:]
    assert await position("clearing", "EUR") == found[0]
    assert await position("clear", "EUR") is None
