"""The settings of passwords and of one-time codes."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from bank.bootstrap.configuration import ConfigFile


class PasswordsSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """How passwords are hashed, and which are refused."""

    hashing_threads: Annotated[
        int,
        Meta(
            ge=1,
            le=64,
            description="How many passwords one server process hashes at once; each takes a"
            " processor for some 30 ms and 19 MiB.",
        ),
    ] = 2
    waiting_max: Annotated[
        int, Meta(ge=0, description="How many more may wait; beyond it, 503 with Retry-After.")
    ] = 64
    common_list: Annotated[
        ConfigFile,
        Meta(
            description="Passwords that everybody thinks of, one a line, beside the common ones"
            " that the bank knows already."
        ),
    ] = ConfigFile(Path("common-passwords.txt"))
    bank_words: Annotated[
        tuple[str, ...],
        Meta(
            description="Words that whoever guesses here tries first, such as names of branches or"
            " products: they count for nothing in a password. The bank's name and address, and the"
            " codes of its products, always do."
        ),
    ] = ()
    breached_list: Annotated[
        Path | None,
        Meta(
            description="File of SHA-1 digests of stolen passwords in rising order: 20 bytes each,"
            " or lines of `HEX` or `HEX:count`; none: the common ones alone."
        ),
    ] = None
    legacy_hashes: Annotated[
        bool,
        Meta(
            description="Whether a migrated user store's `{noop}`, `{MD5}`, `{SHA-1}`, `{SHA-256}`"
            " and `{ldap}` are accepted, once each; they are no protection where they lie."
        ),
    ] = False
    slowest_comparison: Annotated[
        timedelta,
        Meta(
            description="How long the slowest hash of a migrated user store takes to compare: a"
            " refused sign-in takes as long for everybody, five seconds at most. A server process"
            " learns what takes longer by itself, when it meets it."
        ),
    ] = timedelta(0)


class OneTimeCodesSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """One-time codes of authenticators."""

    issuer: Annotated[str, Meta(min_length=1, description="What authenticators call the bank.")] = (
        "Bank"
    )
    steps_off: Annotated[
        int,
        Meta(
            ge=0,
            le=1,
            description="How many steps of thirty seconds an authenticator's clock may be behind"
            " or ahead; with 0 a code is good while it is shown, and not a second longer.",
        ),
    ] = 1
