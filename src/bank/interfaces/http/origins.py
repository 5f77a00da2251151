"""Where a request comes from: the peer's address, or what trusted proxies say of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

UNKNOWN = "unknown"
_FORWARDED = b"forwarded"

_ONE_SITE = 64
"""The bits of an IPv6 address that name the network of one household."""

_HOPS_MAX = 16
"""How many proxies may stand one behind another; whoever writes more is not listened to."""

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Origins:
    """Tells addresses apart, behind any number of trusted proxies.

    Each proxy adds at the right whom it was asked by. So the list is read from the right, beginning
    with the peer, for as long as whoever said the next address is trusted: what stands further left
    may be anybody's invention. ``header`` is the one that they write, in lower case.
    """

    trusted: tuple[Network, ...] = ()
    header: bytes = b"x-forwarded-for"

    @classmethod
    def behind(cls, proxies: Sequence[str], header: str) -> "Origins":
        """Take addresses or networks of proxies as they are written; raises ``ValueError``."""
        return cls(tuple(ip_network(each) for each in proxies), header.lower().encode())

    def of(self, scope: Any) -> str:
        """Give the address that a request comes from, of IPv6 the network, of others a word."""
        client = scope.get("client")
        address = _address(client[0] if client else "")
        if address is not None and self.trusted and self._trusts(address):
            for said in reversed(self._said(scope["headers"])):
                before = _address(said)
                if before is None:
                    break
                address = before
                if not self._trusts(address):
                    break
        return _network(address)

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self.trusted)

    def _said(self, headers: Iterable[tuple[bytes, bytes]]) -> list[str]:
        """Give the last hops of the header, from the first to the last; it may come in parts."""
        lines = [value.decode("latin-1") for name, value in headers if name == self.header]
        hops = ",".join(lines).rsplit(",", _HOPS_MAX)[-_HOPS_MAX:] if lines else []
        return [_for(hop) for hop in hops] if self.header == _FORWARDED else hops


def _for(hop: str) -> str:
    """Give the ``for`` of a hop as RFC 7239 writes it; nothing where it has none, or two."""
    pairs = [pair.partition("=") for pair in hop.split(";")]
    found = [value for name, _, value in pairs if name.strip().lower() == "for"]
    return found[0].strip().strip('"') if len(found) == 1 else ""


def _address(said: str) -> Address | None:
    """Read an address, with or without a port, of IPv6 with or without brackets."""
    text = said.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _network(address: Address | None) -> str:
    if address is None:
        return UNKNOWN
    if isinstance(address, IPv6Address):
        # Without the zone, which is the machine's own name of a link.
        return str(ip_network((int(address), _ONE_SITE), strict=False))
    return str(address)
