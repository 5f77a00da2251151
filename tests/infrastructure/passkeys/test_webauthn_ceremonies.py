"""What browsers are asked, and which of their answers hold."""

from typing import Any

import pytest
from tests.software_authenticator import AAGUID, SoftwareAuthenticator, decoded, encoded

from bank.application.identity.factors.passkey_ceremonies import (
    MadeCredential,
    PasskeyUser,
    ShownCredential,
    Signature,
)
from bank.infrastructure.passkeys.webauthn_ceremonies import RelyingParty, WebauthnCeremonies

PARTY = RelyingParty(
    id="bank.example", name="Bank", origins=("https://bank.example", "https://app.bank.example")
)
CEREMONIES = WebauthnCeremonies(PARTY)
ADA = PasskeyUser(handle=b"a handle", name="ada@example.com")
CHALLENGE, OTHER = bytes(range(32)), bytes(32)

Flaw = dict[str, Any]
FLAWS: dict[str, tuple[Flaw, Flaw]] = {
    "another origin": ({"origin": "https://bank.example.evil.example"}, {}),
    "the origin in the clear": ({"origin": "http://bank.example"}, {}),
    "another relying party": ({"relying_party": "evil.example"}, {}),
    "another challenge": ({}, {"challenge": encoded(OTHER)}),
    "no challenge": ({}, {"challenge": ""}),
    "a user who was not verified": ({"verifies": False}, {}),
    "a user who was not there": ({"present": False}, {}),
    "a page within another site's": ({"framed": True}, {}),
}


def _made(authenticator: SoftwareAuthenticator) -> MadeCredential:
    options = CEREMONIES.registration(CHALLENGE, ADA, [])
    made = CEREMONIES.made(authenticator.make(options), CHALLENGE)
    assert made is not None
    return made


def test_a_registration_asks_for_a_verified_user_and_says_nothing_of_who_it_is() -> None:
    options = CEREMONIES.registration(CHALLENGE, ADA, [b"old"])
    assert options["rp"] == {"id": "bank.example", "name": "Bank"}
    assert decoded(options["user"]["id"]) == b"a handle"
    assert options["user"]["name"] == "ada@example.com"
    assert decoded(options["challenge"]) == CHALLENGE
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["attestation"] == "none"
    assert options["timeout"] == 300_000
    assert [decoded(each["id"]) for each in options["excludeCredentials"]] == [b"old"]
    assert [each["alg"] for each in options["pubKeyCredParams"]] == [-7, -8, -257]


def test_a_signature_is_asked_of_the_known_passkeys_or_of_whichever() -> None:
    options = CEREMONIES.authentication(CHALLENGE, [b"one", b"two"])
    assert options["rpId"] == "bank.example"
    assert options["userVerification"] == "required"
    assert decoded(options["challenge"]) == CHALLENGE
    assert [decoded(each["id"]) for each in options["allowCredentials"]] == [b"one", b"two"]
    assert CEREMONIES.authentication(CHALLENGE, [])["allowCredentials"] == []


@pytest.mark.parametrize("origin", PARTY.origins)
@pytest.mark.parametrize("synced", [False, True])
def test_a_new_passkey_tells_its_key_and_what_it_is(origin: str, synced: bool) -> None:
    authenticator = SoftwareAuthenticator(origin=origin, synced=synced, sign_count=3)
    made = _made(authenticator)
    assert made.credential == authenticator.credential
    assert made.aaguid.bytes == AAGUID
    assert (made.sign_count, made.is_synced, made.is_backed_up) == (3, synced, synced)


def test_a_signature_tells_its_count() -> None:
    authenticator = SoftwareAuthenticator(sign_count=6)
    made = _made(authenticator)
    answer = authenticator.sign(CEREMONIES.authentication(CHALLENGE, []))
    shown = CEREMONIES.shown(answer)
    assert shown == ShownCredential(authenticator.credential, b"a handle")
    assert CEREMONIES.signed(answer, CHALLENGE, made.public_key) == Signature(7, is_backed_up=False)


def test_a_passkey_need_not_say_whose_it_is() -> None:
    authenticator = SoftwareAuthenticator(says_whose=False)
    answer = authenticator.sign(CEREMONIES.authentication(CHALLENGE, []))
    assert CEREMONIES.shown(answer) == ShownCredential(authenticator.credential, None)


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flawed_registration_makes_no_passkey(flaw: str) -> None:
    of_authenticator, of_client = FLAWS[flaw]
    options = CEREMONIES.registration(CHALLENGE, ADA, [])
    answer = SoftwareAuthenticator(**of_authenticator).make(options, **of_client)
    assert CEREMONIES.made(answer, CHALLENGE) is None


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flawed_signature_does_not_hold(flaw: str) -> None:
    authenticator = SoftwareAuthenticator()
    made = _made(authenticator)
    of_authenticator, of_client = FLAWS[flaw]
    for name, value in of_authenticator.items():
        setattr(authenticator, name, value)
    answer = authenticator.sign(CEREMONIES.authentication(CHALLENGE, []), **of_client)
    assert CEREMONIES.signed(answer, CHALLENGE, made.public_key) is None


def test_a_signature_by_another_key_or_altered_does_not_hold() -> None:
    authenticator = SoftwareAuthenticator()
    made = _made(authenticator)
    options = CEREMONIES.authentication(CHALLENGE, [])
    answer = authenticator.sign(options)
    stranger = SoftwareAuthenticator().sign(options)
    assert CEREMONIES.signed(stranger, CHALLENGE, made.public_key) is None
    for part in ("signature", "authenticatorData", "clientDataJSON"):
        altered = bytearray(decoded(answer["response"][part]))
        altered[-2] ^= 1
        response = answer["response"] | {part: encoded(bytes(altered))}
        assert (
            CEREMONIES.signed(answer | {"response": response}, CHALLENGE, made.public_key) is None
        )
    assert CEREMONIES.signed(answer, CHALLENGE, made.public_key) is not None


def test_a_registration_is_no_signature_and_the_other_way_round() -> None:
    authenticator = SoftwareAuthenticator()
    made = _made(authenticator)
    options = CEREMONIES.registration(CHALLENGE, ADA, [])
    asked = CEREMONIES.authentication(CHALLENGE, [])
    assert CEREMONIES.made(authenticator.make(options, type="webauthn.get"), CHALLENGE) is None
    signed = authenticator.sign(asked, type="webauthn.create")
    assert CEREMONIES.signed(signed, CHALLENGE, made.public_key) is None
    assert CEREMONIES.made(authenticator.sign(asked), CHALLENGE) is None


HOSTILE: list[Any] = [
    {},
    {"id": None, "rawId": 7, "type": [], "response": {}},
    {"id": "AA", "rawId": "AA", "type": "public-key", "response": None},
    {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "!"}},
    {"id": "é", "rawId": "é", "type": "public-key", "response": {"userHandle": 3}},
]


@pytest.mark.parametrize("answer", HOSTILE)
def test_an_answer_of_any_other_shape_holds_nothing(answer: Any) -> None:
    assert CEREMONIES.made(answer, CHALLENGE) is None
    assert CEREMONIES.signed(answer, CHALLENGE, b"no key") is None
    CEREMONIES.shown(answer)


def test_bytes_cut_short_anywhere_hold_nothing() -> None:
    options = CEREMONIES.registration(CHALLENGE, ADA, [])
    answer = SoftwareAuthenticator().make(options)
    whole = decoded(answer["response"]["attestationObject"])
    for length in range(0, len(whole), 7):
        response = answer["response"] | {"attestationObject": encoded(whole[:length])}
        assert CEREMONIES.made(answer | {"response": response}, CHALLENGE) is None


def test_a_credential_id_longer_than_the_specification_allows_is_refused() -> None:
    options = CEREMONIES.registration(CHALLENGE, ADA, [])
    authenticator = SoftwareAuthenticator(credential=bytes(1024))
    assert CEREMONIES.made(authenticator.make(options), CHALLENGE) is None
    assert CEREMONIES.shown(authenticator.sign({"rpId": "bank.example", **options})) is None
