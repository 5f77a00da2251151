"""The payments: read from their Parquet file, summed, and written as the CSV to import."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

CUSTOMERS = 5_000
TERMINALS = 10_000
_FIRST_DAY = date(2018, 4, 1)
_DAY_SECONDS = 86_400
_FIRST_PAYMENT_LINE = 2
_HEADER = "id,debit_account,credit_account,amount,currency,value_date,reference\n"


@dataclass(frozen=True, slots=True)
class Payments:
    """The payments of the first days, in cents. Sums come from the columns, not from the CSV."""

    table: pa.Table

    @property
    def paid_by_customer(self) -> dict[int, int]:
        """What each customer pays in all."""
        return self._sums("customer")

    @property
    def received_by_terminal(self) -> dict[int, int]:
        """What each terminal receives in all."""
        return self._sums("terminal")

    @property
    def lines_of_zero_amount(self) -> list[int]:
        """The lines of the CSV that move nothing, which the bank must refuse."""
        zero = pc.indices_nonzero(pc.equal(self.table["amount_cents"], 0)).to_pylist()
        return [index + _FIRST_PAYMENT_LINE for index in zero]

    def write_csv(self, path: Path, run: str) -> None:
        """Write the CSV: customers are debited, terminals credited; valued on the day simulated."""
        names = ["tx_id", "t", "customer", "terminal", "amount_cents"]
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(_HEADER)
            for batch in self.table.select(names).to_batches(max_chunksize=50_000):
                columns = [column.to_pylist() for column in batch.columns]
                file.writelines(
                    f"{payment},{customer_name(run, customer)},{terminal_name(run, terminal)},"
                    f"{cents // 100}.{cents % 100:02},EUR,"
                    f"{_FIRST_DAY + timedelta(seconds=second)},card payment {payment}\n"
                    for payment, second, customer, terminal, cents in zip(*columns, strict=True)
                )

    def _sums(self, by: str) -> dict[int, int]:
        sums = self.table.group_by(by).aggregate([("amount_cents", "sum")])
        keys, totals = sums[by].to_pylist(), sums["amount_cents_sum"].to_pylist()
        return dict(zip(keys, totals, strict=True))


def first_days(path: Path, days: int) -> Payments:
    """Read the payments of the first days."""
    return Payments(pq.read_table(path, filters=[("t", "<", days * _DAY_SECONDS)]))


def customer_name(run: str, number: int) -> str:
    """Give the external reference of a customer's account."""
    return f"{run}-customer-{number}"


def terminal_name(run: str, number: int) -> str:
    """Give the external reference of a terminal's account."""
    return f"{run}-terminal-{number}"
