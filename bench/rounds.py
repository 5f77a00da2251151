"""A run: round by round every bank is started, warmed, measured, proved and stopped."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from bench import decisions, yardstick
from bench.banks.books import Counted, Written, compare, last_entry, written_since
from bench.banks.collector import Collector, collecting
from bench.banks.conditions import conditions
from bench.banks.homes import Home, Say, copied, empty_home, grown_home
from bench.banks.probes import probe_refusals, probe_replays
from bench.banks.proof import prove
from bench.banks.served import Served
from bench.faults import NoRun
from bench.measuring import Measuring
from bench.options import PAGE, Options
from bench.plugins.door import path_of_plugins, without_audit
from bench.report.content import FORMAT, Content
from bench.report.figures import Figures, ratios_of

HOT = 0.9
NOTES = {
    "rounds": "every round starts each bank anew, the empty ones from the same files; which bank"
    " comes first changes from round to round",
    "single_64": "one server process; single_64_processes_2 has two",
    "bulk_over_pgbench": "one client, one server process",
    "single_over_pgbench": "64 connections, one server process",
    "single_best_over_pgbench": "64 connections; the number of server processes is the better one",
    "audit_on_over_off": "single transfers; off leaves out the rows of postings' audit events,"
    " their indexes and write-ahead log; the event is still made in memory, and entries name it",
    "grown": "the same load as on the empty bank: between as many accounts, scattered among all;"
    " everywhere: between all of them; started: that, right after the start, before most pages"
    " have been read and have gone into the log whole once",
    "ids": "each transfer of a bulk has a UUIDv7 of its own",
    "open_loop": "sent at half of the round's peak; open_loop_rate is what was reached; each"
    " request is timed from when it was due",
    "decision": "who may do what, on a policy of 1,000 rules and more: without a condition; under"
    " one over the actor, as staff have two factors; under one over the account, asked both"
    " before and after it is loaded; and both of these for the first time after a change of the"
    " policy, when nothing is remembered. Under 50 µs is wanted of each, the first time included",
    "pgbench": "measured warm, after a run that is not counted",
    "books": "what each bank wrote down over all rounds, which is what was counted; an entry is the"
    " record of its own key and its own money event",
    "memory": "resident: of the largest server process; proportional: shared pages count in part",
}


class Run:
    """Measures everything."""

    def __init__(self, options: Options, folder: Path, say: Say) -> None:
        """Take the settings, where banks are kept, and who is told of progress."""
        self._options = options
        self._folder = folder
        self._say = say
        self._figures = Figures()
        self._conditions: dict[str, Any] = {}
        self._grown: dict[str, Any] = {}
        self._books: dict[str, dict[str, int]] = {}

    def measure(self) -> Content:
        """Measure, and give the file's content. Raises ``NoRun``."""
        options = self._options
        with ExitStack() as stack:
            collector = stack.enter_context(collecting())
            grown = None
            if "grown" in options.banks:
                grown = stack.enter_context(copied(self._grown_home()))
            self._say(f"makes an empty bank of {options.accounts:,} accounts")
            empty = empty_home(self._folder, accounts=options.accounts, readable=options.readable)
            for number in range(options.rounds):
                self._decisions()
                turn = number % len(options.banks)
                for bank in options.banks[turn:] + options.banks[:turn]:
                    self._say(f"round {number + 1} of {options.rounds}: {bank}")
                    self._bank(bank, empty, grown, collector)
        return self._content()

    def _decisions(self) -> None:
        """Measure what the authoriser takes of each request; no bank need be served for it."""
        for name, cost in decisions.measure().items():
            self._figures.add(name, decisions.UNIT, cost)

    def _grown_home(self) -> Home:
        options = self._options
        home, made = grown_home(
            self._folder,
            accounts=options.grown_accounts,
            postings=options.grown_postings,
            busy=options.accounts,
            say=self._say,
        )
        self._grown = msgspec.to_builtins(made)
        return home

    def _bank(self, bank: str, empty: Home, grown: Home | None, collector: Collector) -> None:
        if bank == "grown":
            assert grown is not None  # noqa: S101 - it was made because it is asked for
            with self._served(bank, grown, collector) as measuring:
                self._history(measuring)
            return
        with copied(empty) as home:
            if bank == "empty":
                with self._served(bank, home, collector) as measuring:
                    self._everything(measuring)
            elif bank == "processes":
                workers = self._options.processes
                with self._served(bank, home, collector, workers=workers) as measuring:
                    self._best(measuring, f"_processes_{workers}")
            else:
                with self._served(bank, home, collector, audited=False) as measuring:
                    measuring.bulk("bulk_1_audit_off", 1, costed=True)
                    measuring.single("single_64_audit_off", 64, costed=True)

    @contextmanager
    def _served(
        self, bank: str, home: Home, collector: Collector, *, workers: int = 1, audited: bool = True
    ) -> Iterator[Measuring]:
        """Serve a bank, warm; at the end its books must say what was counted, and must hold."""
        path = () if audited else path_of_plugins(self._folder)
        settings = () if audited else without_audit()
        with Served(
            home.path, workers=workers, settings=settings, path=path, collector=collector.url
        ) as served:
            found = conditions(served)
            self._conditions = self._conditions or found
            measuring = Measuring(served, home, self._options, self._figures, self._say)
            probe_refusals(served, home.accounts)
            before, traced = last_entry(served), collector.trace_bytes
            measuring.warm()
            probe_replays(served, home.accounts, measuring.counted)
            yield measuring
            written = written_since(served, before)
            compare(measuring.counted, written, audited=audited)
            prove(served, audited=audited)
        self._note(bank, measuring.counted, written, collector.trace_bytes - traced)

    def _note(self, bank: str, counted: Counted, written: Written, trace_bytes: int) -> None:
        """Keep what was counted and written of a bank. Raises ``NoRun`` without any trace."""
        if not trace_bytes:
            raise NoRun(
                f"no trace of {bank} came to the collector: they were to be sampled and sent"
            )
        found = {
            "counted": counted.transfers,
            **msgspec.structs.asdict(written),
            "trace_bytes": trace_bytes,
        }
        noted = self._books.setdefault(bank, dict.fromkeys(found, 0))
        for name, value in found.items():
            noted[name] += value

    def _everything(self, measuring: Measuring) -> None:
        tps = yardstick.transactions_per_second(measuring.served, self._options.seconds)
        measuring.add("pgbench", "transactions/s", tps)
        measuring.bulk("bulk_1", 1, costed=True)
        peak = measuring.single("single_64", 64, costed=True)
        measuring.bulk("bulk_4", 4)
        measuring.bulk("bulk_hot_1", 1, hot=HOT)
        measuring.bulk("bulk_hot_4", 4, hot=HOT)
        for connections in (1, 16, 256):
            peak = max(peak, measuring.single(f"single_{connections}", connections))
        measuring.open_loop("open_loop", peak / 2)
        measuring.reads()
        measuring.memory("")

    def _best(self, measuring: Measuring, suffix: str) -> None:
        for clients in (1, 4):
            measuring.bulk(f"bulk_{clients}{suffix}", clients)
        for connections in (64, 256):
            measuring.single(f"single_{connections}{suffix}", connections)

    def _history(self, measuring: Measuring) -> None:
        measuring.bulk("bulk_grown_started_1", 1, everywhere=True, costed=True)
        measuring.settle()
        measuring.bulk("bulk_grown_1", 1, costed=True)
        measuring.bulk("bulk_grown_everywhere_1", 1, everywhere=True, costed=True)
        peak = measuring.single("single_grown_64", 64, costed=True)
        measuring.single("single_grown_everywhere_64", 64, everywhere=True, costed=True)
        measuring.bulk("bulk_grown_4", 4)
        measuring.bulk("bulk_grown_hot_1", 1, hot=HOT)
        peak = max(peak, measuring.single("single_grown_256", 256))
        measuring.open_loop("open_loop_grown", peak / 2)
        measuring.memory("grown_")

    def _content(self) -> Content:
        figures = self._figures.shown()
        return Content(
            format=FORMAT,
            method=PAGE,
            measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            bench=msgspec.to_builtins(self._options),
            conditions=self._conditions,
            grown=self._grown,
            ratios=ratios_of(figures),
            figures=figures,
            notes=NOTES,
            books=self._books,
        )
