"""Proves the ledger beside the running bank, by the same use case as `bank ledger check`."""

from bank.application.ledger.proofs import Proof
from bank.bootstrap.commands import check_ledger
from bench.banks.served import Served
from bench.faults import NoRun


def prove(served: Served, *, audited: bool = True) -> None:
    """Refuse a ledger of which anything does not hold. Raises ``NoRun``.

    Where the audit was off, that entries lack their events must be found, and nothing else: what
    left them out did so.
    """
    plain = [each for each in served.settings if not each.startswith("--bank.plugins.")]
    findings = check_ledger(plain, lambda _step: None)
    expected = set() if audited else {Proof.ENTRIES_AUDITED}
    if {finding.check for finding in findings} == expected:
        return
    said = "; ".join(f"{each.check}: {each.offender} ({each.count})" for each in findings)
    raise NoRun(f"the ledger does not hold: {said or 'the audit was not off'}")
