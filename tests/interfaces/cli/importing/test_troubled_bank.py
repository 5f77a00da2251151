import socket
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from tests.interfaces.cli.importing.bank_stand_in import BankStandIn, forbidden_from, served
from tests.interfaces.cli.importing.scene import good_line, run_import, state_of, write_csv


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "pay.csv", map(good_line, range(40)))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_busy_bank_is_asked_again_after_the_time_it_names(
    file: Path, bank: BankStandIn, url: str
) -> None:
    bank.trouble = lambda call, _: (503, {"Retry-After": "1"}, {}) if call == 2 else None
    result = run_import(file, url, "--batch", "10")
    assert result.exit_code == 0
    assert "waiting for the bank (status 503)" in result.output
    assert len(bank.posted) == 40


@pytest.mark.slow
def test_a_bank_that_goes_away_for_a_second_is_waited_for(file: Path, bank: BankStandIn) -> None:
    port = _free_port()

    def open_twice() -> None:
        with served(bank, port):
            while bank.calls < 2:
                sleep(0.01)
        sleep(1)
        with served(bank, port):
            while len(bank.posted) < 40:
                sleep(0.01)
            sleep(0.5)

    bank.delay_seconds = 0.05
    server = Thread(target=open_twice)
    server.start()
    result = run_import(file, f"http://127.0.0.1:{port}", "--batch", "5")
    server.join()
    assert result.exit_code == 0, result.output
    assert "waiting for the bank (ConnectError)" in result.output
    assert len(bank.posted) == 40
    assert set(bank.sent.values()) == {1}


def test_patience_that_runs_out_stops_with_what_to_do(file: Path) -> None:
    result = run_import(file, f"http://127.0.0.1:{_free_port()}", "--patience", "1s")
    assert result.exit_code == 2
    assert "Run the same command again" in result.output


def test_what_was_acknowledged_before_a_stop_is_not_sent_again(
    file: Path, bank: BankStandIn, url: str
) -> None:
    bank.trouble = forbidden_from("ref 20")
    stopped = run_import(file, url, "--batch", "10")
    assert stopped.exit_code == 2
    assert "service_account" in stopped.output
    assert state_of(file)["posted"] == 20
    bank.trouble = lambda *_: None
    assert run_import(file, url, "--batch", "10").exit_code == 0
    assert len(bank.posted) == 40
    assert set(bank.sent.values()) == {1}


def test_a_token_that_ran_out_is_asked_for_again(
    file: Path, bank: BankStandIn, url: str, tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    asked.touch()
    command = f"sh -c 'echo x >> {asked}; echo token-$(wc -l < {asked})'"
    bank.tokens = {"token-1"}

    def expire(call: int, _: object) -> None:
        if call == 2:
            bank.tokens = {"token-2"}

    bank.trouble = expire
    result = run_import(file, url, "--batch", "5", "--token-command", command, token="")
    assert result.exit_code == 0, result.output
    assert asked.read_text(encoding="utf-8") == "x\n" * 2
    assert len(bank.posted) == 40


@pytest.mark.parametrize(
    ("options", "token", "said"),
    [
        ([], "", "BANK_TOKEN"),
        ([], "wrong", "does not take the access token: No."),
        (["--token-command", "false"], "wrong", "exit code 1"),
        (["--token-command", "echo wrong"], "wrong", "the token that was refused: No."),
        (["--token-command", "no-such-program"], "", "could not be started"),
        ([], "two words", "one word"),
    ],
)
def test_without_a_good_token_the_import_stops_and_shows_none(
    file: Path, url: str, options: list[str], token: str, said: str
) -> None:
    result = run_import(file, url, *options, token=token)
    assert result.exit_code == 2
    assert said in result.output
    assert not token or token not in result.output


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, {}, "nothing"), "no bank"),
        ((200, {}, {"outcomes": []}), "not those of the transfers"),
        ((200, {}, "nothing"), "no bank"),
        ((400, {}, {"code": "bad", "detail": "All wrong."}), "All wrong."),
    ],
)
def test_an_answer_that_cannot_be_used_stops_with_a_sentence(
    tmp_path: Path,
    bank: BankStandIn,
    url: str,
    answer: tuple[int, dict[str, str], object],
    said: str,
) -> None:
    file = write_csv(tmp_path / "pay.csv", map(good_line, range(300)))
    bank.trouble = lambda *_: answer
    result = run_import(file, url)
    assert result.exit_code == 2
    assert said in result.output
    assert not bank.posted


def test_a_bank_that_takes_only_small_bulks_gets_small_ones(
    file: Path, bank: BankStandIn, url: str
) -> None:
    bank.trouble = lambda _, transfers: (
        (413, {}, {"code": "bulk_too_large"}) if len(transfers) > 7 else None
    )
    assert run_import(file, url).exit_code == 0
    assert bank.references == [f"ref {number}" for number in range(40)]


@pytest.mark.parametrize("address", ["bank.example", "ftp://bank.example"])
def test_an_address_that_is_none_stops_at_once(file: Path, address: str) -> None:
    assert "--url must be" in run_import(file, address).output
