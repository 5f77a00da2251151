"""What may be configured of payments."""

import pytest

from bank.bootstrap.payment_settings import PaymentsSettings


def test_thresholds_are_read_as_amounts_of_their_currencies() -> None:
    read = PaymentsSettings(step_up_above={"EUR": "12.50", "jpy": "800"})
    assert read.above_minor == {"EUR": 1250, "JPY": 800}


@pytest.mark.parametrize("amounts", [{"EUR": "12.505"}, {"XXQ": "1"}])
def test_what_is_no_amount_is_refused(amounts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        PaymentsSettings(step_up_above=amounts)
