import pytest

from bank.domain.factors import FactorKind, SecondFactorNeeded, may_move_money, refuse_unless_sure

TOTP, PASSKEY, RECOVERY = FactorKind.TOTP, FactorKind.PASSKEY, FactorKind.RECOVERY_CODE


@pytest.mark.parametrize(
    ("enrolled", "enough"),
    [
        ({}, False),
        ({TOTP: 1}, False),
        ({PASSKEY: 1}, False),
        ({RECOVERY: 10}, False),
        ({TOTP: 1, RECOVERY: 0}, False),
        ({TOTP: 1, RECOVERY: 1}, True),
        ({PASSKEY: 1, RECOVERY: 10}, True),
        ({TOTP: 1, PASSKEY: 1}, True),
        ({TOTP: 2}, True),
        ({PASSKEY: 2}, True),
    ],
)
def test_money_leaves_by_the_hand_of_whoever_has_two_factors_one_of_them_strong(
    enrolled: dict[FactorKind, int], enough: bool
) -> None:
    assert may_move_money(enrolled) == enough


def test_only_who_has_a_strong_factor_must_have_shown_one() -> None:
    refuse_unless_sure(1, {})
    refuse_unless_sure(1, {RECOVERY: 10, TOTP: 0})
    refuse_unless_sure(2, {TOTP: 1})
    with pytest.raises(SecondFactorNeeded):
        refuse_unless_sure(1, {PASSKEY: 1})
