"""What is read by position is read in the right order."""

import re
from dataclasses import fields

from bank.domain.ledger.accounts import LedgerAccount
from bank.infrastructure.sql.postgresql.statements import LOCK_ACCOUNTS

_CALLED_OTHERWISE = {"id": "row", "kind": "sign"}


def test_an_account_is_read_in_the_order_of_its_fields() -> None:
    """Outcome: every field but the limits, which are agreed later, and after them the flag."""
    listed = re.split(r",\s*", LOCK_ACCOUNTS.split("FROM")[0].removeprefix("\nSELECT ").strip())
    columns = [_CALLED_OTHERWISE.get(name, name) for name in listed]
    *names, last = [field.name for field in fields(LedgerAccount)]
    assert columns == [*names, "limited", "xmin"]
    assert last == "limits"
