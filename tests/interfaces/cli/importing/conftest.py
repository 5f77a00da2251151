"""A bank that answers, for every test of the import."""

from collections.abc import Iterator

import pytest
from tests.interfaces.cli.importing.bank_stand_in import BankStandIn, served


@pytest.fixture
def bank() -> BankStandIn:
    return BankStandIn()


@pytest.fixture
def url(bank: BankStandIn) -> Iterator[str]:
    with served(bank) as address:
        yield address
