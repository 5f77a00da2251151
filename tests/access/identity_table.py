"""Who may sign in, and do what to how people and services sign in."""

from collections.abc import Mapping
from datetime import timedelta

from tests.access.access import Access
from tests.access.world import Things
from tests.interfaces.http.scene import House
from tests.signing import Client

from bank.application.identity.challenges.challenges import Challenges
from bank.application.identity.devices.devices import Devices
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import SessionDesk, SessionOrder
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scope
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.challenges import Challenge, Ordered
from bank.domain.principals import Principal
from bank.domain.sessions import SessionKind

PEOPLE = "customer teller branch_manager compliance_officer auditor administrator"
WATCHERS = "compliance_officer auditor administrator"
CODE = {"code": "000000"}
NOT_ABOUT_ONESELF = {
    "branch_manager own": "own_account",
    "compliance_officer own": "own_account",
    "service_account own": "own_account",
}


async def _device(house: House, things: Things) -> None:
    async with house.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        owner = await _principal(scope, things)
        now = house.bank.clock.now()
        device = await (await scope.get(Devices)).add(owner.row, "phone", now)
        await (await scope.get(UnitOfWork)).commit()
    things.names["device_id"] = str(device.id)


async def _session(house: House, things: Things) -> None:
    async with house.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        owner = await _principal(scope, things)
        order = SessionOrder(principal=owner, kind=SessionKind.BROWSER, assurance=1)
        opened = await (await scope.get(SessionDesk)).open(order, house.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()
    things.names["session_id"] = str(opened.id)


async def _challenge(house: House, things: Things) -> None:
    now = house.bank.clock.now()
    async with house.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        owner = await _principal(scope, things)
        waiting = Challenge(
            id=house.bank.ids.new(),
            principal=owner.row,
            action="transfer.post",
            key=house.bank.ids.new(),
            bound=b"what is bound",
            ordered=Ordered(amount_minor=100, currency="EUR", payee=things["payee"]),
            created_at=now,
            expires_at=now + timedelta(minutes=5),
        )
        await (await scope.get(Challenges)).put(waiting)
        await (await scope.get(UnitOfWork)).commit()
    things.names["challenge_id"] = str(waiting.id)


async def _principal(scope: Scope, things: Things) -> Principal:
    found = await (await scope.get(Principals)).find(things.subject)
    assert found is not None
    return found


async def _passkey(house: House, things: Things) -> None:
    answer = await house.call(
        "POST",
        "/v1/me/factors/passkeys",
        {"account_name": "ada"},
        role="customer",
        subject=things.subject,
    )
    assert answer.is_success, answer.text
    things.names["passkey_id"] = answer.json()["id"]


async def _authenticator(house: House, things: Things) -> None:
    answer = await house.call(
        "POST",
        "/v1/me/factors/totp",
        {"name": "phone"},
        role="customer",
        subject=things.subject,
    )
    assert answer.is_success, answer.text
    things.names["factor_id"] = answer.json()["id"]


async def _contact_change(house: House, things: Things) -> None:
    phone = {"phone": "+442079460000"}
    begun = await house.call(
        "POST", "/v1/me/contacts", phone, role="customer", subject=things.subject
    )
    assert begun.is_success, begun.text
    things.names["change_id"] = begun.json()["id"]


async def _member(house: House, things: Things) -> None:
    body = {"email": f"{things.subject}@bank.example", "roles": ["teller"]}
    joined = await house.call("POST", "/v1/staff", body, role="administrator")
    assert joined.is_success, joined.text
    things.names["member_id"] = joined.json()["id"]


async def _client(house: House, things: Things) -> None:
    name = f"client-of-{things.subject}"
    body = {"client_id": name, "roles": ["auditor"], "jwks": Client().jwks}
    made = await house.call("POST", "/v1/clients", body, role="administrator")
    things.names["client_id"] = made.headers["location"].rpartition("/")[2]


async def _reset(house: House, things: Things) -> None:
    body = {"subject": things.subject}
    asked = await house.call("POST", "/v1/factor-resets", body, role="teller", subject="dora")
    things.names["reset_id"] = asked.json()["id"]


TABLE: Mapping[str, Access] = {
    # Strangers.
    "beginSession": Access(
        public=True, body=lambda *_: {"name": "x", "password": "y"}, let_in="sign_in_failed"
    ),
    "beginPasskeySession": Access(public=True, body=lambda *_: {}),
    "finishSession": Access(
        public=True,
        path={"attempt_id": "customer"},
        body=lambda *_: {"kind": "totp", "proof": CODE},
        let_in="sign_in_attempt_over",
    ),
    "beginRegistration": Access(
        public=True,
        body=lambda *_: {
            "full_name": "Eve",
            "email": "eve@example.com",
            "password": "a pass phrase of five words",
        },
    ),
    "proveRegistration": Access(
        public=True,
        path={"registration_id": "customer"},
        body=lambda *_: CODE,
        let_in="code_invalid",
    ),
    "acceptInvitation": Access(
        public=True,
        body=lambda *_: {"code": "x" * 30, "password": "a pass phrase of five words"},
        let_in="code_invalid",
    ),
    "beginInvitedPasskey": Access(
        public=True,
        body=lambda *_: {"code": "x" * 30, "account_name": "ada@example.com"},
        let_in="code_invalid",
    ),
    "acceptInvitationWithPasskey": Access(
        public=True,
        body=lambda *_: {"code": "x" * 30, "name": "laptop", "credential": {}},
        let_in="code_invalid",
    ),
    "beginPasswordReset": Access(public=True, body=lambda *_: {"email": "ada@example.com"}),
    "finishPasswordReset": Access(
        public=True,
        path={"reset_id": "customer"},
        body=lambda *_: {**CODE, "password": "a pass phrase of five words"},
        let_in="code_invalid",
    ),
    "issueTokens": Access(public=True, let_in="invalid_request"),
    "revokeToken": Access(public=True, let_in="invalid_request"),
    # Oneself.
    "getMe": Access(one_factor=True, to=f"{PEOPLE} service_account"),
    "changePassword": Access(
        spends=True,
        to=PEOPLE,
        body=lambda *_: {"current_password": "x", "new_password": "a pass phrase of five words"},
    ),
    "beginContactChange": Access(to=PEOPLE, body=lambda *_: {"email": "eve@example.com"}),
    "changeContact": Access(
        to=PEOPLE, prepare=_contact_change, body=lambda *_: CODE, let_in="code_invalid"
    ),
    "getDueDiligence": Access(to=PEOPLE),
    "giveDueDiligence": Access(to=PEOPLE, body=lambda *_: {"nationality": "DE"}),
    "getPaymentThreshold": Access(to=PEOPLE),
    "setPaymentThreshold": Access(to=PEOPLE, body=lambda *_: {"currency": "EUR", "amount": "5.00"}),
    "listFactors": Access(one_factor=True, to=PEOPLE),
    "enrolTotp": Access(one_factor=True, to=PEOPLE, body=lambda *_: {"name": "phone"}),
    "confirmTotp": Access(
        one_factor=True,
        own=PEOPLE,
        hidden="factor_not_found",
        prepare=_authenticator,
        body=lambda *_: CODE,
        let_in="wrong_code",
    ),
    "enrolPasskey": Access(one_factor=True, to=PEOPLE, body=lambda *_: {"account_name": "ada"}),
    "confirmPasskey": Access(
        one_factor=True,
        own=PEOPLE,
        hidden="passkey_challenge_not_found",
        prepare=_passkey,
        body=lambda *_: {"name": "key", "credential": {}},
        let_in="passkey_not_verified",
    ),
    "removeFactor": Access(
        spends=True, own=PEOPLE, hidden="factor_not_found", prepare=_authenticator
    ),
    "renewRecoveryCodes": Access(one_factor=True, to=PEOPLE),
    "listDevices": Access(to=PEOPLE),
    "renameDevice": Access(
        own=PEOPLE, hidden="device_not_found", prepare=_device, body=lambda *_: {"name": "mine"}
    ),
    "removeDevice": Access(spends=True, own=PEOPLE, hidden="device_not_found", prepare=_device),
    "listMySessions": Access(one_factor=True, to=PEOPLE),
    "endMySession": Access(
        one_factor=True, own=PEOPLE, hidden="session_not_found", prepare=_session, spends=True
    ),
    "endMyOtherSessions": Access(one_factor=True, to=PEOPLE, let_in="no_session"),
    "signOut": Access(one_factor=True, to=PEOPLE, let_in="no_session"),
    "getSessionProof": Access(one_factor=True, to=PEOPLE, let_in="no_session"),
    "proveSession": Access(
        one_factor=True,
        to=PEOPLE,
        body=lambda *_: {"factor": {"kind": "totp", "proof": CODE}},
        let_in="no_session",
    ),
    "getChallenge": Access(own=PEOPLE, hidden="challenge_not_found", prepare=_challenge),
    "confirmChallenge": Access(
        own=PEOPLE,
        hidden="challenge_not_found",
        prepare=_challenge,
        body=lambda *_: {"kind": "totp", "proof": CODE},
        let_in="challenge_failed",
        spends=True,
    ),
    # Customers as they sign in.
    "inviteCustomer": Access(
        to="teller branch_manager service_account", path={"customer_id": "customer"}
    ),
    "addCustomerUser": Access(
        to="branch_manager service_account",
        path={"customer_id": "customer"},
        body=lambda *_: {"email": "eve@example.com"},
    ),
    "getOrganisationData": Access(
        to="teller branch_manager compliance_officer auditor service_account",
        path={"customer_id": "customer"},
        let_in="not_an_organisation",
    ),
    "giveOrganisationData": Access(
        to="teller branch_manager service_account",
        path={"customer_id": "customer"},
        body=lambda *_: {"country": "DE"},
        let_in="not_an_organisation",
    ),
    "changeOrganisationData": Access(
        to="teller branch_manager service_account",
        path={"customer_id": "customer"},
        as_read=True,
        body=lambda *_: {"country": "FR"},
        let_in="not_an_organisation",
    ),
    "getCustomerDueDiligence": Access(
        to="teller branch_manager compliance_officer auditor service_account",
        path={"customer_id": "customer"},
        branch="main",
    ),
    "giveCustomerDueDiligence": Access(
        to="teller branch_manager service_account",
        path={"customer_id": "customer"},
        body=lambda *_: {"tax_residence": "GB"},
        branch="main",
    ),
    "changeCustomerDueDiligence": Access(
        to="teller branch_manager service_account",
        path={"customer_id": "customer"},
        as_read=True,
        body=lambda *_: {"tax_residence": "FR"},
        branch="main",
    ),
    "listCustomerUsers": Access(
        to="teller branch_manager compliance_officer auditor service_account",
        path={"customer_id": "customer"},
    ),
    "removeCustomerUser": Access(
        to="branch_manager service_account",
        path={"customer_id": "customer", "subject": "customer"},
        let_in="user_is_the_customer",
        besides={"branch_manager own": "own_account", "service_account own": "own_account"},
    ),
    "lockCustomer": Access(
        to="branch_manager compliance_officer service_account",
        path={"customer_id": "customer"},
        body=lambda *_: {"reason": "credentials_stolen"},
        besides=NOT_ABOUT_ONESELF,
        spends=True,
    ),
    "unlockCustomer": Access(
        to="branch_manager compliance_officer",
        path={"customer_id": "customer"},
        body=lambda *_: {},
        let_in="principal_not_locked",
        besides={
            "branch_manager own": "own_account",
            "compliance_officer own": "own_account",
        },
    ),
    "endCustomerSessions": Access(
        to="branch_manager compliance_officer administrator service_account",
        path={"customer_id": "customer"},
    ),
    "endEverybodysSessions": Access(to="administrator operator"),
    "shutOutTokenHolder": Access(
        to="administrator operator", body=lambda *_: {"subject": "sso|f3a1"}
    ),
    "letInTokenHolder": Access(
        to="administrator operator", body=lambda *_: {"subject": "sso|f3a1"}
    ),
    "deactivateCustomer": Access(
        to="branch_manager service_account",
        path={"customer_id": "customer"},
        let_in="customer_has_accounts",
    ),
    "eraseCustomer": Access(
        to="branch_manager",
        path={"customer_id": "customer"},
        let_in="customer_not_deactivated",
    ),
    "listFactorResets": Access(to="teller branch_manager administrator"),
    "getFactorReset": Access(
        to="teller branch_manager",
        own=PEOPLE,
        hidden="factor_reset_not_found",
        prepare=_reset,
    ),
    "requestFactorReset": Access(
        spends=True,
        to="teller branch_manager administrator",
        body=lambda _, things: {"subject": things.subject},
        besides={
            "teller own": "second_person_needed",
            "branch_manager own": "second_person_needed",
            "administrator own": "principal_not_found",
            "administrator foreign": "principal_not_found",
        },
    ),
    "confirmFactorReset": Access(
        to="branch_manager administrator",
        prepare=_reset,
        besides={
            "branch_manager own": "second_person_needed",
            "administrator own": "second_person_needed",
            "administrator foreign": "factor_reset_not_found",
        },
    ),
    "stopFactorReset": Access(
        spends=True,
        to="teller branch_manager",
        own=PEOPLE,
        hidden="factor_reset_not_found",
        prepare=_reset,
    ),
    # Services and staff.
    "listClients": Access(to=WATCHERS),
    "getClient": Access(to=WATCHERS, prepare=_client),
    "registerClient": Access(
        spends=True,
        to="administrator",
        body=lambda *_: {"roles": ["auditor"], "client_id": "erp-service", "jwks": Client().jwks},
    ),
    "changeClientKeys": Access(
        to="administrator", prepare=_client, body=lambda *_: {"jwks": Client().jwks}
    ),
    "deactivateClient": Access(to="administrator", prepare=_client),
    "listStaff": Access(to=WATCHERS),
    "getStaffMember": Access(to=WATCHERS, prepare=_member),
    "registerStaffMember": Access(
        to="administrator", body=lambda *_: {"email": "eve@example.com", "roles": ["teller"]}
    ),
    "changeStaffMember": Access(
        to="administrator", prepare=_member, body=lambda *_: {"active": True}
    ),
}
