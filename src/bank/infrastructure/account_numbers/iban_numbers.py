"""Account numbers that are IBANs."""

from schwifty import IBAN

from bank.application.ports.customer_accounts import AccountNumbers
from bank.domain.identifiers import RowId


class IbanNumbers(AccountNumbers):
    """IBANs of one country and bank code; the row is the account code within them."""

    def __init__(self, country: str, bank_code: str) -> None:
        """Take the ISO 3166 code and the national bank code.

        Raises ``ValueError`` where the country has no IBAN or the bank code does not fit its form.
        """
        self._country = country
        self._bank_code = bank_code
        self.number(RowId(1))

    def number(self, row: RowId) -> str:
        """Give the IBAN, without spaces."""
        iban = IBAN.generate(self._country, bank_code=self._bank_code, account_code=str(row))
        return iban.compact
