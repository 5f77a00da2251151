"""What the bank's files say."""

from dishka import Provider, Scope, alias, provide

from bank.application.exchange.exchange_rates import ExchangeRates, QuoteTerms
from bank.application.policies.policy_book import PolicyInForce
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.customer_accounts import AccountNumbers
from bank.bootstrap.policy_in_force import authorizer_of
from bank.bootstrap.reference_files import (
    read_chart,
    read_exchange_rates,
    read_products,
)
from bank.bootstrap.settings import BankSettings
from bank.domain.products import Products
from bank.infrastructure.account_numbers.iban_numbers import IbanNumbers
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer
from bank.infrastructure.exchange_rates.configured_rates import ConfiguredRates


class Policies(Provider):
    """What the bank's files say: products, permissions, exchange rates, account numbers."""

    scope = Scope.APP
    deciding = alias(source=CasbinAuthorizer, provides=Authorizer)
    policy = alias(source=CasbinAuthorizer, provides=PolicyInForce)

    @provide
    def products(self, settings: BankSettings) -> Products:
        """Read the products."""
        chart = read_chart(settings.ledger.chart_of_accounts).chart
        return read_products(settings.products.file, chart, settings.currencies)

    @provide
    def authorizer(self, settings: BankSettings) -> CasbinAuthorizer:
        """Read the permissions; what the bank has changed of them is not known yet."""
        return authorizer_of(settings)

    @provide
    def rates(self, settings: BankSettings) -> ExchangeRates:
        """Read the table of exchange rates."""
        table = read_exchange_rates(settings.exchange.rates)
        return ConfiguredRates(table.mid_rates, table.margin_basis_points, table.pair_margins)

    @provide
    def quote_terms(self, settings: BankSettings) -> QuoteTerms:
        """Say how long quotes hold."""
        return QuoteTerms(settings.exchange.quote_lifetime)

    @provide
    def numbers(self, settings: BankSettings) -> AccountNumbers:
        """Give the maker of account numbers."""
        numbers = settings.account_numbers
        return IbanNumbers(numbers.country, numbers.bank_code)
