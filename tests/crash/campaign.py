"""Many rounds, on one bank after the other, with their evidence where something was found."""

import shutil
import signal
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.crash.clients import NeverTold
from tests.crash.evidence import EVIDENCE
from tests.crash.faults import fault_of
from tests.crash.report import Report
from tests.crash.rounds import CrashedBank, Round, crashed_bank

ROUNDS_OF_A_BANK = 25
_NEEDS_A_DISK = "disk_full"


@dataclass(frozen=True, slots=True)
class Campaign:
    """Rounds from a seed on, in a folder that is made for them; ``say`` hears of each."""

    folder: Path
    say: Callable[[str], None]

    def run(self, rounds: int, report: Report) -> None:
        """Play rounds from the report's seed on; what is kept of them is the evidence of findings.

        The report says after each round what there is to say.
        """
        end = report.seed + rounds
        while (first := report.seed + report.counts["rounds"]) < end:
            self._of_one_bank(range(first, min(end, first + ROUNDS_OF_A_BANK)), rounds, report)

    def _of_one_bank(self, seeds: Sequence[int], rounds: int, report: Report) -> None:
        """Play rounds until one finds something; the bank is then not good for another."""
        folder = self.folder / f"bank-{seeds[0]}"
        before = len(report.findings)
        with ExitStack() as stack:
            bank = crashed_bank(folder, stack)
            for seed in seeds:
                played = self._round(bank, seed, report)
                report.add(played)
                self.say(_told(played, report.counts["rounds"], rounds))
                if played.findings:
                    break
            else:
                found = _closed(bank)
                report.findings += [
                    f"after seeds {seeds[0]} to {seeds[-1]}: {each}" for each in found
                ]
            if len(report.findings) > before:
                _keep(bank)
                self.say(f"The evidence is in {folder}.")
        if len(report.findings) == before:
            shutil.rmtree(folder)

    def _round(self, bank: CrashedBank, seed: int, report: Report) -> Round:
        fault: str | None = fault_of(seed)
        if fault == _NEEDS_A_DISK and bank.scene.disk is None:
            report.left_out[fault] = bank.no_disk_because
            fault = None
        return bank.play(seed, fault)


def _closed(bank: CrashedBank) -> list[str]:
    """Prove all rounds of a bank once more, and have it end as an operator would."""
    try:
        found = bank.prove_the_rounds_before()
    except NeverTold as fault:
        return [str(fault)]
    if code := bank.scene.bank.end(signal.SIGTERM):
        found.append(f"the bank ended with {code} when it was told to stop")
    if left := bank.scene.bank.left():
        found.append(f"processes were left: {left}")
    return found


def _keep(bank: CrashedBank) -> None:
    """Copy the home to where it outlives its disk, with nothing running on it any more."""
    with bank.scene.bank:
        pass
    kept = bank.folder / EVIDENCE
    shutil.copytree(
        bank.scene.bank.home,
        kept,
        ignore=shutil.ignore_patterns("lost+found", "socket", "ballast"),
    )


def _told(played: Round, number: int, rounds: int) -> str:
    again = sum(kept.attempts > 1 for kept in played.kept)
    told = (
        f"round {number} of {rounds}, seed {played.seed}: {played.struck.how}"
        f"{'' if played.struck.met else ' (missed)'}; {len(played.kept)} operations,"
        f" {again} in doubt, {played.seconds:.1f} s"
    )
    if played.findings:
        told += f"\n  FOUND by seed {played.seed}: " + "\n  ".join(played.findings[:20])
    return told
