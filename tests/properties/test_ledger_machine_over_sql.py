"""The ledger over a real database and an independent model of it say the same."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from tests.properties.driver import Driver
from tests.properties.machine import LedgerMachine
from tests.properties.sql_driver import SqlDriver, shared_bank

STEPS = 40
EXAMPLES_MAX = 60
"""All of them share one ledger, which is proved whole after each."""


@pytest.mark.slow
def test_the_ledger_over_sql_answers_as_the_model_does(tmp_path: Path) -> None:
    """One example in five of what the profile asks for; every example ends with a whole ledger.

    Nothing is shrunk: an example that failed leaves its accounts in the database that all share.
    """
    with shared_bank(tmp_path) as shared:

        class SqlMachine(LedgerMachine):
            def a_bank(self, far: bool, by_calendar: bool) -> Driver:
                return SqlDriver(shared)

        run_state_machine_as_test(
            SqlMachine,
            settings=settings(
                max_examples=min(settings().max_examples // 5, EXAMPLES_MAX),
                stateful_step_count=STEPS,
                deadline=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
