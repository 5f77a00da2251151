"""Products: the terms under which a customer's account is kept."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bank.domain.money import Currency, UnknownCurrency
from bank.domain.refusals import Kind, Refusal


class ProductNotFound(Refusal):
    """The bank offers no product of that code."""

    code = "product_not_found"
    title = "The bank offers no product of that code."
    kind = Kind.INVALID


class ProductNotInCurrency(Refusal):
    """The product is not offered in that currency."""

    code = "product_not_in_currency"
    title = "The product is not offered in this currency."


class OverdraftNotAllowed(Refusal):
    """The product grants no overdraft, or not so large a one."""

    code = "overdraft_not_allowed"
    title = "The product does not allow this overdraft."


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One version of a product.

    ``gl_code`` is the general-ledger code that its accounts are kept under; ``overdraft_max_minor``
    the largest overdraft in minor units, zero for none. An account that its customer has not used
    for ``dormant_after_days`` falls dormant; ``None`` for never. ``partial_reversal`` is whether a
    part of an entry may be reversed.
    """

    code: str
    version: int
    gl_code: str
    overdraft_max_minor: int
    currencies: frozenset[str] | None = None
    dormant_after_days: int | None = None
    partial_reversal: bool = False

    def refuse_unless_offered(self, currency: Currency, overdraft_minor: int) -> None:
        """Refuse a currency or an overdraft outside the product's terms."""
        if self.currencies is not None and currency.code not in self.currencies:
            raise ProductNotInCurrency
        if not 0 <= overdraft_minor <= self.overdraft_max_minor:
            raise OverdraftNotAllowed


class Products:
    """The products on offer, the newest version of each, in the currencies that the bank deals in.

    A product may be offered in fewer of them, never in another: the bank keeps no books in it.
    """

    def __init__(self, products: Iterable[Product], currencies: Collection[str]) -> None:
        """Take all versions of all products, and the codes of the bank's currencies."""
        ordered = sorted(products, key=lambda product: product.version)
        self._by_code = {product.code: product for product in ordered}
        self._by_version = {(product.code, product.version): product for product in ordered}
        self._currencies = frozenset(currencies)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all products."""
        return frozenset(self._by_code)

    def on_offer(self, code: str, currency: Currency) -> Product:
        """Give the newest version of a product.

        Refuses a code that is not on offer, then a currency that the bank does not deal in.
        """
        product = self._by_code.get(code)
        if product is None:
            raise ProductNotFound(f"The products are: {', '.join(sorted(self._by_code))}.")
        if currency.code not in self._currencies:
            raise UnknownCurrency(
                f"The bank keeps books in {', '.join(sorted(self._currencies))} only."
            )
        return product

    def under(self, code: str, version: int) -> Product:
        """Give the terms that an account was opened under; refuses what is no longer kept."""
        product = self._by_version.get((code, version))
        if product is None:
            raise ProductNotFound(f"The bank's products have no version {version} of {code}.")
        return product

    def dormancy(self) -> Mapping[tuple[str, int], int]:
        """Give after how many days accounts fall dormant, by the product's code and version."""
        return {
            place: product.dormant_after_days
            for place, product in self._by_version.items()
            if product.dormant_after_days is not None
        }
