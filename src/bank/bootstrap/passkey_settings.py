"""The settings of passkeys."""

from typing import Annotated

from msgspec import Meta, Struct


class PasskeysSettings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """As whom the bank asks browsers for passkeys."""

    relying_party_id: Annotated[
        str | None,
        Meta(
            min_length=1,
            description="The domain that passkeys belong to, for ever; none: the host of"
            " `bank.tokens.issuer`, or `localhost` where that is the machine itself.",
        ),
    ] = None
    relying_party_name: Annotated[
        str, Meta(min_length=1, description="The bank's name, as browsers show it.")
    ] = "Bank"
    origins: Annotated[
        tuple[str, ...],
        Meta(
            description="Origins of the bank's own pages and apps, `https://app.example.com`,"
            " `android:apk-key-hash:…`; none: the origin of `bank.tokens.issuer`."
        ),
    ] = ()
