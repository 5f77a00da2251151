"""What ``bank ledger check`` proves, as a page.

``python -m bank.bootstrap.ledger_check_reference FILE`` writes it; a test keeps it true.
"""

import sys
from pathlib import Path

from bank.application.ledger.proofs import MEANING, Proof

_HEAD = """# What the ledger check proves

`bank ledger check` reads the whole ledger in one snapshot, beside a busy bank, and proves what is
listed here. Proofs that read the same rows end together; each says how many rows were looked at. Of
each that does not hold it names the first offender and says how many there are, and ends with 1.

An offender is named as the books number it: entries, accounts and holds by their row, which is the
last part of their public id; postings by account and sequence; days by their date.

Generated from `src/bank/application/ledger/proofs.py`; to write it anew:
`python -m bank.bootstrap.ledger_check_reference docs/reference/ledger-check.md`.

| proof | says |
| --- | --- |
"""


def page() -> str:
    """Give the page."""
    return _HEAD + "".join(f"| {proof} | {MEANING[proof]} |\n" for proof in Proof)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
