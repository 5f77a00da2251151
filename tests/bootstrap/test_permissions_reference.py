"""The page of permissions says what the bank does."""

from pathlib import Path

from bank.application.pipeline.declaration import declared_use_cases
from bank.bootstrap import every_use_case
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.permissions_file import read_permissions
from bank.bootstrap.permissions_reference import current_page
from bank.domain.policies import Effect

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "permissions.md"
GRANTS = {
    "approval.read_any",
    "entry.reverse_by_force",
    "factor_reset.of_customers",
    "factor_reset.of_staff",
    "payment.without_challenge",
    "transfer.backdate",
}
"""Permissions that are asked for within a use case and are no use case of their own."""


def test_the_page_is_what_the_permissions_say() -> None:
    remedy = "run: python -m bank.bootstrap.permissions_reference docs/reference/permissions.md"
    assert PAGE.read_text(encoding="utf-8") == current_page(), remedy


def test_every_use_case_is_open_to_somebody_and_nothing_else_is_permitted() -> None:
    assert every_use_case.__name__
    shipped = read_permissions(packaged_folder() / "permissions.yaml")
    permitted = {rule.action for rule in shipped.rules}
    ours = {
        action
        for action, case in declared_use_cases().items()
        if case.__module__.startswith("bank.")
    }
    assert permitted - GRANTS == ours


def test_an_auditor_changes_nothing_but_what_is_everybodys_own() -> None:
    shipped = read_permissions(packaged_folder() / "permissions.yaml")
    own = {
        rule.action
        for rule in shipped.rules
        if (rule.role, rule.condition) == ("customer", "always")
    }
    allowed = [
        rule for rule in shipped.rules if rule.effect is Effect.ALLOW and rule.condition != "own"
    ]
    actions = {rule.action for rule in allowed if rule.role == "auditor"} - own - GRANTS
    kinds = {action: case.__use_case__.kind.value for action, case in declared_use_cases().items()}
    assert {kinds[action] for action in actions} == {"query"}
