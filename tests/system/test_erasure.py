"""Nothing that identifies a person is left of them in any table once they are erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Uuid,
    func,
    insert,
    select,
)
from tests import postgresql
from tests.known_people import KNOWN
from tests.system.assembly import OpenBank, bank_over, clocked, seeded
from tests.system.own_approvals import have_user_added
from tests.system.session_scene import unit

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.principals import Principals
from bank.application.identity.registration.invite import NewUser
from bank.application.identity.registration.leave import (
    CustomerToLeave,
    DeactivateCustomer,
    EraseCustomer,
)
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.contacts import Contact
from bank.domain.parties import CustomerKind
from bank.domain.principals import Principal
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.sql.tables import metadata
from bank.infrastructure.system.clock import SystemClock

STAY = {"principal_role", "service_client", "client_assertion", "factor_reset"}
"""Of a principal these say what they were, under numbers alone; services are no people."""

EMAIL, NAME = "ida@example.com", "Ida Sommer"
_numbers = count(5_000_000)


def _of_principals() -> Iterator[Table]:
    """Give each table that says something of a principal: a new one is among them by itself."""
    for table in metadata.sorted_tables:
        if "principal" in table.c and table.name not in STAY:
            yield table


def _id() -> UUID:
    return uuid5(NAMESPACE_OID, str(next(_numbers)))


@contextmanager
def _open(engine: Engine) -> Iterator[Engine]:
    """Use an engine, and close its connections."""
    try:
        yield engine
    finally:
        engine.dispose()


def _value(column: Column[Any], now: datetime) -> Any:
    """Give something that a column takes."""
    kinds: list[tuple[Any, Any]] = [
        (Boolean, True),
        (Uuid, _id()),
        (LargeBinary, _id().bytes),
        (DateTime, now),
        (Date, date(2026, 11, 24)),
        (SmallInteger, 1),
        (BigInteger, next(_numbers)),
        (Integer, 1),
    ]
    return next((value for kind, value in kinds if isinstance(column.type, kind)), "EUR")


def _row(table: Table, now: datetime, **known: Any) -> dict[str, Any]:
    return {column.name: _value(column, now) for column in table.columns} | {
        name: value for name, value in known.items() if name in table.c
    }


def _leave_traces(connection: Connection, who: Principal, account: int, now: datetime) -> None:
    """Write a row about somebody into every table that takes one."""
    known = {"book": 1, "principal": who.row, "subject": who.subject, "account": account}
    session = _id()
    for table in _of_principals():
        if table.name in {"principal_customer", "principal_contact"}:
            continue  # They are there.
        own = {"id": session} if table.name == "session" else {}
        connection.execute(insert(table).values(_row(table, now, **known, **own)))
    token = metadata.tables["refresh_token"]
    connection.execute(insert(token).values(_row(token, now, book=1, session=session)))


def _rows_of(connection: Connection, *people: Principal) -> dict[str, int]:
    """Count what is left of people, by table; refresh tokens whosever they are."""
    rows = [each.row for each in people]
    counted = {
        table.name: connection.scalar(
            select(func.count()).select_from(table).where(table.c.principal.in_(rows))
        )
        or 0
        for table in _of_principals()
    }
    token = metadata.tables["refresh_token"]
    counted["refresh_token"] = connection.scalar(select(func.count()).select_from(token)) or 0
    return {name: number for name, number in counted.items() if number}


def _tables_that_hold(connection: Connection, *wanted: Any) -> set[str]:
    """Give the tables in which any of these texts or digests stands, in whatever column."""
    found = set()
    for table in metadata.sorted_tables:
        for row in connection.execute(select(table)):
            for value in row:
                if any(value == each for each in wanted) or (
                    isinstance(value, str) and any(str(each) in value for each in wanted)
                ):
                    found.add(table.name)
    return found


def _indexes(digests: KeyedDigests) -> list[bytes]:
    """Give the blind indexes by which somebody was found."""
    named = [
        ("customer.full_name", NAME),
        ("customer.email", EMAIL),
        ("sign_in_name", EMAIL),
        ("sign_in_name", "clerk@example.com"),
        ("address_code.contact", f"email:{EMAIL}"),
        ("address_code.contact", "email:clerk@example.com"),
    ]
    return [digests.blind_index(purpose, value) for purpose, value in named]


async def _signs_in(bank: OpenBank, subject: str, email: str) -> Principal:
    async with unit(bank.container) as scope:
        principals = await scope.get(Principals)
        found: Principal | None = await principals.find(subject)
        assert found is not None
        await principals.name(found.row, email)
        contacts = await scope.get(ProvedContacts)
        await contacts.put(found, Contact.email(email), found.created_at)
    return found


async def test_of_who_is_erased_no_table_keeps_anything(tmp_path: Path) -> None:
    """Scenario: a customer and their one other user leave a row in every table about people.

    Outcome: once the customer is erased, not one of these rows is left, nor a data key, nor an
    index of name or address; somebody else's rows are all there.
    """
    clock = SettableClock(SystemClock().now())
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path, providers=[clocked(clock)]) as bank:
            customer = await bank.customer()
            clerk = await have_user_added(
                bank, NewUser(customer=customer.id, contact=Contact.email("clerk@example.com"))
            )
            people = [
                await _signs_in(bank, str(customer.id), EMAIL),
                await _signs_in(bank, clerk, "clerk@example.com"),
            ]
            other = NewCustomer(
                kind=CustomerKind.PERSON,
                full_name="Ben Winter",
                email="ben@example.com",
                due_diligence=KNOWN,
            )
            owner = (await bank.run(CreateCustomer, other)).result.id
            account, leaving = (await bank.account(owner)).row, CustomerToLeave(customer.id)
            await bank.run(DeactivateCustomer, leaving)
            with _open(database.migration_engine()) as engine:
                with engine.begin() as connection:
                    for each in people:
                        _leave_traces(connection, each, account, clock.now())
                    before = _rows_of(connection, *people)
                    assert before.keys() == {
                        *(table.name for table in _of_principals()),
                        "refresh_token",
                    }
                    indexes = _indexes(bank.digests)
                    assert _tables_that_hold(connection, *indexes)
                clock.move(timedelta(days=3654))
                await bank.run(EraseCustomer, leaving, roles=("branch_manager",))
                with engine.connect() as connection:
                    assert not _rows_of(connection, *people)
                    assert not _tables_that_hold(connection, *indexes, EMAIL, NAME)
                    keys = metadata.tables["data_key"]
                    owners = {str(customer.id), *(each.subject for each in people)}
                    left = set(connection.scalars(select(keys.c.owner)).all())
                    assert not owners & left
