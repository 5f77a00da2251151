import subprocess
from collections.abc import Callable
from pathlib import Path
from time import sleep

import psutil
import pytest
from tests.interfaces.cli.importing.bank_stand_in import BankStandIn, forbidden_from
from tests.interfaces.cli.importing.scene import (
    errors_of,
    good_line,
    run_import,
    start_import,
    state_of,
    write_csv,
)


def _line(number: int) -> str:
    return f"{number},a,b,0.00,EUR,," if number % 100 == 0 else good_line(number)


def _refuse(transfer: dict[str, str]) -> str | None:
    return "account_closed" if transfer["reference"].endswith("50") else None


def _killed(process: subprocess.Popen[str], when: Callable[[], bool]) -> None:
    while not when():
        assert process.poll() is None, process.communicate()
        sleep(0.005)
    process.kill()
    process.communicate()


@pytest.mark.slow
def test_a_killed_import_goes_on_and_reports_each_line_once(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    """Scenario: SIGKILL at three moments, each between a bulk's arrival and the end of the file.

    Outcome: every good line is posted once, every bad or refused one reported once, in order.
    """
    file = write_csv(tmp_path / "pay.csv", map(_line, range(3000)))
    bank.refuse, bank.delay_seconds = _refuse, 0.02
    for calls in (5, 12, 20):
        process = start_import(file, url, "--batch", "100")
        _killed(process, lambda calls=calls: bank.calls >= calls)  # type: ignore[misc]
        assert not state_of(file)["done"]
    bank.delay_seconds = 0
    assert run_import(file, url, "--batch", "100").exit_code == 1
    assert len(bank.posted) == 3000 - 30 - 30
    assert set(bank.sent.values()) == {1}
    lines = [line for line, _, _ in errors_of(file)]
    assert lines == [number + 2 for number in range(3000) if number % 50 == 0]


def test_what_was_reported_but_not_acknowledged_is_reported_anew(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    """Scenario: killed between the errors of a batch and its state, in the middle of a word."""
    file = write_csv(tmp_path / "pay.csv", map(_line, range(300)))
    bank.trouble = forbidden_from("ref 101")
    assert run_import(file, url, "--batch", "101").exit_code == 2
    with (tmp_path / "pay.csv.errors.csv").open("a", encoding="utf-8") as report:
        report.write("202,200,amount_not_positive,The amount must be m")
    bank.trouble = lambda *_: None
    assert run_import(file, url, "--batch", "101").exit_code == 1
    assert [line for line, _, _ in errors_of(file)] == [2, 102, 202]


def _grow(file: Path) -> None:
    with file.open("a", encoding="utf-8") as more:
        more.write(good_line(999) + "\n")


def _change(file: Path) -> None:
    file.write_text(
        file.read_text(encoding="utf-8")
        .replace("ref 1,", "ref 2,")
        .replace("customer-3", "customer-4"),
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("spoil", "options", "said"),
    [
        (_grow, (), "begun with size"),
        (_change, (), "no longer those that were imported"),
        (lambda _: None, ("--name", "another"), "begun with name"),
    ],
)
def test_another_file_or_name_is_not_taken_for_the_one_begun(
    tmp_path: Path,
    bank: BankStandIn,
    url: str,
    spoil: Callable[[Path], None],
    options: tuple[str, ...],
    said: str,
) -> None:
    file = write_csv(tmp_path / "pay.csv", map(good_line, range(20)))
    bank.trouble = forbidden_from("ref 10")
    run_import(file, url, "--batch", "10")
    spoil(file)
    result = run_import(file, url, "--batch", "10", *options)
    assert result.exit_code == 2
    assert said in result.output
    assert "delete the state file" in result.output
    assert len(bank.posted) == 10


def test_another_bank_is_not_taken_for_the_one_begun(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    file = write_csv(tmp_path / "pay.csv", [good_line(1)])
    run_import(file, url)
    result = run_import(file, url.replace("127.0.0.1", "localhost"))
    assert result.exit_code == 2
    assert "begun with url" in result.output


def test_a_spoilt_state_and_a_foreign_errors_file_are_left_alone(tmp_path: Path, url: str) -> None:
    file = write_csv(tmp_path / "pay.csv", [good_line(1)])
    treasure = tmp_path / "treasure.txt"
    treasure.write_text("precious", encoding="utf-8")
    for option in ("--state", "--errors"):
        result = run_import(file, url, option, str(treasure))
        assert result.exit_code == 2, result.output
        assert treasure.read_text(encoding="utf-8") == "precious"


@pytest.mark.slow
def test_two_imports_do_not_write_one_errors_file(
    tmp_path: Path, bank: BankStandIn, url: str
) -> None:
    file = write_csv(tmp_path / "pay.csv", map(good_line, range(50)))
    bank.delay_seconds = 0.1
    first = start_import(file, url, "--batch", "10")
    while not bank.calls:
        sleep(0.01)
    second = run_import(file, url, "--batch", "10")
    assert second.exit_code == 2
    assert "Another import" in second.output
    first.communicate()
    assert first.returncode == 0


@pytest.mark.slow
def test_memory_does_not_grow_with_the_file(tmp_path: Path, bank: BankStandIn, url: str) -> None:
    """Outcome: a file of 60 MB takes less than 25 MB more than one of 3 MB."""

    def peak(lines: int) -> int:
        file = write_csv(
            tmp_path / f"{lines}.csv", (good_line(number) + "x" * 250 for number in range(lines))
        )
        process = start_import(file, url, "--batch", "2000")
        watched, most = psutil.Process(process.pid), 0
        while process.poll() is None:
            try:
                most = max(most, watched.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            sleep(0.01)
        process.communicate()
        assert process.returncode == 0
        bank.posted.clear()
        bank.bulks.clear()
        return most

    assert peak(200_000) - peak(10_000) < 25 * 1024 * 1024
