"""The table of permissions as a page: who may do what, under which condition.

``python -m bank.bootstrap.permissions_reference FILE`` writes it; a test keeps it true.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.reference_files import read_permissions

_HEAD = """# Permissions

Who may do what. The action is the one name of a use case: its permission, its audit event, its
span. *always* sets no condition; *own* demands that the token's subject is among those who hold the
object, and answers everybody else as if it did not exist. What a role does not list, it may not do.

Generated from `config/permissions.yaml`; to write it anew:
`python -m bank.bootstrap.permissions_reference docs/reference/permissions.md`.

| role | is |
| --- | --- |
| `customer` | somebody who banks here; the token's subject holds accounts |
| `teller` | staff at a counter |
| `branch_manager` | staff who run a branch |
| `compliance_officer` | staff who look after the rules; block accounts, and change nothing else |
| `auditor` | reads everything, changes nothing |
| `administrator` | runs the service |
| `service_account` | an integrating system: acts for any customer, in bulk, and may backdate |
| `operator` | whoever runs `bank` commands on the machine itself |
| `worker` | the bank itself, at its own times |
"""


def page(table: Mapping[str, Mapping[str, str]]) -> str:
    """Give the page for ``role → action → condition``."""
    roles = list(table)
    actions = sorted({action for rules in table.values() for action in rules})
    rows = [
        f"| `{action}` | " + " | ".join(table[role].get(action, "") for role in roles) + " |"
        for action in actions
    ]
    head = "| action | " + " | ".join(f"`{role}`" for role in roles) + " |"
    return "\n".join([_HEAD, head, "| --- " * (len(roles) + 1) + "|", *rows]) + "\n"


def current_page() -> str:
    """Give the page for the packaged permissions."""
    return page(read_permissions(packaged_folder() / "permissions.yaml"))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(current_page(), encoding="utf-8")
