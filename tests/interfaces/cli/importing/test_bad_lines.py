from pathlib import Path

import pytest
from tests.interfaces.cli.importing.bank_stand_in import BankStandIn
from tests.interfaces.cli.importing.scene import (
    HEADER,
    errors_of,
    good_line,
    run_import,
    write_csv,
)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("7,a,b,1.00,EUR", "wrong_column_count"),
        ("7,a,b,1.00,EUR,,,", "wrong_column_count"),
        ("7,a,b,1.00,EUR,,nul\0byte", "nul_byte"),
        (",a,b,1.00,EUR,,", "id_missing"),
        ("7,,b,1.00,EUR,,", "account_missing"),
        ("7,a,,1.00,EUR,,", "account_missing"),
        ("7,a,b,1.00,EURO,,", "unknown_currency"),
        ("7,a,b,1.005,EUR,,", "invalid_amount"),
        ('7,a,b,"1,00",EUR,,', "invalid_amount"),
        ("7,a,b,1e3,EUR,,", "invalid_amount"),
        ("7,a,b,99999999999999,EUR,,", "invalid_amount"),
        ("7,a,b,0.00,EUR,,", "amount_not_positive"),
        ("7,a,b,-1.00,EUR,,", "amount_not_positive"),
        ("7,a,b,1.00,EUR,2018-02-30,", "value_date_invalid"),
        ("7,a,b,1.00,EUR,20180228,", "value_date_invalid"),
        ("7,a,b,1.00,EUR,2018-W01-1,", "value_date_invalid"),
        ("1,a,b,1.00,EUR,,again", "id_duplicate"),
        ('7,a,b,1.00,EUR,,"quote"d', "malformed_csv"),
        ('7,a,b,1.00,EUR,,"two\nlines"d', "malformed_csv"),
        ("7,a,b,1.00,EUR,,carriage\rreturn", "malformed_csv"),
        ("7,a,b,1.00,EUR,," + "x" * 200_000, "line_too_long"),
        ('7,a,b,1.00,EUR,,"' + f"{good_line(99)}\n" * 2000 + '"', "line_too_long"),
    ],
)
def test_a_bad_line_is_reported_by_its_number_while_the_rest_goes_on(
    tmp_path: Path, bank: BankStandIn, url: str, line: str, code: str
) -> None:
    file = write_csv(tmp_path / "pay.csv", [good_line(1), line, good_line(2), "", "3,,,,,,"])
    assert run_import(file, url).exit_code == 1
    last = 6 + line.count("\n")
    (number, _, found), (empty, _, _) = errors_of(file)
    assert (number, found, empty) == (3, code, last)
    assert bank.references == ["ref 1", "ref 2"]


def test_a_quote_that_is_never_closed_is_reported_with_the_lines_it_swallows(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    file = write_csv(tmp_path / "pay.csv", [good_line(1), '2,a,b,1.00,EUR,,"open', good_line(3)])
    assert run_import(file, url).exit_code == 1
    assert errors_of(file) == [(3, "", "malformed_csv")]
    report = (tmp_path / "pay.csv.errors.csv").read_text(encoding="utf-8")
    assert "Lines 3 to 4" in report
    assert bank.references == ["ref 1"]


def test_a_line_that_is_not_utf8_is_reported(tmp_path: Path, bank: BankStandIn, url: str) -> None:
    file = tmp_path / "pay.csv"
    text = f"{HEADER}\r\n1,a,b,1.00,EUR,,caf\xe9\r\n{good_line(2)}\r\n"
    file.write_bytes(text.encode("latin-1"))
    assert run_import(file, url).exit_code == 1
    assert errors_of(file) == [(2, "", "not_utf8")]
    assert bank.references == ["ref 2"]


def test_a_file_of_nothing_but_bad_lines_asks_the_bank_nothing(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    file = write_csv(tmp_path / "pay.csv", (f"{n},a,b,0,EUR,," for n in range(30)))
    assert run_import(file, url, "--batch", "10").exit_code == 1
    assert [line for line, _, _ in errors_of(file)] == list(range(2, 32))
    assert bank.calls == 0


def test_bad_lines_and_refused_ones_are_reported_in_the_order_of_the_file(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    bank.refuse = lambda _: "account_closed"
    file = write_csv(tmp_path / "pay.csv", [good_line(1), "2,a,b,0,EUR,,", good_line(3)])
    run_import(file, url)
    assert [line for line, _, _ in errors_of(file)] == [2, 3, 4]
