"""The ledger and an independent model of it say the same, over the pure domain and over SQL."""

import ast
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from tests.properties.driver import Driver
from tests.properties.in_memory_driver import InMemoryDriver
from tests.properties.machine import LedgerMachine

HERE = Path(__file__).parent


class PureMachine(LedgerMachine):
    """Batches over the bank in memory."""

    def a_bank(self, far: bool, by_calendar: bool) -> Driver:
        zone = ZoneInfo("Pacific/Auckland") if far else UTC
        return InMemoryDriver(zone=zone, by_calendar=by_calendar)


PureMachine.TestCase.settings = settings(stateful_step_count=50)
TestThePureLedger = pytest.mark.slow(PureMachine.TestCase)


def test_the_model_shares_nothing_with_the_bank() -> None:
    for name in ("asks.py", "model.py", "model_books.py"):
        tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
        imported = {
            name
            for node in ast.walk(tree)
            for name in (
                [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        allowed = ("tests.properties.asks", "tests.properties.model_books")
        assert not [each for each in imported if each.startswith("bank")]
        assert all(each in allowed or not each.startswith("tests") for each in imported)
