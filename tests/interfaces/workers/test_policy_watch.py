"""The watch over the policy goes on whatever happens to the database."""

import asyncio
from contextlib import suppress
from uuid import UUID

import pytest
from tests.application.scene import actor, an_authorizer

from bank.application.policies.policy_book import PolicyDirectory
from bank.application.ports.authorizer import Verdict
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.permissions_file import read_permissions
from bank.domain.policies import UNCHANGED, PolicyVersion, Rule, RuleChange
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer
from bank.interfaces.workers.policy_watch import PolicyWatch

AWAY = "the policy cannot be read"
TELLER = actor("teller")
NO_DEPOSITS = PolicyVersion(
    number=1,
    id=UUID(int=1),
    changes=(RuleChange(Rule("teller", "deposit.post", "always"), withdrawn=True),),
)


class Troubled(PolicyDirectory):
    """Answers with what is wrong, one thing after the other, and then with a version."""

    def __init__(self, *faults: Exception, version: PolicyVersion = UNCHANGED) -> None:
        self.faults = list(faults)
        self.version = version
        self.read = 0
        self.is_read = asyncio.Event()

    async def number(self) -> int:
        if self.faults:
            raise self.faults.pop(0)
        return self.version.number

    async def current(self) -> PolicyVersion:
        self.read += 1
        self.is_read.set()
        return self.version


async def test_a_version_is_read_once_and_the_next_one_is_seen() -> None:
    authorizer, directory = an_authorizer(), Troubled()
    watch = PolicyWatch(directory, authorizer)
    await watch.look()
    assert directory.read == 0
    directory.version = NO_DEPOSITS
    for _ in range(2):
        await watch.look()
    assert (directory.read, authorizer.number()) == (1, 1)
    assert authorizer.decide(TELLER, "deposit.post") is Verdict.DENIED


async def test_a_process_that_never_read_the_policy_decides_nothing_until_it_has(
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = packaged_folder()
    shipped = read_permissions(folder / "permissions.yaml")
    authorizer = CasbinAuthorizer(folder / "authorization-model.conf", shipped)
    directory = Troubled(DatabaseUnavailable(), TransientFault("lost"), version=NO_DEPOSITS)
    watch = PolicyWatch(directory, authorizer)
    for _ in range(2):
        await watch.look()
        assert caplog.messages == [AWAY]
        with pytest.raises(DatabaseUnavailable):
            authorizer.decide(TELLER, "deposit.post")
    await watch.look()
    assert authorizer.decide(TELLER, "deposit.post") is Verdict.DENIED
    assert authorizer.decide(TELLER, "withdrawal.post") is Verdict.ALLOWED


async def test_a_database_that_is_away_later_leaves_the_version_that_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    authorizer, directory = an_authorizer(), Troubled(version=NO_DEPOSITS)
    watch = PolicyWatch(directory, authorizer)
    await watch.look()
    directory.faults = [DatabaseUnavailable(), ValueError("nobody knows")]
    for _ in range(3):
        await watch.look()
        assert authorizer.number() == 1
    assert caplog.messages == [AWAY, "reading the policy failed"]


async def test_it_looks_again_and_again() -> None:
    authorizer, directory = an_authorizer(), Troubled(version=NO_DEPOSITS)
    running = asyncio.create_task(PolicyWatch(directory, authorizer).run(pause_seconds=0))
    for version in (NO_DEPOSITS, UNCHANGED):
        directory.version = version
        await directory.is_read.wait()
        assert authorizer.number() == version.number
        directory.is_read.clear()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
