"""The settings of the HTTP server: where it listens, whom it answers, and how much."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bank.bootstrap.configuration import DataSize


class ServerSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Where and how HTTP is served."""

    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[
        int, Meta(ge=0, le=65535, description="Port; 0 takes a free one. Alias: `BANK_PORT`.")
    ] = 8080
    workers: Annotated[int, Meta(ge=1, description="Server processes.")] = 1
    max_body_size: Annotated[
        DataSize, Meta(ge=1024, description="Largest request body; larger ones get 413.")
    ] = DataSize(8 * 1024 * 1024)
    body_timeout: Annotated[
        timedelta,
        Meta(description="How long a request body may take to arrive; then it gets 408."),
    ] = timedelta(minutes=1)
    trusted_proxies: Annotated[
        tuple[str, ...],
        Meta(
            description="Addresses or networks of proxies in front of the bank, `10.0.0.0/8`: what"
            " they say of where a request comes from counts; none: the header is not looked at."
        ),
    ] = ()
    forwarded_header: Annotated[
        Literal["X-Forwarded-For", "Forwarded"],
        Meta(
            description="The header in which they say it; the other one is not looked at, for they"
            " let it pass as it came."
        ),
    ] = "X-Forwarded-For"

    def __post_init__(self) -> None:
        """Refuse what is neither an address nor a network."""
        for each in self.trusted_proxies:
            try:
                ip_network(each)
            except ValueError:
                raise ValueError("trusted-proxies are addresses or networks") from None


class CorsSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Which web pages may call the bank from a browser."""

    allowed_origins: Annotated[
        tuple[str, ...], Meta(description="Origins, `https://app.example.com`; none: no page.")
    ] = ()


class RateLimitSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """How much one principal, or one address of strangers, may ask of one server process."""

    requests: Annotated[
        int | None,
        Meta(ge=1, description="Requests of one principal in a window; none: without limit."),
    ] = None
    strangers: Annotated[
        int,
        Meta(
            ge=0,
            description="Requests in a window from one address, of IPv6 from one /64, at the doors"
            " that are open to strangers: sign-in, registration, password reset, tokens; 0: without"
            " limit.",
        ),
    ] = 300
    window: Annotated[timedelta, Meta(description="Length of the window.")] = timedelta(minutes=1)
