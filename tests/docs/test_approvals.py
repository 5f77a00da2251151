"""`docs/concepts/approvals.md` names all that cannot wait, and nothing else."""

import re
from pathlib import Path

import bank.bootstrap.every_use_case  # noqa: F401 - so that all are declared
from bank.application.pipeline.declaration import (
    UseCaseKind,
    declaration_of,
    declared_use_cases,
)

PAGE = Path(__file__).parents[2] / "docs" / "concepts" / "approvals.md"


def test_the_page_names_every_command_that_takes_no_key() -> None:
    listed = re.search(r"These are: (.*?)\.\n", PAGE.read_text("utf-8"), re.DOTALL)
    assert listed is not None
    named = re.findall(r"`([a-z_.]+)`", listed[1])
    ours = {
        action: each
        for action, each in declared_use_cases().items()
        if each.__module__.startswith("bank.")
    }
    declared = {action: declaration_of(each) for action, each in ours.items()}
    commands = {action for action, each in declared.items() if each.kind is not UseCaseKind.QUERY}
    assert named == sorted(action for action in commands if declared[action].keyless)
