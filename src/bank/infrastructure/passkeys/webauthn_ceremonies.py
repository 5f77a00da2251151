"""Registration and authentication by passkey, over the `webauthn` library."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    options_to_json_dict,
    parse_client_data_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bank.application.identity.factors.passkey_ceremonies import (
    MadeCredential,
    PasskeyCeremonies,
    PasskeyUser,
    ShownCredential,
    Signature,
)
from bank.domain.passkeys import CHALLENGE_LIFETIME

_ALGORITHMS: Final = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_TIMEOUT_MS: Final = int(CHALLENGE_LIFETIME.total_seconds() * 1000)
_CREDENTIAL_BYTES_MAX: Final = 1023
"""The longest credential id that the specification allows."""

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelyingParty:
    """As whom the bank asks: a domain, its name for people, and the origins of its own pages."""

    id: str
    name: str
    origins: tuple[str, ...]


class WebauthnCeremonies(PasskeyCeremonies):
    """Asks for passkeys that know their user, verify them, and say nothing of their maker."""

    def __init__(self, party: RelyingParty) -> None:
        """Take as whom to ask."""
        self._party = party

    def registration(
        self, challenge: bytes, user: PasskeyUser, known: Sequence[bytes]
    ) -> Mapping[str, Any]:
        """Give the options of a registration."""
        options = generate_registration_options(
            rp_id=self._party.id,
            rp_name=self._party.name,
            user_id=user.handle,
            user_name=user.name,
            challenge=challenge,
            timeout=_TIMEOUT_MS,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
            supported_pub_key_algs=_ALGORITHMS,
        )
        return options_to_json_dict(options)

    def made(self, answer: Mapping[str, Any], challenge: bytes) -> MadeCredential | None:
        """Verify the answer to a registration."""
        return _unless_hostile(lambda: self._made(dict(answer), challenge))

    def authentication(self, challenge: bytes, allowed: Sequence[bytes]) -> Mapping[str, Any]:
        """Give the options of a signature."""
        options = generate_authentication_options(
            rp_id=self._party.id,
            challenge=challenge,
            timeout=_TIMEOUT_MS,
            allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in allowed],
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json_dict(options)

    def shown(self, answer: Mapping[str, Any]) -> ShownCredential | None:
        """Read which credential answered."""
        return _unless_hostile(lambda: _shown(answer))

    def signed(
        self, answer: Mapping[str, Any], challenge: bytes, public_key: bytes
    ) -> Signature | None:
        """Verify a signature."""
        return _unless_hostile(lambda: self._signed(dict(answer), challenge, public_key))

    def _made(self, answer: dict[str, Any], challenge: bytes) -> MadeCredential | None:
        verified = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=self._party.id,
            expected_origin=list(self._party.origins),
            require_user_verification=True,
            supported_pub_key_algs=_ALGORITHMS,
        )
        if _is_framed(answer) or len(verified.credential_id) > _CREDENTIAL_BYTES_MAX:
            return None
        return MadeCredential(
            credential=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            aaguid=UUID(verified.aaguid),
            is_synced=verified.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
            is_backed_up=verified.credential_backed_up,
        )

    def _signed(
        self, answer: dict[str, Any], challenge: bytes, public_key: bytes
    ) -> Signature | None:
        verified = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=self._party.id,
            expected_origin=list(self._party.origins),
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        if _is_framed(answer):
            return None
        return Signature(verified.new_sign_count, verified.credential_backed_up)


def _shown(answer: Mapping[str, Any]) -> ShownCredential | None:
    credential = base64url_to_bytes(answer["rawId"])
    if len(credential) > _CREDENTIAL_BYTES_MAX:
        return None
    handle = answer["response"].get("userHandle")
    return ShownCredential(credential, None if handle is None else base64url_to_bytes(handle))


def _is_framed(answer: Mapping[str, Any]) -> bool:
    """Whether the page stood inside another site's."""
    data = parse_client_data_json(base64url_to_bytes(answer["response"]["clientDataJSON"]))
    return bool(data.cross_origin)


def _unless_hostile(read: Callable[[], _Read]) -> _Read | None:
    """Give what was read. Bytes of a stranger's own making may break the library in any way."""
    try:
        return read()
    except Exception:  # noqa: BLE001 - whatever it was, it verified nothing
        return None
