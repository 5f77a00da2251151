"""How the proofs of the ledger are told while they run."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bank.application.ledger.books import CheckStep, Finding
from bank.application.ledger.proofs import Proof


@contextmanager
def told_on(console: Console) -> Iterator[Callable[[CheckStep], None]]:
    """Give what tells each step in a line of its own.

    On a terminal a last line says how many proofs have ended and how long it has taken so far.
    """
    columns = (
        SpinnerColumn(),
        MofNCompleteColumn(),
        TextColumn("proofs"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        proofs = progress.add_task("proofs", total=len(Proof))

        def tell(step: CheckStep) -> None:
            mark = "[red]does not hold[/red]" if step.finding else "holds"
            progress.console.print(f"{step.check} ({step.looked_at:,} looked at): {mark}")
            progress.advance(proofs)

        yield tell


def findings_table(findings: Sequence[Finding]) -> Table:
    """Give what does not hold, as a table."""
    table = Table("does not hold", "how often", "first offender")
    for finding in findings:
        table.add_row(finding.check, f"{finding.count:,}", finding.offender)
    return table
