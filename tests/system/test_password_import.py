"""A Spring user store moves in, by the command that operators run."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import bcrypt
from tests import postgresql
from tests.people_who_sign_in import person
from tests.system.assembly import bank_over, seeded

from bank.application.identity.import_password import PasswordToImport
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.bootstrap.database import Database
from bank.bootstrap.password_import import import_passwords
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.sessions import SessionKind
from bank.infrastructure.system.clock import SystemClock

PASSWORD = "Grüße aus Lübeck"
IMPORTED = "{bcrypt}" + bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4, b"2a")).decode()


async def _customers(database: Database, home: Path, names: Iterable[str]) -> list[str]:
    """Make people known who have no password, and give their subjects."""
    async with bank_over(database, home) as bank:
        scopes, now = DishkaScopes(bank.container), SystemClock().now()
        made = [await person(scopes, now, name, password=None) for name in names]
    return [each.principal.subject for each in made]


async def _signs_in(database: Database, home: Path, name: str) -> bool:
    async with bank_over(database, home) as bank:
        shown = Credentials(name=name, password=PASSWORD, session_kind=SessionKind.APP)
        await bank.run(BeginSignIn, shown, roles=("anonymous",), subject="stranger")
    return True


def test_people_sign_in_by_the_passwords_that_they_had(tmp_path: Path) -> None:
    with postgresql.database(seeded) as database:
        ada, bob = asyncio.run(_customers(database, tmp_path, ("ada", "bob")))
        wanted = [
            PasswordToImport(subject=ada, kept=IMPORTED, sign_in_name="ada@example.com"),
            PasswordToImport(subject=bob, kept="{noop}" + PASSWORD),
            PasswordToImport(subject="nobody", kept=IMPORTED),
        ]
        refused: list[tuple[int, str]] = []
        settings = [
            f"--bank.home={tmp_path}",
            f"--bank.database.url={database.url}",
            f"--bank.database.migration-url={database.migration_url}",
        ]

        def tell(number: int, code: str) -> None:
            refused.append((number, code))

        assert import_passwords(settings, wanted, tell) == 1
        assert refused == [(2, "password_hash_unknown"), (3, "principal_not_found")]
        assert import_passwords([*settings, "--bank.passwords.legacy-hashes=true"], wanted, tell)
        assert refused[2:] == [(1, "password_in_place"), (3, "principal_not_found")]
        assert asyncio.run(_signs_in(database, tmp_path, "ADA@example.com"))
