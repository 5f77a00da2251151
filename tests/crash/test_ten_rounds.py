"""Ten rounds of `make crash`, one of each fault, and what a round that finds something leaves."""

import json
from pathlib import Path

import psycopg
import pytest
from tests.crash.campaign import Campaign
from tests.crash.faults import FAULTS, Scene, Struck, fault_of
from tests.crash.report import Report

from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.creation import MIGRATOR

pytestmark = pytest.mark.slow

MAY_MISS = {"disk_full", "server_process_killed_in_commit", "back_end_killed"}
"""A moment that is watched for may not come within the time that a round has."""


def test_ten_rounds_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """Scenario: six clients at work on a bank of two server processes; ten rounds, a fault in each.

    Outcome: every request ends in a definite answer; what was acknowledged is there by id and by
    key, once; a refusal stays one; the books hold. Without the right to mount, the full disk is
    left out with its reason.
    """
    said: list[str] = []
    report = Report(seed=0)
    Campaign(tmp_path / "crash", said.append).run(len(FAULTS), report)
    assert not report.findings, said
    assert report.counts["rounds"] == len(FAULTS) == 10
    assert set(report.by_fault) - {"none"} | set(report.left_out) == set(FAULTS)
    missed = {name for name, each in report.by_fault.items() if each.met < each.rounds}
    assert missed <= MAY_MISS, said
    assert report.counts["acknowledged"] > 300
    assert report.counts["refused"] > 30
    assert report.counts["in doubt, and had been done"] > 0
    assert report.counts["in doubt, and had not been done"] > 0
    assert report.counts["bank started again"] == 2
    assert not list((tmp_path / "crash").iterdir())


def test_a_round_that_finds_something_names_its_seed_and_keeps_its_evidence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scenario: a fault that sets more money aside on each account, behind the bank's back.

    Outcome: tally and ledger check say so under the round's seed; the bank's home and what the
    clients wrote down are kept.
    """

    def vandalism(scene: Scene, chance: object) -> Struck:
        dsn = EmbeddedPostgres(scene.bank.home, lambda _line: None).dsn(MIGRATOR)
        with psycopg.connect(dsn) as connection:
            connection.execute(
                "UPDATE ledger_account SET held_minor = held_minor + 1 WHERE position IS NULL"
            )
        return Struck("vandalism")

    monkeypatch.setitem(FAULTS, fault_of(7), vandalism)
    said: list[str] = []
    report = Report(seed=7)
    Campaign(tmp_path / "crash", said.append).run(1, report)
    assert any("the tally says" in finding for finding in report.findings)
    assert any("bank ledger check" in finding for finding in report.findings)
    assert all("seed 7" in finding for finding in report.findings)
    assert any("FOUND by seed 7" in line for line in said)
    folder = tmp_path / "crash" / "bank-7"
    assert (folder / "evidence" / "postgresql" / "data" / "PG_VERSION").is_file()
    asked = (folder / "seed-7" / "client-0.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(asked[0])["asks"] == "seed-7-client-0-1"
    json.dumps(report.content())
