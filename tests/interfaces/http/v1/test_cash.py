from tests.interfaces.http.scene import House, euros, problem


async def test_a_deposit_shows_the_customers_balance_and_not_the_tills(house: House) -> None:
    account = await house.account()
    body = {"account_id": str(account.id), "amount": euros("20.00"), "reference": "cash"}
    answer = await house.call("POST", "/v1/deposits", body, role="teller")
    assert answer.status_code == 201
    posted = answer.json()
    assert posted["kind"] == "deposit"
    assert posted["credit_account_id"] == str(account.id)
    assert posted["balances"] == [
        {"account_id": str(account.id), "balance": euros("20.00"), "available": euros("20.00")}
    ]
    assert (await house.call("GET", answer.headers["location"])).json()["kind"] == "deposit"


async def test_a_withdrawal_takes_what_is_there_and_no_more(house: House) -> None:
    account = await house.account(2000)
    body = {"account_id": str(account.id), "amount": euros("15.00"), "till": "2"}
    answer = await house.call("POST", "/v1/withdrawals", body, role="teller")
    assert answer.json()["debit_account_id"] == str(account.id)
    assert answer.json()["balances"][0]["balance"] == euros("5.00")
    again = await house.call("POST", "/v1/withdrawals", body, role="teller")
    problem(again, 422, "insufficient_funds")


async def test_cash_can_be_tried_dry(house: House) -> None:
    account = await house.account(2000)
    body = {"account_id": str(account.id), "amount": euros("15.00")}
    for path in ("/v1/deposits", "/v1/withdrawals"):
        told = await house.call("POST", f"{path}?dry_run=true", body)
        assert (told.status_code, told.json()["status"]) == (200, "would_post")
    assert house.desk.balance_minor(account) == 2000


async def test_cash_that_cannot_be_taken_is_refused(house: House) -> None:
    account = await house.account(2000)
    body = {"account_id": str(account.id), "amount": euros("15.00")}
    no_till = await house.call("POST", "/v1/deposits", body | {"till": "moon"})
    problem(no_till, 400, "till_not_found")
    unknown = await house.call("POST", "/v1/deposits", body | {"account_id": "nobody"})
    problem(unknown, 404, "account_not_found")
    nothing = await house.call("POST", "/v1/withdrawals", body | {"amount": euros("0.00")})
    problem(nothing, 400, "amount_not_positive")
    own = await house.call(
        "POST", "/v1/deposits", body, role="customer", subject=str(account.owner_id)
    )
    problem(own, 403, "action_forbidden")
