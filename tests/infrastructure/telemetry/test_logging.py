import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry import configure_logging, configure_telemetry, log_context
from bank.infrastructure.telemetry.log_setup import LogFormat

FAULTY = "Key\nDETAIL:  Key (number)=(4711) exists."


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    for handler in list(root.handlers):
        if handler not in handlers:
            root.removeHandler(handler)
    root.setLevel(level)
    structlog.reset_defaults()


def logged(log_format: LogFormat = "json", level: str = "INFO") -> io.StringIO:
    stream = io.StringIO()
    configure_logging(level, log_format, stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_of_the_standard_library_is_json_with_time_level_and_logger() -> None:
    stream = logged()
    logging.getLogger("bank.test").warning("The %s is %d.", "port", 8080)
    (line,) = lines(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"level": "warning", "logger": "bank.test", "message": "The port is 8080."}


def test_a_level_that_is_changed_counts_at_once_for_structlog_too() -> None:
    stream = logged()
    spoken, known = structlog.stdlib.get_logger("bank.test"), logging.getLogger("bank.test")
    spoken.debug("unheard")
    known.setLevel(logging.DEBUG)
    spoken.debug("heard")
    known.setLevel(logging.NOTSET)
    assert [line["message"] for line in lines(stream)] == ["heard"]


def test_a_line_of_structlog_carries_its_facts() -> None:
    stream = logged()
    structlog.stdlib.get_logger("bank.test").info("posted", size=3, password="hunter2")
    (line,) = lines(stream)
    assert (line["message"], line["size"], line["password"]) == ("posted", 3, "[masked]")
    assert line["logger"] == "bank.test"


def test_lines_within_a_span_and_a_request_say_so() -> None:
    stream = logged()
    tracer = configure_telemetry(SystemClock(), version="1").tracer
    with log_context(request_id="r-1"), tracer.span("transfer.post") as span:
        logging.getLogger("bank.test").info("within")
        assert span.traceparent is not None
        _, trace_id, span_id, _ = span.traceparent.split("-")
    logging.getLogger("bank.test").info("outside")
    within, outside = lines(stream)
    assert (within["request_id"], within["trace_id"], within["span_id"]) == (
        "r-1",
        trace_id,
        span_id,
    )
    assert outside.keys() == {"timestamp", "level", "logger", "message"}


def test_a_request_id_that_is_an_account_number_is_masked() -> None:
    stream = logged()
    with log_context(request_id="DE89370400440532013000"):
        logging.getLogger("bank.test").info("within")
    assert "DE89" not in stream.getvalue()


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_nothing_forbidden_gets_through_by_any_way(log_format: LogFormat) -> None:
    stream = logged(log_format, "DEBUG")
    logger = logging.getLogger("bank.test")
    logger.info("account %s", "DE89370400440532013000")
    logger.info("x", extra={"full_name": "Lovelace", "target": "ada@example.com"})
    logger.debug("connecting to postgresql://bank:hunter2@db/bank")
    logger.info({"token": "abcdef12"})
    structlog.stdlib.get_logger("s").info("y", nested={"phone": "5551234", "at": ["c@d.ef"]})
    try:
        int(FAULTY)
    except ValueError:
        logger.exception("failed for ada@example.com", stack_info=True)
        structlog.stdlib.get_logger("s").exception("failed")
    text = stream.getvalue()
    for leak in ("DE89", "Lovelace", "ada@", "hunter2", "abcdef12", "5551234", "c@d.ef", "(4711)"):
        assert leak not in text
    assert "ValueError" in text
    assert text.count("test_nothing_forbidden_gets_through_by_any_way") >= 2


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_message_cannot_forge_a_line(log_format: LogFormat) -> None:
    stream = logged(log_format)
    logging.getLogger("bank.test").info("one\r\n2026 [info] forged \x1b[31mred")
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b[31mred" not in stream.getvalue()


def test_auto_is_json_where_there_is_no_terminal() -> None:
    stream = logged("auto")
    logging.getLogger("bank.test").info("hello")
    assert lines(stream)[0]["message"] == "hello"


def test_the_console_shows_message_and_facts() -> None:
    stream = logged("console")
    structlog.stdlib.get_logger("bank.test").info("posted", size=3)
    assert re.search(r"\[info\s*\] posted\s+\[bank\.test\]\s+size=3", stream.getvalue())


def test_configuring_again_replaces_instead_of_doubling() -> None:
    first, second = logged(), logged("json", "ERROR")
    logging.getLogger("bank.test").warning("not enough")
    logging.getLogger("bank.test").error("once")
    assert first.getvalue() == ""
    assert len(lines(second)) == 1


def test_a_library_s_own_handler_gives_way() -> None:
    library = logging.getLogger("some.library")
    own = io.StringIO()
    library.addHandler(logging.StreamHandler(own))
    library.propagate = False
    stream = logged()
    library.warning("mail to ada@example.com")
    assert own.getvalue() == ""
    assert lines(stream)[0]["message"] == "mail to [masked]"


def test_a_line_that_cannot_be_written_shows_no_values() -> None:
    stream = logged()
    record = logging.makeLogRecord(
        {"name": "bank.test", "msg": "%d", "args": ("Ada Lovelace",), "levelno": logging.INFO}
    )
    logging.getLogger().handlers[-1].handle(record)  # pytest's own handler would raise
    assert stream.getvalue() == "A line of bank.test could not be logged: TypeError.\n"


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="LOUD"):
        configure_logging("LOUD", "json", stream=io.StringIO())
