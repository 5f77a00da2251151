"""The settings of notices, and of the codes that prove an address."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bank.bootstrap.configuration import Secret


class SmtpSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """The SMTP server that takes e-mail."""

    host: Annotated[str, Meta(min_length=1, description="Its name.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="Its port.")] = 587
    security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(description="How the connection is kept private; nothing falls back to less."),
    ] = "starttls"
    user: Annotated[str | None, Meta(description="Whom to sign in as; none: not at all.")] = None
    password: Annotated[Secret | None, Meta(description="The user's password.")] = None
    sender: Annotated[
        str, Meta(min_length=3, description="The address that messages come from.")
    ] = "bank@localhost.localdomain"
    trusted_certificates: Annotated[
        Path | None, Meta(description="PEM file of authorities; none: the machine's.")
    ] = None


class RegistrationSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """How people become customers by themselves, and are forgotten."""

    branch: Annotated[
        str, Meta(min_length=1, description="Branch of those who register by themselves.")
    ] = "main"
    retention: Annotated[
        timedelta,
        Meta(
            description="How long what is known of a customer is kept after they have left; only"
            " then they can be erased."
        ),
    ] = timedelta(days=3653)


class NoticesSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """What customers and staff are told about their own security."""

    channel: Annotated[
        Literal["none", "console", "smtp"],
        Meta(
            description="How e-mail goes. `none`: nothing is sent, and what is to be told is kept"
            " until it is too old. `console` writes it to standard output, codes and all, for"
            " development; short messages as well, until a plugin carries them. The profile `demo`"
            " sets that."
        ),
    ] = "none"
    smtp: SmtpSettings = SmtpSettings()
