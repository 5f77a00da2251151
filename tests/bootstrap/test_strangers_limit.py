"""What strangers may ask is limited as shipped, and whose word counts for where they come from."""

import pytest

from bank.bootstrap.asgi import http_settings
from bank.bootstrap.bank_configuration import bank_settings, load_bank_configuration
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.settings import BankSettings
from bank.interfaces.http.origins import Origins
from bank.interfaces.http.services import HttpSettings


def _http(*arguments: str) -> HttpSettings:
    settings: BankSettings = bank_settings(load_bank_configuration(arguments))
    return http_settings(settings)


def test_strangers_are_limited_unless_the_bank_wants_otherwise() -> None:
    shipped = _http()
    assert (shipped.strangers_limit, shipped.rate_limit) == (300, 0)
    assert _http("--bank.rate-limit.strangers=0").strangers_limit == 0


def test_no_proxy_is_trusted_unless_it_is_named() -> None:
    assert _http().origins == Origins()
    named = _http(
        "--bank.server.trusted-proxies=10.0.0.0/8, 192.0.2.1",
        "--bank.server.forwarded-header=Forwarded",
    )
    assert named.origins == Origins.behind(["10.0.0.0/8", "192.0.2.1"], "Forwarded")


@pytest.mark.parametrize("proxy", ["proxy.example", "10.0.0.1/8", "999.1.1.1"])
def test_what_is_no_network_stops_the_start(proxy: str) -> None:
    with pytest.raises(ConfigurationError, match="trusted-proxies"):
        _http(f"--bank.server.trusted-proxies={proxy}")
