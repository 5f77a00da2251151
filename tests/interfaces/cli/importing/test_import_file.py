from pathlib import Path
from uuid import uuid5

import pytest
from tests.interfaces.cli.importing.bank_stand_in import BankStandIn
from tests.interfaces.cli.importing.scene import (
    errors_of,
    good_line,
    run_import,
    state_of,
    write_csv,
)

from bank.interfaces.cli.importing.identity import NAMESPACE, ImportIdentity


def test_every_line_is_posted_once_in_batches(tmp_path: Path, bank: BankStandIn, url: str) -> None:
    file = write_csv(tmp_path / "pay.csv", map(good_line, range(25)))
    result = run_import(file, url, "--batch", "10")
    assert result.exit_code == 0, result.output
    assert sorted(bank.references) == sorted(f"ref {number}" for number in range(25))
    assert bank.calls == 3
    assert state_of(file)["posted"] == 25
    assert state_of(file)["done"]
    assert errors_of(file) == []
    assert "25 lines, 25 posted, 0 not posted" in result.output


def test_a_transfer_is_sent_as_the_bank_reads_it(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    file = write_csv(
        tmp_path / "pay.csv",
        ['l1,a,b,"1.50",EUR,2018-04-01,"two\nlines, ""quoted"" ß é"', "l2, a, b, 2, JPY,,"],
    )
    assert run_import(file, url, "--name", "cards").exit_code == 0
    first, second = bank.posted.values()
    assert first == {
        "id": str(uuid5(uuid5(NAMESPACE, "cards"), "l1")),
        "debit_account_id": "a",
        "credit_account_id": "b",
        "amount": {"currency": "EUR", "amount": "1.50"},
        "reference": 'two\nlines, "quoted" ß é',
        "value_date": "2018-04-01",
    }
    assert second == {
        "id": ImportIdentity("cards").transfer_id("l2"),
        "debit_account_id": "a",
        "credit_account_id": "b",
        "amount": {"currency": "JPY", "amount": "2"},
    }


def test_columns_may_stand_in_any_order_and_optional_ones_be_missing(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    header = "\ufeffcurrency,amount,id,credit_account,debit_account"
    file = write_csv(tmp_path / "pay.csv", ["EUR,1.00,l1,b,a"], header=header)
    assert run_import(file, url).exit_code == 0
    (transfer,) = bank.posted.values()
    assert transfer["debit_account_id"] == "a"
    assert "value_date" not in transfer


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id;debit_account;credit_account;amount;currency", "separated by commas"),
        ("id,debit_account,credit_account,amount", "currency is missing"),
        ("id,debit_account,credit_account,amount,currency,colour", "'colour'"),
        ("id,id,debit_account,credit_account,amount,currency", "twice"),
        ('id,"debit_account"x', "not CSV"),
    ],
)
def test_a_header_that_is_none_stops_with_what_was_expected(
    tmp_path: Path, url: str, header: str, said: str
) -> None:
    result = run_import(write_csv(tmp_path / "pay.csv", [], header=header), url)
    assert result.exit_code == 2
    assert said in result.output


def test_an_empty_file_and_a_missing_one_stop_with_a_sentence(tmp_path: Path, url: str) -> None:
    (tmp_path / "empty.csv").touch()
    assert "id is missing" in run_import(tmp_path / "empty.csv", url).output
    missing = run_import(tmp_path / "missing.csv", url)
    assert missing.exit_code == 2
    assert "cannot be read" in missing.output


def test_lines_that_the_bank_refuses_are_reported_and_the_rest_posted(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    bank.refuse = lambda transfer: (
        "insufficient_funds" if transfer["debit_account_id"] == "card-customer-3" else None
    )
    file = write_csv(tmp_path / "pay.csv", map(good_line, range(12)))
    result = run_import(file, url, "--batch", "5")
    assert result.exit_code == 1
    assert errors_of(file) == [(5, "3", "insufficient_funds"), (12, "10", "insufficient_funds")]
    assert len(bank.posted) == 10
    assert "10 posted, 2 not posted" in result.output


def test_a_line_for_which_the_bank_rejects_the_whole_bulk_is_found_and_reported(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    bank.trouble = lambda _, transfers: (
        (400, {}, {"code": "invalid_request", "detail": "The reference is too long."})
        if any(transfer["reference"] == "ref 7" for transfer in transfers)
        else None
    )
    file = write_csv(tmp_path / "pay.csv", map(good_line, range(20)))
    assert run_import(file, url).exit_code == 1
    assert errors_of(file) == [(9, "7", "invalid_request")]
    assert len(bank.posted) == 19


def test_an_outcome_that_is_not_known_counts_as_pending(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    file = write_csv(tmp_path / "pay.csv", [good_line(1)])
    identifier = ImportIdentity("pay.csv").transfer_id("1")
    held = {"outcomes": [{"id": identifier, "status": "held", "extra": 1}]}
    bank.trouble = lambda *_: (200, {}, held)
    result = run_import(file, url)
    assert result.exit_code == 0
    assert "0 posted, 1 pending" in result.output


def test_the_same_file_imported_without_its_state_moves_nothing_twice(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    bank.refuse = lambda transfer: "account_not_found" if transfer["reference"] == "ref 4" else None
    file = write_csv(tmp_path / "pay.csv", map(good_line, range(9)))
    run_import(file, url)
    (tmp_path / "pay.csv.import-state.json").unlink()
    assert run_import(file, url, "--batch", "4").exit_code == 1
    assert len(bank.posted) == 8
    assert errors_of(file) == [(6, "4", "account_not_found")]


def test_a_finished_import_asked_for_again_says_so_and_sends_nothing(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    file = write_csv(tmp_path / "pay.csv", [good_line(1)])
    run_import(file, url)
    result = run_import(file, url)
    assert result.exit_code == 0
    assert "1 posted" in result.output
    assert bank.calls == 1
