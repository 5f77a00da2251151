"""What every backend keeps of a quote."""

from datetime import timedelta
from decimal import Decimal

from tests.contracts.backend import EUR, JPY, NOW, Backend, named

from bank.domain.exchange import Quote
from bank.domain.identifiers import RowId
from bank.domain.money import Money


def _quote(name: str = "quote", rate: str = "162.384") -> Quote:
    return Quote(
        id=named(name),
        created_at=NOW,
        expires_at=NOW + timedelta(seconds=30),
        debit_account=RowId(7),
        debit_opened_ms=1_700_000_000_001,
        credit_account=RowId(8),
        credit_opened_ms=1_700_000_000_002,
        debit=Money(10**15, EUR),
        credit=Money(1, JPY),
        rate=Decimal(rate),
    )


async def test_a_quote_is_read_as_it_was_written(backend: Backend) -> None:
    quotes = [_quote(), _quote("small", "0.00000000000000001234567891"), _quote("large", "5" * 18)]
    async with backend.unit() as unit:
        for quote in quotes:
            await unit.quotes.add(quote)
        assert await unit.quotes.find(quotes[0].id) == quotes[0]
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert [await unit.quotes.find(quote.id) for quote in quotes] == quotes
    assert [await backend.quote_directory.find(quote.id) for quote in quotes] == quotes


async def test_a_quote_whose_unit_is_rolled_back_was_never_there(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.quotes.add(_quote())
        assert await backend.quote_directory.find(_quote().id) is None
    async with backend.unit(read_only=True) as unit:
        assert await unit.quotes.find(_quote().id) is None
    assert await backend.quote_directory.find(_quote().id) is None


async def test_there_is_no_quote_of_another_id(backend: Backend) -> None:
    async with backend.unit(read_only=True) as unit:
        assert await unit.quotes.find(named("nothing")) is None
    assert await backend.quote_directory.find(named("nothing")) is None
