"""People who sign in, and those who decide about others, in a bank before it is attacked.

Each operation that needs something of theirs gets the request that succeeds. All is done over HTTP;
what the bank sends them comes by mail.
"""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from tests.hostile.population import Population, euros, made
from tests.infrastructure.embedded_postgresql.scene import eventually
from tests.people_who_sign_in import code_of
from tests.signing import Client
from tests.smtp_server import LetterBox
from tests.software_authenticator import SoftwareAuthenticator

from bank.infrastructure.system.clock import SystemClock

PASSWORD, OTHER_PASSWORD = "a quiet harbour before dawn", "a loud harbour after dusk"
DOMAIN, ORIGIN = "newcomers.example.com", "http://localhost"
_CODE = re.compile(r"code is (\S+)\. It is")
_DUE_DILIGENCE = {
    "date_of_birth": "1985-12-10",
    "nationality": "GB",
    "address": {"street": "12 St James's Square", "city": "London", "country": "GB"},
    "tax_residence": "GB",
}
_names = count(1)

Example = tuple[Mapping[str, str], Any]
"""The values of parameters by name, and a body."""


@dataclass
class Newcomer:
    """Somebody who can sign in, and the client by which they are in."""

    customer: str
    email: str
    client: httpx.Client
    signed_in: dict[str, Any] = field(default_factory=dict)

    def signs_in(self, **more: Any) -> dict[str, Any]:
        """Show the password; they are in unless they have a second factor."""
        body = {"name": self.email, "password": PASSWORD, **more}
        self.takes(made(self.client, "/v1/sessions", body))
        return self.signed_in

    def takes(self, signed_in: dict[str, Any]) -> None:
        self.signed_in = signed_in
        if token := signed_in.get("access_token"):
            self.client.headers["Authorization"] = f"Bearer {token}"

    def has_recovery_codes(self) -> list[str]:
        codes: list[str] = made(self.client, "/v1/me/factors/recovery-codes", None)["codes"]
        return codes

    def begins_totp(self, name: str) -> dict[str, Any]:
        return made(self.client, "/v1/me/factors/totp", {"name": name})

    def has_totp(self, name: str) -> tuple[str, str]:
        """Enrol an authenticator, and give its id and its secret."""
        begun = self.begins_totp(name)
        now = {"code": code_of(begun["secret"], SystemClock().now())}
        made(self.client, f"/v1/me/factors/totp/{begun['id']}/confirm", now)
        return begun["id"], begun["secret"]


@dataclass
class Doorstep:
    """Where strangers stand, and the mail that they get; ``clients`` closes all of theirs."""

    url: str
    box: LetterBox
    secrets: list[str]
    clients: ExitStack = field(default_factory=ExitStack)

    def client(self, token: str | None = None) -> httpx.Client:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        client = httpx.Client(base_url=self.url, headers=headers, timeout=30.0)
        return self.clients.enter_context(client)

    def address(self, name: str) -> str:
        """Give an address of somebody's own, which no log may show."""
        address = f"{name}-{next(_names)}@{DOMAIN}"
        self.secrets.append(address)
        return address

    def code(self, email: str, *, letters: int = 1) -> str:
        """Read the code that was sent to an address last, after so many letters with one."""
        came = eventually(lambda: len(self._codes(email)) >= letters)
        assert came, f"nothing came to {email}"
        return self._codes(email)[-1]

    def begins(self, email: str) -> str:
        """Ask to be registered."""
        person = {"full_name": "Ada Lovelace", "email": email, "password": PASSWORD}
        begun: str = made(self.client(), "/v1/registrations", person)["id"]
        return begun

    def registers(self, name: str) -> Newcomer:
        """Have somebody registered of whom all is known, and signed in."""
        email = self.address(name)
        begun, client = self.begins(email), self.client()
        proof = {"code": self.code(email)}
        proved = made(client, f"/v1/registrations/{begun}/code", proof)
        newcomer = Newcomer(proved["customer_id"], email, client)
        newcomer.signs_in()
        made(client, "/v1/me/due-diligence", _DUE_DILIGENCE, method="PATCH")
        return newcomer

    def _codes(self, email: str) -> list[str]:
        letters = [each for each in self.box.letters if each["To"] == email]
        return [code for each in letters for code in _CODE.findall(" ".join(_words(each)))]


def _words(letter: Any) -> list[str]:
    words: list[str] = letter.get_content().split()
    return words


def strangers(door: Doorstep) -> dict[str, Example]:
    """Requests of whoever has not signed in."""
    loyal, careful, forgetful = (door.registers(each) for each in ("loyal", "careful", "forgetful"))
    codes, _ = careful.has_recovery_codes(), careful.has_totp("phone")
    door.secrets += [PASSWORD, *codes]
    attempt = careful.signs_in()["attempt_id"]
    forgotten = made(door.client(), "/v1/password-resets", {"email": forgetful.email})["id"]
    arriving = door.address("arriving")
    begun = door.begins(arriving)
    person = {"full_name": "Ada Lovelace", "email": door.address("new"), "password": PASSWORD}
    reset = {"code": door.code(forgetful.email, letters=2), "password": OTHER_PASSWORD}
    grant = {"grant_type": "refresh_token", "refresh_token": loyal.signed_in["refresh_token"]}
    return {
        "beginSession": ({}, {"name": loyal.email, "password": PASSWORD, "session": "app"}),
        "beginPasskeySession": ({}, {"session": "app"}),
        "finishSession": (
            {"attempt_id": attempt},
            {"kind": "recovery_code", "proof": {"code": codes[0]}},
        ),
        "beginRegistration": ({}, person),
        "proveRegistration": ({"registration_id": begun}, {"code": door.code(arriving)}),
        "beginPasswordReset": ({}, {"email": loyal.email}),
        "finishPasswordReset": ({"reset_id": forgotten}, reset),
        "issueTokens": ({}, grant),
        "revokeToken": ({}, {"token": forgetful.signed_in["refresh_token"]}),
    }


def letting_in(door: Doorstep, office: httpx.Client) -> dict[str, Example]:
    """Requests about customers who come to sign in, and who leave; ``office`` is any system's."""
    invited, waiting, leaving, gone = (_customer(door, office) for _ in range(4))
    made(office, f"/v1/customers/{invited[0]}/invitation", None)
    made(office, f"/v1/customers/{gone[0]}/deactivate", None)
    taken = {"code": door.code(invited[1]), "password": PASSWORD}
    return {
        "acceptInvitation": ({}, taken),
        "inviteCustomer": ({"customer_id": waiting[0]}, None),
        "addCustomerUser": ({"customer_id": waiting[0]}, {"email": door.address("user")}),
        "deactivateCustomer": ({"customer_id": leaving[0]}, None),
        "eraseCustomer": ({"customer_id": gone[0]}, None),
        **_letting_out(door, office),
    }


def taking_by_passkey(door: Doorstep, office: httpx.Client) -> dict[str, Example]:
    """Requests of those who take an invitation by a passkey: to begin, and to bring one."""
    beginning, bringing = (_customer(door, office) for _ in range(2))
    for invited in (beginning, bringing):
        made(office, f"/v1/customers/{invited[0]}/invitation", None)
    named = {"account_name": f"grace@{DOMAIN}"}
    shown = {"code": door.code(bringing[1])}
    begun = made(door.client(), "/v1/registrations/invited/passkey", {**shown, **named})
    credential = SoftwareAuthenticator(origin=ORIGIN, credential=b"grace's").make(begun["options"])
    return {
        "beginInvitedPasskey": ({}, {"code": door.code(beginning[1]), **named}),
        "acceptInvitationWithPasskey": (
            {},
            {**shown, "name": "blue key", "credential": credential},
        ),
    }


def _letting_out(door: Doorstep, office: httpx.Client) -> dict[str, Example]:
    """Requests about who acts for a customer, and whether they are let in."""
    firm, to_lock, locked = (_customer(door, office)[0] for _ in range(3))
    user = made(office, f"/v1/customers/{firm}/users", {"email": door.address("clerk")})["subject"]
    made(office, f"/v1/customers/{locked}/lock", {"reason": "other"})
    organisation = _customer(door, office, kind="organisation")[0]
    return {
        "listCustomerUsers": ({"customer_id": firm}, None),
        "removeCustomerUser": ({"customer_id": firm, "subject": user}, None),
        "lockCustomer": ({"customer_id": to_lock}, {"reason": "device_lost"}),
        "unlockCustomer": ({"customer_id": locked}, {}),
        "endCustomerSessions": ({"customer_id": firm}, None),
        "shutOutTokenHolder": ({}, {"subject": "sso|f3a1"}),
        "letInTokenHolder": ({}, {"subject": "sso|f3a1"}),
        "getCustomerDueDiligence": ({"customer_id": firm}, None),
        "giveCustomerDueDiligence": ({"customer_id": firm}, {"tax_residence": "GB"}),
        "getOrganisationData": ({"customer_id": organisation}, None),
        "giveOrganisationData": ({"customer_id": organisation}, {"country": "DE"}),
        **_changing(door, office),
    }


def _changing(door: Doorstep, office: httpx.Client) -> dict[str, Example]:
    """Requests that change a customer as they were read, of whom nothing else is asked."""
    reached, named, known = (_customer(door, office)[0] for _ in range(3))
    organisation = _customer(door, office, kind="organisation")[0]
    read = {"If-Match": '"1"'}
    return {
        "changeCustomersContact": ({"customer_id": reached, **read}, {"phone": "+442079460000"}),
        "renameCustomer": ({"customer_id": named, **read}, {"full_name": "Grace Murray Hopper"}),
        "changeCustomerDueDiligence": ({"customer_id": known, **read}, {"tax_residence": "FR"}),
        "changeOrganisationData": ({"customer_id": organisation, **read}, {"country": "FR"}),
    }


def _customer(door: Doorstep, office: httpx.Client, *, kind: str = "person") -> tuple[str, str]:
    email = door.address("customer")
    party = {"kind": kind, "full_name": "Grace Hopper", "email": email}
    return made(office, "/v1/customers", party)["id"], email


def deciding(
    door: Doorstep, administrator: httpx.Client, teller: httpx.Client, people: Population
) -> dict[str, Example]:
    """Requests about staff, clients, the policy and lost factors, asked for by somebody else."""

    def joining(role: str) -> dict[str, Any]:
        return {"email": door.address("clerk"), "roles": [role], "branch": "main"}

    people.members += [made(administrator, "/v1/staff", joining("teller"))["id"] for _ in range(2)]
    people.clients += [
        made(administrator, "/v1/clients", _client(f"ledger-{number}"))["id"] for number in range(3)
    ]
    lost = [door.registers("lost").customer for _ in range(3)]
    people.resets += [
        made(teller, "/v1/factor-resets", {"subject": each})["id"] for each in lost[:2]
    ]
    member, client = {"member_id": people.members[0]}, {"client_id": people.clients[0]}
    change = {"change": "allow", "role": "teller", "action": "limit.set"}
    limit = {"role": "teller", "amount": euros("5000.00")}
    return {
        "registerStaffMember": ({}, joining("auditor")),
        "getStaffMember": (member, None),
        "changeStaffMember": ({"member_id": people.members[1]}, {"roles": ["auditor"]}),
        "registerClient": ({}, _client("payroll")),
        "getClient": (client, None),
        "changeClientKeys": (client, {"jwks": Client("ledger-0").jwks}),
        "deactivateClient": ({"client_id": people.clients[2]}, None),
        "changePolicy": ({}, {"if_version": 0, "changes": [change], "limits": [limit]}),
        "getPolicyVersion": ({"version": "0"}, None),
        "requestFactorReset": ({}, {"subject": lost[2]}),
        "confirmFactorReset": ({"reset_id": people.resets[0]}, None),
        "stopFactorReset": ({"reset_id": people.resets[1]}, None),
    }


def _client(name: str) -> dict[str, Any]:
    return {"client_id": name, "roles": ["auditor"], "jwks": Client(name).jwks}


def waiting(maker: httpx.Client, own: httpx.Client, people: Population) -> dict[str, Example]:
    """Requests about acts that wait: somebody else's, and one of the attacker's ``own``."""

    def waits(client: httpx.Client) -> str:
        payer, payee = people.accounts[1:3]
        order = {
            "debit_account_id": payer,
            "credit_account_id": payee,
            "amount": euros("600000.00"),
        }
        approval: str = made(client, "/v1/transfers", order)["approval_id"]
        return approval

    people.approvals += [waits(maker), waits(maker), waits(own)]
    approved, rejected, withdrawn = ({"approval_id": each} for each in people.approvals)
    return {
        "getApproval": (approved, None),
        "approveAct": (approved, None),
        "rejectAct": (rejected, {"reason": "too much"}),
        "withdrawAct": (withdrawn, None),
    }
