"""The benchmark as it is run, with banks that are small: what it must refuse, it refuses."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest
from bench.banks.accounts import add_accounts
from bench.banks.books import Counted, compare, last_entry, written_since
from bench.banks.conditions import DURABLE, conditions
from bench.banks.homes import schema_version
from bench.banks.probes import probe_refusals, probe_replays
from bench.banks.proof import prove
from bench.banks.served import Served
from bench.faults import NoRun
from bench.load.orders import Orders
from bench.load.sending import send
from bench.options import BANKS, ROOT
from bench.report.content import Content, read
from bench.report.figures import RATIOS

pytestmark = pytest.mark.slow

SMALL = (
    "--rounds=1",
    "--seconds=0.2",
    "--bulks=2",
    "--bulk-size=200",
    "--accounts=60",
    "--readable=20",
    "--grown-accounts=1000",
    "--grown-postings=10000",
)
TAMPER = "UPDATE posting SET balance_minor = balance_minor + 1 WHERE sequence = 1 AND account = %s"


def bench(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    run = [sys.executable, "-m", "bench", *SMALL, f"--folder={folder}", *arguments]
    environment = {**os.environ, "BANK_PORT": "1", "COLUMNS": "200"}
    return subprocess.run(
        run, capture_output=True, text=True, check=False, cwd=ROOT, env=environment
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def content(folder: Path) -> Content:
    done = bench(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "fsync on" in done.stdout
    return read(folder / "bench.json")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("served") / "home") as bank:
        yield bank


def test_a_run_has_all_ratios_and_says_under_which_conditions(content: Content) -> None:
    assert set(content.ratios) == {ratio.name for ratio in RATIOS}
    assert all(len(each.rounds) == 1 for each in content.ratios.values())
    assert all(content.conditions["database"][name] == "on" for name in DURABLE)
    assert content.conditions["database"]["shared_buffers"]
    assert content.conditions["file_system"]
    assert content.bench["bulk_size"] == 200
    assert content.grown["stamp"]["schema"] == schema_version()
    for name in (
        "bulk_1_wal",
        "bulk_1_stored",
        "single_64_cpu_server",
        "server_resident",
        "decision_always",
        "decision_two_factors",
        "decision_own",
    ):
        assert content.figures[name].median > 0, name


def test_the_file_has_what_each_bank_wrote_of_what_was_counted(content: Content) -> None:
    assert set(content.books) == set(BANKS)
    for bank, books in content.books.items():
        counted = books["counted"]
        assert counted > 800, bank
        assert {books[name] for name in ("head", "entries", "keys", "sealed")} == {counted}
        assert books["postings"] == 2 * counted
        assert books["audited"] == (0 if bank == "audit_off" else books["acts"])
        assert 0 < books["records"] < books["acts"] < counted
        assert books["trace_bytes"]


def test_books_that_differ_from_the_count_are_no_run(served: Served) -> None:
    """Scenario: a bank is probed; then one transfer more, or an act more, is claimed.

    Outcome: the bank refuses nobody and a reader, replays a key, and its books are the count's;
    each claim beyond them is no run, and neither is a bank without its audit.
    """
    accounts = add_accounts(served, 2)
    before, counted = last_entry(served), Counted()
    probe_refusals(served, accounts)
    probe_replays(served, accounts, counted)
    written = written_since(served, before)
    compare(counted, written)
    with pytest.raises(NoRun, match="head: 3 in the books, 4 by the count; entries: 3 in"):
        compare(Counted(singles=2, bulks=1, in_bulks=2), written)
    with pytest.raises(NoRun, match="acts: 2 in the books, 3 by the count; audited: 2 in"):
        compare(Counted(singles=1, bulks=2, in_bulks=2), written)
    with pytest.raises(NoRun, match=r"counted: audited: 2 in the books, 0 by the count$"):
        compare(counted, written, audited=False)
    plain = msgspec.structs.replace(written, sealed=2)
    with pytest.raises(NoRun, match=r"counted: sealed: 2 in the books, 3 by the count$"):
        compare(counted, plain)


def test_a_bank_that_lets_a_reader_post_is_not_measured(served: Served) -> None:
    """Scenario: the token that is to be refused is one that may post.

    Outcome: the probe, which expects 403, sees that it is not refused.
    """
    accounts = add_accounts(served, 2)
    allowed = served.token
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(served, "issued", lambda _role: allowed)
        with pytest.raises(NoRun, match="by auditor is answered 201 instead of 403"):
            probe_refusals(served, accounts)


def test_a_finding_of_the_ledger_check_ends_the_run(folder: Path, content: Content) -> None:
    """Scenario: the kept bank is tampered with, then measured again.

    Outcome: the run ends with 1 and names the proof; the file of the run before stays.
    """
    with Served(folder / "bench-grown") as bank, psycopg.connect(bank.owner()) as connection:
        row = connection.execute("SELECT min(account) FROM posting").fetchone()
        connection.execute(TAMPER, row)
    done = bench(folder, "--banks=grown")
    assert done.returncode == 1
    assert "the ledger does not hold: running balances are continuous" in done.stdout
    assert read(folder / "bench.json") == content


def test_two_files_are_compared_without_measuring(folder: Path, content: Content) -> None:
    file = folder / "bench.json"
    done = bench(folder, f"--against={file}", f"--file={file}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "within the spread" in done.stdout
    assert bench(folder, "--against=/nowhere").returncode == 1


def test_a_refused_transfer_ends_the_run(served: Served) -> None:
    accounts = [str(account) for account in add_accounts(served, 2)]
    with psycopg.connect(served.owner()) as connection:
        connection.execute(
            "UPDATE ledger_account SET overdraft_minor = 0"
            " WHERE product = 'current' AND sequence = 0"
        )
    with pytest.raises(NoRun, match="insufficient_funds"):
        send(
            Orders(
                kind="single",
                port=served.port,
                token=served.token,
                accounts=accounts,
                connections=1,
                seconds=0.2,
            )
        )


def test_the_audit_that_was_to_be_off_and_was_not_ends_the_run(served: Served) -> None:
    prove(served)
    with pytest.raises(NoRun, match="the audit was not off"):
        prove(served, audited=False)


def test_commits_that_are_not_durable_are_not_measured(served: Served) -> None:
    """Scenario: somebody has set the bank's role to commit without waiting for the disk.

    Outcome: asked as the posting queue would be, the server says so, and nothing is measured.
    """
    assert conditions(served)["database"]["synchronous_commit"] == "on"
    with psycopg.connect(served.superuser(), autocommit=True) as connection:
        connection.execute("ALTER ROLE bank_app SET synchronous_commit = off")
        with pytest.raises(NoRun, match="synchronous_commit is off for posting queue"):
            conditions(served)
        connection.execute("ALTER ROLE bank_app RESET synchronous_commit")
