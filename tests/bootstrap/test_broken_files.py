"""A file of the bank that cannot be read stops the start, and not a later request."""

from pathlib import Path

import pytest

from bank.bootstrap.asgi import services_over
from bank.bootstrap.composition import compose
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.office import Office
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry.telemetry import configure_telemetry

pytestmark = pytest.mark.parametrize(
    "key", ["bank.products.file", "bank.exchange.rates", "bank.passwords.breached-list"]
)


def _office(folder: Path, key: str) -> Office:
    broken = folder / "broken.yaml"
    broken.write_text("base: [", encoding="utf-8")
    return Office.configured([f"--bank.home={folder}/home", f"--{key}={broken}"])


def test_serving_refuses_it_before_anything_is_made(tmp_path: Path, key: str) -> None:
    office = _office(tmp_path, key)
    with pytest.raises(ConfigurationError, match=key):
        office.read_files()
    assert not office.settings.home.exists()


async def test_a_server_process_refuses_it_as_it_starts(tmp_path: Path, key: str) -> None:
    office = _office(tmp_path, key)
    telemetry = configure_telemetry(SystemClock(), version="test")
    container = compose(office.settings, telemetry.tracer, office.plugins)
    try:
        with pytest.raises(ConfigurationError, match=key):
            await services_over(container, telemetry)
    finally:
        await container.close()
        telemetry.shutdown()
