"""Why a posting is refused, in the order in which the decision looks."""

from bank.domain.refusals import Kind, Refusal, Severity


class SameAccount(Refusal):
    """An entry names each account once."""

    code = "same_account"
    title = "An entry cannot have the same account on both sides."


class AccountNotFound(Refusal):
    """No such account, or not the caller's to know of."""

    code = "account_not_found"
    title = "There is no such account."
    kind = Kind.NOT_FOUND


class InternalAccount(Refusal):
    """Transfers move between customers' accounts only."""

    code = "internal_account"
    title = "Customers' money cannot be sent to or from an internal account of the bank this way."
    kind = Kind.FORBIDDEN


class AccountClosed(Refusal):
    """A closed account neither gives nor takes."""

    code = "account_closed"
    title = "The account is closed."
    kind = Kind.CONFLICT


class AccountDormant(Refusal):
    """Nobody has used the account for long: what would go out waits until it is woken."""

    code = "account_dormant"
    title = "The account is dormant: money can come in, and staff can reactivate it."
    kind = Kind.CONFLICT


class AccountBlocked(Refusal):
    """A block bars this side of the account; its reason is for staff alone."""

    code = "account_blocked"
    title = "The account is blocked for this; ask the bank."
    kind = Kind.CONFLICT


class CurrencyMismatch(Refusal):
    """An account holds one currency."""

    code = "currency_mismatch"
    title = "The amount's currency is not the account's."


class ValueDateInFuture(Refusal):
    """No posting counts from a day that has not come."""

    code = "value_date_in_future"
    title = "The value date lies after the open business date."


class BackdatingNotPermitted(Refusal):
    """A value date in the past needs a permission of its own."""

    code = "backdating_not_permitted"
    title = "A value date before the open business date needs the permission to backdate."
    kind = Kind.FORBIDDEN


class InsufficientFunds(Refusal):
    """Balance and overdraft, less holds, do not cover it."""

    code = "insufficient_funds"
    title = "The available balance does not cover the amount."


class BalanceOutOfRange(Refusal):
    """The balance would pass what the books can hold."""

    code = "balance_out_of_range"
    title = "The resulting balance would be larger than the books can hold."
    severity = Severity.ALERT


class EntryNotBalanced(Refusal):
    """Debits and credits differ in some currency, or there are fewer than two postings."""

    code = "entry_not_balanced"
    title = "An entry has two postings or more, and for each currency debits equal credits."


class EntryAlreadyReversed(Refusal):
    """An entry is reversed once."""

    code = "entry_already_reversed"
    title = "The entry has been reversed already."
    kind = Kind.CONFLICT


class ReversalNeedsForce(Refusal):
    """An account of the entry has since been closed or blocked, or no longer covers it."""

    code = "reversal_needs_force"
    title = (
        "An account of the entry has since been closed, blocked or emptied: to reverse it all the"
        " same needs the permission to force reversals."
    )
    kind = Kind.CONFLICT


class QuoteExpired(Refusal):
    """The promised exchange rate holds no longer."""

    code = "quote_expired"
    title = "The quote has expired; ask for a new one."
    kind = Kind.CONFLICT


class LinkedRequestRefused(Refusal):
    """Of requests that are posted all or none, another was refused."""

    code = "linked_request_refused"
    title = "None of the linked requests is posted, because another of them was refused."


class AmountNotPositive(Refusal):
    """Money moves from debit to credit: zero and less move nothing."""

    code = "amount_not_positive"
    title = "The amount must be more than zero."
    kind = Kind.INVALID


class IdempotencyKeyReused(Refusal):
    """The key, or the client's id, already stands for another request."""

    code = "idempotency_key_reused"
    title = "The key or id was used before with another request; use a new one for a new request."
