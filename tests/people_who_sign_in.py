"""People who can sign in, made in any bank by its own ports."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyotp

from bank.application.identity.factors.authenticators import Authenticator, Authenticators
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scopes
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind, PrincipalState

NAME, PASSWORD = "ada@example.com", "a quiet harbour before dawn"


@dataclass(frozen=True)
class Person:
    """Somebody, and the secret of their authenticator."""

    principal: Principal
    secret: str = field(default_factory=pyotp.random_base32)

    def code(self, now: datetime) -> str:
        """Read the authenticator."""
        return code_of(self.secret, now)


async def person(
    scopes: Scopes,
    now: datetime,
    name: str = NAME,
    *,
    password: str | None = PASSWORD,
    totp: bool = False,
    **other: Any,
) -> Person:
    """Let somebody sign in by a name and a password, and with ``totp`` ask them for a code."""
    facts = {
        "kind": PrincipalKind.CUSTOMER,
        "state": PrincipalState.ACTIVE,
        "roles": ("customer",),
        **other,
    }
    async with scopes.open(UseCaseKind.COMMAND) as scope:
        principals: Principals = await scope.get(Principals)
        row = await principals.next_row()
        added = Person(Principal(row=row, subject=f"person-{row}", created_at=now, **facts))
        await principals.add(added.principal)
        await principals.name(row, name)
        if password is not None:
            passwords: Passwords = await scope.get(Passwords)
            await passwords.set(row, password, now)
        await (await scope.get(UnitOfWork)).commit()
    if totp:
        await authenticator(scopes, row, now, added.secret)
    return added


async def authenticator(
    scopes: Scopes, principal: RowId, now: datetime, secret: str | None = None
) -> str:
    """Give somebody an authenticator that is confirmed, and its secret."""
    secret = secret or pyotp.random_base32()
    async with scopes.open(UseCaseKind.COMMAND) as scope:
        store: Authenticators = await scope.get(Authenticators)
        added = Authenticator(
            row=await store.next_row(),
            principal=principal,
            created_at=now,
            name="phone",
            secret=secret,
            confirmed_at=now,
        )
        await store.add(added)
        await store.save(added)
        await (await scope.get(UnitOfWork)).commit()
    return secret


def code_of(secret: str, now: datetime) -> str:
    """Read an authenticator."""
    return pyotp.TOTP(secret).at(now)
