"""The file of approval rules: what it says, and what is refused of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bank.application.pipeline.payments import PAYING
from bank.bootstrap.approval_rules_file import read_approval_rules
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.configuration import ConfigurationError
from bank.domain.approval_rules import ApprovalRule
from bank.domain.staff import BREAK_GLASS


def _written(folder: Path, text: str) -> Path:
    path = folder / "approvals.yaml"
    path.write_text(text, encoding="utf-8")
    return path


ADMINISTRATION = (
    "policy.change",
    "staff.register",
    "staff.change",
    "client.register",
    "client.change_keys",
    "token.let_in",
)


def test_as_shipped_administrators_need_another_one_as_soon_as_there_is_one() -> None:
    rules = read_approval_rules(packaged_folder() / "approvals.yaml")
    for action in ADMINISTRATION:
        (rule,) = rules.of(action, ("administrator",))
        assert (rule.roles, rule.approvers) == (frozenset({"administrator"}), 1)
        assert rule.waived_while_alone
        assert not rules.of(action, ("administrator", BREAK_GLASS))


OF_A_CUSTOMER = (
    "customer.add_user",
    "customer.rename",
    "customer.change_contact",
    "due_diligence.change_for_customer",
    "organisation_data.change",
)


def test_as_shipped_a_branch_manager_approves_who_a_customer_is_and_no_payments() -> None:
    rules = read_approval_rules(packaged_folder() / "approvals.yaml")
    for action in OF_A_CUSTOMER:
        (rule,) = rules.of(action, ("teller",))
        assert (rule.roles, rule.waived_while_alone) == (frozenset({"branch_manager"}), False)
    assert not any(rules.names(action) for action in PAYING)


def test_the_example_in_the_shipped_file_is_a_good_one(tmp_path: Path) -> None:
    text = (packaged_folder() / "approvals.yaml").read_text(encoding="utf-8")
    example, _, _ = text.partition("rules:\n")
    lines = [line.removeprefix("#") for line in example.splitlines() if line.startswith("#   ")]
    rules = read_approval_rules(_written(tmp_path, "\n".join(["rules:", *lines])))
    (rule,) = rules.of("hold.capture")
    assert rules.of("transfer.post") == (rule,)
    assert rule.above_minor_a_day == 25_000_00


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
            actions=("transfer.post",),
            roles=frozenset({"teller", "branch_manager"}),
            approvers=2,
            expires_after=timedelta(hours=3),
            currency="JPY",
            above_minor=500,
        ),
        ApprovalRule(actions=("transfer.post",), roles=frozenset({"auditor"})),
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
        ("roles: [teller]", "either one action, or several"),
        ("actions: [], roles: [teller]", "either one action, or several"),
        ("action: entry.post, actions: [transfer.post], roles: [teller]", "either one action"),
        ("actions: [entry.post, account.read], roles: [teller]", "cannot wait"),
        ("action: entry.post, roles: [teller], waived-while-alone: true", "cannot be waived"),
        ("action: staff.change, roles: [customer], waived-while-alone: true", "cannot be waived"),
    ],
)
def test_mistakes_are_refused_with_a_sentence(tmp_path: Path, rule: str, said: str) -> None:
    path = _written(tmp_path, f"rules: [{{{rule}}}]")
    with pytest.raises(ConfigurationError, match=said):
        read_approval_rules(path)
