from io import StringIO

import pytest
from rich.console import Console

from bank.interfaces.cli.importing import progress
from bank.interfaces.cli.importing.progress import Bar, PlainLines, display


def test_a_terminal_shows_a_bar_with_rate_and_time_left() -> None:
    screen = StringIO()
    with Bar(Console(file=screen, force_terminal=True, width=120), 1000, 200) as bar:
        bar.advance(500, 12_345)
        bar.say("waiting for the bank")
    shown = screen.getvalue()
    assert "50%" in shown
    assert "12,345 lines" in shown
    assert "/s" in shown
    assert "waiting for the bank" in shown


def test_elsewhere_a_line_is_written_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    log = StringIO()
    with display(1000, 0, log) as shown:
        assert isinstance(shown, PlainLines)
        shown.advance(100, 1000)
        assert not log.getvalue()
        monkeypatch.setattr(progress, "_LINE_EVERY_SECONDS", 0.0)
        shown.advance(500, 5000)
    assert log.getvalue().startswith("50.0 %, 5,000 lines, ")
    assert log.getvalue().endswith("0:00 left\n")


def test_a_notice_is_written_once_until_it_is_taken_back() -> None:
    log = StringIO()
    shown = PlainLines(log, 1000, 0)
    for notice in ("waiting", "waiting", "", "waiting"):
        shown.say(notice)
    assert log.getvalue() == "waiting\nwaiting\n"
