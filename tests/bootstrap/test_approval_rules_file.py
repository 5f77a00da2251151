"""The file of approval rules: what it says, and what is refused of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bank.bootstrap.approval_rules_file import read_approval_rules
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.configuration import ConfigurationError
from bank.domain.approval_rules import ApprovalRule


def _written(folder: Path, text: str) -> Path:
    path = folder / "approvals.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_as_shipped_nothing_needs_approval() -> None:
    rules = read_approval_rules(packaged_folder() / "approvals.yaml")
    assert not rules.names("transfer.post")


def test_the_examples_in_the_shipped_file_are_good_ones(tmp_path: Path) -> None:
    text = (packaged_folder() / "approvals.yaml").read_text(encoding="utf-8")
    _, _, commented = text.partition("# rules:\n")
    lines = [line.removeprefix("# ") for line in commented.splitlines() if line.startswith("# ")]
    rules = read_approval_rules(_written(tmp_path, "\n".join(["rules:", *lines])))
    assert rules.names("entry.reverse")
    assert rules.of("transfer.post")[0].above_minor_a_day == 25_000_00


def test_a_rule_is_read_as_it_is_written(tmp_path: Path) -> None:
    rules = read_approval_rules(
        _written(
            tmp_path,
            """
            rules:
              - action: transfer.post
                roles: [teller, branch_manager]
                approvers: 2
                expires-after-hours: 3
                currency: JPY
                above: "500"
              - {action: transfer.post, roles: [auditor]}
            """,
        )
    )
    assert rules.of("transfer.post") == (
        ApprovalRule(
            action="transfer.post",
            roles=frozenset({"teller", "branch_manager"}),
            approvers=2,
            expires_after=timedelta(hours=3),
            currency="JPY",
            above_minor=500,
        ),
        ApprovalRule(action="transfer.post", roles=frozenset({"auditor"})),
    )


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("action: transfer.pots, roles: [teller]", "transfer.pots"),
        ("action: account.read, roles: [teller]", "cannot wait"),
        ("action: approval.approve, roles: [teller]", "approval.approve"),
        ("action: session.begin, roles: [teller]", "cannot wait"),
        ("action: transfer.post, roles: []", "roles"),
        ("action: transfer.post, roles: [teller], approvers: 0", "approvers"),
        ("action: transfer.post, roles: [teller], currency: EUR", "both a currency"),
        ("action: transfer.post, roles: [teller], above: '1.00'", "both a currency"),
        ("action: transfer.post, roles: [teller], currency: EUR, above: '1.001'", "EUR"),
        ("action: transfer.post, roles: [teller], currency: XYZ, above: '1'", "currency"),
        ("action: transfer.post, roles: [teller], abvoe: '1'", "abvoe"),
    ],
)
def test_mistakes_are_refused_with_a_sentence(tmp_path: Path, rule: str, said: str) -> None:
    path = _written(tmp_path, f"rules: [{{{rule}}}]")
    with pytest.raises(ConfigurationError, match=said):
        read_approval_rules(path)
