"""All of `/v1`: behind an access token but for what strangers may do, with bodies read strictly."""

from litestar import Router

from bank.interfaces.http.access import anonymous, authenticated
from bank.interfaces.http.bodies import StrictJson
from bank.interfaces.http.direct import Direct
from bank.interfaces.http.v1.account_entries import account_entries
from bank.interfaces.http.v1.account_holders import account_holders
from bank.interfaces.http.v1.account_life import account_life
from bank.interfaces.http.v1.accounts import accounts
from bank.interfaces.http.v1.all_sessions import all_sessions
from bank.interfaces.http.v1.approvals import approvals
from bank.interfaces.http.v1.audit import audit
from bank.interfaces.http.v1.balances import balances
from bank.interfaces.http.v1.business_days import business_days
from bank.interfaces.http.v1.cash import cash
from bank.interfaces.http.v1.challenges import challenges
from bank.interfaces.http.v1.clients import clients
from bank.interfaces.http.v1.corrections import corrections
from bank.interfaces.http.v1.customer_life import customer_life
from bank.interfaces.http.v1.customer_users import customer_users
from bank.interfaces.http.v1.customers import customers
from bank.interfaces.http.v1.customers_data import customers_data
from bank.interfaces.http.v1.devices import devices
from bank.interfaces.http.v1.exchange import exchange
from bank.interfaces.http.v1.factor_resets import factor_resets
from bank.interfaces.http.v1.factors import factors
from bank.interfaces.http.v1.holds import holds
from bank.interfaces.http.v1.ledger import ledger
from bank.interfaces.http.v1.ledger_entries import ledger_entries
from bank.interfaces.http.v1.limits import limits
from bank.interfaces.http.v1.me import me
from bank.interfaces.http.v1.my_data import my_data
from bank.interfaces.http.v1.my_password import my_password
from bank.interfaces.http.v1.my_sessions import current_session, my_sessions
from bank.interfaces.http.v1.organisation_data import organisation_data
from bank.interfaces.http.v1.passkeys import passkeys
from bank.interfaces.http.v1.password_resets import password_resets
from bank.interfaces.http.v1.payment_threshold import payment_threshold
from bank.interfaces.http.v1.policies import policies
from bank.interfaces.http.v1.registrations import registrations
from bank.interfaces.http.v1.session_proof import session_proof
from bank.interfaces.http.v1.sign_in import sign_in
from bank.interfaces.http.v1.staff import staff
from bank.interfaces.http.v1.token_holders import token_holders
from bank.interfaces.http.v1.transfers import transfers

version_1 = Router(
    "/v1",
    route_handlers=[
        customers,
        customer_life,
        customer_users,
        customers_data,
        organisation_data,
        accounts,
        account_entries,
        balances,
        account_life,
        account_holders,
        cash,
        transfers,
        exchange,
        holds,
        ledger,
        ledger_entries,
        business_days,
        corrections,
        limits,
        staff,
        factor_resets,
        policies,
        clients,
        approvals,
        challenges,
        audit,
        me,
        my_data,
        my_password,
        payment_threshold,
        factors,
        passkeys,
        devices,
        my_sessions,
        current_session,
        all_sessions,
        token_holders,
        session_proof,
    ],
    guards=[authenticated],
    middleware=[Direct],
    dto=StrictJson,
    return_dto=None,
)

public_version_1 = Router(
    "/v1",
    route_handlers=[sign_in, registrations, password_resets],
    guards=[anonymous],
    middleware=[Direct],
    dto=StrictJson,
    return_dto=None,
    security=[{}],
)
"""What strangers may ask: to sign in, to register."""
