"""What came of many rounds, for people and for `build/crash.json`."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table
from tests.crash.asking import Answer
from tests.crash.faults import FAULTS
from tests.crash.rounds import Round
from tests.crash.wishes import LARGE_BULK


@dataclass
class OfFault:
    """The rounds of one fault; ``met`` are those in which it hit what it aimed at."""

    rounds: int = 0
    met: int = 0
    in_doubt: int = 0


@dataclass
class Report:
    seed: int
    counts: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    by_fault: dict[str, OfFault] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, played: Round) -> None:
        of_fault = self.by_fault.setdefault(played.fault, OfFault())
        of_fault.rounds += 1
        of_fault.met += played.struck.met
        self.counts["rounds"] += 1
        self.counts["bank started again"] += played.restarts
        self.counts["server processes killed"] += played.respawned
        self.seconds += played.seconds
        self.findings += [f"seed {played.seed}: {sentence}" for sentence in played.findings]
        for kept in played.kept:
            self.counts["operations"] += 1
            self.by_kind[kept.operation.kind] += 1
            if kept.answer is None:
                self.counts["never told"] += 1
                continue
            self.counts["acknowledged" if kept.answer.done else "refused"] += 1
            if kept.operation.kind == "bulk":
                self._add_bulk(kept.answer)
            if kept.attempts > 1:
                of_fault.in_doubt += 1
                self.counts["asked again"] += kept.attempts - 1
                resolved = "had been done" if kept.answer.replayed else "had not been done"
                self.counts[f"in doubt, and {resolved}"] += 1

    def _add_bulk(self, answer: Answer) -> None:
        outcomes = answer.body.get("outcomes", [])
        if len(outcomes) < LARGE_BULK:
            return
        posted = sum(outcome["status"] == "posted" for outcome in outcomes)
        self.counts["large bulks"] += 1
        self.counts["large bulks posted in whole"] += posted == len(outcomes)
        self.counts["large bulks posted in part"] += 0 < posted < len(outcomes)
        if not answer.replayed:
            repeated = sum(outcome.get("replayed", False) for outcome in outcomes)
            self.counts["lines repeated under another key"] += repeated

    def content(self) -> dict[str, Any]:
        return {
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "counts": dict(self.counts),
            "operations_by_kind": dict(self.by_kind),
            "faults": {
                name: {"rounds": each.rounds, "met": each.met, "in_doubt": each.in_doubt}
                for name, each in sorted(self.by_fault.items())
            },
            "left_out": self.left_out,
            "findings": self.findings,
        }

    def table(self) -> Table:
        table = Table(title=f"{self.counts['rounds']} rounds from seed {self.seed}")
        for heading in ("fault", "rounds", "hit", "operations in doubt"):
            table.add_column(heading, justify="left" if heading == "fault" else "right")
        for name, each in sorted(self.by_fault.items()):
            table.add_row(name, str(each.rounds), str(each.met), str(each.in_doubt))
        return table

    def sentences(self) -> list[str]:
        told = [f"{name}: {count:,}" for name, count in self.counts.items()]
        told += [f"{name} was left out: {reason}" for name, reason in self.left_out.items()]
        missing = sorted(set(FAULTS) - set(self.by_fault))
        told += [f"no round of: {', '.join(missing)}"] if missing else []
        return told + (self.findings or ["Nothing was found."])
