"""Forgotten passwords over HTTP."""

from uuid import UUID

import httpx
import pytest
from tests.interfaces.http.scene import House, problem
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door, other_than
from tests.interfaces.http.v1.test_factors import STEP, call, code, enrolled

from bank.application.identity.notices.notices import NoticeKind

ADA = "ada@example.com"
NEW = "a ship in the harbour"


@pytest.fixture
def door(house: House) -> Door:
    return Door(house)


async def _begun(door: Door, email: str = ADA) -> str:
    answer = await door.ask("/v1/password-resets", {"email": email})
    assert answer.status_code == 202, answer.text
    number: str = answer.json()["id"]
    return number


def _but_for_its_name(refused: httpx.Response) -> dict[str, object]:
    body: dict[str, object] = refused.json()
    return {name: said for name, said in body.items() if name not in {"instance", "request_id"}}


async def test_a_forgotten_password_is_set_anew_and_ends_every_session(door: Door) -> None:
    await door.registered()
    assert (await door.sign_in()).status_code == 201
    reset = await _begun(door)
    body = {"code": door.last_code(), "password": NEW}
    answer = await door.ask(f"/v1/password-resets/{reset}/code", body)
    assert (answer.status_code, answer.json()) == (200, {"sessions_ended": 1})
    assert door.kinds()[-1] is NoticeKind.PASSWORD_CHANGED
    assert (await door.sign_in(password=PASSWORD)).status_code == 401
    assert (await door.sign_in(password=NEW)).status_code == 201
    again = await door.ask(f"/v1/password-resets/{reset}/code", body)
    problem(again, 422, "code_invalid")


@pytest.mark.parametrize("asked", [2, 5], ids=["digits", "letters"])
async def test_a_reset_ends_the_other_codes_that_were_asked_for(door: Door, asked: int) -> None:
    """Scenario: somebody who read an address had codes sent there, and its owner resets first.

    Outcome: what is left of them is refused as any wrong code is, and the next one is good.
    """
    await door.registered()
    resets, codes = [], []
    for _ in range(asked):
        resets.append(await _begun(door))
        codes.append(door.last_code())
    ats = [f"/v1/password-resets/{reset}/code" for reset in resets]
    body = {"code": codes.pop(), "password": NEW}
    assert (await door.ask(ats.pop(), body)).status_code == 200
    wrong = await door.ask(ats[0], {"code": other_than(codes[0]), "password": PASSWORD})
    for at, code_ in zip(ats, codes, strict=True):
        late = await door.ask(at, {"code": code_, "password": PASSWORD})
        problem(late, 422, "code_invalid")
        assert _but_for_its_name(late) == _but_for_its_name(wrong)
    assert (await door.sign_in(password=NEW)).status_code == 201
    reset = await _begun(door)
    body = {"code": door.last_code(), "password": PASSWORD}
    assert (await door.ask(f"/v1/password-resets/{reset}/code", body)).status_code == 200


async def test_a_password_that_its_owner_changed_ends_them_as_well(door: Door) -> None:
    ada = await door.registered()
    at = f"/v1/password-resets/{await _begun(door)}/code"
    body = {"code": door.last_code(), "password": "whatever they want"}
    change = {"current_password": PASSWORD, "new_password": NEW}
    assert (await door.as_customer(ada, "POST", "/v1/me/password", change)).status_code == 200
    problem(await door.ask(at, body), 422, "code_invalid")


async def test_a_reset_ends_a_change_of_address_that_was_begun_before(door: Door) -> None:
    """Scenario: whoever had the account asked for an address of their own to be its address.

    Outcome: after the reset that code is good no more, whoever is signed in.
    """
    ada = await door.registered()
    begun = await door.as_customer(ada, "POST", "/v1/me/contacts", {"email": "eve@example.com"})
    at, given = f"/v1/me/contacts/{begun.json()['id']}/code", {"code": door.last_code()}
    body = {"password": NEW}
    reset = f"/v1/password-resets/{await _begun(door)}/code"
    assert (await door.ask(reset, body | {"code": door.last_code()})).status_code == 200
    problem(await door.as_customer(ada, "POST", at, given), 422, "code_invalid")


async def test_that_a_password_was_reset_is_told_at_each_address(door: Door) -> None:
    """Whoever reads one of somebody's addresses set it: the owner may read only the other."""
    ada = await door.registered()
    begun = await door.as_customer(ada, "POST", "/v1/me/contacts", {"phone": "+442079460000"})
    at, given = f"/v1/me/contacts/{begun.json()['id']}/code", {"code": door.last_code()}
    assert (await door.as_customer(ada, "POST", at, given)).status_code == 200
    body = {"password": NEW, "remember_as": "borrowed"}
    at = f"/v1/password-resets/{await _begun(door)}/code"
    assert (await door.ask(at, body | {"code": door.last_code()})).status_code == 200
    told = [str(each.to) for each in door.sent() if each.kind is NoticeKind.PASSWORD_CHANGED]
    assert told == [f"email:{ADA}", "phone:+442079460000"]


async def test_whoever_signs_in_by_phone_writes_the_number_as_they_like(door: Door) -> None:
    written = ["+49 151 23456789", "0049 151 23456789", "+4915123456789", "+49-151/2345.6789"]
    body = {"full_name": "Ada Lovelace", "phone": written[0], "password": PASSWORD}
    begun = await door.ask("/v1/registrations", body)
    assert (await door.prove(begun.json()["id"], door.last_code())).status_code == 201
    for each in written:
        assert (await door.sign_in(each)).status_code == 201
        assert (await door.ask("/v1/password-resets", {"phone": each})).status_code == 202
        assert door.kinds()[-1] is NoticeKind.CODE


async def test_nobody_learns_whether_an_address_is_known_but_the_address(door: Door) -> None:
    await door.registered()
    known = await door.ask("/v1/password-resets", {"email": "ADA@example.com"})
    unknown = await door.ask("/v1/password-resets", {"email": "eve@example.com"})
    assert (known.status_code, known.json().keys()) == (unknown.status_code, unknown.json().keys())
    assert known.headers.keys() == unknown.headers.keys()
    assert len(known.content) == len(unknown.content)
    code_notice, nobody = door.sent()[-2:]
    assert (code_notice.kind, str(code_notice.to)) == (NoticeKind.CODE, f"email:{ADA}")
    assert (nobody.kind, nobody.code) == (NoticeKind.NOT_REGISTERED, None)
    body = {"code": "000000", "password": NEW}
    answer = await door.ask(f"/v1/password-resets/{unknown.json()['id']}/code", body)
    problem(answer, 422, "code_invalid")


async def test_known_and_unknown_addresses_cost_the_same_work(door: Door) -> None:
    """As many rows are written for the one as for the other; hashing there is none."""
    await door.registered()
    tables = door.house.bank.store.committed

    def rows() -> tuple[int, int, int]:
        return len(tables.address_codes), len(tables.notices), len(tables.audit_events)

    written = []
    for email in (ADA, "eve@example.com"):
        before = rows()
        await _begun(door, email)
        written.append([now - then for now, then in zip(rows(), before, strict=True)])
    assert written[0] == written[1]


async def test_a_bad_password_does_not_use_the_code_up(door: Door) -> None:
    await door.registered()
    reset = await _begun(door)
    at, given = f"/v1/password-resets/{reset}/code", {"code": door.last_code()}
    problem(await door.ask(at, given | {"password": "short"}), 422, "password_too_short")
    assert (await door.ask(at, given | {"password": NEW})).status_code == 200


@pytest.mark.parametrize("length", [6, 16])
async def test_an_address_alone_opens_nothing_that_has_a_second_factor(
    door: Door, length: int
) -> None:
    customer = await door.registered()
    begun = await call(door.house, customer, "POST", "/v1/me/factors/totp", {"name": "phone"})
    secret = begun.json()["secret"]
    at = f"/v1/me/factors/totp/{begun.json()['id']}/confirm"
    confirmed = await call(door.house, customer, "POST", at, {"code": code(door.house, secret)})
    assert confirmed.status_code == 201
    door.house.bank.clock.move(STEP)
    reset = await _begun(door)
    for _ in range(0 if length == 6 else 3):
        await _begun(door)
    assert len(door.last_code()) == length
    at, given = (
        f"/v1/password-resets/{reset}/code",
        {"code": door.last_code(), "password": NEW},
    )
    asked = await door.ask(at, given)
    assert (asked.status_code, list(asked.json()["factors"])) == (202, ["totp"])
    right = code(door.house, secret)

    def shown(digits: str) -> dict[str, object]:
        return given | {"factor": {"kind": "totp", "proof": {"code": digits}}}

    problem(await door.ask(at, shown(other_than(right))), 422, "code_invalid")
    assert (await door.sign_in(password=NEW)).status_code == 401
    assert (await door.ask(at, shown(right))).status_code == 200
    assert (await door.sign_in(password=NEW)).status_code == 202


async def test_five_wrong_factors_void_the_code(door: Door) -> None:
    customer = await door.registered()
    await enrolled(door.house, customer)
    reset = await _begun(door)
    at = f"/v1/password-resets/{reset}/code"
    body = {
        "code": door.last_code(),
        "password": NEW,
        "factor": {"kind": "recovery_code", "proof": {"code": "no"}},
    }
    for _ in range(5):
        problem(await door.ask(at, body), 422, "code_invalid")
    del body["factor"]
    problem(await door.ask(at, body), 422, "code_invalid")


async def test_guesses_at_a_factor_are_counted_over_all_codes(door: Door) -> None:
    """Scenario: somebody who reads another's post begins anew whenever a code is void.

    Outcome: after five wrong factors they wait, as they would at the door.
    """
    customer = await door.registered()
    await enrolled(door.house, customer)
    wrong = {"kind": "recovery_code", "proof": {"code": "no"}}

    async def guess() -> httpx.Response:
        body = {"code": door.last_code(), "password": NEW, "factor": wrong}
        return await door.ask(f"/v1/password-resets/{reset}/code", body)

    reset = await _begun(door)
    for _ in range(3):
        problem(await guess(), 422, "code_invalid")
    reset = await _begun(door)
    for _ in range(2):
        problem(await guess(), 422, "code_invalid")
    waits = await guess()
    problem(waits, 429, "sign_in_throttled")
    assert waits.headers["retry-after"] == "30"
    assert door.kinds()[-1] is NoticeKind.SIGN_IN_THROTTLED


async def test_a_new_password_ends_the_wait_that_strangers_brought_about(door: Door) -> None:
    await door.registered()
    for _ in range(5):
        assert (await door.sign_in(password="a guess")).status_code == 401
    problem(await door.sign_in(), 429, "sign_in_throttled")
    reset = await _begun(door)
    at, given = f"/v1/password-resets/{reset}/code", {"code": door.last_code()}
    problem(
        await door.ask(at, {"code": other_than(given["code"]), "password": NEW}),
        422,
        "code_invalid",
    )
    problem(await door.sign_in(), 429, "sign_in_throttled")
    assert (await door.ask(at, given | {"password": NEW})).status_code == 200
    assert (await door.sign_in(password=NEW)).status_code == 201


async def test_a_code_that_was_not_sent_cannot_be_guessed(door: Door) -> None:
    """Scenario: codes are asked for until the address is sent no more, each good for five guesses.

    Outcome: nothing is right for those that nobody was sent.
    """
    await door.registered()
    for _ in range(5):
        await _begun(door)
    digests = door.house.bank.digests
    unsent = UUID(await _begun(door))
    (kept,) = [
        each for each in door.house.bank.store.committed.address_codes.values() if each.id == unsent
    ]
    assert kept.digest == digests.digest("address-code", str(unsent), "none")
