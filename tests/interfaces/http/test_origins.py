"""Where a request comes from, whatever its headers invent."""

from typing import Any

import pytest

from bank.interfaces.http.origins import Origins

NEAR, FAR = "10.0.0.1", "192.0.2.1"
THEM, OTHER = "203.0.113.7", "198.51.100.9"
TRUSTED = ["10.0.0.0/8", "192.0.2.1", "2001:db8:ffff::/48"]


def _scope(peer: str | None, *headers: tuple[str, str]) -> dict[str, Any]:
    said = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return {"client": (peer, 7) if peer is not None else None, "headers": said}


def _origin(peer: str | None, *lines: str) -> str:
    origins = Origins.behind(TRUSTED, "X-Forwarded-For")
    return origins.of(_scope(peer, *[("x-forwarded-for", line) for line in lines]))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([THEM], THEM),
        ([f"{OTHER}, {THEM}"], THEM),
        ([f"{OTHER},{THEM} , {FAR}"], THEM),
        ([OTHER, THEM], THEM),
        ([f"{OTHER}, {THEM}", f"{FAR}, {NEAR}"], THEM),
        ([f"{THEM}:4711"], THEM),
        (["::ffff:203.0.113.7"], THEM),
        (["2001:db8:1:2::7"], "2001:db8:1:2::/64"),
        (["[2001:db8:1:2:ffff::8]:4711"], "2001:db8:1:2::/64"),
        (["2001:db8:ffff::1"], "2001:db8:ffff::/64"),
        ([f"{THEM}, 2001:db8:ffff::1"], THEM),
        ([], NEAR),
        ([""], NEAR),
        (["unknown"], NEAR),
        ([f"{THEM}, unknown"], NEAR),
        ([f"{THEM}, unknown, {FAR}"], FAR),
        ([f"{THEM}, 999.1.1.1"], NEAR),
        ([f"{THEM}, {FAR}" + f", {NEAR}" * 30], NEAR),
    ],
)
def test_the_rightmost_address_that_is_not_trusted_is_whom_it_comes_from(
    lines: list[str], found: str
) -> None:
    assert _origin(NEAR, *lines) == found


@pytest.mark.parametrize(
    ("peer", "found"),
    [
        (THEM, THEM),
        ("::ffff:203.0.113.7", THEM),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no address", "unknown"),
        ("", "unknown"),
        (None, "unknown"),
    ],
)
def test_nobody_else_says_where_they_come_from(peer: str | None, found: str) -> None:
    assert _origin(peer, OTHER) == found


def test_without_trusted_proxies_no_header_is_looked_at() -> None:
    scope = _scope("127.0.0.1", ("x-forwarded-for", THEM), ("forwarded", f"for={THEM}"))
    assert Origins().of(scope) == "127.0.0.1"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (f"for={THEM}", THEM),
        (f"by={NEAR};For={THEM};proto=https", THEM),
        (f'for="{THEM}:4711"', THEM),
        ('for="[2001:db8:1:2::7]:4711"', "2001:db8:1:2::/64"),
        (f"for={OTHER}, for={THEM}, for={FAR}", THEM),
        ("for=_hidden", NEAR),
        ("for=unknown", NEAR),
        (f"by={THEM}", NEAR),
        (f"for={OTHER};for={THEM}", NEAR),
        (THEM, NEAR),
    ],
)
def test_the_standard_header_is_read_where_the_proxies_write_it(line: str, found: str) -> None:
    """What a client writes into the other header passes a proxy that does not write it."""
    origins = Origins.behind(TRUSTED, "Forwarded")
    scope = _scope(NEAR, ("forwarded", line), ("x-forwarded-for", "8.8.8.8"))
    assert origins.of(scope) == found


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        Origins.behind(["proxy.example"], "Forwarded")
