"""The linter's bans catch what they name, everywhere but in the adapters that exist for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _banned(text: str, path: str) -> list[str]:
    told = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "json"),
            *("--select", "TID251", "--stdin-filename", path, "-"),
        ],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    return [each["message"] for each in json.loads(told.stdout)]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("import datetime\ndatetime.datetime.now()", "Clock port"),
        ("from datetime import datetime\ndatetime.now()", "Clock port"),
        ("from datetime import datetime\ndatetime.utcnow()", "Clock port"),
        ("from datetime import date\ndate.today()", "Clock port"),
        ("import time\ntime.time()", "Clock port"),
        ("from uuid import uuid4", "Ids port"),
        ("import uuid\nuuid.uuid1()", "Ids port"),
        ("import uuid_utils.compat", "Ids port"),
        ("import random", "secrets"),
        ("from typing import TYPE_CHECKING", "Import it for real"),
    ],
)
def test_the_linter_bans_it_and_names_the_remedy(text: str, remedy: str) -> None:
    messages = _banned(text, "src/bank/application/transfers/post_transfer.py")

    assert len(messages) == 1
    assert remedy in messages[0]


def test_the_adapters_of_clock_and_ids_may() -> None:
    text = (
        "from datetime import UTC, datetime\nfrom uuid import uuid4\n\ndatetime.now(UTC)\nuuid4()\n"
    )

    assert _banned(text, "src/bank/infrastructure/system/clock.py") == []
