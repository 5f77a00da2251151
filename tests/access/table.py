"""The whole table of access."""

from collections.abc import Mapping

from tests.access import (
    accounts_table,
    approvals_table,
    bank_table,
    identity_table,
)
from tests.access.access import Access

TABLE: Mapping[str, Access] = {
    **accounts_table.TABLE,
    **bank_table.TABLE,
    **identity_table.TABLE,
    **approvals_table.TABLE,
}
